"""The rules of texts: written once, in time, to somebody who may be texted, by the number they last wrote from."""

from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.relay.store.access import TEL
from rise_tui.relay.store.consents import consent_state, open_holders
from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.media_access import may_attach
from rise_tui.relay.wishes.conversations import wait_for_them
from rise_tui.relay.wishes.leaving import Outbound, Terms, let_leave, times_of
from rise_tui.relay.wishes.tombstones import MESSAGE, tombstone_of
from rise_tui.relay.wishes.ways import Way, way_to
from rise_tui.relay.wishes.wished import (
    Accepted,
    Refusal,
    Wished,
    id_taken,
    invalid,
    must_see,
    not_found,
    not_yours,
    opted_out,
)
from rise_tui.wire.codec import from_json
from rise_tui.wire.resources import PutMessage


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Take a text over: from here on it leaves, whatever becomes of the terminal.

    Raises Refusal: too late (it comes back as a draft), opted out, no number, not one's client, other words under its
    id, of a broadcast that they have or may still get. A text whose cancellation came first is not stored; the answer
    says so.
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
    times = times_of(
        tx, wish, body.hold_s, body.not_before, body.expires_at, is_broadcast=body.broadcast_id is not None
    )
    if not body.body.strip() and not body.media:
        raise invalid("/body", "There is nothing in it.")
    if body.now_because is not None and body.broadcast_id is not None:
        raise invalid("/now_because", "A group text waits for the right hour.")
    is_paused = _is_paused(tx, wish, body.broadcast_id)
    _must_have_failed(tx, wish, body.broadcast_id, conversation_id)
    for index, sha256 in enumerate(body.media):
        if not may_attach(tx, wish.by, sha256):
            raise invalid(
                f"/media/{index}", "The office does not have this photo or file.", next_step="Attach it again."
            )
    way = _way(tx, wish, conversation_id)
    text = Outbound(message_id, conversation_id, way, body.body, tuple(body.media))
    terms = Terms(
        times,
        body.not_before,
        body.expires_at,
        broadcast_id=body.broadcast_id,
        is_paused=is_paused,
        template_id=body.template_id,
        seen_through=body.seen_through,
        now_because=body.now_because,
        is_to_urgent=body.not_before is None and _is_to_urgent(tx, wish, conversation_id),
    )
    seq = let_leave(tx, wish, [text], terms)
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


def _is_to_urgent(tx: Tx, wish: Wished, conversation_id: str) -> bool:
    """Is there an urgent text of theirs that nobody has acted on yet?"""
    row = tx.one(
        "SELECT 1 FROM conversation c CROSS JOIN message m INDEXED BY message_seq ON m.office_id = c.office_id"
        f" AND m.seq IN {received_in(':id', after='min(c.seen_through, c.last_inbound_seq - 1)')}"
        """ AND m.marks LIKE '%"urgent"%' WHERE c.office_id = :office_id AND c.id = :id AND c.state = 'needs_reply'"""
        " LIMIT 1",
        office_id=wish.office_id,
        id=conversation_id,
    )
    return row is not None


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
    """Does the broadcast that the text belongs to wait? Raises Refusal if it takes no more texts from its writer."""
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
        raise invalid("/broadcast_id", "This group text was dropped.")
    return bool(row["is_paused"])


def _must_have_failed(tx: Tx, wish: Wished, broadcast_id: str | None, conversation_id: str) -> None:
    """Two machines may send what failed again before they hear of each other: the second is refused."""
    if broadcast_id is None:
        return
    row = tx.one(
        "SELECT id, status, status_seq FROM message WHERE office_id = :office_id AND conversation_id = :conversation_id"
        " AND direction = 'outbound'"
        " AND +broadcast_id = :broadcast_id"  # one person's texts are fewer than a broadcast's
        " AND status NOT IN ('failed', 'undelivered', 'expired', 'cancelled') LIMIT 1",
        office_id=wish.office_id,
        broadcast_id=broadcast_id,
        conversation_id=conversation_id,
    )
    if row is not None:
        raise Refusal(
            412,
            "changed-meanwhile",
            "This group text was sent to them again already",
            "They have it, or it is on its way.",
            "Throw this one away.",
            present={"message_id": row["id"], "status": row["status"], "seq": row["status_seq"]},
        )


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
