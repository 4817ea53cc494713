"""The first picture: the waiting list, painted by the standard library alone before anything heavy is imported."""

import os
import termios
from collections.abc import Sequence
from typing import Any, Protocol

from rise_tui.domain.hours import age
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.terminal.palette import Ink, paint_of

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = "\x1b[m\x1b[?7h\x1b[?1049l\x1b[?25h"
_WIDE_FROM, _LIST_SHARE = 100, 58
"""Columns from which the conversation stands beside the list, and the list's part of them in percent."""
_WORD_FROM, _AGE_FROM = 66, 56
"""Columns of the list below which the mark's word, then the age, give way to name and text."""
_DAY = 86_400_000

_WORDS: dict[str, tuple[str, Ink]] = {
    "urgent": ("urgent", Ink.RED),
    "stop_like": ("stop?", Ink.RED),
    "photo": ("photo", Ink.BLUE),
    "yes": ("yes", Ink.GREEN),
    "no": ("no", Ink.AMBER),
    "thanks": ("thanks", Ink.FAINT),
    "new_number": ("number", Ink.AMBER),
    "wrong_person": ("wrong?", Ink.RED),
    "other_language": ("language", Ink.AMBER),
    "failed": ("failed", Ink.RED),
    "draft": ("draft", Ink.AMBER),
}
_KEYS = (
    ("Enter", "open"),
    ("r", "reply"),
    ("a", "done"),
    ("n", "next"),
    ("/", "search"),
    ("\\", "filter"),
    ("q", "quit"),
)


class Row(Protocol):
    """One conversation of the list."""

    @property
    def client_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def mark(self) -> str | None: ...
    @property
    def is_flagged(self) -> bool: ...
    @property
    def is_urgent(self) -> bool: ...
    @property
    def needs_reply_since_at(self) -> int | None: ...
    @property
    def last_at(self) -> int | None: ...
    @property
    def last_direction(self) -> str: ...
    @property
    def snippet(self) -> str: ...
    @property
    def unread_count(self) -> int: ...
    @property
    def has_photo(self) -> bool: ...
    @property
    def has_failed(self) -> bool: ...
    @property
    def has_draft(self) -> bool: ...


class Counts(Protocol):
    """How many conversations stand where."""

    @property
    def needs_reply(self) -> int: ...
    @property
    def waiting(self) -> int: ...
    @property
    def snoozed(self) -> int: ...
    @property
    def unknown(self) -> int: ...


class Place(Protocol):
    """Where the cursor stood."""

    @property
    def client_id(self) -> str | None: ...


class Page(Protocol):
    """The first page of the store, as `store.first_page` reads it."""

    @property
    def rows(self) -> Sequence[Row]: ...
    @property
    def counts(self) -> Counts: ...
    @property
    def place(self) -> Place | None: ...


class _Stage:
    """What was done to the terminal and is not yet handed over."""

    def __init__(self) -> None:  # a dataclass would cost 10 ms to import
        self.attributes: list[Any] | None = None
        self.is_shown = False


_stage = _Stage()
_Part = tuple[int, str, Ink]


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

    `size` is columns and lines, `theme` one of `dark light ansi none`, `now_ms` the time that ages count from.
    """
    width, height = size
    lines = _list(page, width, height, now_ms) if page is not None else {height // 2: [(4, say("Opening…"), Ink.DIM)]}
    lines[0] = _header(width)
    if page is not None:
        lines[2 if width >= _WIDE_FROM else 1] = _tabs(page.counts, width)
    lines[height - 1] = _footer(width)
    look = paint_of(theme, os.environ)
    out = [_ENTER]
    for y in range(height):
        is_panel = y in (0, height - 1) or (bool(lines.get(y)) and lines[y][0][1] == "▌")
        out.append(f"\x1b[{y + 1}H{look(Ink.TEXT, is_panel)}\x1b[K")
        if width >= _WIDE_FROM and 4 <= y < height - 2:
            rest = f"{look(Ink.TEXT, False)}\x1b[K" if is_panel else ""
            out.append(f"\x1b[{_list_width(width) + 1}G{rest}{look(Ink.LINE, False)}│")
        for x, text, ink in lines.get(y, ()):
            if 0 <= x < width:
                out.append(f"\x1b[{x + 1}G{look(ink, is_panel)}{text[: width - x]}")
    out.append("\x1b[m")
    picture = memoryview("".join(out).encode())
    while picture:
        picture = picture[os.write(out_fd, picture) :]
    _stage.is_shown = True


def _left(width: int) -> int:
    """The left edge of every screen."""
    return 4 if width >= _WIDE_FROM else 3


def _list_width(width: int) -> int:
    """Columns of the list."""
    return width * _LIST_SHARE // 100 if width >= _WIDE_FROM else width


def _header(width: int) -> list[_Part]:
    return [(_left(width) - 2, "rise", Ink.TITLE), (10, f"1 {say('Inbox')}", Ink.BOLD)]


def _tabs(counts: Counts, width: int) -> list[_Part]:
    """The ways to look at the list with their counts, the first one active."""
    tabs = (
        (say("Needs reply"), counts.needs_reply),
        (say("Waiting for them"), counts.waiting),
        (say("Snoozed"), counts.snoozed),
        (say("New numbers"), counts.unknown),
    )
    parts: list[_Part] = []
    x = _left(width)
    for label, count in tabs:
        end = x + len(label) + 1 + len(str(count))
        if end > width - 2:
            break
        word, number = (Ink.DIM, Ink.DIM) if parts else (Ink.BOLD, Ink.TITLE)
        parts += [(x, label, word), (x + len(label) + 1, str(count), number)]
        x = end + _left(width)
    return parts


def _footer(width: int) -> list[_Part]:
    parts: list[_Part] = []
    x = _left(width) - 2
    said = "? " + say("help")
    for key, label in ((key, say(label)) for key, label in _KEYS):
        end = x + len(key) + 1 + len(label)
        if end > width - 4 - len(said):
            break
        parts += [(x, key, Ink.TITLE), (x + len(key) + 1, label, Ink.DIM)]
        x = end + 3
    return [*parts, (width - 2 - len(said), said, Ink.DIM)]


def _list(page: Page, width: int, height: int, now_ms: int) -> dict[int, list[_Part]]:
    """The rows of the list, from the line on which they start."""
    top = 4 if width >= _WIDE_FROM else 3
    if not page.rows:
        return {top: [(_left(width), say("Nobody is waiting for you."), Ink.TEXT)]}
    shown = page.rows[: max(0, height - 2 - top)]
    at = page.place.client_id if page.place is not None else None
    selected = next((index for index, row in enumerate(shown) if row.client_id == at), 0)
    return {top + y: _row(row, y == selected, width, now_ms) for y, row in enumerate(shown)}


def _row(row: Row, is_selected: bool, width: int, now_ms: int) -> list[_Part]:
    """One conversation: who, what came with it, how long ago, the last words, what a rule saw in them."""
    left, end = _left(width), _list_width(width)
    mark = "failed" if row.has_failed else row.mark or ("draft" if row.has_draft else "")
    word, ink = _WORDS.get(mark, ("", Ink.TEXT))
    word = say(word) if word and end >= _WORD_FROM else ""
    glyph, glyph_ink = _glyph(row)
    parts: list[_Part] = [
        (left - 2, "▌" if is_selected else " ", Ink.AMBER),
        (left, one_line(row.name, 17), Ink.BOLD if row.unread_count else Ink.TEXT),
        (21, glyph, glyph_ink),
    ]
    text_at = left + 20
    since = row.needs_reply_since_at if row.needs_reply_since_at is not None else row.last_at
    if end >= _AGE_FROM and since is not None:
        text_at = left + 26
        ago = age(since, now_ms)
        is_late = row.needs_reply_since_at is not None and now_ms - since >= _DAY
        parts.append((left + 24 - len(ago), ago, Ink.AMBER if is_late else Ink.DIM))
    room = end - text_at - (len(word) + 3 if word else 2)
    parts += [(text_at, one_line(_said(row), room), ink), (end - 2 - len(word), word, ink)]
    return [part for part in parts if part[1]]


def _said(row: Row) -> str:
    """The last words, and whose they are."""
    words = row.snippet or (say("a photo, no words") if row.has_photo else say("no words"))
    return say("you: {words}", words=words) if row.last_direction == "outbound" else words


def _glyph(row: Row) -> tuple[str, Ink]:
    if row.is_urgent:
        return "!", Ink.RED
    if row.has_failed:
        return "✕", Ink.RED
    if row.has_photo:
        return "▣", Ink.BLUE
    if row.is_flagged:
        return "⚑", Ink.AMBER
    return ("✎", Ink.AMBER) if row.has_draft else ("", Ink.TEXT)
