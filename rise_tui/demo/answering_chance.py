"""Chance that is the same every time: drawn from what it is about, not from a row of numbers."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Chance:
    """Everything that may fall one way or another about one thing, say a text."""

    about: str

    def share(self, *what: object) -> float:
        """A number from 0 up to 1, always the same for the same words."""
        digest = hashlib.sha256("\x1f".join((self.about, *map(str, what))).encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:6]) / (1 << 48)

    def falls(self, share: float, *what: object) -> bool:
        """Does that happen which happens in such a share of cases?"""
        return self.share(*what) < share

    def pick(self, ways: Sequence[str], *what: object) -> str:
        """One of the ways."""
        return ways[int(self.share("pick", *what) * len(ways))]
