"""A line for each text that went to a number, or waits to: when, and its first words."""

from dataclasses import dataclass

from textual.strip import Strip

from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList

WHEN = 20
"""Cells for the time."""


@dataclass(frozen=True)
class SentLine:
    """A text: when, in words, and its own; safe for a terminal. `is_off`: it waits, and would never leave."""

    message_id: str
    when: str
    words: str
    is_off: bool = False


class SentList(LineList[SentLine]):
    """The time, then the words."""

    def key_of(self, row: SentLine) -> str:
        """The text."""
        return row.message_id

    def draw(self, row: SentLine, width: int, *, is_selected: bool) -> Strip:
        """What would be taken off is told in the accent colour."""
        parts = [
            Part(2, cut(row.when, WHEN - 2), "accent" if row.is_off else "dim"),
            Part(WHEN + 2, cut(row.words, max(0, width - WHEN - 4)), "bright" if is_selected else "text"),
        ]
        if is_selected:
            parts += self.bar(0)
        return self.line(width, parts, is_selected=is_selected)
