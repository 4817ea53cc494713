"""Looks through a write-ahead log before SQLite does: it silently drops what follows a damaged frame.

SQLite stops reading at the first frame whose checksum is wrong, for a crash may leave the last transaction half
written. But a relay's commit is on disk before the next one begins; so where a wrong frame has a later transaction
behind it, texts that were acknowledged would be gone (file format: sqlite.org/fileformat2.html#the_write_ahead_log).
"""

import mmap
import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_INDEX = struct.Struct("=16xI")
"""The beginning of the index beside the log, as far as the number of frames that SQLite takes (`mxFrame`)."""
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""The order of the bytes in which checksums are counted."""
_ALL = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Frame:
    """One page in the log."""

    is_right: bool
    is_commit: bool
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
                return _is_cut(content, _taken(database))
    except FileNotFoundError:
        return False


def _is_cut(content: mmap.mmap, taken: int) -> bool:
    """Stands a transaction behind the first wrong frame? The first `taken` frames are known to be right."""
    wrong, is_past_commit = False, False
    for frame in _frames(content, taken):
        if wrong and is_past_commit and frame.is_of_chain:
            return True
        wrong = wrong or not frame.is_right
        is_past_commit = is_past_commit or (wrong and frame.is_commit)
    return False


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


def _frames(content: mmap.mmap, taken: int) -> Iterator[_Frame]:
    """The frames of the log behind the first `taken`; those of an earlier round, which a later one has not yet written
    over, are not right."""
    magic, _, page, _, salt_1, salt_2, sum_1, sum_2 = _HEADER.unpack_from(content)
    order = _MAGIC.get(magic)
    if order is None or not 512 <= page <= 65536 or _checksum(order, content[:24]) != (sum_1, sum_2):
        return
    size_of_frame = _FRAME.size + page
    begin = _HEADER.size + taken * size_of_frame
    said = (sum_1, sum_2)
    if taken and begin <= len(content):
        said = _FRAME.unpack_from(content, begin - size_of_frame)[4:]
    is_right = True
    for at in range(begin, len(content) - size_of_frame + 1, size_of_frame):
        _, size, frame_salt_1, frame_salt_2, frame_1, frame_2 = _FRAME.unpack_from(content, at)
        start = at + _FRAME.size
        is_of_chain = (frame_salt_1, frame_salt_2) == (salt_1, salt_2) and (frame_1, frame_2) == _checksum(
            order, content[at : at + 8] + content[start : start + page], said
        )
        is_right = is_right and is_of_chain
        said = (frame_1, frame_2)
        yield _Frame(is_right, size != 0, is_of_chain)


def _checksum(order: str, content: bytes, before: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    first, second = before
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & _ALL
        second = (second + odd + first) & _ALL
    return first, second
