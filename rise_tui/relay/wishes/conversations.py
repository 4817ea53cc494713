"""The rules of conversations: last writer per field, the state judged by what its writer had seen."""

from dataclasses import replace

from rise_tui.domain.triage import ConversationState
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.wishes.standing import Standing, judged, settle, standing_of, tell_standing
from rise_tui.relay.wishes.wished import Accepted, Wished, must_see, present_seq
from rise_tui.wire.resources import PutConversation

_FOR_ALL = {"state", "snoozed_until", "is_flagged"}


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Judge, put off or flag a conversation, and move one's own reading forward.

    A state, and putting off, cover texts up to `seen_through`: a later inbound text always keeps *needs reply*. Asking
    for a reply again says from where on: taking back a *done* brings back every text that waited before it. What
    everybody sees is told to everybody who sees the client, also when nothing came of it; how far one has read only
    to oneself.
    """
    body = wish.as_a(PutConversation)
    conversation_id = wish.ids["client_id"]
    must_see(tx, wish, conversation_id)
    old = standing_of(tx, wish.office_id, conversation_id)
    sent = body.model_fields_set
    new = old
    seen_through = _seen(tx, wish, body.seen_through)
    is_stale = old.last_inbound_seq > seen_through
    if body.state is not None:
        wished = ConversationState(body.state)
        new = judged(new, wished, seen_through)
        if wished is ConversationState.NEEDS_REPLY and "seen_through" in sent:
            new = replace(new, seen_through=min(new.seen_through, seen_through))
    if "snoozed_until" in sent and not (is_stale and body.snoozed_until is not None):
        new = replace(new, snoozed_until_at=body.snoozed_until)
    if body.is_flagged is not None:
        new = replace(new, is_flagged=body.is_flagged)
    has_read = body.read_through is not None and _read(tx, wish, conversation_id, _seen(tx, wish, body.read_through))
    seq = old.seq
    if sent & _FOR_ALL:
        seq = settle(tx, wish, new).seq
    elif has_read:
        seq = tell_standing(tx, wish, old, audience=wish.by.caseworker_id)
    if has_read:
        _note_seq(tx, wish, conversation_id, seq)
    return Accepted(conversation_id, seq, is_new=not old.is_there and bool(sent & _FOR_ALL))


def _seen(tx: Tx, wish: Wished, through: int) -> int:
    """How far one can have seen: what the log does not have yet was on no screen, and stays unseen when it comes."""
    return min(through, present_seq(tx, wish))


def _read(tx: Tx, wish: Wished, conversation_id: str, through: int) -> bool:
    """Move this caseworker's reading forward; False if it was there already or further."""
    changed = tx.run(
        "INSERT INTO reading (office_id, caseworker_id, client_id, read_through, seq)"
        " VALUES (:office_id, :me, :client_id, :through, 0) ON CONFLICT (office_id, caseworker_id, client_id)"
        " DO UPDATE SET read_through = excluded.read_through WHERE excluded.read_through > read_through",
        office_id=wish.office_id,
        me=wish.by.caseworker_id,
        client_id=conversation_id,
        through=through,
    )
    return bool(changed)


def _note_seq(tx: Tx, wish: Wished, conversation_id: str, seq: int) -> None:
    tx.update(
        "reading",
        {"office_id": wish.office_id, "caseworker_id": wish.by.caseworker_id, "client_id": conversation_id},
        seq=seq,
    )


def wait_for_them(tx: Tx, wish: Wished, conversation_id: str, seen_through: int) -> Standing:
    """A one-to-one text of ours was the last word, as of what its writer had seen, and so has read; told at once."""
    old = standing_of(tx, wish.office_id, conversation_id)
    seen_through = _seen(tx, wish, seen_through)
    has_read = seen_through > 0 and _read(tx, wish, conversation_id, seen_through)
    standing = settle(tx, wish, judged(old, ConversationState.WAITING, seen_through))
    if has_read:
        _note_seq(tx, wish, conversation_id, standing.seq)
    return standing
