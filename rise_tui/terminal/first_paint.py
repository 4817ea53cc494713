"""The first picture: the waiting list, painted by the standard library alone before anything heavy is imported."""

import os
import termios
from collections.abc import Sequence
from typing import Any, Protocol

from rise_tui.domain.ages import age
from rise_tui.domain.inbox_words import (
    FILTERS,
    OLD,
    SEARCH_HINT,
    Counted,
    Told,
    draft_keys,
    empty_keys,
    filters,
    glyph,
    last_words,
    list_keys,
    mark_words,
    next_steps,
    nobody,
)
from rise_tui.domain.place_words import in_header
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.terminal.palette import paint_of

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = "\x1b[m\x1b[?7h\x1b[?1049l\x1b[?25h"
_WIDE_FROM, _LIST_SHARE = 100, 58
"""Columns from which the conversation stands beside the list, and the list's part of them in percent."""
_WORD_FROM, _AGE_FROM = 66, 56
"""Columns of the list below which the mark's word, then the age, give way to name and text."""


class Row(Told, Protocol):
    """One conversation of the list."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def needs_reply_since_at(self) -> int | None: ...
    @property
    def last_at(self) -> int | None: ...
    @property
    def unread_count(self) -> int: ...


class Place(Protocol):
    """Where the cursor stood."""

    @property
    def filter(self) -> str: ...
    @property
    def client_id(self) -> str | None: ...
    @property
    def focus(self) -> str: ...


class Page(Protocol):
    """The first page of the store, as `store.first_page` reads it."""

    @property
    def rows(self) -> Sequence[Row]: ...
    @property
    def counts(self) -> Counted: ...
    @property
    def place(self) -> Place | None: ...


class _Stage:
    """What was done to the terminal and is not yet handed over."""

    def __init__(self) -> None:  # a dataclass would cost 10 ms to import
        self.attributes: list[Any] | None = None
        self.is_shown = False


_stage = _Stage()
_Part = tuple[int, str, str]
"""The column, the words, their role."""


def hold_keys(in_fd: int) -> None:
    """Read keys raw from now on: nothing is echoed, and what is typed waits in the terminal's queue for the app.

    Without a terminal on `in_fd` nothing happens.
    """
    try:
        before = termios.tcgetattr(in_fd)
        raw = termios.tcgetattr(in_fd)
        raw[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        raw[6][termios.VMIN] = 1
        termios.tcsetattr(in_fd, termios.TCSANOW, raw)  # TCSAFLUSH would drop what is typed already
    except termios.error:
        return
    _stage.attributes = before


def is_shown() -> bool:
    """Whether the first picture stands on the terminal and no driver has taken over."""
    return _stage.is_shown


def hand_over() -> list[Any] | None:
    """The driver takes the terminal as it stands: the attributes to go back to at the end, None when there are none."""
    attributes, _stage.attributes, _stage.is_shown = _stage.attributes, None, False
    return attributes


def give_back(in_fd: int, out_fd: int) -> None:
    """Leave the terminal as it was found; for a start that failed before a driver took over."""
    is_painted = _stage.is_shown
    attributes = hand_over()
    try:
        if is_painted:
            os.write(out_fd, _LEAVE.encode())
        if attributes is not None:
            termios.tcsetattr(in_fd, termios.TCSANOW, attributes)
    except (OSError, termios.error):
        pass  # the terminal is gone: nothing to give back


def paint(page: Page | None, size: tuple[int, int], out_fd: int, theme: str, now_ms: int) -> None:
    """Draw header, list and footer on the alternate screen of `out_fd`; without a page, the frame and *Opening…*.

    `size` is columns and lines, `theme` one of `dark light ansi none`, `now_ms` the time that ages count from. What is
    drawn stands where the app draws it a moment later, so that nothing jumps.
    """
    width, height = size
    lines = _lines(page, width, height, now_ms)
    is_divided = width >= _WIDE_FROM and page is not None and bool(page.rows)
    look = paint_of(theme, os.environ)
    out = [_ENTER]
    for y in range(height):
        is_panel = y in (0, height - 1) or (bool(lines.get(y)) and lines[y][0][1] == "▌")
        out.append(f"\x1b[{y + 1}H{look('text', is_panel)}\x1b[K")
        if is_divided and 4 <= y < height - 2:
            rest = f"{look('text', False)}\x1b[K" if is_panel else ""
            out.append(f"\x1b[{_list_width(width) + 1}G{rest}{look('line', False)}│")
        for x, text, role in lines.get(y, ()):
            if 0 <= x < width:
                out.append(f"\x1b[{x + 1}G{look(role, is_panel)}{text[: width - x]}")
    out.append("\x1b[m")
    picture = memoryview("".join(out).encode())
    while picture:
        picture = picture[os.write(out_fd, picture) :]
    _stage.is_shown = True


def _lines(page: Page | None, width: int, height: int, now_ms: int) -> dict[int, list[_Part]]:
    """What stands on each line."""
    if page is None:
        lines = {height // 2: [(4, say("Opening…"), "dim")]}
        keys: tuple[tuple[str, str], ...] = ()
    else:
        is_typing = page.place is not None and page.place.focus == "draft" and page.place.client_id is not None
        is_covered = is_typing and width < _WIDE_FROM
        lines = {} if is_covered else _list(page, width, height, now_ms, is_typing=is_typing)
        lines[2 if width >= _WIDE_FROM else 1] = _filters(page, width)
        keys = draft_keys() if is_typing else list_keys() if page.rows else empty_keys()
    lines[0] = [(_left(width) - 2, "rise", "key")]
    lines[0] += [(x, text, "title" if is_active else "dim") for x, text, is_active in in_header("inbox", width)]
    lines[height - 1] = _footer(keys, width)
    return lines


def _left(width: int) -> int:
    """The left edge of every screen."""
    return 4 if width >= _WIDE_FROM else 3


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


def _footer(keys: tuple[tuple[str, str], ...], width: int) -> list[_Part]:
    parts: list[_Part] = []
    x = _left(width) - 2
    said = "? " + say("help")
    for key, label in keys:
        end = x + len(key) + 1 + len(label)
        if end > width - 4 - len(said):
            break
        parts += [(x, key, "key"), (x + len(key) + 1, label, "dim")]
        x = end + 3
    return [*parts, (width - 2 - len(said), said, "dim")]


def _list(page: Page, width: int, height: int, now_ms: int, *, is_typing: bool) -> dict[int, list[_Part]]:
    """The rows of the list, from the line on which they start; the selected one is among them if it was read."""
    top = 4 if width >= _WIDE_FROM else 3
    if not page.rows:
        return _nobody(_filter(page), top, width)
    room = max(0, height - 2 - top)
    at = page.place.client_id if page.place is not None else None
    selected = next((index for index, row in enumerate(page.rows) if row.client_id == at), 0)
    first = _first_in_view(selected, room, len(page.rows))
    shown = page.rows[first : first + room]
    bar = "dim" if is_typing else "accent"
    return {top + y: _row(row, bar if first + y == selected else "", width, now_ms) for y, row in enumerate(shown)}


def _first_in_view(selected: int, room: int, count: int) -> int:
    """The first row shown, by the list's own rule: one step too far moves half a screen, a leap the least."""
    if selected < room:
        return 0
    return min(selected - room // 2, count - room) if selected == room else selected - room + 1


def _nobody(filter_id: str, top: int, width: int) -> dict[int, list[_Part]]:
    """An empty list is a page of its own."""
    left = _left(width)
    lines: dict[int, list[_Part]] = {top + 1: [(left, nobody(filter_id), "title")]}
    for y, (key, words) in enumerate(next_steps(), top + 3):
        lines[y] = [(left, key, "key"), (left + 8, words, "dim")]
    return lines


def _row(row: Row, bar: str, width: int, now_ms: int) -> list[_Part]:
    """One conversation: who, what came with it, how long ago, the last words, what a rule saw in them.

    `bar` is the role of the selection's bar; none where it is not selected.
    """
    left, end = _left(width), _list_width(width)
    word, role = mark_words(row)
    word = word if end >= _WORD_FROM else ""
    sign, sign_role = glyph(row)
    parts: list[_Part] = [
        (left - 2, "▌" if bar else " ", bar or "text"),
        (left, one_line(row.name, 17), "title" if row.unread_count else "text"),
        (21, sign, sign_role),
    ]
    text_at = left + 20
    since = row.needs_reply_since_at if row.needs_reply_since_at is not None else row.last_at
    if end >= _AGE_FROM and since is not None:
        text_at = left + 26
        ago = age(since, now_ms)
        is_late = row.needs_reply_since_at is not None and now_ms - since >= OLD
        parts.append((left + 24 - len(ago), ago, "accent" if is_late else "dim"))
    room = end - text_at - (len(word) + 3 if word else 2)
    parts += [(text_at, one_line(last_words(row), room), role), (end - 2 - len(word), word, role)]
    return [part for part in parts if part[1]]
