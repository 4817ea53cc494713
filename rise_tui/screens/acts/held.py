"""Held texts: all of them, those of somebody who is open again, and letting the chosen one go."""

from rise_tui.casework import held_texts, releasing
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.held_texts import HeldLines
from rise_tui.casework.reading import Text
from rise_tui.domain.policy import NowBecause
from rise_tui.domain.say import say
from rise_tui.screens.acts.sending import ask_why
from rise_tui.screens.dialogs.held_texts import HeldTextsDialog
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room


def show_held(room: Room) -> None:
    """All texts that wait, whosesoever they are."""
    _show(room, HeldTextsDialog())


def show_kept_by_pause(room: Room, client_id: str) -> None:
    """What was held while somebody was paused, where there is any: each is let go or dropped by a person.

    Also what is not sent any more, for its time was over meanwhile.
    """
    if not held_texts.kept_by_pause(room.desk, client_id).count():
        return

    def look(desk: Desk) -> HeldLines:
        return held_texts.kept_by_pause(desk, client_id)

    with room.desk.store.reading() as session:
        name = name_of(room.desk, session, client_id)
    title = say("Held while {name} was paused", name=name)
    nobody = say("Nothing of it is held any more.")
    _show(room, HeldTextsDialog(look, title, nobody))


def _show(room: Room, dialog: HeldTextsDialog) -> None:
    def opened(client_id: str | None) -> None:
        if client_id is not None:
            room.open_client(client_id)

    room.app.push_screen(dialog, opened)


def release(room: PersonRoom) -> None:
    """Let the chosen text go, if it is held; else the newest held one that stands in the conversation.

    Asks why, but of what goes to many: its hour holds on.
    """
    room.settle()
    text = _held(room)
    if text is None:
        room.tell(say("No text here is held."))
        return

    def chosen(because: NowBecause | None) -> None:
        if because is None:
            return
        if room.is_done(lambda: releasing.release(room.desk, text.message_id, because)):
            room.show()
            room.tell_latest()

    if text.group_text:
        chosen(NowBecause.OTHER)
        return
    says = "" if text.fares is None else text.fares.words
    ask_why(room, say("Why does it go now?"), says, chosen)


def _held(room: PersonRoom) -> Text | None:
    chosen = room.pane.chosen
    every = [text for text in room.pane.texts if text.fares is not None and text.fares.is_held]
    if isinstance(chosen, Text) and chosen in every:
        return chosen
    return every[-1] if every else None
