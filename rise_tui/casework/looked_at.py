"""Who looked at whom, and when: told to the office, whose audit log keeps it."""

from dataclasses import dataclass, field

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import client_names, wish
from rise_tui.domain.clock import to_wire
from rise_tui.domain.ids import new_id
from rise_tui.store.changes import Change

LEAST_MS = 2_000
"""Milliseconds that somebody must stand on the screen: shorter, one only passed by."""
SAME_MS = 10 * 60_000
"""Whoever comes back to somebody within so many milliseconds still looks; it is told once."""


@dataclass
class Looks:
    """One place where people are looked at: who stands there since when, and what was told lately."""

    client_id: str | None = None
    since_at: int = 0
    told: dict[str, int] = field(default_factory=dict)
    """until when each was looked at, as told"""

    def turn_to(self, client_id: str | None, now: int) -> "Look | None":
        """Somebody else stands there (None: nobody); the look at the one before, if it is to be told."""
        before, since = self.client_id, self.since_at
        self.client_id, self.since_at = client_id, now
        if before is None or before == client_id or before.startswith("tel:") or now - since < LEAST_MS:
            return None
        if since - self.told.get(before, -SAME_MS) < SAME_MS:
            return None
        self.told[before] = now
        return Look(before, since, now)


@dataclass(frozen=True)
class Look:
    """That somebody's file stood on the screen; milliseconds."""

    client_id: str
    from_at: int
    to_at: int


def tell(desk: Desk, *looks: Look) -> None:
    """Put them into the outbox; nobody waits for it. Raises the store's troubles."""
    with desk.store.writing(Change("outbox")) as session:
        for look in looks:
            wish(
                desk,
                session,
                "look",
                lane="looks",
                ids={"look_id": new_id()},
                body={"client_id": look.client_id, "from_at": to_wire(look.from_at), "to_at": to_wire(look.to_at)},
                names=client_names(look.client_id),
            )


def tell_read(desk: Desk, *client_ids: str) -> None:
    """The same of whose texts were read as plain lines, at one moment; an unknown number is nobody's file."""
    looks = [Look(one, desk.now, desk.now) for one in dict.fromkeys(client_ids) if not one.startswith("tel:")]
    if looks:
        tell(desk, *looks)
