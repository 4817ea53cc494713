"""What would take the last acts back, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, cell

KEPT = 200
"""Acts that can be taken back; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Head:
    """An act in words, without its arguments, which are long where it was about very many people. `at`: ms.

    `kind`: the act that takes it back; `parts`: how many acts or people it names; many take their time.
    """

    undo_id: int
    label: str
    client_id: str | None = None
    kind: str = ""
    parts: int = 1
    at: int = 0


@dataclass(frozen=True, slots=True)
class Undo(Head):
    """An act in words, and the act that takes it back with its arguments."""

    inverse: dict[str, Any] = field(default_factory=dict)


_HEAD = Shape("undo", Head, {"undo_id": "id"})
_SHAPE = Shape("undo", Undo, {"undo_id": "id"})


class Undos:
    """The acts that can be taken back."""

    def add(
        self,
        session: Session,
        label: str,
        inverse: dict[str, Any],
        *,
        client_id: str | None = None,
        at: int = 0,
        parts: int = 1,
    ) -> int:
        """Remember an act's inverse; its undo_id. `parts`: how many it is about, where the inverse names nobody."""
        connection = sql(session)
        kind = str(inverse.get("act", ""))
        parts = max((len(value) for value in inverse.values() if isinstance(value, (list, tuple))), default=parts)
        added = connection.execute(
            "INSERT INTO undo(label, client_id, kind, parts, at, inverse) VALUES (?, ?, ?, ?, ?, ?)",
            (label, client_id, kind, parts, at, cell(inverse)),
        ).lastrowid
        connection.execute("DELETE FROM undo WHERE id <= ?", ((added or 0) - KEPT,))
        return added or 0

    def newest(self, session: Session) -> Undo | None:
        """The last act."""
        return _SHAPE.one(session, "ORDER BY id DESC")

    def get(self, session: Session, undo_id: int) -> Undo | None:
        """The act of that undo_id."""
        return _SHAPE.one(session, "WHERE id = ?", undo_id)

    def heads(self, session: Session, limit: int = 20) -> Sequence[Head]:
        """The last acts without their arguments, newest first: small rows, whatever the acts were about."""
        return _HEAD.many(session, "ORDER BY id DESC LIMIT ?", limit)

    def list(self, session: Session, limit: int = 20, kinds: Sequence[str] = ()) -> Sequence[Undo]:
        """The last acts, newest first; only those of these kinds, if any are given."""
        which = f"WHERE kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        return _SHAPE.many(session, f"{which} ORDER BY id DESC LIMIT ?", *kinds, limit)

    def follow(self, session: Session, before: str, after: str) -> None:
        """What had that id is there again under another: what would take back earlier acts on it is about that one."""
        sql(session).execute(
            "UPDATE undo SET inverse = replace(inverse, ?1, ?2) WHERE instr(inverse, ?1)", (before, after)
        )

    def remove(self, session: Session, undo_id: int) -> None:
        """It was taken back, or can no longer be."""
        sql(session).execute("DELETE FROM undo WHERE id = ?", (undo_id,))
