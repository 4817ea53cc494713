"""The inbox's first page before anything else is imported: standard library only, read-only."""

from contextlib import closing
from pathlib import Path

from rise_tui.store.connect import USER_VERSION, connect, driver
from rise_tui.store.lines import Counts, Filter, Line, Place, read_counts, read_page, read_place, tab_of

ROWS = 60
"""Lines of a first page: more than most terminals show."""
_MAPPED = 64 << 20
"""Bytes of the file that are looked at where they lie: counting 40,000 who wait takes half the time of copying them."""


class FirstPage:
    """What the first paint draws: the first rows of `count` under the tab, as of `now` (milliseconds)."""

    def __init__(
        self,
        rows: tuple[Line, ...],
        counts: Counts,
        place: Place | None,
        count: int,
        tab: Filter,
        now: int,
        path: Path,
        key: bytes | None = None,
    ) -> None:
        """`path` and `key`: the store that further rows are read from."""
        self.rows, self.counts, self.place = rows, counts, place
        self.count, self.tab, self.now = count, tab, now
        self.path, self.key = path, key

    def rows_from(self, offset: int, limit: int) -> tuple[Line, ...]:
        """At most `limit` further rows; none when they cannot be read now."""
        try:
            with closing(connect(self.path, self.key, is_read_only=True)) as connection:
                return tuple(read_page(connection, self.tab, self.now, limit, offset))
        except (OSError, driver(self.key).Error):
            return ()


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
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        connection.execute("BEGIN")
        if connection.execute("PRAGMA user_version").fetchone()[0] != USER_VERSION:
            return None
        place = read_place(connection)
        tab = tab_of(place)
        rows = tuple(read_page(connection, tab, now, ROWS))
        counts = read_counts(connection, now)
        if tab == "all":
            count = int(connection.execute("SELECT count(*) FROM conversation").fetchone()[0])
        else:
            count = int(getattr(counts, tab))
        return FirstPage(rows, counts, place, count, tab, now, path, key)
    except trouble:
        return None
    finally:
        connection.close()
