"""Papers that clients send: their kinds, the key of each, and the time a paystub is probably for."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from rise_tui.domain.say import say


class DocumentKind(StrEnum):
    """What a paper is."""

    PAYSTUB = "paystub"
    ID = "id"
    LEASE = "lease"
    CERTIFICATE = "certificate"
    LETTER = "letter"
    OTHER = "other"


LETTERS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        "p": DocumentKind.PAYSTUB,
        "i": DocumentKind.ID,
        "l": DocumentKind.LEASE,
        "c": DocumentKind.CERTIFICATE,
        "e": DocumentKind.LETTER,
        "o": DocumentKind.OTHER,
    }
)
"""The key that files a photo as this kind."""

_RANGE = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")


def kind_words(kind: DocumentKind) -> str:
    """The kind as one says it."""
    match kind:
        case DocumentKind.PAYSTUB:
            return say("paystub")
        case DocumentKind.ID:
            return say("ID")
        case DocumentKind.LEASE:
            return say("lease")
        case DocumentKind.CERTIFICATE:
            return say("certificate")
        case DocumentKind.LETTER:
            return say("letter")
        case DocumentKind.OTHER:
            return say("other paper")


def guess_period(kind: DocumentKind, received: date, last_period: str | None = None) -> str | None:
    """What a paper that came that day is probably for: a proposal for the dialog, None for what has no period.

    A period is a month (`2026-11`) or its first and last day (`2026-11-02/2026-11-15`). After a known range the next of
    the same length that has ended follows; without one, a paystub is for the month that it came in.
    """
    if kind is not DocumentKind.PAYSTUB:
        return None
    days = _RANGE.fullmatch(last_period or "")
    if days:
        first, last = date.fromisoformat(days[1]), date.fromisoformat(days[2])
        length = (last - first).days + 1
        if length > 0 and last < received:
            turns = max(1, (received - last).days // length)
            start = first + timedelta(days=turns * length)
            return f"{start}/{start + timedelta(days=length - 1)}"
    return f"{received:%Y-%m}"


def period_days(period: str) -> tuple[date, date] | None:
    """First and last day of a period, None when it is not written as one."""
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
