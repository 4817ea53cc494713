"""Putting somebody, or everybody who is selected, into a group, or taking them out of it."""

from rise_tui.casework import grouping
from rise_tui.domain.say import say
from rise_tui.screens.dialogs.pick_group import PickedGroup, PickGroupDialog
from rise_tui.screens.person_room import PersonRoom


def group(room: PersonRoom) -> None:
    """Ask which group, and put them in; or out, as chosen there."""
    room.settle()
    people = room.chosen or ((room.client_id,) if room.client_id is not None else ())
    clients = [client_id for client_id in people if not client_id.startswith("tel:")]
    if not clients:
        room.tell(say("A new number is nobody's yet."), role="bad", hint=say("i says whose it is"))
        return

    def picked(one: PickedGroup | None) -> None:
        if one is not None and room.is_done(lambda: _put(room, one, clients)):
            room.show()
            room.tell_latest()

    room.app.push_screen(PickGroupDialog(grouping.groups(room.desk), len(clients)), picked)


def _put(room: PersonRoom, picked: PickedGroup, clients: list[str]) -> None:
    if picked.group_id is None:
        grouping.make(room.desk, picked.name, clients)
    elif picked.is_out:
        grouping.take_out(room.desk, picked.group_id, clients)
    else:
        grouping.add(room.desk, picked.group_id, clients)
