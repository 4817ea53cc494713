"""The time that a paper is for: a month or two days, as it is kept, typed, read in a text, and said."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from rise_tui.domain.clients import fold
from rise_tui.domain.hours import MONTHS
from rise_tui.domain.say import say

_RANGE = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_TO = r"\s*(?:-|–|—|/|to|through|thru|al?|hasta)\s*"
_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero",
            "feb february febrero",
            "mar march marzo",
            "apr april abr abril",
            "may mayo",
            "jun june junio",
            "jul july julio",
            "aug august ago agosto",
            "sep sept september septiembre",
            "oct october octubre",
            "nov november noviembre",
            "dec december dic diciembre",
        ),
        1,
    )
    for name in names.split()
}
_NAME = "(?P<{}>" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?:(?:,|\s|/|-|\s+de)\s*(?P<year>\d{4}|\d\d(?!\d)))?"
_NUMBERS = re.compile(
    rf"(?<![\d/])(?P<m1>\d\d?)/(?P<d1>\d\d?)(?:/\d{{2,4}})?{_TO}(?P<m2>\d\d?)/(?P<d2>\d\d?){_YEAR}(?![\d/])"
)
_DAYS_OF_ONE = re.compile(rf"\b(?P<d1>\d\d?){_TO}(?P<d2>\d\d?)\s+(?:de\s+)?{_NAME.format('n1')}{_YEAR}\b")
_DAYS_FIRST = re.compile(
    rf"\b(?P<d1>\d\d?)\s+(?:de\s+)?{_NAME.format('n1')}(?:\s+\d{{4}})?{_TO}"
    rf"(?P<d2>\d\d?)\s+(?:de\s+)?{_NAME.format('n2')}{_YEAR}\b"
)
_NAMES_FIRST = re.compile(
    rf"\b{_NAME.format('n1')}\s+(?P<d1>\d\d?){_TO}(?:{_NAME.format('n2')}\s+)?(?P<d2>\d\d?)(?!\d){_YEAR}"
)
_ONE_DAY = re.compile(rf"(?P<d1>\d\d?)\s+(?:de\s+)?{_NAME.format('n1')}{_YEAR}")
_ONE_MONTH = re.compile(rf"\b{_NAME.format('n1')}{_YEAR}(?!\s*\d)\b")
_MONTH_NUMBER = re.compile(r"(?P<m1>\d\d?)/(?P<year>\d{4})")
_LONGEST = timedelta(days=366)


def period_days(period: str) -> tuple[date, date] | None:
    """First and last day of a period as it is kept (`2026-11`, `2026-11-02/2026-11-15`), None when it is none."""
    try:
        if days := _RANGE.fullmatch(period):
            first, last = date.fromisoformat(days[1]), date.fromisoformat(days[2])
            return (first, last) if first <= last else None
        if month := _MONTH.fullmatch(period):
            first = date(int(month[1]), int(month[2]), 1)
            return first, first.replace(day=monthrange(first.year, first.month)[1])
    except ValueError:
        return None
    return None


def period_words(period: str | None) -> str:
    """The period as one says it: `8–21 Nov 2026`, `26 Oct – 8 Nov 2026`, `Nov 2026`; empty for none.

    What is not written as a period comes back as it is: it was kept by another program, and is not safe yet.
    """
    days = period_days(period or "")
    if days is None or period is None:
        return period or ""
    first, last = days
    month = MONTHS[last.month - 1]
    if _MONTH.fullmatch(period):
        return f"{month} {last.year}"
    if first == last:
        return f"{last.day} {month} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month} {last.year}"
    start = f"{first.day} {MONTHS[first.month - 1]}" + (f" {first.year}" if first.year != last.year else "")
    return say("{first} – {last}", first=start, last=f"{last.day} {month} {last.year}")


def read_period(typed: str, today: date) -> str | None:
    """What was typed as a period, in the form that is kept; None when it is none.

    Understands what `period_words` says, `2026-11`, `11/2026`, `nov`, `11/8-11/21`, `8-21 nov`, `nov 8 - 21`, in
    English and Spanish. Without a year it is the last such time that has begun.
    """
    words = " ".join(fold(typed).split())
    if period_days(words) is not None:
        return words
    if found := _MONTH_NUMBER.fullmatch(words):
        return _month(int(found["m1"]), int(found["year"]))
    for pattern in (_NUMBERS, _DAYS_FIRST, _DAYS_OF_ONE, _NAMES_FIRST):
        if found := pattern.fullmatch(words):
            return _range(found, today)
    if found := _ONE_DAY.fullmatch(words):
        return _range(found, today)
    if found := _ONE_MONTH.fullmatch(words):
        return _named_month(found, today)
    return None


def period_in(text: str, today: date) -> str | None:
    """The first period that a text names as two days (`my stub for 11/8-11/21`); None when it names none.

    A month alone is not enough: people name months for other reasons.
    """
    words = " ".join(fold(text[:1600]).split())
    return next(iter(_ranges(words, today)), None)


def _ranges(words: str, today: date) -> Iterator[str]:
    for pattern in (_NUMBERS, _DAYS_FIRST, _DAYS_OF_ONE, _NAMES_FIRST):
        for found in pattern.finditer(words):
            if (period := _range(found, today)) is not None:
                yield period


def _range(found: re.Match[str], today: date) -> str | None:
    parts = found.groupdict()
    month = int(parts["m1"]) if parts.get("m1") else _NAMES[parts["n1"]]
    last_month = int(parts["m2"]) if parts.get("m2") else _NAMES.get(parts.get("n2") or "", month)
    year = _year(parts["year"], month, int(parts["d1"]), today)
    try:
        last = date(
            year if parts["year"] or last_month >= month else year + 1, last_month, int(parts.get("d2") or parts["d1"])
        )
        first = date(last.year if last_month >= month else last.year - 1, month, int(parts["d1"]))
    except ValueError:
        return None
    return f"{first}/{last}" if first <= last <= first + _LONGEST else None


def _named_month(found: re.Match[str], today: date) -> str | None:
    month = _NAMES[found["n1"]]
    return _month(month, _year(found["year"], month, 1, today))


def _month(month: int, year: int) -> str | None:
    period = f"{year:04d}-{month:02d}"
    return period if period_days(period) is not None else None


def _year(written: str | None, month: int, day: int, today: date) -> int:
    """The year that was written, of two digits or four; else that of the last such day."""
    if written:
        return int(written) + (2000 if len(written) == 2 else 0)
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1
