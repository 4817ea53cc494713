"""A terminal to play on: runs a program in a pty, answers what it asks of the terminal, and shows its screen."""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests import forking
from tests.terminal.glass import Glass

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0
"""Seconds after which a test stops waiting; nothing takes this long unless it hangs."""
_QUESTION = re.compile(rb"\x1b\[(?:(?P<attributes>>?)0?c|(?P<status>[56])n|\?(?P<mode>\d+)\$p|\?(?P<keys>u))")
KEYS = {
    "enter": "\r", "escape": "\x1b", "whole escape": "\x1b[27u", "tab": "\t", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "home": "\x1b[H", "end": "\x1b[F", "f12": "\x1b[24~",
}  # fmt: skip
"""What keys send; the whole escape, of a terminal that was asked for it, begins nothing else: nobody waits after it."""


class Stage:
    """One program on one terminal. Use it in a `with`; at its end the program is gone.

    `argv` as for a shell command, `sys.executable -m …` for our own. `modes` answers DECRQM: mode → 0 unknown, 1 set,
    2 reset. `has_imports_to_make`: what is tested happens while the program imports, so it begins as for people.
    """

    def __init__(
        self,
        argv: Sequence[str],
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str] | None = None,
        modes: Mapping[int, int] | None = None,
        has_imports_to_make: bool = False,
    ) -> None:
        self.glass = Glass(*size)
        self.output = bytearray()
        self.modes = dict(modes or {})
        self._tail = b""
        self._master, slave = os.openpty()
        self._is_closed = False
        self._is_over = False
        self._set_size(slave, size)
        self.attributes_before = termios.tcgetattr(slave)
        dropped = ("TMUX", "STY", "TERM_PROGRAM", "NO_COLOR", "LINES", "COLUMNS", "PYTEST_CURRENT_TEST")
        around = {name: value for name, value in os.environ.items() if name not in dropped}
        around |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self.program = forking.popen(
            argv,
            on_terminal=True,
            has_imports_to_make=has_imports_to_make,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=around | dict(env or {}),
        )
        os.close(slave)
        os.set_blocking(self._master, False)

    @classmethod
    def python(cls, *arguments: str, **options: Any) -> Self:
        """A Python program of this project, by its arguments: `-m`, module, …"""
        return cls([sys.executable, *arguments], **options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self.program.poll() is None:
            self.program.kill()
        self.program.wait()
        self.hang_up()

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return self.glass.text()

    def send(self, *keys: str) -> None:
        """Press keys: a name from `KEYS`, `ctrl+x`, or text as it is."""
        for key in keys:
            if key.startswith("ctrl+"):
                key = chr(ord(key[5:]) & 31)
            os.write(self._master, KEYS.get(key, key).encode())

    def read(self, timeout: float) -> bool:
        """Take what the program has written, waiting for it up to `timeout` seconds; False when there was nothing."""
        if self._is_over or self._is_closed or not select.select([self._master], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            data = b""  # the last process on the pty has gone
        if not data:
            self._is_over = True
            return False
        self.output += data
        self._answer(data)
        self.glass.feed(data)
        return True

    def until(self, is_true: Callable[[], object], patience: float = PATIENCE) -> None:
        """Read until that is true; AssertionError with the screen when it has not become so in time."""
        end = time.monotonic() + patience
        while not is_true():
            if time.monotonic() > end or (self._is_over and not is_true()):
                raise AssertionError(f"waited in vain; the screen shows:\n{self.text}")
            self.read(0.05)

    def until_shown(self, words: str, patience: float = PATIENCE) -> None:
        """Read until these words stand on the screen."""
        self.until(lambda: words in self.text, patience)

    def until_quiet(self, quiet: float = 0.3) -> None:
        """Read until nothing has come for `quiet` seconds, and the program is not at work on what will."""
        end = time.monotonic() + PATIENCE
        while self.read(quiet) or (self._is_at_work() and time.monotonic() < end):
            pass

    def until_ended(self, patience: float = PATIENCE) -> int:
        """Read until the program has ended; its exit code, negative for a signal."""
        end = time.monotonic() + patience
        while self.program.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"did not end; the screen shows:\n{self.text}")
            if not self.read(0.02):
                with suppress(subprocess.TimeoutExpired):
                    self.program.wait(0.02)
        while self.read(0):
            pass
        return self.program.returncode

    def until_ended_unread(self, patience: float = PATIENCE) -> int:
        """Wait for the program's end without reading what it writes; its exit code."""
        return self.program.wait(patience)

    def resize(self, columns: int, lines: int) -> None:
        """Another window size; the program is told."""
        self._set_size(self._master, (columns, lines))
        self.glass.resize(columns, lines)
        self.program.send_signal(signal.SIGWINCH)

    def hang_up(self) -> None:
        """Close the terminal, as a lost line does."""
        if not self._is_closed:
            self._is_closed = True
            os.close(self._master)

    def attributes(self) -> list[Any]:
        """The terminal's line settings, as `tcgetattr` gives them."""
        return termios.tcgetattr(self._master)

    def _is_at_work(self) -> bool:
        """Whether one of its threads has, or waits for, a processor: others may have them all."""
        if self._is_over or self._is_closed:
            return False
        for task in Path(f"/proc/{self.program.pid}/task").glob("*/stat"):
            with suppress(OSError):  # it has ended meanwhile
                if task.read_text().rpartition(")")[2].split()[0] == "R":
                    return True
        return False

    def _answer(self, data: bytes) -> None:
        asked = self._tail + data
        for found in _QUESTION.finditer(asked):
            if found["mode"] is not None:
                answer = b"\x1b[?%s;%d$y" % (found["mode"], self.modes.get(int(found["mode"]), 0))
            elif found["status"] is not None:
                x, y = self.glass.cursor
                answer = b"\x1b[0n" if found["status"] == b"5" else b"\x1b[%d;%dR" % (y + 1, x + 1)
            elif found["keys"] is not None:
                answer = b""
            else:
                answer = b"\x1b[>41;377;0c" if found["attributes"] else b"\x1b[?62;22c"
            with suppress(OSError):
                os.write(self._master, answer)
        cut = asked.rfind(b"\x1b")
        is_cut = cut >= 0 and len(asked) - cut < 12 and _QUESTION.search(asked, cut) is None
        self._tail = asked[cut:] if is_cut else b""

    @staticmethod
    def _set_size(fd: int, size: tuple[int, int]) -> None:
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], size[0] * 8, size[1] * 16))
