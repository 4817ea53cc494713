"""How far a broadcast is, as a bar: what arrived, what is on its way, what failed, what is still to come."""

from rich.cells import cell_len
from textual.reactive import reactive

from rise_tui.domain.tallies import Standing, shares
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.page_line import PageLine, edge

LONGEST = 72
"""Cells of the bar on a wide terminal."""
DRAWN: dict[Standing, tuple[str, str]] = {
    Standing.DELIVERED: ("█", "good"),
    Standing.SENT: ("▒", "photo"),
    Standing.UNKNOWN: ("?", "accent"),
    Standing.FAILED: ("×", "bad"),
    Standing.LATE: ("·", "dim"),
    Standing.DROPPED: ("·", "dim"),
    Standing.HELD: ("╌", "accent"),
    Standing.WAITING: ("░", "faint"),
}
"""Each state by a glyph as well as by its colour, in the order in which the bar is drawn."""


class TallyBar(PageLine):
    """One line; beside it, where there is room, when it is done."""

    counts: reactive[dict[Standing, int]] = reactive(dict)
    told: reactive[str] = reactive("")

    def parts(self, width: int) -> list[Part]:
        """The bar from the left edge, every state that is somebody's with a cell at least."""
        left = edge(self.app.size.width)
        told_room = max(24, cell_len(self.told) + 5)
        cells = max(8, min(LONGEST, width - left - told_room))
        drawn = shares([self.counts.get(standing, 0) for standing in DRAWN], cells)
        parts, column = [], left
        for (sign, role), share in zip(DRAWN.values(), drawn, strict=True):
            if share:
                parts.append(Part(column, sign * share, role))
                column += share
        if not parts:
            parts.append(Part(left, "░" * cells, "faint"))
        parts.append(Part(left + cells + 3, cut(self.told, max(0, width - left - cells - 5)), "dim"))
        return parts
