"""Photos and files: what is attached to which text, and the bytes, which stand in a file of their own by SHA-256."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rise_tui.domain.messages import MediaState
from rise_tui.store.connect import connect
from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, cells, insert_row, updates
from rise_tui.store.troubles import in_words

_TABLES = (
    "CREATE TABLE IF NOT EXISTS photo (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS preview (sha256 TEXT NOT NULL, look TEXT NOT NULL, bytes BLOB NOT NULL,"
    " PRIMARY KEY (sha256, look))",
    "CREATE TABLE IF NOT EXISTS wanted (sha256 TEXT PRIMARY KEY)",
)
_WAIT_MS = 2000
PREVIEWS = 400
"""Pictures that are kept ready; older ones are drawn again when they are looked at."""


@dataclass(frozen=True, slots=True)
class Medium:
    """One photo or file of an inbound text. `is_here`: are its bytes on this machine?"""

    message_id: str
    position: int
    client_id: str
    declared_type: str = ""
    state: MediaState = MediaState.WANTED
    reason: str | None = None
    sha256: str | None = None
    type: str | None = None
    bytes: int | None = None
    width: int | None = None
    height: int | None = None
    name: str | None = None
    is_here: bool = False
    seq: int = 0


_SHAPE = Shape("medium", Medium)
MOST_HASHES = 500
"""Hashes that one question names."""


class Photos:
    """What clients attached to their texts."""

    def put(
        self, session: Session, message_id: str, position: int, *, seq: int, client_id: str, **columns: Any
    ) -> bool:
        """What the relay knows of an attachment now (`state reason sha256 type bytes width height name`).

        An older fact changes nothing: False.
        """
        values = {**cells(columns), "client_id": client_id, "seq": seq}
        row = {**values, "message_id": message_id, "position": position}
        rest = f"ON CONFLICT(message_id, position) DO UPDATE SET {updates(values)} WHERE medium.seq <= excluded.seq"
        return insert_row(session, "medium", row, rest) > 0

    def get(self, session: Session, message_id: str, position: int) -> Medium | None:
        """The attachment of a text at that index, from 0."""
        return _SHAPE.one(session, "WHERE message_id = ? AND position = ?", message_id, position)

    def list(self, session: Session, client_id: str) -> Sequence[Medium]:
        """All that a client has attached, newest first."""
        return _SHAPE.many(session, "WHERE client_id = ? ORDER BY seq DESC, message_id DESC, position", client_id)

    def of_hashes(self, session: Session, client_id: str, hashes: Sequence[str]) -> Sequence[Medium]:
        """Those of a client's attachments that have these bytes, newest first."""
        found: list[Medium] = []
        for start in range(0, len(hashes), MOST_HASHES):
            some = hashes[start : start + MOST_HASHES]
            places = ", ".join("?" * len(some))
            rest = f"WHERE client_id = ? AND sha256 IN ({places}) ORDER BY seq DESC, message_id DESC, position"
            found += _SHAPE.many(session, rest, client_id, *some)
        return found

    def unfiled(self, session: Session, client_id: str) -> Sequence[Medium]:
        """What a client has attached and nobody has filed or dismissed, oldest first."""
        return _SHAPE.many(
            session,
            "WHERE client_id = ?1 AND state = 'stored' AND NOT EXISTS (SELECT 1 FROM document"
            " WHERE document.client_id = ?1 AND document.sha256 = medium.sha256 AND NOT document.is_deleted)"
            " ORDER BY seq, message_id, position",
            client_id,
        )

    def unfiled_clients(self, session: Session, now: int, limit: int = 50) -> Sequence[str]:
        """Clients who need a reply and have a photo that nobody has filed, in the inbox's order. `now`: ms."""
        found = sql(session).execute(
            "SELECT client_id FROM conversation WHERE is_listed AND has_photo AND client_id NOT LIKE 'tel:%'"
            " AND coalesce(snoozed_until_at, 0) <= ? AND EXISTS (SELECT 1 FROM medium WHERE"
            " medium.client_id = conversation.client_id AND state = 'stored' AND NOT EXISTS (SELECT 1 FROM document"
            " WHERE document.client_id = medium.client_id AND document.sha256 = medium.sha256 AND NOT is_deleted))"
            " ORDER BY is_urgent DESC, needs_reply_since_at, client_id LIMIT ?",
            (now, limit),
        )
        return [str(row[0]) for row in found.fetchall()]

    def missing(self, session: Session, limit: int = 50) -> Sequence[Medium]:
        """Stored at the relay and not yet here, the newest first."""
        return _SHAPE.many(session, "WHERE state = 'stored' AND NOT is_here ORDER BY seq DESC LIMIT ?", limit)

    def arrived(self, session: Session, sha256: str) -> Sequence[Medium]:
        """The bytes of that hash are here now: the attachments that they belong to."""
        sql(session).execute("UPDATE medium SET is_here = 1 WHERE sha256 = ?", (sha256,))
        return _SHAPE.many(session, "WHERE sha256 = ?", sha256)

    def is_used(self, session: Session, sha256: str) -> bool:
        """Does any attachment, document or draft still need these bytes?"""
        found = sql(session).execute(
            "SELECT EXISTS (SELECT 1 FROM medium WHERE sha256 = ?1)"
            " OR EXISTS (SELECT 1 FROM document WHERE sha256 = ?1)"
            " OR EXISTS (SELECT 1 FROM draft, json_each(draft.media) AS each WHERE each.value = ?1)"
            " OR EXISTS (SELECT 1 FROM outbox WHERE makes = ?1)",
            (sha256,),
        )
        return bool(found.fetchone()[0])


class PhotoFile:
    """The bytes, in `photos.sqlite`; one connection, used by one thread at a time."""

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self._lock = threading.Lock()
        with in_words():
            self._connection = connect(path, key, _WAIT_MS)
            for table in _TABLES:
                self._connection.execute(table)

    def put(self, sha256: str, content: bytes) -> None:
        """Keep the bytes; the same hash again is nothing."""
        with self._lock, in_words():
            self._connection.execute(
                "INSERT INTO photo(sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", (sha256, content)
            )
            self._connection.execute("DELETE FROM wanted WHERE sha256 = ?", (sha256,))

    def get(self, sha256: str) -> bytes | None:
        """The bytes of that hash, None if they are not here."""
        with self._lock, in_words():
            found = self._connection.execute("SELECT bytes FROM photo WHERE sha256 = ?", (sha256,)).fetchone()
        return None if found is None else bytes(found[0])

    def beginning(self, sha256: str, count: int) -> tuple[int, bytes] | None:
        """How many bytes there are of that hash, and the first `count`; None if they are not here."""
        with self._lock, in_words():
            found = self._connection.execute(
                "SELECT length(bytes), substr(bytes, 1, ?) FROM photo WHERE sha256 = ?", (count, sha256)
            ).fetchone()
        return None if found is None else (int(found[0]), bytes(found[1]))

    def has(self, sha256: str) -> bool:
        """Are the bytes of that hash here?"""
        with self._lock, in_words():
            found = self._connection.execute("SELECT EXISTS (SELECT 1 FROM photo WHERE sha256 = ?)", (sha256,))
            return bool(found.fetchone()[0])

    def list(self) -> Sequence[str]:
        """The hashes of all photos that are here."""
        with self._lock, in_words():
            return [str(sha256) for (sha256,) in self._connection.execute("SELECT sha256 FROM photo").fetchall()]

    def remove(self, sha256: str) -> None:
        """Overwrite and forget the bytes."""
        with self._lock, in_words():
            for table in ("photo", "preview", "wanted"):
                self._connection.execute(f"DELETE FROM {table} WHERE sha256 = ?", (sha256,))

    def empty(self) -> None:
        """Overwrite and forget all."""
        with self._lock, in_words():
            for table in ("photo", "preview", "wanted"):
                self._connection.execute(f"DELETE FROM {table}")

    def want(self, sha256: str) -> bool:
        """Somebody looks at this photo and it is not here: it comes before the others. False: it was wanted already."""
        with self._lock, in_words():
            insert = "INSERT INTO wanted(sha256) VALUES (?) ON CONFLICT DO NOTHING"
            return self._connection.execute(insert, (sha256,)).rowcount > 0

    def wanted(self) -> Sequence[str]:
        """The photos that somebody waits for, the last one first."""
        with self._lock, in_words():
            found = self._connection.execute("SELECT sha256 FROM wanted ORDER BY rowid DESC LIMIT 20").fetchall()
        return [str(row[0]) for row in found]

    def keep_preview(self, sha256: str, look: str, content: bytes) -> None:
        """Keep what was drawn of a photo that is here, under the way it is looked at; the oldest ones go."""
        with self._lock, in_words():
            self._connection.execute(
                "INSERT OR REPLACE INTO preview(sha256, look, bytes) SELECT sha256, ?, ? FROM photo WHERE sha256 = ?",
                (look, content, sha256),
            )
            self._connection.execute(
                "DELETE FROM preview WHERE rowid <= (SELECT max(rowid) FROM preview) - ?", (PREVIEWS,)
            )

    def preview(self, sha256: str, look: str) -> bytes | None:
        """What was drawn of a photo when it was looked at so before; None: draw it."""
        with self._lock, in_words():
            found = self._connection.execute(
                "SELECT bytes FROM preview WHERE sha256 = ? AND look = ?", (sha256, look)
            ).fetchone()
        return None if found is None else bytes(found[0])

    def scrub(self) -> None:
        """Leave nothing of what was removed in the write-ahead log."""
        with self._lock, in_words():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            self._connection.close()
