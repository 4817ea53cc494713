"""Writing a note that the client does not see."""

from rise_tui.casework import drafting, noting
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.card import CardScreen
from rise_tui.screens.dialogs.note import NoteDialog
from rise_tui.screens.person_room import PersonRoom
from rise_tui.widgets.page_line import StatusLine


def note(room: PersonRoom | CardScreen) -> None:
    """Open the place for notes about the person who stands here."""
    room.settle()
    client_id = room.client_id
    if client_id is None:
        return
    try:
        name = noting.check(room.desk, client_id)
    except RiseError as error:
        room.tell_error(error)
        return

    def noted(label: str | None) -> None:
        room.show()
        if label is not None:
            room.tell(label, role="good", hint=say("z takes it back"))
        elif drafting.recall(room.desk, noting.draft_key(client_id)).body:
            room.tell(say("The note is kept."), hint=say("m goes on with it"))

    shown = room.query_one(StatusLine).veil.name(name)
    room.app.push_screen(NoteDialog(client_id, shown), noted)
