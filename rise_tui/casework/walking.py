"""Going from one who needs a reply to the next: where somebody stands in that list, and who stands beside them."""

from dataclasses import dataclass

from rise_tui.casework.desk import Desk


@dataclass(frozen=True)
class Standing:
    """Where somebody stands among those who need a reply: `place` from 0, None if they are not among them."""

    place: int | None
    count: int


def standing(desk: Desk, client_id: str) -> Standing:
    """Where this person stands among those who need a reply now."""
    store, now = desk.store, desk.now
    with desk.store.reading() as session:
        return Standing(
            store.conversations.place(session, client_id, now=now),
            store.conversations.counts(session, now=now).needs_reply,
        )


def at(desk: Desk, place: int) -> str | None:
    """Who stands at that place among those who need a reply; None beyond either end."""
    if place < 0:
        return None
    with desk.store.reading() as session:
        found = desk.store.conversations.page(session, "needs_reply", now=desk.now, limit=1, offset=place)
    return found[0].client_id if found else None


def beside(desk: Desk, client_id: str, step: int) -> str | None:
    """Who comes next (`step` 1) or before (-1); from somebody who needs no reply, the first or the last one."""
    where = standing(desk, client_id)
    if where.place is None:
        return at(desk, 0 if step > 0 else where.count - 1)
    return at(desk, where.place + step)
