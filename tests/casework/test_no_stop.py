"""What only sounded like STOP: they are texted as before, and what was said of it is true of them."""

import pytest

from rise_tui.casework import consenting, counted_stops, deciding_late, leaving, opting, reminding, undoing
from rise_tui.casework.desk import Desk
from rise_tui.casework.reminding import Wants
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import Refused
from tests.casework.office import PHONE, a_client, accepted, outbox, refused, says, writes


@pytest.mark.parametrize("known", ["", "unknown", "opted_in"])
@pytest.mark.parametrize("is_wanted", [True, False])
def test_whoever_wanted_reminders_or_none_wants_the_same_afterwards(desk: Desk, known: str, is_wanted: bool) -> None:
    marcus = a_client(desk)
    if known:
        says(desk, marcus, PHONE, known, 2)
    if reminding.wants(desk, marcus) is not (Wants.ALL if is_wanted else Wants.NONE):
        reminding.switch(desk, marcus, "in person", is_wanted=is_wanted)
    before = reminding.wants(desk, marcus)
    text = writes(desk, marcus, 50, "when does the bus stop", marks=("stop_like",), e164=PHONE)
    accepted(desk, 60)
    opting.dismiss(desk, marcus, "the bus")
    assert outbox(desk)[-1].wish.body["message_id"] == text
    assert reminding.wants(desk, marcus) is before
    accepted(desk, 70)
    assert reminding.wants(desk, marcus) is before


def test_who_gets_no_reminders_and_writes_stop_the_reminders_is_decided_about_all_the_same(desk: Desk) -> None:
    marcus = a_client(desk)
    says(desk, marcus, PHONE, "opted_in", 3)
    reminding.switch(desk, marcus, "on the phone", is_wanted=False)
    accepted(desk, 4)
    text = writes(desk, marcus, 50, "stop the reminders", marks=("stop_like",), e164=PHONE)
    assert opting.dismiss(desk, marcus, "only reminders", is_answered_only=True) == "Not a stop: Marcus Bell"
    [entry] = outbox(desk)
    assert (entry.wish.body["message_id"], entry.wish.body["purpose"]) == (text, "conversation")
    assert reminding.wants(desk, marcus) is Wants.NONE
    assert consenting.stands(desk, marcus, PHONE) is ConsentState.OPTED_IN
    undoing.undo(desk)
    assert outbox(desk) == []
    assert Purpose.CONVERSATION not in {one.purpose for one in consenting.evidence(desk, marcus)}


def test_of_somebody_who_is_closed_already_nothing_is_said_that_would_close_them_again(desk: Desk) -> None:
    marcus = a_client(desk)
    says(desk, marcus, PHONE, "opted_out", 3)
    writes(desk, marcus, 50, "when does the bus stop", marks=("stop_like",), e164=PHONE)
    with pytest.raises(Refused, match="gets no texts as it is"):
        opting.dismiss(desk, marcus, "the bus")
    assert outbox(desk) == []


@pytest.mark.parametrize("is_here", [True, False])
def test_what_counted_is_no_stop_also_where_its_number_is_theirs_no_longer(desk: Desk, is_here: bool) -> None:
    marcus, other = a_client(desk), "+12155550143"
    text = "m5"
    if is_here:
        text = writes(desk, marcus, 5, "when does the bus stop", marks=("stop_like",), e164=PHONE)
    counts = {"state": "opted_out", "how": "undecided", "wording": "when does the bus stop", "message_id": text}
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, other, seq=6, is_confirmed=True, from_at=1)
        for seq, key in enumerate(((PHONE, ""), (PHONE, marcus), (other, marcus)), 7):
            desk.store.consents.put(session, *key, seq=seq, at=desk.now, **counts)
        desk.store.numbers.put(session, marcus, PHONE, seq=30, is_confirmed=True, from_at=1, until_at=desk.now - 1)
        desk.store.numbers.mark(session, PHONE, is_blocked=True)  # whoever has it now said STOP
        desk.store.conversations.refresh(session, marcus)
    assert counted_stops.is_counted(desk, marcus) is is_here, "where it came from is known of a text that is here"
    if not is_here:
        return
    assert "nobody decided in time" in leaving.standing(desk, marcus).closed
    deciding_late.open_late(desk, marcus, "the bus")
    assert outbox(desk)[-1].wish.body["e164"] == PHONE
    assert leaving.standing(desk, marcus).closed == ""


@pytest.mark.parametrize("decide", ["late", "dismiss", "only answers", "opt out"])
def test_a_decision_that_the_office_refused_is_gone_once_it_is_taken_back(desk: Desk, decide: str) -> None:
    marcus = a_client(desk)
    says(desk, marcus, PHONE, "opted_in", 3)
    text = writes(desk, marcus, 5, "stop texting me the old hours", marks=("stop_like",), e164=PHONE)
    if decide == "late":
        counts = {"state": "opted_out", "how": "undecided", "wording": "stop", "message_id": text, "at": desk.now}
        with desk.store.writing() as session:
            for seq, whose in enumerate(("", marcus), 7):
                desk.store.consents.put(session, PHONE, whose, seq=seq, **counts)
        deciding_late.open_late(desk, marcus, "the bus")
    elif decide == "opt out":
        opting.opt_out(desk, marcus)
    else:
        opting.dismiss(desk, marcus, "the bus", is_answered_only=decide == "only answers")
    refused(desk, "Something else has been said of this number since", "That stands")
    undone = undoing.undo(desk)
    assert undone is not None
    assert undone.label.startswith("Taken back: ")
    assert [entry.wish.kind for entry in outbox(desk) if entry.wish.kind == "consent"] == []
    assert undoing.latest(desk) is None
    assert counted_stops.is_counted(desk, marcus) is (decide == "late")
