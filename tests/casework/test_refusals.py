"""What the office refused can be seen, offered again and dropped: nothing that was typed lies where nobody looks."""

import pytest

from rise_tui.casework import refusals
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import NotFound
from rise_tui.store.outbox import Wish
from tests.casework.office import a_client


def refuse(desk: Desk, *wishes: Wish, **problem: object) -> None:
    """The relay refuses the first one, and what names it waits with it."""
    with desk.store.writing() as session:
        for wish in wishes:
            desk.store.outbox.add(session, wish)
        desk.store.outbox.park(session, wishes[0].write_id, {"title": "Somebody changed it meanwhile.", **problem})


def test_what_was_refused_says_what_whom_why_and_what_stands_there_now(desk: Desk) -> None:
    marcus = a_client(desk)
    edit = Wish("w1", marcus, "client", {"client_id": marcus}, {"first_name": "Mar\x1bcus"}, if_match=3)
    refuse(desk, edit, present={"first_name": "Mark", "seq": 9})
    (found,) = refusals.refused(desk)
    assert (found.what, found.name, found.words) == ("a client's details", "Marcus Bell", "Mar␛cus")
    assert (found.why, found.present) == ("Somebody changed it meanwhile.", "Mark")


def test_offered_again_it_is_a_new_wish_over_what_stands_there_with_all_that_waited_for_it(desk: Desk) -> None:
    marcus = a_client(desk)
    made = Wish("w1", "g1", "group", {"group_id": "g1"}, {"name": "Class"}, if_match=3, makes="g1")
    named = Wish("w2", "g1", "member", {"group_id": "g1", "client_id": marcus}, names=("g1",))
    refuse(desk, made, named, present={"seq": 9})
    assert [found.words or found.why for found in refusals.refused(desk)] == [
        "Class",
        "It waits for something that was not taken.",
    ]
    assert refusals.try_again(desk, "w1") == 2
    assert refusals.refused(desk) == []
    with desk.store.reading() as session:
        first, second = desk.store.outbox.list(session)
        assert [wish.kind for wish in desk.store.outbox.ready(session, 0)] == ["group"]
    assert (first.wish.kind, first.wish.if_match, first.attempts) == ("group", 9, 0)
    assert second.wish.kind == "member"
    assert not {first.wish.write_id, second.wish.write_id} & {"w1", "w2"}, "the relay has answered those"


def test_dropped_it_is_gone_with_what_waited_for_it(desk: Desk) -> None:
    refuse(desk, Wish("w1", "g1", "group", {}, makes="g1"), Wish("w2", "g1", "member", {}, names=("g1",)))
    assert refusals.drop(desk, "w1") == 2
    with desk.store.reading() as session:
        assert desk.store.outbox.list(session) == []


def test_what_is_on_its_way_is_neither_offered_twice_nor_dropped(desk: Desk) -> None:
    with desk.store.writing() as session:
        desk.store.outbox.add(session, Wish("w1", "g1", "group", {}))
    for act in (refusals.try_again, refusals.drop):
        with pytest.raises(NotFound):
            act(desk, "w1")
