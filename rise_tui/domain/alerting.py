"""Whom the relay tells, when no app of theirs listens, that somebody waits; and in which words: never whose."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.errors import BadInput
from rise_tui.domain.say import say, say_many

LATEST = timedelta(minutes=30)
"""So long after its time an alert may still go: the relay, or the app, may just have been closed."""
MOST_TIMES = 8
"""Times of day, of one person."""
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?")
_MAIL = re.compile(r"(?!.*=\?)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
"""Plain letters only, and nothing that a mail's header would read as something else (RFC 2047)."""


class AlertKind(StrEnum):
    """What somebody is told."""

    WAITING = "waiting"
    URGENT = "urgent"
    UNANSWERED = "urgent_unanswered"
    STOPPED = "carrier_stopped"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How one person wants to be told. `at_times`: minutes of the office's day; none: as they come.

    Quiet hours keep back who waits, never what is urgent. `least_minutes`: so much time between two that say who waits.
    """

    at_times: tuple[int, ...] = ()
    quiet_from: int | None = None
    quiet_to: int | None = None
    least_minutes: int = 60


def minutes_of(written: str) -> int:
    """`8:30`, or `13` for the full hour, as minutes of the day. Raises BadInput."""
    match = _CLOCK.fullmatch(written.strip())
    if match is None:
        raise BadInput(say("{text} is no time of day", text=repr(written)), "", say("Write it like 8:30 or 17:00."))
    return int(match[1]) * 60 + int(match[2] or 0)


def clock_words(minutes: int) -> str:
    """Minutes of the day as one writes them: `8:30`."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def is_mail(address: str) -> bool:
    """Is it one plain e-mail address?"""
    return _MAIL.fullmatch(address) is not None and ".." not in address


def occasion(wanted: Wanted, zone: str, now: datetime, last_at: datetime | None) -> str | None:
    """The occasion on which somebody is told now who waits, the same word for one occasion; None: it is not the time.

    `last_at`: when they were told last. With times of day an occasion is one of them, else each `least_minutes`.
    """
    local = now.astimezone(zone_of(zone))
    if is_quiet(wanted, local.hour * 60 + local.minute):
        return None
    if last_at is not None and now - last_at < timedelta(minutes=wanted.least_minutes):
        return None
    if not wanted.at_times:
        return f"as they come {int(now.timestamp()) // 60}"
    for minutes in sorted(wanted.at_times, reverse=True):
        at = local.replace(hour=minutes // 60, minute=minutes % 60, second=0, microsecond=0)
        if timedelta() <= local - at <= LATEST:
            return f"{at:%Y-%m-%d} {clock_words(minutes)}"
    return None


def is_quiet(wanted: Wanted, minute: int) -> bool:
    """Is this minute of the day within their quiet hours?"""
    if wanted.quiet_from is None or wanted.quiet_to is None or wanted.quiet_from == wanted.quiet_to:
        return False
    if wanted.quiet_from < wanted.quiet_to:
        return wanted.quiet_from <= minute < wanted.quiet_to
    return minute >= wanted.quiet_from or minute < wanted.quiet_to


def alert_words(kind: str, waiting: int, oldest_minutes: int) -> str:
    """What they are told, one sentence without a name, a number or a word of anybody."""
    age = age_words(oldest_minutes)
    if kind == AlertKind.STOPPED:
        return say("The phone company refuses our account: no text leaves.")
    if kind == AlertKind.URGENT:
        return say("Something urgent came in. Please look at it now.")
    if kind == AlertKind.UNANSWERED:
        return say("Something urgent has waited for {age}, and nobody has answered.", age=age)
    return say_many("{count} client waits, for {age}.", "{count} clients wait, the oldest {age}.", waiting, age=age)


def age_words(minutes: int) -> str:
    """How long that is: `20 minutes`, `4 hours`, `3 days`."""
    if minutes < 60:
        return say_many("{count} minute", "{count} minutes", max(minutes, 1))
    if minutes < 48 * 60:
        return say_many("{count} hour", "{count} hours", minutes // 60)
    return say_many("{count} day", "{count} days", minutes // 1440)
