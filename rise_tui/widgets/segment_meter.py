"""How many texts this will be, which character made it so, what they cost, and when they leave."""

from rich.cells import cell_len
from textual.reactive import reactive

from rise_tui.domain.messages import MAX_CHARS
from rise_tui.domain.pricing import dollars, price_micros
from rise_tui.domain.say import say
from rise_tui.domain.segments import Weight
from rise_tui.widgets.ink import Part
from rise_tui.widgets.page_line import PageLine

_ROOM = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""Units of one text alone, and of one among several."""


class SegmentMeter(PageLine):
    """One line below the draft."""

    weight: reactive[Weight | None] = reactive(None)
    """Set by the screen after each edit; None while nothing is typed."""
    leaves: reactive[str] = reactive("")
    """When it will leave."""
    is_night: reactive[bool] = reactive(False)
    """Whether they sleep now, most likely."""
    can_be_plainer: reactive[bool] = reactive(False)
    """Whether C-g would change anything."""
    has_attached: reactive[bool] = reactive(False)
    """Whether something goes out although nothing is typed."""
    price: reactive[int] = reactive(0)
    """Micro-dollars of one text; 0: not known."""

    def parts(self, width: int) -> list[Part]:
        """`1 text · 36 of 160`, the culprit, the price, and when it leaves: as much of it as there is room for."""
        if self.weight is None and not self.has_attached:
            return []
        told = [] if self.weight is None else self._told(self.weight)
        needed = sum(cell_len(words) + 1 for words, _ in (told[:-1] if self._has_price else told))
        leaves = self.leaves
        if not self.is_night and 2 + needed + cell_len(leaves) + 2 > width:
            leaves = ""
        room = width - (cell_len(leaves) + 2 if leaves else 0)
        parts: list[Part] = []
        column = 2
        for words, role in told:
            if column + cell_len(words) > room and parts:
                break
            parts.append(Part(column, words, role))
            column += cell_len(words) + 1
        parts.append(Part(-2, leaves, "accent" if self.is_night else "faint"))
        return parts

    @property
    def _has_price(self) -> bool:
        """Whether the price is told, as the last thing: of one text everybody knows it."""
        weight = self.weight
        return bool(self.price) and weight is not None and weight.segments > 1 and weight.chars <= MAX_CHARS

    def _told(self, weight: Weight) -> list[tuple[str, str]]:
        """What is said of the words, the most needed first."""
        count = weight.segments
        if weight.chars > MAX_CHARS:
            over = say("{count} characters too many for one text", count=weight.chars - MAX_CHARS)
            return [(over, "bad")]
        told = [(say("1 text") if count == 1 else say("{count} texts", count=count), "accent" if count > 1 else "dim")]
        if count > 1 and weight.culprits:
            told.append((say("because of “{char}”", char=_shown(weight.culprits[0])), "dim"))
        else:
            alone, part = _ROOM[weight.alphabet]
            told.append(
                (say("· {used} of {room}", used=weight.units, room=alone if count < 2 else part * count), "dim")
            )
        if self.can_be_plainer:
            told += [(" C-g", "key"), (say("plainer"), "dim")]
        if self._has_price:
            told.append((say("· {price}", price=dollars(price_micros(count, self.price))), "dim"))
        return told


def _shown(character: str) -> str:
    """A character that can be seen, or its name where it cannot."""
    names = {"\u00a0": say("wide space"), "\t": say("tab")}
    if character in names:
        return names[character]
    return character if character.isprintable() else say("hidden sign")
