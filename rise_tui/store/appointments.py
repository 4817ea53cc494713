"""Classes, court dates and check-ins, per client and per group."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rise_tui.store.engine import Session
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something at a time, for one client or a group; `attended` None: not yet known."""

    appointment_id: str
    kind: str
    starts_at: datetime
    client_id: str | None = None
    group_id: str | None = None
    place: str | None = None
    bring: str | None = None
    answer: str | None = None
    attended: bool | None = None
    seq: int = 0


_SHAPE = Shape("appointment", Appointment)


class Appointments:
    """Appointments by time."""

    def put(self, session: Session, appointment_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `appointment`: with `seq` a fact, without one a change of ours. True if the row changed."""
        return write(session, "appointment", appointment_id, columns, seq)

    def get(self, session: Session, appointment_id: str) -> Appointment | None:
        """The appointment of that id, unless it was deleted."""
        return _SHAPE.one(session, "WHERE appointment_id = ? AND NOT is_deleted", appointment_id)

    def list(self, session: Session, client_id: str) -> list[Appointment]:
        """A client's own and their groups' appointments, by time."""
        return _SHAPE.many(
            session,
            "WHERE (client_id = ?1"
            " OR group_id IN (SELECT group_id FROM group_member WHERE client_id = ?1 AND is_member))"
            " AND NOT is_deleted ORDER BY starts_at, appointment_id",
            client_id,
        )
