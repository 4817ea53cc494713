"""Hours: when a text wakes nobody, and times as people type and read them."""

from datetime import UTC, datetime, timedelta

from rise_tui.domain.clock import local_to_utc
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.errors import BadTime
from rise_tui.domain.say import say
from rise_tui.domain.typed_time import MORNING, when

__all__ = ["echo", "is_quiet", "next_allowed", "next_safe", "snooze", "when"]

MINUTE = timedelta(minutes=1)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def is_quiet(minute: int, quiet_from: int | None, quiet_to: int | None) -> bool:
    """Is that minute of the day (0–1439) within the quiet hours? None, or from = to: there are none."""
    if quiet_from is None or quiet_to is None or quiet_from == quiet_to:
        return False
    if quiet_from < quiet_to:
        return quiet_from <= minute < quiet_to
    return minute >= quiet_from or minute < quiet_to


def next_allowed(now: datetime, zone: str, quiet_from: int | None, quiet_to: int | None) -> datetime | None:
    """None when a text may leave now; else the first UTC minute after the quiet hours that now is in.

    Quiet hours are minutes of the day on the wall clock of `zone`. Where the clocks go forward over their end, they end
    as the clocks go; where an hour comes twice, they end the first time. Raises BadTime for a zone that is none.
    """
    where = zone_of(zone)
    local = now.astimezone(where)
    minute = local.hour * 60 + local.minute
    if quiet_to is None or not is_quiet(minute, quiet_from, quiet_to):
        return None
    wall = local.replace(hour=quiet_to // 60, minute=quiet_to % 60, second=0, microsecond=0)
    if minute >= quiet_to:
        wall += timedelta(days=1)
    first = min(wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    at = max(first, -(-(now - first) // MINUTE) * MINUTE + first)
    while True:  # more than one step only in the hour of a change of clocks
        local = at.astimezone(where)
        if not is_quiet(local.hour * 60 + local.minute, quiet_from, quiet_to):
            return at
        at += MINUTE


NEVER = timedelta(days=366)
"""How far away the next hour is of somebody for whom there is none."""


def next_safe(
    now: datetime, zone: str, quiet: tuple[int | None, int | None], safe: tuple[int | None, int | None]
) -> datetime | None:
    """As `next_allowed`, for somebody who has hours of their own in which texts are safe (from, to; None: all day).

    Where the office's quiet hours leave none of them, there is no such time: it is a year away.
    """
    windows = (quiet, (safe[1], safe[0]))
    at = None
    for _ in range(2 * len(windows)):
        waits = [next_allowed(at or now, zone, *window) for window in windows]
        latest = max((each for each in waits if each is not None), default=None)
        if latest is None:
            return at
        at = latest
    return now + NEVER


def echo(at: datetime, zone: str, now: datetime) -> str:
    """A time as people must see it before they rely on it: `Tue 24 Nov 9:00`; another year is written out."""
    where = zone_of(zone)
    local = at.astimezone(where)
    year = "" if local.year == now.astimezone(where).year else f" {local.year}"
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}{year} {local.hour}:{local.minute:02d}"


def snooze(choice: int, now: datetime, zone: str) -> datetime:
    """When a snooze ends: 1 in two hours, 2 tomorrow at 9, 3 next Monday at 9. Raises BadTime for another choice."""
    if choice == 1:
        return now + timedelta(hours=2)
    local = now.astimezone(zone_of(zone))
    if choice == 2:
        days = 1
    elif choice == 3:
        days = 7 - local.weekday()
    else:
        raise BadTime(say("There is no choice {choice}", choice=choice), "", say("Choose 1, 2 or 3."))
    return local_to_utc(datetime(local.year, local.month, local.day, MORNING) + timedelta(days=days), zone)
