"""The app's driver: each frame becomes a wanted screen, and one thread paints what differs from the terminal's."""

import fcntl
import os
import struct
import sys
import termios
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from rise_tui.terminal import first_paint
from rise_tui.terminal.answers import CELL_QUESTION, FENCE, KITTY_QUESTION, Answers, Means, SiftingParser
from rise_tui.terminal.cells import UNKNOWN, Screen
from rise_tui.terminal.frames import parse
from rise_tui.terminal.key_reader import StopSign, read_keys
from rise_tui.terminal.lock import is_control, is_picture, lock_strips
from rise_tui.terminal.painter import (
    SYNC_END,
    SYNC_START,
    Counters,
    Painter,
    Picture,
    open_terminal,
    restore_now,
)
from rise_tui.terminal.palette import has_bce
from rise_tui.terminal.pen import NOWHERE
from rise_tui.terminal.tmux import through, wrapped

if TYPE_CHECKING:
    from textual.app import App

_LEAVE = "\x1b[?2026l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2048l\x1b[?2004l\x1b[?7h\x1b[m\x1b[r"
_LEAVE += "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
_KEEP_TITLE, _GIVE_TITLE_BACK = "\x1b[22;2t", "\x1b[23;2t"
_FORGET_PICTURES = "\x1b_Ga=d,d=A,q=2\x1b\\"
_POINTER = "\x1b]22;"
_PATIENCE = 1.0
"""Seconds that stopping waits for a terminal that does not read."""


class RiseDriver(LinuxDriver):
    """Textual's driver for terminals, with our own way to the screen. Give it to the app as `driver_class`.

    The UI loop never waits for the terminal: of all frames not yet painted only the newest is kept.
    """

    def __init__(
        self, app: "App[Any]", *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        lock_strips()
        self.exit_event: StopSign = StopSign()
        self.counters = Counters()
        self._painter: Painter | None = None
        self._wanted = Screen.unknown(0, 0)
        self._frame_cursor = NOWHERE
        self._title: str | None = None
        self._modes: dict[str, str] = {}
        """the modes that the terminal was put in, on (h) or off (l), and the pointer's shape"""
        self._held: list[Any] | None = None
        """the terminal's settings from before the first picture"""
        self._typed = b""
        """keys from before there was an app to read them"""
        self._answers = Answers()
        self._placed: Picture | None = None
        """the picture that stands on the terminal now"""
        self._is_inside_tmux = False

    # The parent makes and starts a WriterThread; ours takes its place there, one for each time on the screen: the first
    # time it is the one that painted the first picture.
    @property  # type: ignore[override]  # the parent has no other seam for its output thread
    def _writer_thread(self) -> Painter | None:
        return self._painter

    @_writer_thread.setter
    def _writer_thread(self, thread: WriterThread | None) -> None:
        if thread is None:
            return
        shown = first_paint.painter()
        self._modes = {"\x1b[?1049": "h", "\x1b[?25": "l", "\x1b[?7": "l"} if shown is not None else {}
        self._painter = shown or Painter(open_terminal(_out_fd()), self.counters, has_bce=has_bce(os.environ))
        self._painter.counters, self._painter.on_gone = self.counters, self.exit_event.set
        self._held, self._typed = first_paint.hand_over()

    def write(self, data: str) -> None:
        """Take a frame, or one of Textual's own mode sequences; anything else is shown as text. Never waits."""
        if self._painter is None:
            return
        if data in (SYNC_START, SYNC_END):
            self._painter.has_sync = True
        elif is_control(data):
            if self._is_news(data):
                self._painter.post(data)
        else:
            self._take_frame(data)

    def _is_news(self, control: str) -> bool:
        """Whether the terminal is not in that mode yet; the pointer's shape is told only where there is a mouse."""
        if control.startswith(_POINTER):
            kind, state = _POINTER, control if self._mouse else _POINTER
        elif control[-1] in ("h", "l"):
            kind, state = control[:-1], control[-1]
        else:
            return True
        was = self._modes.get(kind, _POINTER)
        self._modes[kind] = state
        return state != was

    def _take_frame(self, frame: str) -> None:
        self.counters.frames += 1
        width, height = self._app.size
        if (self._wanted.width, self._wanted.height) != (width, height):
            was, self._wanted = self._wanted, Screen.unknown(width, height)
            self._wanted.is_cursor_visible = was.is_cursor_visible
            self._frame_cursor = NOWHERE
        wanted = parse(frame, self._wanted)
        if self._placed is not None and _is_drawn_on(wanted, self._placed.region):
            self._take_pictures_away()
        if wanted.cursor == self._frame_cursor:
            wanted.cursor = self._wanted.cursor
        else:
            self._frame_cursor = wanted.cursor
        self._want(wanted)
        self._still_cursor()

    def _want(self, wanted: Screen) -> None:
        self._wanted = wanted
        if self._painter is not None:
            self._painter.post(wanted)

    def _still_cursor(self) -> None:
        """A blinking cursor would send bytes for ever: the focused one stands still."""
        focused = self._app.screen.focused
        if getattr(focused, "cursor_blink", False):
            focused.cursor_blink = False  # type: ignore[union-attr]  # Input and TextArea have it

    def place_cursor(self, x: int, y: int, is_visible: bool) -> None:
        """Put the terminal's own cursor on a cell, shown or hidden; the last word counts.

        It stays until the next call, or until Textual's `App.cursor_position` moves (Input and TextArea move it).
        """
        self._want(
            Screen(self._wanted.width, self._wanted.height, self._wanted.rows, (x, y), is_cursor_visible=is_visible)
        )

    def forget(self) -> None:
        """The terminal may show anything (a resume, C-l, another program wrote on it): paint all of it again."""
        if self._painter is not None:
            self._painter.forget()
            self._painter.post(self._wanted)

    def passthrough(self, data: bytes, region: tuple[int, int, int, int], *, is_inside_tmux: bool = False) -> None:
        """Show a picture over the cells of region (column, row, width, height).

        The only place where one passes: sixel, kitty or iTerm2 sequences and nothing else (ValueError). It stays until
        the app draws on these cells again. Of several for one region that wait, only the last is shown.
        `is_inside_tmux`: it is for the terminal outside, by the kitty protocol.
        """
        if not is_picture(data):
            raise ValueError("not a picture")
        picture = Picture(data, region)
        if self._painter is not None and picture != self._placed:
            self._take_pictures_away()
            self._placed = picture
            self._is_inside_tmux = is_inside_tmux
            self._wanted = self._wanted.without(*region)
            self._painter.post(Picture(through(data, region), region) if is_inside_tmux else picture)

    def _take_pictures_away(self) -> None:
        """One of the kitty protocol lies on the cells and must be told to go."""
        if self._forgetting and self._painter is not None:
            self._painter.post(self._forgetting)
        self._placed = None

    @property
    def _forgetting(self) -> str:
        """What takes pictures away, if one stands there."""
        if self._placed is None or not self._placed.sequence.startswith(b"\x1b_G"):
            return ""  # others are gone when they are written over
        return wrapped(_FORGET_PICTURES.encode()).decode() if self._is_inside_tmux else _FORGET_PICTURES

    def ask_for_pictures(self, then: Callable[[Means], object], *, asks_kitty: bool) -> None:
        """Ask the terminal how it shows pictures, and do that in the app's loop when it has answered; it may never.

        `asks_kitty`: not where the question itself would be taken for something else (tmux names the window by it).
        """
        if self._painter is None:
            return

        def answered(means: Means) -> None:
            self._loop.call_soon_threadsafe(then, means)

        self._answers.on_known = answered
        self._answers.expect(self._cell_size())
        self._painter.post((KITTY_QUESTION if asks_kitty else "") + CELL_QUESTION + FENCE)

    def _cell_size(self) -> tuple[int, int] | None:
        """A cell in pixels, where the terminal has told the kernel."""
        try:
            told = fcntl.ioctl(self.fileno, termios.TIOCGWINSZ, bytes(8))
        except OSError:
            return None
        lines, columns, width, height = struct.unpack("HHHH", told)
        return (width // columns, height // lines) if lines and columns and width and height else None

    def title(self, count: int) -> None:
        """Name the window `rise (3)`, or `rise` for none: a constant and a number, never a word from outside."""
        if self._painter is None:
            return
        if self._title is None:
            self._painter.post(_KEEP_TITLE)
        self._title = f"\x1b]2;rise ({int(count)})\x07" if count else "\x1b]2;rise\x07"
        self._painter.post(self._title)

    def start_application_mode(self) -> None:
        """Take the terminal; after a suspension, paint what was there."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it bare
        if self._held is not None:
            self.attrs_before, self._held = self._held, None
        if self._title is not None and self._painter is not None:
            self._painter.post(_KEEP_TITLE)
            self._painter.post(self._title)
        if self._wanted.width:
            self.forget()

    def stop_application_mode(self) -> None:
        """Show the last frame and give the terminal back as it was; what it does not take is left to `close`."""
        if self._painter is None:
            return
        self._take_pictures_away()
        if self._title is not None:
            self._painter.post(_GIVE_TITLE_BACK)
        super().stop_application_mode()

    def close(self) -> None:
        """End the painting thread. A terminal that did not take everything is given back without the rest."""
        painter, self._painter = self._painter, None
        if painter is None:
            return
        if not painter.stop(_PATIENCE):
            self._restore(painter)
        os.close(painter.fd)

    def restore(self) -> None:
        """Give the terminal back at once, from wherever this is called (a signal): nothing waits, nothing is raised."""
        if self._painter is not None:
            self._restore(self._painter)

    def _restore(self, painter: Painter) -> None:
        title = _GIVE_TITLE_BACK if self._title is not None else ""
        pictures = self._forgetting
        restore_now(painter.fd, self.fileno, self.attrs_before, pictures + title + _LEAVE)

    def _sigcont_application(self, *_: object) -> None:
        """Woken by a signal. After a bare SIGSTOP the terminal was never given back: begin again from there."""
        if self._auto_restart and self._painter is not None:
            self.suspend_application_mode()
        super()._sigcont_application()

    def _run_input_thread(self) -> None:
        """Read keys until the terminal is gone; then end quietly (`hangup` ends the app)."""
        typed, self._typed = self._typed, b""
        try:
            parser = SiftingParser(self._answers, self._debug)
            read_keys(self.fileno, parser, self.exit_event, self.process_message, typed=typed)
        except (OSError, termios.error):
            self.exit_event.set()


def _out_fd() -> int:
    """Where Textual writes: standard error, or standard output where only that is a terminal."""
    fd = sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
    return 1 if not os.isatty(fd) and os.isatty(1) else fd


def _is_drawn_on(wanted: Screen, region: tuple[int, int, int, int]) -> bool:
    """Whether the app wants something on cells that a picture covers."""
    x, y, width, height = region
    return any(cell != UNKNOWN for row in wanted.rows[y : y + height] for cell in row.text[x : x + width])
