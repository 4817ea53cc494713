"""The one-line bars: header, filters, what just happened, and which keys fit this moment."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import RenderResult
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.place_words import BEGIN, in_header
from rise_tui.domain.say import say
from rise_tui.widgets.ink import Inked, Part, cut

NARROW = 100
"""Below so many columns the left edge is column 3, else 4."""


def edge(width: int) -> int:
    """The left edge of every screen."""
    return 4 if width >= NARROW else 3


class PageLine(Inked):
    """A bar of one line that is made of parts."""

    DEFAULT_CSS = "PageLine { height: 1; }"

    def parts(self, width: int) -> list[Part]:
        """What stands on it at this width."""
        raise NotImplementedError

    def render(self) -> RenderResult:
        """Nothing: the line is drawn by render_line."""
        return ""

    def render_line(self, y: int) -> Strip:
        """The bar."""
        width = self.size.width
        return self.line(width, self.parts(width))


@dataclass(frozen=True)
class Line:
    """How the line to the office is: the words, and whether it is up."""

    words: str
    is_up: bool


class Header(PageLine):
    """Where one is, who one is, and how the line is."""

    active: reactive[str] = reactive("")
    """The id of the place one is in."""
    who: reactive[str] = reactive("")
    connection: reactive[Line | None] = reactive(None)

    def parts(self, width: int) -> list[Part]:
        """`rise`, the places, and at the right the name and the connection."""
        parts = [Part(edge(width) - 2, "rise", "key")]
        end = BEGIN
        for column, words, is_active in in_header(self.active, width):
            parts.append(Part(column, words, "title" if is_active else "dim"))
            end = column + cell_len(words)
        if self.connection is not None:
            role = "dim" if self.connection.is_up else "accent"
            told = cut(f"{'●' if self.connection.is_up else '○'} {self.connection.words}", max(0, width - end - 5))
            parts.append(Part(-3, told, role))
            if width >= NARROW and end + cell_len(told) + cell_len(self.who) + 8 < width:
                parts.append(Part(-3 - cell_len(told) - 3, self.who, "dim"))
        return parts


@dataclass(frozen=True)
class Filter:
    """A way to look at the list: its id, its word, how many it has (None: not counted)."""

    filter_id: str
    words: str
    count: int | None


class FilterLine(PageLine):
    """The filters with their counts; the active one bright."""

    filters: reactive[tuple[Filter, ...]] = reactive(())
    active: reactive[str] = reactive("")
    hint: reactive[str] = reactive("")

    def parts(self, width: int) -> list[Part]:
        """Each filter's word and count, and a hint at the right while there is room."""
        column = edge(width)
        parts = []
        for item in self.filters:
            is_active = item.filter_id == self.active
            count = "" if item.count is None else str(item.count)
            needed = cell_len(item.words) + (1 + len(count) if count else 0)
            if column + needed > width - 2:
                break
            parts.append(Part(column, item.words, "title" if is_active else "dim"))
            parts.append(Part(column + cell_len(item.words) + 1, count, "key" if is_active else "dim"))
            column += needed + (4 if width >= NARROW else 3)
        if self.hint and column + cell_len(self.hint) + 2 < width:
            parts.append(Part(-4, self.hint, "faint"))
        return parts


@dataclass(frozen=True)
class Happening:
    """What just happened, in a role, and what can be done about it."""

    words: str
    role: str = "dim"
    hint: str = ""


class StatusLine(PageLine):
    """Just above the footer: what just happened and how to undo it."""

    happening: reactive[Happening | None] = reactive(None)

    def parts(self, width: int) -> list[Part]:
        """The words, then the hint."""
        if self.happening is None:
            return []
        left = edge(width)
        return [
            Part(left, self.happening.words, self.happening.role),
            Part(left + cell_len(self.happening.words) + 3, self.happening.hint, "dim"),
        ]


@dataclass(frozen=True)
class Key:
    """A key and what it does, in a word or two."""

    key: str
    words: str


class Footer(PageLine):
    """At most eight keys, those that fit this moment; `?` has the rest."""

    keys: reactive[tuple[Key, ...]] = reactive(())
    MOST = 8

    def parts(self, width: int) -> list[Part]:
        """The keys from the left while there is room, help at the right."""
        column = edge(width) - 2
        parts = []
        help_words = say("help")
        room = width - cell_len(help_words) - 6
        for key in self.keys[: self.MOST]:
            needed = cell_len(key.key) + 1 + cell_len(key.words)
            if column + needed > room:
                break
            parts.append(Part(column, key.key, "key"))
            parts.append(Part(column + cell_len(key.key) + 1, key.words, "dim"))
            column += needed + 3
        parts.append(Part(-3, f"? {help_words}", "dim"))
        return parts
