"""Keys before the app is there: those that move in a list move in the first picture, every other one is kept."""

import os
import re
import select
import threading
from collections.abc import Callable

from rise_tui.terminal.cells import Screen
from rise_tui.terminal.first_picture import Picture

_MOVE = re.compile(rb"[jkgG]|\x1b(?:\[[ABFH]|O[ABFH]|\[[1456]~)")
_BEGUN = re.compile(rb"\x1b(?:[O\[][1456]?)?\Z")
"""The beginning of a key that may still become a move: the rest of it is on its way."""
_ESCAPE_MS = 300
"""Milliseconds that the rest of a key may take on a slow line."""
_FAR = 1 << 30
_STEPS = {b"j": 1, b"\x1b[B": 1, b"\x1bOB": 1, b"k": -1, b"\x1b[A": -1, b"\x1bOA": -1}
_TOP = (b"g", b"\x1b[H", b"\x1bOH", b"\x1b[1~")
_BOTTOM = (b"G", b"\x1b[F", b"\x1bOF", b"\x1b[4~")


class FirstKeys(threading.Thread):
    """Reads the terminal and moves the selection of the first picture, until the first key that it does not know.

    From that one on everything stays for the app, in its order. What moved after `moved_to` was asked is for the app
    too: it begins at the row that it was told.
    """

    def __init__(self, picture: Picture, in_fd: int, show: Callable[[Screen], None]) -> None:
        """`show` puts a screen on the terminal and does not wait for it."""
        super().__init__(name="rise-first-keys", daemon=True)
        self._picture, self._fd, self._show = picture, in_fd, show
        self._typed = b""
        """what was read and is not yet understood, or is for the app"""
        self._has_moved = False
        self._is_told = False
        self._since_told = b""
        self._is_over = False
        self._turn = threading.Lock()
        self._wake_read, self._wake_write = os.pipe2(os.O_CLOEXEC)

    def run(self) -> None:
        """Read and move until stopped, or until a key comes that is for the app."""
        poller = select.poll()
        poller.register(self._fd, select.POLLIN)
        poller.register(self._wake_read, select.POLLIN)
        while not self._is_over:
            ready = dict(poller.poll(_ESCAPE_MS if self._typed else None))
            if not ready:
                self._typed = b""  # Esc alone: in a list there is nothing to go back from
                continue
            if self._wake_read in ready or not ready.get(self._fd, 0) & select.POLLIN:
                return
            with self._turn:
                if not self._is_over:
                    self._read()

    def moved_to(self) -> str | None:
        """Who is selected now, if keys moved at all."""
        with self._turn:
            self._is_told = True
            row = self._picture.row
            return row.client_id if self._has_moved and row is not None else None

    def stop(self) -> bytes:
        """End; what was typed and is for the app."""
        with self._turn:
            self._is_over = True
        os.write(self._wake_write, b"!")
        if self.ident is not None:
            self.join()
        os.close(self._wake_read)
        os.close(self._wake_write)
        return self._since_told + self._typed

    def _read(self) -> None:
        try:
            self._typed += os.read(self._fd, 1024)
        except OSError:
            self._is_over = True
            return
        before = self._picture.selected
        while (found := _MOVE.match(self._typed)) is not None:
            self._typed = self._typed[found.end() :]
            self._move(found[0])
        if self._typed and _BEGUN.match(self._typed) is None:
            self._is_over = True
        if self._picture.selected != before:
            self._show(self._picture.screen())

    def _move(self, key: bytes) -> None:
        picture = self._picture
        self._has_moved = True
        if self._is_told:
            self._since_told += key
        if key in _STEPS:
            picture.select(picture.selected + _STEPS[key])
        elif key in _TOP:
            picture.select(0)
        elif key in _BOTTOM:
            picture.select(_FAR)
        else:
            leaf = max(1, picture.room - 1)
            picture.select(picture.selected + (leaf if key == b"\x1b[6~" else -leaf))
