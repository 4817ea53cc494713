"""Reading in a thread what a room shows, again whenever facts change, and never more often than a person can follow."""

from collections.abc import Callable
from typing import Generic, TypeVar, cast

from textual.timer import Timer
from textual.worker import Worker, WorkerState

from rise_tui.screens.room import Room

T = TypeVar("T")
ENDED = (WorkerState.SUCCESS, WorkerState.CANCELLED, WorkerState.ERROR)
PAUSE = 0.25
"""Seconds between two readings at least."""


class Following(Generic[T]):
    """Reads as soon as it is wanted; what is wanted while it rests is read once, at the end of the rest.

    The room hands its workers' changes of state to `heard`: a worker itself touches no widget.
    """

    def __init__(self, room: Room, read: Callable[[], T], show: Callable[[T], None], pause: float = PAUSE) -> None:
        self._room, self._read, self._show, self._pause = room, read, show, pause
        self._worker: Worker[T] | None = None
        self._rest: Timer | None = None
        self._is_stale = False
        self.readings = 0
        """how often it has been read"""

    @property
    def is_busy(self) -> bool:
        """Whether something newer than what is shown is on its way."""
        return self._worker is not None or self._is_stale

    def want(self) -> None:
        """Facts have changed."""
        if self._worker is not None or self._rest is not None:
            self._is_stale = True
            return
        self._is_stale = False
        self.readings += 1
        self._rest = self._room.set_timer(self._pause, self._rested)
        self._worker = self._room.run_worker(self._read, thread=True, exit_on_error=True)

    def heard(self, event: Worker.StateChanged) -> None:
        """A worker of the room has come on; show what this one's found."""
        if event.worker is not self._worker or event.state not in ENDED:
            return
        self._worker = None
        if event.state is WorkerState.ERROR:  # told by the app; read again after a rest
            self._is_stale = True
            self._rest = self._rest or self._room.set_timer(self._pause, self._rested)
            return
        if event.state is WorkerState.SUCCESS:
            self._show(cast("T", event.worker.result))
        if self._is_stale:
            self.want()

    def _rested(self) -> None:
        self._rest = None
        if self._is_stale and self._worker is None:
            self.want()
