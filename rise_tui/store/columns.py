"""The columns of the store's tables without the tables' declarations, which would take a tenth of a start to read.

`columns.json` is made from `tables` by `python -m tests.law.columns`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

AFTER_ALL = 1 << 52
"""`position` of a text that the relay has not numbered yet is its local count above this: it stands last."""


class Columns(NamedTuple):
    """A table's columns in their order, those of its key, and what a new row has where nothing is said."""

    key: tuple[str, ...]
    every: tuple[str, ...]
    new: Mapping[str, Any]


def _read() -> dict[str, Columns]:
    made = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return {table: Columns(tuple(one["key"]), tuple(one["every"]), one["new"]) for table, one in made.items()}


TABLES = _read()
"""Every table of the store, by name."""
