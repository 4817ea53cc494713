"""Transactions over `connect`: they begin as asked for, deferred or at once, and commit as safely as asked for.

The tables are SQLModel's (`tables`), the statements plain SQL: a session of SQLAlchemy's would hand them on unread, for
a fifth of the app's memory and a tenth of its start.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from rise_tui.domain.errors import RiseError
from rise_tui.store.connect import UI_WAIT_MS, connect

IDLE = 4
"""Connections that are kept for the next transaction."""

Begin = Literal["DEFERRED", "IMMEDIATE"]
Synchronous = Literal["NORMAL", "FULL"]


class Session:
    """One transaction: it sees one moment of the store, and what it changes stands once it has committed."""

    __slots__ = ("driven", "if_undone")

    def __init__(self, driven: sqlite3.Connection) -> None:
        """`driven`: the driver's connection, inside the transaction (sqlcipher3's has the same methods)."""
        self.driven = driven
        self.if_undone: list[Callable[[], None]] = []
        """what is to be done when it fails"""

    def commit(self) -> None:
        """Let it stand."""
        self.driven.execute("COMMIT")


def sql(session: Session) -> sqlite3.Connection:
    """The driver's own connection inside the session's transaction."""
    return session.driven


class Connections:
    """Connections to one of the store's files, for many threads; a transaction has one for itself."""

    def __init__(self, path: Path, key: bytes | None = None, wait_ms: int = UI_WAIT_MS) -> None:
        """`wait_ms`: how long a transaction waits for somebody else's write."""
        self._path, self._key, self._wait_ms = path, key, wait_ms
        self._idle: list[_Kept] = []
        self._is_closed = False

    @contextmanager
    def transaction(self, begin: Begin = "DEFERRED", synchronous: Synchronous = "NORMAL") -> Iterator[Session]:
        """A session; what it has not committed at the end is undone. Raises the driver's own errors."""
        kept = self.take()
        try:
            if kept.synchronous != synchronous:
                kept.driven.execute(f"PRAGMA synchronous = {synchronous}")
                kept.synchronous = synchronous
            kept.driven.execute(f"BEGIN {begin}")
            with _at_rest_after(kept):
                yield Session(kept.driven)
        finally:
            self._give_back(kept)

    @contextmanager
    def outside(self) -> Iterator[sqlite3.Connection]:
        """A connection outside any transaction, for what cannot be done inside one."""
        kept = self.take()
        try:
            with _at_rest_after(kept):
                yield kept.driven
        finally:
            self._give_back(kept)

    def take(self) -> "_Kept":
        """A connection that nobody uses: the one that was used last, or a new one."""
        try:
            return self._idle.pop()
        except IndexError:
            return _Kept(connect(self._path, self._key, self._wait_ms))

    def close(self) -> None:
        """Close them; one that is in use as soon as it no longer is."""
        self._is_closed = True
        with suppress(IndexError):  # by another thread, meanwhile
            while True:
                self._idle.pop().driven.close()

    def _give_back(self, kept: "_Kept") -> None:
        try:
            if kept.driven.in_transaction:
                kept.driven.execute("ROLLBACK")
        except BaseException:
            kept.driven.close()
            raise
        if kept.may_read_on or len(self._idle) >= IDLE:
            kept.driven.close()
        else:
            self._idle.append(kept)
        if self._is_closed:  # looked at last: another thread may be closing just now
            self.close()


class _Kept:
    """A connection, and how safely it commits at present."""

    __slots__ = ("driven", "may_read_on", "synchronous")

    def __init__(self, driven: sqlite3.Connection) -> None:
        self.driven = driven
        self.synchronous: Synchronous = "NORMAL"
        self.may_read_on = False
        """A fault's traceback may hold a statement that is read halfway: the next ones would stay in its moment."""


@contextmanager
def _at_rest_after(kept: _Kept) -> Iterator[None]:
    """What was done ends with all statements read; only where it breaks off by a fault nobody can tell."""
    try:
        yield
    except RiseError:
        raise
    except BaseException:
        kept.may_read_on = True
        raise
