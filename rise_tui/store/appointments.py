"""Classes, court dates and check-ins, per client and per group."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rise_tui.domain.clock import to_ms
from rise_tui.store.engine import Session, sql
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape

A_FEW = 3
"""Clients up to whom each one's own are read."""


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


_MEMBERS = (
    "SELECT group_id, client_id FROM group_member WHERE is_member AND group_id IN (SELECT value FROM json_each(?))"
)
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

    def following(self, session: Session, client_ids: Collection[str], now: int) -> dict[str, Appointment]:
        """The first appointment of each of these clients from `now` (milliseconds) on, their own or a group's.

        Who has none is left out. For many clients all that is still to come is looked through once.
        """
        found: dict[str, Appointment] = {}
        if len(client_ids) <= A_FEW:
            for client_id in client_ids:
                coming = next((one for one in self.list(session, client_id) if to_ms(one.starts_at) >= now), None)
                if coming is not None:
                    found[client_id] = coming
            return found
        ahead = _SHAPE.many(
            session, "WHERE starts_at >= ? AND NOT is_deleted ORDER BY starts_at DESC, appointment_id DESC", now
        )
        members: dict[str, list[str]] = {}
        groups = json.dumps(sorted({one.group_id for one in ahead if one.group_id is not None}))
        for group_id, client_id in sql(session).execute(_MEMBERS, (groups,)):
            members.setdefault(group_id, []).append(client_id)
        wanted = set(client_ids)
        for one in ahead:  # the latest first: what comes sooner takes its place
            whose = [one.client_id] if one.group_id is None else members.get(one.group_id, ())
            found.update({client_id: one for client_id in whose if client_id is not None and client_id in wanted})
        return found
