"""What may go out with a text: which kinds of files, how large, told before the phone company says no.

From Twilio's lists of accepted types and sizes: pictures of a text together at most 5 MB, other files 500 kB; carriers
shrink or drop what is above some 600 kB, so that is said too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rise_tui.domain.errors import BadInput
from rise_tui.domain.messages import MAX_MEDIA
from rise_tui.domain.say import say

MOST_PICTURES = 5_000_000
"""Bytes of all pictures of one text together."""
MOST_PDF = 500_000
"""Bytes of a PDF."""
BEST = 600_000
"""Bytes above which carriers may shrink a picture or drop it."""
HEAD = 16
"""Bytes at the beginning of a file that say what it is."""
PDF = "application/pdf"

_BEGINNINGS: Mapping[bytes, str] = MappingProxyType(
    {
        b"\xff\xd8\xff": "image/jpeg",
        b"\x89PNG\r\n\x1a\n": "image/png",
        b"GIF87a": "image/gif",
        b"GIF89a": "image/gif",
        b"%PDF-": PDF,
    }
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or PDF that goes out with a text: its SHA-256, what it is, and how many bytes it has."""

    sha256: str
    type: str
    bytes: int

    @property
    def words(self) -> str:
        """`photo  312 kB`, with a warning where carriers may shrink it."""
        kind = say("PDF") if self.type == PDF else say("photo")
        size = say("{kind}  {size} kB", kind=kind, size=max(1, self.bytes // 1000))
        if self.bytes > BEST and self.type != PDF:
            return size + " · " + say("some phones get it smaller, or not at all")
        return size


def kind_words(type_: str) -> str:
    """What came with a text, in a word; `type_` as the phone company gives it (`image/jpeg`), empty if it gave none."""
    if type_ == PDF:
        return say("PDF")
    kinds = {"image": say("photo"), "video": say("video"), "audio": say("recording"), "": say("photo or file")}
    return kinds.get(type_.partition("/")[0], say("file"))


def type_of(head: bytes) -> str:
    """The type of a file by its first bytes; empty for one that may not go out."""
    return next((type_ for beginning, type_ in _BEGINNINGS.items() if head.startswith(beginning)), "")


def limits() -> str:
    """What may be attached, in one line."""
    return say("A photo (JPEG, PNG, GIF) up to 5 MB, best under 600 kB; a PDF up to 500 kB.")


def check(one: Attachment, others: Sequence[Attachment] = ()) -> None:
    """May it go out beside these? Raises BadInput with what to do instead."""
    if not one.type:
        raise BadInput(say("This is no photo and no PDF"), limits(), say("Choose another file."))
    if one.bytes == 0:
        raise BadInput(say("This file is empty"), "", say("Choose another file."))
    if len(others) >= MAX_MEDIA:
        raise BadInput(say("A text carries ten files at most"), "", say("Send this one with the next text."))
    if one.type == PDF and one.bytes > MOST_PDF:
        raise BadInput(
            say("This PDF is too large"),
            say("It has {size} kB; 500 kB can go out.", size=one.bytes // 1000),
            say("Make it smaller, or send a photo of the page."),
        )
    pictures = sum(each.bytes for each in (*others, one) if each.type != PDF)
    if pictures > MOST_PICTURES:
        raise BadInput(
            say("These photos are too large") if others else say("This photo is too large"),
            say("Together {size} kB; 5000 kB can go out with one text.", size=pictures // 1000)
            if others
            else say("It has {size} kB; 5000 kB can go out.", size=one.bytes // 1000),
            say("Make it smaller, or send it in a text of its own.") if others else say("Make it smaller."),
        )
