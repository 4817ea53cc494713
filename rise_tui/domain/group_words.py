"""Which keys fit in the room of groups."""

from rise_tui.domain.say import say

Keys = tuple[tuple[str, str], ...]
"""A key and what it does, in a word or two."""


def group_keys(*, is_computed: bool, is_refused: bool = False) -> Keys:
    """Among the groups; one that finds its people itself is neither renamed nor deleted.

    `is_refused`: a change of it was not taken.
    """
    keys: Keys = (("Enter", say("people")), ("+", say("new group")))
    if not is_computed:
        keys = (*keys, ("e", say("what was not taken") if is_refused else say("rename")), ("d", say("delete")))
    return (*keys, ("b", say("group text")), ("Esc", say("back")))


def people_keys(*, is_computed: bool, is_empty: bool) -> Keys:
    """Among the people of a group; where there is nobody, nobody is opened or taken out."""
    keys: Keys = () if is_empty else (("Enter", say("open")),)
    if not is_computed:
        keys = (*keys, ("+", say("add people")))
    if not is_computed and not is_empty:
        keys = (*keys, ("d", say("take out")), ("Space", say("select")))
    return (*keys, ("b", say("group text")), ("Esc", say("groups")))
