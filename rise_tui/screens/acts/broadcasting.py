"""Beginning a text to many from where one stands: to the selected people, if there are any."""

from rise_tui.casework import planning
from rise_tui.casework.audience import Audience
from rise_tui.domain.errors import RiseError
from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.room import Room


def begin(room: Room) -> None:
    """Open the room where it is written; Esc leads back here."""
    chosen: tuple[str, ...] = getattr(room, "chosen", ())
    begin_to(room, Audience().joined(chosen))


def begin_to(room: Room, audience: Audience | None = None) -> None:
    """The same, to these people; None: they are chosen there."""
    try:
        plan = planning.begin(room.desk, audience)
    except RiseError as error:
        room.tell_error(error)
        return
    room.app.push_screen(BroadcastScreen(plan, place=room.place_id))
