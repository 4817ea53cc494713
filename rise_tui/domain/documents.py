"""Papers that clients send: their kinds, the key of each, and the time a paystub is probably for."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from rise_tui.domain.clients import fold
from rise_tui.domain.periods import period_days, period_in
from rise_tui.domain.say import say

FORTNIGHT = timedelta(days=14)
"""What most paystubs are for."""
_SATURDAY = 5
"""The day on which a week of pay ends, as `date.weekday` counts."""


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
        "t": DocumentKind.LETTER,
        "o": DocumentKind.OTHER,
    }
)
"""The key that files a photo as this kind."""

_SAID: Mapping[DocumentKind, re.Pattern[str]] = MappingProxyType(
    {
        kind: re.compile(rf"\b(?:{words})\b")
        for kind, words in {
            DocumentKind.PAYSTUB: r"pay ?stubs?|pay ?slips?|pay ?checks?|check ?stubs?|stubs?|my (?:pay|check)|earnings"
            r"|talon(?:es)?|recibos? de (?:pago|sueldo|nomina)|nomina|colilla|cheque",
            DocumentKind.ID: r"id|i d|identification|license|licence|passport|green card|identificacion"
            r"|licencia|pasaporte|birth certificate|acta de nacimiento|social security card",
            DocumentKind.LEASE: r"lease|rental agreement|rent(?:al)? contract|contrato(?: de (?:renta|alquiler))?",
            DocumentKind.CERTIFICATE: r"certificates?|certification|diploma|certificado",
            DocumentKind.LETTER: r"letter|court (?:paper|notice|letter)|notice|carta|citatorio",
        }.items()
    }
)
"""The words of each kind, without accents."""


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


def guess_kind(text: str) -> DocumentKind | None:
    """What a paper probably is by the words that came with it; None when they do not say.

    A plain rule over the words of each kind, English and Spanish; of several kinds the one that is named first.
    """
    words = " ".join(re.findall("[a-z0-9]+", fold(text[:1600])))
    found = [(match.start(), kind) for kind, pattern in _SAID.items() if (match := pattern.search(words))]
    return min(found)[1] if found else None


def guess_period(kind: DocumentKind, received: date, last_period: str | None = None, text: str = "") -> str | None:
    """What a paper that came that day is probably for: a proposal for the dialog, None for what has no period.

    A period is a month (`2026-11`) or its first and last day (`2026-11-02/2026-11-15`). What the text names stands
    before all else. After a known range the last of the same length that has ended follows, or the one before it where
    none has ended since (people send two at once); after a month the month that it came in; without either, a paystub
    is for the two weeks up to the last Saturday.
    """
    if kind is not DocumentKind.PAYSTUB:
        return None
    if (named := period_in(text, received)) is not None:
        return named
    days = period_days(last_period or "")
    if days is None:
        end = received - timedelta(days=(received.weekday() - _SATURDAY) % 7)
        return f"{end - FORTNIGHT + timedelta(days=1)}/{end}"
    first, last = days
    if "/" not in (last_period or ""):
        return f"{received:%Y-%m}"
    length = (last - first).days + 1
    turns = (received - last).days // length or -1
    start = first + timedelta(days=turns * length)
    return f"{start}/{start + timedelta(days=length - 1)}"
