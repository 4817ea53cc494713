"""What a text is made of: its direction, its photos, and the carrier's limits."""

from dataclasses import dataclass
from enum import StrEnum

MAX_MEDIA = 10
"""Photos and files that one text may carry."""
MAX_CHARS = 1600
"""Characters (code points) of a body that the carrier takes, whatever the alphabet (its error 21617)."""


class Direction(StrEnum):
    """Who wrote it: the client (inbound) or the office (outbound)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class MediaState(StrEnum):
    """Is the photo here? `wanted`: not yet fetched; `failed`: it never will be."""

    WANTED = "wanted"
    STORED = "stored"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Media:
    """One photo or file of a text, the `index`-th from 0; `type` is sniffed once stored, declared before."""

    index: int
    sha256: str | None
    type: str
    state: MediaState = MediaState.WANTED
    bytes: int | None = None
    width: int | None = None
    height: int | None = None
