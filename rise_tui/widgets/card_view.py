"""A client's card: a line a field, under headings; the cursor stands on what can be changed."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.geometry import Offset
from textual.strip import Strip

from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import edge
from rise_tui.widgets.rows import Rows

LABELS = 13
"""Cells of the column of labels."""
WIDE_LABELS = 18
TAILS = 30
NARROW_PANE = 56
"""Below so many cells the card stands beside a conversation."""


@dataclass(frozen=True)
class CardRow:
    """A line of the card. Words are already safe.

    `key` tells it from others; `field`: what Enter changes there, empty: nothing (a heading, a blank, a line below).
    `tail` stands at the right edge.
    """

    key: str
    label: str = ""
    words: str = ""
    role: str = "text"
    field: str = ""
    tail: str = ""
    is_heading: bool = False


class CardList(LineList[CardRow]):
    """The card's lines; moving passes over what cannot be changed."""

    def key_of(self, row: CardRow) -> str:
        """The line's own key."""
        return row.key

    @property
    def left(self) -> int:
        """The column of the labels: the page's own edge, or beside a rule."""
        return 2 if self.size.width < NARROW_PANE else edge(self.app.size.width)

    @property
    def labels(self) -> int:
        """The width of the column of labels."""
        return LABELS if self.size.width < NARROW_PANE else WIDE_LABELS

    @property
    def _tail_at(self) -> int:
        """Where the tails stand: at the right edge, or on a page in a column that is not too far away."""
        return -3 if self.size.width < NARROW_PANE else self.left + TAILS

    def draw(self, row: CardRow, width: int, *, is_selected: bool) -> Strip:
        """The label, the words at a column that never moves, and what stands at the right."""
        left, is_here = self.left, is_selected and self.has_focus
        if row.is_heading:
            return self.line(width, [Part(left, row.label, "title"), Part(self._tail_at, row.tail, "faint")])
        words_at = left + self.labels if row.label else left
        room = max(0, width - words_at - 2 - (cell_len(row.tail) + 1 if row.tail else 0))
        parts = self.bar(left - 2) if is_here else []
        parts.append(Part(left, cut(row.label, self.labels - 1), "dim"))
        parts.append(Part(words_at, cut(row.words, room), "bright" if is_here and row.role == "text" else row.role))
        parts.append(Part(self._tail_at, row.tail, "dim"))
        return self.line(width, parts, is_selected=is_here)

    def show_rows(self, rows: tuple[CardRow, ...]) -> None:
        """Show these lines; the cursor stays where it is, or goes to the first that can be changed."""
        self.show(Rows(rows))
        if self.row is not None and not self.row.field:
            self.action_top()

    def action_move(self, step: int) -> None:
        """To the next line that can be changed, `step` of them away; at the end the rest comes into view."""
        way = 1 if step > 0 else -1
        index, left = self.selected, abs(step)
        while left:
            following = self._changeable(index + way, way)
            if following is None:
                break
            index, left = following, left - 1
        if index == self.selected:
            edge_row = self.length - 1 if way > 0 else 0
            self.scroll_to(y=max(0, edge_row - self.size.height + 1), animate=False, immediate=True)
        self.is_chosen = True
        self.selected = index

    def action_top(self) -> None:
        """To the first line that can be changed."""
        self.is_chosen = True
        self.selected = self._changeable(0, 1) or 0

    def action_bottom(self) -> None:
        """To the last line that can be changed."""
        self.is_chosen = True
        last = self._changeable(self.length - 1, -1)
        self.selected = self.selected if last is None else last

    def action_leaf(self, step: int) -> None:
        """A handful of lines."""
        self.action_move(step * max(1, self.size.height // 2))

    def _changeable(self, index: int, way: int) -> int | None:
        while 0 <= index < self.length:
            row = self.row_at(index)
            if row is not None and row.field:
                return index
            index += way
        return None

    @property
    def words_at(self) -> Offset:
        """Where on the screen the words of the selected line stand."""
        x, y = self.region.offset
        return Offset(x + self.left + self.labels, y + max(0, self.selected - self.scroll_offset.y))
