"""The terminal is gone or the process is told to end: save at once, and be gone too."""

import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

SIGNALS = (signal.SIGHUP, signal.SIGTERM)
GRACE = 2.0
"""Seconds that saving may take; what a person typed is on disk before, so the end does not wait longer."""


class Watch:
    """Ends the process with `os._exit(128 + signal)` when it is told to end, or when its terminal goes away.

    Before, the callbacks run once, in the order in which they were added, on the main thread, between two steps of
    whatever it was doing; so they must not wait for a lock that it may hold. A thread ends the process when the main
    thread cannot come to it within `GRACE` seconds.
    """

    def __init__(self) -> None:
        self._callbacks: list[Callable[[], None]] = []
        self._before: dict[signal.Signals, object] = {}
        self._is_ending = False
        self._told_read, self._told_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._thread = threading.Thread(target=self._stand_by, name="rise-hangup", daemon=True)

    def start(self) -> None:
        """Begin; from the main thread only."""
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._end)
        if (other := signal.set_wakeup_fd(self._told_write, warn_on_full_buffer=False)) >= 0:
            signal.set_wakeup_fd(other)  # an event loop hears the signals: its own way stays
        self._thread.start()

    def add(self, callback: Callable[[], None]) -> None:
        """One more thing to save at the end."""
        self._callbacks.append(callback)

    def stop(self) -> None:
        """Watch no longer; the handlers from before are back."""
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type]  # what signal.signal gave
        self._before.clear()
        if (other := signal.set_wakeup_fd(-1)) != self._told_write:
            signal.set_wakeup_fd(other)
        os.write(self._told_write, b"\0")
        self._thread.join()
        os.close(self._told_read)
        os.close(self._told_write)

    def _end(self, number: int, frame: FrameType | None) -> None:
        """Save and end; on the main thread, by the signal."""
        if self._is_ending:
            return
        self._is_ending = True
        os.write(self._told_write, bytes([number]))
        for callback in self._callbacks:
            try:
                callback()
            except BaseException:  # noqa: BLE001, S110  # nothing may keep the others from saving, or the process here
                pass
        os._exit(128 + number)

    def _stand_by(self) -> None:
        """Wait for a signal's byte or for the terminal to go; then give the main thread its time, and no more."""
        poller = select.poll()
        poller.register(self._told_read, select.POLLIN)
        terminal = sys.__stdin__.fileno() if sys.__stdin__ is not None else -1
        if terminal >= 0 and os.isatty(terminal):
            poller.register(terminal, 0)  # no event asked for: POLLHUP comes unasked
        while True:
            ready = dict(poller.poll())
            told = os.read(self._told_read, 64) if self._told_read in ready else b""
            if 0 in told:
                return
            number = next((byte for byte in told if byte in SIGNALS), 0)
            if not number and terminal in ready:
                number = signal.SIGHUP
                signal.pthread_kill(threading.main_thread().ident or 0, number)
            if number:
                threading.Event().wait(GRACE)
                os._exit(128 + number)


_watch: Watch | None = None


def watch(callback: Callable[[], None]) -> Watch:
    """Call back once when the terminal hangs up (SIGHUP, or closed under nohup) or on SIGTERM, then end with 128 + n.

    The first call begins the watch and must come from the main thread; each further one adds its callback. Works
    before, inside and after Textual's loop.
    """
    global _watch
    if _watch is None:
        _watch = Watch()
        _watch.start()
    _watch.add(callback)
    return _watch
