"""One at a time on a database: whoever serves it, or puts a backup in its place."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rise_tui.domain.errors import Conflict

MOMENT_S = 0.05
"""Longer than anybody has the lock who only asks whether it is taken."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else serves or replaces this database inside. Raises Conflict when somebody does.

    A second relay would take the first one's texts for left behind. The lock goes with the process, however it ends.
    """
    lock = os.open(_lock_of(path), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(lock)
    except BlockingIOError:
        os.close(lock)
        raise Conflict(
            "Another relay serves this database", f"{path} is in use.", "Stop the other one, or use it."
        ) from None
    try:
        yield
    finally:
        os.close(lock)


def is_taken(path: Path) -> bool:
    """Does somebody serve or replace this database now?"""
    try:
        lock = os.open(_lock_of(path), os.O_RDONLY)
    except OSError:  # nobody ever did, or it is not ours to look at
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _lock(lock: int) -> None:
    """Whoever only asks has it for a moment, and is waited for. Raises BlockingIOError."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(MOMENT_S)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock_of(path: Path) -> Path:
    return path.with_name(path.name + ".lock")
