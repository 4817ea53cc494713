"""Groups: the list of them, and who is in one."""

from dataclasses import replace

from rise_tui.casework import grouping, templating
from rise_tui.casework.desk import Desk
from rise_tui.sync.settling import Settling
from rise_tui.wire.shapes import FieldError, Problem
from tests.gallery.scene import NARROW, SMALL, Scene


def one_more(desk: Desk) -> None:
    """A group that nobody is in yet."""
    grouping.make(desk, "Night shift")


def two_called_it_otherwise(desk: Desk) -> None:
    """Two have renamed the first group, and one has changed a saved text that another did, too."""
    group_id = grouping.groups(desk)[0].group_id
    grouping.rename(desk, group_id, "Class 3, Mondays")
    _changed_meanwhile(desk, name="Class 3 (Mon at 9)")
    template_id = "01940000-0000-7000-8000-000000000299"
    english = "We are at 990 Spring Garden, room 7. Come in by the side door and ring twice."
    bodies = {"en": "We are at 990 Spring Garden.", "es": "Estamos en 990 Spring Garden."}
    with desk.store.writing() as session:
        desk.store.templates.put(session, template_id, seq=1, name="Address", key="d", bodies=bodies)
    was = templating.written(desk, template_id)
    templating.change(desk, replace(was, bodies={**bodies, "en": english}), was)
    _changed_meanwhile(desk, bodies={**bodies, "en": "We have moved: 1200 Market, room 7. The door is open from 8:30."})


def _changed_meanwhile(desk: Desk, **present: object) -> None:
    with desk.store.reading() as session:
        entry = desk.store.outbox.list(session)[-1]
    errors = [FieldError(pointer=f"/{name}", detail="Changed.") for name in present]
    present["seq"] = 900
    problem = Problem(
        type="/problems/changed-meanwhile", title="A colleague changed it", status=412, errors=errors, present=present
    )
    with desk.store.writing() as session:
        Settling(desk.store, desk.now).refused(session, entry.wish.write_id, problem)


GROUPS = ("3", "#")
SCENES = (
    Scene("groups/list", "The groups, and who is in the selected one.", GROUPS, prepare=one_more),
    Scene(
        "groups/members",
        "Among the people of a group; some are selected.",
        (*GROUPS, "enter", "j", " ", " "),
        shows="2 selected",
    ),
    Scene("groups/computed", "A group that finds its people itself.", (*GROUPS, "G")),
    Scene("groups/made", "A new group; + puts people into it.", (*GROUPS, "+", "Evening class", "enter")),
    Scene("groups/naming", "A name that another group has.", (*GROUPS, "+", "housing", "enter")),
    Scene("groups/adding", "Somebody more, found as one types.", (*GROUPS, "enter", "+", "ort")),
    Scene("groups/deleted", "Deleted; z makes it again.", (*GROUPS, "j", "d"), shows="Deleted the group Housing"),
    Scene("groups/not-taken", "Two have renamed it.", (*GROUPS, "e"), prepare=two_called_it_otherwise),
    Scene("groups/text-not-taken", "Two have changed a saved text.", ("t", "="), prepare=two_called_it_otherwise),
    Scene("groups/none", "No group has been made yet.", GROUPS, is_empty=True),
    Scene("groups/list-80x24", "The groups, small.", GROUPS, SMALL),
    Scene("groups/members-80x24", "The people open over them.", (*GROUPS, "enter", "j"), SMALL),
    Scene("groups/members-60x24", "At 60 columns.", (*GROUPS, "enter"), NARROW),
    Scene("groups/list-light", "The groups, light.", GROUPS, theme="light"),
)
