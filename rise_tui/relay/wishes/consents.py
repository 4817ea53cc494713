"""The rules of consents: what a person said about being texted, put once; it may decide a stop-like text."""

from rise_tui.domain.consent import ConsentState, OptWord, Purpose
from rise_tui.domain.ids import made_at
from rise_tui.domain.policy import WhyHeld
from rise_tui.relay.opting import apply_opt_word, settle_said, take_back_unwanted
from rise_tui.relay.store import queue
from rise_tui.relay.store.access import may_see
from rise_tui.relay.store.consents import Wording, open_holders, record_consent
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.undeciding import TAKEN_BACK, hold_undecided, open_late, undecide
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
from rise_tui.wire.resources import PutConsent

CLOCKS_DIFFER_MS = 10 * 60_000
"""So much a terminal's clock may be slow: what was noted then still decides what had come in just before."""


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Keep what was said about a number, and by whom of those who have it; None is the number itself.

    What somebody closed with a word of their own, or the carrier closed, is not opened by a list that is read in, nor
    the number itself by anybody but whoever writes START from it: Refusal 422 `opted-out`.
    With the `message_id` of a text that looks like an opt-out the wish decides it: `opted_out` counts as a STOP from
    that number, anything else dismisses it; either way what was held because of it goes on, unless they have written
    another such text since, which waits for a decision of its own. What a colleague was told of all texts after it
    came decides it, too. What waits and is not wanted any more is cancelled at once. `taken_back` takes back that it
    counts as a STOP, and so does dismissing one that has counted because nobody decided in time: what stood before
    stands again, or Refusal 412 where something else has been said of the number since.
    """
    body = wish.as_a(PutConsent)
    consent_id = wish.ids["consent_id"]
    _must_see_number(tx, wish, body)
    known = tx.one(
        "SELECT e164, client_id, purpose, state, wording, message_id, seq FROM consent"
        " WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=consent_id,
    )
    if known is not None:
        if not _is_same(known, body):
            raise id_taken("consent")
        return Accepted(consent_id, known["seq"])
    if body.how == TAKEN_BACK:
        return _take_back(tx, wish, body)
    state = ConsentState(body.state)
    at = wish.at if state is ConsentState.OPTED_OUT else _said_at(wish, consent_id)
    wording = Wording(body.how, wish.by.caseworker_id, at, body.message_id, body.wording, wish.write_id)
    if state is not ConsentState.OPTED_OUT and (body.client_id is None or body.how == "import"):
        _must_be_theirs_to_open(tx, wish, body)
    conversation_id = None
    if body.message_id is not None:
        conversation_id = _decide(tx, wish, body, body.message_id)
        if state is ConsentState.OPTED_OUT:
            apply_opt_word(tx, wish.office_id, body.e164, OptWord.STOP, wording)
        elif (opened := open_late(tx, wish.office_id, body.message_id, wording)) is not None:
            hold_undecided(tx, wish.office_id, conversation_id)
            return Accepted(consent_id, _first(opened), is_new=True)
    seq = record_consent(
        tx,
        wish.office_id,
        e164=body.e164,
        client_id=body.client_id,
        state=state,
        known=wording,
        purpose=Purpose(body.purpose),
        consent_id=consent_id,
    )
    if body.message_id is None and body.how == "caseworker" and Purpose(body.purpose) is Purpose.ALL:
        settle_said(tx, wish.office_id, body.e164, body.client_id, at)
    if conversation_id is not None:
        hold_undecided(tx, wish.office_id, conversation_id)
    if state is ConsentState.OPTED_OUT:
        take_back_unwanted(tx, wish.office_id, body.e164, body.client_id, wish.at)
    return Accepted(consent_id, seq, is_new=True)


def _said_at(wish: Wished, consent_id: str) -> int:
    """When a colleague noted it (milliseconds): while their terminal was offline something else may have come in."""
    noted_at = made_at(consent_id)
    return wish.at if noted_at is None else min(wish.at, noted_at + CLOCKS_DIFFER_MS)


def _take_back(tx: Tx, wish: Wished, body: PutConsent) -> Accepted:
    """Nobody has decided about that text; a repeated wish finds nothing to take back and never comes here twice."""
    if body.message_id is None:
        raise invalid("/message_id", "Which text is undecided again is not said.")
    message = _the_text(tx, wish, body, body.message_id)
    known = Wording(body.how, wish.by.caseworker_id, wish.at, write_id=wish.write_id)
    seq = undecide(tx, wish.office_id, body.e164, body.message_id, message["conversation_id"], known)
    return Accepted(wish.ids["consent_id"], _first([] if seq is None else [seq]), is_new=True)


def _first(seqs: list[int]) -> int:
    """The first event by which a stop was taken back. Raises Refusal 412 where there is none."""
    if not seqs:
        raise Refusal(
            412,
            "changed-meanwhile",
            "Something else has been said of this number since",
            "That stands, and the stop was not taken back.",
            "The card shows what was said.",
        )
    return seqs[0]


def _must_see_number(tx: Tx, wish: Wished, body: PutConsent) -> None:
    if body.client_id is not None:
        must_see(tx, wish, body.client_id)
        holding = tx.one(
            "SELECT 1 FROM holding WHERE office_id = :office_id AND client_id = :client_id AND e164 = :e164",
            office_id=wish.office_id,
            client_id=body.client_id,
            e164=body.e164,
        )
        if holding is None:
            raise invalid("/e164", "This client does not have that number.")
        return
    holders = open_holders(tx, wish.office_id, body.e164, wish.at)
    if holders and not any(may_see(tx, wish.by, holder) for holder in holders):
        raise not_yours()
    if not wish.by.reads_texts:
        raise not_yours()


def _must_be_theirs_to_open(tx: Tx, wish: Wished, body: PutConsent) -> None:
    closed = tx.one(
        "SELECT 1 FROM consent WHERE office_id = :office_id AND e164 = :e164 AND client_id IS :client_id"
        " AND is_current = 1 AND state = 'opted_out' AND how IN ('word', 'carrier')",
        office_id=wish.office_id,
        e164=body.e164,
        client_id=body.client_id,
    )
    if closed is not None:
        raise opted_out()


def _the_text(tx: Tx, wish: Wished, body: PutConsent, message_id: str) -> Row:
    """The text that a decision is about: which conversation it stands in. Raises Refusal."""
    message = tx.one(
        "SELECT conversation_id, e164 FROM message WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=message_id,
    )
    if message is None:
        raise not_found("text")
    if not may_see(tx, wish.by, message["conversation_id"]):
        raise not_yours()
    if message["e164"] != body.e164:
        raise invalid("/message_id", "That text came from another number.")
    return message


def _decide(tx: Tx, wish: Wished, body: PutConsent, message_id: str) -> str:
    """A person has decided about this text: what it held is asked about anew. Returns the conversation it stands in."""
    message = _the_text(tx, wish, body, message_id)
    queue.let_go(tx, wish.office_id, WhyHeld.STOP_LIKE, message["conversation_id"], message["e164"])
    return str(message["conversation_id"])


def _is_same(known: Row, body: PutConsent) -> bool:
    names = ("e164", "client_id", "purpose", "state", "wording", "message_id")
    return all(known[name] == getattr(body, name) for name in names)
