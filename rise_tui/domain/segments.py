"""What the carrier bills: the alphabet of a text, its segments, and which character made it long.

GSM 03.38: 160 units alone, 153 a part; characters of the extension table cost two and are never cut in half. One
character outside makes the whole text UCS-2: 70 UTF-16 units alone, 67 a part, and no surrogate pair is cut.
Look-alikes inside GSM-7 can be proposed for what makes a text so dear; a screen shows them first, nothing is silent.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

Alphabet = Literal["GSM-7", "UCS-2"]

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic table of GSM 03.38, one unit each; its escape is not a character that one can write."""
EXTENDED = frozenset("\f^{}\\[~]|€")
"""The extension table, two units each."""
GSM_7 = BASIC | EXTENDED


@dataclass(frozen=True, slots=True)
class Weight:
    """How heavy a text is. `left`: units that still fit in the last segment; `culprits`: what is not in GSM-7."""

    alphabet: Alphabet
    units: int
    segments: int
    chars: int
    left: int
    culprits: tuple[str, ...]


def weigh(text: str) -> Weight:
    """The weight of a text as the carrier will cut it. An empty text has no segment."""
    if not GSM_7.issuperset(text):
        culprits = tuple(dict.fromkeys(character for character in text if character not in GSM_7))
        costs = [2 if character > "\uffff" else 1 for character in text]
        return _cut("UCS-2", costs, 70, 67, culprits)
    if EXTENDED.isdisjoint(text):
        return _even(len(text))
    return _cut("GSM-7", [2 if character in EXTENDED else 1 for character in text], 160, 153, ())


@lru_cache(maxsize=2048)
def _even(units: int) -> Weight:
    """A text of characters that cost one unit each, where nothing has to be kept whole: a broadcast has thousands."""
    if units <= 160:
        return Weight("GSM-7", units, 1 if units else 0, units, 160 - units, ())
    segments = -(-units // 153)
    return Weight("GSM-7", units, segments, units, segments * 153 - units, ())


def _cut(alphabet: Alphabet, costs: list[int], alone: int, part: int, culprits: tuple[str, ...]) -> Weight:
    units = sum(costs)
    if units <= alone:
        return Weight(alphabet, units, 1 if units else 0, len(costs), alone - units, culprits)
    segments, used = 1, 0
    for cost in costs:
        if used + cost > part:
            segments, used = segments + 1, 0
        used += cost
    return Weight(alphabet, units, segments, len(costs), part - used, culprits)


_QUOTES = dict.fromkeys("‘’‚‛′ʼʻ`´‹›＇", "'") | dict.fromkeys("“”„‟″«»＂", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_SPACES = dict.fromkeys("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " ")
_MORE_SPACES = dict.fromkeys("\u2028\u2029", "\n") | dict.fromkeys("\u202f\u205f\u3000", " ")
_NOTHING = dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
_OTHERS = {"•": "*", "·": "*", "∙": "*", "‣": "*", "×": "x", "⁄": "/", "∕": "/", "¸": ","}
LOOK_ALIKES = _QUOTES | _DASHES | _SPACES | _MORE_SPACES | _NOTHING | _OTHERS
"""One character to at most one of GSM-7's basic table, so that no text grows."""
ELLIPSIS = "…"


class Change(NamedTuple):
    """At `place` of the text, `old` would become `new`."""

    place: int
    old: str
    new: str


def plainer(text: str) -> str:
    """The text with every look-alike replaced; it never needs more segments than before. See `plainer_changes`."""
    return _apply(text, plainer_changes(text))


def plainer_changes(text: str) -> list[Change]:
    """What would be replaced, in order of its place in the text.

    - Quotes, dashes, odd spaces and bullets become their plain look-alike, wherever they stand; what is invisible goes.
    - A letter with its accent written apart becomes one character.
    - `…` becomes `...`, all or none of them: only when the text then needs no more segments than it does now.
    - Accents (á í ó ú) are spelling, in a name too: they stay, whatever they cost.
    """
    changes: list[Change] = []
    index = 0
    while index < len(text):
        old = _cluster(text, index)
        new = _plain(old)
        if new != old:
            changes.append(Change(index, old, new))
        index += len(old)
    if ELLIPSIS in text:
        dots = [Change(place, ELLIPSIS, "...") for place, character in enumerate(text) if character == ELLIPSIS]
        with_dots = sorted(changes + dots)
        if weigh(_apply(text, with_dots)).segments <= weigh(text).segments:
            return with_dots
    return changes


def _cluster(text: str, index: int) -> str:
    """The character there, with the accents that follow it where they compose to one character."""
    for end in (index + 3, index + 2):
        part = text[index:end]
        if (
            len(part) == end - index
            and unicodedata.combining(part[-1])
            and len(unicodedata.normalize("NFC", part)) == 1
        ):
            return part
    return text[index]


def _plain(old: str) -> str:
    composed = unicodedata.normalize("NFC", old) if len(old) > 1 else old
    if composed in GSM_7:
        return composed
    return LOOK_ALIKES.get(composed, composed)


def _apply(text: str, changes: list[Change]) -> str:
    pieces: list[str] = []
    end = 0
    for change in changes:
        pieces += (text[end : change.place], change.new)
        end = change.place + len(change.old)
    return "".join((*pieces, text[end:]))
