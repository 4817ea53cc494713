"""Looks through a write-ahead log before SQLite does: it silently drops what follows a damaged frame.

SQLite stops reading at the first frame whose checksum is wrong, for a crash may leave the last transaction half
written. But a relay's commit is on disk before the next one begins; so where a wrong frame has a later transaction
behind it, texts that were acknowledged would be gone (file format: sqlite.org/fileformat2.html#the_write_ahead_log).

Behind a wrong header SQLite reads nothing at all. With synchronous FULL, as here, or NORMAL no crash loses anything so:
before SQLite begins the log anew all of it is in the database, on disk; then the header is written, and is on disk
before the first frame behind it is. A header that was torn on its way therefore has nothing behind it, or the frames of
a round of which the database has each newest page. Any other frames behind a wrong header were acknowledged after it
was right. (What is left behind them of still earlier rounds is in the database too, or overtaken: it says nothing.)
"""

import mmap
import os
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_INDEX = struct.Struct("=16xI")
"""The beginning of the index beside the log, as far as the number of frames that SQLite takes (`mxFrame`)."""
_DATABASE = struct.Struct(">16xH")
"""The beginning of a database, as far as the size of its pages."""
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""The order of the bytes in which checksums are counted."""
_SIZES = {1 << power for power in range(9, 17)}
"""The sizes that pages have."""
_ALL = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Round:
    """What goes for all frames that were written since the log was last begun anew."""

    order: str
    page: int
    salts: tuple[int, int]
    sums: tuple[int, int]
    """from which the checksum of the first frame follows"""


@dataclass(frozen=True, slots=True)
class _Frame:
    """One page in the log."""

    number: int
    """of the page in the database, from 1"""
    size: int
    """of the database, in pages, where this frame ends a transaction; else 0"""
    start: int
    """where the page's content begins in the log"""
    is_right: bool
    is_of_chain: bool
    """its checksum follows from what the frame before it says its own is"""


def is_damaged(database: Path) -> bool:
    """Would SQLite drop transactions of this database's log that were once on disk? False where there is no log.

    Only what SQLite does not take is gone through here, so that a long log is looked through in a moment. Nobody else
    may have the database open.
    """
    beside = database.with_name(f"{database.name}-wal")
    try:
        with beside.open("rb") as file:
            if os.fstat(file.fileno()).st_size < _HEADER.size:
                return False
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                told = _told_by_header(content)
                if told is None:
                    return _is_headless(content, database)
                return _is_cut(_frames(content, told, _taken(database)))
    except FileNotFoundError:
        return False


def _is_cut(frames: Iterable[_Frame]) -> bool:
    """Stands a transaction behind the first wrong frame?"""
    wrong, is_past_commit = False, False
    for frame in frames:
        if wrong and is_past_commit and frame.is_of_chain:
            return True
        wrong = wrong or not frame.is_right
        is_past_commit = is_past_commit or (wrong and frame.size > 0)
    return False


def _is_headless(content: mmap.mmap, database: Path) -> bool:
    """Stands behind a wrong header a transaction that the database does not have?

    Where frames stand there of which no transaction can be made out, one may be gone.
    """
    with database.open("rb") as file:
        page = _size_of_pages(file.read(_DATABASE.size))
        if page is None or len(content) < _HEADER.size + _FRAME.size + page:
            return False
        frames = list(_frames_alone(content, page))
        right = next((place for place, frame in enumerate(frames) if not frame.is_right), len(frames))
        ends = [place for place, frame in enumerate(frames[:right]) if frame.size]
        if not ends or _is_cut(frames):
            return True
        size = frames[ends[-1]].size
        if frames[0].number > size:  # of no page: nothing vouches for this frame
            return True
        newest = {frame.number: frame.start for frame in frames[: ends[-1] + 1] if frame.number <= size}
        for number, start in newest.items():
            file.seek((number - 1) * page)
            if file.read(page) != content[start : start + page]:
                return True
    return False


def _size_of_pages(head: bytes) -> int | None:
    """As the database itself says it; None for what is no database, which is found out elsewhere."""
    size = int(_DATABASE.unpack(head)[0]) if len(head) == _DATABASE.size else 0
    size = 65536 if size == 1 else size
    return size if size in _SIZES else None


def _taken(database: Path) -> int:
    """How many of the log's frames SQLite takes, as it writes down for all who open it; 0 where it does not say."""
    index = database.with_name(f"{database.name}-shm")
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            head = index.read_bytes()[: _INDEX.size]
    except (sqlite3.Error, OSError):
        return 0
    return int(_INDEX.unpack(head)[-1]) if len(head) == _INDEX.size else 0


def _told_by_header(content: mmap.mmap) -> _Round | None:
    """None for a wrong header: SQLite takes the log for empty."""
    magic, _, page, _, salt_1, salt_2, sum_1, sum_2 = _HEADER.unpack_from(content)
    order = _MAGIC.get(magic)
    if order is None or page not in _SIZES or _checksum(order, content[:24]) != (sum_1, sum_2):
        return None
    return _Round(order, page, (salt_1, salt_2), (sum_1, sum_2))


def _frames_alone(content: mmap.mmap, page: int) -> Iterator[_Frame]:
    """The frames by themselves: the first tells which are of its round, and is right if it names a page."""
    number, size, salt_1, salt_2, sum_1, sum_2 = _FRAME.unpack_from(content, _HEADER.size)
    yield _Frame(number, size, _HEADER.size + _FRAME.size, number > 0, False)
    rounds = [_Round(order, page, (salt_1, salt_2), (sum_1, sum_2)) for order in _MAGIC.values()]
    for told in rounds:
        if any(frame.is_of_chain for frame in _frames(content, told, 1)):
            yield from _frames(content, told, 1)
            return
    yield from _frames(content, rounds[0], 1)


def _frames(content: mmap.mmap, told: _Round, taken: int) -> Iterator[_Frame]:
    """The frames of the log behind the first `taken`, which are known to be right; those of an earlier round, which a
    later one has not yet written over, are not."""
    size_of_frame = _FRAME.size + told.page
    begin = _HEADER.size + taken * size_of_frame
    said = told.sums
    if taken and begin <= len(content):
        said = _FRAME.unpack_from(content, begin - size_of_frame)[4:]
    is_right = True
    for at in range(begin, len(content) - size_of_frame + 1, size_of_frame):
        number, size, *salts, sum_1, sum_2 = _FRAME.unpack_from(content, at)
        start = at + _FRAME.size
        is_of_chain = tuple(salts) == told.salts and (sum_1, sum_2) == _checksum(
            told.order, content[at : at + 8] + content[start : start + told.page], said
        )
        is_right = is_right and is_of_chain
        said = (sum_1, sum_2)
        yield _Frame(number, size, start, is_right, is_of_chain)


def _checksum(order: str, content: bytes, before: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    first, second = before
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & _ALL
        second = (second + odd + first) & _ALL
    return first, second
