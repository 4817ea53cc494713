"""The rules of texts: written once, in time, to somebody who may be texted, by the number they last wrote from."""

from dataclasses import dataclass

from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.delivery import Status
from rise_tui.domain.policy import is_in_time, last_moment
from rise_tui.domain.segments import weigh
from rise_tui.relay.store import queue
from rise_tui.relay.store.access import TEL
from rise_tui.relay.store.consents import consent_state, open_holders
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.media_access import may_attach
from rise_tui.relay.wishes.conversations import wait_for_them
from rise_tui.relay.wishes.tombstones import MESSAGE, tombstone_of
from rise_tui.relay.wishes.ways import Way, way_to
from rise_tui.relay.wishes.wished import (
    Accepted,
    Wished,
    id_taken,
    invalid,
    must_see,
    not_found,
    not_yours,
    opted_out,
    too_late,
)
from rise_tui.wire.codec import from_json
from rise_tui.wire.resources import PutMessage

GRACE_MS = 1000
"""The relay claims one second later than the screen promises: who takes a text back in the last moment still can."""


@dataclass(frozen=True, slots=True)
class Times:
    """By the relay's clock, in milliseconds: when a text is due, and after when it may no longer leave."""

    due_at: int
    not_sent_by_at: int

    def status_at(self, at: int) -> Status:
        """A text that waits for its hour is held."""
        return Status.HELD if self.due_at > at else Status.QUEUED


@dataclass(frozen=True, slots=True)
class Leaving:
    """When a text may leave, and whether its broadcast is kept back."""

    times: Times
    is_paused: bool = False


def times_of(at: int, hold_s: float, not_before: int | None, expires_at: int, *, is_broadcast: bool) -> Times:
    """The times of a text that arrived at `at`. Raises Refusal when it came too late, or never could leave."""
    if not is_in_time(from_ms(at), from_ms(expires_at)):
        raise too_late()
    if not_before is not None and not_before > expires_at:
        raise invalid("/not_before", "It would be over before it may leave.")
    hold = round(hold_s * 1000) + GRACE_MS if hold_s > 0 else 0
    latest = last_moment("broadcast" if is_broadcast else "one_to_one", from_ms(expires_at))
    return Times(max(at + hold, not_before or 0), to_ms(latest))


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Take a text over: from here on it leaves, whatever becomes of the terminal.

    Raises Refusal: too late (it comes back as a draft), opted out, no number, not one's client, other words under its
    id. A text whose cancellation came first is not stored; the answer says so.
    """
    body = wish.as_a(PutMessage)
    message_id = wish.ids["message_id"]
    known = _stored(tx, wish, message_id)
    if known is not None:
        if not _is_same(known, body):
            raise id_taken("text")
        return Accepted(message_id, known["seq"])
    conversation_id = _conversation(tx, wish, body.client_id)
    buried = tombstone_of(tx, wish, MESSAGE, message_id)
    if buried is not None:
        return Accepted(message_id, buried["seq"], more={"outcome": "cancelled"})
    times = times_of(wish.at, body.hold_s, body.not_before, body.expires_at, is_broadcast=body.broadcast_id is not None)
    if not body.body.strip() and not body.media:
        raise invalid("/body", "There is nothing in it.")
    is_paused = _is_paused(tx, wish, body.broadcast_id)
    for index, sha256 in enumerate(body.media):
        if not may_attach(tx, wish.by, sha256):
            raise invalid(
                f"/media/{index}", "The relay does not have this photo or file.", next_step="Attach it again."
            )
    way = _way(tx, wish, conversation_id)
    seq = _store(tx, wish, body, conversation_id, way, Leaving(times, is_paused))
    if body.broadcast_id is None:
        wait_for_them(tx, wish, conversation_id, body.seen_through)
    tx.run(
        "UPDATE conversation SET last_at = max(last_at, :at), last_sender = :sender"
        " WHERE office_id = :office_id AND id = :id",
        at=wish.at,
        sender=way.sender,
        office_id=wish.office_id,
        id=conversation_id,
    )
    return Accepted(message_id, seq, is_new=True)


def _stored(tx: Tx, wish: Wished, message_id: str) -> Row | None:
    return tx.one(
        "SELECT direction, conversation_id, client_id, e164, body, media, broadcast_id, seq FROM message"
        " WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=message_id,
    )


def _is_same(known: Row, body: PutMessage) -> bool:
    to = (known["conversation_id"], known["client_id"], TEL + known["e164"])
    return (
        known["direction"] == "outbound"
        and body.client_id in to
        and known["body"] == body.body
        and from_json(known["media"]) == body.media
        and known["broadcast_id"] == body.broadcast_id
    )


def _conversation(tx: Tx, wish: Wished, client_id: str) -> str:
    """Where the text belongs: an unknown number that somebody was found for meanwhile is theirs."""
    must_see(tx, wish, client_id)
    if client_id.startswith(TEL):
        holders = open_holders(tx, wish.office_id, client_id.removeprefix(TEL), wish.at)
        if len(holders) == 1:
            must_see(tx, wish, holders[0])
            return holders[0]
    return client_id


def _is_paused(tx: Tx, wish: Wished, broadcast_id: str | None) -> bool:
    """Does the broadcast that the text belongs to wait? Raises Refusal if it takes no more texts from this person."""
    if broadcast_id is None:
        return False
    row = tx.one(
        "SELECT caseworker_id, is_cancelled, is_paused FROM broadcast WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=broadcast_id,
    )
    if row is None:
        raise not_found("broadcast")
    if row["caseworker_id"] != wish.by.caseworker_id and not wish.by.sees_all:
        raise not_yours()
    if row["is_cancelled"]:
        raise invalid("/broadcast_id", "This broadcast was dropped.")
    return bool(row["is_paused"])


def _way(tx: Tx, wish: Wished, conversation_id: str) -> Way:
    way = way_to(tx, wish.office_id, conversation_id, wish.at)
    if way is None:
        raise invalid("/client_id", "They have no number that can be texted.", next_step="Add a number first.")
    client_id = None if conversation_id.startswith(TEL) else conversation_id
    for key in {None, client_id}:
        state = consent_state(tx, wish.office_id, way.e164, key, Purpose.CONVERSATION)
        if state is ConsentState.OPTED_OUT:
            raise opted_out()
    return way


def _store(tx: Tx, wish: Wished, body: PutMessage, conversation_id: str, way: Way, leaving: Leaving) -> int:
    """The message, its event and its place in the queue; returns the event's number."""
    message_id = wish.ids["message_id"]
    weight = weigh(body.body)
    segments = max(1, weight.segments)
    seq = wish.tell(tx, "MessageAccepted", client_id=conversation_id, ref_id=message_id)
    tx.insert(
        "message",
        office_id=wish.office_id,
        id=message_id,
        conversation_id=conversation_id,
        client_id=None if conversation_id.startswith(TEL) else conversation_id,
        direction="outbound",
        e164=way.e164,
        sender=way.sender,
        body=body.body,
        media=body.media,
        caseworker_id=wish.by.caseworker_id,
        broadcast_id=body.broadcast_id,
        template_id=body.template_id,
        kind="one_to_one" if body.broadcast_id is None else "broadcast",
        status=str(leaving.times.status_at(wish.at)),
        encoding=weight.alphabet,
        segments=segments,
        seen_through=body.seen_through,
        not_before_at=body.not_before,
        expires_at=body.expires_at,
        marks=[],
        at=wish.at,
        seq=seq,
        status_seq=seq,
    )
    queue.enqueue(
        tx,
        wish.office_id,
        message_id,
        sender=way.sender,
        e164=way.e164,
        conversation_id=conversation_id,
        broadcast_id=body.broadcast_id,
        priority=queue.ONE_TO_ONE if body.broadcast_id is None else queue.BULK,
        segments=segments,
        due_at=leaving.times.due_at,
        accepted_at=wish.at,
        not_sent_by_at=leaving.times.not_sent_by_at,
        is_paused=leaving.is_paused,
    )
    return seq
