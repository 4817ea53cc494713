"""How an administrator's command reads and writes the relay's database, also while a relay serves it."""

import getpass
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rise_tui.domain.errors import StoreBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeVar

    from rise_tui.relay.store.engine import Tx

    T = TypeVar("T")


VERBS = frozenset(
    {"add", "check", "leave", "list", "reactivate", "rename", "revoke", "role", "set", "show", "verify", "wipe"}
)
"""Second words that name a command; whatever else stands there may be somebody's name."""


def written(act: "Callable[[Tx, int], T]", *, is_new: bool = False) -> "T":
    """Run one transaction on the relay's database; `is_new`: make it if need be. `act` is given the moment in ms.

    What it changed is put into the audit log of each office that it told, else of every office.
    """
    from contextlib import closing

    from rise_tui.domain.clock import SystemClock, now_ms
    from rise_tui.relay.store.audit import record
    from rise_tui.relay.store.engine import connect, transaction
    from rise_tui.relay.store.office import office_ids

    path = opened(is_new=is_new)
    with in_words(), closing(connect(path)) as connection, transaction(connection) as tx:
        before, at = connection.total_changes, now_ms(SystemClock())
        result = act(tx, at)
        if connection.total_changes != before:
            told = {event.office_id for event in tx.appended}
            for office_id in sorted(told or office_ids(tx)):
                record(tx, office_id, who(), "command", at=at, command=command_words())
        return result


def noted(path: "Path") -> bool:
    """Put a command that changes nothing, but took a copy of everything or read the log itself, into each audit log.

    False where it could not be: the database is an older rise's, or cannot be written now. The copy is good then too.
    """
    import sqlite3
    from contextlib import closing

    from rise_tui.domain.clock import SystemClock, now_ms
    from rise_tui.relay.store.audit import record
    from rise_tui.relay.store.engine import connect, transaction
    from rise_tui.relay.store.office import office_ids

    try:
        with closing(connect(path)) as connection, transaction(connection) as tx:
            for office_id in office_ids(tx):
                record(tx, office_id, who(), "command", at=now_ms(SystemClock()), command=command_words())
    except sqlite3.Error:
        return False
    return True


def asked(act: "Callable[[Tx], T]") -> "T":
    """Run `act` on one unchanging view of the relay's database; it must only read."""
    from contextlib import closing

    from rise_tui.relay.store.engine import Tx, connect

    path = opened()
    with in_words(), closing(connect(path)) as connection:
        connection.execute("BEGIN")
        return act(Tx(connection))


def paged(act: "Callable[[Tx, int], list[T]]", place_of: "Callable[[T], int]") -> "Iterator[T]":
    """What `act` reads after a place, a page after the other, each on a view of its own.

    Whoever reads on slowly, in a pager, keeps nothing in the relay's log that is purged meanwhile.
    """
    from contextlib import closing

    from rise_tui.relay.store.engine import Tx, connect

    path, after = opened(), 0
    with in_words(), closing(connect(path)) as connection:
        while True:
            connection.execute("BEGIN")
            page = act(Tx(connection), after)
            connection.execute("COMMIT")
            if not page:
                return
            yield from page
            after = place_of(page[-1])


def opened(*, is_new: bool = False) -> "Path":
    """The relay's database, whole and at the newest revision. Raises BadDatabase, BadSettings."""
    from rise_tui.relay.settings import load_settings
    from rise_tui.relay.store.engine import database_path
    from rise_tui.relay.store.migrate import check_whole, migrate

    os.umask(0o077)
    path = database_path(load_settings().database)
    if not (is_new and not path.exists()):
        check_whole(path)
    migrate(path)
    return path


def who() -> str:
    """As whom the audit log names whoever runs the command: the user of this machine."""
    from rise_tui.relay.store.audit import COMMAND

    try:
        return COMMAND + getpass.getuser()
    except (OSError, KeyError):
        return f"{COMMAND}{os.getuid()}"


def command_words() -> str:
    """Which command this is: the words after `rise relay` that name it, of a rule its name, and nothing else."""
    from rise_tui.domain.rule_words import ABOUT

    typed = sys.argv[sys.argv.index("relay") + 1 :] if "relay" in sys.argv else []
    rules = [word for word in typed[2:3] if typed[:1] == ["rules"] and (word in ABOUT or word == "quiet_hours")]
    return " ".join([*typed[:1], *(word for word in typed[1:2] if word in VERBS), *rules])


@contextmanager
def in_words() -> "Iterator[None]":
    """A database that cannot be used at this moment is told in words."""
    import sqlite3

    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreBusy("The relay's database cannot be written now", f"{error}.", "Try again in a moment.") from None
