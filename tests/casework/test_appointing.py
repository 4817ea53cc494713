"""Appointments of one client: each act is a wish that the relay understands, and can be taken back."""

import pytest

from rise_tui.casework import appointing, card, clashes, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.appointments import Answer, AppointmentKind
from rise_tui.domain.errors import BadInput, BadTime, NotFound, Refused, TooLate, Unchanged
from rise_tui.store.appointments import Appointment
from rise_tui.wire.routes import RESOURCES
from tests.casework.office import PHONE, a_client, accepted, in_group, offered, outbox
from tests.casework.test_clashes import changed_meanwhile


@pytest.fixture
def marcus(desk: Desk) -> str:
    return a_client(desk, "Marcus Bell", PHONE, seq=7)


def shown(desk: Desk, client_id: str) -> tuple[Appointment, ...]:
    """What stands on the card."""
    found = card.card(desk, client_id)
    assert found is not None
    return found.appointments


def known(desk: Desk, client_id: str) -> str:
    """One that the office has, its time and place given; its id."""
    appointing.make(desk, client_id, AppointmentKind.COURT, "dec 3 9:30am", "1301 Filbert")
    accepted(desk, 20)
    return shown(desk, client_id)[0].appointment_id


def test_each_act_is_a_wish_in_its_order_and_taken_back_leaves_no_trace(desk: Desk, marcus: str) -> None:
    label = appointing.make(desk, marcus, AppointmentKind.COURT, "dec 3 9:30", "  1301   Filbert ")
    assert label.startswith("Marcus Bell: court date ")
    assert label.endswith(" 3 Dec 9:30")
    [made] = shown(desk, marcus)
    assert (made.kind, made.place, made.bring, made.answer) == ("court", "1301 Filbert", None, None)
    ours = (desk, marcus, made.appointment_id)
    appointing.set_bring(*ours, "ID and the letter")
    appointing.set_answer(*ours, Answer.YES)
    appointing.set_place(*ours, "")
    appointing.move(*ours, "dec 4 14:00")
    [moved] = shown(desk, marcus)
    assert (moved.bring, moved.answer, moved.place) == ("ID and the letter", None, None)
    assert appointing.told(desk, moved.starts_at).endswith("4 Dec 14:00"), "by the office's clock, with its day"
    appointing.cancel(*ours)
    assert shown(desk, marcus) == ()
    wishes = [entry.wish for entry in outbox(desk)]
    for wish in wishes:
        RESOURCES[wish.kind].body.model_validate(dict(wish.body))
        assert (wish.lane, wish.kind) == (marcus, "appointment")
    assert wishes[0].makes == made.appointment_id
    assert all(made.appointment_id in wish.names for wish in wishes[1:]), "none overtakes the one that makes it"
    assert {name for wish in wishes[4:] for name in wish.body} == {"starts_at", "answer", "deleted"}
    for _ in range(6):
        assert undoing.undo(desk) is not None
    assert (shown(desk, marcus), outbox(desk)) == ((), [])


def test_what_the_office_has_is_taken_back_by_wishes_of_its_own_and_a_deleted_one_returns_as_another(
    desk: Desk, marcus: str
) -> None:
    ours = (desk, marcus, known(desk, marcus))
    appointing.move(*ours, "dec 4 14:00", 20)
    assert outbox(desk)[0].wish.if_match == 20
    accepted(desk, 30)
    undoing.undo(desk)
    assert appointing.told(desk, shown(desk, marcus)[0].starts_at).endswith("3 Dec 9:30")
    accepted(desk, 40)
    appointing.set_bring(*ours, "an ID", 40)
    accepted(desk, 45)
    appointing.cancel(*ours)
    accepted(desk, 50)
    undoing.undo(desk)
    [again] = shown(desk, marcus)
    assert again.appointment_id != ours[2]
    assert (again.kind, again.place) == ("court", "1301 Filbert")
    accepted(desk, 55)
    undoing.undo(desk)
    assert [one.bring for one in shown(desk, marcus)] == [None], "what was done to the first one, to the other"
    undoing.undo(desk)
    assert shown(desk, marcus) == ()
    assert {entry.wish.ids["appointment_id"] for entry in outbox(desk)} == {again.appointment_id}
    accepted(desk, 57)
    appointing.make(desk, marcus, AppointmentKind.COURT, "dec 4 9:30")
    accepted(desk, 58)
    [again] = shown(desk, marcus)
    appointing.set_place(desk, marcus, again.appointment_id, "City Hall", 58)
    accepted(desk, 59)
    with desk.store.writing() as session:
        desk.store.appointments.put(session, again.appointment_id, seq=60, is_deleted=True)
    with pytest.raises(TooLate, match="not there any more"):
        undoing.undo(desk)
    assert outbox(desk) == [], "what a colleague has cancelled is not changed"
    appointing.make(desk, marcus, AppointmentKind.CLASS, "dec 7 9:30")
    accepted(desk, 60)
    undoing.undo(desk)
    assert outbox(desk)[-1].wish.body == {"deleted": True}
    assert shown(desk, marcus) == ()


def test_where_two_have_moved_it_both_times_stand_side_by_side(desk: Desk, marcus: str) -> None:
    appointment_id = known(desk, marcus)
    appointing.move(desk, marcus, appointment_id, "dec 4 14:00", 20)
    offered(desk)
    changed_meanwhile(desk, seq=25, starts_at="2027-12-06T15:00:00.000Z", answer=None, place="City Hall")
    [clash] = clashes.clashes(desk, marcus)
    assert clash.appointment_id == appointment_id
    assert clash.is_both
    sides = {both.label: (both.mine, both.theirs) for both in clash.fields}
    assert sides["When"][0].endswith("4 Dec 14:00")
    assert "10:00" in sides["When"][1]
    clashes.keep_mine(desk, clash.write_id)
    assert outbox(desk)[0].wish.if_match == 25
    assert appointing.told(desk, shown(desk, marcus)[0].starts_at).endswith("4 Dec 14:00")


def test_what_cannot_be_is_said_and_nothing_changes(desk: Desk, marcus: str) -> None:
    appointment_id = known(desk, marcus)
    ours = (desk, marcus, appointment_id)
    for written in ("", "soon", "at 3", "2020-01-01 9:00"):
        with pytest.raises(BadTime):
            appointing.make(desk, marcus, AppointmentKind.CLASS, written)
        with pytest.raises(BadTime):
            appointing.move(*ours, written)
    with pytest.raises(BadInput, match="too long"):
        appointing.set_place(*ours, "x" * 201)
    with pytest.raises(Unchanged):
        appointing.set_place(*ours, " 1301 Filbert ")
    with pytest.raises(NotFound):
        appointing.cancel(desk, marcus, "gone")
    group = in_group(desk, "Class 3", marcus)
    with desk.store.writing() as session:
        at = desk.now + 86_400_000
        desk.store.appointments.put(session, "whole", seq=1, group_id=group, kind="class", starts_at=at)
    with pytest.raises(Refused, match="whole group's"):
        appointing.cancel(desk, marcus, "whole")
    assert outbox(desk) == []
    assert len(shown(desk, marcus)) == 2
