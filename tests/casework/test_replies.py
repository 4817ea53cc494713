"""Replies are gathered beside the broadcast that they answer, sorted by the rule, and corrected with one key."""

import pytest

from rise_tui.casework import replies, undoing
from rise_tui.casework.desk import Desk
from rise_tui.casework.replies import Reply
from rise_tui.domain.clock import FrozenClock
from rise_tui.domain.replies import Sort
from tests.casework.group_text import GroupText, on_the_relay
from tests.casework.test_tallying import people


@pytest.fixture
def text(desk: Desk) -> GroupText:
    """A broadcast that has reached Marcus, Ana and Luis."""
    every = people(desk, 3)
    text = on_the_relay(desk, every)
    for client_id in every:
        text.fares(client_id, "delivered")
    return text


def whom(text: GroupText) -> dict[str, str]:
    """The people by their first names."""
    with text.desk.store.reading() as session:
        return {client.first_name: str(client.client_id) for client in text.desk.store.clients.list(session)}


def told(text: GroupText) -> list[tuple[str, str, str]]:
    """Who, as what, with which words."""
    found = replies.gather(text.desk, text.broadcast_id)
    return [(reply.name, reply.sort.value, reply.words) for reply in found.every]


def the_only(text: GroupText) -> Reply:
    """The only reply there is."""
    [reply] = replies.gather(text.desk, text.broadcast_id).every
    return reply


def test_replies_are_sorted_the_newest_first(text: GroupText, clock: FrozenClock) -> None:
    for name, body in (("Marcus", "Yes I'll be there"), ("Ana", "No I have work"), ("Luis", "what do I bring \x1b[2J")):
        clock.go(60)
        text.writes(whom(text)[name], body)
    assert told(text) == [
        ("Luis Ortega", "other", "what do I bring ␛[2J"),
        ("Ana Ruiz", "no", "No I have work"),
        ("Marcus Bell", "yes", "Yes I'll be there"),
    ]
    found = replies.gather(text.desk, text.broadcast_id)
    assert [found.of(sort) for sort in Sort] == [1, 1, 1]


def test_after_our_next_text_it_is_no_reply_any_more(text: GroupText) -> None:
    marcus = whom(text)["Marcus"]
    text.writes(marcus, "what time")
    text.answers(marcus, "At 9. Do you still live on Vine Street?")
    text.writes(marcus, "yes")
    assert told(text) == [("Marcus Bell", "other", "what time")]
    assert the_only(text).texts == 1


def test_a_week_later_it_is_no_reply_any_more(text: GroupText, clock: FrozenClock) -> None:
    clock.go(8 * 24 * 3600)
    text.writes(whom(text)["Marcus"], "yes")
    assert told(text) == []


def test_who_has_not_got_the_text_has_not_answered_it(desk: Desk) -> None:
    marcus, ana, luis = people(desk, 3)
    text = on_the_relay(desk, [marcus, ana, luis])
    text.fares(ana, "failed", "unreachable")
    text.fares(luis, "sent")
    for client_id in (marcus, ana, luis):
        text.writes(client_id, "yes")
    assert [name for name, _, _ in told(text)] == ["Luis Ortega"]


def test_who_writes_at_night_has_not_answered_what_is_held_until_the_morning(desk: Desk, clock: FrozenClock) -> None:
    with desk.store.writing() as session:
        office = {"name": "RISE", "zone": "America/New_York", "quiet_from": 21 * 60, "quiet_to": 8 * 60}
        desk.store.office.put(session, desk.office_id, seq=1, **office)
    clock.go(13 * 3600)  # 22:00
    [marcus] = people(desk, 1)
    text = on_the_relay(desk, [marcus])
    clock.go(600)
    text.writes(marcus, "yes that works")
    clock.go(11 * 3600)
    text.fares(marcus, "delivered")
    assert told(text) == []
    text.writes(marcus, "No I have work")
    assert told(text) == [("Marcus Bell", "no", "No I have work")]


def test_what_a_person_sorts_stays_and_can_be_taken_back(text: GroupText) -> None:
    marcus = whom(text)["Marcus"]
    text.writes(marcus, "I guess so")
    assert the_only(text).sort is Sort.OTHER
    assert replies.sort_as(text.desk, text.broadcast_id, the_only(text), Sort.YES) == "Marcus Bell: counts as yes"
    assert (the_only(text).sort, the_only(text).is_by_hand) == (Sort.YES, True)
    text.writes(marcus, "what do I bring")
    assert the_only(text).sort is Sort.YES
    replies.sort_as(text.desk, text.broadcast_id, the_only(text), Sort.NO)
    undoing.undo(text.desk)
    assert the_only(text).sort is Sort.YES
    undone = undoing.undo(text.desk)
    assert undone is not None
    assert undone.label == "Taken back: Marcus Bell"
    assert (the_only(text).sort, the_only(text).is_by_hand) == (Sort.OTHER, False)


def test_a_later_yes_or_no_goes_over_what_a_person_sorted(text: GroupText) -> None:
    marcus = whom(text)["Marcus"]
    text.writes(marcus, "I guess so")
    replies.sort_as(text.desk, text.broadcast_id, the_only(text), Sort.YES)
    text.writes(marcus, "No I have work")
    assert (the_only(text).sort, the_only(text).is_by_hand) == (Sort.NO, False)


def test_each_broadcast_has_its_own_replies(text: GroupText) -> None:
    marcus = whom(text)["Marcus"]
    text.writes(marcus, "yes")
    later = on_the_relay(text.desk, [marcus], name="Job fair", seq=5000)
    later.fares(marcus, "delivered")
    later.writes(marcus, "No I have work")
    assert told(text) == [("Marcus Bell", "yes", "yes")]
    assert told(later) == [("Marcus Bell", "no", "No I have work")]
