"""Puts a backup in the place of the relay's database and files, so that nothing is sent twice and nothing is lost."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rise_tui.domain.clock import Clock, from_ms, now_ms
from rise_tui.domain.errors import Conflict, NotFound, RiseError
from rise_tui.relay.keeping.carrying_over import CarriedOver, carry_over
from rise_tui.relay.keeping.files import bring, settle
from rise_tui.relay.keeping.manifest import Manifest
from rise_tui.relay.store.alone import alone
from rise_tui.relay.store.backup_places import DATABASE, MEDIA, backups_in, is_backup, name_for, remember
from rise_tui.relay.store.engine import Tx, connect, transaction
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.migrate import being_restored, check_whole, make_private, migrate
from rise_tui.relay.store.restoring import Anew, begin_anew

ASIDE = "replaced"
"""The folder beside the database in which one is kept whose place a backup took."""
_BESIDE = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, what it begins with, the files that the backup lacked, and where the old database went.

    `over`: what the old database knew better, and what had been purged since and has come back.
    """

    backup: Path
    manifest: Manifest
    anew: Anew
    missing: tuple[str, ...]
    aside: Path | None
    over: CarriedOver


def chosen(source: Path) -> Path:
    """The backup that is meant: this one, or the newest of this folder. Raises NotFound."""
    if is_backup(source):
        return source
    found = backups_in(source)
    if not found:
        raise NotFound("There is no backup there", f"{source} has none.", "Name a backup, or the folder of them.")
    return found[-1]


def restore(source: Path, database: Path, media: MediaFolder, *, replace: bool, wait_ms: int, clock: Clock) -> Restored:
    """Put a backup back. With `replace` what stands in its place is moved aside, else that must be empty.

    `wait_ms`: so long after it the phone company must still not have a text before that goes again.
    Until the last step everything is as it was; the last one is done whole or can be repeated. Raises NotFound or
    BadDatabase for a backup that cannot be used, Conflict for a database in use or not empty, RiseError for a disk.
    """
    backup = chosen(source)
    manifest = Manifest.read(backup)
    manifest.must_fit(backup)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(database):
        if not replace and _holds_something(database):
            raise Conflict(
                "There is a relay in that place",
                f"{database} has an office in it, or cannot be read.",
                "With --replace it is moved aside and the backup takes its place.",
            )
        try:
            missing = _bring_files(backup, manifest, media)
            new = _prepare(backup, database)
            with closing(connect(new)) as connection:
                with transaction(connection) as tx:
                    now = now_ms(clock)
                    anew = begin_anew(tx, now, now + wait_ms)
                    over = carry_over(database, tx, now)
                connection.execute("PRAGMA journal_mode = DELETE")  # all of it is in the one file that is moved
            aside = _swap(new, database, clock)
            remember(database, backup)
        except OSError as error:
            raise RiseError(
                "The backup could not be put back", f"{error.filename or database}: {error.strerror}.", "Make room."
            ) from error
    return Restored(backup, manifest, anew, missing, aside, over)


def _holds_something(database: Path) -> bool:
    """Is there an office in it, or anything that nobody can read?"""
    if being_restored(database).exists():
        return True
    if not database.exists() or database.stat().st_size == 0:
        return False
    try:
        with closing(connect(database, is_read_only=True)) as connection:  # else a torn log would be dropped at its end
            return Tx(connection).one("SELECT 1 FROM office") is not None
    except sqlite3.Error:
        return True


def _bring_files(backup: Path, manifest: Manifest, media: MediaFolder) -> tuple[str, ...]:
    """Put the photos and files back that are not there; those that the backup itself lacks are named."""
    media.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    missing = [*manifest.missing]
    touched: set[Path] = set()
    for file in manifest.files:
        target = media.folder / file.name
        if target.is_file() and target.stat().st_size == file.bytes:
            continue
        if target.is_file():
            target.unlink()  # a torn one
        if bring(backup / MEDIA / file.name, target, file, may_link=False):
            touched.add(target.parent)
        else:
            missing.append(file.name)
    settle([*touched, media.folder])
    return tuple(name for name in missing if not (media.folder / name).is_file())


def _prepare(backup: Path, database: Path) -> Path:
    """A copy of the backup's database beside the place it will take, looked through and at this program's revision."""
    new = database.with_name(f"{database.name}.preparing")
    for end in _BESIDE:
        new.with_name(new.name + end).unlink(missing_ok=True)
    make_private(new)
    shutil.copyfile(backup / DATABASE, new)
    check_whole(new)
    migrate(new)
    return new


def _swap(new: Path, database: Path, clock: Clock) -> Path | None:
    """Let the new one take the old one's place; where the old one is now. A crash in between can be repeated.

    The old log must never meet the new database, so it goes first; while `being_restored` stands, nobody serves.
    """
    handle = os.open(new, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    ready = being_restored(database)
    os.replace(new, ready)
    settle([database.parent])
    aside: Path | None = None
    if any(database.with_name(database.name + end).exists() for end in _BESIDE):
        folder = database.parent / ASIDE
        folder.mkdir(mode=0o700, exist_ok=True)
        aside = folder / name_for(folder, clock.now())
        aside.mkdir(mode=0o700)
        for end in reversed(_BESIDE):
            old = database.with_name(database.name + end)
            if old.exists():
                os.replace(old, aside / old.name)
        settle([aside])
    os.replace(ready, database)
    settle([database.parent])
    return aside


def age_words(manifest: Manifest, clock: Clock) -> str:
    """How old a backup is: `3 hours`, `2 days`."""
    minutes = int((clock.now() - from_ms(manifest.made_at)).total_seconds() // 60)
    for unit, size in (("day", 1440), ("hour", 60)):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
