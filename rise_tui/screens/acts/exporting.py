"""The tally and the replies of a broadcast as a table: where to is typed, and it is written in a thread."""

from pathlib import Path

from rise_tui.casework import tally_sheets
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.edit_field import EditField
from rise_tui.screens.sending import SendingScreen


def export_tally(room: SendingScreen) -> None:
    """Ask for a file's name, and write the table there."""
    if room.now() is None:
        return
    dialog = EditField(
        say("Tally and replies as a table, to"),
        tally_sheets.suggested(room.desk, room.broadcast_id),
        lambda typed: str(tally_sheets.place_for(typed)),
        hint=say("Names and their words stand in it: keep it where only you read it."),
    )
    room.app.push_screen(dialog, lambda path: _write(room, Path(path)) if path else None)


def _write(room: SendingScreen, path: Path) -> None:
    desk, broadcast_id = room.desk, room.broadcast_id

    def write() -> None:
        try:
            words = tally_sheets.write_sheet(desk, broadcast_id, path)
        except RiseError as error:
            room.app.call_from_thread(room.tell_error, error)
        else:
            room.app.call_from_thread(room.tell, words, role="good", hint=str(path))

    room.tell(say("Writing the table …"), stays=True)
    room.run_worker(write, thread=True)
