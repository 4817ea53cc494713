"""What happened with a client beside the texts: who took them over, what was said about texting, paused and closed.

Kinds and their words: `assigned` and `released` (from, to, why, note), `consent` (state, how, purpose, message_id),
`status` (status, reason, until_at), `wrong_person` (e164, sent, cancelled), `carrier_answered` (word).
"""

from dataclasses import dataclass, field
from typing import Any

from rise_tui.store.engine import Session
from rise_tui.store.rows import Shape, insert_row


@dataclass(frozen=True, slots=True)
class Happening:
    """One such fact, of that number of the log. `at`: ms, 0: it was so when they first came to this machine.

    `actor`: a caseworker's id, client, carrier or relay.
    """

    client_id: str
    seq: int
    at: int
    kind: str
    actor: str = ""
    words: dict[str, Any] = field(default_factory=dict)


_SHAPE = Shape("happening", Happening)


class Happenings:
    """Happenings by client, in the order of the log."""

    def add(self, session: Session, happening: Happening) -> bool:
        """Keep it; a repeat is nothing. True if it was not known."""
        values = {name: getattr(happening, name) for name in Happening.__dataclass_fields__}
        return bool(insert_row(session, "happening", values, "ON CONFLICT DO NOTHING"))

    def between(self, session: Session, client_id: str, after: int, before: int | None, limit: int) -> list[Happening]:
        """The newest ones between two numbers of the log, in order; without `before` up to now."""
        found = _SHAPE.many(
            session,
            "WHERE client_id = ? AND seq > ? AND seq < ? AND at > 0 ORDER BY seq DESC LIMIT ?",
            client_id,
            after,
            1 << 62 if before is None else before,
            limit,
        )
        return found[::-1]

    def moves(self, session: Session, since: int, limit: int) -> list[Happening]:
        """Who went from whom to whom since then (milliseconds), of everybody, the newest first."""
        return _SHAPE.many(session, "WHERE kind = 'assigned' AND at > ? ORDER BY at DESC LIMIT ?", since, limit)

    def of_kind(self, session: Session, client_id: str, kind: str, limit: int) -> list[Happening]:
        """The newest of a kind, the newest first."""
        return _SHAPE.many(
            session, "WHERE client_id = ? AND kind = ? ORDER BY seq DESC LIMIT ?", client_id, kind, limit
        )

    def latest(self, session: Session, client_id: str, kind: str) -> Happening | None:
        """The newest of a kind."""
        return _SHAPE.one(session, "WHERE client_id = ? AND kind = ? ORDER BY seq DESC", client_id, kind)
