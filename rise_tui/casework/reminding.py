"""No more reminders, but do answer me: whether somebody gets what goes to many, and switching that."""

from enum import StrEnum
from typing import Any

from rise_tui.casework.consenting import is_closed, record_in
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.together import SEVERAL
from rise_tui.casework.wishing import must_be_known
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import NotFound, Refused, Unchanged
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

TO_MANY = (Purpose.REMINDERS, Purpose.GROUP_NEWS)
"""What somebody may not want who still wants to be answered."""

_STANDS = {
    ConsentState.OPTED_IN: lambda: say("yes"),
    ConsentState.OPTED_OUT: lambda: say("no"),
    ConsentState.UNKNOWN: lambda: say("not asked"),
}


class Wants(StrEnum):
    """What of it somebody wants. `closed`: they said STOP to everything; `none`: to reminders and group texts alone."""

    ALL = "all"
    NONE = "none"
    PART = "part"
    NOT_ASKED = "not_asked"
    CLOSED = "closed"


def wants(desk: Desk, client_id: str) -> Wants | None:
    """How it stands on their numbers; None for somebody who has none."""
    with desk.store.reading() as session:
        return wants_in(desk, session, client_id)


def wants_in(desk: Desk, session: Session, client_id: str) -> Wants | None:
    """The same in the caller's transaction."""
    numbers = _numbers(desk, session, client_id)
    if not numbers:
        return None
    if all(_is_shut(desk, session, client_id, e164) for e164 in numbers):
        return Wants.CLOSED
    shelf = desk.store.consents
    states = {shelf.state(session, client_id, e164, purpose) for e164 in numbers for purpose in TO_MANY}
    if states == {ConsentState.OPTED_OUT}:
        return Wants.NONE
    if states == {ConsentState.OPTED_IN}:
        return Wants.ALL
    return Wants.NOT_ASKED if states == {ConsentState.UNKNOWN} else Wants.PART


def part_words(desk: Desk, session: Session, client_id: str) -> tuple[str, ...]:
    """Of somebody who has a number: whether they want reminders, and whether group texts; on how many numbers."""
    numbers, shelf = _numbers(desk, session, client_id), desk.store.consents
    each = []
    for purpose in TO_MANY:
        states = [shelf.state(session, client_id, e164, purpose) for e164 in numbers]
        wanted = states.count(ConsentState.OPTED_IN)
        words = say("yes on {count} of {all} numbers", count=wanted, all=len(states))
        if len(set(states)) == 1 or not wanted:
            stands = ConsentState.OPTED_OUT if ConsentState.OPTED_OUT in states else states[0]
            words = _STANDS[stands]()
        each.append(words)
    return tuple(each)


def switch(desk: Desk, client_id: str, wording: str, *, is_wanted: bool) -> str:
    """Reminders and group texts go to them, or do not; either way they are answered. `wording`: how they said it.

    Returns what was done, in words; it can be taken back, as one act. Raises NotFound for somebody without a number,
    Refused where they said STOP to everything, Unchanged where it stands so.
    """
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        must_be_known(desk, session, client_id)
        label, acts = switch_in(desk, session, client_id, wording, is_wanted=is_wanted)
        desk.store.undo.add(session, label, {"act": SEVERAL, "acts": acts}, client_id=client_id, at=desk.now)
        desk.store.conversations.refresh(session, client_id)
    return label


def switch_in(
    desk: Desk, session: Session, client_id: str, wording: str, *, is_wanted: bool
) -> tuple[str, list[dict[str, Any]]]:
    """The same in the caller's transaction: what was done in words, and what takes each part of it back."""
    numbers = _numbers(desk, session, client_id)
    name = name_of(desk, session, client_id)
    if not numbers:
        raise NotFound(say("{name} has no number now", name=name))
    open_ones = [e164 for e164 in numbers if not _is_shut(desk, session, client_id, e164)]
    if not open_ones:
        raise Refused(say("{name} said STOP", name=name), say("That holds for every text."), "")
    state = ConsentState.OPTED_IN if is_wanted else ConsentState.OPTED_OUT
    shelf = desk.store.consents
    every = [(e164, client_id, purpose) for e164 in open_ones for purpose in TO_MANY]
    stood = {about: shelf.state(session, client_id, about[0], about[2]) for about in every}  # one closes the others
    wanted = [about for about in every if stood[about] is not state]
    if not wanted:
        raise Unchanged(say("It stands so already"))
    acts = [record_in(desk, session, about, state, wording, stood[about]) for about in wanted]
    label = say("Reminders and group texts again: {name}", name=name)
    if not is_wanted:
        label = say("Only answers, no reminders or group texts: {name}", name=name)
    return label, acts


def _numbers(desk: Desk, session: Session, client_id: str) -> list[str]:
    return [str(one.e164) for one in desk.store.numbers.list(session, client_id) if one.until_at is None]


def _is_shut(desk: Desk, session: Session, client_id: str, e164: str) -> bool:
    """May nothing at all go to that number?"""
    said = desk.store.consents.state(session, client_id, e164, Purpose.CONVERSATION)
    return said is ConsentState.OPTED_OUT or is_closed(desk, session, e164)
