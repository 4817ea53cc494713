"""How many texts this will be, and which character made it so."""

from textual.reactive import reactive

from rise_tui.domain.say import say
from rise_tui.domain.segments import Weight
from rise_tui.widgets.ink import Part
from rise_tui.widgets.page_line import PageLine


class SegmentMeter(PageLine):
    """One line below the draft."""

    weight: reactive[Weight | None] = reactive(None)
    """Set by the screen after each edit; None while nothing is typed."""
    leaves: reactive[str] = reactive("")
    """When it will leave, or why it cannot."""

    def parts(self, width: int) -> list[Part]:
        """`1 text · 36 of 160`, the culprit, and when it leaves."""
        parts = []
        if self.weight is not None:
            count = self.weight.segments
            words = say("1 text") if count == 1 else say("{count} texts", count=count)
            parts.append(Part(2, words, "accent" if count > 1 else "dim"))
            column = 3 + len(words)
            more = say("· {left} left", left=self.weight.left)
            if count > 1 and self.weight.culprits:
                more = say("because of “{char}”", char=self.weight.culprits[0])
            parts.append(Part(column, more, "dim"))
        if self.leaves:
            parts.append(Part(-3, self.leaves, "faint"))
        return parts
