"""What the witness keeps of a text and its media, and the SQL that writes and reads it."""

import hashlib
import sqlite3
from dataclasses import dataclass
from typing import Any

OUTBOUND = "outbound-api"
REPLY = "outbound-reply"
INBOUND = "inbound"
FINAL = frozenset({"delivered", "undelivered", "failed", "canceled", "received"})


@dataclass(frozen=True)
class Text:
    """One text, in either direction. `*_at` are milliseconds; `body` may hold surrogate escapes (bytes, no UTF-8)."""

    sid: str
    direction: str
    sender: str
    receiver: str
    body: str
    status: str
    at: int
    segments: int = 1
    media: int = 0
    callback: str = ""
    message_id: str = ""
    validity: int = 36000
    opt_word: str = ""
    error_code: int | None = None
    sent_at: int | None = None
    updated_at: int = 0

    @property
    def readable(self) -> str:
        """The body with a mark in place of every byte that is no text."""
        return self.body.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass(frozen=True)
class Medium:
    """One attachment. Outbound ones are fetched from `url`; inbound ones have `content`."""

    sid: str
    text_sid: str
    position: int
    type: str
    content: bytes | None = None
    url: str = ""
    size: int | None = None
    sha256: str | None = None
    error: str = ""

    @classmethod
    def of(cls, sid: str, text_sid: str, position: int, type_: str, content: bytes) -> "Medium":
        """An attachment whose bytes are at hand."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(sid, text_sid, position, type_, content, "", len(content), digest)


def add(db: sqlite3.Connection, text: Text, media: list[Medium]) -> None:
    """Keep a text and what is attached to it. Raises sqlite3.IntegrityError when the sid exists."""
    db.execute(
        "INSERT INTO text (sid, direction, sender, receiver, body, status, error_code, segments, media, callback,"
        " message_id, validity, opt_word, at, sent_at, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            text.sid,
            text.direction,
            text.sender,
            text.receiver,
            text.body.encode("utf-8", "surrogateescape"),
            text.status,
            text.error_code,
            text.segments,
            text.media,
            text.callback,
            text.message_id,
            text.validity,
            text.opt_word,
            text.at,
            text.sent_at,
            text.at,
        ),
    )
    for medium in media:
        db.execute(
            "INSERT INTO medium VALUES (?,?,?,?,?,?,?,?,?)",
            (
                medium.sid,
                medium.text_sid,
                medium.position,
                medium.type,
                medium.content,
                medium.url,
                medium.size,
                medium.sha256,
                medium.error,
            ),
        )


def get(db: sqlite3.Connection, sid: str) -> Text | None:
    """The text of that sid."""
    row = db.execute("SELECT * FROM text WHERE sid = ?", (sid,)).fetchone()
    return None if row is None else from_row(row)


def advance(db: sqlite3.Connection, sid: str, status: str, error_code: int | None, at: int) -> None:
    """A text has a new status."""
    db.execute(
        "UPDATE text SET status = ?, error_code = coalesce(?, error_code), updated_at = ?,"
        " sent_at = CASE WHEN ? = 'sent' THEN ? ELSE sent_at END WHERE sid = ?",
        (status, error_code, at, status, at, sid),
    )


def redact(db: sqlite3.Connection, sid: str, at: int) -> None:
    """Empty a text's body, as a customer may ask for."""
    db.execute("UPDATE text SET body = x'', updated_at = ? WHERE sid = ?", (at, sid))


def remove(db: sqlite3.Connection, sid: str) -> bool:
    """Forget a medium or a received text; False when there is none. What was accepted for sending stays: evidence."""
    media = db.execute("DELETE FROM medium WHERE sid = ? OR text_sid = ?", (sid, sid)).rowcount
    return bool(media + db.execute("DELETE FROM text WHERE sid = ? AND direction = 'inbound'", (sid,)).rowcount)


def unfinished(db: sqlite3.Connection) -> list[Text]:
    """The texts whose story a stop of the simulator broke off."""
    rows = db.execute(
        "SELECT * FROM text WHERE direction = 'outbound-api' AND status IN ('queued', 'sending', 'sent') ORDER BY seq"
    )
    return [from_row(row) for row in rows]


def page(db: sqlite3.Connection, asked: dict[str, Any], after_sid: str, limit: int) -> list[Text]:
    """Newest first, at most `limit`, older than `after_sid`; `asked` may hold sender, receiver, since, until (ms)."""
    conditions = {
        "sender": "sender = :sender",
        "receiver": "receiver = :receiver",
        "since": "coalesce(sent_at, at) >= :since",
        "until": "coalesce(sent_at, at) <= :until",
    }
    where = [conditions[name] for name in asked]
    if after_sid:
        where.append("seq < (SELECT seq FROM text WHERE sid = :after)")
    rows = db.execute(
        f"SELECT * FROM text WHERE {' AND '.join(where) or '1'} ORDER BY seq DESC LIMIT :limit",
        {**asked, "after": after_sid, "limit": limit},
    )
    return [from_row(row) for row in rows]


def media_of(db: sqlite3.Connection, sid: str) -> list[Medium]:
    """What is attached to a text, in order."""
    rows = db.execute("SELECT * FROM medium WHERE text_sid = ? ORDER BY position", (sid,))
    return [Medium(**dict(row)) for row in rows]


def medium(db: sqlite3.Connection, sid: str) -> Medium | None:
    """The attachment of that sid."""
    row = db.execute("SELECT * FROM medium WHERE sid = ?", (sid,)).fetchone()
    return None if row is None else Medium(**dict(row))


def fetched(db: sqlite3.Connection, medium: Medium) -> None:
    """What became of fetching an attachment from the sender's address: type, size and digest, or the error."""
    db.execute(
        "UPDATE medium SET type = ?, size = ?, sha256 = ?, error = ? WHERE sid = ?",
        (medium.type, medium.size, medium.sha256, medium.error, medium.sid),
    )


def log_webhook(db: sqlite3.Connection, sid: str, kind: str, answer: int | None, at: int) -> None:
    """A webhook was posted; `answer` is the HTTP status, None for no answer; `kind` is `inbound` or a status."""
    db.execute("INSERT INTO webhook (text_sid, kind, answer, at) VALUES (?,?,?,?)", (sid, kind, answer, at))


def block(db: sqlite3.Connection, sender: str, receiver: str, at: int) -> None:
    """A phone told one of our numbers to stop."""
    db.execute("INSERT OR IGNORE INTO block VALUES (?,?,?)", (sender, receiver, at))


def unblock(db: sqlite3.Connection, sender: str, receiver: str) -> None:
    """A phone told one of our numbers to start again."""
    db.execute("DELETE FROM block WHERE sender = ? AND receiver = ?", (sender, receiver))


def blocks(db: sqlite3.Connection) -> set[tuple[str, str]]:
    """The (our number, phone) pairs between which nothing may be sent."""
    return {(row["sender"], row["receiver"]) for row in db.execute("SELECT sender, receiver FROM block")}


def from_row(row: sqlite3.Row) -> Text:
    """The text in a row of the table `text`."""
    fields = dict(row)
    del fields["seq"]
    return Text(**{**fields, "body": fields["body"].decode("utf-8", "surrogateescape")})
