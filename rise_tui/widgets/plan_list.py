"""What there is to decide about a text to many, a line each; and the lines that tell what would come of it."""

from collections.abc import Iterable
from typing import Protocol

from rich.cells import cell_len
from textual.app import RenderResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.veil import Veil
from rise_tui.widgets.ink import Inked, Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, edge
from rise_tui.widgets.said_lines import MEASURE, wrap

LABEL = 14
"""Cells that a label takes, its gap included; less on a narrow terminal."""
_SLIM, _SLIM_LABEL = 70, 12


class PlanRow(Protocol):
    """What a line shows; words are already safe."""

    @property
    def line_id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def aside(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def aside_role(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...


def veiled(veil: Veil, words: str, names: Iterable[str]) -> str:
    """Words with these people's names in them, masked where names are."""
    for name in names:
        veil.name(name)
    return veil.words(words)


class PlanList(LineList[PlanRow]):
    """Label, how it stands, and whom it concerns; columns that never move."""

    def key_of(self, row: PlanRow) -> str:
        """The line."""
        return row.line_id

    def action_open(self) -> None:
        """Open the selected line; before there are any it is the first that is meant: no key is lost."""
        self.post_message(self.Opened(self, self.row))

    def draw(self, row: PlanRow, width: int, *, is_selected: bool) -> Strip:
        """The line; on a narrow terminal the aside gives way first."""
        left = edge(self.app.size.width)
        text_at = left + (LABEL if width >= _SLIM else _SLIM_LABEL)
        parts = [Part(left, cut(row.label, text_at - left - 1), "bright" if is_selected else "dim")]
        if is_selected:
            parts += self.bar(left - 2)
        aside = self.veil.words(row.aside)
        has_room = width - text_at - cell_len(aside) - 6 >= min(24, cell_len(row.words))
        room = width - text_at - 3 - (cell_len(aside) + 3 if aside and has_room else 0)
        parts.append(Part(text_at, cut(veiled(self.veil, row.words, row.names), max(0, room)), row.role))
        if aside and has_room:
            parts.append(Part(-5 if width >= NARROW else -4, aside, row.aside_role))
        return self.line(width, parts, is_selected=is_selected)


class ToldRow(Protocol):
    """A sentence in a role, and what to do about it; words are already safe."""

    @property
    def words(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...


class ToldLines(Inked):
    """A few sentences, a line each; as many lines as there are sentences."""

    DEFAULT_CSS = "ToldLines { height: auto; }"

    told: reactive[tuple[ToldRow, ...]] = reactive((), layout=True)

    def render(self) -> RenderResult:
        """Nothing: the lines are drawn by render_line."""
        return ""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each."""
        return len(self.told)

    def render_line(self, y: int) -> Strip:
        """The sentence of that line, and its hint at the right while there is room."""
        width = self.size.width
        if y >= len(self.told):
            return self.line(width, [])
        one = self.told[y]
        left = edge(self.app.size.width)
        words = cut(veiled(self.veil, one.words, one.names), max(0, width - left - 3))
        parts = [Part(left, words, one.role)]
        if one.hint and left + cell_len(words) + cell_len(one.hint) + 6 <= width:
            parts.append(Part(-5 if width >= NARROW else -4, one.hint, "faint"))
        return self.line(width, parts)


class Example(Inked):
    """One text as it will arrive, under whose it is."""

    title: reactive[str] = reactive("")
    whose: reactive[str] = reactive("")
    """the name that stands in the title"""
    hint: reactive[str] = reactive("")
    words: reactive[str] = reactive("")

    def __init__(self, left: int | None = None, *, id: str | None = None) -> None:
        """`left`: the column where it begins, in a dialog; None: the edge of the screen."""
        super().__init__(id=id)
        self._left = left

    def render(self) -> RenderResult:
        """Nothing: the lines are drawn by render_line."""
        return ""

    def render_line(self, y: int) -> Strip:
        """The title, then the words in lines of a readable length; a title alone would say nothing."""
        width = self.size.width
        if self.size.height < 2:
            return self.line(width, [])
        left = edge(self.app.size.width) if self._left is None else self._left
        if y == 0 and self.title:
            parts = [Part(left, veiled(self.veil, self.title, [self.whose]), "dim")]
            if left + cell_len(self.title) + cell_len(self.hint) + 6 <= width:
                parts.append(Part(-5 if width >= NARROW else -4, self.hint, "faint"))
            return self.line(width, parts)
        lines = self._lines(width)
        if len(lines) >= self.size.height > 1:
            lines = [*lines[: self.size.height - 2], "…"]
        return self.line(width, [Part(left, lines[y - 1], "text")] if 0 < y <= len(lines) else [])

    def height_for(self, width: int) -> int:
        """How many lines it takes in that width, its title included."""
        return 1 + len(self._lines(width))

    def _lines(self, width: int) -> list[str]:
        left = edge(self.app.size.width) if self._left is None else self._left
        measure = min(MEASURE, max(8, width - left - 3))
        return [line for part in self.veil.words(self.words).split("\n") for line in wrap(part, measure)]
