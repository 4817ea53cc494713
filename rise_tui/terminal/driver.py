"""The app's driver: each frame becomes a wanted screen, and one thread paints what differs from the terminal's."""

import os
import sys
import termios
from typing import TYPE_CHECKING, Any

from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from rise_tui.terminal import first_paint
from rise_tui.terminal.cells import Screen
from rise_tui.terminal.frames import parse
from rise_tui.terminal.lock import is_control, is_picture, lock_strips
from rise_tui.terminal.painter import ALT_SCREEN, SYNC_END, SYNC_START, Counters, Painter, Picture, restore_now
from rise_tui.terminal.pen import NOWHERE

if TYPE_CHECKING:
    from textual.app import App

_LEAVE = "\x1b[?2026l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2048l\x1b[?2004l\x1b[?7h\x1b[m\x1b[r"
_LEAVE += "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
_KEEP_TITLE, _GIVE_TITLE_BACK = "\x1b[22;2t", "\x1b[23;2t"
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
        self.counters = Counters()
        self._painter: Painter | None = None
        self._out = -1
        self._wanted = Screen.unknown(0, 0)
        self._frame_cursor = NOWHERE
        self._title: str | None = None
        self._is_adopting = False

    # The parent makes and starts a WriterThread; ours takes its place there, one for each time on the screen.
    @property  # type: ignore[override]  # the parent has no other seam for its output thread
    def _writer_thread(self) -> Painter | None:
        return self._painter

    @_writer_thread.setter
    def _writer_thread(self, thread: WriterThread | None) -> None:
        if thread is None:
            return
        self._out = _open_terminal()
        self._is_adopting = first_paint.is_shown()
        has_bce = "TMUX" in os.environ or not os.environ.get("TERM", "").startswith("screen")
        self._painter = Painter(self._out, self.counters, has_bce=has_bce, on_gone=self.exit_event.set)

    def write(self, data: str) -> None:
        """Take a frame, or one of Textual's own mode sequences; anything else is shown as text. Never waits."""
        if self._painter is None:
            return
        if data in (SYNC_START, SYNC_END):
            self._painter.has_sync = True
        elif is_control(data):
            is_entered = self._is_adopting and data == ALT_SCREEN
            is_pointer = data.startswith(_POINTER) and not self._mouse
            if not (is_entered or is_pointer):
                self._painter.post(data)
        else:
            self._take_frame(data)

    def _take_frame(self, frame: str) -> None:
        self.counters.frames += 1
        width, height = self._app.size
        if (self._wanted.width, self._wanted.height) != (width, height):
            was, self._wanted = self._wanted, Screen.unknown(width, height)
            self._wanted.is_cursor_visible = was.is_cursor_visible
            self._frame_cursor = NOWHERE
        wanted = parse(frame, self._wanted)
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

    def passthrough(self, data: bytes, region: tuple[int, int, int, int]) -> None:
        """Show a picture over the cells of region (column, row, width, height).

        The only place where one passes: sixel, kitty or iTerm2 sequences and nothing else (ValueError). It stays until
        the app draws on these cells again. Of several for one region that wait, only the last is shown.
        """
        if not is_picture(data):
            raise ValueError("not a picture")
        if self._painter is not None:
            self._wanted = self._wanted.without(*region)
            self._painter.post(Picture(data, region))

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
        held = first_paint.hand_over()
        if held is not None:
            self.attrs_before = held
        self._is_adopting = False
        if self._title is not None and self._painter is not None:
            self._painter.post(_KEEP_TITLE)
            self._painter.post(self._title)
        if self._wanted.width:
            self.forget()

    def stop_application_mode(self) -> None:
        """Show the last frame and give the terminal back as it was; what it does not take is left to `close`."""
        if self._painter is None:
            return
        if self._title is not None:
            self._painter.post(_GIVE_TITLE_BACK)
        super().stop_application_mode()

    def close(self) -> None:
        """End the painting thread. A terminal that did not take everything is given back without the rest."""
        painter, self._painter = self._painter, None
        if painter is None:
            return
        if not painter.stop(_PATIENCE):
            self.restore()
        os.close(self._out)
        self._out = -1

    def restore(self) -> None:
        """Give the terminal back at once, from wherever this is called (a signal): nothing waits, nothing is raised."""
        if self._out >= 0:
            title = _GIVE_TITLE_BACK if self._title is not None else ""
            restore_now(self._out, self.fileno, self.attrs_before, title + _LEAVE)

    def _sigcont_application(self, *_: object) -> None:
        """Woken by a signal. After a bare SIGSTOP the terminal was never given back: begin again from there."""
        if self._auto_restart and self._painter is not None:
            self.suspend_application_mode()
        super()._sigcont_application()

    def _run_input_thread(self) -> None:
        """Read keys until the terminal is gone; then end quietly (`hangup` ends the app)."""
        try:
            self.run_input_thread()
        except (OSError, termios.error):
            self.exit_event.set()


def _open_terminal() -> int:
    """A descriptor of our own for the terminal, so that not waiting is nobody else's mode.

    Where it cannot be opened by name, a copy of the present one, which waits; only the painting thread then waits.
    """
    fd = sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
    if not os.isatty(fd) and os.isatty(1):
        fd = 1
    try:
        return os.open(os.ttyname(fd), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return os.dup(fd)
