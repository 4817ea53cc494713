"""Moves what is committed from the write-ahead log into the database, beside the loop: its fsync stops nobody.

SQLite begins the log's file anew only when all of it was moved. While somebody writes all the time a move beside them
never reaches the end, for that runs on; so a log that has grown is moved once more between two commits, when little is
left of it.
"""

import asyncio
import logging
import sqlite3
from pathlib import Path

from rise_tui.relay.store.engine import connect

log = logging.getLogger(__name__)

ROWS = 2_000
"""So many changed rows are worth a move."""
CATCH_UP_PAGES = 8_000
"""From so many pages on the rest of the log is moved between two commits: 16 MB, or 32 in a database that was made with
the larger pages of earlier days. That makes a webhook wait for the disk, and a hundredth of them would be in time for
it if it were done twice as often."""
MOST_PAGES = 16_000
"""A log that grew to so many pages all the same (32 MB, or 64 in such a database) is moved by the commit itself."""
KEPT_BYTES = 32 << 20
"""The log's file gives back what is beyond, once whoever held it back (a backup) is through."""


class Checkpoints:
    """One move at a time, in a thread of its own, on a connection of its own."""

    def __init__(self, path: Path, writing: sqlite3.Connection) -> None:
        """`writing`: the connection whose commits are counted, and leave the moving to us from now on."""
        writing.execute(f"PRAGMA wal_autocheckpoint = {MOST_PAGES}")
        writing.execute(f"PRAGMA journal_size_limit = {KEPT_BYTES}")
        self._writing = writing
        self._connection = connect(path, busy_ms=0)
        self._moved_at = 0
        self._task: asyncio.Task[None] | None = None

    def after_commit(self) -> None:
        """Begin a move if there is enough to move, and none under way."""
        changes = self._writing.total_changes
        if changes - self._moved_at < ROWS or (self._task is not None and not self._task.done()):
            return
        self._moved_at = changes
        self._task = asyncio.create_task(self._move_all())

    async def empty(self) -> bool:
        """Move everything and empty the log's file, beside the loop; False: not now, somebody is in the way."""
        await self.settle()
        return await asyncio.to_thread(truncated, self._connection)

    async def settle(self) -> None:
        """Wait for the move that is under way."""
        if self._task is not None:
            await self._task

    async def close(self) -> None:
        """Wait for the move that is under way, and give up the connection."""
        await self.settle()
        self._connection.close()

    async def _move_all(self) -> None:
        """The most of it beside the loop; then, if it has grown, what came meanwhile, while nobody commits."""
        if await asyncio.to_thread(self._move) > CATCH_UP_PAGES:
            await asyncio.to_thread(self._move)  # little is left after it
            self._move()

    def _move(self) -> int:
        """Move what is there; returns how many pages the log has."""
        try:
            row = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except sqlite3.Error as error:  # the next move, or the commit itself, does it
            log.warning("the log could not be moved into the database: %s", type(error).__name__)
            return 0
        return int(row[1])


def truncated(connection: sqlite3.Connection) -> bool:
    """Move all of the log into the database and empty its file, so that nothing stands there that was purged.

    False: somebody else was reading or writing; try again.
    """
    try:
        row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return bool(row[0] == 0)
