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
_SPLIT_FROM, _SPLIT = 110, 70
_DAY = 86_400_000

_WORDS: dict[str, tuple[str, Ink]] = {
    "urgent": ("urgent", Ink.RED),
    "stop_like": ("stop?", Ink.RED),
    "photo": ("photo", Ink.BLUE),
    "yes": ("yes", Ink.GREEN),
    "no": ("no", Ink.AMBER),
    "thanks": ("thanks", Ink.FAINT),
    "new_number": ("number", Ink.AMBER),
    "wrong_person": ("wrong person?", Ink.AMBER),
    "other_language": ("language", Ink.AMBER),
}
_KEYS = (("r", "reply"), ("a", "done"), ("t", "template"), ("s", "snooze"), ("f", "file"), ("z", "undo"))


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
        lines[2 if width >= _SPLIT_FROM else 1] = _tabs(page.counts, width)
    lines[height - 1] = _footer(width)
    look = paint_of(theme, os.environ)
    out = [_ENTER]
    for y in range(height):
        is_panel = y in (0, height - 1) or (bool(lines.get(y)) and lines[y][0][1] == "▌")
        out.append(f"\x1b[{y + 1}H{look(Ink.TEXT, is_panel)}\x1b[K")
        if width >= _SPLIT_FROM and 4 <= y < height - 2:
            rest = f"{look(Ink.TEXT, False)}\x1b[K" if is_panel else ""
            out.append(f"\x1b[{_SPLIT + 1}G{rest}{look(Ink.LINE, False)}│")
        for x, text, ink in lines.get(y, ()):
            if 0 <= x < width:
                out.append(f"\x1b[{x + 1}G{look(ink, is_panel)}{text[: width - x]}")
    out.append("\x1b[m")
    picture = memoryview("".join(out).encode())
    while picture:
        picture = picture[os.write(out_fd, picture) :]
    _stage.is_shown = True


def _header(width: int) -> list[_Part]:
    parts: list[_Part] = [(2, "rise", Ink.TITLE), (10, say("1 Inbox"), Ink.BOLD)]
    x = 10 + len(parts[-1][1]) + 4
    for label in (say("2 Clients"), say("3 Broadcast")):
        parts.append((x, label, Ink.DIM))
        x += len(label) + 4
    return parts


def _tabs(counts: Counts, width: int) -> list[_Part]:
    x = 4 if width >= _SPLIT_FROM else 3
    label = say("Needs reply")
    parts: list[_Part] = [(x, label, Ink.BOLD)]
    x += len(label) + 1
    parts.append((x, str(counts.needs_reply), Ink.TITLE))
    x += len(str(counts.needs_reply)) + 4
    for label, count in ((say("Waiting"), counts.waiting), (say("Snoozed"), counts.snoozed)):
        parts.append((x, f"{label} {count}", Ink.DIM))
        x += len(f"{label} {count}") + 3
    if width >= _SPLIT_FROM:
        parts.append((x, f"{say('Unknown')} {counts.unknown}", Ink.DIM))
    return parts


def _footer(width: int) -> list[_Part]:
    parts: list[_Part] = []
    x = 2
    for key, label in _KEYS:
        said = say(label)
        parts += [(x, key, Ink.TITLE), (x + len(key) + 1, said, Ink.DIM)]
        x += len(key) + len(said) + 4
    said = "? " + say("help")
    return [*parts, (width - 2 - len(said), said, Ink.DIM)]


def _list(page: Page, width: int, height: int, now_ms: int) -> dict[int, list[_Part]]:
    """The rows of the list, from the line on which they start."""
    top = 4 if width >= _SPLIT_FROM else 3
    if not page.rows:
        return {top: [(top, say("Nobody is waiting for you."), Ink.TEXT)]}
    shown = page.rows[: max(0, height - 2 - top)]
    at = page.place.client_id if page.place is not None else None
    selected = next((index for index, row in enumerate(shown) if row.client_id == at), 0)
    return {top + y: _row(row, y == selected, width, now_ms) for y, row in enumerate(shown)}


def _row(row: Row, is_selected: bool, width: int, now_ms: int) -> list[_Part]:
    """One conversation: who, what came with it, how long ago, the last words, what a rule saw in them."""
    is_split = width >= _SPLIT_FROM
    gutter, left, age_at, text_at, end = (2, 4, 23, 30, _SPLIT - 1) if is_split else (1, 3, 22, 29, width)
    word, ink = ("failed", Ink.RED) if row.has_failed else _WORDS.get(row.mark or "", ("", Ink.TEXT))
    word = say(word) if word else ""
    since = row.needs_reply_since_at or row.last_at
    ago = age(since, now_ms) if since is not None else ""
    is_old = row.needs_reply_since_at is not None and now_ms - row.needs_reply_since_at >= _DAY
    glyph, glyph_ink = _glyph(row)
    room = end - 2 - text_at - (len(word) + 1 if word else 0)
    parts: list[_Part] = [
        (gutter, "▌" if is_selected else " ", Ink.AMBER),
        (left, one_line(row.name, 17), Ink.BOLD if row.unread_count else Ink.TEXT),
        (21, glyph, glyph_ink),
        (age_at + 5 - len(ago), ago, Ink.AMBER if is_old else Ink.DIM),
        (text_at, one_line(row.snippet, room), ink),
        (end - 2 - len(word), word, ink),
    ]
    return [part for part in parts if part[1]]


def _glyph(row: Row) -> tuple[str, Ink]:
    if row.has_failed:
        return "✕", Ink.RED
    if row.is_urgent:
        return "!", Ink.RED
    if row.has_photo:
        return "▣", Ink.BLUE
    if row.has_draft:
        return "✎", Ink.AMBER
    return ("⚑", Ink.AMBER) if row.is_flagged else ("", Ink.TEXT)
