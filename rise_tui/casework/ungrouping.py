"""Taking back what was done with groups: made, renamed, deleted, filled, thinned out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.group_wishes import delete, put, put_member, ring
from rise_tui.casework.wishing import withdraw
from rise_tui.domain.errors import TooLate
from rise_tui.domain.groups import shown_name
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say, say_many
from rise_tui.store.engine import Session


def unmake(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back that a group was made: without a trace if it never left this machine, else it is deleted."""
    group_id, store = inverse["group_id"], desk.store
    ring(desk, session, group_id)
    group = store.groups.get(session, group_id)
    name = shown_name(group.name) if group is not None else ""
    _members_back(desk, session, group_id, inverse["members"], is_member=False)
    if not withdraw(desk, session, inverse["write_id"]) and group is not None:
        delete(desk, session, group)
    return say("Taken back: {name} is not made", name=name)


def is_there(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Is the group still there? With one that is gone nothing can be taken back."""
    return desk.store.groups.get(session, inverse["group_id"]) is not None


def rename_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Call a group as before. Raises TooLate when it is gone."""
    group_id = inverse["group_id"]
    ring(desk, session, group_id)
    if withdraw(desk, session, inverse["write_id"]):
        desk.store.groups.put(session, group_id, name=inverse["name"])
    else:
        group = desk.store.groups.get(session, group_id)
        if group is None:
            raise TooLate(say("This group is not there any more"))
        put(desk, session, group_id, {"name": inverse["name"]}, if_match=group.seq)
    return say("Taken back: it is called {name} again", name=shown_name(inverse["name"]))


def make_again(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back that a group was deleted. One whose deletion has left gets a new id: a deleted one never returns."""
    group_id, name = inverse["group_id"], inverse["name"]
    ring(desk, session, group_id)
    if withdraw(desk, session, inverse["write_id"]):
        desk.store.groups.put(session, group_id, is_deleted=False)
    else:
        again = new_id()
        desk.store.undo.follow(session, group_id, again)
        put(desk, session, again, {"name": name, "kind": inverse["kind"]}, is_new=True)
        for client_id in inverse["people"]:
            if desk.store.clients.get(session, client_id) is not None:
                put_member(desk, session, again, client_id, is_member=True)
    return say("Taken back: the group {name} is there again", name=shown_name(name))


def members_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Put who was taken out back in, or the other way round."""
    ring(desk, session, inverse["group_id"])
    _members_back(desk, session, inverse["group_id"], inverse["members"], is_member=inverse["is_member"])
    count = len(inverse["members"])
    return say_many("Taken back for {count} person", "Taken back for {count} people", count)


def _members_back(
    desk: Desk, session: Session, group_id: str, entries: Iterable[Sequence[str]], *, is_member: bool
) -> None:
    for client_id, write_id in entries:
        if withdraw(desk, session, write_id):
            desk.store.groups.put_member(session, group_id, client_id, is_member=is_member)
        elif desk.store.clients.get(session, client_id) is not None:
            put_member(desk, session, group_id, client_id, is_member=is_member)
