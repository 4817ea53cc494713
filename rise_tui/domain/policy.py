"""The last word before a text leaves: go, wait, or never, from the facts at that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.hours import next_safe

Kind = Literal["one_to_one", "broadcast", "reminder", "automatic"]

GRACE = timedelta(hours=24)
"""How long after `expires_at` a text may still leave that the relay had in time and itself kept back."""

PURPOSE_OF: Mapping[Kind, Purpose] = MappingProxyType(
    {
        "one_to_one": Purpose.CONVERSATION,
        "broadcast": Purpose.GROUP_NEWS,
        "reminder": Purpose.REMINDERS,
        "automatic": Purpose.CONVERSATION,
    }
)
"""For which purpose a kind of text needs consent."""


class WhyNot(StrEnum):
    """Why a text never leaves."""

    OPTED_OUT = "opted_out"
    CONSENT_UNKNOWN = "consent_unknown"
    PAUSED = "paused"
    CLOSED = "closed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a text is about to leave. Times are aware UTC, quiet and safe hours minutes of the day.

    `consent` is the effective one for `PURPOSE_OF[kind]`; `is_number_blocked`: the number said STOP, or the carrier
    refuses it; `has_automatic_hold`: a stop-like text waits for a person's decision; `client_status` None: nobody
    holds the number; `zone` None: the office's.
    """

    kind: Kind
    client_status: ClientStatus | None
    consent: ConsentState
    now: datetime
    accepted_at: datetime
    expires_at: datetime
    office_zone: str
    is_number_blocked: bool = False
    has_automatic_hold: bool = False
    event_at: datetime | None = None
    zone: str | None = None
    quiet_from: int | None = None
    quiet_to: int | None = None
    safe_from: int | None = None
    safe_to: int | None = None


@dataclass(frozen=True, slots=True)
class Go:
    """It may leave now."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Ask again at `until`; None: when a person has decided about the stop-like text."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Refuse:
    """It never leaves."""

    reason: WhyNot


Decision = Go | Hold | Refuse
GO = Go()


def is_in_time(received_at: datetime, expires_at: datetime) -> bool:
    """Did the relay have the text by the time that its writer set?"""
    return received_at <= expires_at


def last_moment(kind: Kind, expires_at: datetime, event_at: datetime | None = None) -> datetime:
    """Until when an accepted text may leave: 24 hours after it expires, a reminder never after its event."""
    latest = expires_at + GRACE
    return min(latest, event_at) if kind == "reminder" and event_at is not None else latest


def decide(facts: Facts) -> Decision:
    """May this text leave now?

    - Nobody who opted out is texted, whatever the kind.
    - Broadcasts and reminders need an `opted_in`; one-to-one and automatic texts only no `opted_out`.
    - Who is paused or closed gets no broadcast, reminder or automatic text; a one-to-one text may go.
    - A text that its `last_moment` has passed, or will pass while it waits, never leaves.
    - A stop-like text holds everything but one-to-one until a person decides; so do quiet hours until they end, and
      the hours outside those in which texts are safe for this client.
    """
    refusal = _refusal(facts)
    if refusal is not None:
        return Refuse(refusal)
    latest = last_moment(facts.kind, facts.expires_at, facts.event_at)
    if facts.now > latest or not is_in_time(facts.accepted_at, facts.expires_at):
        return Refuse(WhyNot.EXPIRED)
    if facts.kind == "one_to_one":
        return GO
    if facts.has_automatic_hold:
        return Hold(None)
    quiet, safe = (facts.quiet_from, facts.quiet_to), (facts.safe_from, facts.safe_to)
    until = next_safe(facts.now, facts.zone or facts.office_zone, quiet, safe)
    if until is None:
        return GO
    return Hold(until) if until <= latest else Refuse(WhyNot.EXPIRED)


def _refusal(facts: Facts) -> WhyNot | None:
    """Why the person may not be texted, whatever the hour; None if they may."""
    if facts.is_number_blocked or facts.consent is ConsentState.OPTED_OUT:
        return WhyNot.OPTED_OUT
    if facts.kind == "one_to_one":
        return None
    if facts.client_status is ClientStatus.PAUSED:
        return WhyNot.PAUSED
    if facts.client_status is ClientStatus.CLOSED:
        return WhyNot.CLOSED
    if facts.kind in ("broadcast", "reminder") and facts.consent is not ConsentState.OPTED_IN:
        return WhyNot.CONSENT_UNKNOWN
    return None
