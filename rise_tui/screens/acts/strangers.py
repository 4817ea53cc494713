"""A text says that somebody else has the number: show what they were sent, and stop it for one key."""

from rise_tui.casework import strangers
from rise_tui.domain.errors import RiseError
from rise_tui.screens.dialogs.stranger import StrangerDialog
from rise_tui.screens.person_room import PersonRoom


def stop_number(room: PersonRoom, client_id: str) -> None:
    """Ask first, with what a stranger was sent; then nothing goes there for this client any more."""
    seen_through = room.pane.seen_through
    try:
        found = strangers.stranger(room.desk, client_id)
    except RiseError as error:
        room.tell_error(error)
        return

    def decided(is_to_stop: bool | None) -> None:
        if is_to_stop:
            room.judge(lambda who: strangers.stop_number(room.desk, who, seen_through=seen_through), about=client_id)

    room.app.push_screen(StrangerDialog(found), decided)
