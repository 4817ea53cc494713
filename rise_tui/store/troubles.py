"""What can go wrong with the local store, told in words a person can act on.

StoreBusy
└─ StoreLocked   another window is writing at this moment; a moment later it works
StoreFull        the disk or the home's quota is full: nothing half written, nothing lost that was there
StoreDamaged     the file cannot be read
StoreTooNew      a newer rise has written it
"""

from collections.abc import Iterator
from contextlib import contextmanager

from rise_tui.domain.errors import RiseError, StoreBusy
from rise_tui.store.connect import is_locked


class StoreLocked(StoreBusy):
    """Another process is writing; nothing was changed."""


class StoreFull(RiseError):
    """There is no room left; nothing was changed."""


class StoreDamaged(RiseError):
    """The file on the disk cannot be read as a store."""


class StoreTooNew(RiseError):
    """A newer version of rise has changed the store."""


def told(error: BaseException) -> RiseError | None:
    """The trouble behind a driver's error; None when it is a fault of ours and no trouble of the store's."""
    name = str(getattr(error, "sqlite_errorname", ""))
    if is_locked(error):
        return StoreLocked("Something else is being written just now", "Nothing was changed.", "Try again.")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")):
        return StoreFull(
            "This could not be kept", "The disk is full or cannot be written.", "Make room, then try again."
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreDamaged(
            "The copy on this machine is damaged",
            "Its file cannot be read.",
            "Run `rise doctor`; move the folder away, and the next start fetches everything from the office.",
        )
    return None


def is_of_the_store(error: BaseException) -> bool:
    """Is it the store, the disk or the machine that failed, and not what was to be written?"""
    if isinstance(error, (RiseError, OSError, MemoryError)) or not isinstance(error, Exception):
        return True
    return type(error).__name__ in ("OperationalError", "DatabaseError", "InternalError")


@contextmanager
def in_words() -> Iterator[None]:
    """Turns the driver's errors inside into their words; others pass unchanged."""
    try:
        yield
    except Exception as error:
        trouble = told(error)
        if trouble is None:
            raise
        raise trouble from error
