"""A line for each text that waits: to whom, why and until when."""

from typing import Protocol

from rich.cells import cell_len
from textual.strip import Strip

from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import edge

NAMES = 30
"""Cells for a name where there is room."""


class HeldRow(Protocol):
    """A text that waits; already safe."""

    @property
    def message_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def group_text(self) -> str: ...


class HeldList(LineList[HeldRow]):
    """The name, then what keeps the text; at the right that it goes to many, where there is room."""

    def key_of(self, row: HeldRow) -> str:
        """The text."""
        return row.message_id

    def draw(self, row: HeldRow, width: int, *, is_selected: bool) -> Strip:
        """The name gives way to what is held and why."""
        left = edge(self.app.size.width)
        words_at = left + min(NAMES, width // 3)
        tail = say("group text") if row.group_text else ""
        room = width - words_at - 3
        if tail and cell_len(row.words) + cell_len(tail) + 3 > room:
            tail = ""
        parts = [
            Part(left, cut(self.veil.name(row.name), words_at - left - 2), "title" if is_selected else "text"),
            Part(words_at, cut(row.words, max(0, room)), "accent"),
            Part(-3, tail, "dim"),
        ]
        if is_selected:
            parts.append(Part(left - 2, "▌", "accent"))
        return self.line(width, parts, is_selected=is_selected)
