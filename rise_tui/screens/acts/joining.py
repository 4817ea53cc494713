"""Clients into a group, or out of it."""

from collections.abc import Callable, Sequence

from rise_tui.casework import grouping
from rise_tui.screens.acts.at_length import AT_ONCE, at_length
from rise_tui.screens.acts.editing import keep, told
from rise_tui.screens.dialogs.pick_group import PickedGroup, PickGroupDialog
from rise_tui.screens.room import Room


def join(room: Room, client_ids: Sequence[str], then: Callable[[], None] | None = None, *, left: str = "") -> None:
    """Ask which group, and put them in; or out, as chosen there. `then` is called when it is done.

    Very many are moved by a worker. `left`: who was left out of it, in words, told with what was done.
    """

    def act(picked: PickedGroup) -> str:
        if picked.group_id is None:
            return grouping.make(room.desk, picked.name, client_ids).label
        if picked.is_out:
            return grouping.take_out(room.desk, picked.group_id, client_ids)
        return grouping.add(room.desk, picked.group_id, client_ids)

    def done(label: str) -> None:
        if then is not None:
            then()
        if room.is_mounted:
            told(room, label, left)

    def at_once(picked: PickedGroup) -> str:
        label = act(picked)
        if then is not None:
            then()
        return label

    def chosen(picked: PickedGroup | None) -> None:
        if picked is None:
            return
        if len(client_ids) <= AT_ONCE:
            keep(room, lambda: at_once(picked), left)
        else:
            at_length(room, len(client_ids), lambda: act(picked), done, room.tell_error)

    room.app.push_screen(PickGroupDialog(grouping.groups(room.desk), len(client_ids)), chosen)
