"""Until when a text waits: the office's nights and holidays, the law's hours, and the hours of the one who reads it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from rise_tui.domain.area_codes import area_of
from rise_tui.domain.clock import from_ms
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.hours import is_quiet, next_allowed
from rise_tui.domain.ids import made_at
from rise_tui.domain.office_rules import OfficeRules

DAY = 24 * 60
"""Minutes."""
HORIZON = timedelta(days=31)
"""For how long an hour is looked for; where there is none until then, none is near."""

Span = tuple[int, int]
"""From and to, minutes of the day (0–1440)."""

ANYWHERE = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
"""Where somebody may be of whom nothing is known but that they have a North American number."""

STATE_HOURS: dict[str, tuple[Span, ...]] = {
    **dict.fromkeys(("FL", "OK", "MD", "MS", "NJ", "WA"), ((8 * 60, 20 * 60),) * 7),
    "CT": ((9 * 60, 20 * 60),) * 7,
    "TX": (*((9 * 60, 21 * 60),) * 6, (12 * 60, 21 * 60)),
    "RI": (*((9 * 60, 18 * 60),) * 5, *((10 * 60, 17 * 60),) * 2),
}
"""From when to when a state's law lets solicitations be made, Monday to Sunday, where that is less than 8:00–21:00.

From a published table (referrizer), not checked against the statutes; Washington's is reported elsewhere. These laws
are about solicitation, which a caseworker's text is not: an office that wants none of it turns `state_hours` off.
"""


class WhyHeld(StrEnum):
    """Why a text waits."""

    QUIET_HOURS = "quiet_hours"
    SAFE_HOURS = "safe_hours"
    HOLIDAY = "holiday"
    CEILING = "ceiling"
    CARRIER_LIMIT = "carrier_limit"
    STOP_LIKE = "stop_like"
    PAUSED = "paused"
    OFFICE_HOLD = "office_hold"
    NO_HOUR = "no_hour"
    INTRODUCTION = "introduction"


_WEIGHT = (WhyHeld.QUIET_HOURS, WhyHeld.SAFE_HOURS, WhyHeld.HOLIDAY)
"""Where several keep a text back one after the other, the last of these is named."""


@dataclass(frozen=True, slots=True)
class Hours:
    """What rules the hour of a text to one person. Hours are minutes of the day.

    `zone`: where they said they are; None: as their number `e164` says, else where the office is.
    """

    office_zone: str
    quiet_from: int | None = None
    quiet_to: int | None = None
    zone: str | None = None
    e164: str | None = field(default=None, repr=False)
    safe_from: int | None = None
    safe_to: int | None = None
    rules: OfficeRules = field(default_factory=OfficeRules)

    @property
    def zones(self) -> tuple[str, ...]:
        """Where they may be: texts leave only in hours that are right in all of these zones."""
        return _zones(self.zone, self.e164[:5] if self.e164 else None, self.office_zone)

    @property
    def state(self) -> str | None:
        """The state whose hours hold: the number's, unless they are elsewhere or the office has no quiet hours."""
        if not self.rules.state_hours or self.quiet_from is None or self.e164 is None:
            return None
        area = area_of(self.e164)
        if area is None or area.state not in STATE_HOURS or (self.zone is not None and self.zone not in area.zones):
            return None
        return area.state


@lru_cache(maxsize=4096)
def _zones(zone: str | None, beginning: str | None, office_zone: str) -> tuple[str, ...]:
    if zone is not None:
        return (zone,)
    area = None if beginning is None else area_of(beginning)
    if area is None:
        return (office_zone,)
    return area.zones or tuple(dict.fromkeys((office_zone, *ANYWHERE)))


def wait(now: datetime, hours: Hours) -> tuple[datetime | None, WhyHeld] | None:
    """None when a text may leave to them now; else the first UTC minute when it may, and what keeps it until then.

    Both edges of daylight saving are as in `hours.next_allowed`. Where no minute is allowed at all, there is no such
    minute: it waits until somebody changes the hours (`NO_HOUR`). Raises BadTime for a zone that is none.
    """
    at, why = now, None
    while True:
        latest = max(_waits(at, hours), default=None, key=lambda each: each[0])
        if latest is None:
            return None if why is None else (at, why)
        at = latest[0]
        why = latest[1] if why is None else max(why, latest[1], key=_WEIGHT.index)
        if at - now > HORIZON:
            return None, WhyHeld.NO_HOUR


def tomorrow(now: datetime, hours: Hours, zones: tuple[str, ...]) -> datetime:
    """The first minute that a text may leave to them when a new day has begun in all of these zones."""
    at = max(_midnight(now, zone) for zone in zones)
    waiting = wait(at, hours)
    return at if waiting is None else waiting[0] or at


def past_holidays(start: datetime, span: timedelta, hours: Hours) -> datetime:
    """So much later than `start`, and a day more for every holiday of the office on the way."""
    end = start + span
    if hours.rules.holidays:
        zone = zone_of(hours.office_zone)
        day = start.astimezone(zone).date()
        while day <= end.astimezone(zone).date():
            if day.isoformat() in hours.rules.holidays:
                end += timedelta(days=1)
            day += timedelta(days=1)
    return end


def day_began(now: datetime, zones: tuple[str, ...]) -> datetime:
    """When the present day began in the zone where that is longest ago."""
    return min(_midnight(now, zone, days=0) for zone in zones)


def _midnight(now: datetime, zone: str, days: int = 1) -> datetime:
    local = now.astimezone(zone_of(zone))
    wall = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=days)
    return wall.astimezone(UTC)


def _waits(at: datetime, hours: Hours) -> Iterator[tuple[datetime, WhyHeld]]:
    """Of everything that keeps a text back at that moment: until when, and what it is."""
    holidays = hours.rules.holidays
    if holidays and _is_holiday(at, hours.office_zone, holidays):
        yield _midnight(at, hours.office_zone), WhyHeld.HOLIDAY
    state = hours.state
    for zone in hours.zones:
        local = at.astimezone(zone_of(zone))
        minute = local.hour * 60 + local.minute
        for why, quiet_from, quiet_to in _closed(hours, state, local.weekday()):
            if is_quiet(minute, quiet_from, quiet_to):
                until = next_allowed(at, zone, quiet_from, quiet_to)
                if until is not None:
                    yield until, why


def _closed(hours: Hours, state: str | None, weekday: int) -> Iterator[tuple[WhyHeld, int | None, int | None]]:
    """The spans of that day in which nothing leaves."""
    yield WhyHeld.QUIET_HOURS, hours.quiet_from, hours.quiet_to
    yield WhyHeld.SAFE_HOURS, hours.safe_to, hours.safe_from
    if state is not None:  # to midnight at most: the next day may have other hours
        first, last = STATE_HOURS[state][weekday]
        yield WhyHeld.QUIET_HOURS, 0, first
        yield WhyHeld.QUIET_HOURS, last, 0


def _is_holiday(at: datetime, zone: str, holidays: tuple[str, ...]) -> bool:
    return at.astimezone(zone_of(zone)).date().isoformat() in holidays


def decide_by(message_id: str, at: int, zone: str, rules: OfficeRules) -> datetime:
    """When a text that sounds like STOP counts as one if nobody decides: a working day after the relay has got it.

    `at` (milliseconds) is when it came to the carrier; where no webhook brought it, its id was made later.
    """
    return working_day_later(from_ms(max(at, made_at(message_id) or at)), zone, rules)


def working_day_later(at: datetime, zone: str, rules: OfficeRules) -> datetime:
    """The same time of day one working day of the office later.

    What comes on a day off counts as having come when the next working day begins.
    """
    local = at.astimezone(zone_of(zone))
    day, clock = local.date(), local.time()
    if not _is_working_day(day, rules):
        day, clock = _next_working_day(day, rules), datetime.min.time()
    then = datetime.combine(_next_working_day(day, rules), clock, zone_of(zone))
    return then.astimezone(UTC)


def _is_working_day(day: date, rules: OfficeRules) -> bool:
    return DAYS[day.weekday()] in rules.working_days and day.isoformat() not in rules.holidays


def _next_working_day(day: date, rules: OfficeRules) -> date:
    for _ in range(366):
        day += timedelta(days=1)
        if _is_working_day(day, rules):
            return day
    return day


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
