"""One at a time on a database: whoever serves it, or puts a backup in its place."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rise_tui.domain.errors import Conflict


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else serves or replaces this database inside. Raises Conflict when somebody does.

    A second relay would take the first one's texts for left behind. The lock goes with the process, however it ends.
    """
    lock = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Conflict(
            "Another relay serves this database", f"{path} is in use.", "Stop the other one, or use it."
        ) from None
    try:
        yield
    finally:
        os.close(lock)
