"""What caseworkers wrote down about a client, who does not see it: notes, calls, visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.store.engine import Session
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape


@dataclass(frozen=True, slots=True)
class Note:
    """What a caseworker wrote down. `kind`: note, call, visit. `at`: ms. `seq` 0: on this machine only."""

    note_id: str
    client_id: str
    body: str
    kind: str = "note"
    caseworker_id: str | None = None
    at: int = 0
    seq: int = 0


_SHAPE = Shape("note", Note)


class Notes:
    """Notes by client."""

    def put(self, session: Session, note_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `note`: with `seq` a fact, without one a change of ours. True if the row changed."""
        return write(session, "note", note_id, columns, seq)

    def get(self, session: Session, note_id: str) -> Note | None:
        """The note of that id, unless it was taken back."""
        return _SHAPE.one(session, "WHERE note_id = ? AND NOT is_deleted", note_id)

    def list(self, session: Session, client_id: str, limit: int = 200) -> Sequence[Note]:
        """A client's notes, the newest first."""
        return _SHAPE.many(
            session, "WHERE client_id = ? AND NOT is_deleted ORDER BY at DESC, note_id DESC LIMIT ?", client_id, limit
        )

    def between(self, session: Session, client_id: str, after: int, before: int | None, limit: int) -> Sequence[Note]:
        """The newest notes between two numbers of the log; without `before` also those that are only here."""
        is_open = before is None
        return _SHAPE.many(
            session,
            "WHERE client_id = ? AND NOT is_deleted AND (seq > ? AND seq < ? OR ? AND seq = 0)"
            " ORDER BY at DESC, note_id DESC LIMIT ?",
            client_id,
            after,
            1 << 62 if before is None else before,
            is_open,
            limit,
        )
