"""What `y` does: one act, taken back as one, and never more than the text that proposed it."""

from datetime import timedelta

import pytest

from rise_tui.casework import (
    consenting,
    counted_stops,
    deciding_late,
    leaving,
    numbering,
    opting,
    proposing,
    strangers,
    texting,
    undoing,
    waiting,
)
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import from_ms
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import BadInput, NotFound, Refused, TooLate
from rise_tui.domain.proposals import Proposal
from rise_tui.store.threads import Message
from tests.casework.office import PHONE, a_client, accepted, line, offered, outbox, refused, says, writes
from tests.store.people import NOW

NEW_PHONE = "+12155550160"


def _accept(desk: Desk, client_id: str) -> str:
    proposal = proposing.proposed(desk, client_id)
    assert proposal is not None
    return proposing.accept(desk, client_id, proposal, seen_through=line(desk, client_id).last_inbound_seq)


def _listed(desk: Desk) -> list[str]:
    return [one.client_id for one in waiting.waiting_list(desk).page(0, 50)]


def _class(desk: Desk, client_id: str, answer: str | None = None) -> str:
    with desk.store.writing() as session:
        starts_at = from_ms(NOW) + timedelta(days=1)
        desk.store.appointments.put(
            session, "ap1", seq=3, client_id=client_id, kind="class", starts_at=starts_at, answer=answer
        )
    return "ap1"


def _answer(desk: Desk) -> str | None:
    with desk.store.reading() as session:
        found = desk.store.appointments.get(session, "ap1")
    assert found is not None
    return found.answer


def test_a_thank_you_is_done(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5, "thanks", marks=("thanks",))
    assert _accept(desk, marcus) == "Done: Marcus Bell"
    assert _listed(desk) == []


def test_a_yes_is_kept_with_the_appointment_and_done_and_taken_back_as_one(desk: Desk) -> None:
    marcus = a_client(desk)
    _class(desk, marcus)
    writes(desk, marcus, 5, "yes", marks=("yes",))
    assert _accept(desk, marcus) == "Comes: Marcus Bell"
    assert (_answer(desk), _listed(desk)) == ("yes", [])
    assert [(entry.wish.kind, entry.wish.if_match) for entry in outbox(desk)] == [
        ("appointment", 3),
        ("conversation", None),
    ]
    undoing.undo(desk)
    assert (_answer(desk), _listed(desk), outbox(desk)) == (None, [marcus], [])


def test_an_answer_that_the_office_has_is_taken_back_by_another(desk: Desk) -> None:
    marcus = a_client(desk)
    _class(desk, marcus, "yes")
    writes(desk, marcus, 5, "No I have work", marks=("no",))
    assert _accept(desk, marcus) == "Does not come: Marcus Bell"
    accepted(desk, 10)
    undoing.undo(desk)
    assert _answer(desk) == "yes"
    assert _listed(desk) == [marcus]


def test_a_yes_covers_no_question_after_it(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5, "yes", marks=("yes",))
    writes(desk, marcus, 6, "thanks", marks=("thanks",))
    writes(desk, marcus, 7, "What time?", marks=("question",))
    _accept(desk, marcus)
    assert _listed(desk) == [marcus]
    assert line(desk, marcus).snippet == "What time?"
    assert proposing.proposed(desk, marcus) is None


def test_an_opt_out_closes_the_person_and_names_the_text_that_said_it(desk: Desk) -> None:
    marcus = a_client(desk)
    says(desk, marcus, PHONE, "opted_in", 2)
    text = writes(desk, marcus, 5, "please stop texting me", marks=("stop_like",), e164=PHONE)
    assert _accept(desk, marcus) == "Opted out: Marcus Bell"
    assert line(desk, marcus).consent == "opted_out"
    assert _listed(desk) == []
    said = next(entry.wish.body for entry in outbox(desk) if entry.wish.kind == "consent")
    assert (said["state"], said["message_id"], said["wording"]) == ("opted_out", text, "please stop texting me")
    undoing.undo(desk)
    assert line(desk, marcus).consent == "opted_in"
    assert (_listed(desk), outbox(desk)) == ([marcus], [])


def test_an_opt_out_that_the_office_has_is_taken_back_by_one_wish_and_is_undecided_again(desk: Desk) -> None:
    marcus = a_client(desk)
    says(desk, marcus, PHONE, "opted_in", 2)
    text = writes(desk, marcus, 5, "please stop texting me", marks=("stop_like",), e164=PHONE)
    _accept(desk, marcus)
    accepted(desk, 10)
    with desk.store.writing() as session:  # as the relay tells it
        desk.store.consents.put(session, PHONE, "", seq=11, state="opted_out", how="caseworker", message_id=text)
        desk.store.conversations.refresh(session, marcus)
    undoing.undo(desk)
    assert (line(desk, marcus).consent, line(desk, marcus).mark) == ("opted_in", "stop_like")
    assert proposing.proposed(desk, marcus) is Proposal.OPT_OUT
    [body] = [entry.wish.body for entry in outbox(desk) if entry.wish.kind == "consent"]
    assert body == {
        "e164": PHONE,
        "client_id": marcus,
        "purpose": "all",
        "state": "opted_in",
        "how": "taken_back",
        "message_id": text,
    }
    assert _accept(desk, marcus) == "Opted out: Marcus Bell"


def test_what_only_sounded_like_stop_is_dismissed_with_a_reason_and_loses_its_mark(desk: Desk) -> None:
    marcus = a_client(desk)
    says(desk, marcus, PHONE, "opted_in", 2)
    text = writes(desk, marcus, 5, "stop sending the bus, I have a car", marks=("stop_like",), e164=PHONE)
    with pytest.raises(BadInput):
        opting.dismiss(desk, marcus, "  ")
    assert opting.dismiss(desk, marcus, "they mean the bus") == "Not a stop: Marcus Bell"
    [entry] = outbox(desk)
    assert entry.wish.body["message_id"] == text
    assert (entry.wish.body["state"], entry.wish.body["wording"]) == ("opted_in", "they mean the bus")
    assert (line(desk, marcus).mark, _listed(desk)) == ("", [marcus])
    with pytest.raises(NotFound):
        opting.dismiss(desk, marcus, "again")
    undoing.undo(desk)
    assert (line(desk, marcus).mark, outbox(desk)) == ("stop_like", [])
    opting.dismiss(desk, marcus, "they mean the bus")
    offered(desk)
    with pytest.raises(TooLate, match="has this decision"):
        undoing.undo(desk)
    assert undoing.latest(desk) is None, "z goes on to what was done before"


def test_what_counted_because_nobody_decided_is_no_stop_after_all_once_a_person_says_why(desk: Desk) -> None:
    marcus, other = a_client(desk), "+12155550143"
    text = writes(desk, marcus, 5, "when does the bus stop", marks=("stop_like",), e164=PHONE)
    counts = {"state": "opted_out", "how": "undecided", "wording": "when does the bus stop", "message_id": text}
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, other, seq=6, is_confirmed=True, from_at=1)
        for seq, key in enumerate(((PHONE, ""), (PHONE, marcus), (other, marcus)), 7):
            desk.store.consents.put(session, *key, seq=seq, at=desk.now, **counts)
        desk.store.conversations.refresh(session, marcus)
    assert leaving.standing(desk, marcus).closed == (
        "Marcus Bell wrote “when does the bus stop”; nobody decided in time, so it counts as STOP and no text may go"
        " to them. Was it no stop? - says so and why. They can be called, (215) 555-0142, or visited; m writes that"
        " down."
    )
    with pytest.raises(Refused, match="What Marcus Bell wrote counts as STOP"):
        texting.send(desk, marcus, "Hi")
    with pytest.raises(Refused, match="nobody decided in time"):
        consenting.record(desk, marcus, PHONE, ConsentState.OPTED_IN, Purpose.ALL, "in person")
    with pytest.raises(BadInput):
        deciding_late.open_late(desk, marcus, " ")
    assert deciding_late.open_late(desk, marcus, "the bus") == "Not a stop: Marcus Bell"
    [entry] = outbox(desk)
    assert entry.wish.body == {
        "e164": PHONE,
        "client_id": marcus,
        "purpose": "all",
        "state": "unknown",
        "how": "caseworker",
        "wording": "the bus",
        "message_id": text,
    }
    assert leaving.standing(desk, marcus).closed == "", "on all numbers that it had closed"
    undoing.undo(desk)
    assert (outbox(desk), counted_stops.is_counted(desk, marcus)) == ([], True)
    with desk.store.writing() as session:
        desk.store.consents.put(session, other, marcus, seq=20, at=desk.now, state="opted_out", how="word")
    assert "START, texted from their phone, opens it again" in leaving.standing(desk, marcus).closed
    with pytest.raises(NotFound):
        deciding_late.open_late(desk, marcus, "the bus")


@pytest.mark.parametrize("is_heard_first", [True, False])
def test_a_stop_from_another_phone_meanwhile_stands_although_the_late_opening_was_taken(
    desk: Desk, is_heard_first: bool
) -> None:
    marcus, other = a_client(desk), "+12155550143"
    text = writes(desk, marcus, 5, "when does the bus stop", marks=("stop_like",), e164=PHONE)
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, other, seq=6, is_confirmed=True, from_at=1)
    _tell(desk, marcus, 7, "undecided", text, (PHONE, ""), (PHONE, marcus), (other, marcus))
    deciding_late.open_late(desk, marcus, "the bus")

    def stops() -> None:
        _tell(desk, marcus, 50, "word", "m9", (other, ""), (other, marcus), (PHONE, marcus))

    if is_heard_first:
        stops()
    accepted(desk, 60)
    if not is_heard_first:
        stops()
    _tell(desk, marcus, 60, "caseworker", text, (PHONE, ""), state="unknown")  # nothing else closed because of it
    for e164 in (PHONE, other):
        assert consenting.stands(desk, marcus, e164) is ConsentState.OPTED_OUT
    with pytest.raises(Refused, match="said STOP"):
        texting.send(desk, marcus, "Hi")


@pytest.mark.parametrize("has_counted", [False, True])
def test_a_text_after_one_that_is_no_stop_is_decided_by_itself(desk: Desk, has_counted: bool) -> None:
    marcus = a_client(desk)
    text = writes(desk, marcus, 5, "when does the bus stop", marks=("stop_like",), e164=PHONE, at=desk.now - 60_000)
    last = writes(desk, marcus, 6, "please stop texting me", marks=("stop_like",), e164=PHONE, at=desk.now - 1)
    if has_counted:
        _tell(desk, marcus, 7, "undecided", text, (PHONE, ""), (PHONE, marcus))
        assert not proposing.is_marked(desk, marcus, "stop_like"), "they are closed"
        deciding_late.open_late(desk, marcus, "the bus")
    else:
        opting.dismiss(desk, marcus, "the bus")
    assert proposing.proposed(desk, marcus) is Proposal.OPT_OUT
    assert line(desk, marcus).mark == "stop_like"
    assert opting.dismiss(desk, marcus, "the bus again") == "Not a stop: Marcus Bell"
    assert outbox(desk)[-1].wish.body["message_id"] == last
    assert not proposing.is_marked(desk, marcus, "stop_like")


def test_a_word_from_one_phone_decides_what_they_wrote_from_another(desk: Desk) -> None:
    marcus, other = a_client(desk), "+12155550143"
    writes(desk, marcus, 5, "please stop texting me", marks=("stop_like",), e164=PHONE)
    start = writes(desk, marcus, 6, "START", e164=other)
    _tell(desk, marcus, 7, "word", start, (other, ""), (other, marcus), state="opted_in")
    assert not proposing.is_marked(desk, marcus, "stop_like")


def test_what_was_said_since_a_stop_is_not_shown_otherwise_when_that_stop_is_taken_back(desk: Desk) -> None:
    marcus, other = a_client(desk), "+12155550143"
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, other, seq=2, is_confirmed=True, from_at=1)
    text = writes(desk, marcus, 5, "please stop texting me", marks=("stop_like",), e164=PHONE)
    _accept(desk, marcus)
    accepted(desk, 10)
    _tell(desk, marcus, 11, "caseworker", text, (PHONE, ""), (other, marcus), (PHONE, marcus))
    _tell(desk, marcus, 20, "word", "m9", (other, ""), (other, marcus), state="opted_in")
    undoing.undo(desk)
    accepted(desk, 30)
    assert consenting.stands(desk, marcus, other) is ConsentState.OPTED_IN, "START from that phone"
    assert consenting.stands(desk, marcus, PHONE) is ConsentState.UNKNOWN


def _tell(
    desk: Desk, client_id: str, seq: int, how: str, text: str, *keys: tuple[str, str], state: str = "opted_out"
) -> None:
    """The relay tells of each of these numbers and persons on them."""
    said = {"state": state, "how": how, "wording": "", "message_id": text, "at": desk.now}
    with desk.store.writing() as session:
        for number, key in enumerate(keys, seq):
            desk.store.consents.put(session, *key, seq=number, **said)
        desk.store.conversations.refresh(session, client_id)


def test_what_a_number_wrote_that_is_nobodys_is_no_stop_after_all(desk: Desk) -> None:
    e164 = "+12155550177"
    text = writes(desk, f"tel:{e164}", 5, "stop at 5th?", marks=("stop_like",), e164=e164)
    with desk.store.writing() as session:
        desk.store.consents.put(session, e164, "", seq=7, state="opted_out", how="undecided", message_id=text)
    deciding_late.open_late(desk, f"tel:{e164}", "the train")
    [entry] = outbox(desk)
    assert (entry.wish.body["message_id"], "client_id" in entry.wish.body) == (text, False)
    assert not counted_stops.is_counted(desk, f"tel:{e164}")


def test_an_unknown_number_opts_out_by_itself(desk: Desk) -> None:
    stranger = "tel:+12155550177"
    writes(desk, stranger, 5, "take me off this list", marks=("stop_like",), e164="+12155550177")
    assert _accept(desk, stranger) == "Opted out: (215) 555-0177"
    said = next(entry.wish.body for entry in outbox(desk) if entry.wish.kind == "consent")
    assert "client_id" not in said
    assert _listed(desk) == []


def test_whose_a_number_is_is_asked_no_more_once_it_is_said_unless_it_is_taken_back_or_refused(desk: Desk) -> None:
    marcus = a_client(desk)
    number = "tel:+12155550177"
    writes(desk, number, 5, "hi new number this is Marcus", marks=("new_number",))

    def is_asked() -> bool:
        return proposing.proposed(desk, number) is Proposal.NEW_NUMBER

    assert is_asked()
    for _ in range(2):
        numbering.add(desk, marcus, "+12155550177", how="called")
        assert not is_asked()
        undoing.undo(desk)
        assert is_asked()
    numbering.add(desk, marcus, "+12155550177", how="called")
    refused(desk)
    assert is_asked()


def test_whose_a_number_is_is_not_asked_again_between_the_office_s_answer_and_its_telling(desk: Desk) -> None:
    marcus = a_client(desk)
    number = "tel:+12155550177"
    writes(desk, number, 5, "new number this is Marcus", marks=("new_number",), at=NOW)
    numbering.add(desk, marcus, "+12155550177", how="called")
    accepted(desk, 20)
    assert proposing.proposed(desk, number) is None


@pytest.mark.parametrize("words", ["my new number is 215 555 0177", "I got a new phone"])
def test_a_new_number_that_a_client_has_by_now_is_proposed_no_more(desk: Desk, words: str) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5, words, marks=("new_number",), at=NOW)
    assert proposing.proposed(desk, marcus) is Proposal.NEW_NUMBER
    numbering.add(desk, marcus, "+12155550177")
    assert (proposing.proposed(desk, marcus), _listed(desk)) == (None, [marcus]), "it still needs a reply"
    undoing.undo(desk)
    assert proposing.proposed(desk, marcus) is Proposal.NEW_NUMBER


def test_the_language_is_set_and_the_text_still_needs_a_reply(desk: Desk) -> None:
    marcus = a_client(desk, language="en")
    writes(desk, marcus, 5, "Hola necesito saber cuando es la cita", marks=("other_language",))
    assert proposing.proposed(desk, marcus) is Proposal.SET_LANGUAGE
    assert _accept(desk, marcus) == "Written to in Spanish: Marcus Bell"
    assert proposing.proposed(desk, marcus) is None, "it is their language now"
    assert _listed(desk) == [marcus]
    undoing.undo(desk)
    assert proposing.proposed(desk, marcus) is Proposal.SET_LANGUAGE
    writes(desk, marcus, 6, "Привет", marks=("other_language",))


def test_a_wrong_person_ends_the_number_and_is_taken_back_as_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5, "wrong number", marks=("wrong_person",), e164=PHONE)

    def ends(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("rise_tui.casework.triage.judge_in", ends)
        with pytest.raises(KeyboardInterrupt):
            _accept(desk, marcus)
    assert outbox(desk) == [], "what is ended half-way leaves nothing"
    assert undoing.latest(desk) is None
    assert _accept(desk, marcus) == "Not the number of Marcus Bell any more"
    with desk.store.reading() as session:
        assert desk.store.numbers.to_text(session, marcus) is None
    assert _listed(desk) == []
    undoing.undo(desk)
    with desk.store.reading() as session:
        assert desk.store.numbers.to_text(session, marcus) == PHONE
    assert _listed(desk) == [marcus]
    assert undoing.latest(desk) is None


def test_a_yes_from_a_number_that_came_by_text_confirms_it_and_is_taken_back_as_one(desk: Desk) -> None:
    marcus = a_client(desk)
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, "+12155550143", seq=2, is_confirmed=False, from_at=1)
    writes(desk, marcus, 5, "yes", marks=("confirms_number",), e164="+12155550143")
    assert _accept(desk, marcus) == "(215) 555-0143 is confirmed"
    (number, _) = outbox(desk)
    assert number.wish.body == {"is_confirmed": True, "confirmed_how": "they answered yes to our question"}
    assert _listed(desk) == []
    undoing.undo(desk)
    assert (_listed(desk), outbox(desk)) == ([marcus], [])


def test_a_strangers_number_ends_and_shows_what_the_stranger_was_sent(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5, "ok thanks", e164=PHONE)
    with desk.store.writing() as session:
        for seq, body, status in ((6, "Class at 6", "delivered"), (7, "Bring ID", "failed"), (8, "Monday", "queued")):
            text = Message(f"m{seq}", marcus, "outbound", body, status, at=NOW, seq=seq, e164=PHONE)
            desk.store.threads.put(session, text)
            other = Message(f"n{seq}", marcus, "outbound", body, status, at=NOW, seq=seq + 20, e164="+12155550143")
            desk.store.threads.put(session, other)
    writes(desk, marcus, 9, "wrong number, who is this", marks=("wrong_person",), e164=PHONE)
    found = strangers.stranger(desk, marcus)
    assert [text.body for text in found.sent] == ["Class at 6"]
    assert [text.body for text in found.waiting] == ["Monday"]
    assert strangers.stop_number(desk, marcus, seen_through=9) == "Not the number of Marcus Bell any more"
    (wish, _) = outbox(desk)
    assert (wish.wish.kind, wish.wish.body["e164"]) == ("wrong_person", PHONE)
    assert _said(desk, marcus) == "opted_out"
    offered(desk)
    accepted(desk, 20)
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, NEW_PHONE, seq=21, is_confirmed=True, from_at=2)
        desk.store.conversations.refresh(session, marcus)
        assert [one.consent for one in desk.store.addressees.list(session, [marcus], NOW)] == ["unknown"]
        shelf = desk.store.consents
        assert shelf.state(session, marcus, PHONE, Purpose.CONVERSATION) is ConsentState.OPTED_OUT
    assert line(desk, marcus).consent == "unknown", "what a stranger wrote closes no number of the client's own"
    undoing.undo(desk)
    assert {entry.wish.kind for entry in outbox(desk)} == {"number", "consent", "conversation"}
    assert _said(desk, marcus) == "unknown"


def _said(desk: Desk, client_id: str) -> str:
    """What is known of them on their number."""
    with desk.store.reading() as session:
        return str(desk.store.pending.row(session, "consent", (PHONE, client_id, "all"))["state"])
