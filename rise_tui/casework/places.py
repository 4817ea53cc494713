"""Where the caseworker stood, so that the next start puts the cursor back."""

from dataclasses import dataclass

from rise_tui.casework.desk import Desk


@dataclass(frozen=True)
class Where:
    """A screen, its filter, a person, and which place had the focus."""

    screen: str = "inbox"
    filter_id: str = "needs_reply"
    client_id: str | None = None
    focus: str = "list"


def where(desk: Desk) -> Where:
    """Where one stood last; the inbox if this is the first time."""
    with desk.store.reading() as session:
        place = desk.store.place.get(session)
    return Where() if place is None else Where(place.screen, place.filter, place.client_id, place.focus)


def remember(desk: Desk, screen: str, filter_id: str, client_id: str | None, focus: str) -> None:
    """Keep where one stands now."""
    with desk.store.writing() as session:
        desk.store.place.put(session, screen=screen, filter=filter_id, client_id=client_id, focus=focus, at=desk.now)
