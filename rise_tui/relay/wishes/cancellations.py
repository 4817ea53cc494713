"""Taking a text back, and deciding about one of which nobody can tell whether it left."""

from dataclasses import replace

from rise_tui.domain.triage import ConversationState
from rise_tui.relay.store import outcomes, queue
from rise_tui.relay.store.access import may_see
from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.event_log import NOT_RECEIVED
from rise_tui.relay.wishes.standing import settle, standing_of
from rise_tui.relay.wishes.tombstones import MESSAGE, bury, tombstone_of
from rise_tui.relay.wishes.wished import Accepted, Refusal, Wished, not_found, not_yours, present_seq
from rise_tui.wire.codec import from_json
from rise_tui.wire.resources import PutResolution

CANCELLED, TOO_LATE = "cancelled", "too_late"
_NEVER_LEFT = ("cancelled", "expired")


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Take a text back: `cancelled` if it had not been claimed, else `too_late`; asked again, the same answer.

    It may come before its text: then that one is never stored.
    """
    message_id = wish.ids["message_id"]
    row = _message(tx, wish, message_id)
    buried = tombstone_of(tx, wish, MESSAGE, message_id)
    if buried is not None:
        return Accepted(message_id, buried["seq"], more={"outcome": buried["outcome"]})
    outcome = CANCELLED
    if row is not None:
        is_back = queue.cancel(tx, wish.office_id, message_id, wish.at) or row["status"] in _NEVER_LEFT
        outcome = CANCELLED if is_back else TOO_LATE
        if is_back:
            _restore(tx, wish, row)
    seq = present_seq(tx, wish) if row is None else _status_seq(tx, wish, message_id)
    bury(tx, wish, MESSAGE, message_id, {"outcome": outcome, "seq": seq})
    return Accepted(message_id, seq, is_new=True, more={"outcome": outcome})


def apply_resolution(tx: Tx, wish: Wished) -> Accepted:
    """Send a text again, or count it as sent, while nobody can tell whether it left. Raises Refusal 412 otherwise."""
    message_id = wish.ids["message_id"]
    row = _message(tx, wish, message_id)
    if row is None:
        raise not_found("text")
    body = wish.as_a(PutResolution)
    if not outcomes.resolve(tx, wish.office_id, message_id, body.as_, wish.at):
        raise Refusal(
            412,
            "changed-meanwhile",
            "This is decided already",
            "Meanwhile it was found out what became of this text.",
            "Look at it again.",
            present={"message_id": message_id, "status": row["status"], "seq": row["status_seq"]},
        )
    return Accepted(message_id, _status_seq(tx, wish, message_id))


def _status_seq(tx: Tx, wish: Wished, message_id: str) -> int:
    """The event that told the text's present status."""
    row = _message(tx, wish, message_id)
    return present_seq(tx, wish) if row is None else int(row["status_seq"])


def _message(tx: Tx, wish: Wished, message_id: str) -> Row | None:
    """The text that the path names, if the caseworker sees whom it is for; None: it is not here."""
    if not wish.by.reads_texts:
        raise not_yours()
    row = tx.one(
        "SELECT conversation_id, direction, status, status_seq, seq, kind FROM message"
        " WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=message_id,
    )
    if row is None:
        return None
    if not may_see(tx, wish.by, row["conversation_id"]):
        raise not_yours()
    if row["direction"] != "outbound":
        raise not_found("text of ours")
    return row


def _restore(tx: Tx, wish: Wished, message: Row) -> None:
    """Let the conversation stand as it did before the text, unless somebody has changed it since.

    What waited for an answer before it waits again, not only their last text.
    """
    now = standing_of(tx, wish.office_id, message["conversation_id"])
    if message["kind"] != "one_to_one" or now.seq != message["seq"] + 1:
        return
    judged = _last_before(tx, wish, message, _JUDGED)
    came = _last_before(tx, wish, message, _CAME)
    was = from_json(judged["data"]) if judged is not None else {}
    if came is not None and (judged is None or came["seq"] > judged["seq"]):
        state = ConversationState.NEEDS_REPLY
    else:
        state = ConversationState(was["state"]) if judged is not None else ConversationState.DONE
    settle(tx, wish, replace(now, state=state, seen_through=min(now.seen_through, was.get("seen_through", 0))))


_JUDGED = (
    "SELECT seq, data FROM event WHERE office_id = :office_id AND client_id = :client_id AND seq < :seq"
    f" AND type = 'ConversationChanged' AND {NOT_RECEIVED} ORDER BY seq DESC LIMIT 1"
)
_CAME = (
    "SELECT seq FROM message INDEXED BY message_seq WHERE office_id = :office_id"
    f" AND seq IN {received_in(':client_id')} AND seq < :seq ORDER BY seq DESC LIMIT 1"
)


def _last_before(tx: Tx, wish: Wished, message: Row, question: str) -> Row | None:
    """The last time before the text that somebody judged its conversation, or that the other side wrote in it."""
    return tx.one(
        question,
        office_id=wish.office_id,
        client_id=message["conversation_id"],
        seq=message["seq"],
    )
