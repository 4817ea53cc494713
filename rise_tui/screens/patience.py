"""An act that somebody else's writing keeps from being done: tried again for a moment before anybody is told."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

from rise_tui.domain.clock import Clock
from rise_tui.domain.errors import RiseError, StoreBusy

if TYPE_CHECKING:
    from rise_tui.terminal.key_queue import KeyQueue

T = TypeVar("T")
PATIENCE = 1.0
"""Seconds for which an act is tried again; who waits longer is told."""
SLICE = 0.02
"""Seconds between two tries, in which all else goes on."""

_patient: "WeakSet[asyncio.Task[Any]]" = WeakSet()
"""Tasks in which an act is tried that will be tried again."""


class NotNow(Exception):
    """The act found somebody else writing and has changed nothing; it is tried again."""


def before_telling(error: RiseError) -> None:
    """To be called where a trouble is told. Raises NotNow where the act is tried again instead: nobody hears of it."""
    if isinstance(error, StoreBusy) and _task() in _patient:
        raise NotNow from error


async def patiently(act: Callable[[], Awaitable[T]], clock: Clock, keys: "KeyQueue") -> T:
    """Do it; while somebody else writes, again and again from its beginning, and what is typed meanwhile comes after.

    It may be begun again because an act is one transaction, which changes nothing where it could not begin. After the
    last try it tells its trouble itself.
    """
    task = _task()
    if task is None or task in _patient:
        return await act()  # part of another one, which is tried again as a whole
    with suppress(NotNow):
        return await _tried(act, task)
    until = clock.monotonic() + PATIENCE
    with keys.held():
        while clock.monotonic() < until:
            await clock.sleep(SLICE)
            with suppress(NotNow):
                return await _tried(act, task)
        return await act()


async def _tried(act: Callable[[], Awaitable[T]], task: "asyncio.Task[Any]") -> T:
    _patient.add(task)
    try:
        return await act()
    finally:
        _patient.discard(task)


def in_thread(act: Callable[[], T]) -> T:
    """The same in a worker's thread, which may simply wait. Raises StoreBusy once it has waited long enough."""
    for _ in range(round(PATIENCE / SLICE)):
        try:
            return act()
        except StoreBusy:
            time.sleep(SLICE)
    return act()


def _task() -> "asyncio.Task[Any] | None":
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None  # a worker's thread: it waits by itself
