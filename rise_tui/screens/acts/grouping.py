"""Making and renaming a group, and putting people into it."""

from functools import partial

from rise_tui.casework import grouping
from rise_tui.casework.clients import Person
from rise_tui.domain.say import say
from rise_tui.screens.acts.shared_clashing import settle
from rise_tui.screens.dialogs.edit_field import EditField
from rise_tui.screens.dialogs.find_person import FindPerson
from rise_tui.screens.groups import GroupsScreen
from rise_tui.widgets.group_list import GroupRow


def make_group(room: GroupsScreen) -> None:
    """Ask for a name, make the group, and go to it."""
    made: list[grouping.Made] = []

    def make(name: str) -> str:
        made.append(grouping.make(room.desk, name))
        return made[-1].label

    dialog = EditField(say("A new group, called"), "", make, hint=say("Then + puts people into it."))
    room.app.push_screen(dialog, lambda label: _made(room, made[-1]) if label else None)


def _made(room: GroupsScreen, made: grouping.Made) -> None:
    room.go_to(made.group_id)
    room.done(made.label)


def _list_in(room: GroupsScreen) -> GroupRow | None:
    """The selected group, if one may say who is in it; one that finds its people itself says so."""
    row = room.groups.row
    if row is not None and row.is_computed:
        room.tell(say("This group finds its people itself."))
        return None
    return row


def rename_group(room: GroupsScreen) -> None:
    """Ask for another name; where one was not taken, show first what stands there."""
    row = _list_in(room)
    if row is None:
        return
    clash = room.refused.get(row.group_id)
    if clash is not None:
        again = partial(_rename, room, row)
        settle(room, clash, done=room.done, failed=room.tell_error, again=again)
        return
    _rename(room, row)


def _rename(room: GroupsScreen, row: GroupRow) -> None:
    name = grouping.whole_name_of(room.desk, row.group_id)
    dialog = EditField(say("Call it"), name, lambda typed: grouping.rename(room.desk, row.group_id, typed))
    room.app.push_screen(dialog, lambda label: room.done(label) if label else None)


def add_people(room: GroupsScreen) -> None:
    """Pick clients by typing, and put them into the group."""
    row = _list_in(room)
    if row is None:
        return
    title = say("Into {name}; Esc when all are in it", name=row.name)
    room.app.push_screen(FindPerson(title, new=""), lambda person: _add(room, row.group_id, person))


def _add(room: GroupsScreen, group_id: str, person: Person | None) -> None:
    """Put them into it, and ask for the next one."""
    if person is not None:
        room.is_done(lambda: grouping.add(room.desk, group_id, [person.client_id]))
        add_people(room)
