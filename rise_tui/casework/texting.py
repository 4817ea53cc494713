"""Sending a text, and taking it back while it is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import client_names, wish
from rise_tui.domain.clock import to_wire
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import BadInput, Conflict, Refused
from rise_tui.domain.ids import new_id
from rise_tui.domain.messages import MAX_CHARS
from rise_tui.domain.say import say
from rise_tui.domain.segments import weigh
from rise_tui.domain.triage import ConversationState
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Draft
from rise_tui.store.lines import Line
from rise_tui.store.threads import Message

TAKE_BACK = "take_back"
IN_TIME_MS = 2 * 3600_000
"""By when a one-to-one text must have reached the relay after it was sent (or after it was to leave)."""


@dataclass(frozen=True)
class Sent:
    """A text that is on its way: it stands in the outbox, and goes out by itself."""

    message_id: str
    write_id: str
    not_before_at: int | None = None


def send(
    desk: Desk,
    client_id: str,
    body: str,
    *,
    message_id: str | None = None,
    not_before_at: int | None = None,
    hold_seconds: float | None = None,
) -> Sent:
    """Send a text to a client, or to an unknown number (`tel:+1…`): outbox in, draft out, one transaction.

    It has the draft's id; a second send of that id is nothing. It is held `hold_seconds` (the desk's, if not given)
    from when the relay has it. Raises BadInput for an empty or too long text, Refused for somebody who said STOP or has
    no number.
    """
    if not body.strip():
        raise BadInput(say("There is nothing to send"), "", say("Write something first."))
    if len(body) > MAX_CHARS:
        over = len(body) - MAX_CHARS
        raise BadInput(
            say("The text is too long"),
            say("It has {over} characters more than the {most} that a text may have.", over=over, most=MAX_CHARS),
            say("Send it in two."),
        )
    store = desk.store
    hold = desk.hold_seconds if hold_seconds is None else hold_seconds
    with store.writing(
        Change("inbox", client_id), Change("thread", client_id), Change("outbox"), is_durable=True
    ) as session:
        draft = store.drafts.get(session, client_id)
        wanted = message_id or (draft.message_id if draft is not None and draft.body else new_id())
        known = store.outbox.making(session, wanted)
        if known is not None or store.threads.get(session, wanted) is not None:
            return Sent(wanted, known.wish.write_id if known is not None else "")
        line = store.conversations.get(session, client_id) or Line(client_id)
        number = _may_text(desk, session, client_id, line)
        write_id = new_id()
        _show(desk, session, line, wanted, body, number, hold, not_before_at, write_id)
        expires_at = max(desk.now, not_before_at or 0) + IN_TIME_MS
        fields: dict[str, Any] = {
            "client_id": client_id,
            "body": body,
            "seen_through": line.last_inbound_seq,
            "hold_s": hold,
            "expires_at": to_wire(expires_at),
        }
        if not_before_at is not None:
            fields["not_before"] = to_wire(not_before_at)
        wish(
            desk,
            session,
            "message",
            lane=client_id,
            ids={"message_id": wanted},
            body=fields,
            names=client_names(client_id),
            makes=wanted,
            write_id=write_id,
        )
        if draft is None or draft.message_id == wanted or draft.body == body:
            store.drafts.remove(session, client_id)
        store.conversations.refresh(session, client_id)
    return Sent(wanted, write_id, not_before_at)


def _may_text(desk: Desk, session: Session, client_id: str, line: Line) -> str:
    store = desk.store
    number = store.numbers.to_text(session, client_id)
    if number is None:
        raise Refused(
            say("{name} has no number that can be texted", name=line.name), "", say("Add or confirm a number first.")
        )
    if line.consent == "opted_out":
        raise Refused(
            say("{name} said STOP", name=line.name),
            say("No text may go to them."),
            say("Call them, or wait until they text START."),
        )
    return number


def _show(
    desk: Desk,
    session: Session,
    line: Line,
    message_id: str,
    body: str,
    number: str,
    hold: float,
    not_before_at: int | None,
    write_id: str,
) -> None:
    """The text stands in the conversation, which now waits for them; what it was before comes back if it is refused."""
    store, weight = desk.store, weigh(body)
    held_until = max(desk.now + round(hold * 1000), not_before_at or 0)
    store.threads.put_local(
        session,
        Message(
            message_id=message_id,
            client_id=line.client_id,
            direction="outbound",
            body=body,
            status=Status.HELD,
            at=desk.now,
            e164=number,
            caseworker_id=desk.caseworker_id,
            segments=weight.segments,
            encoding=weight.alphabet,
            not_before_at=not_before_at,
            held_until_at=held_until,
        ),
    )
    changed = {
        "state": ConversationState.WAITING.value,
        "seen_through": line.last_inbound_seq,
        "read_through": max(line.read_through, line.last_inbound_seq),
        "snoozed_until_at": None,
    }
    store.pending.shelve(session, "conversation", line.client_id, write_id, changed)
    store.undo.add(
        session,
        label=say("Text to {name}", name=line.name),
        client_id=line.client_id,
        inverse={"act": TAKE_BACK, "message_id": message_id, "name": line.name, "client_id": line.client_id},
        at=desk.now,
    )


def seconds_held(desk: Desk, message_id: str) -> int:
    """For how many seconds more a text is held, by this machine's clock; 0: it is not."""
    with desk.store.reading() as session:
        message = desk.store.threads.get(session, message_id)
    if message is None or message.held_until_at is None or message.status not in (Status.HELD, Status.QUEUED):
        return 0
    return max(0, -(-(message.held_until_at - desk.now) // 1000))


def may_take_back(desk: Desk, message_id: str) -> bool:
    """Is it still held, or still on this machine only?"""
    with desk.store.reading() as session:
        entry = desk.store.outbox.making(session, message_id)
    return (entry is not None and entry.state == "waiting") or seconds_held(desk, message_id) > 0


def take_back(desk: Desk, inverse: Mapping[str, Any]) -> str:
    """Take a text back: at once if it never left this machine, else by the relay's answer, which the screen will tell.

    Its words stand in the draft again, before anything that was typed since.
    """
    message_id, client_id, name = inverse["message_id"], inverse["client_id"], inverse["name"]
    store = desk.store
    with store.writing(
        Change("inbox", client_id),
        Change("thread", client_id),
        Change("outbox"),
        Change("drafts", client_id),
        is_durable=True,
    ) as session:
        message = store.threads.get(session, message_id)
        if message is None:
            raise Conflict(say("This text is not here any more"))
        entry = store.outbox.making(session, message_id)
        if entry is not None and store.outbox.withdraw(session, entry.wish.write_id):
            store.threads.remove(session, [message_id])
            store.pending.refuse(session, entry.wish.write_id)
            _draft_again(desk, session, client_id, message.body)
            store.conversations.refresh(session, client_id)
            return say("Taken back: {name}", name=name)
        wish(
            desk,
            session,
            "cancellation",
            lane=f"cancellation:{message_id}",
            ids={"message_id": message_id},
            body={},
        )
        store.threads.set_status(session, message_id, message.status, held_until_at=None)
    return say("Taking back the text to {name} …", name=name)


def _draft_again(desk: Desk, session: Session, client_id: str, body: str) -> None:
    drafts = desk.store.drafts
    present = drafts.get(session, client_id)
    words = body if present is None or not present.body else f"{body}\n{present.body}"
    drafts.remove(session, client_id)
    owner = desk.window or None
    drafts.put(session, Draft(client_id, new_id(), words, len(body), len(body), owner=owner, at=desk.now))


def waits_here(desk: Desk) -> int:
    """How many wishes the relay does not have yet."""
    with desk.store.reading() as session:
        return desk.store.outbox.waiting(session)
