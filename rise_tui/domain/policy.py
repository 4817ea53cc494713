"""The last word before a text leaves: go, wait, or never, from the facts at that moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import BadTime
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.waiting_hours import Hours, WhyHeld, past_holidays, tomorrow, wait

__all__ = [
    "GO",
    "GRACE",
    "PURPOSE_OF",
    "Decision",
    "Facts",
    "Go",
    "Hold",
    "Kind",
    "NowBecause",
    "Refuse",
    "WhyHeld",
    "WhyNot",
    "WhyNow",
    "decide",
    "decide_here",
    "forecast",
    "is_answer",
    "is_in_time",
    "last_moment",
]

Kind = Literal["one_to_one", "broadcast", "reminder", "automatic", "answer", "confirmation"]
"""`automatic`: what the relay says by itself; `answer`: what it answers by itself to a text that has just come;
`confirmation`: the one text that may still go to a number that said STOP, which says that it has been heard."""

GRACE = timedelta(hours=24)
"""How long after `expires_at` a text may still leave that the relay had in time and itself kept back."""

PURPOSE_OF: Mapping[Kind, Purpose] = MappingProxyType(
    {
        "one_to_one": Purpose.CONVERSATION,
        "broadcast": Purpose.GROUP_NEWS,
        "reminder": Purpose.REMINDERS,
        "automatic": Purpose.CONVERSATION,
        "answer": Purpose.CONVERSATION,
        "confirmation": Purpose.CONVERSATION,
    }
)
"""For which purpose a kind of text needs consent."""


class NowBecause(StrEnum):
    """Why a person lets a one-to-one text go now, whatever the hour."""

    ASKED_FOR_IT = "asked_for_it"
    URGENT = "urgent"
    APPOINTMENT_TODAY = "appointment_today"
    AGREED_BY_PHONE = "agreed_by_phone"
    OTHER = "other"


class WhyNow(StrEnum):
    """Why a text leaves at an hour that would keep it, though nobody let it go by hand."""

    WROTE_LATELY = "wrote_lately"
    TO_URGENT = "to_urgent"


class WhyNot(StrEnum):
    """Why a text never leaves."""

    OPTED_OUT = "opted_out"
    CONSENT_UNKNOWN = "consent_unknown"
    CLOSED = "closed"
    DUPLICATE = "duplicate"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a text is about to leave. Times are aware UTC.

    `consent` is the effective one for `PURPOSE_OF[kind]`; `is_number_blocked`: the number said STOP, or the carrier
    refuses it; `has_automatic_hold`: a stop-like text waits for a person's decision; `client_status` None: nobody
    holds the number; `accepted_at` None: the relay gets it now; `expires_at` None: it may leave whenever it can.

    What makes it an answer: `wrote_at`, when they wrote last; `is_to_urgent`: it answers an urgent text that nobody
    had acted on; `now_because`: a person lets it go whatever the hour. `got_today`: how many group texts, reminders and
    automatic texts they got on this day of theirs; `is_duplicate`: they got the same words a short while ago;
    `is_day_full`: the carrier takes no more today from this office.
    """

    kind: Kind
    now: datetime
    hours: Hours
    client_status: ClientStatus | None = ClientStatus.OPEN
    consent: ConsentState = ConsentState.OPTED_IN
    accepted_at: datetime | None = None
    expires_at: datetime | None = None
    event_at: datetime | None = None
    is_number_blocked: bool = False
    has_automatic_hold: bool = False
    wrote_at: datetime | None = None
    is_to_urgent: bool = False
    now_because: NowBecause | None = None
    got_today: int = 0
    is_duplicate: bool = False
    is_day_full: bool = False

    @property
    def rules(self) -> OfficeRules:
        """What the office decides."""
        return self.hours.rules


@dataclass(frozen=True, slots=True)
class Go:
    """It may leave now; `why`: what lets it, where the hour alone would have kept it (`GO` else)."""

    why: WhyNow | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Ask again at `until`; None: when a person has decided."""

    until: datetime | None
    why: WhyHeld


@dataclass(frozen=True, slots=True)
class Refuse:
    """It never leaves."""

    reason: WhyNot


Decision = Go | Hold | Refuse
GO = Go()


def is_in_time(received_at: datetime, expires_at: datetime) -> bool:
    """Did the relay have the text by the time that its writer set?"""
    return received_at <= expires_at


def last_moment(
    kind: Kind, expires_at: datetime, event_at: datetime | None = None, hours: Hours | None = None
) -> datetime:
    """Until when an accepted text may leave: 24 hours after it expires, a reminder never after its event.

    The office's holidays (of `hours`) are not counted: what had to wait for one may leave on the day after.
    """
    latest = expires_at + GRACE if hours is None else past_holidays(expires_at, GRACE, hours)
    return min(latest, event_at) if kind == "reminder" and event_at is not None else latest


def is_answer(facts: Facts) -> bool:
    """Does it leave whatever the hour: to somebody who wrote a short while ago, to an urgent text, let go by hand?"""
    if facts.kind == "answer" or facts.now_because is not None:
        return True
    if facts.kind != "one_to_one":
        return False
    if facts.is_to_urgent:
        return True
    wrote_at = facts.wrote_at
    return wrote_at is not None and facts.now - wrote_at <= timedelta(minutes=facts.rules.answer_minutes)


def forecast(facts: Facts) -> Decision:
    """What would become of a text that the relay got at `facts.now`: what the app says before it is sent.

    Raises BadTime where not even the office's zone is known.
    """
    return decide_here(replace(facts, accepted_at=None))


def decide_here(facts: Facts) -> Decision:
    """As `decide`; by the office's hours where this machine does not know the client's zone."""
    try:
        return decide(facts)
    except BadTime:
        return decide(replace(facts, hours=replace(facts.hours, zone=None)))


def decide(facts: Facts) -> Decision:
    """May this text leave now?

    - Nobody who opted out is texted, whatever the kind.
    - Broadcasts and reminders need an `opted_in`; what is one-to-one or automatic only no `opted_out`.
    - While somebody has stopped all sending, everything waits.
    - Who is closed gets nothing but one-to-one texts; for who is paused the rest waits until a person lets it go.
    - A stop-like text holds everything but one-to-one until a person decides.
    - Quiet hours, holidays and the client's own safe hours hold everything but an answer (`is_answer`);
      where they leave no hour at all, until somebody changes them.
    - The same words twice in a short while are refused, and more than the day's ceiling waits for their next day, as
      does what the carrier takes no more of today; none of these three concerns one-to-one texts and answers.
    - A text that its `last_moment` has passed, or will pass while it waits, never leaves.
    - Of all this only the stop of all sending, and the time, rule the confirmation of a STOP; it has no grace.
    """
    if facts.kind == "confirmation":
        return _confirm(facts)
    refusal = _refusal(facts)
    if refusal is not None:
        return Refuse(refusal)
    latest = (
        None if facts.expires_at is None else last_moment(facts.kind, facts.expires_at, facts.event_at, facts.hours)
    )
    if latest is not None and (facts.now > latest or not _came_in_time(facts)):
        return Refuse(WhyNot.EXPIRED)
    hold = _hold(facts)
    if hold is None:
        why = _why_now(facts)
        return GO if why is None else Go(why)
    return Refuse(WhyNot.EXPIRED) if latest is not None and hold.until is not None and hold.until > latest else hold


def _confirm(facts: Facts) -> Decision:
    """The confirmation of a STOP: now, or never (47 CFR 64.1200(a)(12): within five minutes)."""
    if facts.expires_at is not None and facts.now > facts.expires_at:
        return Refuse(WhyNot.EXPIRED)
    return Refuse(WhyNot.EXPIRED) if facts.rules.is_held else GO


def _came_in_time(facts: Facts) -> bool:
    return facts.expires_at is None or is_in_time(facts.accepted_at or facts.now, facts.expires_at)


def _refusal(facts: Facts) -> WhyNot | None:
    """Why the person may not be texted, whatever the hour; None if they may."""
    if facts.is_number_blocked or facts.consent is ConsentState.OPTED_OUT:
        return WhyNot.OPTED_OUT
    if facts.kind == "one_to_one":
        return None
    if facts.client_status is ClientStatus.CLOSED:
        return WhyNot.CLOSED
    if facts.kind in ("broadcast", "reminder") and facts.consent is not ConsentState.OPTED_IN:
        return WhyNot.CONSENT_UNKNOWN
    return WhyNot.DUPLICATE if facts.is_duplicate and facts.kind != "answer" else None


def _hold(facts: Facts) -> Hold | None:
    """Why and until when it waits; None if it may leave now."""
    if facts.rules.is_held:
        return Hold(None, WhyHeld.OFFICE_HOLD)
    is_ones_own = facts.kind == "one_to_one"
    if not is_ones_own:
        if facts.has_automatic_hold:
            return Hold(None, WhyHeld.STOP_LIKE)
        if facts.client_status is ClientStatus.PAUSED:
            return Hold(None, WhyHeld.PAUSED)
    if is_answer(facts):
        return None
    waiting = wait(facts.now, facts.hours)
    if waiting is not None:
        return Hold(*waiting)
    if is_ones_own:
        return None
    if facts.is_day_full:
        return Hold(tomorrow(facts.now, facts.hours, (facts.hours.office_zone,)), WhyHeld.CARRIER_LIMIT)
    if 0 < facts.rules.daily_ceiling <= facts.got_today:
        return Hold(tomorrow(facts.now, facts.hours, facts.hours.zones), WhyHeld.CEILING)
    return None


def _why_now(facts: Facts) -> WhyNow | None:
    """Why one's own text that may leave does so at an hour that keeps others; None: the hour is right.

    Also where a person let it go by hand: then they said why.
    """
    if facts.kind != "one_to_one" or facts.now_because is not None or not is_answer(facts):
        return None
    if wait(facts.now, facts.hours) is None:
        return None
    return WhyNow.TO_URGENT if facts.is_to_urgent else WhyNow.WROTE_LATELY
