"""How a line is drawn: words at fixed columns, in roles and never in colours."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from rise_tui.domain.roles import ROLES
from rise_tui.domain.veil import Veil

PANEL = "panel-ground"
"""The theme's variable for the ground of a selected line."""

_LIFTED = Veil()
"""where a widget is shown alone"""


class Part(NamedTuple):
    """Words that begin at a column; a negative column is where they end, counted from the right edge."""

    column: int
    words: str
    role: str


class Inked(Widget):
    """A widget that draws its own lines in roles.

    Not in Textual's component classes: a widget that had one for each role would cost a dozen times as much to mount.
    """

    def ink(self, role: str, *, is_selected: bool = False) -> Style:
        """The style of a role on the widget's own ground, or on that of the selected line if it is that."""
        kept = self._inks.get((role, is_selected))
        if kept is None:
            kept = self._inks[role, is_selected] = self._mixed(role, is_selected)
        return kept

    @cached_property
    def _inks(self) -> dict[tuple[str, bool], Style]:
        """Styles that were mixed since the style sheet last changed: mixing one costs more than drawing its words."""
        return {}

    def _mixed(self, role: str, is_selected: bool) -> Style:
        variable, is_bold = ROLES[role]
        style = self.rich_style + Style(color=self._colour(variable), bold=is_bold or None)
        return style + Style(bgcolor=self._colour(PANEL)) if is_selected else style

    def _colour(self, variable: str) -> RichColor | None:
        """A colour of the theme; none where there is no theme of ours."""
        named = self.app.theme_variables.get(variable)
        return None if named is None else Color.parse(named).rich_color

    def notify_style_update(self) -> None:
        """The style sheet has changed: mix the inks anew."""
        self._inks.clear()
        super().notify_style_update()

    @property
    def is_open_to_keys(self) -> bool:
        """Whether no dialog lies over its room: the bar that says where one is stands in one place only."""
        return not self.is_attached or self.screen is self.app.screen

    @property
    def veil(self) -> Veil:
        """What masks names and numbers while somebody else can see the screen."""
        veil: Veil = getattr(self.app, "veil", _LIFTED)
        return veil

    def line(self, width: int, parts: Iterable[Part], *, is_selected: bool = False) -> Strip:
        """One line of `width` cells with these parts; a part never covers an earlier one's columns.

        Under the veil there are no numbers in it, and no name that `veil.name` has masked.
        """
        veil = self.veil
        if veil.is_down:
            parts = [part._replace(words=veil.words(part.words)) for part in parts]
        ground = self.ink("text", is_selected=is_selected)
        segments: list[Segment] = []
        at = 0
        for column, words, role in sorted((_placed(part, width) for part in parts), key=lambda part: part.column):
            room = width - max(column, at)
            if room <= 0 or not words:
                continue
            if column > at:
                segments.append(Segment(" " * (column - at), ground))
                at = column
            kept = words if cell_len(words) <= room else cut(words, room)
            segments.append(Segment(kept, self.ink(role, is_selected=is_selected)))
            at += cell_len(kept)
        if at < width:
            segments.append(Segment(" " * (width - at), ground))
        return Strip(segments, width)


def _placed(part: Part, width: int) -> Part:
    if part.column >= 0:
        return part
    return part._replace(column=max(0, width + part.column + 1 - cell_len(part.words)))


def cut(words: str, cells: int) -> str:
    """The words in at most so many cells, with … where some were cut."""
    if cell_len(words) <= cells:
        return words
    return set_cell_size(words, max(0, cells - 1)).rstrip() + "…" if cells > 0 else ""
