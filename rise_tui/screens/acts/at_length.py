"""An act on very many people: done by a worker, while the status line says so and every key goes on working."""

from collections.abc import Callable
from typing import TypeVar

from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say_many
from rise_tui.screens.patience import in_thread
from rise_tui.screens.room import Room

T = TypeVar("T")
AT_ONCE = 50
"""People up to whom an act is done within the key."""


def at_length(
    room: Room, count: int, act: Callable[[], T], then: Callable[[T], None], failed: Callable[[RiseError], None]
) -> None:
    """Do it with so many people by a worker, saying how many; then hand what it gave, or its trouble, to the room."""

    def work() -> None:
        try:
            done = in_thread(act)
        except RiseError as error:
            room.app.call_from_thread(failed, error)
            return
        room.app.call_from_thread(then, done)

    room.tell(say_many("{count} person …", "{count} people …", count), stays=True)
    room.run_worker(work, thread=True, group="together")
