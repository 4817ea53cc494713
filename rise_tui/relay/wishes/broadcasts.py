"""The rules of broadcasts: a frozen list, refused only if malformed; who may not be texted is left out, with why."""

from rise_tui.domain.broadcasts import LeftOut
from rise_tui.relay.store import queue
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.wishes.leaving import Outbound, Terms, let_leave, times_of
from rise_tui.relay.wishes.leaving_out import reach
from rise_tui.relay.wishes.tombstones import BROADCAST, PAUSE, bury, taken_back, tombstone_of
from rise_tui.relay.wishes.ways import Way
from rise_tui.relay.wishes.wished import (
    Accepted,
    Wished,
    id_taken,
    invalid,
    not_found,
    not_yours,
    present_seq,
)
from rise_tui.wire.codec import from_json
from rise_tui.wire.resources import PutBroadcast, PutPause, Recipient


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Take a broadcast over: from here on everybody on its list gets it once, or is left out with the reason.

    Raises Refusal: too late, malformed, other content under its id. One whose cancellation came first is not stored.
    """
    body = wish.as_a(PutBroadcast)
    broadcast_id = wish.ids["broadcast_id"]
    if not wish.by.reads_texts:
        raise not_yours()
    known = _row(tx, wish)
    if known is not None:
        if not _is_same(tx, wish, known, body):
            raise id_taken("broadcast")
        return Accepted(broadcast_id, known["seq"])
    _check(broadcast_id, body)
    buried = tombstone_of(tx, wish, BROADCAST, broadcast_id)
    if buried is not None:
        return Accepted(broadcast_id, buried["seq"], more={"outcome": "cancelled"})
    times = times_of(tx, wish, 0, body.not_before, body.expires_at, is_broadcast=True)
    is_paused = bool((tombstone_of(tx, wish, PAUSE, broadcast_id) or {}).get("is_paused"))
    seq = wish.tell(tx, "BroadcastAccepted", audience=wish.by.caseworker_id, ref_id=broadcast_id)
    tx.insert(
        "broadcast",
        office_id=wish.office_id,
        id=broadcast_id,
        caseworker_id=wish.by.caseworker_id,
        name=body.name,
        body=body.body,
        left_out=[person.model_dump() for person in body.left_out],
        not_before_at=body.not_before,
        expires_at=body.expires_at,
        is_paused=int(is_paused),
        is_cancelled=0,
        at=wish.at,
        seq=seq,
    )
    _store_people(tx, wish, body, Terms(times, body.not_before, body.expires_at, broadcast_id, is_paused))
    return Accepted(broadcast_id, seq, is_new=True)


def _check(broadcast_id: str, body: PutBroadcast) -> None:
    if body.strangers(broadcast_id):
        raise invalid("/recipients", "A text's id is not the one of this group text and its client.", "It is malformed")
    people = [person.client_id for person in body.recipients]
    if len(set(people)) != len(people):
        raise invalid("/recipients", "Somebody is on the list twice.", "It is malformed")
    if not people:
        raise invalid("/recipients", "Nobody is on the list.", "It is malformed")
    if not body.body.strip():
        raise invalid("/body", "There is nothing in it.", "It is malformed")


def _store_people(tx: Tx, wish: Wished, body: PutBroadcast, terms: Terms) -> None:
    """A row for everybody on the list; for who is reached also the message, its event and its place in the queue.

    A text that was taken back before its broadcast came is taken back now.
    """
    ways, left_out = reach(tx, wish, body.recipients)
    tx.insert_many("recipient", [_recipient(wish, person, ways, left_out) for person in body.recipients])
    texts = [
        Outbound(person.message_id, person.client_id, ways[person.client_id], person.body)
        for person in body.recipients
        if person.client_id in ways
    ]
    if texts:
        let_leave(tx, wish, texts, terms)
    for message_id in taken_back(tx, wish, [text.message_id for text in texts]):
        queue.cancel(tx, wish.office_id, message_id, wish.at)


def _recipient(
    wish: Wished, person: Recipient, ways: dict[str, Way], left_out: dict[str, LeftOut]
) -> dict[str, str | None]:
    way, reason = ways.get(person.client_id), left_out.get(person.client_id)
    return {
        "office_id": wish.office_id,
        "broadcast_id": wish.ids["broadcast_id"],
        "client_id": person.client_id,
        "message_id": person.message_id,
        "e164": None if way is None else way.e164,
        "left_out": None if reason is None else str(reason),
    }


def apply_cancellation(tx: Tx, wish: Wished) -> Accepted:
    """Drop what has not left of a broadcast; the answer counts it. It may come before its broadcast."""
    broadcast_id = wish.ids["broadcast_id"]
    row = _mine(tx, wish)
    buried = tombstone_of(tx, wish, BROADCAST, broadcast_id)
    if buried is not None:
        return Accepted(broadcast_id, buried["seq"], more=_counts(buried["cancelled"], buried["too_late"]))
    cancelled, gone, seq = 0, 0, present_seq(tx, wish)
    if row is not None:
        cancelled, gone = queue.cancel_broadcast(tx, wish.office_id, broadcast_id, wish.at)
        tx.update("broadcast", {"office_id": wish.office_id, "id": broadcast_id}, is_cancelled=1)
        seq = wish.tell(
            tx,
            "BroadcastCancelled",
            audience=row["caseworker_id"],
            ref_id=broadcast_id,
            cancelled=cancelled,
            too_late=gone,
        )
    bury(tx, wish, BROADCAST, broadcast_id, {"cancelled": cancelled, "too_late": gone, "seq": seq})
    return Accepted(broadcast_id, seq, is_new=True, more=_counts(cancelled, gone))


def apply_pause(tx: Tx, wish: Wished) -> Accepted:
    """Keep back what has not left of a broadcast, or let it go on. It may come before its broadcast."""
    broadcast_id = wish.ids["broadcast_id"]
    is_paused = wish.as_a(PutPause).is_paused
    row = _mine(tx, wish)
    if row is None:
        seq = present_seq(tx, wish)
        bury(tx, wish, PAUSE, broadcast_id, {"is_paused": is_paused})
        return Accepted(broadcast_id, seq, is_new=True)
    queue.pause_broadcast(tx, wish.office_id, broadcast_id, is_paused)
    tx.update("broadcast", {"office_id": wish.office_id, "id": broadcast_id}, is_paused=int(is_paused))
    seq = wish.tell(
        tx, "BroadcastPaused", audience=row["caseworker_id"], ref_id=broadcast_id, is_paused=is_paused, why=""
    )
    return Accepted(broadcast_id, seq)


def _counts(cancelled: int, too_late: int) -> dict[str, object]:
    return {
        "outcome": "too_late" if too_late and not cancelled else "cancelled",
        "cancelled": cancelled,
        "too_late": too_late,
    }


def _row(tx: Tx, wish: Wished) -> Row | None:
    return tx.one(
        "SELECT * FROM broadcast WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=wish.ids["broadcast_id"],
    )


def _mine(tx: Tx, wish: Wished) -> Row | None:
    """The broadcast's row, if its author or a supervisor asks; None: it is not here."""
    if not wish.by.reads_texts:
        raise not_yours()
    row = _row(tx, wish)
    if row is not None and row["caseworker_id"] != wish.by.caseworker_id and not wish.by.sees_all:
        raise not_found("broadcast")
    return row


def _is_same(tx: Tx, wish: Wished, known: Row, body: PutBroadcast) -> bool:
    rows = tx.all(
        "SELECT r.client_id, r.message_id, m.body FROM recipient r LEFT JOIN message m"
        " ON m.office_id = r.office_id AND m.id = r.message_id"
        " WHERE r.office_id = :office_id AND r.broadcast_id = :id",
        office_id=wish.office_id,
        id=known["id"],
    )
    stored = {row["client_id"]: row["body"] for row in rows}
    wished = {person.client_id: person.body for person in body.recipients}
    return (
        (known["caseworker_id"], known["name"], known["body"]) == (wish.by.caseworker_id, body.name, body.body)
        and from_json(known["left_out"]) == [person.model_dump() for person in body.left_out]
        and stored.keys() == wished.keys()
        and all(words is None or words == wished[client] for client, words in stored.items())
    )
