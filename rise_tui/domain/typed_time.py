"""Reading a time that somebody typed (`tomorrow 9`, `mon 9:30`, `24 nov 14:00`, `in 2 h`): all of it, or not at all."""

import re
from datetime import date, datetime, timedelta

from rise_tui.domain.clock import local_to_utc
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.errors import BadTime
from rise_tui.domain.say import say

MORNING = 9
"""The hour at which a day's work begins: snoozes and days without a time mean it."""
FARTHEST = timedelta(days=366)
_FAR_WITHOUT_A_YEAR = timedelta(days=300)

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TODAY = {"today": 0, "tonight": 0, "tomorrow": 1, "tom": 1, "tmrw": 1, "tmw": 1}
_UNITS = {"m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60}
_DAY_UNITS = {"d": 1, "day": 1, "days": 1, "w": 7, "wk": 7, "wks": 7, "week": 7, "weeks": 7}

_IN = re.compile(r"(?:in )?(\d{1,3}) ?([a-z]+)")
_AT = re.compile(r"\bat (?=\d|noon\b)")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?(?: ?([ap])m?)?")
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_SLASHES = re.compile(r"(\d\d?)/(\d\d?)(?:/(\d{4}))?")
_DAY_MONTH = re.compile(r"(\d\d?)(?:st|nd|rd|th)? ([a-z]{3,9})(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9}) (\d\d?)(?:st|nd|rd|th)?(?: (\d{4}))?")


def when(text: str, now: datetime, zone: str) -> datetime:
    """The UTC time that a person means who types it in `zone`, always ahead of `now`.

    - a day (`today`, `tomorrow`, `mon`, `24 nov`, `nov 24 2027`, `11/24`, `2026-11-24`) and a time (`9`, `9:30`,
      `9pm`, `at 14:00`, `noon`), or one of them: a day alone means 9:00, a time alone the next such time;
    - `in 2 h`, `in 30 min`, `in 3 days` (a day counts to the same time on the clock).

    Raises BadTime for anything it does not understand wholly, for a bare hour from 1 to 6 (morning or afternoon?), for
    what is past, more than a year ahead, or left out by the change of clocks. Show `echo` of it before relying on it.
    """
    words = " ".join(text.lower().replace(",", " ").replace("@", " ").replace(".", "").split())
    written = _AT.sub("", words)
    local = now.astimezone(zone_of(zone))
    relative = _IN.fullmatch(written)
    try:
        if relative and (relative[2] in _UNITS or relative[2] in _DAY_UNITS):
            at = _later(int(relative[1]), relative[2], now, local.replace(tzinfo=None), zone)
        else:
            at = _absolute(text, written.removeprefix("on "), local.replace(tzinfo=None), zone)
    except OverflowError as error:  # the first day of the year 1, or the last of 9999, is none in another zone
        raise _not_understood(text) from error
    if at <= now:
        raise BadTime(say("{text!r} is past", text=text[:40]), "", say("Type a time that is still ahead."))
    if at - now > FARTHEST:
        raise BadTime(say("{text!r} is more than a year ahead", text=text[:40]), "", say("Type a nearer time."))
    return at


def _later(count: int, unit: str, now: datetime, local: datetime, zone: str) -> datetime:
    if unit in _UNITS:
        return now + timedelta(minutes=count * _UNITS[unit])
    wall = (local + timedelta(days=count * _DAY_UNITS[unit])).replace(second=0, microsecond=0)
    return local_to_utc(wall, zone)


def _absolute(text: str, written: str, local: datetime, zone: str) -> datetime:
    """A day, a time, or a day and then a time, with *at* between them or not."""
    minute = _minute_of_day(written, text)
    if minute is not None:
        wall = _at(local.date(), minute)
        return local_to_utc(wall if wall > local else wall + timedelta(days=1), zone)
    for end in [len(written), *(place.start() for place in reversed([*re.finditer(" ", written)]))]:
        day_words, clock_words = written[:end], written[end:].strip().removeprefix("at ").strip()
        minute = _minute_of_day(clock_words, text) if clock_words else MORNING * 60
        if minute is None or (not clock_words and day_words in ("today", "tonight")):
            continue
        day = _day(day_words.removesuffix(" at"), local, minute)
        if day is not None:
            return local_to_utc(_at(day, minute), zone)
    raise _not_understood(text)


def _not_understood(text: str) -> BadTime:
    return BadTime(
        say("{text!r} is not understood as a time", text=text[:40]),
        "",
        say("Type it like: tomorrow 9, mon 9:30, 9pm, 24 nov 14:00, in 2 h."),
    )


def _minute_of_day(written: str, text: str) -> int | None:
    """The minute of the day (0–1439) of a time, None if it is none. Raises BadTime when it may mean two."""
    if written in ("noon", "midday"):
        return 12 * 60
    match = _CLOCK.fullmatch(written)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    if half:
        return (hour % 12 + (12 if half == "p" else 0)) * 60 + minute
    if 1 <= hour <= 6 and len(match[1]) == 1:
        raise BadTime(
            say("{text!r} may be morning or afternoon", text=text[:40]),
            "",
            say("Type {hour}am or {hour}pm, or {later}:00.", hour=hour, later=hour + 12),
        )
    return hour * 60 + minute


def _day(written: str, local: datetime, minute: int) -> date | None:
    """The day that is meant, the next one where no year or date is given; None if it is none."""
    if written in _TODAY:
        return local.date() + timedelta(days=_TODAY[written])
    weekday = _index(written, _DAY_NAMES)
    if weekday is not None:
        day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
        return day if _at(day, minute) > local else day + timedelta(days=7)
    return _dated(written, local, minute)


def _dated(written: str, local: datetime, minute: int) -> date | None:
    if iso := _ISO.fullmatch(written):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if slashes := _SLASHES.fullmatch(written):
        month, number, year = int(slashes[1]), int(slashes[2]), slashes[3]
    elif named := _DAY_MONTH.fullmatch(written):
        month, number, year = _month(named[2]), int(named[1]), named[3]
    elif named := _MONTH_DAY.fullmatch(written):
        month, number, year = _month(named[1]), int(named[2]), named[3]
    else:
        return None
    if year:
        return _date(int(year), month, number)
    day = _date(local.year, month, number)
    if day is None or _at(day, minute) > local:
        return day
    following = _date(local.year + 1, month, number)
    is_near = following is not None and _at(following, minute) - local < _FAR_WITHOUT_A_YEAR
    return following if is_near else day


def _index(written: str, names: tuple[str, ...]) -> int | None:
    """Which of the names it is, written out or by three letters or more."""
    if len(written) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(written)), None)


def _month(written: str) -> int:
    """1–12; 0, which no date has, for what is no month."""
    place = _index(written, _MONTH_NAMES)
    return 0 if place is None else place + 1


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60)
