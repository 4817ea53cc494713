"""What goes when a client is no longer ours or something is purged: rows, photos, search entries; own drafts stay."""

from collections.abc import Iterable

from rise_tui.store.columns import TABLES
from rise_tui.store.engine import Session, sql
from rise_tui.store.photos import Photos
from rise_tui.store.rows import insert_row
from rise_tui.store.standing import refresh_conversation
from rise_tui.store.threads import Threads

A_FEW = 50
"""Texts that go in one transaction."""

OF_CLIENT = (
    "message",
    "medium",
    "document",
    "note",
    "happening",
    "consent",
    "holding",
    "group_member",
    "appointment",
    "legal_hold",
    "reply_sort",
    "conversation",
)
"""Where the rows of a client go with the client; the client's own row and what names them otherwise go apart."""
_NOBODYS = "e164 NOT IN (SELECT e164 FROM holding) AND 'tel:' || e164 NOT IN (SELECT client_id FROM conversation)"
_NOBODYS_NUMBERS = (
    f"DELETE FROM number WHERE {_NOBODYS}",
    f"DELETE FROM consent WHERE client_id = '' AND {_NOBODYS} AND NOT EXISTS (SELECT 1 FROM pending"
    " WHERE table_name = 'consent' AND row_key = json_array(consent.e164, consent.client_id, consent.purpose))",
)
"""What was said of a number goes with the last one here who had it."""
_NAMING = (
    "SELECT sha256 FROM medium WHERE sha256 IS NOT NULL",
    "SELECT sha256 FROM document",
    "SELECT value FROM draft, json_each(draft.media)",
    "SELECT value FROM message, json_each(message.media) WHERE message.media <> '[]'",
    "SELECT makes FROM outbox WHERE makes IS NOT NULL",
)
"""Whatever needs the bytes of a photo."""
_ROWS = {
    "note": ("DELETE FROM note WHERE note_id = ?",),
    "document": ("DELETE FROM document WHERE document_id = ?",),
    "appointment": ("DELETE FROM appointment WHERE appointment_id = ?",),
    "broadcast": (
        "DELETE FROM recipient WHERE broadcast_id = ?",
        "DELETE FROM reply_sort WHERE broadcast_id = ?",
        "DELETE FROM broadcast WHERE broadcast_id = ?",
    ),
}
"""How a row of each kind goes, with what hangs on it."""
REPLICA = (
    "client",
    "number",
    "holding",
    "conversation",
    "medium",
    "document",
    "note",
    "happening",
    "client_group",
    "group_member",
    "template",
    "broadcast",
    "recipient",
    "consent",
    "appointment",
    "legal_hold",
    "caseworker",
    "away",
    "alerts",
    "cover",
    "device",
    "office",
)
"""What the relay's snapshot brings anew; texts go apart, a little at a time."""


def forget_client(session: Session, client_id: str) -> list[str]:
    """Everything of a client goes but the own words and what waits in the outbox. The SHA-256 of photos nobody needs.

    What was half written to them, or in a note about them, stays with whoever typed it. Of the client's row only the id
    stays, so that the draft can be shown, locked. The caller removes those photos, and what `unneeded` finds of those
    that went out, from `Store.photo_file`, and then calls `Store.scrub`.
    """
    connection = sql(session)
    hashes = {
        sha256
        for table in ("medium", "document")
        for (sha256,) in connection.execute(f"SELECT sha256 FROM {table} WHERE client_id = ?", (client_id,))
        if sha256
    }
    connection.execute(
        "UPDATE changes SET key = '' WHERE key = ?1"
        " OR key IN (SELECT 'tel:' || e164 FROM holding WHERE client_id = ?1)",
        (client_id,),
    )
    for table in OF_CLIENT:
        connection.execute(f"DELETE FROM {table} WHERE client_id = ?", (client_id,))
    for statement in _NOBODYS_NUMBERS:
        connection.execute(statement)
    connection.execute(
        "DELETE FROM undo WHERE client_id = ?1 OR (kind = 'left_back'"
        " AND instr(inverse, json_quote(?1)) + instr(inverse, json_quote('note:' || ?1)) > 0)",
        (client_id,),
    )  # what was dropped of the words to somebody who was not here names nobody in the list of acts
    connection.execute(
        "UPDATE pending SET fact = NULL"
        " WHERE instr(row_key, json_quote(?1)) > 0 OR json_extract(fact, '$.client_id') = ?1",
        (client_id,),
    )
    connection.execute("DELETE FROM own_answer WHERE instr(row_key, json_quote(?)) > 0", (client_id,))
    connection.execute("DELETE FROM client WHERE client_id = ?", (client_id,))
    if connection.execute("SELECT 1 FROM draft WHERE key = ?", (client_id,)).fetchone():
        insert_row(session, "client", {"client_id": client_id, "is_mine": False})
    return _unused(session, hashes)


def forget_some_texts(session: Session, client_id: str | None = None, limit: int = A_FEW) -> int:
    """A few texts go that the relay has numbered: of one client, or of all. How many; 0: there are none left.

    To be repeated, a transaction each, before `forget_client` or `forget_replica`: so that nobody who types waits.
    """
    whose = "" if client_id is None else " AND client_id = ?3"
    gone = sql(session).execute(
        f"DELETE FROM message WHERE row IN (SELECT row FROM message WHERE seq > ?1{whose} LIMIT ?2)",
        (0, limit) if client_id is None else (0, limit, client_id),
    )
    return gone.rowcount


def forget_everything(session: Session) -> None:
    """Nothing stays, nor what was typed here and never left: every table is empty."""
    connection = sql(session)
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")


def forget_messages(session: Session, message_ids: Iterable[str]) -> list[str]:
    """These texts and their photos go; their conversations' lines are made anew. The SHA-256 of photos nobody needs."""
    connection = sql(session)
    ids = list(message_ids)
    hashes: set[str] = set()
    clients: set[str] = set()
    for message_id in ids:
        rows = connection.execute("SELECT client_id FROM message WHERE message_id = ?", (message_id,))
        clients.update(client_id for (client_id,) in rows)
        found = connection.execute("SELECT sha256 FROM medium WHERE message_id = ? AND sha256 NOT NULL", (message_id,))
        hashes.update(sha256 for (sha256,) in found)
        connection.execute("DELETE FROM undo WHERE instr(inverse, json_quote(?)) > 0", (message_id,))
    Threads().remove(session, ids)
    for client_id in sorted(clients):
        refresh_conversation(session, client_id)
    return _unused(session, hashes)


def forget_rows(session: Session, kind: str, ids: Iterable[str]) -> list[str]:
    """These notes, papers, appointments or group texts go; another kind is nothing. The SHA-256 nobody needs.

    With a note or a paper goes what would take its last change back: that repeats what stood there.
    """
    connection = sql(session)
    hashes: set[str] = set()
    for each in ids:
        if kind == "document":
            found = connection.execute("SELECT sha256 FROM document WHERE document_id = ?", (each,))
            hashes.update(sha256 for (sha256,) in found)
        for statement in _ROWS.get(kind, ()):
            connection.execute(statement, (each,))
        connection.execute("DELETE FROM undo WHERE instr(inverse, json_quote(?)) > 0", (each,))
        connection.execute("UPDATE pending SET fact = NULL WHERE row_key = ? OR row_key = json_array(?)", (each, each))
    return _unused(session, hashes)


def forget_asides(session: Session, before_at: int) -> None:
    """What colleagues told each other with a transfer or a cover before that moment (milliseconds)."""
    connection = sql(session)
    held = "SELECT client_id FROM legal_hold WHERE is_held"
    connection.execute(
        "UPDATE happening SET words = json_remove(words, '$.note') WHERE at < ? AND kind IN ('assigned', 'released')"
        f" AND client_id NOT IN ({held})",
        (before_at,),
    )
    connection.execute("UPDATE cover SET note = '' WHERE until_at < ?", (before_at,))


def unneeded(session: Session, hashes: Iterable[str]) -> list[str]:
    """Which of these photos nothing names: no attachment, paper, draft, nor a text of ours. Reads every text once."""
    connection = sql(session)
    named = {sha256 for statement in _NAMING for (sha256,) in connection.execute(statement)}
    return sorted(set(hashes) - named)


def forget_replica(session: Session) -> None:
    """Everything that came from the relay goes, for its snapshot to bring it anew; what is only here stays.

    Drafts, the outbox, undo, the place, texts that the relay has not numbered, rows that a pending wish has changed.
    """
    connection = sql(session)
    connection.execute("DELETE FROM message WHERE seq > 0")
    for table in REPLICA:
        keys = [name for _, name, _, _, _, place in connection.execute(f"PRAGMA table_info({table})") if place]
        connection.execute(
            f"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM pending WHERE table_name = ?"
            f" AND row_key = json_array({', '.join(f'{table}.{key}' for key in keys)}))",
            (table,),
        )
        connection.execute(f"UPDATE {table} SET {'status_seq' if table == 'recipient' else 'seq'} = 0")
    connection.execute("UPDATE pending SET fact = NULL")
    connection.execute("DELETE FROM own_answer")
    connection.execute(
        "UPDATE pending SET changed = json_remove(changed, '$.seen_through', '$.read_through')"
        " WHERE table_name = 'conversation' AND changed IS NOT NULL"
    )  # numbers of the log that was: in another one they would stand for texts that have not come yet
    connection.execute("UPDATE conversation SET seen_through = 0, read_through = 0, last_seq = 0, last_inbound_seq = 0")


def _unused(session: Session, hashes: Iterable[str]) -> list[str]:
    return [sha256 for sha256 in sorted(hashes) if not Photos().is_used(session, sha256)]
