"""Sending a text: into the outbox, out of the draft, once."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from rise_tui.casework import drafting
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.taking_back import TAKE_BACK, forget_past
from rise_tui.casework.wishing import client_names, must_be_known, wish
from rise_tui.domain.clock import to_wire
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.delivery import Reason, Status, words
from rise_tui.domain.errors import BadInput, Refused
from rise_tui.domain.ids import new_id
from rise_tui.domain.messages import MAX_CHARS
from rise_tui.domain.say import say
from rise_tui.domain.segments import weigh
from rise_tui.domain.triage import ConversationState
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Draft
from rise_tui.store.lines import Line
from rise_tui.store.rows import whole
from rise_tui.store.threads import Message

IN_TIME_MS = 2 * 3600_000
"""By when a one-to-one text must have reached the relay after it was sent (or after it was to leave)."""


@dataclass(frozen=True)
class Sent:
    """A text that is on its way: it stands in the outbox, and goes out by itself."""

    client_id: str
    message_id: str
    write_id: str
    not_before_at: int | None = None


def send(
    desk: Desk,
    client_id: str,
    body: str,
    *,
    message_id: str | None = None,
    seen_through: int | None = None,
    not_before_at: int | None = None,
    hold_seconds: float | None = None,
) -> Sent:
    """Send a text to a client, or to an unknown number (`tel:+1…`): outbox in, draft out, one transaction.

    It has the draft's id; a second send of that id is nothing. Words that are not the draft's leave the draft alone.
    `seen_through`: the newest inbound text on the writer's screen, all that are here if not given. It is held
    `hold_seconds` (the desk's, if not given) from when the relay has it. Raises BadInput for an empty or too long text,
    Refused for somebody who said STOP or has no number, and the store's troubles: then nothing was sent.
    """
    body = whole(body)
    _check(body)
    store = desk.store
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with (
        drafting.late(desk, client_id) as late_one,
        store.writing(*changes, Change("drafts", client_id), is_durable=True) as session,
    ):
        typed = drafting.present(desk, session, client_id, late_one)
        is_typed = typed is not None and _is_draft(desk, typed, body, message_id)
        wanted = message_id or (typed.message_id if typed is not None and is_typed else new_id())
        known = store.outbox.making(session, wanted)
        if late_one is not None and typed is not None and not is_typed:
            store.drafts.put(session, typed)
        if known is not None or store.threads.get(session, wanted) is not None:
            return Sent(client_id, wanted, known.wish.write_id if known is not None else "")
        line = store.conversations.get(session, client_id) or Line(client_id)
        seen = line.last_inbound_seq if seen_through is None else min(seen_through, line.last_inbound_seq)
        number = _may_text(desk, session, client_id)
        sent = Sent(client_id, wanted, new_id(), not_before_at)
        hold = desk.hold_seconds if hold_seconds is None else hold_seconds
        _show(desk, session, line, seen, _message(desk, client_id, number, body, sent, hold), sent.write_id)
        _wish_text(desk, session, client_id, body, sent, seen, hold)
        if is_typed:
            store.drafts.remove(session, client_id)
        store.conversations.refresh(session, client_id)
    return sent


def _check(body: str) -> None:
    if not body.strip():
        raise BadInput(say("There is nothing to send"), "", say("Write something first."))
    if len(body) > MAX_CHARS:
        over = len(body) - MAX_CHARS
        raise BadInput(
            say("The text is too long"),
            say("It has {over} characters more than the {most} that a text may have.", over=over, most=MAX_CHARS),
            say("Send it in two."),
        )


def _is_draft(desk: Desk, typed: Draft, body: str, message_id: str | None) -> bool:
    """Is it the draft that is sent? This window's own always is; else only one of the same words."""
    if message_id is not None:
        return typed.message_id == message_id
    return typed.body == body or (bool(desk.window) and typed.owner == desk.window)


def _may_text(desk: Desk, session: Session, client_id: str) -> str:
    """The number that the text goes to."""
    store = desk.store
    must_be_known(desk, session, client_id)
    number = store.numbers.to_text(session, client_id)
    name = name_of(desk, session, client_id)
    if number is None:
        raise Refused(
            say("{name} has no number that can be texted", name=name), "", say("Add or confirm a number first.")
        )
    said = store.consents.state(session, client_id, number, Purpose.CONVERSATION)
    if said is ConsentState.OPTED_OUT or store.numbers.is_blocked(session, number):
        raise Refused(
            say("{name} said STOP", name=name),
            say("No text may go to them."),
            say("Call them, or wait until they text START."),
        )
    return number


def _message(desk: Desk, client_id: str, number: str, body: str, sent: Sent, hold: float) -> Message:
    weight = weigh(body)
    return Message(
        message_id=sent.message_id,
        client_id=client_id,
        direction="outbound",
        body=body,
        status=Status.HELD,
        at=desk.now,
        e164=number,
        caseworker_id=desk.caseworker_id,
        segments=weight.segments,
        encoding=weight.alphabet,
        not_before_at=sent.not_before_at,
        expires_at=_expires_at(desk, sent),
        held_until_at=max(desk.now + round(hold * 1000), sent.not_before_at or 0),
    )


def _expires_at(desk: Desk, sent: Sent) -> int:
    return max(desk.now, sent.not_before_at or 0) + IN_TIME_MS


def _show(desk: Desk, session: Session, line: Line, seen: int, message: Message, write_id: str) -> None:
    """The text stands in the conversation, which now waits for them; what it was before comes back if it is refused."""
    store = desk.store
    store.threads.put_local(session, message)
    changed = {
        "state": ConversationState.WAITING.value,
        "seen_through": max(line.seen_through, seen),
        "read_through": max(line.read_through, seen),
    }
    store.pending.shelve(session, "conversation", line.client_id, write_id, changed)
    forget_past(desk, session)
    name = name_of(desk, session, line.client_id)
    inverse = {
        "act": TAKE_BACK,
        "message_id": message.message_id,
        "name": name,
        "client_id": line.client_id,
        "before": {"state": line.state},
        "seen_through": min(line.seen_through, line.last_inbound_seq),
    }
    store.undo.add(
        session, label=say("Text to {name}", name=name), client_id=line.client_id, inverse=inverse, at=desk.now
    )


def _wish_text(
    desk: Desk, session: Session, client_id: str, body: str, sent: Sent, seen_through: int, hold: float
) -> None:
    fields: dict[str, Any] = {
        "client_id": client_id,
        "body": body,
        "seen_through": seen_through,
        "hold_s": hold,
        "expires_at": to_wire(_expires_at(desk, sent)),
    }
    if sent.not_before_at is not None:
        fields["not_before"] = to_wire(sent.not_before_at)
    wish(
        desk,
        session,
        "message",
        lane=client_id,
        ids={"message_id": sent.message_id},
        body=fields,
        names=client_names(client_id),
        makes=sent.message_id,
        write_id=sent.write_id,
    )


def has_arrived(desk: Desk, sent: Sent) -> bool:
    """Does the relay have the text? False: it waits here. Raises Refused, with the reason, when it came back."""
    with desk.store.reading() as session:
        message = desk.store.threads.get(session, sent.message_id)
        entry = desk.store.outbox.making(session, sent.message_id)
        typed = desk.store.drafts.get(session, sent.client_id)
    if message is not None and message.seq:
        return True
    if entry is not None and entry.state != "parked":
        return False
    if message is not None:
        why = words(Status(message.status), Reason(message.reason) if message.reason in set(Reason) else None)
        raise Refused(say("The text was not sent"), why, say("It stands in the conversation, marked as not sent."))
    why = typed.problem if typed is not None and typed.problem else say("It was taken back.")
    raise Refused(say("The text was not sent"), why, say("Its words stand in the draft again."))


def waits_here(desk: Desk) -> int:
    """How many wishes the relay does not have yet."""
    with desk.store.reading() as session:
        return desk.store.outbox.waiting(session)
