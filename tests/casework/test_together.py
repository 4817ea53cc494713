"""Acts on many people, and acts of several steps: urgent ones are spared, and one key takes the whole back."""

import importlib

import pytest

from rise_tui.casework import card, grouping, together, triage, undoing, waiting
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import Conflict, NotFound, Refused
from rise_tui.domain.triage import UNTIL_THEY_REPLY
from rise_tui.store.forgetting import forget_client
from tests.casework.office import a_client, accepted, in_group, line, outbox, writes
from tests.store.listening import listen_in
from tests.store.people import NOW

HOUR = 3_600_000


def _people(desk: Desk) -> list[str]:
    """Three who thank, and one in trouble."""
    people = [a_client(desk, f"Ana R{number}", f"+1215555014{number}") for number in range(4)]
    for seq, client_id in enumerate(people[:3], 5):
        writes(desk, client_id, seq, "thanks", marks=("thanks",))
    writes(desk, people[3], 9, "they kicked me out", marks=("urgent",))
    return people


def _listed(desk: Desk) -> list[str]:
    return [one.client_id for one in waiting.waiting_list(desk).page(0, 50)]


def test_many_are_done_at_once_the_urgent_ones_are_left_and_one_key_takes_all_back(desk: Desk) -> None:
    people = _people(desk)
    worked = together.done(desk, waiting.seen_through(desk, people))
    assert worked.words == "Done: 3 people; 1 urgent left for you"
    assert _listed(desk) == [people[3]]
    act = undoing.undo(desk)
    assert act is not None
    assert act.label == "Taken back for 3 people"
    assert set(_listed(desk)) == set(people)
    assert outbox(desk) == []
    assert undoing.latest(desk) is None


def test_many_are_put_back_also_after_the_office_has_it(desk: Desk) -> None:
    people = _people(desk)
    together.snooze(desk, waiting.seen_through(desk, people), NOW + HOUR)
    assert waiting.counts(desk).snoozed == 3
    accepted(desk, 20)
    undoing.undo(desk)
    assert waiting.counts(desk).snoozed == 0
    assert _listed(desk) == [people[3], *people[:3]]


def test_a_text_that_came_since_the_selection_is_not_covered(desk: Desk) -> None:
    people = _people(desk)
    seen = waiting.seen_through(desk, people)
    writes(desk, people[0], 30, "What time is it?", marks=("question",))
    together.done(desk, seen)
    assert people[0] in _listed(desk)


def test_nobody_is_put_away_with_a_text_that_came_since(desk: Desk) -> None:
    people = _people(desk)
    seen = waiting.seen_through(desk, people)
    writes(desk, people[0], 30, "I lost my bed", marks=("question",))
    worked = together.snooze(desk, seen, UNTIL_THEY_REPLY)
    assert worked.words.endswith(": 2 people; 1 urgent left for you; 1 has written meanwhile")
    assert people[0] in _listed(desk)
    with pytest.raises(Conflict, match="written meanwhile"):
        together.snooze(desk, {people[0]: seen[people[0]]}, UNTIL_THEY_REPLY)
    with pytest.raises(Conflict, match="Ana R0 has written meanwhile"):
        triage.snooze(desk, people[0], UNTIL_THEY_REPLY, seen_through=seen[people[0]])
    assert people[0] in _listed(desk)


def test_only_urgent_ones_are_not_decided_about_together(desk: Desk) -> None:
    people = _people(desk)
    with pytest.raises(Refused, match="one by one"):
        together.done(desk, {people[3]: 9})
    assert outbox(desk) == []


def test_snoozed_until_they_reply_they_come_back_with_their_text(desk: Desk) -> None:
    people = _people(desk)
    seen = waiting.seen_through(desk, people[:1])
    assert together.snooze(desk, seen, UNTIL_THEY_REPLY).label == "Snoozed until they reply: Ana R0"
    assert line(desk, people[0]).snoozed_until_at == UNTIL_THEY_REPLY
    assert people[0] not in _listed(desk)


def test_who_comes_back_next_is_known_and_who_waits_for_a_reply_never_comes_by_themselves(desk: Desk) -> None:
    people = _people(desk)
    assert waiting.next_back(desk) is None
    triage.snooze(desk, people[0], UNTIL_THEY_REPLY)
    assert waiting.next_back(desk) is None
    triage.snooze(desk, people[1], NOW + 2 * HOUR)
    triage.snooze(desk, people[2], NOW + HOUR)
    assert waiting.next_back(desk) == NOW + HOUR


def test_nothing_is_decided_about_who_has_gone_to_a_colleague(desk: Desk) -> None:
    people = _people(desk)
    together.done(desk, waiting.seen_through(desk, people[:2]))
    seen = waiting.seen_through(desk, people)
    accepted(desk, 20)
    for gone in (people[0], people[2]):
        with desk.store.writing() as session:
            forget_client(session, gone)
    gone, stays, group = people[0], people[1], in_group(desk, "Class 3")
    for act in (
        lambda: triage.done(desk, gone),
        lambda: triage.need_reply(desk, gone),
        lambda: triage.snooze(desk, gone, NOW + HOUR),
        lambda: triage.flag(desk, gone, is_flagged=True),
        lambda: together.done(desk, {gone: 5}),
        lambda: card.rename(desk, gone, "Ana Ruiz"),
        lambda: grouping.add(desk, group, [gone]),
    ):
        with pytest.raises(NotFound, match=r"not .* clients any more"):
            act()
    assert outbox(desk) == []
    undoing.undo(desk)
    assert {entry.wish.ids["client_id"] for entry in outbox(desk)} == {stays}
    assert together.done(desk, seen).label == "Done: Ana R1"
    assert grouping.add(desk, group, [gone, stays]) == "Ana R1: now in Class 3"
    assert {one.client_id for one in waiting.waiting_list(desk, "all").page(0, 50)} == {stays, people[3]}


def test_a_flag_is_put_and_taken_off_and_taken_back(desk: Desk) -> None:
    [ana, *_] = _people(desk)
    assert triage.flag(desk, ana, is_flagged=True) == "Flagged: Ana R0"
    assert line(desk, ana).is_flagged
    accepted(desk, 20)
    undoing.undo(desk)
    assert not line(desk, ana).is_flagged
    assert line(desk, ana).state == "needs_reply"


def test_what_the_last_act_was_is_known_without_what_would_take_it_back(desk: Desk) -> None:
    people = _people(desk)
    together.done(desk, waiting.seen_through(desk, people))
    asked = listen_in(desk.store)
    found = undoing.latest(desk)
    assert found is not None
    assert (found.label, found.parts) == ("Done: 3 people", 3)
    assert len([one for one in asked if one.startswith("SELECT")]) == 1
    assert not any("inverse" in one for one in asked)


def test_every_kind_of_act_has_what_takes_it_back() -> None:
    for place in undoing.INVERSES.values():
        module, _, name = place.partition(".")
        assert callable(getattr(importlib.import_module(f"rise_tui.casework.{module}"), name)), place


# a list that stands still


def test_who_comes_or_comes_back_waits_and_who_goes_stands_there_as_gone() -> None:
    now = waiting.Order(("u", "a", "c", "d"), frozenset({"u"}), frozenset({"u", "c"}))
    kept = waiting.kept(("a", "b", "c"), now)
    assert kept == waiting.Kept(("a", "b", "c"), 2, 1, frozenset({"b"}), now.needing)
    assert waiting.kept((), now) == waiting.Kept(now.client_ids, needing=now.needing)
    assert waiting.kept(("b",), now).client_ids == ("b",), "the only one is not replaced under the hand"
    assert kept.without({"a"}).client_ids == ("b", "c")
    assert kept.without({"a", "c"}).client_ids == (), "a list of nothing but gone ones ends with one's own act"
    assert waiting.kept(kept.client_ids, waiting.Order(("b",))).gone == {"a", "c"}, "who comes back is there again"
    assert [list(kept.beside(place, step)) for place, step in ((0, 1), (2, 1), (2, -1))] == [[2], [], []]


def test_who_becomes_urgent_further_down_the_list_waits_to_be_taken_in_and_is_told() -> None:
    now = waiting.Order(("u", "c", "a", "b"), frozenset({"u", "c"}))
    assert waiting.kept(("u", "a", "b", "c"), now) == waiting.Kept(("u", "a", "b", "c"), new=1, new_urgent=1)
    assert waiting.kept(now.client_ids, now) == waiting.Kept(now.client_ids), "taken in: nobody waits any more"


def test_lines_in_a_list_that_stands_still_are_as_of_now(desk: Desk) -> None:
    people = _people(desk)
    before = waiting.order(desk, "needs_reply").client_ids
    standing = waiting.StandingList(desk, before)
    writes(desk, people[1], 30, "I want to die", marks=("urgent",))
    assert [one.client_id for one in standing.page(0, 10)] == list(before)
    assert standing.page(0, 10)[before.index(people[1])].is_urgent
    assert waiting.order(desk, "needs_reply").urgent == {people[1], people[3]}


@pytest.mark.parametrize("filter_id", ["needs_reply", "all", "snoozed"])
def test_where_somebody_stands_is_known_without_all_rows(desk: Desk, filter_id: str) -> None:
    people = _people(desk)
    live, standing = waiting.waiting_list(desk, filter_id), waiting.StandingList(desk, people[:3])
    rows = [line.client_id for line in live.page(0, 50)]
    assert [live.place(one) for one in rows] == list(range(len(rows)))
    assert live.place("nobody") is None
    assert [standing.place(one) for one in (*people[:3], "nobody")] == [0, 1, 2, None]


def test_the_first_line_of_the_day_counts_what_their_texts_seem_to_be(desk: Desk) -> None:
    assert waiting.morning(desk) == ""
    people = _people(desk)
    writes(desk, people[0], 30, "What time?", marks=("question",))
    assert waiting.morning(desk) == "4 need you: 1 urgent, 2 thanks, 1 question"
