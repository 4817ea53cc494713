"""The people whom an office helps, and which number was whose, and when."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from rise_tui.domain.ids import CaseworkerId, ClientId
from rise_tui.domain.phone import Phone


class ClientStatus(StrEnum):
    """Does the office work with this person now?"""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Role(StrEnum):
    """What somebody who signs in may do."""

    CASEWORKER = "caseworker"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


STATUS_REASONS: Mapping[ClientStatus, tuple[str, ...]] = MappingProxyType(
    {
        ClientStatus.OPEN: (),
        ClientStatus.PAUSED: ("custody", "hospital", "other"),
        ClientStatus.CLOSED: ("finished", "moved", "transferred", "died"),
    }
)
"""Why somebody is paused or closed."""


def status_at(status: ClientStatus, until_at: datetime | None, now: datetime) -> ClientStatus:
    """The status at that time, of somebody who has this one until then (None: until told): a pause ends by itself."""
    is_over = until_at is not None and until_at <= now
    return ClientStatus.OPEN if status is ClientStatus.PAUSED and is_over else status


@dataclass(frozen=True, slots=True)
class Client:
    """A person. `zone` None: the office's; `status_until_at` is when a pause ends by itself.

    `safe_from`, `safe_to`: minutes of their day between which group texts and reminders may come; None: the office's.
    """

    client_id: ClientId
    first_name: str
    last_name: str
    language: str = "en"
    zone: str | None = None
    external_id: str | None = None
    caseworker_id: CaseworkerId | None = None
    status: ClientStatus = ClientStatus.OPEN
    status_reason: str | None = None
    status_until_at: datetime | None = None
    is_discreet: bool = False
    safe_from: int | None = None
    safe_to: int | None = None

    @property
    def name(self) -> str:
        """First and last name, as one says it."""
        return full_name(self.first_name, self.last_name)

    def status_at(self, now: datetime) -> ClientStatus:
        """The status at that time: a pause with a date ends by itself."""
        return status_at(self.status, self.status_until_at, now)


@dataclass(frozen=True, slots=True)
class Holding:
    """A number was this client's from then until then (None: still). Unconfirmed: it only came by text."""

    e164: Phone
    client_id: ClientId
    from_at: datetime
    until_at: datetime | None = None
    is_confirmed: bool = False
    confirmed_how: str | None = None

    def covers(self, at: datetime) -> bool:
        """Was the number theirs at that time?"""
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


def full_name(first_name: str, last_name: str) -> str:
    """First and last name with one space, or whichever there is."""
    return f"{first_name.strip()} {last_name.strip()}".strip()


_WITHOUT_A_SHAPE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def fold(text: str) -> str:
    """The text for comparing names: lower case, without accents. `Peña` and `PENA` are alike; folding twice is once."""
    if text.isascii():
        return text.lower()
    return _bare(_bare(text).casefold()).translate(_WITHOUT_A_SHAPE)


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
