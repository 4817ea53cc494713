"""Where a demo's office lives: its folder, the lock on it, and what it keeps to itself."""

import errno
import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rise_tui.domain.errors import Conflict, RiseError
from rise_tui.store.connect import make_folder

SHAPE = 2
"""Of the demo's folder; one of another shape is made anew."""
LOCK = "lock"
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM})
NO_ROOM_FOR_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")


@dataclass(frozen=True)
class Place:
    """The folder of one office, and what stands where in it."""

    folder: Path

    @property
    def database(self) -> Path:
        """What the relay keeps."""
        return self.folder / "relay.sqlite"

    @property
    def media(self) -> Path:
        """The photos."""
        return self.folder / "media"

    @property
    def witness(self) -> Path:
        """What the phone company keeps."""
        return self.folder / "phone-company.sqlite"

    @property
    def secrets(self) -> Path:
        """What the demo keeps to itself."""
        return self.folder / "secrets.json"


@dataclass(frozen=True)
class Kept:
    """What is known of the office that stands there; it is written last, so an office that has it is whole.

    `made_at`: milliseconds.
    """

    token: str
    carrier_token: str
    instance_id: str
    seed: int
    clients: int
    texts: int
    made_at: int


@contextmanager
def writing_into(folder: Path) -> Iterator[None]:
    """Raises RiseError, in words, where the disk is full or cannot be written."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        is_sqlites = getattr(error, "sqlite_errorname", "").startswith(NO_ROOM_FOR_SQLITE)
        if not is_sqlites and getattr(error, "errno", None) not in NO_ROOM:
            raise
        raise RiseError(
            "There is no room for the demo",
            f"It takes about 30 MB, and {folder.parent} is full or cannot be written.",
            "Make room, or let it live elsewhere: RISE_DATA=/another/folder rise demo",
        ) from error


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """One demo at a time in one folder. Raises Conflict while another one is open."""
    make_folder(place.folder)
    lock = os.open(place.folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Conflict(
            "The demo is open already",
            "Another window of this machine has it.",
            "Use that one, or close it first; or open an office of its own beside it: rise demo --fresh",
        ) from None
    try:
        yield
    finally:
        os.close(lock)


def clear(place: Place) -> None:
    """Remove all that stands there but the lock."""
    place.secrets.unlink(missing_ok=True)
    for entry in place.folder.iterdir():
        if entry.name == LOCK:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def load(place: Place) -> Kept | None:
    """What is known of the office there; None when it must be made anew."""
    try:
        read = json.loads(place.secrets.read_text("utf-8"))
        if read.pop("shape") != SHAPE or not place.database.exists():
            return None
        return Kept(**read)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save(place: Place, kept: Kept) -> None:
    """Keep it, for nobody else to read (0600)."""
    handle = os.open(place.secrets, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"shape": SHAPE, **asdict(kept)}, file)
