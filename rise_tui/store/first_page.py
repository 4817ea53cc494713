"""The inbox's first page before anything else is imported: standard library only, read-only."""

from dataclasses import dataclass
from pathlib import Path

from rise_tui.store.connect import USER_VERSION, connect, driver
from rise_tui.store.lines import Counts, Line, Place, read_counts, read_page, read_place, tab_of

ROWS = 60
"""Lines of a first page: more than any terminal shows."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What the first paint draws."""

    rows: tuple[Line, ...]
    counts: Counts
    place: Place | None


def read(path: Path, now: int, key: bytes | None = None) -> FirstPage | None:
    """The first lines of the list as it was left, the counts and the place, as of `now` (milliseconds).

    `path` is the store's file. None when there is nothing to show yet: no store, one of another version, one that is
    being migrated or cannot be read; then the frame says *Opening…* and the app itself tells what is wrong.
    """
    try:
        trouble = driver(key).Error
    except ImportError:
        return None
    try:
        connection = connect(path, key, is_read_only=True)
    except (OSError, trouble):
        return None
    try:
        connection.execute("BEGIN")
        if connection.execute("PRAGMA user_version").fetchone()[0] != USER_VERSION:
            return None
        place = read_place(connection)
        rows = read_page(connection, tab_of(place), now, ROWS)
        return FirstPage(tuple(rows), read_counts(connection, now), place)
    except trouble:
        return None
    finally:
        connection.close()
