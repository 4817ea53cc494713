"""Cards against the real relay: what one machine changes stands on the other, and two who change the same see both."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rise_tui.casework import card, clashes, clients, consenting, grouping, numbering, undoing
from rise_tui.casework.importing import import_sheet
from rise_tui.casework.sheets import read_text
from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.clock import now_ms
from rise_tui.domain.consent import ConsentState, Purpose
from tests.journeys.office import Office
from tests.sync.machines import Machine, Machines, machines_of, number

DAY = 86_400_000


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with Office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture
def machines(office: Office, tmp_path: Path) -> Iterator[Machines]:
    """Makes terminals of the same caseworker."""
    with machines_of(office, tmp_path) as made:
        yield made


def shown(machine: Machine, client_id: str) -> card.Card:
    """The card as that machine has it, without what only says how new it is."""
    found = card.card(machine.desk, client_id)
    assert found is not None
    said = tuple(replace(one, at=0) for one in found.evidence)
    return replace(found, seen=0, office=None, evidence=said)


def test_what_is_changed_on_one_machine_stands_on_the_other_and_is_taken_back_there_too(
    office: Office, machines: Machines
) -> None:
    ana = office.add_client("Ana Ruiz", number(301))
    here, there = machines("here"), machines("there")
    here.sync()
    before = shown(here, ana)
    desk = here.desk
    card.rename(desk, ana, "Ana Maria Ruiz")
    card.set_zone(desk, ana, "Pacific")
    card.set_hours(desk, ana, "9-17")
    card.set_external_id(desk, ana, "PP-301")
    card.set_discreet(desk, ana, True)
    card.set_status(desk, ana, ClientStatus.PAUSED, "custody", now_ms(here.clock) + DAY)
    numbering.add(desk, ana, number(302))
    numbering.confirm(desk, ana, number(302), "in person")
    numbering.end(desk, ana, number(301))
    consenting.record(desk, ana, number(302), ConsentState.OPTED_IN, Purpose.ALL, "on paper, signed")
    grouping.make(desk, "Class of Ana", [ana])
    here.sync()
    assert here.waiting == 0
    there.sync()
    after = shown(there, ana)
    assert after == shown(here, ana)
    assert (after.client.name, after.client.status, after.client.zone) == (
        "Ana Maria Ruiz",
        ClientStatus.PAUSED,
        "America/Los_Angeles",
    )
    assert after.consents == {number(302): ConsentState.OPTED_IN}
    for _ in range(11):
        undoing.undo(desk)
        here.sync()
    there.sync()
    assert shown(there, ana) == shown(here, ana)
    assert shown(there, ana).client == before.client
    assert [str(one.e164) for one in shown(there, ana).held] == [number(301)]
    assert shown(there, ana).groups == ()


def test_two_who_change_different_fields_merge_and_the_same_field_shows_both(
    office: Office, machines: Machines
) -> None:
    """[fault 33]"""
    bo = office.add_client("Bo Lee", number(311))
    here, there = machines("here"), machines("there")
    here.sync()
    there.sync()
    card.set_language(here.desk, bo, "es")
    card.rename(here.desk, bo, "Boris Lee")
    card.rename(there.desk, bo, "Robert Lee")
    card.set_zone(there.desk, bo, "Chicago")
    here.sync()
    there.sync()
    [clash] = clashes.clashes(there.desk, bo)
    assert [(both.label, both.mine, both.theirs) for both in clash.fields] == [("First name", "Robert", "Boris")]
    found = shown(there, bo).client
    assert (found.first_name, found.language, found.zone) == ("Boris", "es", "America/Chicago")
    clashes.keep_mine(there.desk, clash.write_id)
    there.sync()
    here.sync()
    assert clashes.clashes(there.desk, bo) == []
    assert shown(here, bo).client.first_name == "Robert" == shown(there, bo).client.first_name
    card.set_zone(here.desk, bo, "Denver")
    here.sync()
    card.rename(there.desk, bo, "Rob Lee")
    card.set_zone(there.desk, bo, "Pacific")
    card.rename(there.desk, bo, "Robby Leeds")
    there.sync()
    [clash] = clashes.clashes(there.desk, bo)
    assert [(both.label, both.theirs) for both in clash.fields] == [("Zone", "Denver")]
    assert shown(there, bo).client.name == "Robby Leeds", "my own earlier edit is in nobody's way"
    clashes.take_theirs(there.desk, clash.write_id)
    here.sync()
    assert (shown(here, bo).client.name, shown(here, bo).client.zone) == ("Robby Leeds", "America/Denver")
    card.rename(here.desk, bo, "Robby Lund")
    here.sync()
    card.rename(there.desk, bo, "Rob Leeds")
    card.rename(there.desk, bo, "Bob Leander")
    there.sync()
    assert [both.label for clash in clashes.clashes(there.desk, bo) for both in clash.fields] == ["Last name"]
    assert shown(there, bo).client.name == "Bob Lund", "half of it was taken"
    undoing.undo(there.desk)
    there.sync()
    assert clashes.clashes(there.desk, bo) == []
    assert shown(there, bo).client.name == "Rob Lund", "taken back as far as it was taken"


def test_a_number_that_nobody_knew_becomes_somebodys_with_all_that_it_said(office: Office, machines: Machines) -> None:
    cy = office.add_client("Cy Poe", number(321))
    office.client_texts(number(322), "new number this is Cy")
    here, there = machines("here"), machines("there")
    there.sync()
    tel = f"tel:{number(322)}"
    office.wait_until(lambda: here.sync() and here.bodies(tel), what="the text of a number that nobody knows")
    numbering.add(here.desk, cy, number(322))
    here.sync()
    office.wait_until(lambda: here.sync() and here.bodies(cy), what="it is Cy's")
    said = ["new number this is Cy", "Is this Cy's new number? Reply YES or NO."]
    office.wait_until(lambda: here.sync() and here.bodies(cy) == said, what="what it had said, and the one question")
    assert here.bodies(tel) == []
    there.sync()
    assert there.bodies(cy) == said
    held = {str(one.e164): one.is_confirmed for one in shown(there, cy).held}
    assert held == {number(321): True, number(322): False}


def test_a_number_that_is_not_confirmed_gets_no_text_though_they_wrote_from_it_last(
    office: Office, machines: Machines
) -> None:
    di = office.add_client("Di Roe", number(331))
    office.client_texts(number(332), "its di from my new phone")
    here = machines("here")
    tel = f"tel:{number(332)}"
    office.wait_until(lambda: here.sync() and here.bodies(tel), what="the text of the new phone")
    numbering.add(here.desk, di, number(332))
    here.sync()
    message_id = office.text(di, "Is this you?")
    office.wait_accepted([message_id])
    assert [text["to"] for text in office.accepted()[message_id]] == [number(331)]
    numbering.confirm(here.desk, di, number(332), "called and spoke")
    here.sync()
    message_id = office.text(di, "Thank you, it is confirmed.")
    office.wait_accepted([message_id])
    assert [text["to"] for text in office.accepted()[message_id]] == [number(332)]


def test_somebody_new_and_a_list_reach_the_other_machine(office: Office, machines: Machines) -> None:
    here, there = machines("here"), machines("there")
    here.sync()
    rob = clients.add(here.desk, "Rob Fields", number(341), how="in person").client_id
    office.add_client("Ed Doe", number(342))
    here.sync()
    from rise_tui.casework.deciding import Choice

    rows = f"Eve Doe,{number(342)},Class 9\nFlo Moe,{number(343)},Class 9\n"
    sheet = read_text("name,phone,group\n" + rows)
    import_sheet(here.desk, sheet, answers={(2, "number_held"): Choice.MOVED})
    here.sync()
    there.sync()
    found = {line.name: line.phone_end for line in clients.look_through(there.desk).page(0, 100)}
    assert found["Rob Fields"] == number(341)[-4:]
    assert (found["Eve Doe"], found["Flo Moe"], found["Ed Doe"]) == (number(342)[-4:], number(343)[-4:], "")
    assert here.waiting == 0
    assert [clash for one in (rob,) for clash in clashes.clashes(here.desk, one)] == []
