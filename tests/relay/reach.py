"""How far each question of the relay's reaches: none may go through all texts, or the whole log, of an office.

A test has a dozen texts and SQLite is quick with any plan; an office has a million, and everybody waits meanwhile.
"""

import re
import sqlite3
import sys
from typing import Any

from rise_tui.relay.store.engine import Tx

_ALL = re.compile(r"^SCAN (message|event|m|e|d)\b|^SEARCH (message|event|consent|m|e|d|k)\b.*\(office_id=\?\)$")
"""A step of a plan in which a table that grows every day (or what our statements call it) is read from end to end."""
_PURGE = "a purge goes through what was said, of which there is far less than of texts"
MAY = {
    "rise_tui.relay.keeping.manifest.counts_of": "a backup counts what it has",
    "rise_tui.relay.store.account_facts.account_facts": "an administrator's command asks, which holds nobody up",
    "rise_tui.relay.store.hearing.heard_until": "once in the life of a number, before it is first listed",
    "rise_tui.relay.store.media_access._put_by": "only the texts that went with a file: they have an index",
    "rise_tui.relay.store.doomed_files.spare_named": "what is about to go, a handful",
    "rise_tui.relay.store.purging_clients.erase_client": _PURGE,
    "rise_tui.relay.store.purging_rows.clear_wordings": _PURGE,
}
"""Who may all the same, and why."""


class Reach:
    """Looks at the plan of every statement that the relay itself asks, the first time it is asked."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self.too_far: list[str] = []

    def look(self, connection: sqlite3.Connection, sql: str, values: dict[str, Any], asker: str) -> None:
        """Note the statement if it reaches too far; what a test itself asks may."""
        if sql in self._known or not asker.startswith("rise_tui.") or asker in MAY or sql.startswith("INSERT"):
            return
        self._known.add(sql)
        steps = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        self.too_far += [f"{step}: {' '.join(sql.split())} ({asker})" for step in steps if _ALL.search(step)]

    def watch(self) -> None:
        """Look at every statement of `Tx` from now on."""
        for name in ("run", "one", "all"):
            setattr(Tx, name, self._looking(getattr(Tx, name)))

    def _looking(self, asks: Any) -> Any:
        def asking(tx: Tx, sql: str, **values: Any) -> Any:
            frame = sys._getframe(1)
            if frame.f_code.co_name == "update" and frame.f_back is not None:
                frame = frame.f_back  # who asked `Tx.update`
            self.look(tx.connection, sql, values, f"{frame.f_globals['__name__']}.{frame.f_code.co_name}")
            return asks(tx, sql, **values)

        return asking
