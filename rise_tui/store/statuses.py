"""How texts fared, step by step, as the relay told it."""

from collections.abc import Collection
from dataclasses import dataclass

from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, insert_row


@dataclass(frozen=True, slots=True)
class Step:
    """A status that a text came to, by an event. `at`: ms."""

    message_id: str
    seq: int
    at: int
    status: str
    reason: str | None = None
    error_code: int | None = None
    carrier_status: str | None = None


_SHAPE = Shape("message_status", Step)


class Statuses:
    """Steps by text; a text that goes takes them with it."""

    def add(self, session: Session, step: Step) -> bool:
        """Keep a step; a repeat is nothing. True if it was not known."""
        values = {name: getattr(step, name) for name in Step.__dataclass_fields__}
        return bool(insert_row(session, "message_status", values, "ON CONFLICT DO NOTHING"))

    def latest_at(self, session: Session, message_ids: Collection[str]) -> dict[str, int]:
        """When (ms) each of these texts came to where it is; those of which no step is known are not among them."""
        places = ", ".join("?" * len(message_ids))
        found = sql(session).execute(
            f"SELECT message_id, max(at) FROM message_status WHERE message_id IN ({places}) GROUP BY message_id",
            tuple(message_ids),
        )
        return dict(found.fetchall())

    def of(self, session: Session, message_id: str) -> list[Step]:
        """All steps of a text, in the order of the log."""
        return _SHAPE.many(session, "WHERE message_id = ? ORDER BY seq", message_id)
