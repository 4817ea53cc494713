"""The relay's database: how it is opened, and one transaction as plain SQL with named parameters."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rise_tui.domain.errors import RiseError
from rise_tui.relay.failpoints import FailPoint
from rise_tui.wire.codec import to_json

BUSY_MS = 5000
"""How long a command beside the serving relay waits for the lock. The relay itself never waits inside SQLite."""


class BadDatabase(RiseError):
    """The database cannot be used: its address, its version or its pages are wrong."""


class Appended(NamedTuple):
    """An event that a transaction put into the log, for whoever must be woken after the commit."""

    office_id: str
    seq: int
    type: str
    client_id: str | None
    audience: str | None


Row = sqlite3.Row


@dataclass
class Tx:
    """One transaction. Statements are plain SQL with `:name` parameters; lists and dicts are written as JSON."""

    connection: sqlite3.Connection
    fail: FailPoint = field(default_factory=FailPoint)
    appended: list[Appended] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    """Offices where a text may have joined the line; who sends is woken after the commit."""

    def run(self, sql: str, **values: Any) -> int:
        """Execute; returns the number of rows changed."""
        self.fail.at("any")
        return self.connection.execute(sql, values).rowcount

    def one(self, sql: str, **values: Any) -> Row | None:
        """The first row, or None."""
        self.fail.at("any")
        row: Row | None = self.connection.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, **values: Any) -> list[Row]:
        """All rows."""
        self.fail.at("any")
        return self.connection.execute(sql, values).fetchall()

    def insert(self, table: str, /, *, or_ignore: bool = False, **values: Any) -> bool:
        """Insert one row; with `or_ignore` a row that is there already stays. Returns whether it went in."""
        self.fail.at("any")
        row = [_written(value) if value.__class__ in _AS_JSON else value for value in values.values()]
        return self.connection.execute(_insert_sql(table, tuple(values), or_ignore), row).rowcount == 1

    def insert_many(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows that all have the same columns."""
        if not rows:
            return
        self.fail.at("any")
        names = tuple(rows[0])
        self.connection.executemany(
            _insert_sql(table, names, False),
            [
                [_written(value) if value.__class__ in _AS_JSON else value for value in map(row.__getitem__, names)]
                for row in rows
            ],
        )

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Execute once for each row of values, which stand for the `?` in the statement."""
        if rows:
            self.fail.at("any")
            self.connection.executemany(sql, rows)

    def update(self, table: str, where: dict[str, Any], /, **values: Any) -> int:
        """Set columns where all of `where` are equal; returns the number of rows changed."""
        sets = ", ".join(f'"{name}" = :{name}' for name in values)
        conditions = " AND ".join(f'"{name}" = :where_{name}' for name in where)
        keys = {f"where_{name}": value for name, value in where.items()}
        return self.run(f'UPDATE "{table}" SET {sets} WHERE {conditions}', **_plain(values), **keys)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What raises inside is undone, and only that."""
        mark = len(self.appended)
        self.connection.execute("SAVEPOINT act")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK TO act")
                self.connection.execute("RELEASE act")
            del self.appended[mark:]
            raise
        self.connection.execute("RELEASE act")


@lru_cache(maxsize=256)
def _insert_sql(table: str, names: tuple[str, ...], or_ignore: bool) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    return f'INSERT INTO "{table}" ({columns}) VALUES ({marks}){" ON CONFLICT DO NOTHING" if or_ignore else ""}'


_AS_JSON = {list: "[]", dict: "{}"}
"""What is written as JSON, and how an empty one is."""


def _written(value: Any) -> str:
    return to_json(value) if value else _AS_JSON[value.__class__]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _written(value) if value.__class__ in _AS_JSON else value for name, value in values.items()}


def database_path(address: str) -> Path:
    """The file of `sqlite:///…` or of a plain path. Raises BadDatabase for anything else."""
    if address.startswith("sqlite:///"):
        return Path(address.removeprefix("sqlite:///"))
    if "://" in address:
        raise BadDatabase(
            "This relay keeps its texts in SQLite",
            f"{address.partition('://')[0]}:// is not an address it can open.",
            "Set RISE_RELAY_DATABASE to a file, such as /var/lib/rise/relay.sqlite.",
        )
    return Path(address)


def connect(path: Path, *, busy_ms: int = BUSY_MS, is_read_only: bool = False) -> sqlite3.Connection:
    """Open the database: WAL, a commit survives a power cut, rows by name, foreign statements never wait unseen."""
    address = f"{path.absolute().as_uri()}?mode={'ro' if is_read_only else 'rwc'}"
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA busy_timeout = {busy_ms}")
    if not is_read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA mmap_size = 268435456")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, fail: FailPoint | None = None) -> Iterator[Tx]:
    """One write transaction, committed at the end or undone; for commands beside the serving relay and for tests."""
    connection.execute("BEGIN IMMEDIATE")
    tx = Tx(connection, fail or FailPoint())
    try:
        yield tx
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
