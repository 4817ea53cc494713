"""Opening a client's papers."""

from rise_tui.domain.errors import Refused
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.papers import PapersDialog
from rise_tui.screens.person_room import PersonRoom


def open_papers(room: PersonRoom) -> None:
    """What is in the file of whom the keys are about, and what is missing."""
    room.settle()
    client_id = room.client_id
    if client_id is None:
        return
    if client_id.startswith("tel:"):
        room.tell_error(Refused(say("This number is nobody's yet"), "", say("Say first whose it is.")))
        return
    room.app.push_screen(PapersDialog(client_id), lambda _: room.show())
