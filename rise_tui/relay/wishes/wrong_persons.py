"""Somebody else answers on a client's number: it ends for them, nothing more goes there, and what the stranger got."""

from rise_tui.domain.consent import ConsentState
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.marks import Mark
from rise_tui.relay.opting import settle
from rise_tui.relay.store import queue
from rise_tui.relay.store.consents import Wording, record_consent
from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.wishes.wished import Accepted, Wished, id_taken, invalid, must_see, not_found
from rise_tui.wire.codec import from_json, to_json
from rise_tui.wire.resources import PutWrongPerson

_SENT = ("sending", "unknown", "sent", "delivered", "undelivered", "read")
LONGEST = 200
"""Characters of the stranger's words that are kept as the evidence."""


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Take a number away from a client, as the text says whose it is not.

    The holding ends now; for this client the number is closed, whatever it is for; what waits to go there for them is
    cancelled, group texts too. The number itself is closed only if the text also looks like an opt-out: else a stranger
    has said nothing about texts, and it may be somebody's number one day. Nothing more has to be decided about what
    came from there, so that it holds nothing that goes to the client. The answer and the event list the texts that the
    stranger was sent: those to the number since the client last surely wrote from it, which is the newest text before
    this one that says no such thing.
    """
    body = wish.as_a(PutWrongPerson)
    wrong_person_id = wish.ids["wrong_person_id"]
    must_see(tx, wish, body.client_id)
    known = tx.one(
        "SELECT * FROM wrong_person WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=wrong_person_id,
    )
    if known is not None:
        if any(known[name] != getattr(body, name) for name in ("e164", "client_id", "message_id")):
            raise id_taken("wrong number")
        return _accepted(wrong_person_id, known["seq"], from_json(known["sent"]), known["cancelled"], is_new=False)
    text = _their_text(tx, wish, body)
    sent = _sent_since_theirs(tx, wish, body, text["seq"])
    _close(tx, wish, body, text)
    cancelled = _take_off(tx, wish, body)
    seq = wish.tell(tx, "WrongPerson", client_id=body.client_id, ref_id=wrong_person_id)
    tx.insert(
        "wrong_person",
        office_id=wish.office_id,
        id=wrong_person_id,
        client_id=body.client_id,
        e164=body.e164,
        message_id=body.message_id,
        caseworker_id=wish.by.caseworker_id,
        sent=sent,
        cancelled=cancelled,
        at=wish.at,
        seq=seq,
    )
    return _accepted(wrong_person_id, seq, sent, cancelled, is_new=True)


def _close(tx: Tx, wish: Wished, body: PutWrongPerson, text: Row) -> None:
    """Nothing more goes there for the client, nor for anybody if the text also looks like an opt-out."""
    known_by = Wording(
        "caseworker",
        wish.by.caseworker_id,
        wish.at,
        body.message_id,
        " ".join(text["body"].split())[:LONGEST],
        wish.write_id,
    )
    whose = (body.client_id, None) if str(Mark.STOP_LIKE) in from_json(text["marks"]) else (body.client_id,)
    for client_id in whose:
        record_consent(
            tx, wish.office_id, e164=body.e164, client_id=client_id, state=ConsentState.OPTED_OUT, known=known_by
        )
    _end_holding(tx, wish, body)
    settle(tx, wish.office_id, body.e164, [])


def _accepted(id: str, seq: int, sent: list[str], cancelled: int, *, is_new: bool) -> Accepted:
    return Accepted(id, seq, is_new=is_new, more={"sent": sent, "cancelled": cancelled})


def _their_text(tx: Tx, wish: Wished, body: PutWrongPerson) -> Row:
    """The text that says so. Raises Refusal when it is not one of this client's from that number."""
    text = tx.one(
        "SELECT body, seq, e164, conversation_id, direction, marks FROM message"
        " WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=body.message_id,
    )
    if text is None or text["conversation_id"] != body.client_id or text["direction"] != "inbound":
        raise not_found("text of theirs")
    if text["e164"] != body.e164:
        raise invalid("/message_id", "That text came from another number.")
    return text


def _sent_since_theirs(tx: Tx, wish: Wished, body: PutWrongPerson, seq: int) -> list[str]:
    """The texts of ours to the number since the client last surely wrote from it, the oldest first."""
    rows = tx.all(
        "SELECT id FROM message WHERE office_id = :office_id AND conversation_id = :client_id AND e164 = :e164"
        " AND direction = 'outbound' AND status IN (SELECT value FROM json_each(:sent))"
        " AND seq > COALESCE((SELECT max(i.seq) FROM message i INDEXED BY message_seq"
        f" WHERE i.office_id = :office_id AND i.seq IN {received_in(':client_id')} AND i.e164 = :e164 AND i.seq < :seq"
        "  AND NOT EXISTS (SELECT 1 FROM json_each(i.marks) WHERE value = 'wrong_person')), 0) ORDER BY seq",
        office_id=wish.office_id,
        client_id=body.client_id,
        e164=body.e164,
        seq=seq,
        sent=to_json(_SENT),
    )
    return [row["id"] for row in rows]


def _end_holding(tx: Tx, wish: Wished, body: PutWrongPerson) -> None:
    key = {"office_id": wish.office_id, "client_id": body.client_id, "e164": body.e164}
    row = tx.one(
        "SELECT until_at, field_seqs FROM holding"
        " WHERE office_id = :office_id AND client_id = :client_id AND e164 = :e164",
        **key,
    )
    if row is None or (row["until_at"] is not None and row["until_at"] <= wish.at):
        return  # somebody has ended it already
    seq = wish.tell(tx, "NumberChanged", client_id=body.client_id, ref_id=body.client_id, e164=body.e164)
    seqs = {**from_json(row["field_seqs"]), "until_at": seq}
    tx.update("holding", key, until_at=wish.at, seq=seq, field_seqs=seqs)


def _take_off(tx: Tx, wish: Wished, body: PutWrongPerson) -> int:
    """Cancel all that waits to go there for the client; returns how many texts that were."""
    waiting = tx.all(
        "SELECT message_id FROM queue WHERE office_id = :office_id AND e164 = :e164"
        " AND conversation_id = :client_id AND state = 'queued'",
        office_id=wish.office_id,
        e164=body.e164,
        client_id=body.client_id,
    )
    for row in waiting:
        queue.drop(tx, wish.office_id, row["message_id"], Status.CANCELLED, Reason.WRONG_PERSON, wish.at)
    return len(waiting)
