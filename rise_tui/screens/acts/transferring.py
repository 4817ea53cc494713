"""Giving the client who stands here, or the selected ones, to a colleague."""

from collections.abc import Callable, Sequence
from functools import partial

from rise_tui.casework import colleagues, transferring
from rise_tui.casework.colleagues import Colleague
from rise_tui.casework.finding import name_of
from rise_tui.domain.errors import RiseError
from rise_tui.domain.say import say, say_many
from rise_tui.screens.acts.editing import told
from rise_tui.screens.acts.picking import pick_colleague
from rise_tui.screens.dialogs.transfer import Telling, TransferDialog
from rise_tui.screens.person_room import PersonRoom
from rise_tui.screens.room import Room


def transfer_here(room: PersonRoom) -> None:
    """Those who are selected, or who stands here: a client; a number that is nobody's has to be claimed first."""
    room.settle()
    if room.chosen:
        people = tuple(one for one in room.chosen if not one.startswith("tel:"))
        transfer(room, people or room.chosen)
    elif room.client_id is not None:
        transfer(room, (room.client_id,))


def transfer(room: Room, client_ids: Sequence[str], after: Callable[[], object] = lambda: None) -> None:
    """Ask to whom, what the colleague should know and what the client is told; `after` it was done."""
    desk = room.desk
    try:
        everybody = transferring.who_may_have(desk, client_ids[0])
    except RiseError as error:
        room.tell_error(error)
        return
    if len(client_ids) > 1:
        everybody = colleagues.colleagues(desk)
        title = say_many("Transfer {count} client to", "Transfer {count} clients to", len(client_ids))
    else:
        title = say("Transfer {name} to", name=_name(room, client_ids[0]))

    def chosen(one: Colleague | None) -> None:
        if one is not None:
            _tell(room, client_ids, one, after)

    pick_colleague(room.app, title, everybody, chosen)


def _tell(room: Room, client_ids: Sequence[str], to: Colleague, after: Callable[[], object]) -> None:
    desk = room.desk
    if len(client_ids) == 1:
        client_id = client_ids[0]
        why = transferring.why_no_text(desk, client_id)
        suggest = partial(transferring.suggested_text, desk, client_id, to.caseworker_id)
        title = say("Transfer {name} to {colleague}", name=_name(room, client_id), colleague=to.name)
    else:
        why, suggest = say("They are not told by a text: transfer one alone for that."), None
        words = "Transfer {count} client to {colleague}", "Transfer {count} clients to {colleague}"
        title = say_many(*words, len(client_ids), colleague=to.name)

    def give(telling: Telling) -> str:
        if len(client_ids) > 1:
            return transferring.transfer_all(desk, client_ids, to.caseworker_id, note=telling.note)
        said = telling.text, telling.text_from
        return transferring.transfer(
            desk, client_ids[0], to.caseworker_id, note=telling.note, text=said[0], text_from=said[1]
        )

    def done(label: str | None) -> None:
        if label is not None:
            after()
        told(room, label)

    dialog = TransferDialog(title, to.name, give, suggest=suggest if not why else None, why_no_text=why or "")
    room.app.push_screen(dialog, done)


def _name(room: Room, client_id: str) -> str:
    with room.desk.store.reading() as session:
        return name_of(room.desk, session, client_id)
