"""Trying again what failed of a broadcast, and deciding about texts of which nobody can tell whether they left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal

from rise_tui.casework import gathering, planning
from rise_tui.casework.audience import Audience
from rise_tui.casework.desk import Desk
from rise_tui.casework.resolving import decided, lane_of
from rise_tui.casework.steering import standing_broadcast
from rise_tui.casework.taking_back import may_take_back
from rise_tui.casework.wishing import wish
from rise_tui.domain.broadcasts import Version, why_left_out
from rise_tui.domain.clock import to_wire
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import Conflict, Refused
from rise_tui.domain.ids import ClientId, new_id
from rise_tui.domain.merge import form_of
from rise_tui.domain.say import say, say_many
from rise_tui.domain.segments import weigh
from rise_tui.domain.tallies import HERE, Standing, may_retry, standing_of
from rise_tui.store.broadcasts import Recipient
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.threads import Message

RETRY_BACK, DECIDE_BACK = "retry_back", "decide_back"
IN_TIME_MS = 30 * 60_000
"""By when a text that is sent again must have reached the relay."""

_LAST = 20
"""Wishes of one act that are looked at to say whether it can be taken back."""

Decision = Literal["send_again", "mark_sent"]
"""What a person decides about a text of which nobody can tell whether it left."""


def retry(desk: Desk, broadcast_id: str, client_ids: Collection[str]) -> str:
    """Send it again to those of these for whom it failed and may work now, as new texts of the same broadcast.

    They are held like any text, and can be taken back. Returns what was done, in words. Raises NotFound, Conflict when
    there is nobody for whom that would help, Refused when none of them may get a group text any more.
    """
    changes = (Change("broadcast", broadcast_id), Change("outbox"), Change("thread"), Change("inbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        found = standing_broadcast(desk, session, broadcast_id)
        if found.state == "cancelled":
            raise Conflict(say("This group text was dropped"), "", say("Begin a new one."))
        wanted = set(client_ids)
        failed = [
            person
            for person in desk.store.broadcasts.recipients(session, broadcast_id)
            if person.client_id in wanted and may_retry(person.status, person.reason)
        ]
        if not failed:
            raise Conflict(say("There is nobody to try again"), say("It would fail for the same reason."))
        again = _send_to(desk, session, broadcast_id, failed)
        if not again:
            raise Refused(
                say("They may not be texted any more"),
                say("They said STOP, have no number, or may get no group text now."),
            )
        label = say_many("Sent again to {count} person", "Sent again to {count} people", len(again))
        desk.store.undo.add(
            session, label, {"act": RETRY_BACK, "broadcast_id": broadcast_id, "again": again}, at=desk.now
        )
    return label


def may_retry_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Is any of these texts still held, or here only? They leave together: the last few say it of all."""
    return any(may_take_back(desk, session, one["message_id"]) for one in inverse["again"][-_LAST:])


def may_decide_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Does the office not have the decision yet? They leave together: the last few say it of all."""
    entries = [desk.store.outbox.get(session, write_id) for _, _, write_id in inverse["decided"][-_LAST:]]
    return any(entry is not None and entry.state == "waiting" and not entry.attempts for entry in entries)


def retry_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take texts that were sent again back: at once what never left this machine, the rest by the office's answer."""
    store, broadcast_id = desk.store, inverse["broadcast_id"]
    changes = [Change(topic) for topic in ("outbox", "thread", "inbox")]
    store.ring(session, Change("broadcast", broadcast_id), *changes)
    for one in inverse["again"]:
        message_id, before = one["message_id"], one["before"]
        if store.outbox.withdraw(session, one["write_id"]):
            store.threads.remove(session, [message_id])
            store.broadcasts.put_back(session, broadcast_id, Recipient(broadcast_id, **before))
            store.conversations.refresh(session, before["client_id"])
        else:
            lane = f"cancellation:{message_id}"
            wish(desk, session, "cancellation", lane=lane, ids={"message_id": message_id}, body={})
    count = len(inverse["again"])
    return say_many("Taking back {count} text …", "Taking back {count} texts …", count)


def _send_to(desk: Desk, session: Session, broadcast_id: str, failed: Sequence[Recipient]) -> list[dict[str, Any]]:
    """A new text to each of these who may get the broadcast as things stand now; what would take each back."""
    picked = Audience(picked=tuple(person.client_id for person in failed))
    known = gathering.gather_in(desk, session, picked).by_id
    neutral = [form_of(body) for version, body in _sent(desk, session, broadcast_id) if version.is_neutral]
    again = []
    for person in failed:
        who, old = known.get(ClientId(person.client_id)), desk.store.threads.get(session, person.message_id)
        if who is None or who.e164 is None or old is None:
            continue
        is_neutral = any(form.fill(who.values) == old.body for form in neutral)
        if why_left_out(who, has_neutral=is_neutral) is None:
            again.append(_send_again(desk, session, person, old.body, who.e164))
    return again


def _sent(desk: Desk, session: Session, broadcast_id: str) -> Iterable[tuple[Version, str]]:
    return planning.sent_words(desk, session, broadcast_id).written.items()


def _send_again(desk: Desk, session: Session, person: Recipient, body: str, number: str) -> dict[str, Any]:
    """A new text of the same words to the same person; what would take it back."""
    store = desk.store
    text = _once_more(desk, person, body, number)
    store.threads.put_local(session, text)
    store.broadcasts.try_again(session, person.broadcast_id, person.client_id, text.message_id, HERE)
    write_id = wish(
        desk,
        session,
        "message",
        lane=person.client_id,
        ids={"message_id": text.message_id},
        body={
            "client_id": person.client_id,
            "body": text.body,
            "hold_s": desk.hold_seconds,
            "expires_at": to_wire(desk.now + IN_TIME_MS),
            "broadcast_id": person.broadcast_id,
        },
        names=(person.client_id,),
        makes=text.message_id,
    )
    store.conversations.refresh(session, person.client_id)
    before = {
        "client_id": person.client_id,
        "message_id": person.message_id,
        "status": person.status,
        "reason": person.reason,
        "status_seq": person.status_seq,
    }
    return {"message_id": text.message_id, "write_id": write_id, "before": before}


def _once_more(desk: Desk, person: Recipient, body: str, number: str) -> Message:
    """The text as it stands in the conversation until the office has it."""
    weight = weigh(body)
    return Message(
        message_id=new_id(),
        client_id=person.client_id,
        direction="outbound",
        body=body,
        status=Status.HELD,
        at=desk.now,
        e164=number,
        caseworker_id=desk.caseworker_id,
        broadcast_id=person.broadcast_id,
        segments=weight.segments,
        encoding=weight.alphabet,
        expires_at=desk.now + IN_TIME_MS,
        held_until_at=desk.now + round(desk.hold_seconds * 1000),
    )


def decide(desk: Desk, broadcast_id: str, client_ids: Collection[str], decision: Decision) -> str:
    """Of texts that perhaps were sent: send them again, or count them as sent. Returns what was done, in words.

    Sending again may reach somebody twice, so it is never done by itself. It can be taken back while it is on this
    machine only. Raises NotFound, Conflict when nobody of these is in doubt any more.
    """
    changes = (Change("broadcast", broadcast_id), Change("outbox"), Change("thread"))
    with desk.store.writing(*changes, is_durable=True) as session:
        standing_broadcast(desk, session, broadcast_id)
        wanted = set(client_ids)
        doubted = [
            person
            for person in desk.store.broadcasts.recipients(session, broadcast_id)
            if person.client_id in wanted
            and standing_of(person.status) is Standing.UNKNOWN
            and not decided(desk, session, person.message_id)
        ]
        if not doubted:
            raise Conflict(say("This is decided already"), say("Meanwhile it was found out what became of it."))
        decisions = [_decide(desk, session, person, decision) for person in doubted]
        count = len(decisions)
        if decision == "mark_sent":
            label = say_many("Counted as sent: {count} person", "Counted as sent: {count} people", count)
        else:
            label = say_many("Sent again to {count} person", "Sent again to {count} people", count)
        inverse = {"act": DECIDE_BACK, "broadcast_id": broadcast_id, "decided": decisions}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def decide_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Leave texts in doubt again. Raises Conflict when the office has the decision about any of them."""
    store, broadcast_id = desk.store, inverse["broadcast_id"]
    withdrawn: list[Sequence[str]] = [one for one in inverse["decided"] if store.outbox.withdraw(session, one[2])]
    if not withdrawn:
        raise Conflict(say("The office has it already"), say("It cannot be taken back any more."))
    store.ring(session, Change("broadcast", broadcast_id), Change("outbox"), Change("thread"))
    for client_id, message_id, _ in withdrawn:
        store.threads.set_status(session, message_id, Status.UNKNOWN)
        store.broadcasts.set_status(session, broadcast_id, client_id, Status.UNKNOWN)
    return say_many("In doubt again: {count} person", "In doubt again: {count} people", len(withdrawn))


def _decide(desk: Desk, session: Session, person: Recipient, decision: Decision) -> tuple[str, str, str]:
    store = desk.store
    shown = Status.SENT if decision == "mark_sent" else Status.QUEUED
    write_id = wish(
        desk,
        session,
        "resolution",
        lane=lane_of(person.message_id),
        ids={"message_id": person.message_id},
        body={"as": decision},
        names=(person.client_id,),
    )
    store.threads.set_status(session, person.message_id, shown)
    store.broadcasts.set_status(session, person.broadcast_id, person.client_id, shown)
    return person.client_id, person.message_id, write_id
