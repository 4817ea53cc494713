"""What the witness says when asked: the texts that were accepted, and how everything stands."""

import sqlite3
from typing import Any

from rise_tui.simulator.texts import from_row


def accepted(db: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    """What was accepted from the sender, by the sender's message id ("" where it gave none), oldest first.

    More than one entry under an id is a text that was sent twice. `at` is in milliseconds.
    """
    listed: dict[str, list[dict[str, Any]]] = {}
    for row in db.execute("SELECT * FROM text WHERE direction = 'outbound-api' ORDER BY seq"):
        text = from_row(row)
        listed.setdefault(text.message_id, []).append(
            {
                "sid": text.sid,
                "to": text.receiver,
                "from": text.sender,
                "body": text.readable,
                "at": text.at,
                "status": text.status,
                "media": text.media,
            }
        )
    return listed


def said(db: sqlite3.Connection, after: int, limit: int) -> list[dict[str, Any]]:
    """What the sender and the phones said after the text numbered `after`, in order, at most `limit` of them.

    `phone` is the phone, `number` the sender's number, `at` is in milliseconds. `is_delivered`: what a phone wrote was
    taken by the sender's webhook.
    """
    rows = db.execute(
        "SELECT text.*, EXISTS (SELECT 1 FROM webhook WHERE webhook.text_sid = text.sid AND webhook.kind = 'inbound'"
        " AND webhook.answer BETWEEN 200 AND 299) AS is_delivered"
        " FROM text WHERE seq > ? AND direction IN ('outbound-api', 'inbound') ORDER BY seq LIMIT ?",
        (after, limit),
    ).fetchall()
    listed = []
    for row in rows:
        is_theirs = row["direction"] == "inbound"
        number, phone = (row["receiver"], row["sender"]) if is_theirs else (row["sender"], row["receiver"])
        listed.append(
            {
                "seq": row["seq"],
                "sid": row["sid"],
                "is_theirs": is_theirs,
                "phone": phone,
                "number": number,
                "body": row["body"].decode("utf-8", "replace"),
                "at": row["at"],
                "status": row["status"],
                "message_id": row["message_id"],
                "is_delivered": bool(row["is_delivered"]),
            }
        )
    return listed


def counts(db: sqlite3.Connection) -> dict[str, Any]:
    """How many texts stand where, how webhooks were answered (`none`: not at all), who is blocked, what was fetched."""
    texts: dict[str, dict[str, int]] = {}
    for direction, status, count in db.execute("SELECT direction, status, count(*) FROM text GROUP BY 1, 2"):
        texts.setdefault(direction, {})[status] = count
    webhooks: dict[str, dict[str, int]] = {}
    for kind, answer, count in db.execute("SELECT kind, answer, count(*) FROM webhook GROUP BY 1, 2"):
        webhooks.setdefault(kind, {})["none" if answer is None else str(answer)] = count
    blocks = db.execute("SELECT sender, receiver FROM block ORDER BY at")
    fetched = db.execute(
        "SELECT text.message_id, text.sid, medium.position, medium.type, medium.size AS bytes, medium.sha256,"
        " medium.error FROM medium JOIN text ON text.sid = medium.text_sid WHERE text.direction = 'outbound-api'"
        " ORDER BY text.seq, medium.position"
    )
    return {
        "texts": texts,
        "webhooks": webhooks,
        "blocks": [{"from": row["sender"], "to": row["receiver"]} for row in blocks],
        "media": [dict(row) for row in fetched],
    }
