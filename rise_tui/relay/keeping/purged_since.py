"""What had been purged from the database that a backup takes the place of, and comes back with the backup."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from rise_tui.relay.store.engine import Tx, connect
from rise_tui.relay.store.office import RELAY


class Purged(NamedTuple):
    """A purge by hand: of what was older than `before_at` (milliseconds), or of one client."""

    office_id: str
    before_at: int | None
    client_id: str | None


def purged_since(old: Path, new: Tx) -> tuple[Purged, ...]:
    """The purges of the old database that the new one knows nothing of; nothing where the old one cannot be read.

    What is older than an office's period is left out: the relay purges it again by itself.
    """
    if not old.exists():
        return ()
    known = {(row["office_id"], row["id"]) for row in new.all("SELECT office_id, id FROM purge")}
    try:
        with closing(connect(old, is_read_only=True)) as connection:
            rows = Tx(connection).all(
                "SELECT office_id, id, before_at, client_id FROM purge WHERE by <> :relay ORDER BY at", relay=RELAY
            )
    except sqlite3.Error:
        return ()
    return tuple(
        Purged(row["office_id"], row["before_at"], row["client_id"])
        for row in rows
        if (row["office_id"], row["id"]) not in known
    )
