"""A broadcast is paused, let go on, dropped and tried again by wishes; what can be taken back is."""

from typing import Any

import pytest

from rise_tui.casework import (
    broadcasting,
    resolving,
    retrying,
    rewriting,
    steering,
    tallying,
    texting,
    undoing,
)
from rise_tui.casework.desk import Desk
from rise_tui.domain.broadcasts import Version, Words
from rise_tui.domain.clock import FrozenClock
from rise_tui.domain.errors import Conflict, NotFound, Refused
from rise_tui.domain.ids import broadcast_message_id
from rise_tui.domain.tallies import Phase
from rise_tui.sync.settling import Settling
from rise_tui.wire.events import Answer
from tests.casework.group_text import BODY, GroupText, on_the_relay
from tests.casework.office import accepted, in_group, offered, outbox, refused, says
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
    act = undoing.latest(desk)
    assert act is not None
    offered(desk)
    assert undoing.latest(desk) is None, "z goes on to what was done before"
    inverse = {"broadcast_id": text.broadcast_id, "decided": [(marcus, "text", outbox(desk)[0].wish.write_id)]}
    with pytest.raises(Conflict, match="office has it"), desk.store.writing() as session:
        retrying.decide_back(desk, session, inverse)


def test_nothing_is_done_with_a_broadcast_that_is_not_there(desk: Desk) -> None:
    for act in (
        lambda: steering.drop(desk, "00000000-0000-7000-8000-0000000000aa"),
        lambda: retrying.retry(desk, "00000000-0000-7000-8000-0000000000aa", []),
    ):
        with pytest.raises(NotFound):
            act()


def test_one_that_waits_here_is_paused_and_goes_on_by_the_same_key(desk: Desk) -> None:
    in_group(desk, "Class 3", *people(desk, 2))
    broadcast_id = broadcasting.confirm(desk, broadcasting.preview(desk, ["Class 3"], "Monday at 9."), 2)
    for is_paused in (True, False):
        steering.pause(desk, broadcast_id, is_paused=is_paused)
        found = tallying.overview(desk, broadcast_id)
        assert (found.phase, found.is_paused) == (Phase.HERE, is_paused)


@pytest.mark.parametrize("is_dropped", [False, True])
def test_what_was_paused_and_never_left_keeps_nothing_back_later(desk: Desk, is_dropped: bool) -> None:
    in_group(desk, "Class 3", *people(desk, 2))
    broadcast_id = broadcasting.confirm(desk, broadcasting.preview(desk, ["Class 3"], "Monday at 9."), 2)
    steering.pause(desk, broadcast_id, is_paused=True)
    if is_dropped:
        steering.drop(desk, broadcast_id)
        assert phase(GroupText(desk, broadcast_id)) is Phase.DROPPED
    else:
        rewriting.write_again(desk, broadcast_id)
        assert tallying.broadcasts(desk).count() == 0, "it is being written, and stands nowhere else"
    assert outbox(desk) == [], "the office is told of no pause"
    assert undoing.latest(desk) is None, "and there is nothing to let go on"


def test_one_whose_pause_the_office_knows_is_let_go_on_before_it_is_written_again(desk: Desk) -> None:
    in_group(desk, "Class 3", *people(desk, 2))
    broadcast_id = broadcasting.confirm(desk, broadcasting.preview(desk, ["Class 3"], "Monday at 9."), 2)
    steering.pause(desk, broadcast_id, is_paused=True)
    with desk.store.writing() as session:
        desk.store.outbox.offer(session, outbox(desk)[1].wish.write_id)
    rewriting.write_again(desk, broadcast_id)
    assert [body for _, body in wished(desk)] == [{"is_paused": True}, {"is_paused": False}]
    assert tallying.broadcasts(desk).count() == 0


def test_what_is_over_is_not_let_go_on_by_z(desk: Desk, text: GroupText) -> None:
    steering.pause(desk, text.broadcast_id, is_paused=True)
    for client_id in whom(text):
        text.fares(client_id, "delivered")
    assert undoing.latest(desk) is None


def test_sent_again_it_is_past_taking_back_once_it_has_left(desk: Desk, clock: FrozenClock, text: GroupText) -> None:
    text.fares(whom(text)[0], "failed", "unreachable")
    retrying.retry(desk, text.broadcast_id, whom(text))
    accepted(desk, 3000)
    assert undoing.latest(desk) is not None, "it is held"
    clock.go(desk.hold_seconds + 1)
    assert undoing.latest(desk) is None


@pytest.mark.parametrize("end", ["refused", "too late", "taken back"])
def test_a_text_sent_again_that_never_came_to_the_office_is_no_text_that_waits(
    desk: Desk, text: GroupText, end: str
) -> None:
    marcus, *rest = whom(text)
    for client_id in rest:
        text.fares(client_id, "delivered")
    text.fares(marcus, "failed", "unreachable")
    retrying.retry(desk, text.broadcast_id, [marcus])
    [entry] = outbox(desk)
    if end == "refused":
        refused(desk)
    elif end == "too late":
        with desk.store.writing() as session:
            Settling(desk.store, desk.now).too_late(session, entry.wish)
    else:
        offered(desk)
        undoing.undo(desk)
        cancelling = outbox(desk)[1].wish
        answer = Answer(id=cancelling.ids["message_id"], seq=3000, at=desk.now, outcome="cancelled")
        with desk.store.writing() as session:
            Settling(desk.store, desk.now).accepted(session, cancelling.write_id, answer)
    assert counts(text) == {"failed": 1, "delivered": 2}
    assert phase(text) is Phase.DONE
    assert tallying.overview(desk, text.broadcast_id).tally.may_retry == 1


@pytest.mark.parametrize("change", [{"is_discreet": True}, {"status": "closed"}, {"status": "paused"}])
def test_who_may_get_no_group_text_by_now_is_not_sent_it_again(
    desk: Desk, text: GroupText, change: dict[str, Any]
) -> None:
    marcus = whom(text)[0]
    text.fares(marcus, "failed", "unreachable")
    with desk.store.writing() as session:
        desk.store.clients.put(session, marcus, seq=3000, **change)
    with pytest.raises(Refused, match="may not be texted"):
        retrying.retry(desk, text.broadcast_id, [marcus])
    assert outbox(desk) == []


def test_neutral_words_go_again_to_a_phone_that_others_read(desk: Desk) -> None:
    [marcus] = people(desk, 1)
    with desk.store.writing() as session:
        desk.store.clients.put(session, marcus, seq=3, is_discreet=True)
    in_group(desk, "Class 3", marcus)
    words = Words({Version("en"): "Class 3 is on Monday.", Version("en", is_neutral=True): "{first_name}, Monday."})
    broadcast_id = broadcasting.confirm(desk, broadcasting.preview(desk, ["Class 3"], words), 1)
    text = GroupText(desk, broadcast_id)
    message_id = str(broadcast_message_id(broadcast_id, marcus))
    told = {"message_id": message_id, "client_id": marcus, "broadcast_id": broadcast_id}
    text.tells("MessageAccepted", marcus, desk.caseworker_id, **told, body="Marcus, Monday.")
    text.fares(marcus, "failed", "unreachable")
    assert retrying.retry(desk, broadcast_id, [marcus]) == "Sent again to 1 person"


def test_a_text_is_decided_about_once_wherever_one_does_it(desk: Desk, text: GroupText) -> None:
    marcus = whom(text)[0]
    text.fares(marcus, "unknown")
    with desk.store.reading() as session:
        message_id = desk.store.broadcasts.recipients(session, text.broadcast_id)[whom(text).index(marcus)].message_id
    resolving.resolve(desk, message_id, is_sent=False)
    with pytest.raises(Conflict, match="decided already"):
        retrying.decide(desk, text.broadcast_id, [marcus], "send_again")
    assert [kind for kind, _ in wished(desk)] == ["resolution"]
