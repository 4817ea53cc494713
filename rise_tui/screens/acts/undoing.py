"""Taking back what was last done."""

from weakref import WeakSet

from rise_tui.casework import undoing
from rise_tui.casework.undoing import Act
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens import held_key
from rise_tui.screens.patience import in_thread
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room

AT_ONCE = 50
"""Parts of an act that are taken back within the key; more of them by a worker."""
_under_way: WeakSet[Room] = WeakSet()
"""Rooms in which a worker takes something back."""


def take_back(room: Room) -> None:
    """Take back what was last done, and say what it was; a room that shows that person goes to them.

    It is the act that the status line named; of a key that is held down the first press alone counts.
    """
    if room in _under_way:
        held_key.pressed(room)  # the same key again: it is under way
        return
    if held_key.is_held(room):
        words, hint = held_key.held_words()
        room.tell(words, hint=hint)
        return
    latest = undoing.latest(room.desk)
    if latest is None:
        room.tell_nothing_to_undo()
        return
    if latest.parts <= AT_ONCE:
        _tell(room, _undo(room, latest))
    else:
        _under_way.add(room)
        room.tell(say("Taking back: {act} …", act=latest.label), stays=True)
        room.run_worker(lambda: _at_length(room, latest), thread=True, group="undo")
    held_key.pressed(room)


def _at_length(room: Room, chosen: Act) -> None:
    """In a thread."""
    try:
        undone: Act | RiseError | None = in_thread(lambda: undoing.undo(room.desk, chosen))
    except RiseError as error:
        undone = error
    room.app.call_from_thread(_tell, room, undone)


def _undo(room: Room, chosen: Act) -> Act | RiseError | None:
    """What was taken back, or the trouble that was to be expected."""
    try:
        return undoing.undo(room.desk, chosen)
    except RiseError as error:
        return error


def _tell(room: Room, undone: Act | RiseError | None) -> None:
    _under_way.discard(room)
    if not room.is_mounted:
        return
    if undone is None:
        room.tell(say("That was taken back already, in another window."))
        return
    if isinstance(undone, RiseError):
        room.tell_error(undone)
        return
    room.undone(undone.client_id)
    if isinstance(room, PersonRoom):
        room.holding.undone(undone)
    else:
        room.tell(undone.label, role="good")
