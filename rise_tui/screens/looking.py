"""Looking through all clients for what is typed, in a worker; what is asked meanwhile is done to whom it finds."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import Worker, WorkerState

from rise_tui.casework.clients import Roll, look_through
from rise_tui.domain.errors import RiseError

if TYPE_CHECKING:
    from rise_tui.screens.clients import ClientsScreen

PAUSE = 1.0
"""Seconds between two looks through everybody while facts keep coming."""


class Looking:
    """Gives the list of clients the newest look through them, and never an older one."""

    def __init__(self, room: "ClientsScreen") -> None:
        self._room = room
        self._worker: Worker[Roll] | None = None
        self._again: Timer | None = None
        self._is_stale = False
        """whether facts have come since the list was last looked through"""
        self._then: Callable[[], None] | None = None
        """what was asked for while the list was still being looked through"""

    @property
    def is_under_way(self) -> bool:
        """Whether it is being looked through."""
        return self._worker is not None

    def begin(self) -> None:
        """Look through everybody now, whatever is looked for already."""
        desk, filter_id, words = self._room.desk, self._room.filter_id, self._room.words
        self._worker = self._room.run_worker(
            lambda: look_through(desk, filter_id, words), thread=True, exclusive=True, exit_on_error=False, group="roll"
        )

    def hear(self) -> None:
        """Facts have changed: look again; while they keep coming, once a second."""
        if self._again is None:
            self._again = self._room.set_timer(PAUSE, self.rested)
            self.begin()
        else:
            self._is_stale = True

    def rested(self) -> None:
        """The pause is over: look again if facts have come in it."""
        self._again = None
        if self._is_stale:
            self._is_stale = False
            self._room.show()

    def when_found(self, act: Callable[[], None]) -> None:
        """Do it; while the list is still looked through for what was typed, do it to whom it finds."""
        if self._worker is None:
            act()
        else:
            self._then = act
            self._room.has_arrived = False  # what is typed next is for where that leads

    def heard(self, event: Worker.StateChanged) -> None:
        """A worker of the room has come on; show whom this one's look has found."""
        if event.worker is not self._worker or event.state not in (WorkerState.SUCCESS, WorkerState.ERROR):
            return
        self._worker, self._room.has_arrived = None, True
        then, self._then = self._then, None
        if isinstance(event.worker.error, RiseError):
            self._room.tell_error(event.worker.error)
            return
        roll: Roll | None = event.worker.result
        if roll is None:
            raise event.worker.error or LookupError("a look through the clients that found nothing")
        self._room.show_roll(roll)
        if then is not None:
            then()
