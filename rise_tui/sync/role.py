"""The sync role: of all processes on one store only the one that holds the lock talks to the relay."""

import fcntl
import os
from pathlib import Path


class SyncRole:
    """An exclusive `flock` on `sync.lock`; the system gives it back when its holder dies."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "sync.lock"
        self._handle: int | None = None

    @property
    def is_held(self) -> bool:
        """Is it ours?"""
        return self._handle is not None

    def take(self) -> bool:
        """Take it if it is free; True when it is ours now. Never waits."""
        if self._handle is not None:
            return True
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def give_up(self) -> None:
        """Let another process take it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
