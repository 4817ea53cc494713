"""Classes, court dates and check-ins: their kinds, what clients answer, and when to remind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rise_tui.domain.clock import local_to_utc, zone
from rise_tui.domain.errors import BadTime
from rise_tui.domain.ids import ClientId, GroupId
from rise_tui.domain.marks import Mark


class AppointmentKind(StrEnum):
    """What it is."""

    CLASS = "class"
    WORKSHOP = "workshop"
    COURT = "court"
    CHECK_IN = "check_in"
    INTERVIEW = "interview"
    OTHER = "other"


class Answer(StrEnum):
    """What the client said to it."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something at a time for one client or for a group; `is_attended` None: not yet known."""

    appointment_id: str
    kind: AppointmentKind
    starts_at: datetime
    client_id: ClientId | None = None
    group_id: GroupId | None = None
    place: str | None = None
    bring: str | None = None
    answer: Answer | None = None
    is_attended: bool | None = None


DAYS_BEFORE = (7, 3, 1)
EVENING = 18
"""The hour of the reminder on the evening before."""


def answer_in(marks: Iterable[Mark]) -> Answer | None:
    """The answer that a text's marks hold; None when they hold none or both."""
    said = {mark for mark in marks if mark in (Mark.YES, Mark.NO)}
    if len(said) != 1:
        return None
    return Answer.YES if Mark.YES in said else Answer.NO


def reminder_times(starts_at: datetime, zone_name: str, now: datetime) -> tuple[datetime, ...]:
    """When to remind, in order, only times still ahead: 7, 3 and 1 days before at the hour of the event, and on the
    evening before.

    By the wall clock of the zone: a class at 9 is reminded at 9, also across a change of clocks. A reminder in the hour
    that the spring change leaves out is an hour later.
    """
    local = starts_at.astimezone(zone(zone_name)).replace(tzinfo=None)
    walls = [local - timedelta(days=days) for days in DAYS_BEFORE]
    walls.append((local - timedelta(days=1)).replace(hour=EVENING, minute=0, second=0, microsecond=0))
    times = {_instant(wall, zone_name) for wall in walls}
    return tuple(sorted(at for at in times if now < at < starts_at))


def _instant(wall: datetime, zone_name: str) -> datetime:
    try:
        return local_to_utc(wall, zone_name)
    except BadTime:
        return local_to_utc(wall + timedelta(hours=1), zone_name)
