"""The witness: an SQLite file that knows every text the carrier took, durable before anybody is told."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]

SCHEMA = """
CREATE TABLE IF NOT EXISTS text (
    seq INTEGER PRIMARY KEY,
    sid TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL,
    sender TEXT NOT NULL,
    receiver TEXT NOT NULL,
    body BLOB NOT NULL,
    status TEXT NOT NULL,
    error_code INTEGER,
    segments INTEGER NOT NULL,
    media INTEGER NOT NULL,
    callback TEXT NOT NULL,
    message_id TEXT NOT NULL,
    validity INTEGER NOT NULL,
    opt_word TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    sent_at INTEGER,
    updated_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS text_pair ON text (receiver, sender);
CREATE TABLE IF NOT EXISTS medium (
    sid TEXT PRIMARY KEY,
    text_sid TEXT NOT NULL,
    position INTEGER NOT NULL,
    type TEXT NOT NULL,
    content BLOB,
    url TEXT NOT NULL,
    size INTEGER,
    sha256 TEXT,
    error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS medium_text ON medium (text_sid, position);
CREATE TABLE IF NOT EXISTS webhook (
    seq INTEGER PRIMARY KEY,
    text_sid TEXT NOT NULL,
    kind TEXT NOT NULL,
    answer INTEGER,
    at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS webhook_inbound ON webhook (text_sid) WHERE kind = 'inbound';
CREATE TABLE IF NOT EXISTS block (
    sender TEXT NOT NULL,
    receiver TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (sender, receiver)
);
"""


class Witness:
    """One connection on one thread; whatever is asked while a commit runs goes into the next one together."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(SCHEMA)
        self._thread = ThreadPoolExecutor(1, "witness")
        self._waiting: list[tuple[Job[Any], asyncio.Future[Any]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def run(self, job: Job[T]) -> T:
        """Run one job in a transaction; returns its value once that is on the disk, raises what the job raised."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, future))
        if self._committing is None:
            self._committing = asyncio.get_running_loop().create_task(self._commit())
        return await future

    async def close(self) -> None:
        """Finish what was asked for and close the file."""
        if self._committing is not None:
            await self._committing
        self._thread.shutdown()
        self._connection.close()

    async def _commit(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting, []
            outcomes = await loop.run_in_executor(self._thread, self._together, [job for job, _ in batch])
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                if future.done():  # whoever asked has gone
                    continue
                if isinstance(outcome, BaseException):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome)
        self._committing = None

    def _together(self, jobs: list[Job[Any]]) -> list[Any]:
        try:
            return self._transaction(jobs)
        except Exception:  # noqa: BLE001 - one bad job must not spoil the others: each gets its own transaction
            return [self._alone(job) for job in jobs]

    def _alone(self, job: Job[Any]) -> Any:
        try:
            return self._transaction([job])[0]
        except Exception as error:  # noqa: BLE001 - handed to whoever asked, in `_commit`
            return error

    def _transaction(self, jobs: list[Job[Any]]) -> list[Any]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            outcomes = [job(self._connection) for job in jobs]
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk has rolled back already
                self._connection.execute("ROLLBACK")
            raise
        return outcomes
