"""Opening a client's papers."""

from rise_tui.casework import triage
from rise_tui.domain.errors import Refused, RiseError
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.papers import PapersDialog
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room


def open_papers(room: PersonRoom) -> None:
    """What is in the file of whom the keys are about, and what is missing."""
    room.settle()
    if room.client_id is not None:
        open_papers_of(room, room.client_id)


def open_papers_of(room: Room, client_id: str) -> None:
    """What is in the file of this client, and what is missing; an unknown number has none."""
    if client_id.startswith("tel:"):
        room.tell_error(Refused(say("This number is nobody's yet"), "", say("Say first whose it is.")))
        return
    try:
        triage.check_here(room.desk, client_id)
    except RiseError as error:
        room.tell_error(error)
        return
    room.app.push_screen(PapersDialog(client_id), lambda _: room.show())
