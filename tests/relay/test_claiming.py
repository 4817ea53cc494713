"""Whose turn it is: the rules decide inside the transaction that claims, over what is known at that moment."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rise_tui.domain.clock import to_ms
from rise_tui.domain.consent import ConsentFact, ConsentState, Purpose, effective
from rise_tui.domain.delivery import Reason
from rise_tui.domain.ids import new_id
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.policy import GO, WhyHeld
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.store import claiming, outcomes, queue
from rise_tui.relay.store.claiming import Claimant, Claims, Sender, claim, may_begin, next_due_at
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.rules import set_rules
from rise_tui.wire.codec import from_json
from tests.relay.conftest import SmallOffice, add_client
from tests.relay.line import HOUR, number_of, put_consent, put_text, state_of
from tests.relay.test_queue import LEASE, NOW, RECONCILE, claim_all, put

EVENING = to_ms(datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
"""Ten in the evening in Philadelphia."""
MORNING = to_ms(datetime(2026, 11, 24, 13, 0, tzinfo=UTC))
"""Eight in the morning there: the quiet hours end."""


def ids(claims: Claims) -> list[str]:
    return [text.message_id for text in claims.texts]


def wrote(tx: Tx, office: SmallOffice, index: int, at: int) -> None:
    """A text of theirs came at that time."""
    inbound = Inbound(f"SM{new_id()}", number_of(index), office.number, "When is it?")
    assert accept_inbound(tx, inbound, carrier="twilio", at=at).is_new


def why_held(tx: Tx, message_id: str) -> tuple[str | None, int | None]:
    row = tx.one("SELECT held_why, held_until_at FROM message WHERE id = :id", id=message_id)
    assert row is not None
    return row["held_why"], row["held_until_at"]


def why_left(tx: Tx, message_id: str) -> tuple[str | None, list[str | None]]:
    """Why it left at its hour, and what people were told of that each time that they heard it was going out."""
    row = tx.one("SELECT left_because FROM message WHERE id = :id", id=message_id)
    told = tx.all("SELECT data FROM event WHERE type = 'MessageStatusChanged' AND ref_id = :id", id=message_id)
    facts = [from_json(each["data"]) for each in told]
    assert row is not None
    return row["left_because"], [fact.get("left_because") for fact in facts if fact["status"] == "sending"]


def reason_of(tx: Tx, message_id: str) -> str | None:
    row = tx.one("SELECT reason FROM message WHERE id = :id", id=message_id)
    assert row is not None
    return None if row["reason"] is None else str(row["reason"])


def test_one_to_one_goes_before_a_broadcast_and_the_earlier_due_before_the_later(tx: Tx, office: SmallOffice) -> None:
    for i in range(3):
        put_consent(tx, office.office_id, number_of(i), None, "opted_in")
    group = put(tx, office, 0, kind="broadcast", broadcast_id=new_id(), due_at=NOW - 5000)
    later, sooner = put(tx, office, 1, due_at=NOW - 1), put(tx, office, 2, due_at=NOW - 2)
    assert ids(claim_all(tx, office)) == [sooner, later, group]


def test_what_is_not_due_yet_waits(tx: Tx, office: SmallOffice) -> None:
    message_id = put(tx, office, due_at=NOW + 1)
    assert claim_all(tx, office).texts == []
    assert next_due_at(tx, Sender(office.office_id, office.number, 1.0)) == NOW + 1
    assert ids(claim_all(tx, office, now=NOW + 1)) == [message_id]


def test_what_is_kept_back_is_not_gone_past_to_find_what_is_due(tx: Tx, office: SmallOffice) -> None:
    """However many texts of a paused group text are in line. By number or client, they are found by these."""
    asked = dict.fromkeys(re.findall(r":(\w+)", claiming._DUE), 0)
    plan = " ".join(row["detail"] for row in tx.all(f"EXPLAIN QUERY PLAN {claiming._DUE}", **asked))
    assert "q USING INDEX queue_due (sender=? AND priority=? AND due_at<?)" in plan
    for column, index in (("e164", "number"), ("conversation_id", "conversation"), ("broadcast_id", "broadcast")):
        question = f"SELECT 1 FROM queue WHERE office_id = 'o' AND {column} = 'x' AND state = 'queued'"
        assert f"queue_{index} (office_id=? AND {column}=?)" in tx.all(f"EXPLAIN QUERY PLAN {question}")[0]["detail"]


def test_a_claim_carries_the_text_and_holds_it_for_the_lease(tx: Tx, office: SmallOffice) -> None:
    put(tx, office, body="é" * 200, media=["a" * 64])
    (text,) = claim_all(tx, office).texts
    assert (text.body, text.media, text.segments, text.attempts) == ("é" * 200, ("a" * 64,), 2, 1)
    assert text.lease_until_at == NOW + LEASE
    assert claim_all(tx, office).texts == []


def test_one_text_at_a_time_is_under_way_to_a_number(tx: Tx, office: SmallOffice) -> None:
    first, second = put(tx, office), put(tx, office)
    (text,) = claim_all(tx, office).texts
    assert text.message_id == first
    assert claim_all(tx, office).texts == []
    outcomes.finish(tx, office.office_id, first, "SM1", NOW, carrier="twilio")
    assert ids(claim_all(tx, office)) == [second]


def test_an_unknown_text_keeps_the_next_to_that_number_back_only_for_a_while(tx: Tx, office: SmallOffice) -> None:
    first, second = put(tx, office), put(tx, office, expires_at=NOW + HOUR)
    claim_all(tx, office)
    again_at = NOW + LEASE + RECONCILE
    outcomes.park_unknown(tx, office.office_id, first, NOW, again_at)
    assert claim_all(tx, office, now=again_at + RECONCILE - 1).texts == []
    assert ids(claim_all(tx, office, now=again_at + RECONCILE)) == [second]


def test_nothing_is_claimed_for_which_no_slot_is_free(tx: Tx, office: SmallOffice) -> None:
    for i in range(4):
        put(tx, office, i, body="x" * 200)
    asked: list[int] = []

    def reserve(segments: int) -> float | None:
        asked.append(segments)
        return 1.0 if len(asked) < 3 else None

    sender = Sender(office.office_id, office.number, 10.0)
    claims = claim(tx, sender, Claimant("me", NOW, LEASE, RECONCILE, 50), reserve)
    assert len(claims.texts) == 2
    assert asked == [2, 2, 2]
    assert len(claim_all(tx, office).texts) == 2


def test_nobody_who_said_stop_is_texted_and_people_see_why(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    message_id = put(tx, office, 0, client_id=client)
    put_consent(tx, office.office_id, number_of(0), client, "opted_out")
    claims = claim_all(tx, office)
    assert (claims.texts, claims.settled) == ([], 1)
    row = tx.one("SELECT status, reason FROM message WHERE id = :id", id=message_id)
    assert row is not None
    assert tuple(row) == ("cancelled", "opted_out")


def test_a_number_that_the_carrier_blocks_is_not_texted_whoever_holds_it(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    put(tx, office, 0, client_id=client)
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    put_consent(tx, office.office_id, number_of(0), None, "opted_out")
    assert claim_all(tx, office).texts == []


@pytest.mark.parametrize(("state", "leaves"), [(None, 0), ("unknown", 0), ("opted_in", 1), ("opted_out", 0)])
def test_a_broadcast_goes_only_to_who_opted_in(tx: Tx, office: SmallOffice, state: str | None, leaves: int) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    if state is not None:
        put_consent(tx, office.office_id, number_of(0), client, state)
    put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id())
    assert len(claim_all(tx, office).texts) == leaves


def test_at_night_a_broadcast_and_a_first_text_wait_until_morning_and_an_answer_goes(
    tx: Tx, office: SmallOffice
) -> None:
    for i in range(5):
        put_consent(tx, office.office_id, number_of(i), None, "opted_in")
    group = put(tx, office, 0, kind="broadcast", broadcast_id=new_id(), at=EVENING)
    answer, late, first, urgent, asked = (put(tx, office, i, at=EVENING) for i in range(1, 6))
    wrote(tx, office, 1, EVENING - 2 * HOUR)
    wrote(tx, office, 2, EVENING - 2 * HOUR - 1)
    tx.update("message", {"id": urgent}, is_to_urgent=1)
    tx.update("message", {"id": asked}, now_because="asked_for_it")
    assert ids(claim_all(tx, office, now=EVENING)) == [answer, urgent, asked]
    waiting = [late, first, group]
    assert [state_of(tx, message_id) for message_id in waiting] == [("queued", "held")] * 3
    assert {why_held(tx, message_id) for message_id in waiting} == {("quiet_hours", MORNING)}
    assert next_due_at(tx, Sender(office.office_id, office.number, 1.0)) == MORNING
    assert ids(claim_all(tx, office, now=MORNING)) == waiting
    assert {why_held(tx, message_id) for message_id in waiting} == {(None, None)}
    left = {answer: "wrote_lately", urgent: "to_urgent"}
    assert {each: why_left(tx, each) for each in (answer, urgent, asked, *waiting)} == {
        each: (left.get(each), [left.get(each)]) for each in (answer, urgent, asked, *waiting)
    }


def test_why_an_answer_left_at_night_is_told_once_and_also_if_it_first_tried_by_day(
    tx: Tx, office: SmallOffice
) -> None:
    message_id = put(tx, office, 0, at=EVENING - 3 * HOUR)
    wrote(tx, office, 0, EVENING - HOUR)
    tried = []
    for now in (EVENING - 3 * HOUR, EVENING, EVENING + 1, MORNING):
        (text,) = claim_all(tx, office, now=now).texts
        tried.append(why_left(tx, message_id))
        outcomes.give_back(tx, text, now)
    lately = "wrote_lately"
    assert tried == [(None, [None]), (lately, [None, lately]), (lately, [None, lately]), (None, [None, lately])]


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (EVENING, MORNING),
        (to_ms(datetime(2026, 3, 8, 3, tzinfo=UTC)), to_ms(datetime(2026, 3, 8, 12, tzinfo=UTC))),  # nine hours
        (to_ms(datetime(2026, 11, 1, 2, tzinfo=UTC)), to_ms(datetime(2026, 11, 1, 13, tzinfo=UTC))),  # eleven
    ],
)
def test_a_clock_that_jumps_wakes_nobody_on_any_night_of_the_year(
    tx: Tx, office: SmallOffice, evening: int, morning: int
) -> None:
    """Ten in the evening to eight in the morning there, also as the clocks change. [fault 10]"""
    put_consent(tx, office.office_id, number_of(0), None, "opted_in")
    group = put(tx, office, 0, kind="broadcast", broadcast_id=new_id(), at=evening)
    for now in (evening, evening - HOUR, evening + HOUR, morning - 1, evening + 60_000):
        assert claim_all(tx, office, now=now).texts == []
        assert why_held(tx, group) == ("quiet_hours", morning)
        tx.run("UPDATE queue SET due_at = 0")  # as if its hour had come by a clock that was wrong
    assert ids(claim_all(tx, office, now=morning)) == [group]


def test_everybody_is_told_once_why_a_text_waits_and_until_when(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    put(tx, office, 0, client_id=client, at=EVENING)
    claim_all(tx, office, now=EVENING)
    claim_all(tx, office, now=EVENING + 1)
    told = tx.all("SELECT data FROM event WHERE type = 'MessageStatusChanged' AND client_id = :client", client=client)
    assert [from_json(row["data"]) for row in told] == [
        {"status": "held", "held_why": "quiet_hours", "held_until": "2026-11-24T13:00:00.000Z"}
    ]


def test_somebody_with_a_number_from_farther_west_is_not_woken_either(tx: Tx, office: SmallOffice) -> None:
    """Their area code says where they are while they have not said so themselves."""
    at_nine = MORNING + HOUR
    there = put(tx, office, e164="+13105550100", at=at_nine)
    nowhere = put(tx, office, e164="+15555550100", at=at_nine)
    here = put(tx, office, 0, at=at_nine)
    assert ids(claim_all(tx, office, now=at_nine)) == [here]
    assert [why_held(tx, each) for each in (there, nowhere)] == [("quiet_hours", MORNING + 3 * HOUR)] * 2


def test_a_holiday_of_the_office_keeps_everything_but_answers(tx: Tx, office: SmallOffice) -> None:
    set_rules(tx, office.office_id, OfficeRules(holidays=("2026-11-23",)), at=NOW)
    first, answer = put(tx, office, 0), put(tx, office, 1)
    wrote(tx, office, 1, NOW)
    assert ids(claim_all(tx, office)) == [answer]
    assert why_held(tx, first) == ("holiday", MORNING)


def test_one_client_gets_so_many_on_a_day_and_the_same_words_once(tx: Tx, office: SmallOffice) -> None:
    set_rules(tx, office.office_id, OfficeRules(daily_ceiling=2), at=NOW)
    client = add_client(tx, office.office_id, number_of(0))
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")

    def group(body: str, at: int = NOW) -> str:
        return put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id(), body=body, at=at)

    first, again = group("Class at nine."), group("Class at nine.")
    (text,) = claim_all(tx, office).texts
    assert text.message_id == first
    outcomes.finish(tx, office.office_id, first, "SM1", NOW, carrier="twilio")
    assert claim_all(tx, office).texts == []
    assert state_of(tx, again) == (None, "cancelled")
    assert reason_of(tx, again) == "duplicate"
    second, third = group("Bring a paystub."), group("Room 4.")
    assert ids(claim_all(tx, office)) == [second]
    outcomes.fail(tx, office.office_id, second, Reason.UNREACHABLE, 30003, NOW)
    assert ids(claim_all(tx, office)) == [third]  # what failed they did not get
    outcomes.finish(tx, office.office_id, third, "SM3", NOW, carrier="twilio")
    fourth, own = group("Room 5."), put(tx, office, 0, client_id=client)
    assert ids(claim_all(tx, office)) == [own]
    outcomes.finish(tx, office.office_id, own, "SM4", NOW, carrier="twilio")
    claim_all(tx, office)
    assert why_held(tx, fourth) == ("ceiling", MORNING)
    assert ids(claim_all(tx, office, now=MORNING)) == [fourth]
    outcomes.finish(tx, office.office_id, fourth, "SM5", MORNING, carrier="twilio")
    later = group("Class at nine.", at=MORNING)
    assert ids(claim_all(tx, office, now=MORNING)) == [later]


def test_a_text_given_back_counts_for_no_day(tx: Tx, office: SmallOffice) -> None:
    set_rules(tx, office.office_id, OfficeRules(daily_ceiling=1, daily_segments=1), at=NOW)
    put_consent(tx, office.office_id, number_of(0), None, "opted_in")
    group = put(tx, office, 0, kind="broadcast", broadcast_id=new_id())
    for _ in range(3):
        (text,) = claim_all(tx, office).texts
        assert text.message_id == group
        outcomes.give_back(tx, text, NOW)


def test_what_the_carrier_takes_no_more_of_today_waits_for_tomorrow(tx: Tx, office: SmallOffice) -> None:
    set_rules(tx, office.office_id, OfficeRules(daily_segments=3), at=NOW)
    for i in range(3):
        put_consent(tx, office.office_id, number_of(i), None, "opted_in")
    first, second, third = (
        put(tx, office, i, kind="broadcast", broadcast_id=new_id(), body=f"{i}" * 200) for i in range(3)
    )
    assert ids(claim_all(tx, office)) == [first]
    assert [why_held(tx, each) for each in (second, third)] == [("carrier_limit", MORNING)] * 2
    assert ids(claim_all(tx, office, now=MORNING)) == [second]


def test_while_the_office_is_held_nothing_leaves_and_then_all_in_its_old_place(tx: Tx, office: SmallOffice) -> None:
    set_rules(tx, office.office_id, OfficeRules(is_held=True), at=NOW)
    texts = [put(tx, office, i, due_at=NOW - 3 + i) for i in range(3)]
    assert claim_all(tx, office).settled == 3
    assert claim_all(tx, office).settled == 0
    assert next_due_at(tx, Sender(office.office_id, office.number, 1.0)) is None
    assert {why_held(tx, each) for each in texts} == {("office_hold", None)}
    set_rules(tx, office.office_id, OfficeRules(), at=NOW)
    assert ids(claim_all(tx, office)) == texts


def test_who_has_safe_hours_of_their_own_gets_a_broadcast_within_them_and_a_reply_at_once(
    tx: Tx, office: SmallOffice
) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    tx.update("client", {"id": client}, zone="America/New_York", safe_from=10 * 60, safe_to=12 * 60)
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    group = put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id(), at=EVENING)
    safe = MORNING + 2 * 3_600_000
    assert claim_all(tx, office, now=EVENING).texts == []
    assert next_due_at(tx, Sender(office.office_id, office.number, 1.0)) == safe
    assert claim_all(tx, office, now=safe - 1000).texts == []
    reply = put(tx, office, 1, client_id=client, at=MORNING)
    assert claim_all(tx, office, now=MORNING).texts == []
    assert why_held(tx, reply) == why_held(tx, group) == ("safe_hours", safe)
    wrote(tx, office, 0, MORNING)
    tx.run("UPDATE queue SET due_at = :now", now=MORNING)
    assert ids(claim_all(tx, office, now=MORNING)) == [reply]
    assert ids(claim_all(tx, office, now=safe)) == [group]


def test_a_zone_that_nobody_knows_means_the_offices_hours(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    tx.update("client", {"id": client}, zone="Mars/Olympus")
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    group = put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id(), at=EVENING)
    assert claim_all(tx, office, now=EVENING).texts == []
    assert state_of(tx, group) == ("queued", "held")
    assert ids(claim_all(tx, office, now=MORNING)) == [group]
    outcomes.finish(tx, office.office_id, group, "SM1", MORNING, carrier="twilio")
    more = put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id(), body="Room 4.", at=MORNING)
    other = put(tx, office, 1, at=MORNING)
    assert ids(claim_all(tx, office, now=MORNING)) == [other, more], "nor does it stop what goes to others"


def test_a_stop_like_text_holds_a_broadcast_until_somebody_decides(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    tx.insert("conversation", office_id=office.office_id, id=client, state="needs_reply", is_flagged=0, seen_through=0,
              last_inbound_seq=0, last_at=0, hold_message_id="m", seq=0)  # fmt: skip
    group = put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id())
    assert claim_all(tx, office).settled == 1
    assert claim_all(tx, office).settled == 0
    tx.run("UPDATE conversation SET hold_message_id = NULL")
    queue.let_go(tx, office.office_id, WhyHeld.STOP_LIKE, client)
    assert ids(claim_all(tx, office)) == [group]


def test_an_overdue_reminder_is_never_sent_after_its_event(tx: Tx, office: SmallOffice) -> None:
    """Other systems send it however late. [D17]"""
    put_consent(tx, office.office_id, number_of(0), None, "opted_in")
    event_at = NOW + HOUR
    message_id = put(tx, office, 0, kind="reminder", event_at=event_at, not_sent_by_at=event_at)
    assert claim_all(tx, office, now=event_at + 1).texts == []
    assert state_of(tx, message_id) == (None, "expired")


def test_a_text_that_the_relay_kept_back_leaves_up_to_24_hours_after_it_expired(tx: Tx, office: SmallOffice) -> None:
    in_time = put(tx, office, 0, expires_at=NOW + HOUR)
    assert ids(claim_all(tx, office, now=NOW + 25 * HOUR)) == [in_time]
    too_late = put(tx, office, 1, expires_at=NOW + HOUR)
    assert claim_all(tx, office, now=NOW + 25 * HOUR + 1).texts == []
    assert state_of(tx, too_late) == (None, "expired")


@pytest.mark.parametrize("status", ["paused", "closed"])
def test_who_is_paused_or_closed_gets_a_reply_but_no_broadcast(tx: Tx, office: SmallOffice, status: str) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    tx.update("client", {"id": client}, status=status)
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    group = put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id())
    reply = put(tx, office, 0, client_id=client)
    assert ids(claim_all(tx, office)) == [reply]
    outcomes.finish(tx, office.office_id, reply, "SM1", NOW, carrier="twilio")
    claim_all(tx, office)
    if status == "closed":
        assert (state_of(tx, group), reason_of(tx, group)) == ((None, "cancelled"), "closed")
    else:
        assert (state_of(tx, group), why_held(tx, group)) == (("queued", "held"), ("paused", None))


def test_a_pause_whose_date_has_passed_keeps_nothing_back(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    tx.update("client", {"id": client}, status="paused", status_until_at=NOW)
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    group = put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id())
    assert ids(claim_all(tx, office)) == [group]


def test_who_was_deleted_gets_no_broadcast(tx: Tx, office: SmallOffice) -> None:
    client = add_client(tx, office.office_id, number_of(0))
    tx.update("client", {"id": client}, is_deleted=1)
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id())
    assert claim_all(tx, office).texts == []


def test_a_stop_like_text_of_one_of_two_holds_broadcasts_to_both_on_that_number(tx: Tx, office: SmallOffice) -> None:
    """Nobody can tell which of them wrote it."""
    ana, ben = (add_client(tx, office.office_id, number_of(0)) for _ in range(2))
    inbound = Inbound("SM1", number_of(0), office.number, "please stop texting me")
    assert accept_inbound(tx, inbound, carrier="twilio", at=NOW).is_new
    for client in (ana, ben):
        put_consent(tx, office.office_id, number_of(0), client, "opted_in")
        put(tx, office, 0, client_id=client, kind="broadcast", broadcast_id=new_id())
    assert claim_all(tx, office).texts == []


def test_texts_of_another_sender_are_left_alone(tx: Tx, office: SmallOffice) -> None:
    put(tx, office, 0, sender="+12155550101")
    assert claim_all(tx, office).texts == []


@pytest.mark.parametrize(("whose", "kind"), [("own", "one_to_one"), ("number", "one_to_one"), ("none", "broadcast")])
def test_the_claiming_statement_alone_refuses_who_may_not_be_texted(
    tx: Tx, office: SmallOffice, monkeypatch: pytest.MonkeyPatch, whose: str, kind: str
) -> None:
    """[fault 30]"""
    client = add_client(tx, office.office_id, number_of(0))
    if whose != "none":
        put_consent(tx, office.office_id, number_of(0), client if whose == "own" else None, "opted_out")
    message_id = put(tx, office, 0, client_id=client, kind=kind)
    monkeypatch.setattr(claiming, "decide_here", lambda facts: GO)
    assert claim_all(tx, office).texts == []
    assert state_of(tx, message_id) == ("queued", "queued")


_SAID = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from(["all", "conversation", "group_news"]), st.sampled_from(list(ConsentState))
    ),
    max_size=6,
    unique_by=lambda fact: fact[:2],
)


@given(said=_SAID, kind=st.sampled_from(["one_to_one", "broadcast"]))
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=timedelta(seconds=2))
def test_the_claiming_statement_agrees_with_the_rules_about_consent(
    tx: Tx, office: SmallOffice, said: list[tuple[bool, str, ConsentState]], kind: str
) -> None:
    """Whatever was said by the person and of the number: what leaves is exactly what the rules let leave."""
    tx.connection.execute("SAVEPOINT example")
    try:
        client = add_client(tx, office.office_id, number_of(0))
        for is_own, purpose, state in said:
            put_consent(tx, office.office_id, number_of(0), client if is_own else None, state, purpose=purpose)
        put_text(tx, office.office_id, sender=office.number, e164=number_of(0), at=NOW, client_id=client, kind=kind)
        left = len(claim_all(tx, office).texts)
    finally:
        tx.connection.execute("ROLLBACK TO example")
        tx.connection.execute("RELEASE example")
    about = Purpose.CONVERSATION if kind == "one_to_one" else Purpose.GROUP_NEWS
    facts = [(own, ConsentFact(i, Purpose(purpose), state)) for i, (own, purpose, state) in enumerate(said)]
    person = effective([fact for own, fact in facts if own], about)
    number = effective([fact for own, fact in facts if not own], about)
    allowed = (ConsentState.OPTED_IN,) if kind == "broadcast" else (ConsentState.OPTED_IN, ConsentState.UNKNOWN)
    assert left == (person in allowed and number is not ConsentState.OPTED_OUT)


@pytest.mark.parametrize("kind", ["one_to_one", "broadcast"])
def test_a_claimed_text_may_begin_until_somebody_says_stop_or_pauses_them_or_it_is_given_back(
    tx: Tx, office: SmallOffice, kind: str
) -> None:
    """[fault 30]"""
    client = add_client(tx, office.office_id, number_of(0))
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    put(tx, office, 0, client_id=client, kind=kind)
    (text,) = claim_all(tx, office).texts
    assert may_begin(tx, text)
    outcomes.give_back(tx, text, NOW)
    assert not may_begin(tx, text)
    (again,) = claim_all(tx, office).texts
    for status, until_at, is_kept in (("paused", None, True), ("closed", None, True), ("paused", NOW, False)):
        tx.update("client", {"id": client}, status=status, status_until_at=until_at)
        assert may_begin(tx, again) is (kind == "one_to_one" or not is_kept)
    for is_held in (True, False):
        set_rules(tx, office.office_id, OfficeRules(is_held=is_held), at=NOW)
        assert may_begin(tx, again) is not is_held, "the office stops all texts at once"
    says = Inbound("SM1", number_of(0), office.number, "please stop texting me")
    accept_inbound(tx, says, carrier="twilio", at=NOW)
    assert may_begin(tx, again) is (kind == "one_to_one"), "what sounds like a stop holds what is automatic at once"
    accept_inbound(tx, replace(says, carrier_id="SM2", body="STOP"), carrier="twilio", at=NOW)
    assert not may_begin(tx, again)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("broadcast", {"is_deleted": 1}),
        ("reminder", {"is_deleted": 1}),
        ("reminder", {"status": "paused"}),
        ("automatic", {"is_deleted": 1}),
        ("automatic", {"status": "paused"}),
        ("automatic", {"status": "closed"}),
        ("one_to_one", {"is_deleted": 1}),
        ("one_to_one", {"status": "closed"}),
    ],
)
def test_nothing_but_a_persons_own_text_begins_once_its_client_is_deleted_paused_or_closed(
    tx: Tx, office: SmallOffice, kind: str, fields: dict[str, object]
) -> None:
    """Of whatever kind: a reminder and what the relay says by itself as well as a group text."""
    client = add_client(tx, office.office_id, number_of(0))
    put_consent(tx, office.office_id, number_of(0), client, "opted_in")
    put(tx, office, 0, client_id=client, kind=kind)
    (text,) = claim_all(tx, office).texts
    assert may_begin(tx, text)
    tx.update("client", {"id": client}, **fields)
    assert may_begin(tx, text) is (kind == "one_to_one")
