"""To the room where a text to many is written: one that was begun, or one that is to be written again."""

from rise_tui.casework import planning, rewriting
from rise_tui.domain.errors import RiseError
from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.room import Room
from rise_tui.screens.sending import SendingScreen


def go_on(room: Room, broadcast_id: str) -> None:
    """One that was begun, as it was left."""
    try:
        room.app.push_screen(BroadcastScreen(planning.resume(room.desk, broadcast_id)))
    except RiseError as error:
        room.tell_error(error)


def edit(room: SendingScreen) -> None:
    """The same text and people, to be written again, in this room's place."""
    try:
        plan = rewriting.write_again(room.desk, room.broadcast_id)
    except RiseError as error:
        room.tell_error(error)
        return
    room.app.switch_screen(BroadcastScreen(plan))


def go_back(room: SendingScreen) -> None:
    """It was taken back: in this room's place, the one where it is written; where there is none, nothing happens."""
    try:
        plan = planning.resume(room.desk, room.broadcast_id)
    except RiseError:
        return
    room.app.switch_screen(BroadcastScreen(plan))
