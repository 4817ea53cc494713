"""Clients into a group, or out of it."""

from collections.abc import Callable, Sequence

from rise_tui.casework import grouping
from rise_tui.screens.acts.at_length import AT_ONCE, at_length
from rise_tui.screens.acts.editing import keep, told
from rise_tui.screens.acts.picking import pick_group
from rise_tui.screens.dialogs.pick_by_name import Picked
from rise_tui.screens.room import Room


def join(room: Room, client_ids: Sequence[str], then: Callable[[], None] | None = None, *, left: str = "") -> None:
    """Ask which group, and put them in; or out, as chosen there. `then` is called when it is done.

    Very many are moved by a worker. `left`: who was left out of it, in words, told with what was done.
    """

    def act(picked: Picked) -> str:
        if picked.named_id is None:
            return grouping.make(room.desk, picked.name, client_ids).label
        if picked.is_out:
            return grouping.take_out(room.desk, picked.named_id, client_ids)
        return grouping.add(room.desk, picked.named_id, client_ids)

    def done(label: str) -> None:
        if then is not None:
            then()
        if room.is_mounted:
            told(room, label, left)

    def at_once(picked: Picked) -> str:
        label = act(picked)
        if then is not None:
            then()
        return label

    def chosen(picked: Picked | None) -> None:
        if picked is None:
            return
        if len(client_ids) <= AT_ONCE:
            keep(room, lambda: at_once(picked), left)
        else:
            at_length(room, len(client_ids), lambda: act(picked), done, room.tell_error)

    pick_group(room.app, grouping.groups(room.desk), len(client_ids), chosen)
