"""Beginning a text to many from where one stands: to the selected people, if there are any."""

from rise_tui.casework.audience import Audience
from rise_tui.screens.acts.group_writing import begin as begin_writing
from rise_tui.screens.room import Room


def begin(room: Room) -> None:
    """Open the room where it is written."""
    chosen: tuple[str, ...] = getattr(room, "chosen", ())
    begin_writing(room, Audience().joined(chosen))
