"""Named sets of clients: a class, a workshop, or a filter that finds its own members."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rise_tui.domain.errors import BadInput
from rise_tui.domain.ids import GroupId
from rise_tui.domain.names import kept_name
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say

OUT_OF_TOUCH = timedelta(days=14)
"""After how long without a word a client counts as out of touch."""


class GroupKind(StrEnum):
    """What a group is: a course of meetings, one workshop, a list somebody made, or a filter that computes itself."""

    CLASS = "class"
    WORKSHOP = "workshop"
    LIST = "list"
    FILTER = "filter"


class Computed(StrEnum):
    """Groups that find their members themselves, by the ids that they have on this machine; nobody is put into them."""

    OUT_OF_TOUCH = "computed:out_of_touch"
    SPANISH = "computed:spanish"


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of clients."""

    group_id: GroupId
    name: str
    kind: GroupKind = GroupKind.LIST


def is_out_of_touch(last_inbound_at: datetime | None, now: datetime, after: timedelta = OUT_OF_TOUCH) -> bool:
    """Has the client not written for that long, or never?"""
    return last_inbound_at is None or now - last_inbound_at >= after


def computed_name(group: Computed) -> str:
    """What such a group is called, which is also how it finds its members."""
    match group:
        case Computed.OUT_OF_TOUCH:
            return say("No word from them in {days} days", days=OUT_OF_TOUCH.days)
        case Computed.SPANISH:
            return say("Texted in Spanish")


def group_name(written: str) -> str:
    """A group's name as it is kept: one line, single spaces. Raises BadInput when it is empty or too long."""
    name = kept_name(written)
    if not name:
        raise BadInput(say("A group has a name"), "", say("Type one."))
    return name


def shown_name(name: str) -> str:
    """A group's name, safe for a terminal, on one line."""
    return one_line(name, 60)
