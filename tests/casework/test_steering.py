"""A broadcast is paused, let go on, dropped and tried again by wishes; what can be taken back is."""

from typing import Any

import pytest

from rise_tui.casework import broadcasting, retrying, steering, tallying, texting, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import Conflict, NotFound, Refused
from rise_tui.domain.tallies import Phase
from rise_tui.sync.settling import Settling
from rise_tui.wire.events import Answer
from tests.casework.group_text import BODY, GroupText, on_the_relay
from tests.casework.office import accepted, in_group, offered, outbox, says
from tests.casework.test_tallying import people


@pytest.fixture
def text(desk: Desk) -> GroupText:
    """A broadcast to three people that goes out."""
    return on_the_relay(desk, people(desk, 3))


def phase(text: GroupText) -> Phase:
    """How far it is."""
    return tallying.overview(text.desk, text.broadcast_id).phase


def counts(text: GroupText) -> dict[str, int]:
    """How many stand at each status."""
    with text.desk.store.reading() as session:
        return dict(text.desk.store.broadcasts.tally(session, text.broadcast_id))


def whom(text: GroupText) -> list[str]:
    """The people in it."""
    with text.desk.store.reading() as session:
        return [one.client_id for one in text.desk.store.broadcasts.recipients(session, text.broadcast_id)]


def wished(desk: Desk) -> list[tuple[str, Any]]:
    """Kinds and bodies of what is on its way."""
    return [(entry.wish.kind, entry.wish.body) for entry in outbox(desk)]


@pytest.mark.parametrize("has_left", [False, True])
def test_it_is_paused_and_goes_on(desk: Desk, text: GroupText, has_left: bool) -> None:
    assert steering.pause(desk, text.broadcast_id, is_paused=True) == "Paused: Reminder, Class 3 on Monday"
    assert phase(text) is Phase.PAUSED
    assert wished(desk) == [("broadcast_pause", {"is_paused": True})]
    with pytest.raises(Conflict, match="paused already"):
        steering.pause(desk, text.broadcast_id, is_paused=True)
    if has_left:
        accepted(desk, 2000)
    undone = undoing.undo(desk)
    assert undone is not None
    assert phase(text) is Phase.GOING
    assert wished(desk) == ([("broadcast_pause", {"is_paused": False})] if has_left else [])


def test_it_can_be_paused_before_the_office_has_it(desk: Desk) -> None:
    in_group(desk, "Class 3", *people(desk, 2))
    broadcast_id = broadcasting.confirm(desk, broadcasting.preview(desk, ["Class 3"], "Monday at 9."), 2)
    offered(desk)
    steering.pause(desk, broadcast_id, is_paused=True)
    lanes = [entry.wish.lane for entry in outbox(desk)]
    assert lanes == [f"broadcast:{broadcast_id}", f"broadcast_pause:{broadcast_id}"]
    accepted(desk, 20)
    assert tallying.overview(desk, broadcast_id).phase is Phase.PAUSED


def test_dropping_asks_the_office_which_says_how_many_were_caught(desk: Desk, text: GroupText) -> None:
    marcus, ana, luis = whom(text)
    text.fares(marcus, "delivered")
    dropped = steering.drop(desk, text.broadcast_id)
    assert not dropped.is_settled
    assert tallying.overview(desk, text.broadcast_id).is_dropping
    with pytest.raises(Conflict, match="already"):
        steering.drop(desk, text.broadcast_id)
    [entry] = outbox(desk)
    answer = Answer(id=text.broadcast_id, seq=2000, at=desk.now, cancelled=2, too_late=1)
    with desk.store.writing() as session:
        Settling(desk.store, desk.now).accepted(session, entry.wish.write_id, answer)
    assert tallying.overview(desk, text.broadcast_id).is_dropping, "until each text says that it was caught"
    text.tells("BroadcastCancelled", broadcast_id=text.broadcast_id, cancelled=2, too_late=1)
    for client_id in (ana, luis):
        text.fares(client_id, "cancelled")
    shown = tallying.overview(desk, text.broadcast_id)
    assert (shown.phase, shown.is_dropping, shown.too_late) == (Phase.DROPPED, False, 1)
    with pytest.raises(Conflict, match="has left"):
        steering.drop(desk, text.broadcast_id)


def test_dropped_on_its_way_to_the_office_nobody_gets_it(desk: Desk) -> None:
    """The dropping overtakes it."""
    in_group(desk, "Class 3", *people(desk, 2))
    broadcast_id = broadcasting.confirm(desk, broadcasting.preview(desk, ["Class 3"], "Monday at 9."), 2)
    offered(desk)
    assert not steering.drop(desk, broadcast_id).is_settled
    put, dropping = outbox(desk)
    told = [
        (dropping, Answer(id=broadcast_id, seq=20, at=desk.now, cancelled=0, too_late=0, outcome="cancelled")),
        (put, Answer(id=broadcast_id, seq=20, at=desk.now, outcome="cancelled")),
    ]
    for entry, answer in told:
        with desk.store.writing() as session:
            Settling(desk.store, desk.now).accepted(session, entry.wish.write_id, answer)
    shown = tallying.overview(desk, broadcast_id)
    assert (shown.phase, shown.is_dropping, shown.cancelled) == (Phase.DROPPED, False, 2)


def test_what_never_left_this_machine_is_dropped_without_the_office(desk: Desk) -> None:
    in_group(desk, "Class 3", *people(desk, 2))
    broadcast_id = broadcasting.confirm(desk, broadcasting.preview(desk, ["Class 3"], "Monday at 9."), 2)
    assert steering.drop(desk, broadcast_id).is_settled
    assert outbox(desk) == []
    with desk.store.reading() as session:
        found = desk.store.broadcasts.get(session, broadcast_id)
    assert found is not None
    assert (found.state, found.cancelled, found.too_late) == ("cancelled", 2, 0)


@pytest.mark.parametrize("has_left", [False, True])
def test_only_what_may_work_is_sent_again_as_new_texts(desk: Desk, text: GroupText, has_left: bool) -> None:
    marcus, ana, luis = whom(text)
    text.fares(marcus, "undelivered", "unreachable")
    text.fares(ana, "failed", "landline")
    text.fares(luis, "delivered")
    assert retrying.retry(desk, text.broadcast_id, whom(text)) == "Sent again to 1 person"
    [entry] = outbox(desk)
    assert (entry.wish.kind, entry.wish.lane) == ("message", marcus)
    assert entry.wish.body["broadcast_id"] == text.broadcast_id
    assert entry.wish.body["body"] == BODY.format(first_name="Marcus")
    assert counts(text) == {"here": 1, "failed": 1, "delivered": 1}
    if has_left:
        offered(desk)
    undoing.undo(desk)
    if has_left:
        assert [kind for kind, _ in wished(desk)] == ["message", "cancellation"]
    else:
        assert wished(desk) == []
        assert counts(text) == {"undelivered": 1, "failed": 1, "delivered": 1}


def test_sent_again_from_the_conversation_it_counts_for_the_broadcast(desk: Desk, text: GroupText) -> None:
    marcus, ana, _ = whom(text)
    text.fares(marcus, "undelivered", "unreachable")
    text.fares(ana, "failed", "landline")
    with desk.store.reading() as session:
        texts = {one.client_id: one.message_id for one in desk.store.broadcasts.recipients(session, text.broadcast_id)}
    assert texting.send_again(desk, texts[marcus]) == "Sent again to 1 person"
    [(kind, body)] = wished(desk)
    assert (kind, body["broadcast_id"]) == ("message", text.broadcast_id)
    with pytest.raises(Conflict, match="nobody to try again"):
        texting.send_again(desk, texts[ana])


def test_what_would_fail_again_is_not_tried(desk: Desk, text: GroupText) -> None:
    marcus, ana, _ = whom(text)
    text.fares(marcus, "failed", "bad_number")
    with pytest.raises(Conflict, match="nobody to try again"):
        retrying.retry(desk, text.broadcast_id, whom(text))
    text.fares(ana, "failed", "unreachable")
    with desk.store.reading() as session:
        number = desk.store.numbers.to_text(session, ana)
    assert number is not None
    says(desk, ana, number, "opted_out", 3000)
    with pytest.raises(Refused, match="may not be texted"):
        retrying.retry(desk, text.broadcast_id, [ana])
    assert outbox(desk) == []


def test_a_text_sent_again_is_counted_for_its_person(desk: Desk, text: GroupText) -> None:
    marcus, *rest = whom(text)
    for client_id in rest:
        text.fares(client_id, "delivered")
    text.fares(marcus, "failed", "unreachable")
    retrying.retry(desk, text.broadcast_id, [marcus])
    [entry] = outbox(desk)
    message_id = entry.wish.ids["message_id"]
    accepted(desk, text.seq + 1)
    text.seq += 1
    told = {"message_id": message_id, "client_id": marcus, "body": "x", "broadcast_id": text.broadcast_id}
    text.tells("MessageAccepted", marcus, desk.caseworker_id, **told)
    text.tells("MessageStatusChanged", marcus, message_id=message_id, status="delivered")
    assert counts(text) == {"delivered": 3}


@pytest.mark.parametrize(("decision", "status"), [("mark_sent", "sent"), ("send_again", "queued")])
def test_a_text_in_doubt_is_decided_by_a_person(
    desk: Desk, text: GroupText, decision: retrying.Decision, status: str
) -> None:
    marcus, ana, luis = whom(text)
    text.fares(marcus, "unknown")
    for client_id in (ana, luis):
        text.fares(client_id, "delivered")
    retrying.decide(desk, text.broadcast_id, [marcus], decision)
    assert wished(desk) == [("resolution", {"as": decision})]
    assert counts(text) == {"delivered": 2, status: 1}
    with pytest.raises(Conflict, match="decided already"):
        retrying.decide(desk, text.broadcast_id, [marcus], decision)
    undoing.undo(desk)
    assert wished(desk) == []
    assert counts(text) == {"delivered": 2, "unknown": 1}


def test_a_decision_that_the_office_has_stands(desk: Desk, text: GroupText) -> None:
    marcus = whom(text)[0]
    text.fares(marcus, "unknown")
    retrying.decide(desk, text.broadcast_id, [marcus], "mark_sent")
    offered(desk)
    with pytest.raises(Conflict, match="office has it"):
        undoing.undo(desk)


def test_nothing_is_done_with_a_broadcast_that_is_not_there(desk: Desk) -> None:
    for act in (
        lambda: steering.drop(desk, "00000000-0000-7000-8000-0000000000aa"),
        lambda: retrying.retry(desk, "00000000-0000-7000-8000-0000000000aa", []),
    ):
        with pytest.raises(NotFound):
            act()
