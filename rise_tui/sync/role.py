"""The sync role: of all processes on one store only the one that holds the lock talks to the relay.

A drain, which nobody looks at, steps aside for whoever else wants the role, and there is only one drain at a time.
"""

import fcntl
import os
from pathlib import Path

from rise_tui.store.connect import make_folder


class Lock:
    """A `flock` on a file; the system gives it back when its holder dies. Nothing here ever waits."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._handle: int | None = None

    @property
    def is_held(self) -> bool:
        """Is it ours?"""
        return self._handle is not None

    def take(self, *, is_shared: bool = False) -> bool:
        """Take it if it is free (for us alone, or shared with others who share it); True when it is ours now."""
        if self._handle is not None:
            return True
        make_folder(self.file.parent)
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
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


class SyncRole:
    """The role, on `sync.lock`. Whoever wants it and is no drain shares `sync.wanted` from the first try on."""

    def __init__(self, folder: Path, *, steps_aside: bool = False) -> None:
        self._role = Lock(folder / "sync.lock")
        self._wanted = Lock(folder / "sync.wanted")
        self._steps_aside = steps_aside

    @property
    def is_held(self) -> bool:
        """Is it ours?"""
        return self._role.is_held

    def take(self) -> bool:
        """Take it if it is free; True when it is ours now. Who steps aside takes it only while nobody wants it."""
        if self._steps_aside:
            return not self.is_wanted() and self._role.take()
        self._wanted.take(is_shared=True)
        return self._role.take()

    def is_wanted(self) -> bool:
        """Does somebody who steps aside for nobody have or want the role?"""
        if self._wanted.take():
            self._wanted.give_up()
            return False
        return True

    def give_up(self) -> None:
        """Let another process take it; this one does not want it any more."""
        self._role.give_up()
        self._wanted.give_up()


def only_drain(folder: Path) -> Lock:
    """The lock that the one drain of a store holds."""
    return Lock(folder / "drain.lock")
