"""A line for each text that waits: to whom, why and until when."""

from typing import Protocol

from rich.cells import cell_len
from textual.strip import Strip

from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import edge

NAMES, WHY = 26, 46
"""Cells for a name, and for what is held and why, where there is room."""
WIDE = 100
"""Cells from which on the beginning of the text stands there, too."""


class HeldRow(Protocol):
    """A text that waits; already safe."""

    @property
    def message_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def group_text(self) -> str: ...
    @property
    def writer(self) -> str: ...


class HeldList(LineList[HeldRow]):
    """The name, then what keeps the text; where there is room its first words, and who wrote it, if one did not."""

    def key_of(self, row: HeldRow) -> str:
        """The text."""
        return row.message_id

    def draw(self, row: HeldRow, width: int, *, is_selected: bool) -> Strip:
        """The name gives way to what is held and why."""
        left = edge(self.app.size.width)
        words_at = left + min(NAMES, width // 3)
        tail = row.group_text.partition(":")[0] or row.writer
        room = width - words_at - 3
        if tail and cell_len(row.words) + cell_len(tail) + 3 > room:
            tail = ""
        name = cut(self.veil.name(row.name), words_at - left - 2)
        parts = [Part(left, name, "title" if is_selected else "text")]
        if width >= WIDE:
            body = cut(" ".join(row.body.split()), room - WHY - (cell_len(tail) + 3 if tail else 0))
            parts += [Part(words_at, cut(row.words, WHY - 2), "accent"), Part(words_at + WHY, body, "dim")]
        else:
            parts.append(Part(words_at, cut(row.words, max(0, room)), "accent"))
        parts.append(Part(-3, tail, "dim"))
        if is_selected:
            parts += self.bar(left - 2)
        return self.line(width, parts, is_selected=is_selected)
