"""Fills a new database with many rows at a time: an office is written within seconds, or not at all."""

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rise_tui.wire.codec import to_json

CHUNK = 20_000
"""Rows that are kept in memory before they are written."""


_EMPTY = {list: "[]", dict: "{}"}
"""What is written as JSON, and how an empty one is."""


class Rows:
    """A new database that is being filled. Nothing of it counts before `finish`: a crash leaves what is thrown away."""

    def __init__(self, path: Path) -> None:
        """`path`: a database at the newest revision, with nothing in it."""
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        for quick in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000", "locking_mode = EXCLUSIVE"):
            self._connection.execute(f"PRAGMA {quick}").fetchall()
        self._connection.execute("BEGIN")
        self._waiting: dict[tuple[str, tuple[str, ...]], list[list[Any]]] = {}

    def add(self, table: str, **values: Any) -> None:
        """One more row; lists and dicts are written as JSON."""
        rows = self._waiting.setdefault((table, tuple(values)), [])
        rows.append([_written(one) if one.__class__ in _EMPTY else one for one in values.values()])
        if len(rows) >= CHUNK:
            self._write(table, tuple(values), rows)
            rows.clear()

    def add_all(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """More rows, in that order."""
        for row in rows:
            self.add(table, **row)

    def finish(self) -> None:
        """Write what waits, and see to it that all of it is on disk."""
        for (table, names), rows in self._waiting.items():
            self._write(table, names, rows)
        self._waiting.clear()
        self._connection.execute("COMMIT")
        self.close()
        handle = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def close(self) -> None:
        """Let go of the database, whatever has been written."""
        self._connection.close()

    def _write(self, table: str, names: tuple[str, ...], rows: list[list[Any]]) -> None:
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        self._connection.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)


def _written(value: Any) -> str:
    return to_json(value) if value else _EMPTY[value.__class__]
