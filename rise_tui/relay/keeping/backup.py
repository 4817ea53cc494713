"""Makes a backup of the whole relay while it serves: one moment of the database, and every file that it names."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.domain.errors import Conflict, RiseError
from rise_tui.relay.keeping.files import bring, named_in, settle
from rise_tui.relay.keeping.manifest import File, Manifest, counts_of, digest_of
from rise_tui.relay.store.backup_places import DATABASE, MEDIA, backups_in, name_for, remember
from rise_tui.relay.store.engine import Tx, connect
from rise_tui.relay.store.media import MediaFolder
from rise_tui.version import __version__

STEP_PAGES = 256
"""Pages copied at a time: a megabyte; the relay writes on meanwhile."""
_MAKING = ".making-"
Told = Callable[[str, float], None]
"""Is told what is being done and how far it is, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup, what it says of itself, and the older ones that went for it."""

    path: Path
    manifest: Manifest
    removed: tuple[Path, ...]


def make_backup(database: Path, media: MediaFolder, to: Path, *, keep: int, clock: Clock, told: Told) -> Made:
    """Make one more backup in the folder `to`, and let only the newest `keep` stay there.

    It is there whole or not at all, whatever happens meanwhile. Files that an earlier backup has, or that stand on the
    same disk, are linked and take no room. Raises RiseError when there is no room or no right to write there, Conflict
    when another backup is being made there.
    """
    with _room_troubles(to):
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _only_one(to):
            for left in to.glob(f"{_MAKING}*"):  # of a backup that was killed
                shutil.rmtree(left)
            before = backups_in(to)
            path = to / name_for(to, clock.now())
            making = to / f"{_MAKING}{path.name}"
            making.mkdir(mode=0o700)
            try:
                manifest = _fill(making, database, media, before[-1] if before else None, now_ms(clock), told)
                os.rename(making, path)
            except BaseException:
                shutil.rmtree(making, ignore_errors=True)
                raise
            settle([to])
            removed = tuple(backups_in(to)[: -max(keep, 1)])
            for old in removed:
                shutil.rmtree(old)
    remember(database, path)
    return Made(path, manifest, removed)


def _fill(making: Path, database: Path, media: MediaFolder, previous: Path | None, at: int, told: Told) -> Manifest:
    copy = making / DATABASE
    _copy_database(database, copy, told)
    with closing(connect(copy, is_read_only=True)) as connection:
        tx = Tx(connection)
        revision = tx.one("SELECT version_num FROM alembic_version")
        counts = counts_of(tx)
        files, missing = _take_files(tx, making, media, previous, told)
    manifest = Manifest(
        made_at=at,
        version=__version__,
        revision="" if revision is None else revision["version_num"],
        sha256=digest_of(copy),
        bytes=copy.stat().st_size,
        counts=counts,
        files=tuple(files),
        missing=tuple(missing),
    )
    manifest.write(making)
    settle([*(making / MEDIA).rglob("*/"), making])
    return manifest


def _copy_database(database: Path, copy: Path, told: Told) -> None:
    """One moment of it, however long it takes and whatever is written meanwhile; then every page is looked at."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        closing(connect(database)) as source,
        closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on nothing new is seen
        source.backup(
            target,
            pages=STEP_PAGES,
            progress=lambda _, left, whole: told("the database", 1 - left / max(whole, 1)),
            sleep=0,
        )
        source.execute("COMMIT")
        target.execute("PRAGMA journal_mode = DELETE")  # one file, that may also be read where nothing can be written
        words = target.execute("PRAGMA quick_check(1)").fetchone()[0]
    if words != "ok":
        raise RiseError(
            "The copy of the database is damaged", f"{words.splitlines()[-1]}.", "Look at it with: rise relay check"
        )
    handle = os.open(copy, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _take_files(
    tx: Tx, making: Path, media: MediaFolder, previous: Path | None, told: Told
) -> tuple[list[File], list[str]]:
    """Bring every file that the copied database names; those that are not there, or not whole, are named."""
    (making / MEDIA).mkdir(mode=0o700)
    named = list(named_in(tx, media))
    files, missing = [], []
    for number, (source, sha256, size) in enumerate(named, 1):
        name = source.relative_to(media.folder).as_posix()
        file = File(name, sha256, size if size is not None else _size_of(source))
        target = making / MEDIA / name
        earlier = None if previous is None else previous / MEDIA / name
        if (earlier is not None and bring(earlier, target, file)) or bring(source, target, file):
            files.append(file)
        else:
            missing.append(name)
        told("photos and files", number / len(named))
    return files, missing


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


@contextmanager
def _only_one(to: Path) -> Iterator[None]:
    """Nobody else makes a backup in this folder inside. Raises Conflict when somebody does."""
    lock = os.open(to / "backups.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Conflict("Another backup is being made there", f"{to} is in use.", "Try again when it is done.") from None
    finally:
        os.close(lock)


@contextmanager
def _room_troubles(to: Path) -> Iterator[None]:
    """A disk that is full, or may not be written, in words."""
    try:
        yield
    except OSError as error:
        raise RiseError(
            "The backup could not be made", f"{to}: {error.strerror}.", "Make room there, or name another place."
        ) from error
    except sqlite3.Error as error:
        raise RiseError(
            "The backup could not be made", f"{to}: {error}.", "Look at both disks, and with: rise relay check"
        ) from error
