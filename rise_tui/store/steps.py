"""The steps by which a store comes to its present shape; a step that has been released is never changed.

A new one is added at the end together with the change of `tables`; a test holds the two together.
"""

import sqlite3
from collections.abc import Callable

Step = Callable[[sqlite3.Connection], None]

_TABLES = (
    """CREATE TABLE appointment (appointment_id TEXT NOT NULL, client_id TEXT, group_id TEXT, kind TEXT NOT NULL,
        starts_at INTEGER NOT NULL, place TEXT, bring TEXT, answer TEXT, attended BOOLEAN, is_deleted BOOLEAN NOT NULL,
        seq INTEGER NOT NULL, PRIMARY KEY (appointment_id))""",
    "CREATE INDEX appointment_client ON appointment (client_id, starts_at)",
    """CREATE TABLE broadcast (broadcast_id TEXT NOT NULL, caseworker_id TEXT, name TEXT NOT NULL, body TEXT NOT NULL,
        left_out JSON NOT NULL, not_before_at INTEGER, expires_at INTEGER, is_paused BOOLEAN NOT NULL, state TEXT NOT
        NULL, cancelled INTEGER NOT NULL, too_late INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY
        KEY (broadcast_id))""",
    """CREATE TABLE caseworker (caseworker_id TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, is_active BOOLEAN
        NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (caseworker_id))""",
    """CREATE TABLE changes (id INTEGER NOT NULL, topic TEXT NOT NULL, "key" TEXT NOT NULL, PRIMARY KEY (id))""",
    """CREATE TABLE client (client_id TEXT NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL, name_folded
        TEXT NOT NULL, language TEXT NOT NULL, zone TEXT, external_id TEXT, caseworker_id TEXT, status TEXT NOT NULL,
        status_reason TEXT, status_until_at INTEGER, is_discreet BOOLEAN NOT NULL, is_deleted BOOLEAN NOT NULL, is_mine
        BOOLEAN NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (client_id))""",
    "CREATE INDEX ix_client_external_id ON client (external_id)",
    "CREATE INDEX ix_client_name_folded ON client (name_folded)",
    """CREATE TABLE client_group (group_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, is_deleted BOOLEAN
        NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (group_id))""",
    """CREATE TABLE consent (e164 TEXT NOT NULL, client_id TEXT NOT NULL, purpose TEXT NOT NULL, state TEXT NOT NULL,
        how TEXT NOT NULL, wording TEXT NOT NULL, message_id TEXT, at INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY
        KEY (e164, client_id, purpose))""",
    "CREATE INDEX consent_client ON consent (client_id)",
    """CREATE TABLE conversation (client_id TEXT NOT NULL, name TEXT NOT NULL, phone_end TEXT NOT NULL, state TEXT NOT
        NULL, is_listed BOOLEAN NOT NULL, is_flagged BOOLEAN NOT NULL, is_urgent BOOLEAN NOT NULL, needs_reply_since_at
        INTEGER, last_at INTEGER NOT NULL, last_seq INTEGER NOT NULL, last_direction TEXT NOT NULL, snippet TEXT NOT
        NULL, mark TEXT NOT NULL, unread_count INTEGER NOT NULL, has_photo BOOLEAN NOT NULL, has_failed BOOLEAN NOT
        NULL, has_draft BOOLEAN NOT NULL, snoozed_until_at INTEGER, consent TEXT NOT NULL, last_inbound_seq INTEGER NOT
        NULL, seen_through INTEGER NOT NULL, read_through INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY
        (client_id))""",
    "CREATE INDEX conversation_last ON conversation (last_at DESC, client_id)",
    """CREATE INDEX conversation_needs_reply ON conversation (is_urgent DESC, needs_reply_since_at, client_id,
        snoozed_until_at) WHERE is_listed""",
    """CREATE INDEX conversation_snoozed ON conversation (snoozed_until_at, client_id) WHERE snoozed_until_at IS NOT
        NULL""",
    """CREATE INDEX conversation_waiting ON conversation (last_at, client_id, snoozed_until_at, is_listed) WHERE state
        = 'waiting'""",
    """CREATE TABLE cursor (id INTEGER NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, snapshot_page TEXT,
        snapshot_seq INTEGER, line TEXT NOT NULL, line_since_at INTEGER NOT NULL, synced_at INTEGER, problem TEXT,
        PRIMARY KEY (id))""",
    """CREATE TABLE document (document_id TEXT NOT NULL, client_id TEXT NOT NULL, message_id TEXT, sha256 TEXT NOT
        NULL, kind TEXT NOT NULL, period TEXT, note TEXT, verified_at INTEGER, verified_by TEXT, is_dismissed BOOLEAN
        NOT NULL, is_deleted BOOLEAN NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (document_id))""",
    "CREATE INDEX document_client ON document (client_id)",
    "CREATE INDEX document_sha256 ON document (sha256)",
    """CREATE TABLE draft ("key" TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL, cursor INTEGER NOT NULL,
        anchor INTEGER NOT NULL, media JSON NOT NULL, template_id TEXT, owner TEXT, problem TEXT, at INTEGER NOT NULL,
        PRIMARY KEY ("key"))""",
    """CREATE TABLE group_member (group_id TEXT NOT NULL, client_id TEXT NOT NULL, is_member BOOLEAN NOT NULL, seq
        INTEGER NOT NULL, PRIMARY KEY (group_id, client_id))""",
    "CREATE INDEX group_member_client ON group_member (client_id)",
    """CREATE TABLE holding (client_id TEXT NOT NULL, e164 TEXT NOT NULL, from_at INTEGER NOT NULL, until_at INTEGER,
        is_confirmed BOOLEAN NOT NULL, confirmed_how TEXT, seq INTEGER NOT NULL, PRIMARY KEY (client_id, e164))""",
    "CREATE INDEX holding_e164 ON holding (e164)",
    """CREATE TABLE medium (message_id TEXT NOT NULL, position INTEGER NOT NULL, client_id TEXT NOT NULL, declared_type
        TEXT NOT NULL, state TEXT NOT NULL, reason TEXT, sha256 TEXT, type TEXT, bytes INTEGER, width INTEGER, height
        INTEGER, name TEXT, is_here BOOLEAN NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (message_id, position))""",
    "CREATE INDEX medium_client ON medium (client_id)",
    "CREATE INDEX medium_missing ON medium (seq) WHERE state = 'stored' AND NOT is_here",
    "CREATE INDEX medium_sha256 ON medium (sha256)",
    """CREATE TABLE message ("row" INTEGER NOT NULL, message_id TEXT NOT NULL, client_id TEXT NOT NULL, position
        INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, direction TEXT NOT NULL, body TEXT NOT NULL, e164
        TEXT, to_e164 TEXT, caseworker_id TEXT, broadcast_id TEXT, status TEXT NOT NULL, reason TEXT, error_code
        INTEGER, carrier_status TEXT, status_seq INTEGER NOT NULL, segments INTEGER NOT NULL, encoding TEXT NOT NULL,
        price_micros INTEGER, not_before_at INTEGER, expires_at INTEGER, held_until_at INTEGER, marks JSON NOT NULL,
        opt_word TEXT, media JSON NOT NULL, PRIMARY KEY ("row"), UNIQUE (message_id))""",
    "CREATE INDEX message_broadcast ON message (broadcast_id) WHERE broadcast_id IS NOT NULL",
    "CREATE INDEX message_thread ON message (client_id, position)",
    "CREATE INDEX message_turn ON message (client_id, direction, position)",
    """CREATE TABLE note (note_id TEXT NOT NULL, client_id TEXT NOT NULL, caseworker_id TEXT, body TEXT NOT NULL, kind
        TEXT NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (note_id))""",
    "CREATE INDEX note_client ON note (client_id)",
    """CREATE TABLE number (e164 TEXT NOT NULL, is_landline BOOLEAN NOT NULL, is_blocked BOOLEAN NOT NULL, seq INTEGER
        NOT NULL, PRIMARY KEY (e164))""",
    """CREATE TABLE office (office_id TEXT NOT NULL, name TEXT NOT NULL, zone TEXT NOT NULL, numbers JSON NOT NULL,
        quiet_from INTEGER, quiet_to INTEGER, segments_per_second FLOAT NOT NULL, price_micros INTEGER NOT NULL, seq
        INTEGER NOT NULL, PRIMARY KEY (office_id))""",
    """CREATE TABLE outbox (position INTEGER NOT NULL, write_id TEXT NOT NULL, lane TEXT NOT NULL, kind TEXT NOT NULL,
        ids JSON NOT NULL, body JSON NOT NULL, if_match INTEGER, names JSON NOT NULL, makes TEXT, state TEXT NOT NULL,
        attempts INTEGER NOT NULL, next_try_at INTEGER NOT NULL, problem JSON, at INTEGER NOT NULL, PRIMARY KEY
        (position), UNIQUE (write_id))""",
    "CREATE INDEX outbox_lane ON outbox (lane, position)",
    "CREATE INDEX outbox_makes ON outbox (makes)",
    "CREATE INDEX outbox_resource ON outbox (kind, ids)",
    """CREATE TABLE pending (table_name TEXT NOT NULL, row_key TEXT NOT NULL, write_id TEXT NOT NULL, fact JSON,
        changed JSON, PRIMARY KEY (table_name, row_key, write_id))""",
    "CREATE INDEX pending_write ON pending (write_id)",
    """CREATE TABLE place (id INTEGER NOT NULL, screen TEXT NOT NULL, filter TEXT NOT NULL, client_id TEXT, focus TEXT
        NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (id))""",
    """CREATE TABLE recipient (broadcast_id TEXT NOT NULL, client_id TEXT NOT NULL, message_id TEXT NOT NULL, status
        TEXT NOT NULL, reason TEXT, status_seq INTEGER NOT NULL, PRIMARY KEY (broadcast_id, client_id))""",
    "CREATE INDEX recipient_message ON recipient (message_id)",
    """CREATE TABLE template (template_id TEXT NOT NULL, name TEXT NOT NULL, "key" TEXT, bodies JSON NOT NULL,
        is_deleted BOOLEAN NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (template_id))""",
    """CREATE TABLE undo (id INTEGER NOT NULL, label TEXT NOT NULL, client_id TEXT, inverse JSON NOT NULL, at INTEGER
        NOT NULL, PRIMARY KEY (id))""",
)

_FINDING = (
    """CREATE VIRTUAL TABLE message_fts USING fts5(
        body, content='message', content_rowid='row', tokenize="unicode61 remove_diacritics 2", prefix='2 3'
    )""",
    """CREATE TRIGGER message_found AFTER INSERT ON message BEGIN
        INSERT INTO message_fts(rowid, body) VALUES (new.row, new.body);
    END""",
    """CREATE TRIGGER message_lost AFTER DELETE ON message BEGIN
        INSERT INTO message_fts(message_fts, rowid, body) VALUES ('delete', old.row, old.body);
    END""",
    """CREATE TRIGGER message_reworded AFTER UPDATE OF row, body ON message
        WHEN old.body IS NOT new.body OR old.row <> new.row BEGIN
        INSERT INTO message_fts(message_fts, rowid, body) VALUES ('delete', old.row, old.body);
        INSERT INTO message_fts(rowid, body) VALUES (new.row, new.body);
    END""",
)

_SWEEPING = """CREATE TRIGGER changes_swept AFTER INSERT ON changes WHEN new.id % 500 = 0 BEGIN
        DELETE FROM changes WHERE id <= new.id - 2000;
    END"""
"""At least the newest 2,000 changes stay; who has missed more is told that everything has changed."""

_DRAFT_BELL = """
        UPDATE conversation SET has_draft = ({has}) WHERE client_id = {row}.key AND has_draft <> ({has});
        INSERT INTO changes(topic, key) VALUES ('drafts', {row}.key);
        INSERT INTO changes(topic, key) SELECT 'inbox', client_id FROM conversation WHERE client_id = {row}.key;
"""
_DRAFTS = (
    f"""CREATE TRIGGER draft_begun AFTER INSERT ON draft BEGIN
        {_DRAFT_BELL.format(row="new", has="new.body <> ''")}
    END""",
    f"""CREATE TRIGGER draft_gone AFTER DELETE ON draft BEGIN
        {_DRAFT_BELL.format(row="old", has="0")}
    END""",
    f"""CREATE TRIGGER draft_turned AFTER UPDATE ON draft
        WHEN (old.body = '') <> (new.body = '') OR old.owner IS NOT new.owner OR old.problem IS NOT new.problem
            OR old.message_id <> new.message_id
        BEGIN
        {_DRAFT_BELL.format(row="new", has="new.body <> ''")}
    END""",
)
"""A key in a draft is one statement: what else must be true then is kept by the file itself."""


def first_tables(connection: sqlite3.Connection) -> None:
    """Step 1: every table and index, the search index, and what keeps the inbox and the bell true to the drafts."""
    for statement in (*_TABLES, *_FINDING, _SWEEPING, *_DRAFTS):
        connection.execute(statement)


def notices_and_longer_beginnings(connection: sqlite3.Connection) -> None:
    """Step 2: notices; and the search index knows beginnings of up to five letters.

    A beginning that is not in the index by itself is put together from all the words that begin so.
    """
    connection.execute(
        "CREATE TABLE notice (name TEXT NOT NULL, words JSON NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,"
        " PRIMARY KEY (name))"
    )
    connection.execute("DROP TABLE message_fts")
    connection.execute(
        """CREATE VIRTUAL TABLE message_fts USING fts5(
            body, content='message', content_rowid='row', tokenize="unicode61 remove_diacritics 2", prefix='2 3 4 5'
        )"""
    )
    connection.execute("INSERT INTO message_fts(message_fts) VALUES ('rebuild')")


def compositions(connection: sqlite3.Connection) -> None:
    """Step 3: broadcasts that are being written."""
    connection.execute(
        "CREATE TABLE composition (broadcast_id TEXT NOT NULL, plan JSON NOT NULL, is_confirmed BOOLEAN NOT NULL,"
        " at INTEGER NOT NULL, PRIMARY KEY (broadcast_id))"
    )


def what_stands_beside_the_texts(connection: sqlite3.Connection) -> None:
    """Step 4: how each text fared, step by step; transfers and the like; and a note can be taken back."""
    connection.execute("ALTER TABLE note ADD COLUMN is_deleted BOOLEAN NOT NULL DEFAULT 0")
    connection.execute(
        "CREATE TABLE message_status (message_id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, status TEXT"
        " NOT NULL, reason TEXT, error_code INTEGER, carrier_status TEXT, PRIMARY KEY (message_id, seq))"
        " WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TABLE happening (client_id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT"
        " NULL, actor TEXT NOT NULL, words JSON NOT NULL, PRIMARY KEY (client_id, seq)) WITHOUT ROWID"
    )
    connection.execute(
        """CREATE TRIGGER message_status_gone AFTER DELETE ON message BEGIN
            DELETE FROM message_status WHERE message_id = old.message_id;
        END"""
    )


_ONE_MORE = """
    INSERT INTO recipient_count(broadcast_id, status, reason, count)
        VALUES (new.broadcast_id, new.status, coalesce(new.reason, ''), 1)
        ON CONFLICT(broadcast_id, status, reason) DO UPDATE SET count = count + 1;
"""
_ONE_LESS = """
    UPDATE recipient_count SET count = count - 1 WHERE broadcast_id = old.broadcast_id AND status = old.status
        AND reason = coalesce(old.reason, '');
    DELETE FROM recipient_count WHERE broadcast_id = old.broadcast_id AND status = old.status
        AND reason = coalesce(old.reason, '') AND count <= 0;
"""
_COUNTS = (
    f"CREATE TRIGGER recipient_counted AFTER INSERT ON recipient BEGIN {_ONE_MORE} END",
    f"CREATE TRIGGER recipient_gone AFTER DELETE ON recipient BEGIN {_ONE_LESS} END",
    f"""CREATE TRIGGER recipient_turned AFTER UPDATE OF status, reason ON recipient
        WHEN old.status <> new.status OR old.reason IS NOT new.reason BEGIN {_ONE_LESS} {_ONE_MORE} END""",
)
"""However many people a broadcast has, how it stands is read from a dozen rows."""


def broadcasts_counted(connection: sqlite3.Connection) -> None:
    """Step 5: how many of each broadcast stand at each status, kept by the file itself; replies sorted by hand."""
    connection.execute(
        "CREATE TABLE recipient_count (broadcast_id TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL,"
        " count INTEGER NOT NULL, PRIMARY KEY (broadcast_id, status, reason))"
    )
    connection.execute(
        "INSERT INTO recipient_count SELECT broadcast_id, status, coalesce(reason, ''), count(*) FROM recipient"
        " GROUP BY 1, 2, 3"
    )
    for statement in _COUNTS:
        connection.execute(statement)
    connection.execute(
        "CREATE TABLE reply_sort (broadcast_id TEXT NOT NULL, client_id TEXT NOT NULL, sort TEXT NOT NULL,"
        " through INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (broadcast_id, client_id))"
    )


def safe_hours(connection: sqlite3.Connection) -> None:
    """Step 6: a client may have hours of their own in which texts are safe."""
    connection.execute("ALTER TABLE client ADD COLUMN safe_from INTEGER")
    connection.execute("ALTER TABLE client ADD COLUMN safe_to INTEGER")


_HAS = "(new.body <> '' OR new.media <> '[]')"
_DRAFTS_WITH_MEDIA = (
    "DROP TRIGGER draft_begun",
    "DROP TRIGGER draft_turned",
    f"""CREATE TRIGGER draft_begun AFTER INSERT ON draft BEGIN
        {_DRAFT_BELL.format(row="new", has=_HAS)}
    END""",
    f"""CREATE TRIGGER draft_turned AFTER UPDATE ON draft
        WHEN (old.body = '' AND old.media = '[]') <> (new.body = '' AND new.media = '[]')
            OR old.owner IS NOT new.owner OR old.problem IS NOT new.problem OR old.message_id <> new.message_id
        BEGIN
        {_DRAFT_BELL.format(row="new", has=_HAS)}
    END""",
)


def drafts_with_media(connection: sqlite3.Connection) -> None:
    """Step 7: a photo without words is a draft too, and the inbox says so."""
    for statement in _DRAFTS_WITH_MEDIA:
        connection.execute(statement)


def undo_heads(connection: sqlite3.Connection) -> None:
    """Step 8: what the last act was stands before its arguments, so that it is read without them however long they are.

    Every screen asks it with every key; of an act on 10,000 people the arguments fill 500 pages. A window of the rise
    before, which stays open over an upgrade, goes on without the new columns: they say something by themselves.
    """
    connection.execute("ALTER TABLE undo RENAME TO undo_before")
    connection.execute(
        "CREATE TABLE undo (id INTEGER NOT NULL, label TEXT NOT NULL, client_id TEXT, kind TEXT NOT NULL DEFAULT '',"
        " parts INTEGER NOT NULL DEFAULT 1, at INTEGER NOT NULL, inverse JSON NOT NULL, PRIMARY KEY (id))"
    )
    connection.execute(
        "INSERT INTO undo SELECT id, label, client_id, coalesce(json_extract(inverse, '$.act'), ''),"
        " coalesce(json_array_length(inverse, '$.acts'), 1), at, inverse FROM undo_before"
    )
    connection.execute("DROP TABLE undo_before")


def own_answers(connection: sqlite3.Connection) -> None:
    """Step 9: which answers were to one's own edits, so that none of them is taken for somebody else's change."""
    connection.execute(
        "CREATE TABLE own_answer (id INTEGER NOT NULL, table_name TEXT NOT NULL, row_key TEXT NOT NULL,"
        " field TEXT NOT NULL, seq INTEGER NOT NULL, fact INTEGER NOT NULL, PRIMARY KEY (id),"
        " UNIQUE (table_name, row_key, field))"
    )


_TRUST = (
    "CREATE INDEX happening_moves ON happening (at) WHERE kind = 'assigned'",
    "ALTER TABLE office ADD COLUMN rules JSON NOT NULL DEFAULT '{}'",
    "ALTER TABLE message ADD COLUMN held_why VARCHAR",
    "ALTER TABLE message ADD COLUMN kept_until_at INTEGER",
    "ALTER TABLE message ADD COLUMN now_because VARCHAR",
    "ALTER TABLE message ADD COLUMN automatic VARCHAR",
    "CREATE TABLE away (caseworker_id TEXT NOT NULL, from_at INTEGER NOT NULL, until_at INTEGER, bodies JSON NOT NULL,"
    " seq INTEGER NOT NULL, PRIMARY KEY (caseworker_id))",
    "CREATE TABLE alerts (caseworker_id TEXT NOT NULL, email TEXT, webhook TEXT, at_times JSON NOT NULL, quiet_from"
    " INTEGER, quiet_to INTEGER, least_minutes INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (caseworker_id))",
    "CREATE INDEX message_waiting ON message (client_id) WHERE status IN ('held', 'queued') AND direction = 'outbound'",
    "CREATE TABLE legal_hold (client_id TEXT NOT NULL, is_held BOOLEAN NOT NULL, reason TEXT NOT NULL, held_at INTEGER,"
    " seq INTEGER NOT NULL, PRIMARY KEY (client_id))",
    """CREATE TABLE cover (cover_id TEXT NOT NULL, of_caseworker_id TEXT NOT NULL, by_caseworker_id TEXT NOT NULL,
        group_id TEXT, from_at INTEGER NOT NULL, until_at INTEGER NOT NULL, note TEXT NOT NULL, has_begun BOOLEAN NOT
        NULL, is_ended BOOLEAN NOT NULL, ended_at INTEGER, open JSON NOT NULL, received INTEGER NOT NULL, written
        INTEGER NOT NULL, is_read BOOLEAN NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (cover_id))""",
    """CREATE TABLE device (device_id TEXT NOT NULL, caseworker_id TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT
        NULL, created_at INTEGER NOT NULL, seen_at INTEGER, expires_at INTEGER, wiped_at INTEGER, seq INTEGER NOT NULL,
        PRIMARY KEY (device_id))""",
)


def trust(connection: sqlite3.Connection) -> None:
    """Step 10: what the office decides, and why a text waits at the relay."""
    for statement in _TRUST:
        connection.execute(statement)


STEPS: tuple[Step, ...] = (
    first_tables,
    notices_and_longer_beginnings,
    compositions,
    what_stands_beside_the_texts,
    broadcasts_counted,
    safe_hours,
    drafts_with_media,
    undo_heads,
    own_answers,
    trust,
)
"""In order; `PRAGMA user_version` is how many of them a store has taken."""
