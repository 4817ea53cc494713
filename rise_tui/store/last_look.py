"""Whether anything waits to go out, asked in the last moment: the file is opened anew and nobody is waited for."""

import sqlite3
from contextlib import closing
from pathlib import Path

from rise_tui.store.connect import STORE, connect


def has_waiting(folder: Path) -> bool:
    """Has something in the store of that folder not reached the office? In doubt: yes.

    Whoever was interrupted may hold any lock of this process; this needs none of them.
    """
    try:
        with closing(connect(folder / STORE, is_read_only=True)) as connection:
            found = connection.execute("SELECT EXISTS (SELECT 1 FROM outbox WHERE state <> 'parked')").fetchone()
    except (OSError, sqlite3.Error):
        return True
    return bool(found[0])
