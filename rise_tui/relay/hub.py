"""The relay's one writer and its bell: group commit, and who must be woken after it.

Everything runs on the event loop's thread. SQLite's own calls take microseconds; only the commit touches the disk, and
it is shared by all that was queued. A thread would lose more to the interpreter lock than it wins.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Set
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from rise_tui.domain.clock import Clock
from rise_tui.relay.acts import (
    Answer,
    Busy,
    Job,
    Shut,
    Together,
    attempt,
    attempt_whole,
    fail_all,
    plain_words,
    tell,
    where,
)
from rise_tui.relay.ears import Ears, News
from rise_tui.relay.failpoints import FailPoint
from rise_tui.relay.store.checkpoints import Checkpoints
from rise_tui.relay.store.engine import Appended, Tx, connect

Item = TypeVar("Item")
T = TypeVar("T")
log = logging.getLogger(__name__)

LOCK_PATIENCE = 8.0
"""Seconds to wait for another writer's lock; the carrier hangs up on us after 15."""
LOCK_PAUSE = 0.02
FOR_COMPANY = 0.05
"""Seconds that an act which may wait does so, for others to share its commit: that is most of what it costs."""
GROUP = 256
"""Acts in one commit, at most."""
LOOK_AROUND = 0.5
"""Seconds between looks for what another process has written."""


class Hub:
    """One connection, with group commit for all who write and a view for all who read; and the bell."""

    def __init__(self, path: Path, clock: Clock, fail: FailPoint | None = None) -> None:
        self.path = path
        self.clock = clock
        self.fail = fail or FailPoint()
        self.ears = Ears()
        self.commits = 0
        self._jobs: list[Job] = []
        self._has_jobs = asyncio.Event()
        self._is_expecting = False
        """whether those who may wait begin a commit by and by"""
        self._is_shut = False
        self._is_leaving = False
        self._tasks: list[asyncio.Task[None]] = []
        self._writing = connect(path, busy_ms=0)
        self._checkpoints = Checkpoints(path, self._writing)

    async def __aenter__(self) -> "Hub":
        self._tasks = [asyncio.create_task(self._write_all()), asyncio.create_task(self._look_around())]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_shut = True
        self._has_jobs.set()
        await self._tasks[0]
        self._tasks[1].cancel()
        with suppress(asyncio.CancelledError):
            await self._tasks[1]
        self.leave()
        await self._checkpoints.close()
        self._writing.close()

    @property
    def is_shut(self) -> bool:
        """Is the relay going down? Whoever listens ends then; what is under way may still be written."""
        return self._is_leaving or self._is_shut

    def leave(self) -> None:
        """The relay is about to go down: everybody who listens is woken to end."""
        self._is_leaving = True
        self.ears.wake()

    def write(self, act: Callable[[Tx], T], *, may_wait: bool = False) -> "asyncio.Future[T]":
        """Run `act` inside the next shared transaction; returns what it returned, after the commit is durable.

        What `act` raises undoes only its own part and is raised here. `act` must not wait for anything. One that
        `may_wait`, because nobody sits and waits for it, begins no commit before FOR_COMPANY has passed, and shares
        that of whoever comes sooner. Raises Busy, DiskFull or Shut when nothing could be stored.
        """
        answer: asyncio.Future[T] = self._loop().create_future()
        job = Job(act, answer, self.clock.monotonic() + LOCK_PATIENCE)
        if may_wait:
            self._add_patiently(job)
        else:
            self._add(job)
        return answer

    def write_with(self, together: Together[Item, T], item: Item, answer: Answer[T]) -> None:
        """As `write` of one item, for acts of which many come at once and that are cheaper done together.

        Raises Shut; everything else is told to `answer`.
        """
        if self._is_shut:
            raise Shut
        self._add(Job(None, answer, self.clock.monotonic() + LOCK_PATIENCE, together, item))

    def read(self, act: Callable[[Tx], T]) -> T:
        """Run `act` on one unchanging view of what is committed. It must only read.

        The writer's own connection shows it, between two commits: another one would forget at each of them all that it
        had read, and look for it anew in the log.
        """
        self._writing.execute("BEGIN")
        try:
            return act(Tx(self._writing))
        finally:
            self._writing.execute("COMMIT")

    async def empty_log(self) -> bool:
        """Leave nothing in the write-ahead log, after a purge; False: somebody is in the way, try again."""
        return await self._checkpoints.empty()

    def ring(self, events: list[Appended], lines: Set[str] = frozenset()) -> None:
        """Wake everybody whom one of these events, or a longer line of one of these offices, concerns."""
        self.ears.ring(News(events, lines))

    def _loop(self) -> asyncio.AbstractEventLoop:
        if self._is_shut:
            raise Shut
        return asyncio.get_running_loop()

    def _add(self, job: Job) -> None:
        self._jobs.append(job)
        if not self._has_jobs.is_set():
            self._has_jobs.set()

    def _add_patiently(self, job: Job) -> None:
        self._jobs.append(job)
        if not self._has_jobs.is_set() and not self._is_expecting:
            self._is_expecting = True
            asyncio.get_running_loop().call_later(FOR_COMPANY, self._expect_no_more)

    def _expect_no_more(self) -> None:
        self._is_expecting = False
        if self._jobs:
            self._has_jobs.set()

    async def _write_all(self) -> None:
        while True:
            await self._has_jobs.wait()
            await self._gather()
            jobs, self._jobs = self._jobs[:GROUP], self._jobs[GROUP:]
            if not self._jobs:
                self._has_jobs.clear()
            if jobs:
                await self._commit_or_say(jobs)
            if self._is_shut and not self._jobs:
                return
            if self._is_shut:
                self._has_jobs.set()

    async def _gather(self) -> None:
        """Let whoever is ready now share the commit: until a turn of the loop brings nobody more."""
        there = -1
        while there < len(self._jobs) < GROUP:
            there = len(self._jobs)
            await asyncio.sleep(0)

    async def _commit_or_say(self, jobs: list[Job]) -> None:
        """Commit these. A fault of our own costs those who share it, and not the writer: nothing else would store."""
        try:
            await self._commit(jobs)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next commit comes
            log.critical("a commit met a fault of ours: %s", where(error))
            with suppress(sqlite3.Error):
                if self._writing.in_transaction:
                    self._writing.execute("ROLLBACK")
            fail_all(jobs, error)

    async def _commit(self, jobs: list[Job]) -> None:
        if not await self._has_begun(jobs):
            return
        try:
            done = attempt_whole(self._writing, self.fail, jobs)
            if not self._writing.in_transaction and not await self._has_begun(jobs):
                return
            tx, outcomes = done or attempt(self._writing, self.fail, jobs)
            self._writing.execute("COMMIT")
        except sqlite3.Error as error:
            if self._writing.in_transaction:
                self._writing.execute("ROLLBACK")
            fail_all(jobs, plain_words(error))
            return
        self.commits += 1
        self._checkpoints.after_commit()
        tell(outcomes)
        if tx.appended or tx.lines:
            self.ring(tx.appended, tx.lines)

    async def _has_begun(self, jobs: list[Job]) -> bool:
        """Open the transaction for these. False: the database failed, and everybody who waits was told.

        Who has waited too long for another writer's lock is told Busy, also those who came meanwhile: each waits from
        their own beginning.
        """
        while True:
            try:
                self._writing.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                trouble = plain_words(error)
                if not isinstance(trouble, Busy):
                    fail_all(jobs, trouble)
                    return False
            else:
                return True
            now = self.clock.monotonic()
            fail_all([job for job in jobs + self._jobs if job.until <= now], Busy())
            if all(job.answer.done() for job in jobs):
                return False
            await self.clock.sleep(LOCK_PAUSE)

    async def _look_around(self) -> None:
        """Ring for what another process has committed: only that moves our data_version."""
        seen = self._version()
        while True:
            await asyncio.sleep(LOOK_AROUND)
            now = self._version()
            if now != seen:
                self.ears.wake()
            seen = now

    def _version(self) -> int | None:
        """A number that changes when another process has written; None while that cannot be told."""
        try:
            version: int = self._writing.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error as error:
            log.error("nobody can tell whether somebody else has written: %s", type(error).__name__)
            return None
        return version
