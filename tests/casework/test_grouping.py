"""Groups are made, filled, renamed and deleted as wishes; every act can be taken back, whether it has left or not."""

import pytest

from rise_tui.casework import grouping, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock
from rise_tui.domain.errors import BadInput, Conflict, NotFound, Refused
from rise_tui.domain.groups import Computed
from tests.casework.office import a_client, accepted, in_group, offered, outbox, writes


def names_in(desk: Desk, group_id: str) -> list[str]:
    """Who is in a group, by last name."""
    return [client.name for client in grouping.members(desk, group_id).page(0, 100)]


def listed(desk: Desk) -> dict[str, int]:
    """The groups that somebody made, with how many are in each."""
    return {line.name: line.count for line in grouping.groups(desk) if not line.is_computed}


@pytest.fixture
def people(desk: Desk) -> list[str]:
    """Marcus, Ana and Luis."""
    named = (("Marcus Bell", "+12155550142"), ("Ana Ruiz", "+12155550143"), ("Luis Ortega", "+12155550144"))
    return [a_client(desk, name, number) for name, number in named]


def test_a_group_is_made_with_people_and_wished_in_that_order(desk: Desk, people: list[str]) -> None:
    made = grouping.make(desk, "  Job   fair ", people[:2])
    assert made.label == "Made the group Job fair"
    assert listed(desk) == {"Job fair": 2}
    assert names_in(desk, made.group_id) == ["Ana Ruiz", "Marcus Bell"], "by name, as one says it"
    wishes = [entry.wish for entry in outbox(desk)]
    assert [(wish.kind, wish.lane) for wish in wishes] == [
        ("group", f"group:{made.group_id}"),
        ("member", f"group:{made.group_id}"),
        ("member", f"group:{made.group_id}"),
    ]
    assert wishes[0].body == {"name": "Job fair", "kind": "list"}
    assert wishes[0].makes == made.group_id
    assert wishes[1].names == (people[0], made.group_id)


def test_a_name_is_free_and_not_empty(desk: Desk) -> None:
    grouping.make(desk, "Año Nuevo")
    with pytest.raises(Conflict, match="Año Nuevo"):
        grouping.make(desk, "ano nuevo")
    for wrong in ("", " \n ", "x" * 201):
        with pytest.raises(BadInput):
            grouping.make(desk, wrong)
    assert len(outbox(desk)) == 1


@pytest.mark.parametrize("has_left", [False, True])
def test_making_a_group_can_be_taken_back(desk: Desk, people: list[str], has_left: bool) -> None:
    grouping.make(desk, "Job fair", people)
    if has_left:
        accepted(desk, 10)
    act = undoing.undo(desk)
    assert act is not None
    assert act.label == "Taken back: Job fair is not made"
    assert listed(desk) == {}
    bodies = [entry.wish.body for entry in outbox(desk)]
    assert bodies == ([{"is_member": False}] * 3 + [{"deleted": True}] if has_left else [])


@pytest.mark.parametrize("has_left", [False, True])
def test_people_come_and_go_and_it_can_be_taken_back(desk: Desk, people: list[str], has_left: bool) -> None:
    group_id = in_group(desk, "Class 3", people[0])
    assert grouping.add(desk, group_id, people) == "2 people added to Class 3"
    if has_left:
        accepted(desk, 10)
    assert listed(desk) == {"Class 3": 3}
    undone = undoing.undo(desk)
    assert undone is not None
    assert undone.label == "Taken back for 2 people"
    assert names_in(desk, group_id) == ["Marcus Bell"]
    assert [entry.wish.body for entry in outbox(desk)] == ([{"is_member": False}] * 2 if has_left else [])
    assert grouping.take_out(desk, group_id, people[:1]) == "Marcus Bell: no longer in Class 3"
    assert names_in(desk, group_id) == []
    undoing.undo(desk)
    assert names_in(desk, group_id) == ["Marcus Bell"]


def test_who_is_in_it_already_is_not_added_again(desk: Desk, people: list[str]) -> None:
    group_id = in_group(desk, "Class 3", *people)
    with pytest.raises(Conflict, match="all in Class 3"):
        grouping.add(desk, group_id, people)
    with pytest.raises(Conflict, match="None of them"):
        grouping.take_out(desk, in_group(desk, "Empty"), people)
    assert outbox(desk) == []
    assert undoing.latest(desk) is None


def test_a_number_that_is_nobodys_is_in_no_group(desk: Desk) -> None:
    with pytest.raises(Refused, match="nobody's"):
        grouping.add(desk, in_group(desk, "Class 3"), ["tel:+12155550199"])


@pytest.mark.parametrize("has_left", [False, True])
def test_a_renamed_group_gets_its_name_back(desk: Desk, has_left: bool) -> None:
    group_id = in_group(desk, "Class 3", seq=7)
    in_group(desk, "Class 4")
    assert grouping.rename(desk, group_id, "Class three") == "Renamed to Class three"
    assert outbox(desk)[0].wish.if_match == 7
    with pytest.raises(Conflict):
        grouping.rename(desk, group_id, "class 4")
    if has_left:
        offered(desk)
    undone = undoing.undo(desk)
    assert undone is not None
    assert undone.label == "Taken back: it is called Class 3 again"
    assert sorted(listed(desk)) == ["Class 3", "Class 4"]
    assert [entry.wish.body for entry in outbox(desk)] == (
        [{"name": "Class three"}, {"name": "Class 3"}] if has_left else []
    )


def test_a_deleted_group_comes_back_with_its_people(desk: Desk, people: list[str]) -> None:
    group_id = in_group(desk, "Class 3", *people)
    assert grouping.delete(desk, group_id) == "Deleted the group Class 3"
    assert listed(desk) == {}
    undoing.undo(desk)
    assert listed(desk) == {"Class 3": 3}
    assert outbox(desk) == []


def test_a_group_whose_deletion_has_left_comes_back_under_a_new_id(desk: Desk, people: list[str]) -> None:
    """A deleted id never returns."""
    group_id = in_group(desk, "Class 3", *people)
    grouping.delete(desk, group_id)
    accepted(desk, 10)
    undoing.undo(desk)
    [again] = [line for line in grouping.groups(desk) if not line.is_computed]
    assert (again.name, again.count) == ("Class 3", 3)
    assert again.group_id != group_id


def test_acts_on_a_group_that_has_not_left_yet_are_taken_back_one_by_one(desk: Desk, people: list[str]) -> None:
    group_id = grouping.make(desk, "Job fair", people).group_id
    grouping.take_out(desk, group_id, people[:2])
    grouping.rename(desk, group_id, "Fair")
    grouping.delete(desk, group_id)
    told = []
    while (undone := undoing.undo(desk)) is not None:
        told.append((undone.label, listed(desk)))
    assert told == [
        ("Taken back: the group Fair is there again", {"Fair": 1}),
        ("Taken back: it is called Job fair again", {"Job fair": 1}),
        ("Taken back for 2 people", {"Job fair": 3}),
        ("Taken back: Job fair is not made", {}),
    ]
    assert outbox(desk) == []


def test_what_is_not_there_is_not_changed(desk: Desk, people: list[str]) -> None:
    with pytest.raises(NotFound):
        grouping.add(desk, "00000000-0000-7000-8000-0000000000aa", people)


def test_who_has_not_written_for_two_weeks_is_found_by_a_group_of_its_own(
    desk: Desk, people: list[str], clock: FrozenClock
) -> None:
    marcus, ana, luis = people
    writes(desk, marcus, 5)
    writes(desk, ana, 6)
    assert names_in(desk, Computed.OUT_OF_TOUCH) == ["Luis Ortega"]
    clock.go(15 * 24 * 3600)
    writes(desk, ana, 7, at=desk.now)
    assert names_in(desk, Computed.OUT_OF_TOUCH) == ["Luis Ortega", "Marcus Bell"]
    line = next(line for line in grouping.groups(desk) if line.group_id == Computed.OUT_OF_TOUCH)
    assert (line.name, line.count, line.is_computed) == ("No word from them in 14 days", 2, True)
    assert set(grouping.members(desk, Computed.OUT_OF_TOUCH).ids()) == {marcus, luis}
    with pytest.raises(Refused, match="itself"):
        grouping.add(desk, Computed.OUT_OF_TOUCH, people)
    with pytest.raises(Refused, match="itself"):
        grouping.delete(desk, Computed.SPANISH)


def test_who_is_texted_in_spanish_is_a_group_too(desk: Desk) -> None:
    a_client(desk, "Ana Ruiz", language="es")
    a_client(desk, "Moved Away", None, language="es", status="closed")
    assert names_in(desk, Computed.SPANISH) == ["Ana Ruiz"]


def test_a_groups_name_from_outside_orders_the_terminal_nothing(desk: Desk) -> None:
    in_group(desk, "Class \x1b]52;c;x\x07 3")
    assert "\x1b" not in "".join(listed(desk))


def test_nothing_is_wished_of_a_group_that_is_gone_and_z_does_not_stop_there(desk: Desk) -> None:
    marcus = a_client(desk)
    group_id = grouping.make(desk, "Evening class").group_id
    grouping.add(desk, group_id, [marcus])
    with desk.store.writing() as session:
        desk.store.groups.put(session, group_id, is_deleted=True, seq=900)
        desk.store.pending.fact_arrived(session, "client_group", group_id, {"is_deleted": True}, 900)
    accepted(desk, 900)
    assert undoing.latest(desk) is None
    assert outbox(desk) == []
