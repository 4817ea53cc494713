"""Cancellations that stand: decided once, also when they come before what they name."""

from typing import Any

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.wishes.wished import Wished
from rise_tui.wire.codec import from_json, to_json

MESSAGE, BROADCAST, PAUSE = "message", "broadcast", "pause"


def tombstone_of(tx: Tx, wish: Wished, kind: str, id: str) -> dict[str, Any] | None:
    """What was decided about it; None: nobody has cancelled it."""
    row = tx.one(
        "SELECT answer FROM tombstone WHERE office_id = :office_id AND kind = :kind AND id = :id",
        office_id=wish.office_id,
        kind=kind,
        id=id,
    )
    return None if row is None else from_json(row["answer"])


def taken_back(tx: Tx, wish: Wished, message_ids: list[str]) -> list[str]:
    """Those of these texts that were cancelled before they came."""
    rows = tx.all(
        "SELECT id FROM tombstone WHERE office_id = :office_id AND kind = :kind"
        " AND id IN (SELECT value FROM json_each(:ids))",
        office_id=wish.office_id,
        kind=MESSAGE,
        ids=to_json(message_ids),
    )
    return [row["id"] for row in rows]


def bury(tx: Tx, wish: Wished, kind: str, id: str, answer: dict[str, Any]) -> None:
    """Keep what was decided; a later decision about the same takes its place."""
    tx.run(
        "INSERT INTO tombstone (office_id, kind, id, caseworker_id, at, answer)"
        " VALUES (:office_id, :kind, :id, :me, :at, :answer)"
        " ON CONFLICT (office_id, kind, id) DO UPDATE SET answer = excluded.answer, at = excluded.at",
        office_id=wish.office_id,
        kind=kind,
        id=id,
        me=wish.by.caseworker_id,
        at=wish.at,
        answer=to_json(answer),
    )
