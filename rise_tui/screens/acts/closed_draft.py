"""Asking what becomes of words that were half written to somebody who may not be texted any more."""

from collections.abc import Callable

from rise_tui.casework import closed_drafts
from rise_tui.casework.desk import Desk
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.person_room import PersonRoom

_ACTS: dict[str, Callable[[Desk, str], str]] = {"note": closed_drafts.make_note, "drop": closed_drafts.drop}


def ask(room: PersonRoom) -> None:
    """A letter makes a note of them or drops them; Esc leaves them where they stand."""
    client_id = room.client_id
    if client_id is None:
        return
    choices = [Choice("m", say("make a note of it"), "note")]
    if not closed_drafts.may_be_note(room.desk, client_id):
        choices = []
    choices.append(Choice("d", say("drop it"), "drop"))

    def chosen(value: str | None) -> None:
        if value is not None and room.is_done(lambda: _ACTS[value](room.desk, client_id)):
            room.show()
            room.pane.show_draft()
            room.tell_latest()

    says = say("No text may go to {name}.", name=room.pane.writing.name_of_client)
    room.app.push_screen(Choose(say("What becomes of what was half written?"), choices, says=says), chosen)
