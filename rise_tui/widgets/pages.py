"""A page of words to go through: titles, keys with what they do, sentences; drawn line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rise_tui.widgets.ink import Inked, Part
from rise_tui.widgets.said_lines import wrap

KEYS = 14
"""Columns for the keys."""


@dataclass(frozen=True)
class Told:
    """A paragraph: its words in a role; `key`, if any, stands before them. An empty one is an empty line."""

    words: str = ""
    role: str = "text"
    key: str = ""


class Page(ScrollView, Inked, can_focus=True):
    """Paragraphs, as high as they are and no higher than there is room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "roll(1)", "Down", id="page.down", tooltip="Further down.", show=False),
        Binding("k,up", "roll(-1)", "Up", id="page.up", tooltip="Further up.", show=False),
        Binding("pagedown", "leaf(1)", "Page down", id="page.page-down", tooltip="A screen down.", show=False),
        Binding("pageup", "leaf(-1)", "Page up", id="page.page-up", tooltip="A screen up.", show=False),
    ]
    DEFAULT_CSS = "Page { scrollbar-size: 0 0; overflow-x: hidden; overflow-y: auto; height: auto; }"

    def __init__(self, paragraphs: Sequence[Told], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paragraphs = paragraphs
        self._lines: list[list[Part]] = []

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as they take."""
        return len(self._laid_out(width))

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again."""
        self._lines = self._laid_out(self.size.width)
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: on the first line in view."""
        return self.content_region.offset

    def render_line(self, y: int) -> Strip:
        """The line at that height."""
        index = y + self.scroll_offset.y
        return self.line(self.size.width, self._lines[index] if index < len(self._lines) else [])

    def action_roll(self, step: int) -> None:
        """Move so many lines."""
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, force=True, immediate=True)

    def action_leaf(self, step: int) -> None:
        """Move a screen."""
        self.action_roll(step * max(1, self.size.height - 1))

    def _laid_out(self, width: int) -> list[list[Part]]:
        lines: list[list[Part]] = []
        for told in self._paragraphs:
            left = KEYS if told.key else 0
            words = wrap(told.words, max(8, width - left)) if told.words else [""]
            first, *rest = words
            lines.append([*([Part(0, told.key, "accent")] if told.key else []), Part(left, first, told.role)])
            lines += [[Part(left, line, told.role)] for line in rest]
        return lines
