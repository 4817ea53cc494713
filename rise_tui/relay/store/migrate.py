"""Brings a database to the newest revision, or makes it; refuses one that is damaged or newer than this program."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rise_tui.relay.store import wal
from rise_tui.relay.store.alone import is_taken
from rise_tui.relay.store.backup_places import newest_of
from rise_tui.relay.store.engine import BUSY_MS, BadDatabase

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

REVISIONS = Path(__file__).parent / "migrations"
"""Alembic is read only where there is something to do: it would be a quarter of every start."""


PAGE = 2048
"""Bytes of a page of a database that is made now: a text that comes in writes into pages that no other text of its
commit touches (its conversation's), and half a page is written in half the time."""

TORN = "its log is torn"
"""What is said of a database whose log has a damaged place."""


def migrate(path: Path) -> None:
    """Make the database (0600, in a folder 0700) or bring it to the newest revision, whole or not at all.

    Raises BadDatabase when a newer program has made it, or when it cannot be opened.
    """
    make_private(path)
    if _stands_at(path) == newest_revision():
        return
    from alembic import command
    from alembic.script import ScriptDirectory

    config = _config()
    with _sqlalchemy(path) as connection:
        newest, present = ScriptDirectory.from_config(config).get_current_head(), _revision(connection)
        if present == newest:
            return
        if present is not None and present not in _known(config):
            raise BadDatabase(
                "This database is from a newer rise",
                f"It is at revision {present}; this program knows {newest}.",
                "Install the version of rise that made it, or a later one.",
            )
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def check_there(path: Path) -> None:
    """Is there a database, and no backup half put in its place? Raises BadDatabase.

    Nothing is ever started on an empty one instead; where there was one its newest backup is named.
    """
    if being_restored(path).exists():
        raise BadDatabase(
            "A backup was put back only in part",
            f"{being_restored(path)} is still there.",
            "Do it again with: rise relay restore FROM --replace",
        )
    if path.exists() and path.stat().st_size > 0:
        return
    backup = newest_of(path)
    if backup is None:
        raise BadDatabase("There is no relay here yet", f"{path} is not there.", "Make it with: rise relay init")
    is_what = "is empty" if path.exists() else "is not there any more"
    raise BadDatabase(
        "The database is gone", f"{path} {is_what}.", f"Put it back with: rise relay restore {backup} --replace"
    )


def being_restored(path: Path) -> Path:
    """What stands beside a database while a backup takes its place."""
    return path.with_name(f"{path.name}.restoring")


def newest_revision() -> str:
    """The revision that this program brings a database to: with `r0006_near_indexes.py` as the last it is 0006."""
    return max(file.name for file in (REVISIONS / "versions").glob("r[0-9]*.py")).partition("_")[0].removeprefix("r")


def _stands_at(path: Path) -> str | None:
    """The revision of the database; None for one that has none, or that cannot be asked."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return None if row is None else str(row[0])


def check_whole(path: Path, *, is_alone: bool = False) -> None:
    """Is the database there and undamaged? Raises BadDatabase, and says where its newest backup is.

    SQLite's quick_check reads every page but not every index entry: seconds for a gigabyte. `is_alone`: whoever asks
    is the one who serves it.
    """
    check_there(path)
    check_log(path, is_alone=is_alone)
    _must_be_ok(path, _quick_check(path))


def check_log(path: Path, *, is_alone: bool = False) -> None:
    """Raises BadDatabase where `has_torn_log`, and says where the newest backup is."""
    _must_be_ok(path, [TORN] if has_torn_log(path, is_alone=is_alone) else ["ok"])


def has_torn_log(path: Path, *, is_alone: bool = False) -> bool:
    """Has the log that a crash left a damaged place? To be asked before the database is opened: SQLite drops what
    follows the place, and the last to close the database drops the log.

    While somebody serves it nothing is looked for: they have. `is_alone` as in `check_whole`.
    """
    if is_alone:
        return wal.is_damaged(path)
    return not is_taken(path) and wal.is_damaged(path) and not is_taken(path)


def _must_be_ok(path: Path, words: list[str]) -> None:
    if words != ["ok"]:
        backup = newest_of(path)
        instead = (
            "put the newest copy in its place" if backup is None else f"then: rise relay restore {backup} --replace"
        )
        raise BadDatabase(
            "The database is damaged",
            f"{path}: {words[0].splitlines()[-1]}.",
            f"Keep {path} as it is, {instead}, and start again.",
        )


def _quick_check(path: Path) -> list[str]:
    """What SQLite says of the file: `ok` alone if all is well. Raises BadDatabase if it cannot be opened."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            return [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise BadDatabase(
            "The database cannot be opened", f"{path}: {error}.", "Look at the folder's rights."
        ) from None
    except sqlite3.DatabaseError as error:
        return [str(error)]


def make_private(path: Path) -> None:
    """Make the file (0600) and its folder (0700) if they are not there; what is there keeps its rights."""
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, parents=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise BadDatabase(
            "The database cannot be made", f"{path}: {error.strerror}.", "Choose another place."
        ) from error


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(REVISIONS).replace("%", "%%"))
    return config


@contextmanager
def _sqlalchemy(path: Path) -> "Iterator[Connection]":
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    engine = create_engine("sqlite://", creator=opened, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _revision(connection: "Connection") -> str | None:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def _known(config: "Config") -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
