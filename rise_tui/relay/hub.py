"""The relay's one writer and its bell: group commit, and who must be woken after it.

Everything runs on the event loop's thread. SQLite's own calls take microseconds; only the commit touches the disk, and
it is shared by all that was queued. A thread would lose more to the interpreter lock than it wins.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from rise_tui.domain.clock import Clock
from rise_tui.relay.ears import Ears, News
from rise_tui.relay.failpoints import FailPoint
from rise_tui.relay.store.checkpoints import Checkpoints
from rise_tui.relay.store.engine import Appended, Tx, connect

Item = TypeVar("Item")
T = TypeVar("T")
T_told = TypeVar("T_told", contravariant=True)
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


class Busy(RuntimeError):
    """Another writer held the database too long; nothing was stored."""


class DiskFull(RuntimeError):
    """No room to store it; nothing was stored."""


class Shut(RuntimeError):
    """The relay is going down; nothing was stored."""


@dataclass(frozen=True, eq=False)
class Together(Generic[Item, T]):
    """Acts of one kind that share their work: `act` gets all that are in one commit, in the order they came.

    It returns an outcome for each, and leaves what it would leave if it had got one after the other.
    """

    act: Callable[[Tx, Sequence[Item]], Sequence[T]]


class Answer(Protocol[T_told]):
    """Who waits for what an act returned or raised: a future, or whoever does at once what a future's reader would."""

    def done(self) -> bool:
        """Does nobody wait any more?"""
        ...

    def set_result(self, result: T_told, /) -> None:
        """What the act returned, which is durable now. Never raises."""
        ...

    def set_exception(self, error: BaseException, /) -> None:
        """Nothing was stored, and why. Never raises."""
        ...


@dataclass(slots=True, eq=False)
class _Job:
    act: Callable[[Tx], Any] | None
    answer: Answer[Any]
    until: float
    """when it is answered Busy at the latest, in monotonic seconds"""
    together: Together[Any, Any] | None = None
    item: Any = None


_Outcome = tuple[_Job, Any, BaseException | None]
"""Whose act it was, what it returned, and what it raised."""


class Hub:
    """Group commit for all who write, a read connection for all who read, and the bell."""

    def __init__(self, path: Path, clock: Clock, fail: FailPoint | None = None) -> None:
        self.path = path
        self.clock = clock
        self.fail = fail or FailPoint()
        self.ears = Ears()
        self.commits = 0
        self._jobs: list[_Job] = []
        self._has_jobs = asyncio.Event()
        self._is_expecting = False
        """whether those who may wait begin a commit by and by"""
        self._is_shut = False
        self._is_leaving = False
        self._tasks: list[asyncio.Task[None]] = []
        self._writing = connect(path, busy_ms=0)
        self._reading = connect(path, busy_ms=0)
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
        self._reading.close()
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
        job = _Job(act, answer, self.clock.monotonic() + LOCK_PATIENCE)
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
        self._add(_Job(None, answer, self.clock.monotonic() + LOCK_PATIENCE, together, item))

    def read(self, act: Callable[[Tx], T]) -> T:
        """Run `act` on one unchanging view of what is committed. It must only read."""
        self._reading.execute("BEGIN")
        try:
            return act(Tx(self._reading))
        finally:
            self._reading.execute("COMMIT")

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

    def _add(self, job: _Job) -> None:
        self._jobs.append(job)
        if not self._has_jobs.is_set():
            self._has_jobs.set()

    def _add_patiently(self, job: _Job) -> None:
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
                await self._commit(jobs)
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

    async def _commit(self, jobs: list[_Job]) -> None:
        if not await self._has_begun(jobs):
            return
        bunches = list(_bunches(jobs))
        try:
            tx, outcomes = self._attempt_whole(bunches) or self._attempt_parts(bunches)
            self._writing.execute("COMMIT")
        except sqlite3.Error as error:
            if self._writing.in_transaction:
                self._writing.execute("ROLLBACK")
            _fail_all(jobs, _plain_words(error))
            return
        self.commits += 1
        self._checkpoints.after_commit()
        for job, result, raised in outcomes:
            if job.answer.done():
                continue
            if raised is None:
                job.answer.set_result(result)
            else:
                job.answer.set_exception(raised)
        if tx.appended or tx.lines:
            self.ring(tx.appended, tx.lines)

    def _attempt_whole(self, bunches: list[list[_Job]]) -> tuple[Tx, list[_Outcome]] | None:
        """Do acts that share their work without a way back for any of them; None: they do not, or one failed.

        To keep a way back SQLite copies each page before it is written: for texts that come in a tenth of their cost.
        """
        together = bunches[0][0].together if len(bunches) == 1 else None
        if together is None or len(bunches[0]) == 1:
            return None
        tx = Tx(self._writing, self.fail)
        try:
            outcomes = together.act(tx, [job.item for job in bunches[0]])
        except Exception:  # noqa: BLE001 - whose fault it was is found when each is tried
            if self._writing.in_transaction:
                self._writing.execute("ROLLBACK")
            self._writing.execute("BEGIN IMMEDIATE")
            return None
        return tx, [(job, outcome, None) for job, outcome in zip(bunches[0], outcomes, strict=True)]

    def _attempt_parts(self, bunches: list[list[_Job]]) -> tuple[Tx, list[_Outcome]]:
        """Do all acts, each with a way back."""
        tx = Tx(self._writing, self.fail)
        return tx, [outcome for bunch in bunches for outcome in _attempt_all(tx, bunch)]

    async def _has_begun(self, jobs: list[_Job]) -> bool:
        """Open the transaction for these. False: the database failed, and everybody who waits was told.

        Who has waited too long for another writer's lock is told Busy, also those who came meanwhile: each waits from
        their own beginning.
        """
        while True:
            try:
                self._writing.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                trouble = _plain_words(error)
                if not isinstance(trouble, Busy):
                    _fail_all(jobs, trouble)
                    return False
            else:
                return True
            now = self.clock.monotonic()
            _fail_all([job for job in jobs + self._jobs if job.until <= now], Busy())
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


def _bunches(jobs: list[_Job]) -> Iterator[list[_Job]]:
    """Who still waits, in order; neighbours that share their work stand together."""
    waiting = [job for job in jobs if not job.answer.done()]
    for kind, bunch in groupby(waiting, key=_kind):
        if kind is None:
            yield from ([job] for job in bunch)
        else:
            yield list(bunch)


def _kind(job: _Job) -> Together[Any, Any] | None:
    return job.together


def _attempt_all(tx: Tx, bunch: list[_Job]) -> list[_Outcome]:
    """Do together what can be done so. If that fails each is tried alone, so that nobody pays for another's mistake."""
    together = bunch[0].together
    if together is None:
        act = bunch[0].act
        return [(bunch[0], *_attempt(tx, act))] if act is not None else []
    if len(bunch) > 1:
        outcomes, trouble = _attempt(tx, lambda tx: together.act(tx, [job.item for job in bunch]))
        if trouble is None:
            return [(job, outcome, None) for job, outcome in zip(bunch, outcomes, strict=True)]
    return [(job, *_attempt(tx, partial(_alone, together, job.item))) for job in bunch]


def _alone(together: Together[Any, Any], item: Any, tx: Tx) -> Any:
    return together.act(tx, [item])[0]


def _attempt(tx: Tx, act: Callable[[Tx], Any]) -> tuple[Any, BaseException | None]:
    try:
        with tx.savepoint():
            return act(tx), None
    except sqlite3.Error as error:
        if not tx.connection.in_transaction:
            raise  # the database undid the whole group
        return None, error if isinstance(error, sqlite3.IntegrityError) else _plain_words(error)
    except Exception as error:  # noqa: BLE001 - whatever one act raises belongs to its own caller, not to the group
        return None, error


def _plain_words(error: sqlite3.Error) -> BaseException:
    words = str(error)
    if "locked" in words or "busy" in words:
        return Busy()
    if "full" in words or "disk I/O" in words:
        return DiskFull()
    log.error("the database failed: %s", type(error).__name__)
    return error


def _fail_all(jobs: list[_Job], trouble: BaseException) -> None:
    for job in jobs:
        if not job.answer.done():
            job.answer.set_exception(trouble)
