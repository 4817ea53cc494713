"""What a file really is, how large its picture, and whether it came whole: read from its bytes, never decoded."""

import mmap
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import filetype

HEAD = 8192
UNKNOWN = "application/octet-stream"
_TAIL = 4096
_SHOWN = ("image/", "video/", "audio/")

EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/gif": "gif",
        "image/webp": "webp",
        "image/heic": "heic",
        "image/avif": "avif",
        "image/bmp": "bmp",
        "image/tiff": "tif",
        "video/mp4": "mp4",
        "video/3gpp": "3gp",
        "video/quicktime": "mov",
        "video/webm": "webm",
        "audio/mpeg": "mp3",
        "audio/mp4": "m4a",
        "audio/amr": "amr",
        "audio/ogg": "ogg",
        "audio/x-wav": "wav",
        "application/pdf": "pdf",
        "application/zip": "zip",
        "text/vcard": "vcf",
        "text/calendar": "ics",
        "text/plain": "txt",
    }
)
"""The name's end for each type; anything else is `bin`."""


@dataclass(frozen=True)
class Sniffed:
    """What the bytes say. `is_whole` is False where they end too early, or are nothing of the kind that was said."""

    type: str
    is_whole: bool
    width: int | None = None
    height: int | None = None


def extension_of(type_: str) -> str:
    """The end of a file's name, from the sniffed type alone."""
    return EXTENSIONS.get(type_, "bin")


def sniff(path: Path, declared_type: str = "") -> Sniffed:
    """Look at a file. `declared_type` is what its sender called it; it only decides about what has no signature."""
    size = path.stat().st_size
    if size == 0:
        return Sniffed(UNKNOWN, is_whole=False)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        head = bytes(content[:HEAD])
        kind = filetype.guess(head)
        if kind is None:
            return _without_signature(content, head, declared_type.partition(";")[0].strip().lower())
        try:
            is_whole, width, height = _look(kind.mime, content)
        except (struct.error, IndexError, ValueError):
            return Sniffed(kind.mime, is_whole=False)
        return Sniffed(kind.mime, is_whole, width, height)


def _without_signature(content: mmap.mmap, head: bytes, declared: str) -> Sniffed:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:16].upper()
    if start.startswith(b"BEGIN:VCARD"):
        return Sniffed("text/vcard", b"END:VCARD" in content[-_TAIL:].upper())
    if start.startswith(b"BEGIN:VCALENDAR"):
        return Sniffed("text/calendar", b"END:VCALENDAR" in content[-_TAIL:].upper())
    if declared.startswith(_SHOWN):
        return Sniffed(UNKNOWN, is_whole=False)
    try:
        bytes(content).decode("utf-8")
    except UnicodeDecodeError:
        return Sniffed(UNKNOWN, is_whole=True)
    return Sniffed(UNKNOWN if b"\x00" in head else "text/plain", is_whole=True)


Look = tuple[bool, int | None, int | None]


def _look(mime: str, content: mmap.mmap) -> Look:
    if content[4:8] == b"ftyp":
        return _boxes(content)
    if content[:4] == b"RIFF":
        return _riff(content)
    look = _LOOKS.get(mime)
    return (True, None, None) if look is None else look(content)


def _png(content: mmap.mmap) -> Look:
    """Chunk after chunk to IEND."""
    width, height = struct.unpack_from(">II", content, 16)
    at = 8
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        at += 12 + length
        if name == b"IEND":
            return at <= len(content), width, height
    return False, width, height


def _jpeg(content: mmap.mmap) -> Look:
    """Segment after segment to the picture itself (past any thumbnail), then its end mark."""
    width = height = None
    at = 2
    while True:
        if content[at] != 0xFF:
            return False, width, height
        mark = content[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0x01 or 0xD0 <= mark <= 0xD8:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, at + 5)
        at += 2 + length
        if mark == 0xDA:
            return content.find(b"\xff\xd9", at) >= 0, width, height


def _gif(content: mmap.mmap) -> Look:
    width, height = struct.unpack_from("<HH", content, 6)
    return b"\x3b" in content[-16:], width, height


def _pdf(content: mmap.mmap) -> Look:
    return b"%%EOF" in content[-_TAIL:], None, None


def _riff(content: mmap.mmap) -> Look:
    (length,) = struct.unpack_from("<I", content, 4)
    is_whole = length + 8 <= len(content)
    if content[8:16] == b"WEBPVP8X":
        sizes = bytes(content[24:30])
        return is_whole, 1 + int.from_bytes(sizes[:3], "little"), 1 + int.from_bytes(sizes[3:], "little")
    if content[8:16] == b"WEBPVP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return is_whole, 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if content[8:16] == b"WEBPVP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return is_whole, width & 0x3FFF, height & 0x3FFF
    return is_whole, None, None


def _boxes(content: mmap.mmap) -> Look:
    """MP4, 3GP, QuickTime, HEIC: box after box must end within the file. A HEIC has the size that it is coded in."""
    at, is_whole = 0, True
    while at + 8 <= len(content):
        (size,) = struct.unpack_from(">I", content, at)
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, at + 8)
        if size == 0:
            break
        at += max(size, 8)
    else:
        is_whole = at == len(content)
    sizes, found = [(0, 0)], content.find(b"ispe", 0, HEAD * 8)
    while found >= 0:
        if found + 16 <= len(content):
            sizes.append(struct.unpack_from(">II", content, found + 8))
        found = content.find(b"ispe", found + 4, HEAD * 8)
    width, height = max(sizes, key=_area)
    return is_whole, width or None, height or None


def _area(size: tuple[int, int]) -> int:
    return size[0] * size[1]


_LOOKS: Mapping[str, Callable[[mmap.mmap], Look]] = MappingProxyType(
    {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "application/pdf": _pdf}
)
