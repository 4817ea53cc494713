"""The states of a broadcast's texts, a line each: how many, in words, and what to know about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip

from rise_tui.domain.tallies import Standing
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, edge
from rise_tui.widgets.rows import Rows

ROLES: dict[Standing, str] = {
    Standing.DELIVERED: "good",
    Standing.SENT: "photo",
    Standing.WAITING: "text",
    Standing.HELD: "accent",
    Standing.UNKNOWN: "accent",
    Standing.FAILED: "bad",
    Standing.LATE: "bad",
    Standing.DROPPED: "dim",
}


@dataclass(frozen=True)
class StateRow:
    """So many texts in one state; all words are safe."""

    standing: Standing
    count: int
    words: str
    hint: str = ""


class TallyList(LineList[StateRow]):
    """Numbers under each other, words beside them; what is nobody's is faint."""

    def show_states(self, states: Sequence[StateRow]) -> None:
        """Show these, in as many lines as they are."""
        if len(states) != self.length or not self.length:
            self.styles.height = len(states)
        self.show(Rows(tuple(states)))

    def key_of(self, row: StateRow) -> str:
        """The state, in its words: what is held may be so for several reasons."""
        return f"{row.standing} {row.hint if row.standing is Standing.HELD else ''}"

    def draw(self, row: StateRow, width: int, *, is_selected: bool) -> Strip:
        """The number, the state, and what to know, while there is room."""
        left = edge(self.app.size.width)
        digits = max(2, *(len(str(one.count)) for one in self._source.page(0, 20)))
        role = ROLES[row.standing] if row.count else "faint"
        words_at = left + digits + 4
        hint_at = words_at + (26 if self.app.size.width >= NARROW else 24)
        parts = [
            Part(left, str(row.count).rjust(digits), "title" if role == "text" else role),
            Part(words_at, cut(row.words, max(0, width - words_at - 2)), role),
            Part(hint_at, cut(row.hint, max(0, width - hint_at - 2)), "dim"),
        ]
        if is_selected:
            parts += self.bar(left - 2)
        return self.line(width, parts, is_selected=is_selected and self.has_focus)
