"""A caseworker's machine without an office on the line: signed in, its store filled, `rise` opened in a pty."""

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rise_tui import account as accounts
from rise_tui.account import Account
from rise_tui.settings import paths
from rise_tui.store.connect import STORE
from tests.gallery import lives
from tests.gallery.office import ME, OFFICE_ID, open_desk
from tests.terminal.pty_stage import Stage

NOBODY_THERE = "http://127.0.0.1:9"
"""A relay that never answers: offline is a state."""


@dataclass(frozen=True)
class Machine:
    """One machine, by its folder."""

    environment: dict[str, str]
    store: Path

    def open(self, size: tuple[int, int] = (120, 36), has_imports_to_make: bool = False, **environment: str) -> Stage:
        """`rise` in a terminal of that size; `has_imports_to_make`: its first picture stands as long as for people."""
        env = {**self.environment, **environment}
        return Stage.python("-m", "rise_tui.cli", size=size, env=env, has_imports_to_make=has_imports_to_make)

    def draft(self) -> tuple[str, str, int] | None:
        """The one draft on disk: to whom, the words, the cursor."""
        with closing(sqlite3.connect(self.store / STORE)) as connection:
            rows = connection.execute("SELECT key, body, cursor FROM draft").fetchall()
        assert len(rows) <= 1, rows
        return rows[0] if rows else None


def machine(folder: Path) -> Machine:
    """A machine in that folder, with the demo's people in its store."""
    environment = {
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "RISE_CONFIG": str(folder / "config"),
        "RISE_DATA": str(folder / "data"),
    }
    where = paths(environment)
    account = Account(
        NOBODY_THERE,
        "a secret of this test",
        OFFICE_ID,
        str(ME),
        lives.ZONE,
        "no token",
        lives.OFFICE,
        lives.CASEWORKER,
    )
    accounts.save(account, where)
    store = accounts.store_folder(account, where)
    store.mkdir(parents=True)
    open_desk(store).store.close()
    return Machine(environment, store)


def begin(stage: Stage) -> None:
    """Wait until the app has taken over from the first picture: the selected person's conversation stands there."""
    stage.until_shown("To ")
    stage.until_quiet()


def kill(stage: Stage) -> None:
    """The process is killed."""
    stage.program.kill()
    stage.program.wait()


def hang_up(stage: Stage) -> None:
    """The line is told to be gone."""
    os.kill(stage.program.pid, signal.SIGHUP)
    stage.until_ended_unread()


def close(stage: Stage) -> None:
    """The terminal's window is closed."""
    stage.hang_up()
    stage.until_ended_unread()


ENDS: dict[str, Callable[[Stage], None]] = {"SIGKILL": kill, "SIGHUP": hang_up, "a closed terminal": close}
