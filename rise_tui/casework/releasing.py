"""Letting a held text go now: one's own whatever the hour, one that was kept because of a pause after it has ended."""

from collections.abc import Mapping
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import client_names, wish, withdraw
from rise_tui.domain.automatic import Automatic
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import Conflict, Refused, TooLate
from rise_tui.domain.held_words import why_words
from rise_tui.domain.policy import NowBecause, WhyHeld
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.threads import Message

UNRELEASE = "unrelease"
KEPT_FOR_ALL = frozenset({WhyHeld.STOP_LIKE, WhyHeld.OFFICE_HOLD, WhyHeld.INTRODUCTION})
"""What keeps every text of somebody, or of everybody: that is to be decided first."""


def is_released(desk: Desk, session: Session, message_id: str) -> bool:
    """Was it let go here, and the relay has not answered yet?"""
    return bool(desk.store.outbox.waiting_for(session, "release", {"message_id": message_id}))


def may_release(desk: Desk, session: Session, message: Message) -> bool:
    """Is it held for something that a person may set aside, and has nobody let it go yet?"""
    if message.status != Status.HELD or message.held_why is None or message.held_why in KEPT_FOR_ALL:
        return False
    return (_is_typed(message) or message.held_why == WhyHeld.PAUSED) and not is_released(
        desk, session, message.message_id
    )


def _is_typed(message: Message) -> bool:
    """Did somebody write it to this one person? What goes to many, or by itself, only ever waits on after a pause."""
    return message.broadcast_id is None and message.automatic is None


def release(desk: Desk, message_id: str, because: NowBecause) -> str:
    """Let a held text go now, for that reason. Returns what was done, in words; it can be taken back while it is here.

    What nobody typed to them alone, kept because of a pause, goes on waiting for its hour; it needs no reason.

    Raises Conflict for a text that is not held any more, Refused where something else has to be decided first.
    """
    store = desk.store
    with store.writing(is_durable=True) as session:
        message = store.threads.get(session, message_id)
        if message is None or message.status != Status.HELD or message.held_why is None:
            raise Conflict(say("This text is not held any more"), "", say("h shows how it fared."))
        _must_be_releasable(desk, session, message)
        client_id = message.client_id
        store.ring(session, Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
        write_id = wish(
            desk,
            session,
            "release",
            lane=client_id,  # after what opens a client who was paused
            ids={"message_id": message_id},
            body={"because": because.value},
            names=client_names(client_id),
        )
        name = name_of(desk, session, client_id)
        is_typed = _is_typed(message)  # else the hours and all other rules hold on
        label = say("Goes now: {name}", name=name) if is_typed else say("Leaves as soon as it may: {name}", name=name)
        inverse = {"act": UNRELEASE, "client_id": client_id, "released": message_id, "write_id": write_id}
        store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
    return label


def _must_be_releasable(desk: Desk, session: Session, message: Message) -> None:
    name = name_of(desk, session, message.client_id)
    if is_released(desk, session, message.message_id):
        raise Conflict(say("This text was let go already"))
    if message.held_why == WhyHeld.STOP_LIKE:
        raise Refused(
            say("{name} may have said STOP", name=name), "", say("Decide that first: y or - in their conversation.")
        )
    if message.held_why == WhyHeld.OFFICE_HOLD:
        raise Refused(
            say("The office has stopped all texts"), "", say("They go again when your administrator says so.")
        )
    if message.held_why == WhyHeld.INTRODUCTION:
        raise Refused(
            say("It is not known whether the text before it arrived"),
            say("That one tells {name} who you are.", name=name),
            say("Decide about it in the conversation: =."),
        )
    if _is_typed(message):
        return
    if message.held_why != WhyHeld.PAUSED:
        if message.automatic == Automatic.QUESTION:
            raise Refused(
                say("The question to a new number waits for its hour"),
                say("Held: {why}.", why=why_words(message.held_why)),
                say("Say on the card whose number it is: i."),
            )
        raise Refused(
            say("A group text waits for its hour") if message.broadcast_id else say("It leaves by itself"),
            say("Held: {why}.", why=why_words(message.held_why)),
            say("Write to them yourself."),
        )
    client = desk.store.clients.get(session, message.client_id)
    if client is not None:
        status = client.status_at(desk.clock.now())
        if status is not ClientStatus.OPEN:
            raise Refused(
                say("{name} is still paused", name=name), "", say("Set them to open first: i shows the card.")
            )


def unrelease(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """It is held as before, if the office has not heard of it yet. Raises TooLate where it has."""
    desk.store.ring(session, Change("thread", inverse["client_id"]), Change("outbox"))
    if not withdraw(desk, session, inverse["write_id"]):
        raise TooLate(say("It is on its way already"), "", say("h shows how it fares."))
    return say("Held again: {name}", name=name_of(desk, session, inverse["client_id"]))


def may_unrelease(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Only while this machine alone knows of it."""
    entry = desk.store.outbox.get(session, inverse["write_id"])
    return entry is not None and not entry.attempts
