"""The whole draft in the external editor."""

from textual.app import SuspendNotSupported

from rise_tui.casework import outside_editor
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.room import Room
from rise_tui.widgets.draft_area import DraftArea


def open_editor(room: Room, asked: DraftArea.Asked) -> None:
    """Give the editor the terminal until it ends; what it leaves stands in the draft, as one change."""
    setting = room.rise.editor
    try:
        command = outside_editor.command_of(setting)
        with room.app.suspend():
            words = outside_editor.edit(room.desk, command, asked.typed.body)
    except RiseError as error:
        room.tell_error(error)
        room.make_brief()
        return
    except SuspendNotSupported:
        room.tell(say("This terminal cannot be given to another program."), role="bad")
        return
    asked.area.write_over(words)
    room.tell(say("Taken in from the editor."))
