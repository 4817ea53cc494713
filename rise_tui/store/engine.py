"""SQLAlchemy over `connect`: transactions begin as asked for, deferred or at once, and commit as safely."""

import sqlite3
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlmodel import Session

from rise_tui.store.connect import UI_WAIT_MS, connect, driver

BEGIN = "rise_begin"
SYNCHRONOUS = "rise_synchronous"


def open_engine(path: Path, key: bytes | None = None, wait_ms: int = UI_WAIT_MS) -> Engine:
    """An engine for one of the store's files; its connections wait `wait_ms` for somebody else's write."""
    engine = create_engine(
        "sqlite://",
        module=driver(key),
        creator=lambda: connect(path, key, wait_ms),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=12,
    )
    event.listen(engine, "begin", _begin)
    return engine


def sql(session: Session) -> sqlite3.Connection:
    """The driver's own connection inside the session's transaction, with all that the session holds written first."""
    session.flush()
    return raw(session.connection())


def raw(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection (sqlcipher3's has the same methods)."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    driven = raw(connection)
    wanted = options.get(SYNCHRONOUS, "NORMAL")
    if connection.info.get(SYNCHRONOUS, "NORMAL") != wanted:
        driven.execute(f"PRAGMA synchronous = {wanted}")
        connection.info[SYNCHRONOUS] = wanted
    driven.execute(f"BEGIN {options.get(BEGIN, 'DEFERRED')}")
