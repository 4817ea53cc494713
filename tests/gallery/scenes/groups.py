"""Groups: the list of them, and who is in one."""

from rise_tui.casework import grouping
from rise_tui.casework.desk import Desk
from tests.gallery.scene import NARROW, SMALL, Scene


def one_more(desk: Desk) -> None:
    """A group that nobody is in yet."""
    grouping.make(desk, "Night shift")


GROUPS = ("3", "#")
SCENES = (
    Scene("groups/list", "The groups, and who is in the selected one.", GROUPS, prepare=one_more),
    Scene("groups/members", "Among the people of a group; some are selected.", (*GROUPS, "enter", "j", " ", " ")),
    Scene("groups/computed", "A group that finds its people itself.", (*GROUPS, "G")),
    Scene("groups/made", "A new group; + puts people into it.", (*GROUPS, "+", "Evening class", "enter")),
    Scene("groups/naming", "A name that another group has.", (*GROUPS, "+", "housing", "enter")),
    Scene("groups/adding", "Somebody more, found as one types.", (*GROUPS, "enter", "+", "ort")),
    Scene("groups/deleted", "Deleted; z makes it again.", (*GROUPS, "j", "d")),
    Scene("groups/none", "No group has been made yet.", GROUPS, is_empty=True),
    Scene("groups/list-80x24", "The groups, small.", GROUPS, SMALL),
    Scene("groups/members-80x24", "The people open over them.", (*GROUPS, "enter", "j"), SMALL),
    Scene("groups/members-60x24", "At 60 columns.", (*GROUPS, "enter"), NARROW),
    Scene("groups/list-light", "The groups, light.", GROUPS, theme="light"),
)
