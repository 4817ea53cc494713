"""Where two have changed the same, both stand side by side, and either can be chosen."""

import pytest

from rise_tui.casework import (
    card,
    clashes,
    filing,
    grouping,
    numbering,
    papers,
    shared_clashes,
    templating,
    undoing,
)
from rise_tui.casework.desk import Desk
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.errors import NotFound
from rise_tui.wire.shapes import FieldError, Problem
from tests.casework.office import PHONE, a_client, accepted, outbox, writes
from tests.casework.test_templating import a_template


def changed_meanwhile(desk: Desk, **present: object) -> str:
    """The office's answer to the only wish: somebody has changed the same meanwhile; the wish's id."""
    from rise_tui.sync.settling import Settling

    [entry] = outbox(desk)
    errors = [FieldError(pointer=f"/{name}", detail="Changed.") for name in entry.wish.body if name in present]
    problem = Problem(
        type="/problems/changed-meanwhile", title="A colleague changed it", status=412, errors=errors, present=present
    )
    with desk.store.writing() as session:
        Settling(desk.store, desk.now).refused(session, entry.wish.write_id, problem)
    return entry.wish.write_id


@pytest.fixture
def marcus(desk: Desk) -> str:
    client_id = a_client(desk, "Marcus Bell", PHONE, seq=7)
    card.rename(desk, client_id, "Marc Bell")
    changed_meanwhile(desk, seq=12, first_name="Marcos", last_name="Bell")
    return client_id


def first_name(desk: Desk, client_id: str) -> str:
    found = card.card(desk, client_id)
    assert found is not None
    return found.client.first_name


def test_both_stand_side_by_side(desk: Desk, marcus: str) -> None:
    [clash] = clashes.clashes(desk, marcus)
    assert clash.is_both
    assert [(both.label, both.mine, both.theirs) for both in clash.fields] == [("First name", "Marc", "Marcos")]
    assert first_name(desk, marcus) == "Marcus"


def test_mine_goes_over_theirs_on_the_sight_of_theirs_and_can_be_taken_back_to_theirs(desk: Desk, marcus: str) -> None:
    [clash] = clashes.clashes(desk, marcus)
    clashes.keep_mine(desk, clash.write_id)
    [entry] = outbox(desk)
    assert (dict(entry.wish.body), entry.wish.if_match, entry.state) == ({"first_name": "Marc"}, 12, "waiting")
    assert first_name(desk, marcus) == "Marc"
    assert clashes.clashes(desk, marcus) == []
    undoing.undo(desk)
    assert outbox(desk) == []


def test_theirs_stands_and_mine_is_forgotten(desk: Desk, marcus: str) -> None:
    [clash] = clashes.clashes(desk, marcus)
    clashes.take_theirs(desk, clash.write_id)
    assert outbox(desk) == []
    with pytest.raises(NotFound):
        clashes.take_theirs(desk, clash.write_id)


def test_what_was_refused_can_be_taken_back_and_is_gone(desk: Desk, marcus: str) -> None:
    assert undoing.undo(desk) is not None
    assert outbox(desk) == []
    assert first_name(desk, marcus) == "Marcus"


def test_a_filing_that_two_have_changed_stands_side_by_side_too(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", PHONE, seq=3)
    message_id = writes(desk, ana, 5, "my paystub", photos=1)
    document_id = filing.file_photo(desk, ana, message_id, 0, DocumentKind.PAYSTUB).document_id
    accepted(desk, 10)
    papers.refile(desk, ana, document_id, DocumentKind.LEASE, period="2026-11", note="first page", seen=10)
    changed_meanwhile(desk, seq=14, kind="letter", period="2026-10", note=None)
    [clash] = clashes.clashes(desk, ana)
    assert clash.is_both
    assert [(both.label, both.mine, both.theirs) for both in clash.fields] == [
        ("Paper", "lease", "letter"),
        ("Period", "Nov 2026", "Oct 2026"),
        ("Note", "first page", "nothing"),
    ]
    clashes.keep_mine(desk, clash.write_id)
    [entry] = outbox(desk)
    assert (entry.wish.kind, entry.wish.if_match, entry.wish.body["kind"]) == ("document", 14, "lease")
    [paper] = papers.papers(desk, ana).filed
    assert (paper.kind, paper.note) == (DocumentKind.LEASE, "first page")


def test_a_template_that_two_have_changed_stands_side_by_side_in_the_languages_that_both_have(desk: Desk) -> None:
    template_id = a_template(desk, "Great", "g", en="Great!", es="¡Bien!")
    was = templating.written(desk, template_id)
    mine = {"en": "Great, see you!", "es": "¡Bien!"}
    templating.change(desk, templating.Written("Great", "g", mine, template_id), was)
    changed_meanwhile(desk, seq=12, bodies={"en": "Great, thanks!", "es": "¡Muy bien!"})
    clash = shared_clashes.clashes(desk, "template")[template_id]
    assert (clash.name, clash.is_both) == ("Great", True)
    assert [(both.label, both.mine, both.theirs) for both in clash.fields] == [
        ("English", "Great, see you!", "Great, thanks!")
    ]
    assert shared_clashes.keep_mine(desk, clash.write_id) == "Great: what you wrote stands"
    [entry] = outbox(desk)
    assert (entry.wish.body, entry.wish.if_match) == ({"bodies": {"en": "Great, see you!", "es": "¡Muy bien!"}}, 12)
    assert shared_clashes.clashes(desk, "template") == {}
    undoing.undo(desk)
    assert outbox(desk) == []
    with pytest.raises(NotFound):
        shared_clashes.keep_mine(desk, clash.write_id)


def test_a_group_that_two_have_renamed_is_called_as_one_of_them_says(desk: Desk) -> None:
    group_id = grouping.make(desk, "Class 3").group_id
    accepted(desk, 10)
    grouping.rename(desk, group_id, "Class 3, Mondays")
    changed_meanwhile(desk, seq=12, name="Class 3 (Mon)")
    clash = shared_clashes.clashes(desk, "group")[group_id]
    [both] = clash.fields
    assert (both.label, both.mine, both.theirs) == ("Name", "Class 3, Mondays", "Class 3 (Mon)")
    assert shared_clashes.take_theirs(desk, clash.write_id) == "What stands there stays"
    assert shared_clashes.clashes(desk, "group") == {}
    grouping.rename(desk, group_id, "Class 3, Mondays")
    clash_id = changed_meanwhile(desk, seq=14, name="Class 3 (Mon)")
    shared_clashes.keep_mine(desk, clash_id)
    [entry] = outbox(desk)
    assert (entry.wish.body, entry.wish.if_match) == ({"name": "Class 3, Mondays"}, 14)
    assert grouping.name_of(desk, group_id) == "Class 3, Mondays"


def test_times_and_states_of_both_are_told_in_words(desk: Desk) -> None:
    client_id = a_client(desk, "Marcus Bell", PHONE, seq=7)
    from rise_tui.domain.clients import ClientStatus

    card.set_status(desk, client_id, ClientStatus.PAUSED, "custody", desk.now + 86_400_000)
    changed_meanwhile(desk, seq=12, status="closed", status_reason="moved", status_until=None)
    [clash] = clashes.clashes(desk, client_id)
    told = {both.label: (both.mine, both.theirs) for both in clash.fields}
    assert told["State"] == ("paused, in custody", "closed, moved away")
    assert told["Until"] == ("Sun 23 Nov 9:00", "nothing")


def test_what_the_office_refuses_is_told_with_its_reason_and_can_be_offered_again(desk: Desk) -> None:
    from tests.casework.office import refused

    client_id = a_client(desk, "Marcus Bell", PHONE, seq=7)
    numbering.add(desk, client_id, "215 555 0143")
    refused(desk, "That is a number of the office itself")
    [clash] = clashes.clashes(desk, client_id)
    assert not clash.is_both
    assert "office itself" in clash.why
    assert [(both.label, both.mine) for both in clash.fields] == [("Number", "(215) 555-0143")]
    clashes.keep_mine(desk, clash.write_id)
    assert [entry.state for entry in outbox(desk)] == ["waiting"]
