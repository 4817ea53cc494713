"""The one-line bars: header, filters, what just happened, and which keys fit this moment."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import RenderResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.place_words import BEGIN, in_header
from rise_tui.domain.say import say
from rise_tui.widgets.ink import Inked, Part, cut
from rise_tui.widgets.key_names import changed
from rise_tui.widgets.said_lines import wrap

NARROW = 100
"""Below so many columns the left edge is column 3, else 4."""
SHORT, FLAT = 16, 8
"""Below so many lines a window has no room for empty lines, and for nothing but what one reads and types."""


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
    """How the line to the office is: the words, whether it is up, and fewer words where there is no room for all."""

    words: str
    is_up: bool
    short: str = ""


class Header(PageLine):
    """Where one is, who one is, and how the line is."""

    active: reactive[str] = reactive("")
    """The id of the place one is in."""
    who: reactive[str] = reactive("")
    stands_in: reactive[tuple[str, ...]] = reactive(())
    """For whom one covers and that one is away, from the longest words to the shortest; some of them always stand."""
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
            sign = "●" if self.connection.is_up else "○"
            told = f"{sign} {self.connection.words}"
            who = cut(self._who(width, width - end - cell_len(told) - 8), max(0, width - end - 9))
            room = max(1, width - end - (cell_len(who) + 8 if who else 5))
            if cell_len(told) > room:
                told = cut(f"{sign} {self.connection.short or self.connection.words}", room)
            parts.append(Part(-3, told, role))
            parts.append(Part(-3 - cell_len(told) - 3, who, "dim"))
        return parts

    def _who(self, width: int, room: int) -> str:
        """The longest words that fit; where none does, the shortest of what always stands."""
        named = " ".join((self.who, *self.stands_in[:1]))
        ways = (*((named,) if width >= NARROW else ()), *self.stands_in)
        return next((words for words in ways if cell_len(words) <= room), self.stands_in[-1] if self.stands_in else "")


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
    news: reactive[tuple[tuple[str, str], ...]] = reactive(())
    """What is to be known of the list as it stands (how many are new, how many selected), each with its role."""

    def parts(self, width: int) -> list[Part]:
        """What is new at the right, and from the left each filter's word and count, while there is room."""
        told = [Part(-4, "", "dim")]
        end = width - 4
        for words, role in reversed(self.news):
            told.append(Part(end - cell_len(words), words, role))
            end -= cell_len(words) + 3
        width = end + 4 if self.news else width
        parts = self._filters(width)
        column = parts[-1].column + cell_len(parts[-1].words) if parts else edge(width)
        if self.hint and not self.news and column + cell_len(self.hint) + 6 < width:
            parts.append(Part(-4, self.hint, "faint"))
        return [*parts, *told[1:]]

    def _filters(self, width: int) -> list[Part]:
        """From the first one on; where the active one has no room then, from as few further right as let it stand."""
        every = [item.filter_id for item in self.filters]
        furthest = every.index(self.active) if self.active in every else 0
        for first in range(furthest + 1):
            parts, shown = self._filters_from(first, width)
            if self.active in shown:
                return parts
        return self._filters_from(0, width)[0]

    def _filters_from(self, first: int, width: int) -> tuple[list[Part], set[str]]:
        """Those that have room from that one on, and which they are."""
        column = edge(self.size.width)
        parts = []
        shown = set()
        for item in self.filters[first:]:
            is_active = item.filter_id == self.active
            count = "" if item.count is None else str(item.count)
            needed = cell_len(item.words) + (1 + len(count) if count else 0)
            if column + needed > width - 2:
                break
            parts.append(Part(column, item.words, "title" if is_active else "dim"))
            parts.append(Part(column + cell_len(item.words) + 1, count, "key" if is_active else "dim"))
            shown.add(item.filter_id)
            column += needed + (4 if self.size.width >= NARROW else 3)
        return parts, shown


ROOM_FOR_UNDO = 20
"""Cells below which what `z` would take back is no longer said: it would say nothing."""


@dataclass(frozen=True)
class Happening:
    """What just happened, in a role, and what can be done about it."""

    words: str
    role: str = "dim"
    hint: str = ""


class StatusLine(Inked):
    """Just above the footer: what just happened, and how to undo it; a trouble that is long takes up to three lines."""

    DEFAULT_CSS = "StatusLine { height: auto; min-height: 1; max-height: 3; }"
    MOST = 3

    happening: reactive[Happening | None] = reactive(None)
    undo: reactive[str] = reactive("")
    """What `z` would take back, in words; empty: nothing."""

    def watch_happening(self) -> None:
        """Only where it takes more lines, or fewer, everything above it moves."""
        if max(1, len(self._laid_out(self.size.width))) != self.size.height:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes."""
        return max(1, len(self._laid_out(width)))

    def render(self) -> RenderResult:
        """Nothing: the lines are drawn by render_line."""
        return ""

    def render_line(self, y: int) -> Strip:
        """The words, then the hint: beside them, or below where there is no room."""
        width = self.size.width
        lines = self._laid_out(width) or [[]]
        if y == len(lines) - 1:
            return self.line(width, [*lines[y], *self._undo(lines[y], width)])
        return self.line(width, lines[y] if y < len(lines) else [])

    def _undo(self, beside: list[Part], width: int) -> list[Part]:
        """At the right what `z` would take back, while there is room for it."""
        if not self.undo or (self.happening is not None and self.happening.hint == say("z takes it back")):
            return []
        end = beside[-1].column + cell_len(beside[-1].words) + 3 if beside else edge(self.app.size.width)
        told = cut(say("z takes back: {act}", act=self.undo), max(0, width - 3 - end))
        return [Part(-3, told, "dim")] if cell_len(told) >= ROOM_FOR_UNDO else []

    def _laid_out(self, width: int) -> list[list[Part]]:
        told = self.happening
        if told is None or not (told.words or told.hint):
            return []
        left = edge(self.app.size.width)
        room = max(8, width - left - 2)
        beside = left + cell_len(told.words) + 3 if told.words else left
        if beside + cell_len(told.hint) + 2 <= width:
            return [[Part(left, told.words, told.role), Part(beside, told.hint, "dim")]]
        if told.role != "bad":
            hint = cut(told.hint, max(0, width - beside - 2))
            return [[Part(left, cut(told.words, room), told.role), Part(beside, hint, "dim")]]
        lines = [[Part(left, line, told.role)] for line in wrap(told.words, room)]
        lines += [[Part(left, line, "dim")] for line in (wrap(told.hint, room) if told.hint else [])]
        return lines[: self.MOST]


@dataclass(frozen=True)
class Key:
    """A key and what it does, in a word or two."""

    key: str
    words: str


class Footer(PageLine):
    """At most eight keys, those that fit this moment; `?` has the rest, or F1 where one types and `?` is a sign."""

    keys: reactive[tuple[Key, ...]] = reactive(())
    is_covered: reactive[bool] = reactive(False)
    """Whether a dialog lies over it, whose keys are those that work."""
    MOST = 8

    def parts(self, width: int) -> list[Part]:
        """The keys from the left while there is room, help at the right; none of them under a dialog."""
        if self.is_covered:
            return []
        column = edge(width) - 2
        parts = []
        names = changed((self.screen.focused or self.screen).ancestors_with_self)
        help_key = "F1" if self._is_typing else "?"
        help_words = f"{names.get(help_key, help_key)} {say('help')}"
        room = width - cell_len(help_words) - 4
        for key in self.keys[: self.MOST]:
            sign = names.get(key.key, key.key)
            needed = cell_len(sign) + 1 + cell_len(key.words)
            if column + needed > room:
                break
            parts.append(Part(column, sign, "key"))
            parts.append(Part(column + cell_len(sign) + 1, key.words, "dim"))
            column += needed + 3
        parts.append(Part(-3, help_words, "dim"))
        return parts

    @property
    def _is_typing(self) -> bool:
        """Whether `?` would be typed where the focus is."""
        focused = self.screen.focused
        return focused is not None and focused.check_consume_key("?", "?")
