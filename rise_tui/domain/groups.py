"""Named sets of clients: a class, a workshop, or a filter that finds its own members."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rise_tui.domain.ids import ClientId, GroupId

OUT_OF_TOUCH = timedelta(days=14)
"""After how long without a word a client counts as out of touch."""


class GroupKind(StrEnum):
    """What a group is: a course of meetings, one workshop, a list somebody made, or a filter that computes itself."""

    CLASS = "class"
    WORKSHOP = "workshop"
    LIST = "list"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of clients."""

    group_id: GroupId
    name: str
    kind: GroupKind = GroupKind.LIST


@dataclass(frozen=True, slots=True)
class Membership:
    """One client is, or is no longer, in one group."""

    group_id: GroupId
    client_id: ClientId
    is_member: bool


def is_out_of_touch(last_inbound_at: datetime | None, now: datetime, after: timedelta = OUT_OF_TOUCH) -> bool:
    """Has the client not written for that long, or never?"""
    return last_inbound_at is None or now - last_inbound_at >= after
