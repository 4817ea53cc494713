"""Facts about texts: received, accepted, under way, with their photos, and how their conversations stand."""

from typing import Any

from rise_tui.domain.delivery import Status
from rise_tui.domain.ids import broadcast_message_id, conversation_key
from rise_tui.domain.messages import Direction, Media, MediaState
from rise_tui.domain.triage import ConversationState
from rise_tui.store.happenings import Happening
from rise_tui.store.statuses import Step
from rise_tui.store.threads import Message
from rise_tui.sync.taking import Puts, Taking
from rise_tui.wire import events
from rise_tui.wire.events import Event


def message_received(taking: Taking, event: Event, fact: events.MessageReceived) -> None:
    """A client wrote: a reply is needed, and what was put off comes back."""
    key = conversation_key(fact.client_id, fact.e164)
    taking.store.threads.put(
        taking.session,
        Message(
            message_id=fact.message_id,
            client_id=key,
            direction=Direction.INBOUND,
            body=fact.body,
            status=Status.RECEIVED,
            at=event.at,
            seq=event.seq,
            e164=fact.e164,
            to_e164=fact.to_e164,
            marks=tuple(fact.marks),
            opt_word=fact.opt_word,
            media=tuple(Media(item.index, None, item.declared_type, MediaState.WANTED) for item in fact.media),
        ),
    )
    taking.fact("conversation", key, {"state": "needs_reply", "snoozed_until_at": None}, event.seq)
    taking.touched(key)
    if fact.media:
        taking.changed("photo", key)


def message_accepted(taking: Taking, event: Event, fact: events.MessageAccepted) -> None:
    """A text of ours is on the relay: one that was typed here gets its number, and is never there twice."""
    taking.store.threads.put(
        taking.session,
        Message(
            message_id=fact.message_id,
            client_id=fact.client_id,
            direction=Direction.OUTBOUND,
            body=fact.body,
            status=Status.QUEUED,
            at=event.at,
            seq=event.seq,
            caseworker_id=fact.caseworker_id,
            broadcast_id=fact.broadcast_id,
            segments=fact.segments,
            encoding=fact.encoding,
            not_before_at=fact.not_before,
            expires_at=fact.expires_at,
            e164=fact.e164,
            automatic=fact.automatic,
            now_because=fact.now_because,
            media=tuple(Media(index, sha256, "", MediaState.STORED) for index, sha256 in enumerate(fact.media)),
        ),
    )
    if fact.broadcast_id is not None:
        shelf, whose = taking.store.broadcasts, (fact.broadcast_id, fact.client_id)
        if not shelf.try_again(taking.session, *whose, fact.message_id, Status.QUEUED, seq=event.seq):
            shelf.set_status(taking.session, *whose, Status.QUEUED, seq=event.seq, message_id=fact.message_id)
        taking.changed("broadcast", fact.broadcast_id)
    taking.touched(fact.client_id)


def message_status_changed(taking: Taking, event: Event, fact: events.MessageStatusChanged) -> None:
    """How a text of ours fares, as the relay judged it: it only climbs."""
    known = taking.store.threads.get(taking.session, fact.message_id)
    if known is None:
        return  # of a conversation that this replica does not have
    columns = fact.model_dump(include={"carrier_status", "error_code", "reason", "price_micros", "now_because"})
    told = {name: columns[name] for name in ("reason", "error_code", "carrier_status")}
    told["reason"] = fact.reason or fact.held_why or fact.now_because or fact.left_because
    taking.store.statuses.add(taking.session, Step(fact.message_id, event.seq, event.at, Status(fact.status), **told))
    if not taking.store.threads.set_status(
        taking.session,
        fact.message_id,
        Status(fact.status),
        seq=event.seq,
        **columns,
        held_until_at=None,
        held_why=fact.held_why,
        kept_until_at=fact.held_until,
    ):
        return
    if known.broadcast_id is not None:
        taking.store.broadcasts.set_status(
            taking.session,
            known.broadcast_id,
            known.client_id,
            fact.status,
            fact.reason,
            seq=event.seq,
            message_id=fact.message_id,
        )
        taking.changed("broadcast", known.broadcast_id)
    taking.touched(known.client_id)


def carrier_answered(taking: Taking, event: Event, fact: events.CarrierAnswered) -> None:
    """The phone company has answered a text of theirs by itself: a line in the conversation says so."""
    if event.client_id is None:
        return
    happening = Happening(event.client_id, event.seq, event.at, "carrier_answered", event.actor, {"word": fact.word})
    taking.store.happenings.add(taking.session, happening)
    taking.changed("thread", event.client_id)


def media_stored(taking: Taking, event: Event, fact: events.MediaStored) -> None:
    """A photo or file is at the relay; its bytes are fetched by and by."""
    columns = fact.model_dump(exclude={"message_id", "index"})
    _medium(taking, event, fact.message_id, fact.index, {**columns, "state": "stored", "reason": None})


def media_failed(taking: Taking, event: Event, fact: events.MediaFailed) -> None:
    """A photo or file will never be there."""
    _medium(taking, event, fact.message_id, fact.index, {"state": "failed", "reason": fact.reason})


def _medium(taking: Taking, event: Event, message_id: str, index: int, columns: dict[str, Any]) -> None:
    known = taking.store.threads.get(taking.session, message_id)
    if known is None:
        return
    taking.store.photos.put(taking.session, message_id, index, seq=event.seq, client_id=known.client_id, **columns)
    taking.changed("photo", known.client_id)
    taking.touched(known.client_id)


def conversation_changed(taking: Taking, event: Event, fact: events.ConversationChanged) -> None:
    """How things stand with somebody; how far one has read only moves forward."""
    line = taking.store.conversations.get(taking.session, fact.client_id)
    columns = {
        "state": ConversationState(fact.state).value,
        "snoozed_until_at": fact.snoozed_until,
        "is_flagged": fact.is_flagged,
        "seen_through": fact.seen_through,
        "read_through": max(fact.read_through, line.read_through if line else 0),
    }
    taking.fact("conversation", fact.client_id, columns, event.seq)
    taking.touched(fact.client_id)


def broadcast_accepted(taking: Taking, event: Event, fact: events.BroadcastAccepted) -> None:
    """A broadcast is on the relay, with its frozen people; whom the relay left out gets nothing."""
    columns = {
        "caseworker_id": fact.caseworker_id,
        "name": fact.name,
        "body": fact.body,
        "left_out": [person.model_dump() for person in fact.left_out],
        "not_before_at": fact.not_before,
        "expires_at": fact.expires_at,
        "state": "accepted",
        "at": event.at,
    }
    taking.fact("broadcast", fact.broadcast_id, columns, event.seq)
    people = [(person.client_id, person.message_id) for person in fact.recipients]
    taking.store.broadcasts.set_recipients(taking.session, fact.broadcast_id, people, Status.QUEUED)
    taking.store.broadcasts.take_statuses(taking.session, fact.broadcast_id)
    for person in fact.left_out:
        _leave_out(taking, broadcast_message_id(fact.broadcast_id, person.client_id))
    taking.changed("broadcast", fact.broadcast_id)


def _leave_out(taking: Taking, message_id: str) -> None:
    """Somebody whom this machine meant to text gets nothing: the text that stood here for them goes."""
    typed_here = taking.store.threads.get(taking.session, message_id)
    if typed_here is not None and not typed_here.seq:
        taking.store.threads.remove(taking.session, [message_id])
        taking.touched(typed_here.client_id)


def broadcast_cancelled(taking: Taking, event: Event, fact: events.BroadcastCancelled) -> None:
    """What had not left of a broadcast will not leave."""
    columns = {"state": "cancelled", "cancelled": fact.cancelled, "too_late": fact.too_late}
    _broadcast(taking, event, fact.broadcast_id, columns)


def broadcast_paused(taking: Taking, event: Event, fact: events.BroadcastPaused) -> None:
    """A broadcast stands still, or goes on."""
    _broadcast(taking, event, fact.broadcast_id, {"is_paused": fact.is_paused})


def _broadcast(taking: Taking, event: Event, broadcast_id: str, columns: dict[str, object]) -> None:
    if taking.store.broadcasts.get(taking.session, broadcast_id) is None:
        return  # somebody else's, which this caseworker does not see
    taking.fact("broadcast", broadcast_id, columns, event.seq)
    taking.changed("broadcast", broadcast_id)


PUTS: Puts = {
    "MessageReceived": message_received,
    "CarrierAnswered": carrier_answered,
    "MessageAccepted": message_accepted,
    "MessageStatusChanged": message_status_changed,
    "MediaStored": media_stored,
    "MediaFailed": media_failed,
    "ConversationChanged": conversation_changed,
    "BroadcastAccepted": broadcast_accepted,
    "BroadcastCancelled": broadcast_cancelled,
    "BroadcastPaused": broadcast_paused,
}
