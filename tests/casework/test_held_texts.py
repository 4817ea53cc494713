"""What would be held and why, letting a held text go, and reminders switched off for who still wants an answer."""

from datetime import UTC, datetime
from typing import Any

import pytest

from rise_tui.casework import (
    consenting,
    faring,
    forecasting,
    held_texts,
    introducing,
    leaving,
    opting,
    reading,
    releasing,
    reminding,
    resolving,
    scheduling,
    taking_back,
    texting,
    undoing,
)
from rise_tui.casework.desk import Desk
from rise_tui.casework.reminding import Wants
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.clock import FrozenClock, to_ms
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import Conflict, Refused, TooLate, Unchanged
from rise_tui.domain.policy import NowBecause, WhyHeld
from rise_tui.store.threads import Message
from tests.casework.group_text import GroupText
from tests.casework.office import DANA, PHONE, a_client, accepted, offered, outbox, says, writes

HOUR = 3600_000
OFFICE = "00000000-0000-7000-8000-0000000000f1"


@pytest.fixture(autouse=True)
def night(desk: Desk, clock: FrozenClock) -> None:
    """It is Monday 21:30 in the office, whose quiet hours are from nine to eight."""
    clock.at = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    the_office(desk, 1)


def the_office(desk: Desk, seq: int, **rules: Any) -> None:
    """What the office decides."""
    with desk.store.writing() as session:
        hours = {"quiet_from": 21 * 60, "quiet_to": 8 * 60}
        desk.store.office.put(session, OFFICE, seq=seq, name="RISE", zone="America/New_York", rules=rules, **hours)


def held(desk: Desk, client_id: str, seq: int, why: str | None, **fields: Any) -> str:
    """The relay tells of a text of ours that it holds; its id."""
    message_id = f"held-{seq}"
    body = fields.pop("body", "Monday at nine.")
    told = {"at": desk.now, "seq": seq, "caseworker_id": DANA, "held_why": why, **fields}
    text = Message(message_id, client_id, "outbound", body, "held", **told)
    with desk.store.writing() as session:
        desk.store.threads.put(session, text)
        desk.store.conversations.refresh(session, client_id)
    return message_id


def fares(desk: Desk, client_id: str) -> list[str]:
    """What stands beside our texts in the conversation."""
    texts = reading.open_thread(desk, client_id).messages
    return [text.fares.words for text in texts if text.fares is not None]


def test_who_sleeps_is_told_of_before_and_an_answer_leaves_at_once(desk: Desk) -> None:
    marcus = a_client(desk)
    kept = forecasting.kept(desk, marcus)
    assert kept is not None
    assert kept.before("Marcus") == "Marcus is asleep until Tue 8:00"
    assert kept.words == "held until Tue 8:00: quiet hours"
    assert forecasting.kept(desk, marcus, at=to_ms(datetime(2026, 11, 24, 15, tzinfo=UTC))) is None
    assert scheduling.scheduled(desk, "23:30", marcus).note == "held until Tue 8:00: quiet hours"
    with desk.store.writing() as session:
        desk.store.clients.put(session, marcus, seq=3, zone="America/Los_Angeles")
    assert forecasting.kept(desk, marcus) is None, "there it is half past six"
    ana = a_client(desk, "Ana Ruiz", "+12155550143", safe_from=10 * 60, safe_to=16 * 60)
    kept = forecasting.kept(desk, ana)
    assert kept is not None
    assert (kept.why, kept.until) == (WhyHeld.SAFE_HOURS, "Tue 10:00")
    writes(desk, ana, 20, at=desk.now - HOUR)
    assert forecasting.kept(desk, ana) is None, "she wrote an hour ago"
    the_office(desk, 30, is_held=True)
    kept = forecasting.kept(desk, ana)
    assert kept is not None
    assert kept.before("Ana") == "The office has stopped all texts for now"


def test_a_text_waits_as_long_as_its_writer_was_told_or_goes_for_a_reason(desk: Desk) -> None:
    the_office(desk, 2, holidays=["2026-11-24", "2026-11-25"])
    marcus = a_client(desk)
    texting.send(desk, marcus, "How are you?")
    [wished] = [entry.wish for entry in outbox(desk) if entry.wish.kind == "message"]
    assert wished.body["expires_at"] == "2026-11-26T15:00:00.000Z", "two hours after it may leave"
    assert "now_because" not in wished.body
    accepted(desk, 40)
    assert fares(desk, marcus) == ["held until Thu 8:00: a holiday"]
    hold = undoing.held(desk)
    assert hold is not None
    assert hold.kept == "held until Thu 8:00: a holiday"
    texting.send(desk, marcus, "Call me now.", now_because=NowBecause.URGENT)
    [wished] = [entry.wish for entry in outbox(desk)]
    assert wished.body["now_because"] == "urgent"
    accepted(desk, 50)
    assert fares(desk, marcus)[1].startswith("waiting to go")


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("wrote_lately", "going out whatever the hour: they had written a short while before"),
        ("to_urgent", "going out whatever the hour: it answers an urgent text"),
        ("what only a newer relay knows", "going out"),
        (None, "going out"),
    ],
)
def test_one_reads_later_why_an_answer_left_at_night(desk: Desk, why: str | None, words: str) -> None:
    marcus = a_client(desk)
    relay = GroupText(desk, "none")
    relay.tells("MessageAccepted", marcus, message_id="m", client_id=marcus, caseworker_id=DANA, body="Room 4.")
    relay.tells("MessageStatusChanged", marcus, message_id="m", status="sending", left_because=why)
    relay.tells("MessageStatusChanged", marcus, message_id="m", status="delivered")
    told = faring.history(desk, "m")
    assert told is not None
    assert [step.words for step in told.steps] == ["accepted by the office", words, "delivered"]


def test_a_held_text_is_listed_let_go_and_held_again(desk: Desk) -> None:
    marcus, until = a_client(desk), to_ms(datetime(2026, 11, 24, 13, tzinfo=UTC))
    mine = held(desk, marcus, 11, "quiet_hours", kept_until_at=until)
    group = held(desk, marcus, 12, "quiet_hours", kept_until_at=until, broadcast_id="b1")
    stop = held(desk, marcus, 13, "stop_like", broadcast_id="b1")
    held(desk, marcus, 10, "quiet_hours", kept_until_at=until, automatic="information", body="RISE: …")
    lines = held_texts.held_texts(desk).page(0, 9)
    assert [(one.message_id, one.words, one.may_go, one.before) for one in lines] == [
        (mine, "held until Tue 8:00: quiet hours", True, "RISE: …"),
        (stop, "held until you decide whether they said STOP", False, "RISE: …"),
        (group, "held until Tue 8:00: quiet hours", False, "RISE: …"),
    ], "who we are stands with what it goes before"
    assert introducing_state(desk, marcus) == "3 texts held: H shows them"
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, "c-luis", seq=1, name="Luis Marin", role="caseworker", is_active=True)
    theirs = held(desk, marcus, 15, None, caseworker_id="c-luis", not_before_at=until)
    writers = {one.message_id: (one.writer, one.words) for one in held_texts.held_texts(desk).page(0, 9)}
    assert (writers[mine][0], writers[theirs]) == ("", ("Luis Marin", "leaves Tue 8:00"))
    with desk.store.writing() as session:
        desk.store.threads.set_status(session, theirs, "delivered")
    with pytest.raises(Refused, match="A group text waits for its hour"):
        releasing.release(desk, group, NowBecause.OTHER)
    assert releasing.release(desk, mine, NowBecause.AGREED_BY_PHONE) == "Goes now: Marcus Bell"
    [wished] = [entry.wish for entry in outbox(desk)]
    assert (wished.kind, wished.ids, wished.body) == ("release", {"message_id": mine}, {"because": "agreed_by_phone"})
    assert fares(desk, marcus)[1] == "you let it go"
    with pytest.raises(Conflict, match="let go already"):
        releasing.release(desk, mine, NowBecause.OTHER)
    assert undoing.undo(desk) is not None
    assert outbox(desk) == []
    assert fares(desk, marcus)[1] == "held until Tue 8:00: quiet hours"
    releasing.release(desk, mine, NowBecause.OTHER)
    offered(desk)
    latest = undoing.latest(desk)
    assert latest is None, "what the office may know of is not called back"


def test_what_waits_behind_an_introduction_that_is_unknown_says_so_and_goes_when_that_is_decided(desk: Desk) -> None:
    marcus = a_client(desk)
    with desk.store.writing() as session:
        first = Message("intro", marcus, "outbound", "RISE: …", "unknown", at=desk.now, seq=10, automatic="information")
        desk.store.threads.put(session, first)
    said = leaving.standing(desk, marcus)
    assert said.kept is not None
    before = said.kept.before("Marcus")
    assert before == "Nobody knows whether Marcus was told who you are", "said before the next one is sent, too"
    behind = held(desk, marcus, 11, "introduction")
    words = "held: it is not known whether the text before it arrived"
    assert fares(desk, marcus)[-1] == words
    assert [(one.words, one.may_go) for one in held_texts.held_texts(desk).page(0, 9)] == [(words, False)]
    with pytest.raises(Refused, match="text before it arrived") as refused:
        releasing.release(desk, behind, NowBecause.OTHER)
    assert refused.value.next_step == "Decide about it in the conversation: =."
    told = faring.history(desk, "intro")
    assert told is not None
    assert told.is_unknown
    resolving.resolve(desk, "intro", is_sent=True)
    assert [(entry.wish.kind, entry.wish.ids) for entry in outbox(desk)] == [("resolution", {"message_id": "intro"})]


def introducing_state(desk: Desk, client_id: str) -> str:
    """What stands out of them above the conversation."""
    with desk.store.reading() as session:
        line = desk.store.conversations.get(session, client_id)
        return introducing.person_of(desk, session, client_id, line).state


def test_a_held_text_is_taken_back_into_the_draft_and_a_group_text_is_only_dropped(desk: Desk) -> None:
    marcus = a_client(desk)
    mine = held(desk, marcus, 11, "quiet_hours", kept_until_at=desk.now + HOUR)
    group = held(desk, marcus, 12, "paused", broadcast_id="b1")
    with desk.store.reading() as session:
        assert taking_back.may_take_back(desk, session, mine)
    held_texts.drop(desk, mine)
    held_texts.drop(desk, group)
    assert {entry.wish.ids["message_id"] for entry in outbox(desk)} == {mine, group}
    with pytest.raises(Conflict):
        held_texts.drop(desk, mine)
    take_cancelled(desk)
    with desk.store.reading() as session:
        draft = desk.store.drafts.get(session, marcus)
    assert draft is not None
    assert draft.body == "Monday at nine.", "only what was written to them"


def test_what_the_office_says_by_itself_is_listed_and_only_what_nobody_asked_for_is_taken_back(desk: Desk) -> None:
    marcus = a_client(desk)
    nobodys: dict[str, Any] = {"caseworker_id": None}
    until = to_ms(datetime(2026, 11, 24, 13, tzinfo=UTC))
    asks = held(desk, marcus, 11, "quiet_hours", kept_until_at=until, automatic="question", **nobodys)
    answers = held(desk, marcus, 12, "office_hold", automatic="help", **nobodys)
    away = held(desk, marcus, 13, "office_hold", automatic="away", **nobodys)
    newer = held(desk, marcus, 14, "office_hold", automatic="weather", **nobodys)
    lines = {one.message_id: one for one in held_texts.held_texts(desk).page(0, 9)}
    assert {key: one.may_come_back for key, one in lines.items()} == {
        asks: True,
        answers: False,
        away: True,
        newer: False,
    }
    assert lines[asks].words == "held until Tue 8:00: quiet hours"
    assert lines[asks].group_text == "automatic: whose number it is"
    assert lines[asks].note == "If you drop it, say on the card, i, how you know whose number it is."
    assert lines[answers].note == "They wrote the word for it: it leaves by itself."
    assert lines[newer].note == "It leaves by itself."
    assert introducing_state(desk, marcus) == "4 texts held: H shows them"
    with pytest.raises(Refused, match="This answer is not taken back"):
        held_texts.drop(desk, answers)
    with pytest.raises(Refused, match="The question to a new number waits") as refused:
        releasing.release(desk, asks, NowBecause.OTHER)
    assert refused.value.next_step == "Say on the card whose number it is: i."
    assert held_texts.drop(desk, asks) == "Taking back the text to Marcus Bell …"
    assert [entry.wish.ids["message_id"] for entry in outbox(desk)] == [asks]
    take_cancelled(desk)
    with desk.store.reading() as session:
        assert desk.store.drafts.get(session, marcus) is None, "nobody typed it"
    assert asks not in held_texts.held_texts(desk).ids


def take_cancelled(desk: Desk) -> None:
    """The relay gives back all that was asked for."""
    from rise_tui.sync.settling import Settling
    from rise_tui.wire.events import Answer

    for entry in outbox(desk):
        answer = Answer(id=entry.wish.ids["message_id"], seq=70, at=desk.now, outcome="cancelled")
        with desk.store.writing() as session:
            Settling(desk.store, desk.now).accepted(session, entry.wish.write_id, answer)


def test_what_a_pause_held_goes_only_once_they_are_open_again(desk: Desk) -> None:
    marcus = a_client(desk, status="paused", status_reason="custody")
    group = held(desk, marcus, 12, "paused", broadcast_id="b1")
    with pytest.raises(Refused, match="still paused"):
        releasing.release(desk, group, NowBecause.OTHER)
    from rise_tui.casework import card

    card.set_status(desk, marcus, ClientStatus.OPEN)
    assert held_texts.kept_by_pause(desk, marcus).ids == (group,)
    assert releasing.release(desk, group, NowBecause.OTHER) == "Leaves as soon as it may: Marcus Bell"
    assert [entry.wish.kind for entry in outbox(desk)] == ["client", "release"]
    assert len({entry.wish.lane for entry in outbox(desk)}) == 1, "one after the other"


def test_no_more_reminders_but_answers_is_one_act_on_all_their_numbers(desk: Desk) -> None:
    marcus = a_client(desk)
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, "+12155550144", seq=2, is_confirmed=True, from_at=1)
    assert reminding.wants(desk, marcus) is Wants.NOT_ASKED
    for seq, e164 in enumerate((PHONE, "+12155550144"), 3):
        says(desk, marcus, e164, "opted_in", seq)
    assert reminding.wants(desk, marcus) is Wants.ALL
    label = reminding.switch(desk, marcus, "on the phone", is_wanted=False)
    assert label == "Only answers, no reminders or group texts: Marcus Bell"
    assert reminding.wants(desk, marcus) is Wants.NONE
    assert {(one.wish.body["purpose"], one.wish.body["state"]) for one in outbox(desk)} == {
        ("reminders", "opted_out"),
        ("group_news", "opted_out"),
    }
    assert consenting.stands(desk, marcus, PHONE) is ConsentState.OPTED_IN, "they are answered as before"
    with pytest.raises(Unchanged):
        reminding.switch(desk, marcus, "on the phone", is_wanted=False)
    accepted(desk, 60)
    undoing.undo(desk)
    assert reminding.wants(desk, marcus) is Wants.ALL, "also after the office has heard of it"
    says(desk, marcus, PHONE, "opted_out", 90)
    assert reminding.wants(desk, marcus) is Wants.CLOSED
    with pytest.raises(Refused):
        reminding.switch(desk, marcus, "on the phone", is_wanted=True)


def test_a_text_that_sounds_like_stop_says_when_it_counts_and_may_mean_only_reminders(desk: Desk) -> None:
    marcus = a_client(desk)
    says(desk, marcus, PHONE, "opted_in", 3)
    text = writes(desk, marcus, 20, "please stop texting me so much", e164=PHONE, marks=("stop_like",), at=desk.now)
    assert introducing_state(desk, marcus) == "STOP? decide by Tue 21:30 · reminders and group texts held"
    opting.dismiss(desk, marcus, "I asked", is_answered_only=True)
    assert introducing_state(desk, marcus) == ""
    assert reminding.wants(desk, marcus) is Wants.NONE
    *switched, decided = [entry.wish.body for entry in outbox(desk)]
    assert {one["purpose"] for one in switched} == {"reminders", "group_news"}
    assert (decided["message_id"], decided["purpose"], decided["state"]) == (text, "conversation", "opted_in")
    undoing.undo(desk)
    assert reminding.wants(desk, marcus) is Wants.ALL
    assert introducing_state(desk, marcus).startswith("STOP?")
    opting.dismiss(desk, marcus, "I asked", is_answered_only=True)
    offered(desk)
    with pytest.raises((Conflict, TooLate)):
        undoing.undo(desk)
    accepted(desk, 30)
    writes(desk, marcus, 50, "stop telling my mom", e164=PHONE, marks=("stop_like",), at=desk.now)
    opting.dismiss(desk, marcus, "she means her mother")
    assert reminding.wants(desk, marcus) is Wants.NONE, "that they wanted no reminders holds on"
    assert consenting.stands(desk, marcus, PHONE) is ConsentState.OPTED_IN
    assert Purpose.CONVERSATION in {one.purpose for one in consenting.evidence(desk, marcus)}
