"""From a row to a value and back: columns by the fields of a dataclass, each turned into the field's type."""

import json
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar

from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.store.columns import TABLES
from rise_tui.store.engine import Session, sql

V = TypeVar("V")
Turn = Callable[[Any], Any]


class Shape(Generic[V]):
    """How a value stands in a table: a column for each field, of the same name unless `renamed`."""

    def __init__(self, table: str, value: type[V], renamed: Mapping[str, str] | None = None) -> None:
        self.table = table
        self.value = value
        hints = typing.get_type_hints(value)
        names = [field.name for field in fields(value)]  # type: ignore[arg-type]  # a dataclass, which type[V] cannot say
        self.columns = ", ".join((renamed or {}).get(name, name) for name in names)
        turns = [(index, turn_of(hints[name])) for index, name in enumerate(names)]
        self._turns = tuple((index, turn) for index, turn in turns if turn is not None)

    def of(self, row: Iterable[Any]) -> V:
        """The value of a row that was read with `columns`."""
        cells = list(row)
        for index, turn in self._turns:
            if cells[index] is not None:
                cells[index] = turn(cells[index])
        return self.value(*cells)

    def many(self, session: Session, rest: str = "", *arguments: Any) -> list[V]:
        """The values of `SELECT … FROM table` and the rest of the statement."""
        rows = sql(session).execute(f"SELECT {self.columns} FROM {self.table} {rest}", arguments)
        return [self.of(row) for row in rows]

    def one(self, session: Session, rest: str, *arguments: Any) -> V | None:
        """The first such value, None if there is none."""
        row = sql(session).execute(f"SELECT {self.columns} FROM {self.table} {rest} LIMIT 1", arguments).fetchone()
        return None if row is None else self.of(row)


@cache
def turn_of(hint: Any) -> Turn | None:
    """What makes a column's value one of that type; None when it is one already."""
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        return next((turn for part in typing.get_args(hint) if (turn := turn_of(part)) is not None), None)
    if hint is bool:
        return bool
    if hint is datetime:
        return from_ms
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    origin = typing.get_origin(hint) or hint
    if origin is tuple:
        return _tuple
    return json.loads if origin in (list, dict) or origin is Mapping else None


def cell(value: Any) -> Any:
    """What SQLite stores for a value: milliseconds for a time, JSON for a list or mapping."""
    if isinstance(value, datetime):
        return to_ms(value)
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, separators=(",", ":"))
    if isinstance(value, str) and not value.isascii():
        return whole(value)
    return value


def whole(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which UTF-8 cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def insert_row(session: Session, table: str, values: Mapping[str, Any], on_conflict: str = "") -> int:
    """Insert a row, with the table's own defaults for what is not said. How many rows were written."""
    row = {**TABLES[table].new, **cells(values)}
    return sql(session).execute(insert(table, row, on_conflict), row).rowcount


def insert(table: str, columns: Iterable[str], rest: str = "") -> str:
    """`INSERT INTO table` with a named place for each column."""
    names = tuple(columns)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)}) {rest}"


def updates(columns: Iterable[str]) -> str:
    """`a = :a, b = :b` for the SET of an UPDATE."""
    return ", ".join(f"{name} = :{name}" for name in columns)


def cells(values: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping of columns with what SQLite stores for each."""
    return {name: cell(value) for name, value in values.items()}


def _tuple(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))
