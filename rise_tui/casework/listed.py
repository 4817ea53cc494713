"""A row of a list as a person: who they are, their numbers and groups, what they said about being texted."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from rise_tui.casework.sheets import Row
from rise_tui.domain.clients import fold, full_name
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.errors import BadPhone, BadTime
from rise_tui.domain.phone import parse
from rise_tui.domain.say import say

MOST_GROUPS = 50
LONGEST = MappingProxyType({"first_name": 200, "last_name": 200, "external_id": 100, "group": 200, "zone": 64})
"""Characters that the relay takes."""
_FORMULA = ("=", "@")

_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("en", "eng", "english", "ingles"), "en"),
        **dict.fromkeys(("es", "esp", "spa", "sp", "spanish", "espanol", "castellano"), "es"),
    }
)
_CONSENTS: Mapping[str, ConsentState] = MappingProxyType(
    {
        **dict.fromkeys(("", "unknown", "?", "n/a", "na", "-"), ConsentState.UNKNOWN),
        **dict.fromkeys(
            ("yes", "y", "true", "1", "x", "ok", "okay", "opted in", "opted_in", "opt in", "si", "s", "in"),
            ConsentState.OPTED_IN,
        ),
        **dict.fromkeys(
            ("no", "n", "false", "0", "opted out", "opted_out", "opt out", "stop", "out"), ConsentState.OPTED_OUT
        ),
    }
)


class BadRow(Exception):
    """Something in the row that cannot be used; its words say what."""


@dataclass(frozen=True)
class Listed:
    """Somebody as the list has them. What is None or empty the list does not say."""

    line: int
    first_name: str
    last_name: str
    numbers: tuple[str, ...]
    groups: tuple[str, ...]
    language: str | None
    external_id: str | None
    zone: str | None
    consent: ConsentState

    @property
    def name(self) -> str:
        """First and last name, as one says it."""
        return full_name(self.first_name, self.last_name)

    @property
    def folded(self) -> str:
        """The name for comparing."""
        return fold(self.name)

    def but(self, **changed: Any) -> "Listed":
        """The same with something else in it."""
        return replace(self, **changed)


def understand(row: Row) -> Listed:
    """The person of a row. Raises BadRow with the reason when a cell of it cannot be used."""
    first, last = _plain(row.one("first_name")), _plain(row.one("last_name"))
    if not first and not last:
        first, last = divide(_plain(row.one("name")))
    if not first and not last:
        raise BadRow(say("There is no name."))
    if not any(character.isalpha() for character in first + last):
        raise BadRow(say("The name has no letters in it."))
    found = Listed(
        row.line,
        first,
        last,
        _numbers(row),
        tuple(_plain(name) for name in row.several("group")[:MOST_GROUPS]),
        _language(row),
        _plain(row.one("external_id")) or None,
        _zone(row),
        _consent(row),
    )
    _check_lengths(found)
    return found


def divide(name: str) -> tuple[str, str]:
    """First and last name of `Bell, Marcus` or `Marcus Bell`."""
    last, comma, first = name.partition(",")
    if comma:
        return first.strip(), last.strip()
    words = name.split()
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (name.strip(), "")


def _plain(cell: str) -> str:
    """A cell's words on one line, without what cannot be seen. Raises BadRow for a formula."""
    if cell.startswith(_FORMULA):
        raise BadRow(say("A cell holds a formula instead of words."))
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in cell).split())


def _numbers(row: Row) -> tuple[str, ...]:
    numbers = []
    for written in row.several("phone", ";|/,\n"):
        try:
            numbers.append(str(parse(written)))
        except BadPhone as error:
            raise BadRow(f"{error.title}. {error.detail} {error.next_step}".strip()) from error
    return tuple(dict.fromkeys(numbers))


def _language(row: Row) -> str | None:
    written = fold(row.one("language"))
    if written and written not in _LANGUAGES:
        raise BadRow(say("The language is not one of: English, Spanish."))
    return _LANGUAGES.get(written)


def _consent(row: Row) -> ConsentState:
    consent = _CONSENTS.get(fold(row.one("consent")))
    if consent is None:
        raise BadRow(say("The consent is not one of: yes, no, unknown."))
    return consent


def _zone(row: Row) -> str | None:
    written = row.one("zone")
    if not written:
        return None
    try:
        zone_of(written)
    except BadTime as error:
        raise BadRow(say("The time zone is none; write it like America/New_York.")) from error
    return written


def _check_lengths(found: Listed) -> None:
    values = [("first_name", found.first_name), ("last_name", found.last_name), ("zone", found.zone or "")]
    values += [("external_id", found.external_id or ""), *(("group", name) for name in found.groups)]
    for field, value in values:
        if len(value) > LONGEST[field]:
            what = field.replace("_", " ")
            raise BadRow(say("The {what} is longer than {most} characters.", what=what, most=LONGEST[field]))
