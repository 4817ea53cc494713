"""Reads the terminal's keys: wakes when one is typed and not otherwise, and begins with those typed before."""

import os
import select
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable

from textual.message import Message

from rise_tui.terminal.answers import SiftingParser

_HALF_MS = 20
"""Milliseconds between two looks at whether the rest of a key is still to be waited for."""


class StopSign(threading.Event):
    """An event for which a poll can wait, too."""

    def __init__(self) -> None:
        super().__init__()
        self.fd, self._write_fd = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        """`fd` can be read while the sign is set"""

    def set(self) -> None:
        """Stop."""
        if not self.is_set():
            os.write(self._write_fd, b"!")
        super().set()

    def clear(self) -> None:
        """Go on."""
        try:
            os.read(self.fd, 64)
        except BlockingIOError:
            pass
        super().clear()


def read_keys(
    fd: int, parser: SiftingParser, stop: StopSign, deliver: Callable[[Message], None], *, typed: bytes = b""
) -> None:
    """Turn what is typed at `fd` into Textual's events until `stop` is set, or until the terminal is gone (OSError).

    `typed` was read before. Half a key is waited for as long as the parser would.
    """
    decode = getincrementaldecoder("utf-8")("replace").decode
    poller = select.poll()
    poller.register(fd, select.POLLIN)
    poller.register(stop.fd, select.POLLIN)
    data = typed
    while not stop.is_set():
        for event in parser.feed(text) if (text := decode(data)) else ():
            deliver(event)
        ready = dict(poller.poll(_HALF_MS if parser.is_waiting else None))
        for event in parser.tick():
            deliver(event)
        data = os.read(fd, 4096) if fd in ready else b""
        if fd in ready and not data:
            raise OSError("the terminal is gone")
