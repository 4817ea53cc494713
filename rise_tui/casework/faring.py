"""How a text of ours fares: in a few words beside it, and step by step with times and reasons."""

from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.casework.forecasting import will_wait
from rise_tui.casework.near_times import soon
from rise_tui.casework.releasing import is_released
from rise_tui.casework.resolving import decided
from rise_tui.casework.taking_back import may_take_back
from rise_tui.domain.automatic_words import automatic_words
from rise_tui.domain.delivery import Reason, Status, words
from rise_tui.domain.errors import BadTime
from rise_tui.domain.held_words import because_words, held_words, whatever_the_hour
from rise_tui.domain.hours import next_safe
from rise_tui.domain.marks import Mark
from rise_tui.domain.policy import WhyHeld
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.broadcasts import Broadcast
from rise_tui.store.engine import Session
from rise_tui.store.threads import Message

MAY_GO_AGAIN = frozenset({Status.FAILED, Status.UNDELIVERED, Status.EXPIRED})
"""A text that is at one of these did not arrive, and may be sent again."""
_WAITS = frozenset({Status.HELD, Status.QUEUED})


@dataclass(frozen=True)
class Faring:
    """How a text fares: `words` with the time in them; `is_waiting`: it has not left yet; `is_held`: the office keeps
    it back."""

    words: str
    status: Status
    is_waiting: bool = False
    is_held: bool = False


@dataclass(frozen=True)
class Step:
    """One step of a text: when, in words (a day and a time), and what; `role` as in the conversation."""

    when: str
    words: str
    status: Status


@dataclass(frozen=True)
class History:
    """All that is known of how a text fared, oldest first. `author` is safe for a terminal, empty: oneself."""

    client_id: str
    message_id: str
    body: str
    author: str
    group_text: str
    steps: tuple[Step, ...]
    may_go_again: bool
    is_unknown: bool
    may_come_back: bool = False
    """whether it can still be taken back"""


def is_typed(message: Message) -> bool:
    """Did somebody write it to this one person?"""
    return message.broadcast_id is None and message.automatic is None


def reason_of(message: Message) -> Reason | None:
    """Why it did not arrive, where the phone company or the office said so."""
    return Reason(message.reason) if message.reason in set(Reason) else None


def how(
    desk: Desk, session: Session, message: Message, broadcast: Broadcast | None = None, since_at: int | None = None
) -> Faring:
    """What stands beside a text of ours: `delivered 9:02`, `leaves Mon 9:00`, `held until Tue 8:00`, why it failed.

    `since_at`: when it came to that, in milliseconds, if that is known; else the time is that of the text.
    """
    status = Status(message.status)
    if status in _WAITS:
        waits = _waits(desk, session, message, broadcast)
        if waits:
            is_held = status is Status.HELD and message.held_why is not None
            return Faring(waits, status, is_waiting=True, is_held=is_held)
    if message.seq == 0:
        return Faring(say("on this machine only"), status, is_waiting=True)
    if status is Status.UNKNOWN and (decision := decided(desk, session, message.message_id)):
        words_of = {"mark_sent": say("you counted it as sent"), "send_again": say("you asked to send it again")}
        return Faring(words_of[decision], status)
    if since_at is None or reason_of(message) is Reason.NO_RECEIPT:
        since_at = message.at  # that nobody told is of no day
    day, time = desk.day_and_time(since_at)
    if day != desk.day_and_time(message.at)[0]:
        time = f"{day} {time}"
    return Faring(say("{how} {time}", how=words(status, reason_of(message)), time=time), status, status in _WAITS)


def _waits(desk: Desk, session: Session, message: Message, broadcast: Broadcast | None) -> str:
    """Why it has not left, and until when; empty where nothing keeps it."""
    if message.not_before_at is not None and message.not_before_at > desk.now:
        leaves = say("leaves {time}", time=soon(desk, message.not_before_at))
        return leaves if message.seq else say("{leaves}, on this machine only", leaves=leaves)
    if message.seq == 0:
        return ""
    if broadcast is not None and broadcast.is_paused:
        return say("held: the group text is paused")
    if is_released(desk, session, message.message_id):
        return say("you let it go")
    if Status(message.status) is Status.HELD and message.held_why is not None:
        until = "" if message.kept_until_at is None else soon(desk, message.kept_until_at)
        return held_words(message.held_why, until)
    if is_typed(message):
        return will_wait(desk, session, message.message_id)
    return _held_by_an_older_relay(desk, session, message)


def _held_by_an_older_relay(desk: Desk, session: Session, message: Message) -> str:
    """Why a text to many is held, where the relay does not say it."""
    if Status(message.status) is not Status.HELD:
        return ""
    line = desk.store.conversations.get(session, message.client_id)
    if line is not None and line.mark == Mark.STOP_LIKE:
        return held_words(WhyHeld.STOP_LIKE)
    until = _quiet_until(desk, session, message.client_id)
    return say("held until {time}", time=soon(desk, until)) if until is not None else ""


def _quiet_until(desk: Desk, session: Session, client_id: str) -> int | None:
    """When the quiet hours end that keep group texts from this person now, in milliseconds; None: there are none."""
    office = desk.store.office.get(session)
    client = desk.store.clients.get(session, client_id)
    if office is None:
        return None
    for zone in (client.zone if client is not None else None, office.zone):
        if zone is None:
            continue
        try:
            safe = (None, None) if client is None else (client.safe_from, client.safe_to)
            at = next_safe(desk.clock.now(), zone, (office.quiet_from, office.quiet_to), safe)
        except BadTime:  # a zone that this machine does not know: the office's then, as the relay does
            continue
        return None if at is None else int(at.timestamp() * 1000)
    return None


def history(desk: Desk, message_id: str) -> History | None:
    """How a text of ours fared, with every status that this machine was told of; None if it is not here, or theirs."""
    store = desk.store
    with store.reading() as session:
        message = store.threads.get(session, message_id)
        if message is None or message.direction == "inbound":
            return None
        told = store.statuses.of(session, message_id)
        broadcast = store.broadcasts.get(session, message.broadcast_id) if message.broadcast_id else None
        now = how(desk, session, message, broadcast)
        is_decided = bool(decided(desk, session, message_id))
        author = author_of(desk, session, message.caseworker_id)
        may_come_back = is_typed(message) and may_take_back(desk, session, message_id)
    written = say("written") if message.seq == 0 else say("accepted by the office")
    if because := because_words(message.now_because):
        written = say("{written}; sent whatever the hour: {because}", written=written, because=because)
    steps = [Step(_when(desk, message.at), written, Status.QUEUED)]
    for one in told:
        steps.append(
            Step(_when(desk, one.at), _told(Status(one.status), one.reason, one.error_code), Status(one.status))
        )
    if now.is_waiting or not told:
        said = now.words if now.is_waiting else words(now.status, reason_of(message))
        steps.append(Step(say("now"), said, now.status))
    return History(
        message.client_id,
        message_id,
        message.body,
        author,
        not_typed(message, broadcast),
        tuple(steps),
        now.status in MAY_GO_AGAIN and message.automatic is None,
        now.status is Status.UNKNOWN and not is_decided,
        may_come_back,
    )


def _told(status: Status, reason: str | None, error_code: int | None) -> str:
    """A status in words; what waits has why it does, and what did not wait for its hour why it did not."""
    if status is Status.HELD and reason in set(WhyHeld):
        return held_words(reason)
    if status is Status.QUEUED and (because := because_words(reason)):
        return say("let go whatever the hour: {because}", because=because)
    if status is Status.SENDING and (because := whatever_the_hour(reason)):
        return say("going out whatever the hour: {because}", because=because)
    said = words(status, Reason(reason) if reason in set(Reason) else None)
    if error_code and status in MAY_GO_AGAIN:
        return say("{said} (the phone company's number for it: {code})", said=said, code=error_code)
    return said


def _when(desk: Desk, at: int) -> str:
    return " ".join(desk.day_and_time(at))


def not_typed(message: Message, broadcast: Broadcast | None) -> str:
    """Where nobody typed it to this person: to how many it went, or what the office sent it for; safe for a terminal.

    Empty for a text that somebody typed.
    """
    if message.automatic is not None:
        return automatic_words(message.automatic)
    return "" if message.broadcast_id is None else group_words(broadcast)


def group_words(broadcast: Broadcast | None) -> str:
    """That a text went to many, and which it was, safe for a terminal."""
    if broadcast is None:
        return say("group text")
    return say("group text: {name}", name=one_line(broadcast.name, 40))


def author_of(desk: Desk, session: Session, caseworker_id: str | None) -> str:
    """Which colleague did it, safe for a terminal; empty for oneself and where nobody knows."""
    if caseworker_id is None or caseworker_id == desk.caseworker_id:
        return ""
    found = desk.store.office.caseworker(session, caseworker_id)
    return say("a colleague") if found is None else one_line(found.name, 40)
