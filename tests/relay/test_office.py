"""Offices, people and tokens: what the administrator makes, and what the log and the database then hold."""

from pathlib import Path

import pytest

from rise_tui.domain.clients import Role
from rise_tui.domain.errors import BadInput, BadPhone, BadTime, Conflict, NotFound
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import (
    NewOffice,
    add_caseworker,
    add_number,
    create_office,
    find_office,
    find_token,
    set_rates,
)
from tests.relay.conftest import OURS, SmallOffice
from tests.relay.test_intake import AT, one

NEW = NewOffice("Second", "America/Chicago", "(215) 555-0101", "Luis Ortega")


def test_a_token_opens_its_caseworker_and_stands_nowhere(tx: Tx, office: SmallOffice, database: Path) -> None:
    row = find_token(tx, office.token)
    assert row is not None
    assert (row["caseworker_id"], row["name"], row["state"]) == (office.caseworker_id, "Dana Reyes", "active")
    assert office.token.encode() not in database.read_bytes()
    assert find_token(tx, office.token + "x") is None
    assert find_token(tx, "") is None
    assert find_token(tx, "\ud800") is None


def test_a_second_office_shares_the_relays_secrets_and_nothing_else(tx: Tx, office: SmallOffice) -> None:
    before = one(tx, "SELECT instance_id, epoch, media_secret FROM instance")
    made = create_office(tx, NEW, at=AT)
    assert one(tx, "SELECT instance_id, epoch, media_secret FROM instance") == before
    assert one(tx, "SELECT e164 FROM number WHERE office_id = :id", id=made.office_id) == "+12155550101"
    kinds = [row[0] for row in tx.all("SELECT type FROM event WHERE office_id = :id ORDER BY seq", id=made.office_id)]
    assert kinds == ["OfficeChanged", "CaseworkerChanged", "DeviceChanged"]
    with pytest.raises(NotFound, match=r"RISE, Second"):
        find_office(tx, None)
    assert find_office(tx, "second") == made.office_id


def test_what_cannot_be_used_is_refused_in_words(tx: Tx, office: SmallOffice) -> None:
    with pytest.raises(BadTime):
        create_office(tx, NewOffice("A", "Philadelphia", "+12155550101", "L"), at=AT)
    with pytest.raises(BadPhone):
        create_office(tx, NewOffice("A", "America/New_York", "5550101", "L"), at=AT)
    with pytest.raises(Conflict):
        create_office(tx, NewOffice("A", "America/New_York", OURS, "L"), at=AT)
    with pytest.raises(Conflict):
        create_office(tx, NewOffice(" rise ", "America/New_York", "+12155550101", "L"), at=AT)
    with pytest.raises(BadInput):
        add_caseworker(tx, office.office_id, "  ", at=AT)


def test_a_toll_free_number_and_a_short_code_are_good_to_send_from(tx: Tx, office: SmallOffice) -> None:
    assert add_number(tx, office.office_id, "+18005550199", at=AT) == "+18005550199"
    assert add_number(tx, office.office_id, "55501", at=AT) == "55501"


def test_every_person_has_a_token_of_their_own_and_the_log_tells_of_them(tx: Tx, office: SmallOffice) -> None:
    person, token = add_caseworker(tx, office.office_id, "Luis Ortega", at=AT, role=Role.SUPERVISOR)
    row = find_token(tx, token)
    assert row is not None
    assert (row["caseworker_id"], row["role"]) == (person, "supervisor")
    assert one(tx, "SELECT ref_id FROM event WHERE type = 'CaseworkerChanged' ORDER BY seq DESC LIMIT 1") == person


def test_rates_change_only_where_they_differ(tx: Tx, office: SmallOffice) -> None:
    assert set_rates(tx, at=AT) == []
    assert set_rates(tx, at=AT, segments_per_second=3.75) == [office.office_id]
    assert set_rates(tx, at=AT, segments_per_second=3.75) == []
    assert one(tx, "SELECT segments_per_second, price_micros FROM office") == (3.75, 0)
