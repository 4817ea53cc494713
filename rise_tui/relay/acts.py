"""Acts of one commit: whoever asks for them, done whole or each with a way back, and who is told what became of it."""

import logging
import sqlite3
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from rise_tui.relay.failpoints import FailPoint
from rise_tui.relay.store.engine import Tx

Item = TypeVar("Item")
T = TypeVar("T")
T_told = TypeVar("T_told", contravariant=True)
log = logging.getLogger(__name__)


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
class Job:
    """An act that somebody has asked for: `act` alone, or `together` with others of its kind, of which it is `item`."""

    act: Callable[[Tx], Any] | None
    answer: Answer[Any]
    until: float
    """when it is answered Busy at the latest, in monotonic seconds"""
    together: Together[Any, Any] | None = None
    item: Any = None


Outcome = tuple[Job, Any, BaseException | None]
"""Whose act it was, what it returned, and what it raised."""


def attempt(writing: sqlite3.Connection, fail: FailPoint, jobs: Sequence[Job]) -> tuple[Tx, list[Outcome]]:
    """Do these in the transaction that is open, each as if it were alone; who does not wait any more is left out.

    Raises sqlite3.Error when the database has undone all of them.
    """
    tx = Tx(writing, fail)
    return tx, [outcome for bunch in _bunches(jobs) for outcome in _attempt_all(tx, bunch)]


def attempt_whole(writing: sqlite3.Connection, fail: FailPoint, jobs: Sequence[Job]) -> tuple[Tx, list[Outcome]] | None:
    """Do acts that share their work without a way back for any of them.

    None: they do not share it, and the transaction stands as it stood; or one failed, and it is over: begin it again
    and `attempt` them, to find whose fault it was. To keep a way back SQLite copies each page before it is written: for
    texts that come in a tenth of their cost.
    """
    bunches = list(_bunches(jobs))
    together = bunches[0][0].together if len(bunches) == 1 else None
    if together is None or len(bunches[0]) == 1:
        return None
    tx = Tx(writing, fail)
    try:
        results = together.act(tx, [job.item for job in bunches[0]])
    except Exception:  # noqa: BLE001 - whose fault it was is found when each is tried
        if writing.in_transaction:
            writing.execute("ROLLBACK")
        return None
    return tx, [(job, result, None) for job, result in zip(bunches[0], results, strict=True)]


def tell(outcomes: Sequence[Outcome]) -> None:
    """Tell everybody who still waits what became of their act. One who cannot be told keeps nobody else from it."""
    for job, result, raised in outcomes:
        try:
            if job.answer.done():
                continue
            if raised is None:
                job.answer.set_result(result)
            else:
                job.answer.set_exception(raised)
        except Exception as error:  # noqa: BLE001 - it is the fault of who would be told, not of the commit
            log.critical("somebody could not be told what became of their act: %s", where(error))


def fail_all(jobs: Sequence[Job], trouble: BaseException) -> None:
    """Tell everybody who still waits that nothing was stored."""
    tell([(job, None, trouble) for job in jobs])


def where(error: BaseException) -> str:
    """What went wrong and in which line; never with what, for that may be a client's words or number."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return type(error).__name__ + "".join(f" in {Path(frame.filename).name}:{frame.lineno}" for frame in last)


def plain_words(error: sqlite3.Error) -> BaseException:
    """What the database said as one of our own errors; itself where it is none that we know, and noted."""
    words = str(error)
    if "locked" in words or "busy" in words:
        return Busy()
    if "full" in words or "disk I/O" in words:
        return DiskFull()
    log.error("the database failed: %s", type(error).__name__)
    return error


def _bunches(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """Who still waits, in order; neighbours that share their work stand together."""
    waiting = [job for job in jobs if not job.answer.done()]
    for kind, bunch in groupby(waiting, key=_kind):
        if kind is None:
            yield from ([job] for job in bunch)
        else:
            yield list(bunch)


def _kind(job: Job) -> Together[Any, Any] | None:
    return job.together


def _attempt_all(tx: Tx, bunch: list[Job]) -> list[Outcome]:
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
        return None, error if isinstance(error, sqlite3.IntegrityError) else plain_words(error)
    except Exception as error:  # noqa: BLE001 - whatever one act raises belongs to its own caller, not to the group
        return None, error
