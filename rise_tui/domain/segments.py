"""What the carrier bills: the alphabet of a text, its segments, and which character made it long.

GSM 03.38: 160 units alone, 153 a part; characters of the extension table cost two and are never cut in half. One
character outside makes the whole text UCS-2: 70 UTF-16 units alone, 67 a part, and no surrogate pair is cut.
"""

from dataclasses import dataclass
from typing import Literal

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
    culprits = tuple(dict.fromkeys(character for character in text if character not in GSM_7))
    if culprits:
        costs = [2 if character > "\uffff" else 1 for character in text]
        return _cut("UCS-2", costs, 70, 67, culprits)
    costs = [2 if character in EXTENDED else 1 for character in text]
    return _cut("GSM-7", costs, 160, 153, culprits)


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
