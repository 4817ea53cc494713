"""What is kept of a client: taken out into a folder, or kept whatever is purged."""

from pathlib import Path

from rise_tui.casework import exporting, keeping_whole
from rise_tui.casework.card import Card
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say
from rise_tui.screens.acts.editing import keep, told
from rise_tui.screens.card import CardPane
from rise_tui.screens.dialogs.choose import Choice, Choose
from rise_tui.screens.dialogs.edit_field import EditField
from rise_tui.screens.room import Room

EXPORT, KEEP, LET = "export", "keep", "let"


def choose_keeping(room: Room, pane: CardPane, card: Card) -> None:
    """Ask what is to be done with what is kept of them; only a supervisor has a choice."""
    client_id = str(card.client.client_id)
    if not keeping_whole.may_hold(room.desk):
        export(room, client_id)
        return
    choices = (
        Choice("e", say("export all of it into a folder"), EXPORT),
        Choice("k", say("keep all of it, whatever is purged"), KEEP, card.hold is not None),
        Choice("u", say("it may be purged, like everybody's"), LET, card.hold is None),
    )

    def chosen(value: str | None) -> None:
        if value == EXPORT:
            export(room, client_id)
        elif value == KEEP:
            _keep_whole(room, pane, client_id)
        elif value == LET:
            keep(room, lambda: keeping_whole.let_purge(room.desk, client_id))

    room.app.push_screen(Choose(say("What is kept of them"), choices, at=pane.lines.words_at), chosen)


def export(room: Room, client_id: str) -> None:
    """Ask for a folder, and write the file there."""
    dialog = EditField(
        say("Export the whole file to"),
        exporting.suggested(room.desk, client_id, is_named=not room.rise.veil.is_down),
        lambda typed: str(exporting.place_for(typed)),
        hint=say("All they wrote and sent stands in it: keep it where only you read it. The office sees that you did."),
        keys=say("Enter writes it there   Esc back"),
    )
    room.app.push_screen(dialog, lambda path: _write(room, client_id, Path(path)) if path else None)


def _write(room: Room, client_id: str, path: Path) -> None:
    desk = room.desk

    def write() -> None:
        try:
            done = exporting.export_client(desk, client_id, path)
        except RiseError as error:
            room.app.call_from_thread(room.tell_error, error)
        else:
            room.app.call_from_thread(room.tell, done.words, role="good", hint=str(path))

    room.tell(say("Writing the file …"), stays=True)
    room.run_worker(write, thread=True)


def _keep_whole(room: Room, pane: CardPane, client_id: str) -> None:
    dialog = EditField(
        say("Why is all of it kept?"),
        "",
        lambda typed: keeping_whole.keep_whole(room.desk, client_id, typed),
        hint=say("a court asked, a complaint; it stands on the card"),
        at=pane.lines.words_at,
    )
    room.app.push_screen(dialog, lambda label: told(room, label))
