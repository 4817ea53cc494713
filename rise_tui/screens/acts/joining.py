"""Clients into a group, or out of it."""

from collections.abc import Callable, Sequence

from rise_tui.casework import grouping
from rise_tui.screens.acts.editing import keep
from rise_tui.screens.dialogs.pick_group import PickedGroup, PickGroupDialog
from rise_tui.screens.room import Room


def join(room: Room, client_ids: Sequence[str], then: Callable[[], None] | None = None) -> None:
    """Ask which group, and put them in; or out, as chosen there. `then` is called when it is done."""

    def act(picked: PickedGroup) -> str:
        if picked.group_id is None:
            label = grouping.make(room.desk, picked.name, client_ids).label
        elif picked.is_out:
            label = grouping.take_out(room.desk, picked.group_id, client_ids)
        else:
            label = grouping.add(room.desk, picked.group_id, client_ids)
        if then is not None:
            then()
        return label

    def chosen(picked: PickedGroup | None) -> None:
        if picked is not None:
            keep(room, lambda: act(picked))

    room.app.push_screen(PickGroupDialog(grouping.groups(room.desk), len(client_ids)), chosen)
