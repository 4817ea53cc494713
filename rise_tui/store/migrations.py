"""Brings a store's file to the present shape, in numbered steps by `PRAGMA user_version`."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from rise_tui.domain.errors import StoreBusy
from rise_tui.store import tables
from rise_tui.store.connect import USER_VERSION, connect, is_locked
from rise_tui.store.troubles import StoreTooNew, in_words

PATIENCE_MS = 2000
"""How long to wait for another process that is just making or migrating the store."""

Step = Callable[[sqlite3.Connection], None]

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
    """Step 1: every table and index of `tables`, the search index, and what keeps both true."""
    dialect = sqlite.dialect()
    for table in tables.StoreTable.metadata.sorted_tables:
        connection.execute(str(CreateTable(table).compile(dialect=dialect)))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
    for statement in (*_FINDING, *_DRAFTS):
        connection.execute(statement)


STEPS: tuple[Step, ...] = (first_tables,)


def migrate(
    path: Path, key: bytes | None = None, patience_ms: int = PATIENCE_MS, steps: Sequence[Step] = STEPS
) -> bool:
    """Make the store, or bring it up to date, in one transaction: all steps or none. True if anything was done.

    Raises StoreBusy while another process does it for longer than `patience_ms`, StoreTooNew for a store that a newer
    rise has written, StoreFull, StoreDamaged.
    """
    with in_words():
        connection = connect(path, key, patience_ms)
        try:
            if _version(connection) == len(steps):
                return False
            try:
                connection.execute("BEGIN IMMEDIATE")
            except Exception as error:  # the driver's own class; sqlcipher3's is no sqlite3.Error
                if not is_locked(error):
                    raise
                raise StoreBusy(
                    "The store is being brought up to date", "Another rise is at it.", "Wait a moment, then try again."
                ) from error
            try:
                is_changed = _climb(connection, steps)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
            return is_changed
        finally:
            connection.close()


def _climb(connection: sqlite3.Connection, steps: Sequence[Step]) -> bool:
    version = _version(connection)
    if version > len(steps):
        raise StoreTooNew(
            "A newer rise has changed the store",
            f"It is at version {version}, this rise knows {len(steps)}.",
            "Upgrade rise on this machine.",
        )
    for step in steps[version:]:
        step(connection)
    connection.execute(f"PRAGMA user_version = {len(steps)}")
    return version < len(steps)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


if len(STEPS) != USER_VERSION:
    raise AssertionError("first_page reads another version than the migrations write")
