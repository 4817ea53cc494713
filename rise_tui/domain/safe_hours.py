"""The hours of somebody's day in which texts are safe: read as people type them, and said."""

import re

from rise_tui.domain.errors import BadTime
from rise_tui.domain.hours import is_quiet
from rise_tui.domain.say import say

DAY = 24 * 60
"""Minutes."""
_BETWEEN = re.compile(r"(.+?)\s*(?:-|–|—|\bto\b|\band\b|\ba\b)\s*(.+)")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])?\.?m?\.?")

Hours = tuple[int, int]
"""From and to, minutes of the day (0–1439); over midnight where `to` is the smaller one."""


def read_hours(text: str) -> Hours:
    """The hours of `9-17`, `9:30 to 5pm`, `from 8am to 14:00`. Raises BadTime for anything else."""
    written = " ".join(text.lower().replace("between", "").replace("from", "").split())
    parts = _BETWEEN.fullmatch(written)
    if parts is None:
        raise _bad(text)
    first, last = _minute(parts[1]), _minute(parts[2])
    if first is None or last is None or first == last:
        raise _bad(text)
    return first, last


def hours_words(hours: Hours) -> str:
    """`9:00 to 17:00`."""
    first, last = (f"{minute // 60}:{minute % 60:02d}" for minute in hours)
    return say("{first} to {last}", first=first, last=last)


def are_within(hours: Hours, quiet_from: int | None, quiet_to: int | None) -> bool:
    """Is there a minute in these hours that is not among the office's quiet ones?"""
    first, last = hours
    return any(
        not is_quiet(minute, last, first) and not is_quiet(minute, quiet_from, quiet_to) for minute in range(DAY)
    )


def _minute(written: str) -> int | None:
    written = written.strip()
    if written in ("noon", "midday"):
        return 12 * 60
    match = _TIME.fullmatch(written)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if minute > 59 or (half and not 1 <= hour <= 12) or hour > 23:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute


def _bad(text: str) -> BadTime:
    return BadTime(
        say("{text!r} is not understood as hours", text=text[:40]), "", say("Type them like: 9-17, 9:30 to 5pm.")
    )
