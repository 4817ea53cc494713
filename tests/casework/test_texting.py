"""A text goes out once, with its draft; it can be taken back; nobody who said STOP gets one."""

import pytest

from rise_tui.casework import drafting, taking_back, texting, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, from_wire
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import BadInput, Conflict, Refused
from rise_tui.domain.ids import new_id
from rise_tui.store.store import Store
from rise_tui.sync.settling import Settling
from rise_tui.wire.events import Answer
from tests.casework.office import (
    PHONE,
    a_client,
    a_desk,
    accepted,
    in_group,
    line,
    offered,
    outbox,
    refused,
    says,
    writes,
)
from tests.store.people import NOW


def _body_of_draft(desk: Desk, client_id: str) -> str:
    return drafting.recall(desk, client_id).body


def test_sending_puts_the_text_in_the_outbox_and_takes_the_draft_out(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    drafting.keep(desk, marcus, "Yes, Monday.", 12)
    typed = drafting.recall(desk, marcus)
    sent = texting.send(desk, marcus, "Yes, Monday.")
    assert sent.message_id == typed.message_id
    [entry] = outbox(desk)
    assert entry.wish.kind == "message"
    assert entry.wish.ids == {"message_id": sent.message_id}
    assert {name: entry.wish.body[name] for name in ("client_id", "body", "seen_through", "hold_s")} == {
        "client_id": marcus,
        "body": "Yes, Monday.",
        "seen_through": 5,
        "hold_s": 8,
    }
    assert _body_of_draft(desk, marcus) == ""
    assert line(desk, marcus).state == "waiting"
    assert line(desk, marcus).unread_count == 0


def test_a_text_must_reach_the_relay_within_two_hours_of_when_it_is_to_leave(desk: Desk) -> None:
    marcus = a_client(desk)
    texting.send(desk, marcus, "now")
    texting.send(desk, marcus, "later", not_before_at=NOW + 3_600_000)
    now, later = (entry.wish.body for entry in outbox(desk))
    assert from_wire(now["expires_at"]) == NOW + 2 * 3_600_000
    assert from_wire(later["expires_at"]) == NOW + 3 * 3_600_000
    assert from_wire(later["not_before"]) == NOW + 3_600_000


def test_a_second_send_of_the_same_id_is_nothing(desk: Desk) -> None:
    marcus = a_client(desk)
    first = texting.send(desk, marcus, "Yes.")
    again = texting.send(desk, marcus, "Yes.", message_id=first.message_id)
    assert again.write_id == first.write_id
    accepted(desk, 20)
    texting.send(desk, marcus, "Yes.", message_id=first.message_id)
    assert outbox(desk) == []


def test_words_of_a_command_leave_another_draft_alone(store: Store) -> None:
    command = a_desk(store)
    marcus = a_client(command)
    drafting.keep(command, marcus, "half writ", 9)
    texting.send(command, marcus, "Something else.")
    assert _body_of_draft(command, marcus) == "half writ"


def test_a_window_sends_its_own_draft_whatever_of_it_is_on_disk(desk: Desk) -> None:
    marcus = a_client(desk)
    drafting.keep(desk, marcus, "Yes", 3)
    texting.send(desk, marcus, "Yes!")
    assert _body_of_draft(desk, marcus) == ""


@pytest.mark.parametrize("state_of", ["client", "number", "carrier"])
def test_who_said_stop_gets_no_text(desk: Desk, state_of: str) -> None:
    marcus = a_client(desk)
    if state_of == "carrier":
        with desk.store.writing() as session:
            desk.store.numbers.mark(session, PHONE, is_blocked=True)
    else:
        says(desk, marcus if state_of == "client" else "", PHONE, "opted_out", 7)
    with pytest.raises(Refused, match="Marcus Bell said STOP"):
        texting.send(desk, marcus, "Hello?")
    assert outbox(desk) == []


def test_a_stop_on_one_number_says_nothing_about_a_strangers(desk: Desk) -> None:
    says(desk, "", "+12155550177", "opted_out", 7)
    texting.send(desk, "tel:+12155550178", "Hello, who is this?")
    assert len(outbox(desk)) == 1
    with pytest.raises(Refused):
        texting.send(desk, "tel:+12155550177", "Hello?")


def test_somebody_without_a_number_cannot_be_texted(desk: Desk) -> None:
    with pytest.raises(Refused, match="no number"):
        texting.send(desk, a_client(desk, e164=None), "Hello?")


@pytest.mark.parametrize("body", ["", "  \n", "a" * 1601])
def test_nothing_and_too_much_are_refused(desk: Desk, body: str) -> None:
    with pytest.raises(BadInput):
        texting.send(desk, a_client(desk), body)


def test_sixteen_hundred_characters_are_a_text(desk: Desk) -> None:
    """[D8]"""
    texting.send(desk, a_client(desk), "a" * 1600)
    assert len(outbox(desk)) == 1


def test_half_a_character_becomes_a_mark_that_the_wire_can_carry(desk: Desk) -> None:
    texting.send(desk, a_client(desk), "ok \ud83d")
    outbox(desk)[0].wish.body["body"].encode()


def test_a_text_waits_for_its_client_to_be_there(desk: Desk) -> None:
    marcus = a_client(desk)
    texting.send(desk, marcus, "Yes.")
    assert outbox(desk)[0].wish.names == (marcus,)


def test_a_text_covers_only_what_stood_on_the_screen(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    writes(desk, marcus, 9, "wait, one more thing")
    texting.send(desk, marcus, "Yes.", seen_through=5)
    assert outbox(desk)[0].wish.body["seen_through"] == 5
    assert line(desk, marcus).state == "needs_reply"


def test_taken_back_before_it_left_everything_is_as_it_was(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    before = line(desk, marcus)
    drafting.keep(desk, marcus, "Yes, Monday.", 12)
    first = texting.send(desk, marcus, "Yes, Monday.")
    undone = undoing.undo(desk)
    assert undone is not None
    assert undone.label == "Taken back: Marcus Bell"
    assert outbox(desk) == []
    after = line(desk, marcus)
    assert (after.state, after.seen_through, after.needs_reply_since_at) == (
        before.state,
        before.seen_through,
        before.needs_reply_since_at,
    )
    typed = drafting.recall(desk, marcus)
    assert typed.body == "Yes, Monday."
    assert typed.message_id != first.message_id
    with desk.store.reading() as session:
        assert desk.store.threads.get(session, first.message_id) is None


def test_words_typed_since_stand_after_those_taken_back(desk: Desk) -> None:
    marcus = a_client(desk)
    texting.send(desk, marcus, "Yes, Monday.")
    drafting.keep(desk, marcus, "And bring", 9)
    undoing.undo(desk)
    assert _body_of_draft(desk, marcus) == "Yes, Monday.\nAnd bring"


def test_a_text_that_may_have_left_is_taken_back_by_a_wish_that_overtakes(desk: Desk) -> None:
    """[fault 36]"""
    marcus = a_client(desk)
    sent = texting.send(desk, marcus, "Yes, Monday.")
    offered(desk)
    undoing.undo(desk)
    message, cancellation = outbox(desk)
    assert message.wish.ids == {"message_id": sent.message_id}
    assert (cancellation.wish.kind, cancellation.wish.ids) == ("cancellation", {"message_id": sent.message_id})
    assert cancellation.wish.lane != message.wish.lane
    with desk.store.reading() as session:
        ready = desk.store.outbox.ready(session, desk.now)
        assert cancellation.wish.write_id in {wish.write_id for wish in ready}
    assert _body_of_draft(desk, marcus) == ""
    assert undoing.latest(desk) is None


def test_the_last_moment_to_take_back_is_the_end_of_the_hold(desk: Desk, clock: FrozenClock) -> None:
    """[fault 36]"""
    marcus = a_client(desk)
    sent = texting.send(desk, marcus, "Yes.")
    accepted(desk, 20)
    held = undoing.held(desk)
    assert held is not None
    assert (held.name, held.seconds) == ("Marcus Bell", 8)
    clock.go(7.5)
    assert taking_back.seconds_held(desk, sent.message_id) == 1
    clock.go(0.5)
    assert undoing.held(desk) is None
    assert undoing.undo(desk) is None


def test_on_this_machine_only_it_can_be_taken_back_for_as_long_as_that_lasts(desk: Desk, clock: FrozenClock) -> None:
    marcus = a_client(desk)
    texting.send(desk, marcus, "Yes.")
    clock.go(3600)
    assert undoing.undo(desk) is not None
    assert _body_of_draft(desk, marcus) == "Yes."


def test_texts_that_left_do_not_stand_between_other_acts_and_z(desk: Desk, clock: FrozenClock) -> None:
    from rise_tui.casework import triage

    marcus = a_client(desk)
    writes(desk, marcus, 5)
    triage.done(desk, marcus)
    for number in range(30):
        texting.send(desk, a_client(desk, f"Client {number}", f"+12155550{100 + number}"), "Hi.")
        accepted(desk, 100 + number)
        clock.go(60)
    latest = undoing.latest(desk)
    assert latest is not None
    assert latest.label == "Done: Marcus Bell"


def test_a_draft_open_in_another_window_is_not_changed_under_its_writer(store: Store, desk: Desk) -> None:
    marcus = a_client(desk)
    command = a_desk(store)
    texting.send(command, marcus, "Yes.")
    drafting.keep(desk, marcus, "typing he", 9)
    with pytest.raises(Conflict, match="another window"):
        undoing.undo(command)
    assert len(outbox(desk)) == 1
    assert _body_of_draft(desk, marcus) == "typing he"


def test_what_the_relay_took_has_arrived(desk: Desk) -> None:
    sent = texting.send(desk, a_client(desk), "Yes.")
    assert not texting.has_arrived(desk, sent)
    accepted(desk, 20)
    assert texting.has_arrived(desk, sent)


def test_what_the_relay_refused_says_why_and_is_a_draft_again(desk: Desk) -> None:
    marcus = a_client(desk)
    sent = texting.send(desk, marcus, "Yes.")
    refused(desk)
    with pytest.raises(Refused) as raised:
        texting.has_arrived(desk, sent)
    assert "They said STOP" in raised.value.detail
    assert _body_of_draft(desk, marcus) == "Yes."


def test_nothing_waits_behind_somebody_whom_the_office_did_not_add(desk: Desk) -> None:
    from rise_tui.casework.importing import import_sheet
    from rise_tui.casework.sheets import read_text

    import_sheet(desk, read_text("name,phone\nNew Person,215-555-0199\n"))
    refused(desk, "No caseworker has that id")
    with desk.store.reading() as session:
        [parked, *_] = desk.store.outbox.parked(session)
    client_id = parked.wish.ids["client_id"]
    with pytest.raises(Refused):
        texting.send(desk, client_id, "Hello")
    in_group(desk, "Class 3", client_id)


def test_a_second_send_keeps_what_was_typed_since_and_is_not_on_disk_yet(desk: Desk) -> None:
    marcus = a_client(desk)
    sent = texting.send(desk, marcus, "Yes.")
    with desk.store.writing():
        drafting.keep(desk, marcus, "And bring", 9)
    texting.send(desk, marcus, "Yes.", message_id=sent.message_id)
    drafting.let_go(desk)
    assert _body_of_draft(desk, marcus) == "And bring"


def test_a_scheduled_text_is_taken_back_whatever_was_done_since(desk: Desk, clock: FrozenClock) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    later = texting.send(desk, marcus, "See you Monday", not_before_at=NOW + 86_400_000)
    texting.send(desk, marcus, "And bring your ID", hold_seconds=0)
    accepted(desk, 20)
    clock.go(3600)
    assert taking_back.take_back_text(desk, later.message_id) == "Taking back the text to Marcus Bell …"
    [entry] = outbox(desk)
    assert (entry.wish.kind, entry.wish.ids) == ("cancellation", {"message_id": later.message_id})
    with pytest.raises(Conflict):
        taking_back.take_back_text(desk, later.message_id)


def test_another_machines_scheduled_text_is_taken_back_too(desk: Desk) -> None:
    marcus = a_client(desk)
    later = texting.send(desk, marcus, "See you Monday", not_before_at=NOW + 86_400_000)
    accepted(desk, 20)
    with desk.store.writing() as session:
        desk.store.threads.set_status(session, later.message_id, "held", held_until_at=None)
        for act in desk.store.undo.list(session):
            desk.store.undo.remove(session, act.undo_id)
    assert taking_back.take_back_text(desk, later.message_id) == "Taking back the text to Marcus Bell …"


def test_a_text_that_did_not_arrive_is_sent_again_once(desk: Desk) -> None:
    marcus = a_client(desk)
    sent = texting.send(desk, marcus, "Bus at 9.")
    accepted(desk, 10)

    def fails(message_id: str) -> None:
        with desk.store.writing() as session:
            desk.store.threads.set_status(session, message_id, Status.UNDELIVERED, held_until_at=None)

    fails(sent.message_id)
    assert texting.send_again(desk, sent.message_id) == "Sent again: Marcus Bell"
    with pytest.raises(Conflict, match="sent again already"):
        texting.send_again(desk, sent.message_id)
    undoing.undo(desk)
    texting.send_again(desk, sent.message_id)  # its words are back, so they may go
    [again] = outbox(desk)
    accepted(desk, 11)
    fails(again.wish.ids["message_id"])
    texting.send_again(desk, sent.message_id)
    assert len(outbox(desk)) == 1


def test_where_the_words_of_a_text_are_that_the_relay_gave_back(desk: Desk) -> None:
    marcus = a_client(desk)

    def given_back() -> taking_back.Answer | None:
        undoing.undo(desk)
        [cancellation] = [one for one in outbox(desk) if one.wish.kind == "cancellation"]
        answer = Answer(id=sent.message_id, seq=30, at=desk.now, outcome="cancelled")
        with desk.store.writing() as session:
            Settling(desk.store, desk.now).accepted(session, cancellation.wish.write_id, answer)
        return taking_back.answer_to(desk, sent.message_id, marcus)

    sent = texting.send(desk, marcus, "Bus at 9.")
    accepted(desk, 10)
    assert given_back() == taking_back.Answer("Taken back: Marcus Bell", is_back=True, is_in_draft=True)
    drafting.keep(desk, marcus, "", 0)
    sent = texting.send(desk, marcus, "Bus at 10.", message_id=new_id())
    accepted(desk, 20)
    drafting.keep(desk, marcus, "Something else", 14)
    assert given_back() == taking_back.Answer("Taken back: Marcus Bell", is_back=True, is_in_draft=False)
    assert drafting.recall(desk, marcus).body == "Something else"
