"""What a purge would take, and what it must not: asked before it begins, and by whoever only wants to know."""

from typing import Any

from rise_tui.domain.errors import Conflict, NotFound
from rise_tui.relay.store.conversation_texts import texts_in
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.legal_holds import is_held
from rise_tui.relay.store.purging_clients import silent_clients

_FREE = (
    "NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.office_id = t.office_id AND h.client_id = t.client_id"
    " AND h.is_held = 1)"
)
_NOT_IN_LINE = "NOT EXISTS (SELECT 1 FROM queue q WHERE q.office_id = t.office_id AND q.message_id = t.id)"
OLD_TEXT = f"t.at < :before AND {_NOT_IN_LINE} AND {_FREE}"
_OLD_NOTE = f"t.at < :before AND {_FREE}"
_OLD_PAPER = (
    f"COALESCE((SELECT e.at FROM event e WHERE e.office_id = t.office_id AND e.seq = t.seq), 0) < :before AND {_FREE}"
)
_OLD_APPOINTMENT = f"t.client_id IS NOT NULL AND t.starts_at < :before AND {_FREE}"
_OLD_BROADCAST = (
    "t.at < :before AND NOT EXISTS (SELECT 1 FROM message m WHERE m.office_id = t.office_id AND m.broadcast_id = t.id)"
)
OLD: dict[str, tuple[str, str]] = {
    "message": ("message", OLD_TEXT),
    "note": ("note", _OLD_NOTE),
    "document": ("document", _OLD_PAPER),
    "appointment": ("appointment", _OLD_APPOINTMENT),
    "broadcast": ("broadcast", _OLD_BROADCAST),
}
"""What goes by its age: the kind as the log names it, its table, and which of its rows."""


def has_old(tx: Tx, office_id: str, before_at: int) -> bool:
    """Is there anything that a purge of what is older would take? The texts stand in the order in which they came."""
    row = tx.one(
        "SELECT t.at FROM message t WHERE t.office_id = :office_id ORDER BY t.rowid LIMIT 1", office_id=office_id
    )
    has_old_texts = row is not None and row["at"] < before_at  # else none of them has to be looked at
    kinds = [each for kind, each in OLD.items() if kind != "message" or has_old_texts]
    has_rows = any(_is_there(tx, table, where, office_id, before_at) for table, where in kinds)
    return has_rows or bool(silent_clients(tx, office_id, before_at, 1))


def would_go(tx: Tx, office_id: str, *, before_at: int | None = None, client_id: str | None = None) -> dict[str, int]:
    """How many of each kind a purge would take now; nothing is changed. Raises what `begin` does."""
    if client_id is not None:
        must_be_free(tx, office_id, client_id)
        theirs = "t.client_id = :client_id"
        whose = {"message": f"t.seq IN {texts_in(':client_id')}", "note": theirs, "document": theirs}
        counts = {kind: count(tx, kind, where, office_id, client_id=client_id) for kind, where in whose.items()}
        return {**counts, "client": 1}
    assert before_at is not None
    counts = {kind: count(tx, table, where, office_id, before=before_at) for kind, (table, where) in OLD.items()}
    return {**counts, "client": len(silent_clients(tx, office_id, before_at, -1))}


def _is_there(tx: Tx, table: str, where: str, office_id: str, before_at: int) -> bool:
    sql = f'SELECT 1 FROM "{table}" t WHERE t.office_id = :office_id AND {where} LIMIT 1'
    return tx.one(sql, office_id=office_id, before=before_at) is not None


def count(tx: Tx, table: str, where: str, office_id: str, **values: Any) -> int:
    """How many rows `t` of that table are so."""
    row = tx.one(
        f'SELECT count(*) AS n FROM "{table}" t WHERE t.office_id = :office_id AND {where}',
        office_id=office_id,
        **values,
    )
    return 0 if row is None else int(row["n"])


def must_be_free(tx: Tx, office_id: str, client_id: str) -> None:
    """May this client be purged? Raises NotFound, or Conflict: under a legal hold, or a text is on its way."""
    row = tx.one(
        "SELECT is_deleted FROM client WHERE office_id = :office_id AND id = :id", office_id=office_id, id=client_id
    )
    if row is None:
        raise NotFound("There is no such client", "", "Use the client's id, or the office's own file id.")
    if is_held(tx, office_id, client_id):
        raise Conflict(
            "What is kept of this client is under a legal hold",
            "Nothing of it may be purged.",
            "See it with: rise relay hold-records --list",
        )
    leaving = tx.one(
        "SELECT 1 FROM queue WHERE office_id = :office_id AND conversation_id = :id AND state <> 'queued'",
        office_id=office_id,
        id=client_id,
    )
    if leaving is not None:
        raise Conflict("A text to this client is on its way", "", "Try again in a few minutes.")
