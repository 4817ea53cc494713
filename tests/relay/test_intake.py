"""Whose a text is, and what STOP, START, YES and words like them do, on real tables."""

from typing import Any

import pytest

from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.intake import NoOffice, accept_inbound
from rise_tui.relay.store import queue
from rise_tui.relay.store.consents import Wording, consent_state, is_out, record_consent
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import NewOffice, create_office
from tests.relay.conftest import OURS, SmallOffice, add_client

A, B, C = "+12155550142", "+12155550143", "+12155550144"
OTHER_OF_OURS = "+12155550101"
AT = 1_700_000_000_000


def arrives(tx: Tx, body: str, e164: str = A, to: str = OURS, at: int = AT, opt_out_type: str | None = None) -> str:
    inbound = Inbound("SM" + new_id(), e164, to, body, opt_out_type=opt_out_type)
    return accept_inbound(tx, inbound, carrier="twilio", at=at).message_id


def waits(
    tx: Tx,
    office_id: str,
    client_id: str | None,
    e164: str = A,
    sender: str = OURS,
    status: str = "queued",
    seq: int = 1,
) -> str:
    """A text of ours that is queued, or (another status) has left."""
    message_id = new_id()
    conversation_id = client_id or f"tel:{e164}"
    tx.insert(
        "message", office_id=office_id, id=message_id, conversation_id=conversation_id, client_id=client_id,
        direction="outbound", e164=e164, sender=sender, body="x", media=[], kind="one_to_one", status=status,
        encoding="GSM-7", segments=1, seen_through=0, marks=[], at=AT, seq=seq, status_seq=seq,
    )  # fmt: skip
    if status == "queued":
        waiting = queue.Waiting(
            message_id, sender=sender, e164=e164, conversation_id=conversation_id, broadcast_id=None,
            priority=0, segments=1, due_at=AT, accepted_at=AT, not_sent_by_at=AT + 1,
        )  # fmt: skip
        queue.enqueue(tx, office_id, [waiting])
    return message_id


def one(tx: Tx, sql: str, **values: Any) -> Any:
    row = tx.one(sql, **values)
    assert row is not None
    return row[0] if len(row) == 1 else tuple(row)


def owner(tx: Tx, message_id: str) -> str:
    found: str = one(tx, "SELECT conversation_id FROM message WHERE id = :id", id=message_id)
    return found


def test_a_text_belongs_to_who_had_the_number_then(tx: Tx, office: SmallOffice) -> None:
    before = add_client(tx, office.office_id, A)
    tx.run("UPDATE holding SET until_at = :at", at=AT - 1000)
    after = add_client(tx, office.office_id, A, at=AT)
    assert owner(tx, arrives(tx, "was mine", at=AT - 2000)) == before
    assert owner(tx, arrives(tx, "between", at=AT - 500)) == f"tel:{A}"
    assert owner(tx, arrives(tx, "is mine", at=AT + 1)) == after


def test_on_a_shared_number_it_belongs_to_who_was_last_texted_from_that_sender(tx: Tx, office: SmallOffice) -> None:
    first, second = add_client(tx, office.office_id, A), add_client(tx, office.office_id, A)
    assert owner(tx, arrives(tx, "who knows")) == f"tel:{A}"
    waits(tx, office.office_id, first, status="delivered", seq=10)
    waits(tx, office.office_id, second, status="delivered", sender=OTHER_OF_OURS, seq=11)
    waits(tx, office.office_id, second, status="cancelled", seq=12)
    assert owner(tx, arrives(tx, "to the first")) == first
    assert owner(tx, arrives(tx, "to the second", to=OTHER_OF_OURS)) == second


def test_the_office_is_the_one_that_has_the_number(tx: Tx, office: SmallOffice) -> None:
    second = create_office(tx, NewOffice("Second", "America/New_York", OTHER_OF_OURS, "Luis"), at=AT)
    arrives(tx, "to the second office", to=OTHER_OF_OURS)
    assert one(tx, "SELECT office_id FROM message") == second.office_id


def test_a_text_to_a_number_of_no_office_is_kept_by_the_oldest_which_is_told_once_per_person(
    tx: Tx, office: SmallOffice
) -> None:
    create_office(tx, NewOffice("Second", "America/New_York", OTHER_OF_OURS, "Luis"), at=AT)
    arrives(tx, "one", to="+12155550199")
    arrives(tx, "two", to="+12155550199")
    assert [row[0] for row in tx.all("SELECT office_id FROM message")] == [office.office_id] * 2
    assert one(tx, "SELECT count(*), min(office_id) FROM event WHERE type = 'CarrierAlert'") == (1, office.office_id)


def test_without_any_office_nothing_is_pretended(tx: Tx) -> None:
    tx.run("DELETE FROM number")
    tx.run("DELETE FROM office")
    with pytest.raises(NoOffice):
        arrives(tx, "anybody?")


def test_a_text_needs_a_reply_wakes_a_snoozed_conversation_and_says_where_to_answer(
    tx: Tx, office: SmallOffice
) -> None:
    client = add_client(tx, office.office_id, A, B)
    arrives(tx, "first", A)
    tx.run("UPDATE conversation SET state = 'done', snoozed_until_at = 5, is_flagged = 1, seen_through = 99")
    message = arrives(tx, "second", B)
    seq = one(tx, "SELECT seq FROM message WHERE id = :id", id=message)
    assert one(
        tx,
        "SELECT state, snoozed_until_at, is_flagged, seen_through, last_inbound_seq, last_e164, last_sender, seq"
        " FROM conversation WHERE id = :id",
        id=client,
    ) == ("needs_reply", None, 1, 99, seq, B, OURS, seq)


def test_stop_closes_the_number_for_all_who_hold_it_and_their_other_numbers(tx: Tx, office: SmallOffice) -> None:
    me, partner = add_client(tx, office.office_id, A, B), add_client(tx, office.office_id, A)
    bystander = add_client(tx, office.office_id, B, C)
    arrives(tx, "Stop.")
    assert is_out(tx, office.office_id, A, None)
    assert is_out(tx, office.office_id, A, me)
    assert is_out(tx, office.office_id, A, partner)
    assert is_out(tx, office.office_id, B, me)
    assert not is_out(tx, office.office_id, B, bystander)
    assert not is_out(tx, office.office_id, C, bystander)


@pytest.mark.parametrize("word", ["STOP", "opt out", "Alto!", "PARAR", "basta", "cancelar", "Unsubscribe", "quit"])
def test_every_word_takes_back_at_once_what_is_queued(tx: Tx, office: SmallOffice, word: str) -> None:
    me, other = add_client(tx, office.office_id, A, B), add_client(tx, office.office_id, C)
    mine, on_my_other = waits(tx, office.office_id, me), waits(tx, office.office_id, me, B)
    under_way = waits(tx, office.office_id, me)
    tx.run("UPDATE queue SET state = 'sending' WHERE message_id = :id", id=under_way)
    theirs = waits(tx, office.office_id, other, C)
    arrives(tx, word)
    assert {row[0] for row in tx.all("SELECT message_id FROM queue")} == {under_way, theirs}
    for taken in (mine, on_my_other):
        assert one(tx, "SELECT status, reason FROM message WHERE id = :id", id=taken) == ("cancelled", "opted_out")
        assert one(tx, "SELECT count(*) FROM event WHERE type = 'MessageStatusChanged' AND ref_id = :id", id=taken) == 1


def test_the_carriers_own_verdict_of_a_stop_counts_too(tx: Tx, office: SmallOffice) -> None:
    me = add_client(tx, office.office_id, A)
    arrives(tx, "DETENER", opt_out_type="STOP")
    assert is_out(tx, office.office_id, A, me)


def test_start_opens_only_the_number_that_wrote(tx: Tx, office: SmallOffice) -> None:
    me = add_client(tx, office.office_id, A, B)
    arrives(tx, "STOP")
    arrives(tx, "START", A, at=AT + 1)
    assert consent_state(tx, office.office_id, A, None) is ConsentState.OPTED_IN
    assert consent_state(tx, office.office_id, A, me) is ConsentState.OPTED_IN
    assert is_out(tx, office.office_id, B, me)


def test_yes_opts_in_only_who_was_out(tx: Tx, office: SmallOffice) -> None:
    me = add_client(tx, office.office_id, A)
    arrives(tx, "Yes")
    assert consent_state(tx, office.office_id, A, me) is ConsentState.UNKNOWN
    arrives(tx, "STOP")
    arrives(tx, "yes")
    assert consent_state(tx, office.office_id, A, me) is ConsentState.OPTED_IN


def test_yes_from_a_shared_number_opens_who_was_out_and_asks_nothing_of_the_other(tx: Tx, office: SmallOffice) -> None:
    out, other = add_client(tx, office.office_id, A, B), add_client(tx, office.office_id, A)
    arrives(tx, "STOP", B)
    arrives(tx, "yes", A, at=AT + 1)
    assert consent_state(tx, office.office_id, A, out) is ConsentState.OPTED_IN
    assert consent_state(tx, office.office_id, A, other) is ConsentState.UNKNOWN
    assert consent_state(tx, office.office_id, A, None) is ConsentState.UNKNOWN


def test_one_fact_is_current_and_all_facts_stay(tx: Tx, office: SmallOffice) -> None:
    me = add_client(tx, office.office_id, A)
    for word in ("STOP", "START", "STOP"):
        arrives(tx, word)
    assert one(tx, "SELECT count(*), sum(is_current) FROM consent WHERE client_id = :me", me=me) == (3, 1)
    assert one(tx, "SELECT count(*), sum(is_current) FROM consent WHERE client_id IS NULL") == (3, 1)


def test_a_stop_for_all_closes_also_what_was_opened_for_one_purpose(tx: Tx, office: SmallOffice) -> None:
    me = add_client(tx, office.office_id, A)
    known = Wording("caseworker", office.caseworker_id, AT)
    record_consent(
        tx, office.office_id, e164=A, client_id=me, state=ConsentState.OPTED_IN, known=known, purpose=Purpose.GROUP_NEWS
    )
    arrives(tx, "stop")
    assert consent_state(tx, office.office_id, A, me, Purpose.GROUP_NEWS) is ConsentState.OPTED_OUT


def test_a_stop_of_an_unknown_number_stands_beside_it_and_of_a_client_in_their_file(
    tx: Tx, office: SmallOffice
) -> None:
    arrives(tx, "STOP", C)
    assert one(tx, "SELECT client_id FROM event WHERE type = 'ConsentChanged'") == f"tel:{C}"
    tx.run("DELETE FROM event")
    me = add_client(tx, office.office_id, A)
    arrives(tx, "STOP", A)
    told = {row[0] for row in tx.all("SELECT client_id FROM event WHERE type = 'ConsentChanged'")}
    assert told == {me}


@pytest.mark.parametrize(
    ("body", "is_held"),
    [("please stop texting me", True), ("ya no me escriban", True), ("I'll stop by tomorrow", False), ("STOP", False)],
)
def test_words_that_look_like_an_opt_out_hold_what_is_automatic_until_a_person_decides(
    tx: Tx, office: SmallOffice, body: str, is_held: bool
) -> None:
    add_client(tx, office.office_id, A)
    message = arrives(tx, body)
    assert one(tx, "SELECT hold_message_id FROM conversation") == (message if is_held else None)
    arrives(tx, "thanks", at=AT + 1)
    assert one(tx, "SELECT hold_message_id FROM conversation") == (message if is_held else None)
