"""Looks through a write-ahead log before SQLite does: it silently drops what follows a damaged frame.

SQLite stops reading at the first frame whose checksum is wrong, for a crash may leave the last transaction half
written. But a relay's commit is on disk before the next one begins; so where a wrong frame has a later transaction
behind it, texts that were acknowledged would be gone (file format: sqlite.org/fileformat2.html#the_write_ahead_log).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
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
    """Would SQLite drop transactions of this database's log that were once on disk? False where there is no log."""
    beside = database.with_name(f"{database.name}-wal")
    try:
        content = beside.read_bytes()
    except FileNotFoundError:
        return False
    if len(content) < _HEADER.size:
        return False
    wrong, is_past_commit = False, False
    for frame in _frames(content):
        if wrong and is_past_commit and frame.is_of_chain:
            return True
        wrong = wrong or not frame.is_right
        is_past_commit = is_past_commit or (wrong and frame.is_commit)
    return False


def _frames(content: bytes) -> Iterator[_Frame]:
    """The frames of the log; those of an earlier round, which a later one has not yet written over, are not right."""
    magic, _, page, _, salt_1, salt_2, sum_1, sum_2 = _HEADER.unpack_from(content)
    order = _MAGIC.get(magic)
    if order is None or not 512 <= page <= 65536 or _checksum(order, content[:24]) != (sum_1, sum_2):
        return
    said = (sum_1, sum_2)
    is_right = True
    for at in range(_HEADER.size, len(content) - _FRAME.size - page + 1, _FRAME.size + page):
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
