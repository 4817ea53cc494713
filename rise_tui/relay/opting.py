"""What a STOP, a START or a YES does: who is closed or opened by it, and what is taken out of the queue."""

from rise_tui.domain.consent import ConsentState, OptWord, Purpose
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.ids import conversation_key
from rise_tui.domain.policy import PURPOSE_OF, WhyHeld
from rise_tui.relay.store import queue
from rise_tui.relay.store.consents import Wording, consent_state, is_out, open_holders, open_numbers, record_consent
from rise_tui.relay.store.engine import Tx
from rise_tui.wire.codec import to_json

Pair = tuple[str, str | None]
"""A number, and the client on it; None is the number itself."""


def apply_opt_word(tx: Tx, office_id: str, e164: str, word: OptWord | None, known: Wording) -> None:
    """Let a whole-body word that came from a number count, inside the transaction that stores the text.

    STOP closes the number itself, everybody who has it, and their other numbers, and takes back what waits for them.
    START opens the number itself and who has it, on that number only. YES does so for those of them who were out, else
    it is only a text: it is also how people confirm a class. STOP and START also say what an earlier text of theirs
    meant that looked like an opt-out.
    """
    if word is None or word is OptWord.HELP:
        return
    holders = open_holders(tx, office_id, e164, known.at)
    if word is not OptWord.YES:
        settle(tx, office_id, e164, holders)
    if word is OptWord.STOP:
        _close(tx, office_id, e164, holders, known)
    elif word in (OptWord.START, OptWord.YES):
        pairs = [pair for pair in _on(e164, holders) if word is OptWord.START or is_out(tx, office_id, *pair)]
        for _, holder in pairs:
            record_consent(tx, office_id, e164=e164, client_id=holder, state=ConsentState.OPTED_IN, known=known)


def settle(tx: Tx, office_id: str, e164: str, holders: list[str]) -> None:
    """Nobody needs to decide any more about a text of theirs: what was held because of it is asked about anew.

    Also for whoever had the number when that text came, and has it no longer.
    """
    settled = tx.all(
        "UPDATE conversation SET hold_message_id = NULL WHERE office_id = :office_id AND hold_message_id IS NOT NULL"
        " AND (id IN (SELECT value FROM json_each(:theirs)) OR EXISTS (SELECT 1 FROM message m"
        " WHERE m.office_id = conversation.office_id AND m.id = conversation.hold_message_id AND m.e164 = :e164))"
        " RETURNING id",
        office_id=office_id,
        theirs=to_json([*holders, conversation_key(None, e164)]),
        e164=e164,
    )
    for row in settled:
        queue.let_go(tx, office_id, WhyHeld.STOP_LIKE, row["id"], e164)


def settle_said(tx: Tx, office_id: str, e164: str, client_id: str | None, at: int) -> None:
    """A colleague was told of all texts to this number, by this client or (None) whoever has it: that decides it.

    What they wrote from it until then (`at`, milliseconds) needs nobody's decision any more; what was held because of
    it is asked about anew.
    """
    whose = [client_id] if client_id is not None else open_holders(tx, office_id, e164, at)
    settled = tx.all(
        "UPDATE conversation SET hold_message_id = NULL WHERE office_id = :office_id"
        " AND id IN (SELECT value FROM json_each(:theirs)) AND EXISTS (SELECT 1 FROM message m"
        "  WHERE m.office_id = :office_id AND m.id = conversation.hold_message_id AND m.e164 = :e164 AND m.at < :at)"
        " RETURNING id",
        office_id=office_id,
        theirs=to_json([*whose, *([conversation_key(None, e164)] if client_id is None else [])]),
        e164=e164,
        at=at,
    )
    for row in settled:
        queue.let_go(tx, office_id, WhyHeld.STOP_LIKE, row["id"], e164)


def take_back_unwanted(tx: Tx, office_id: str, e164: str, client_id: str | None, at: int) -> int:
    """Cancel what waits for this client (None: anybody) on a number and what they want no more; how many texts.

    As was recorded of them: they may never have said STOP. Whatever it waits for: an hour, a decision, or a day that
    was chosen. The confirmation of a STOP goes on.
    """
    waiting = tx.all(
        "SELECT q.message_id, m.kind, m.client_id FROM queue q"
        " JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id"
        " WHERE q.office_id = :office_id AND q.e164 = :e164 AND q.state = 'queued' AND m.kind <> 'confirmation'"
        " AND (:client_id IS NULL OR q.conversation_id = :client_id) ORDER BY q.message_id",
        office_id=office_id,
        e164=e164,
        client_id=client_id,
    )
    taken = 0
    for row in waiting:
        purpose = PURPOSE_OF.get(row["kind"], Purpose.CONVERSATION)
        said = (consent_state(tx, office_id, e164, whose, purpose) for whose in {None, row["client_id"]})
        if ConsentState.OPTED_OUT in said:
            queue.drop(tx, office_id, row["message_id"], Status.CANCELLED, Reason.NOT_WANTED, at)
            taken += 1
    return taken


def is_word_since(tx: Tx, office_id: str, e164: str, at: int) -> bool:
    """Has a word from this number, later than `at` (milliseconds), closed or opened it already?"""
    row = tx.one(
        "SELECT 1 FROM consent WHERE office_id = :office_id AND e164 = :e164 AND how = 'word' AND at > :at",
        office_id=office_id,
        e164=e164,
        at=at,
    )
    return row is not None


def block_number(tx: Tx, office_id: str, e164: str, known: Wording) -> None:
    """The carrier says that the number is closed: note it on the number itself, and take back what waits for it."""
    if not is_out(tx, office_id, e164, None):
        record_consent(tx, office_id, e164=e164, client_id=None, state=ConsentState.OPTED_OUT, known=known)
    take_back_queued(tx, office_id, e164, [], known.at)


def take_back_queued(tx: Tx, office_id: str, e164: str, clients: list[str], at: int) -> int:
    """Cancel what waits for a number, and for these clients on any number; returns how many texts that were.

    Only the confirmation of a STOP goes on.

    What is claimed already may leave within half a second; the claim itself asks for consent again.
    """
    waiting = tx.all(
        "SELECT q.message_id FROM queue q JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id"
        " WHERE q.office_id = :office_id AND q.e164 = :e164 AND q.state = 'queued' AND m.kind <> 'confirmation'",
        office_id=office_id,
        e164=e164,
    )
    for client in clients:
        waiting += tx.all(
            "SELECT q.message_id FROM queue q JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id"
            " WHERE q.office_id = :office_id AND q.conversation_id = :client AND q.state = 'queued'"
            " AND m.kind <> 'confirmation'",
            office_id=office_id,
            client=client,
        )
    taken = {row["message_id"] for row in waiting}
    for message_id in sorted(taken):
        queue.drop(tx, office_id, message_id, Status.CANCELLED, Reason.OPTED_OUT, at)
    return len(taken)


def _close(tx: Tx, office_id: str, e164: str, holders: list[str], known: Wording) -> None:
    others: list[Pair] = [
        (number, holder)
        for holder in holders
        for number in open_numbers(tx, office_id, holder, known.at)
        if number != e164
    ]
    for number, holder in _on(e164, holders) + others:
        record_consent(tx, office_id, e164=number, client_id=holder, state=ConsentState.OPTED_OUT, known=known)
    take_back_queued(tx, office_id, e164, holders, known.at)


def _on(e164: str, holders: list[str]) -> list[Pair]:
    return [(e164, None), *((e164, holder) for holder in holders)]
