"""How everybody is called, for the veil: read beforehand where they are many, with whom has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.domain.safe_text import one_line
from rise_tui.store.changes import keys_changed, newest_change

FEW = 200
"""People whose names are read within a key."""
CELLS = 200
COMBINING = "\u0300"
"""The first sign that stands on another one; those before it that can be printed take one cell each."""


@dataclass(frozen=True)
class Called:
    """The names as they were at a change of the store, a line each: ten thousand in 150 kB."""

    since: int
    lines: str


def are_many(desk: Desk) -> bool:
    """Whether the names are worth reading before they are wanted."""
    with desk.store.reading() as session:
        return desk.store.clients.count(session) > FEW


def read(desk: Desk) -> Called:
    """Everybody, once also a client: whoever may stand in a sentence. Of 10,000 for a worker."""
    with desk.store.reading() as session:
        since = newest_change(session)
        return Called(since, "\n".join(_safe(desk.store.clients.names(session))))


def now(desk: Desk, known: Called | None) -> list[str]:
    """The names as they are now: what was read before, and of who has changed since. All are read where there is none,
    or where it cannot be told who has changed."""
    with desk.store.reading() as session:
        changed = None if known is None else keys_changed(session, "inbox", known.since)
        if known is None or changed is None or len(changed) > FEW:
            return list(_safe(desk.store.clients.names(session)))
        return [*known.lines.split("\n"), *_safe(desk.store.clients.names(session, sorted(changed)))]


def _safe(names: Iterable[str]) -> Iterable[str]:
    return (name if _is_plain(name) else one_line(name, CELLS) for name in names)


def _is_plain(name: str) -> bool:
    """Is it one line of letters of one cell each, as nearly all are? Looking at each sign takes fifty times as long."""
    return name.isprintable() and len(name) <= CELLS and "  " not in name and max(name, default="") < COMBINING
