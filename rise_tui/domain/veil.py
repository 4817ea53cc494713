"""The veil over names and numbers while somebody else can see the screen: initials and area codes stay."""

import re
from dataclasses import dataclass, field

DOT = "•"
"""What stands for a character that is masked."""
MOST = 4096
"""Names that are remembered; a screen shows a hundred."""
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-\u2010-\u2015]{5,}\d")
_SHOWN = 3
"""Digits of a number that stay: the area code."""


@dataclass
class Veil:
    """Down: names and numbers are masked; up: they are shown. Words keep their length, so that nothing moves."""

    is_down: bool = False
    _masked: dict[str, str] = field(default_factory=dict)
    """the names that were masked lately, so that they are masked within sentences too"""

    def name(self, name: str) -> str:
        """`Marcus Bell` as `M••••• B•••`."""
        if not self.is_down or not name:
            return name
        if name.startswith(("+", "(")):
            return self.words(name)
        masked = " ".join(word[:1] + DOT * (len(word) - 1) for word in name.split(" "))
        if len(self._masked) >= MOST:
            self._masked.clear()
        self._masked[name] = masked
        return masked

    def words(self, words: str) -> str:
        """A sentence without the numbers in it, and without the names that have been masked."""
        if not self.is_down:
            return words
        for name, masked in self._masked.items():
            if name in words:
                words = words.replace(name, masked)
        return _NUMBER.sub(lambda found: _without_digits(found.group()), words)

    def lift_or_drop(self) -> bool:
        """The other way round; whether it is down now."""
        self.is_down = not self.is_down
        self._masked.clear()
        return self.is_down


def _without_digits(number: str) -> str:
    """`(215) •••-••••`; a leading country code 1 counts for nothing."""
    stays = _SHOWN + (1 if number.startswith("+1") else 0)
    digits = 0
    masked = []
    for sign in number:
        digits += sign.isdigit()
        masked.append(DOT if sign.isdigit() and digits > stays else sign)
    return "".join(masked)
