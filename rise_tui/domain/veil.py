"""The veil over names and numbers while somebody else can see the screen: initials and area codes stay."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

DOT = "•"
"""What stands for a character that is masked."""
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-\u2010-\u2015]{5,}\d")
_END = re.compile(r"(?<=··)\d{2,4}\b")
"""The last digits of a number where the others are left out."""
_SHOWN = 3
"""Digits of a number that stay: the area code."""


@dataclass
class Veil:
    """Down: names and numbers are masked; up: they are shown. Words keep their length, so that nothing moves."""

    is_down: bool = False
    _known: dict[str, dict[str, str]] = field(default_factory=dict)
    """names and what stands for them, by their first word: so that a sentence is looked through once for all of them"""
    _called: dict[str, list[str]] = field(default_factory=dict)
    """the names by first words that no sentence has had yet: of ten thousand each is masked when it is met, for the key
    that drops the veil waits for it"""

    def name(self, name: str) -> str:
        """`Marcus Bell` as `M••••• B•••`; from now on also in a sentence, as is *Marcus* alone: so texts begin."""
        if not self.is_down or not name:
            return name
        if name.startswith(("+", "(")):
            return self.words(name)
        return self._keep(name)

    def words(self, words: str) -> str:
        """A sentence without the numbers in it, and without the names that are known."""
        if not self.is_down:
            return words
        numbered = _NUMBER.sub(lambda found: _without_digits(found.group()), self._without_names(words))
        return _END.sub(lambda found: DOT * len(found.group()), numbered)

    def drop(self, names: Iterable[str]) -> None:
        """Mask from now on; `names`: everybody who may stand in a sentence before a line of theirs is drawn."""
        self.is_down = True
        for name in names:
            first = name.partition(" ")[0]
            if first.isalnum():
                self._called.setdefault(first, []).append(name)
            else:
                self._keep(name)

    def lift(self) -> None:
        """Show everything again, and forget the names."""
        self.is_down = False
        self._known.clear()
        self._called.clear()

    def _keep(self, name: str) -> str:
        masked = " ".join(word[:1] + DOT * (len(word) - 1) for word in name.split(" "))
        if first := _WORD.search(name):  # what stands before it, a quote or a bracket, tells nothing
            at = first.start()
            word = first.group()
            self._known.setdefault(word, {})[name[at:]] = masked[at:]
            self._known[word].setdefault(word, word[:1] + DOT * (len(word) - 1))
        return masked

    def _without_names(self, words: str) -> str:
        parts, done = [], 0
        for found in _WORD.finditer(words):
            if found.start() < done:
                continue
            for name in self._called.pop(found.group(), ()):
                self._keep(name)
            here = [name for name in self._known.get(found.group(), ()) if words.startswith(name, found.start())]
            if here:
                name = max(here, key=len)
                parts += [words[done : found.start()], self._known[found.group()][name]]
                done = found.start() + len(name)
        return "".join(parts) + words[done:]


def _without_digits(number: str) -> str:
    """`(215) •••-••••`; a leading country code 1 counts for nothing."""
    stays = _SHOWN + (1 if number.startswith("+1") else 0)
    digits = 0
    masked = []
    for sign in number:
        digits += sign.isdigit()
        masked.append(DOT if sign.isdigit() and digits > stays else sign)
    return "".join(masked)
