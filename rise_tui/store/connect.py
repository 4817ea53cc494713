"""Opens the app's SQLite files; needs only the standard library, and sqlcipher3 where a key is given."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from rise_tui.mounts import is_on_network as is_on_network

USER_VERSION = 10
"""`PRAGMA user_version` of a store as this version of rise writes it: the number of its migration steps."""

STORE = "store.sqlite"
PHOTOS = "photos.sqlite"

UI_WAIT_MS = 10
"""How long a key press may wait for somebody else's write."""
_LATE_CHECKPOINT = 8000
"""Pages of log at which a connection of the UI copies them into the file itself; patient ones do it at SQLite's 1000,
so that a key seldom waits for that."""

_OPENING_TRIES = 400
_OPENING_PAUSE = 0.005
"""Seconds between two tries: two seconds in all, for a moment that is over in milliseconds."""


def connect(
    path: Path, key: bytes | None = None, wait_ms: int = UI_WAIT_MS, *, is_read_only: bool = False
) -> sqlite3.Connection:
    """A connection to one of the store's files, made if it is not there: its folder 0700, the file 0600.

    `key`: the raw 32 bytes of an encrypted store. WAL, or a rollback journal where the folder stands on a network file
    system (WAL's shared memory does not work there). Transactions are the caller's: nothing begins by itself. The
    connection may go from thread to thread, used by one at a time. Raises the driver's OperationalError or
    DatabaseError, and FileNotFoundError when it is only to be read and is not there.
    """
    if is_read_only:
        if not path.is_file():
            raise FileNotFoundError(path)
    else:
        make_private(path)
    connection = _open(path, key, wait_ms, is_read_only)
    try:
        _settle(connection, path, is_read_only, is_hurried=wait_ms <= UI_WAIT_MS)
    except BaseException:
        connection.close()
        raise
    return connection


def driver(key: bytes | None = None) -> Any:
    """The DB-API module for a store with, or without, a key. Raises ImportError when sqlcipher3 is not installed."""
    if key is None:
        return sqlite3
    import sqlcipher3.dbapi2

    return sqlcipher3.dbapi2


def make_private(path: Path) -> None:
    """Make the file and its folder, readable for nobody else; what stands already is closed to others too.

    A file that is there is never opened: closing it again would give up every lock that SQLite's connections of this
    process hold on it (fcntl(2)), and another process could then throw our write-ahead log away.
    """
    make_folder(path.parent)
    os.chmod(path.parent, 0o700)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        os.chmod(path, 0o600)


def make_folder(folder: Path) -> None:
    """Make the folder and those above it that are not there, each for its owner only."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):  # with `parents=True` those above would be as open as the umask says
        each.mkdir(exist_ok=True, mode=0o700)


def is_locked(error: BaseException) -> bool:
    """Did SQLite say that somebody else is writing?"""
    return str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _open(path: Path, key: bytes | None, wait_ms: int, is_read_only: bool) -> sqlite3.Connection:
    uri = f"file:{quote(os.fsencode(path))}?mode={'ro' if is_read_only else 'rw'}"
    opened = driver(key).connect(
        uri,
        uri=True,
        timeout=wait_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    connection = cast(sqlite3.Connection, opened)
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _settle(connection: sqlite3.Connection, path: Path, is_read_only: bool, is_hurried: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    if is_read_only:
        connection.execute("PRAGMA query_only = ON")
        return
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    if is_hurried:
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LATE_CHECKPOINT}")
    wanted = "delete" if is_on_network(path.parent) else "wal"
    for attempt in range(_OPENING_TRIES):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == wanted:
                return
            if connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0] == wanted:
                return
        except Exception as error:  # the driver's own class, which is sqlcipher3's for an encrypted store
            # The change of mode needs the file alone and does not wait for others by itself.
            if not is_locked(error) or attempt == _OPENING_TRIES - 1:
                raise
            time.sleep(_OPENING_PAUSE)
