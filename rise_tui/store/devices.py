"""The machines on which people of the office have signed in."""

from dataclasses import dataclass
from typing import Any

from rise_tui.store.engine import Session
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape


@dataclass(frozen=True, slots=True)
class Device:
    """One of them. `state`: active, revoked (locked), wiped (all of it deleted there: `wiped_at` once that is done)."""

    device_id: str
    caseworker_id: str
    name: str = ""
    state: str = "active"
    created_at: int = 0
    seen_at: int | None = None
    expires_at: int | None = None
    wiped_at: int | None = None
    seq: int = 0


_SHAPE = Shape("device", Device)


class Devices:
    """Devices by caseworker."""

    def put(self, session: Session, device_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `device`: with `seq` a fact, without one a change of ours. True if the row changed."""
        return write(session, "device", device_id, columns, seq)

    def get(self, session: Session, device_id: str) -> Device | None:
        """The device of that id."""
        return _SHAPE.one(session, "WHERE device_id = ?", device_id)

    def list(self, session: Session, caseworker_id: str | None = None) -> list[Device]:
        """All that this machine knows of, or those of one person; the last used first."""
        order = "ORDER BY coalesce(seen_at, created_at) DESC, device_id"
        if caseworker_id is None:
            return _SHAPE.many(session, order)
        return _SHAPE.many(session, f"WHERE caseworker_id = ? {order}", caseworker_id)
