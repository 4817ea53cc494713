"""Brings a store's file to the present shape, in numbered steps by `PRAGMA user_version`."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from rise_tui.domain.errors import StoreBusy
from rise_tui.store.connect import USER_VERSION, connect, is_locked
from rise_tui.store.steps import STEPS, Step
from rise_tui.store.troubles import StoreTooNew, in_words

PATIENCE_MS = 2000
"""How long to wait for another process that is just making or migrating the store."""


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
                    "The copy on this machine is being brought up to date",
                    "Another rise is at it.",
                    "Wait a moment, then try again.",
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
            "A newer rise has changed the copy on this machine",
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
