"""The one thread that writes to the terminal: the newest screen, whenever the terminal takes it."""

import os
import select
import termios
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from rise_tui.terminal.cells import Screen
from rise_tui.terminal.difference import diff
from rise_tui.terminal.pen import NOWHERE

ALT_SCREEN = "\x1b[?1049h"
SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
_SYNC_FROM = 1024
"""Characters from which a difference is worth 16 bytes that keep it from being seen half painted."""
_SMALL = 256
"""Bytes at once for a descriptor that waits: what a terminal that is ready for any takes without a wait."""
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL


class Counters:
    """What went by since the driver was made: frames the app drew, bytes the terminal took."""

    __slots__ = ("bytes", "frames")

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0


class Picture(NamedTuple):
    """Bytes of a picture, and the cells that it covers: column, row, width, height."""

    sequence: bytes
    region: tuple[int, int, int, int]


class Painter(threading.Thread):
    """Holds what waits for the terminal: controls and pictures in order, and of all frames only the newest."""

    def __init__(self, fd: int, counters: Counters, *, has_bce: bool) -> None:
        """`fd` is written to and closed by this thread alone."""
        super().__init__(name="rise-painter", daemon=True)
        self.counters = counters
        self.has_sync = False
        self.on_gone: Callable[[], None] = _nothing
        """called once when the terminal has gone"""
        self.fd = fd
        self._has_bce = has_bce
        self._shown = Screen.unknown(0, 0)
        self._waiting: list[str | Picture | Screen] = []
        self._rest = b""
        """what the terminal did not take at once, before the thread began"""
        self._is_writing = False
        self._is_stopping = False
        self._is_gone = False
        self._changed = threading.Condition()
        self._wake_read, self._wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def post(self, item: str | Picture | Screen) -> None:
        """Let this go to the terminal after what waits already; never waits itself.

        A screen replaces the one that waits. A control that only the last of its kind counts (bell, title, pointer)
        and a picture over the same cells replace their elders too.
        """
        with self._changed:
            if self._is_gone or self._is_stopping:
                return
            self._waiting = [other for other in self._waiting if not _replaces(item, other)]
            self._waiting.append(item)
        self._wake()

    def start(self) -> None:
        """Begin to paint, unless it does so already: the one of the first picture goes on for the app."""
        if self.ident is None:
            super().start()

    def begin(self, shown: Screen) -> None:
        """This is what the terminal shows once all that waits now is written; before the thread starts."""
        self._shown = shown

    def write_at_once(self) -> None:
        """Before the thread starts: write what the terminal takes without a wait; the thread writes the rest."""
        waiting, self._waiting = self._waiting, []
        self._rest = b"".join(self._encode(item) for item in waiting)
        if os.get_blocking(self.fd):
            return
        try:
            taken = os.write(self.fd, self._rest)
        except OSError:
            return  # full, or gone: the thread finds out
        self.counters.bytes += taken
        self._rest = self._rest[taken:]

    def forget(self) -> None:
        """The terminal may show anything now: the next screen is painted whole."""
        with self._changed:
            self._shown = Screen.unknown(0, 0)

    def drain(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds until the terminal has taken all; whether it has (or is gone)."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._is_gone or not (self._waiting or self._rest or self._is_writing) or not self.is_alive(),
                timeout,
            )

    def _is_idle(self) -> bool:
        """Whether nothing is to be written, or nobody is there to take it."""
        return self._is_gone or not (self._waiting or self._rest or self._is_writing)

    def stop(self, timeout: float = 1.0) -> bool:
        """End the thread; whether all was written. What is not taken within `timeout` seconds is dropped."""
        is_drained = self.drain(timeout)
        with self._changed:
            self._is_stopping = True
            self._waiting.clear()
        self._wake()
        if self.ident is not None:
            self.join(timeout)
        os.close(self._wake_write)
        return is_drained

    def run(self) -> None:
        """Wait, paint, wait; until stopped or the terminal is gone."""
        poller = select.poll()
        poller.register(self._wake_read, select.POLLIN)
        try:
            while not self._is_stopping:
                poller.register(self.fd, select.POLLOUT if self._waiting or self._rest else 0)
                ready = dict(poller.poll())
                if self._wake_read in ready:
                    self._unwake()
                events = ready.get(self.fd, 0)
                if events & _GONE:
                    self._lose()
                elif events & select.POLLOUT:
                    self._paint()
        finally:
            with self._changed:
                self._changed.notify_all()
            os.close(self._wake_read)

    def _wake(self) -> None:
        try:
            os.write(self._wake_write, b"!")
        except OSError:
            pass  # full: it wakes anyway; without a reader: it has ended

    def _unwake(self) -> None:
        try:
            while os.read(self._wake_read, 4096):
                pass
        except BlockingIOError:
            pass

    def _lose(self) -> None:
        """The terminal is gone: nothing waits for it any more."""
        with self._changed:
            self._is_gone = self._is_stopping = True
            self._waiting.clear()
        self.on_gone()

    def _paint(self) -> None:
        """Write what waits, as one piece."""
        with self._changed:
            waiting, self._waiting, self._is_writing = self._waiting, [], True
            sequence = self._rest + b"".join(self._encode(item) for item in waiting)
            self._rest = b""
        try:
            self._write(memoryview(sequence))
        except OSError:
            self._lose()
        finally:
            with self._changed:
                self._is_writing = False
                self._changed.notify_all()

    def _encode(self, item: str | Picture | Screen) -> bytes:
        """The bytes of one thing that waits; keeps the shadow in step."""
        if isinstance(item, Picture):
            x, y, width, height = item.region
            self._shown = self._shown.without(x, y, width, height)
            self._shown.cursor = NOWHERE
            return b"\x1b[%d;%dH" % (y + 1, x + 1) + item.sequence
        if isinstance(item, str):
            if item == ALT_SCREEN:
                self._shown = Screen.unknown(0, 0)
            return item.encode()
        if (self._shown.width, self._shown.height) != (item.width, item.height):
            self._shown = Screen.unknown(item.width, item.height)
            self._shown.is_cursor_visible = not item.is_cursor_visible
        painted = diff(self._shown, item, has_bce=self._has_bce)
        self._shown = item.over(self._shown)
        if self.has_sync and len(painted) > _SYNC_FROM:
            painted = SYNC_START + painted + SYNC_END
        return painted.encode()

    def _write(self, rest: memoryview) -> None:
        """Write it all, as the terminal takes it; a stopped painter leaves the rest."""
        poller = select.poll()
        poller.register(self.fd, select.POLLOUT)
        poller.register(self._wake_read, select.POLLIN)
        piece = _SMALL if os.get_blocking(self.fd) else len(rest)
        while rest and not self._is_stopping:
            ready = dict(poller.poll())
            if self._wake_read in ready:
                self._unwake()
            if self.fd in ready:
                try:
                    taken = os.write(self.fd, rest[:piece])
                except BlockingIOError:
                    continue
                self.counters.bytes += taken
                rest = rest[taken:]


def _replaces(item: str | Picture | Screen, other: str | Picture | Screen) -> bool:
    """Whether something that waits need not be written once `item` is."""
    if isinstance(item, Screen):
        return isinstance(other, Screen)
    if isinstance(item, Picture):
        return isinstance(other, Picture) and item.region == other.region
    return isinstance(other, str) and item[:4] == other[:4] and not item.startswith("\x1b[")


def _nothing() -> None:
    """Nobody wants to know."""


def open_terminal(fd: int) -> int:
    """A descriptor of our own for the terminal behind `fd`, so that not waiting is nobody else's mode.

    Where it cannot be opened by name, a copy of the present one, which waits; only the painting thread then waits.
    """
    try:
        return os.open(os.ttyname(fd), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return os.dup(fd)


def restore_now(fd: int, input_fd: int, attributes: list[Any] | None, sequence: str) -> None:
    """Give the terminal back at once, whatever it was in the middle of; never waits, never raises.

    `attributes` are those of `tcgetattr`. Output not yet read is thrown away, a sequence cut in two is cancelled.
    """
    try:
        if attributes is not None:
            termios.tcsetattr(input_fd, termios.TCSANOW, attributes)
        termios.tcflush(fd, termios.TCOFLUSH)
    except (OSError, termios.error):
        pass  # the terminal is gone, or it is none
    try:
        os.write(fd, ("\x18" + sequence).encode())
    except OSError:
        pass  # gone, or full: nobody is there to see it
