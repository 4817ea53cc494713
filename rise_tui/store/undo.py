"""What would take the last acts back, newest first."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from rise_tui.store.engine import sql
from rise_tui.store.rows import Shape, cell

KEPT = 200
"""Acts that can be taken back; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Undo:
    """An act in words, and the act that takes it back with its arguments. `at`: ms."""

    undo_id: int
    label: str
    client_id: str | None = None
    inverse: dict[str, Any] = field(default_factory=dict)
    at: int = 0


_SHAPE = Shape("undo", Undo, {"undo_id": "id"})


class Undos:
    """The acts that can be taken back."""

    def add(
        self, session: Session, label: str, inverse: dict[str, Any], *, client_id: str | None = None, at: int = 0
    ) -> int:
        """Remember an act's inverse; its undo_id."""
        connection = sql(session)
        added = connection.execute(
            "INSERT INTO undo(label, client_id, inverse, at) VALUES (?, ?, ?, ?)", (label, client_id, cell(inverse), at)
        ).lastrowid
        connection.execute("DELETE FROM undo WHERE id <= ?", ((added or 0) - KEPT,))
        return added or 0

    def newest(self, session: Session) -> Undo | None:
        """The last act."""
        return _SHAPE.one(session, "ORDER BY id DESC")

    def get(self, session: Session, undo_id: int) -> Undo | None:
        """The act of that undo_id."""
        return _SHAPE.one(session, "WHERE id = ?", undo_id)

    def list(self, session: Session, limit: int = 20) -> list[Undo]:
        """The last acts, newest first."""
        return _SHAPE.many(session, "ORDER BY id DESC LIMIT ?", limit)

    def remove(self, session: Session, undo_id: int) -> None:
        """It was taken back, or can no longer be."""
        sql(session).execute("DELETE FROM undo WHERE id = ?", (undo_id,))
