"""Hears that somebody wrote in the store's folder: at once where the kernel tells, else by looking now and then."""

import asyncio
import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path

_IN_MODIFY, _IN_CREATE = 0x2, 0x100
"""inotify(7): a file in the folder was written, or is new."""

GATHER_S = 0.01
"""Seconds in which further writes are heard together with the first."""
APART_S, MOST_APART_S = 0.25, 1.0
"""Seconds between two hearings, and what they double to while writes go on and on (a long sync).

Each makes a whole screen read anew, and a key that comes meanwhile waits for it: at four a second one key in ten does.
"""
LOOK_S, BLIND_S = 2.0, 0.2
"""Seconds between looks where the kernel tells (of what another machine wrote it does not), and where it does not."""


def watch_folder(folder: Path) -> int | None:
    """A descriptor that can be read, and then is to be read empty, when a file in the folder was written.

    It does not block. None where the kernel does not tell: not on Linux, and not of what another machine writes on a
    network's file system; who needs to know of that looks from time to time.
    """
    if sys.platform != "linux":
        return None
    kernel = ctypes.CDLL(None, use_errno=True)
    fd = int(kernel.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
    if fd < 0:
        return None
    if kernel.inotify_add_watch(fd, os.fsencode(folder), ctypes.c_uint32(_IN_MODIFY | _IN_CREATE)) < 0:
        os.close(fd)
        return None
    return fd


class Listening:
    """Calls `hear` in the present event loop after each write in the folder, until it is ended."""

    def __init__(self, folder: Path, hear: Callable[[], object]) -> None:
        self._hear = hear
        self._loop = asyncio.get_running_loop()
        self._fd = watch_folder(folder)
        self._next: asyncio.TimerHandle | None = None
        self._heard_at = float("-inf")
        self._apart = APART_S
        if self._fd is not None:
            self._loop.add_reader(self._fd, self._stirred)
        self._wait(self._usual)

    @property
    def _usual(self) -> float:
        return BLIND_S if self._fd is None else LOOK_S

    def end(self) -> None:
        """Listen no longer."""
        if self._next is not None:
            self._next.cancel()
        if self._fd is not None:
            self._loop.remove_reader(self._fd)
            os.close(self._fd)
            self._fd = None

    def _wait(self, seconds: float) -> None:
        if self._next is not None:
            self._next.cancel()
        self._next = self._loop.call_later(seconds, self._look)

    def _stirred(self) -> None:
        """Somebody wrote: look soon, however much more they write meanwhile."""
        if self._fd is None:
            return
        try:
            while os.read(self._fd, 65536):
                pass
        except BlockingIOError:
            pass
        now = self._loop.time()
        soon = max(now + GATHER_S, self._heard_at + self._apart)
        if self._next is None or self._next.when() > soon:
            self._wait(soon - now)

    def _look(self) -> None:
        now = self._loop.time()
        goes_on = now - self._heard_at < 2 * self._apart
        self._apart = min(2 * self._apart, MOST_APART_S) if goes_on else APART_S
        self._heard_at = now
        self._wait(self._usual)
        self._hear()
