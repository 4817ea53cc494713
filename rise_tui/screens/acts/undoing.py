"""Taking back what was last done."""

from rise_tui.casework import undoing
from rise_tui.domain.errors import RiseError
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room


def take_back(room: Room) -> None:
    """Take back what was last done, and say what it was; a room that shows that person goes to them."""
    try:
        undone = undoing.undo(room.desk)
    except RiseError as error:
        room.tell_error(error)
        return
    if undone is None:
        room.tell_nothing_to_undo()
        return
    room.undone(undone.client_id)
    if isinstance(room, PersonRoom):
        room.holding.undone(undone)
    else:
        room.tell(undone.label, role="good")
