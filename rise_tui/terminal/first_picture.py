"""What the first picture shows: the waiting list as it was left, laid out by the standard library alone."""

from collections.abc import Sequence
from typing import Protocol

from rise_tui.domain.ages import age
from rise_tui.domain.half_screens import first_in_view
from rise_tui.domain.inbox_keys import Keys, draft_keys, empty_keys, list_keys, possible
from rise_tui.domain.inbox_words import (
    FILTERS,
    NAME_TO,
    OLD,
    SEARCH_HINT,
    Counted,
    Line,
    filters,
    glyph,
    last_words,
    mark_words,
    next_steps,
    nobody,
)
from rise_tui.domain.place_words import in_header
from rise_tui.domain.proposals import Proposal, proposal_words, propose
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.terminal.cells import Row as Cells
from rise_tui.terminal.cells import Screen
from rise_tui.terminal.clusters import cells_of
from rise_tui.terminal.palette import Looks
from rise_tui.terminal.sgr import on_blank

PAGE = 60
"""Rows of the list that are read at a time."""
_WIDE_FROM, _LIST_SHARE = 100, 58
"""Columns from which the conversation stands beside the list, and the list's part of them in percent."""
_SHORT, _FLAT = 16, 8
"""Lines below which there are no empty ones, and below which no header stands."""
_WORD_FROM, _AGE_FROM = 66, 56
"""Columns of the list below which the mark's word, then the age, give way to name and text."""
_Part = tuple[int, str, str]
"""The column, the words, their role."""


class Place(Protocol):
    """Where the cursor stood."""

    @property
    def screen(self) -> str: ...
    @property
    def filter(self) -> str: ...
    @property
    def client_id(self) -> str | None: ...
    @property
    def focus(self) -> str: ...


class Page(Protocol):
    """The first page of the store, as `store.first_page` reads it; `count` rows are under its tab."""

    @property
    def rows(self) -> Sequence[Line]: ...
    @property
    def count(self) -> int: ...
    @property
    def counts(self) -> Counted: ...
    @property
    def place(self) -> Place | None: ...
    def rows_from(self, offset: int, limit: int) -> Sequence[Line]: ...


class Picture:
    """The first picture, and where one is in its list."""

    def __init__(self, page: Page | None, size: tuple[int, int], looks: Looks, now_ms: int) -> None:
        """`size` is columns and lines, `now_ms` the time that ages count from; without a page it says *Opening…*."""
        self.page, self.looks, self._now = page, looks, now_ms
        self.width, self.height = size
        self._pages: dict[int, Sequence[Line]] = {0: page.rows} if page is not None else {}
        self._drawn: dict[tuple[int, str], Cells] = {}
        self.has_usual_keys = True
        """whether the footer names keys: others of the settings' own are known to the app alone"""
        self.selected = self.first = 0
        if page is not None and page.place is not None:
            at = page.place.client_id
            self.selected = next((index for index, row in enumerate(page.rows) if row.client_id == at), 0)
            self._keep_in_view()

    @property
    def is_list(self) -> bool:
        """Whether there is a list in which keys can move: somebody is in it, and one was not typing."""
        page = self.page
        return page is not None and bool(page.rows) and not _is_typing(page) and not _is_covered(page, self.width)

    @property
    def room(self) -> int:
        """Lines of the list."""
        return max(0, self.height - 2 - _top(self.width, self.height))

    @property
    def row(self) -> Line | None:
        """Who is selected."""
        return self._row_at(self.selected)

    def select(self, index: int) -> None:
        """Go to that row, or to the last one before it that is there."""
        count = 0 if self.page is None else self.page.count
        self.selected = max(0, min(index, count - 1))
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        """By the list's own rule: as many half screens as it takes."""
        count = 0 if self.page is None else self.page.count
        self.first = first_in_view(self.first, self.selected, self.room, count)

    def _row_at(self, index: int) -> Line | None:
        if self.page is None or not 0 <= index < self.page.count:
            return None
        start = index - index % PAGE
        if start not in self._pages:
            self._pages[start] = self.page.rows_from(start, PAGE)
        rows = self._pages[start]
        return rows[index - start] if index - start < len(rows) else None

    def screen(self) -> Screen:
        """All of it, cell by cell, with the cursor on the selected row."""
        lines = _frame(self.page, self.row, self.width, self.height)
        if not self.has_usual_keys:
            del lines[self.height - 1]
        panels = (0 if self.height >= _FLAT else -1, self.height - 1)
        rows = [self._cells(lines.get(y, []), is_panel=y in panels) for y in range(self.height)]
        top = _top(self.width, self.height)
        if self.page is not None and self.page.rows and not _is_covered(self.page, self.width):
            for y in range(top, top + self.room):
                rows[y] = self._list_row(self.first + y - top)
        cursor = (0, min(top + self.selected - self.first, self.height - 1))
        return Screen(self.width, self.height, rows, cursor)

    def _list_row(self, index: int) -> Cells:
        row = self._row_at(index)
        bar = ""
        if index == self.selected and self.page is not None:
            bar = "dim" if _is_typing(self.page) else "accent"
        if (index, bar) not in self._drawn:
            parts = [] if row is None else _row(row, bar, self.width, self._now)
            cells = self._cells(parts, is_panel=bool(bar), panel_to=_list_width(self.width))
            if self.width >= _WIDE_FROM:
                cells.put(_list_width(self.width), "│", self.looks("line", False))
            self._drawn[index, bar] = cells
        return self._drawn[index, bar]

    def _cells(self, parts: Sequence[_Part], *, is_panel: bool, panel_to: int | None = None) -> Cells:
        """A line with these parts, on the ground or on the panel; the panel may end before the line."""
        width = self.width
        cells = Cells([" "] * width, [on_blank(self.looks("text", False))] * width)
        if is_panel:
            cells.put(0, " " * (width if panel_to is None else panel_to), self.looks("text", True))
        for x, words, role in parts:
            if 0 <= x < width:
                cells.put(x, cells_of(words), self.looks(role, is_panel))
        return cells


def _is_typing(page: Page) -> bool:
    return page.place is not None and page.place.focus == "draft" and page.place.client_id is not None


def _is_covered(page: Page, width: int) -> bool:
    """Whether the conversation stands over the list."""
    is_open = page.place is not None and page.place.screen == "client" and page.place.client_id is not None
    return is_open or (_is_typing(page) and width < _WIDE_FROM)


def _frame(page: Page | None, row: Line | None, width: int, height: int) -> dict[int, list[_Part]]:
    """What stands around the list, or in its place; `row` is the selected one."""
    if page is None:
        lines = {height // 2: [(4, say("Opening…"), "dim")]}
        keys: tuple[tuple[str, str], ...] = ()
    else:
        lines = {} if page.rows else _nobody(_filter(page), _top(width, height), width)
        lines[_filters_at(width, height)] = _filters(page, width)
        keys = draft_keys() if _is_typing(page) else _list_keys(row)
        if _is_covered(page, width):
            lines, keys = {}, draft_keys() if _is_typing(page) else ()
    if height >= _FLAT:
        lines[0] = [(_left(width) - 2, "rise", "key")]
        lines[0] += [(x, text, "title" if is_active else "dim") for x, text, is_active in in_header("inbox", width)]
    help_key = "F1" if page is not None and _is_typing(page) else "?"
    lines[height - 1] = _footer(keys, help_key, width)
    return lines


def _list_keys(row: Line | None) -> Keys:
    """The keys of the list, for the selected row; of an empty list, where there is none."""
    if row is None:
        return empty_keys()
    proposal = propose(row, row.client_id)
    if proposal is Proposal.NEW_NUMBER:
        return ()  # whose it is may have been said by now: that is known once the app is there
    return list_keys("" if proposal is None else proposal_words(proposal), possible(row))


def _left(width: int) -> int:
    """The left edge of every screen."""
    return 4 if width >= _WIDE_FROM else 3


def _filters_at(width: int, height: int) -> int:
    """The line on which the ways to look at the list stand."""
    if height < _FLAT:
        return 0
    return 2 if width >= _WIDE_FROM and height >= _SHORT else 1


def _top(width: int, height: int) -> int:
    """The line on which the list begins."""
    return _filters_at(width, height) + (2 if height >= _SHORT else 1)


def _list_width(width: int) -> int:
    """Columns of the list."""
    return width * _LIST_SHARE // 100 if width >= _WIDE_FROM else width


def _filter(page: Page) -> str:
    return page.place.filter if page.place is not None and page.place.filter in FILTERS else FILTERS[0]


def _filters(page: Page, width: int) -> list[_Part]:
    """The ways to look at the list with their counts, the active one bright."""
    parts: list[_Part] = []
    x = _left(width)
    for filter_id, label, count in filters(page.counts):
        number = "" if count is None else str(count)
        needed = len(label) + (1 + len(number) if number else 0)
        if x + needed > width - 2:
            break
        word, counted = ("title", "key") if filter_id == _filter(page) else ("dim", "dim")
        parts += [(x, label, word), (x + len(label) + 1, number, counted)]
        x += needed + _left(width)
    if x + len(say(SEARCH_HINT)) + 2 < width:
        parts.append((width - 3 - len(say(SEARCH_HINT)), say(SEARCH_HINT), "faint"))
    return parts


def _footer(keys: tuple[tuple[str, str], ...], help_key: str, width: int) -> list[_Part]:
    parts: list[_Part] = []
    x = _left(width) - 2
    said = f"{help_key} {say('help')}"
    for key, label in keys:
        end = x + len(key) + 1 + len(label)
        if end > width - 4 - len(said):
            break
        parts += [(x, key, "key"), (x + len(key) + 1, label, "dim")]
        x = end + 3
    return [*parts, (width - 2 - len(said), said, "dim")]


def _nobody(filter_id: str, top: int, width: int) -> dict[int, list[_Part]]:
    """An empty list is a page of its own."""
    left = _left(width)
    lines: dict[int, list[_Part]] = {top + 1: [(left, nobody(filter_id), "title")]}
    for y, (key, words) in enumerate(next_steps(), top + 3):
        lines[y] = [(left, key, "key"), (left + 8, words, "dim")]
    return lines


def _row(row: Line, bar: str, width: int, now_ms: int) -> list[_Part]:
    """One conversation: who, what came with it, how long ago, the last words, what a rule saw in them.

    `bar` is the role of the selection's bar; none where it is not selected.
    """
    left, end = _left(width), _list_width(width)
    word, role = mark_words(row)
    word = word if end >= _WORD_FROM else ""
    sign, sign_role = glyph(row)
    parts: list[_Part] = [
        (left - 2, "▌" if bar else "", bar or "text"),
        (left, one_line(row.name, NAME_TO - left), "title" if row.unread_count else "text"),
        (NAME_TO + 1, sign, sign_role),
    ]
    text_at = left + 20
    since = row.needs_reply_since_at if row.needs_reply_since_at is not None else row.last_at
    if end >= _AGE_FROM and since is not None:
        text_at = left + 26
        ago = age(since, now_ms)
        is_late = row.needs_reply_since_at is not None and now_ms - since >= OLD
        parts.append((left + 24 - min(len(ago), 5), ago, "accent" if is_late else "dim"))
    room = end - text_at - (len(word) + 3 if word else 2)
    parts += [(text_at, one_line(last_words(row), room), role), (end - 2 - len(word), word, role)]
    return [part for part in parts if part[1]]
