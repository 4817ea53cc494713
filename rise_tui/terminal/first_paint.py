"""The first picture: painted by the standard library alone before anything heavy is imported, then handed over."""

import os
import termios
from typing import Any

from rise_tui.terminal.cells import Row, Screen
from rise_tui.terminal.first_keys import FirstKeys
from rise_tui.terminal.first_picture import Page, Picture
from rise_tui.terminal.painter import Counters, Painter, open_terminal, restore_now
from rise_tui.terminal.palette import has_bce, looks_of
from rise_tui.terminal.sgr import change, on_blank

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
_LEAVE = "\x1b[m\x1b[?7h\x1b[?1049l\x1b[?25h"
_PATIENCE = 1.0
"""Seconds that giving back waits for a terminal that does not read."""


class _Stage:
    """What was done to the terminal and is not yet handed over."""

    def __init__(self) -> None:
        self.attributes: list[Any] | None = None
        self.painter: Painter | None = None
        self.keys: FirstKeys | None = None


_stage = _Stage()


def hold_keys(in_fd: int) -> None:
    """Read keys raw from now on: nothing is echoed, and what is typed waits in the terminal's queue.

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


def paint(
    page: Page | None, size: tuple[int, int], out_fd: int, theme: str, now_ms: int, *, has_usual_keys: bool = True
) -> Picture:
    """Draw header, list and footer on the alternate screen of `out_fd`; without a page, the frame and *Opening…*.

    `size` is columns and lines, `theme` one of `dark light ansi none`, `now_ms` the time that ages count from. What is
    drawn stands where the app draws it a moment later, so that nothing jumps. Where the settings have other keys
    (`has_usual_keys` false) the footer waits for the app, which knows them.
    """
    picture = Picture(page, size, looks_of(theme, os.environ), now_ms)
    picture.has_usual_keys = has_usual_keys
    ground = on_blank(picture.looks("text", False))
    erases = has_bce(os.environ)
    painter = Painter(open_terminal(out_fd), Counters(), has_bce=erases)
    painter.post(_ENTER)
    if erases or not ground:
        painter.post(f"\x1b[H{change('', ground)}\x1b[J\x1b[m" if ground else "\x1b[H\x1b[J")
        blank = Row([" "] * size[0], [ground] * size[0])
        painter.begin(Screen(*size, [blank] * size[1], (0, 0)))
    painter.post(picture.screen())
    painter.write_at_once()
    _stage.painter = painter
    return picture


def go_on() -> None:
    """Let a thread write from now on: what the terminal did not take yet, and what comes."""
    if _stage.painter is not None:
        _stage.painter.start()


def answer_keys(picture: Picture, in_fd: int) -> None:
    """Until the app is there, let the keys that move in a list move in this one; every other one waits for the app."""
    if _stage.painter is None or _stage.attributes is None or not picture.is_list:
        return
    _stage.keys = FirstKeys(picture, in_fd, _stage.painter.post)
    _stage.keys.start()


def moved_to() -> str | None:
    """Who was selected by keys since the first picture, or None; the app begins there. Later keys it gets itself."""
    return None if _stage.keys is None else _stage.keys.moved_to()


def is_shown() -> bool:
    """Whether the first picture stands on the terminal and no driver has taken over."""
    return _stage.painter is not None


def painter() -> Painter | None:
    """The thread that painted the first picture, and knows what stands there: the driver goes on with it."""
    return _stage.painter


def hand_over() -> tuple[list[Any] | None, bytes]:
    """The driver takes the terminal as it stands.

    The attributes to go back to at the end (None when there are none), and what was typed that is for the app.
    """
    typed = b"" if _stage.keys is None else _stage.keys.stop()
    attributes = _stage.attributes
    _stage.attributes = _stage.painter = _stage.keys = None
    return attributes, typed


def give_back(in_fd: int, out_fd: int) -> None:
    """Leave the terminal as it was found; for a start that failed before a driver took over."""
    shown = painter()
    attributes, _ = hand_over()
    try:
        if shown is not None:
            shown.stop(_PATIENCE)
            os.write(out_fd, _LEAVE.encode())
        if attributes is not None:
            termios.tcsetattr(in_fd, termios.TCSANOW, attributes)
    except (OSError, termios.error):
        pass  # the terminal is gone: nothing to give back


def give_back_at_once(in_fd: int, out_fd: int) -> None:
    """The same from a signal, while the app is still being read: nothing waits, nothing is raised."""
    if _stage.attributes is not None:
        restore_now(out_fd, in_fd, _stage.attributes, _LEAVE)
