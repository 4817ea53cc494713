"""Somebody leaves, or becomes something else: what goes to whom, what is dropped, and what no longer opens anything."""

import json
from dataclasses import replace
from typing import Any

import pytest

from rise_tui.commands import relay_devices
from rise_tui.domain.clients import Role
from rise_tui.domain.errors import BadInput, Conflict, NotFound
from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.relay.store import devices, staff
from rise_tui.relay.store.access import Reader
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import add_caseworker, add_token
from rise_tui.relay.store.people import Deed
from rise_tui.relay.store.rules import read_rules, set_rules
from rise_tui.relay.wishes import broadcasts, clients, covers, messages
from rise_tui.relay.wishes.wished import Wished
from rise_tui.wire.resources import PutBroadcast, PutClient, PutCover, PutMessage, Recipient
from tests.relay.conftest import SmallOffice
from tests.relay.test_intake import AT

HOUR = 3600_000
ANA = "+12155550142"


class Staff:
    """The small office with Luis and Sam beside Dana, in one transaction."""

    def __init__(self, tx: Tx, office: SmallOffice) -> None:
        self.tx, self.office_id, self.dana = tx, office.office_id, office.caseworker_id
        self.deed = Deed(office.office_id, "relay", AT)
        self.luis, _ = add_caseworker(tx, office.office_id, "Luis Ortiz", at=AT)
        self.sam, _ = add_caseworker(tx, office.office_id, "Sam Field", at=AT, role=Role.SUPERVISOR)

    def find(self, name: str, **more: Any) -> Any:
        return staff.find(self.tx, self.office_id, name, **more)

    def wish(self, body: Any, **ids: str) -> Wished:
        """Something that Dana wishes."""
        return Wished(new_id(), Reader(self.office_id, self.dana, Role.CASEWORKER), AT, ids, body)

    def new_client(self) -> str:
        """A client of Dana's with a number, who may get group texts."""
        client_id = new_id()
        clients.apply(self.tx, self.wish(PutClient(first_name="Ana"), client_id=client_id))
        self.tx.insert(
            "holding", office_id=self.office_id, client_id=client_id, e164=ANA, from_at=0, is_confirmed=1, seq=0,
            field_seqs={},
        )  # fmt: skip
        self.tx.insert(
            "consent", office_id=self.office_id, id=new_id(), e164=ANA, client_id=client_id, purpose="all",
            state="opted_in", how="import", wording="", actor="", is_current=1, at=AT, seq=0,
        )  # fmt: skip
        return client_id

    def schedule(self, client_id: str) -> tuple[str, str]:
        """A text and a group text for next week; the text's id and the broadcast's."""
        message_id, broadcast_id = new_id(), new_id()
        times = {"not_before": AT + HOUR, "expires_at": AT + 3 * HOUR}
        text = PutMessage(client_id=client_id, body="Next week.", **times)
        messages.apply(self.tx, self.wish(text, message_id=message_id))
        recipient = Recipient(
            client_id=client_id, message_id=broadcast_message_id(broadcast_id, client_id), body="Class is on."
        )
        many = PutBroadcast(name="Class", body="Class is on.", recipients=[recipient], **times)
        broadcasts.apply(self.tx, self.wish(many, broadcast_id=broadcast_id))
        return message_id, broadcast_id

    def one(self, sql: str, **values: Any) -> Any:
        row = self.tx.one(sql, **values)
        assert row is not None
        return row[0]


@pytest.fixture
def people(tx: Tx, office: SmallOffice) -> Staff:
    return Staff(tx, office)


@pytest.mark.parametrize("drops", [False, True])
def test_what_waits_of_who_leaves_goes_on_under_the_other_or_is_dropped(people: Staff, drops: bool) -> None:
    client_id = people.new_client()
    message_id, broadcast_id = people.schedule(client_id)
    ids = {"of_caseworker_id": people.dana, "by_caseworker_id": people.sam}
    covers.apply(people.tx, people.wish(PutCover(**ids, until_at=AT + HOUR), cover_id=new_id()))
    called = replace(read_rules(people.tx, people.office_id), on_call=people.dana)
    set_rules(people.tx, people.office_id, called, at=AT)
    left = staff.leave(
        people.tx, people.deed, people.find("dana reyes"), people.find("Luis Ortiz"), drops_scheduled=drops
    )
    assert (left.clients, left.covers, left.devices, left.was_on_call) == (1, 1, 1, True)
    assert read_rules(people.tx, people.office_id).on_call == people.luis
    assert (left.kept, left.dropped) == ((0, 2) if drops else (2, 0))
    status = people.one("SELECT status FROM message WHERE id = :id", id=message_id)
    assert status == ("cancelled" if drops else "held")
    assert people.one("SELECT caseworker_id FROM message WHERE id = :id", id=message_id) == people.dana
    owner = people.one("SELECT caseworker_id FROM broadcast WHERE id = :id", id=broadcast_id)
    assert owner == (people.dana if drops else people.luis)
    assert people.one("SELECT caseworker_id FROM client WHERE id = :id", id=client_id) == people.luis
    seeing = people.tx.all("SELECT caseworker_id, why FROM access WHERE until_at IS NULL")
    assert [tuple(row) for row in seeing] == [(people.luis, "own")]
    told = "SELECT count(*) FROM event WHERE type = 'BroadcastAccepted' AND audience = :who"
    assert people.one(told, who=people.luis) == (0 if drops else 1)
    with pytest.raises(NotFound, match="Nobody here is called that"):
        people.find("Dana Reyes")
    assert json.loads(people.one("SELECT facts FROM audit WHERE act = 'caseworker_left'")) == {
        "caseworker_id": people.dana, "to_caseworker_id": people.luis, "clients": 1, "dropped": left.dropped,
    }  # fmt: skip
    staff.reactivate(people.tx, people.deed, people.find("Dana Reyes", is_active=False))
    assert people.find("Dana Reyes")["clients"] == 0


def test_nobody_with_clients_becomes_an_administrator_nor_gets_any_as_one(people: Staff) -> None:
    people.new_client()
    with pytest.raises(Conflict, match="Dana Reyes still has clients"):
        staff.set_role(people.tx, people.deed, people.find("Dana Reyes"), Role.ADMINISTRATOR)
    ids = {"of_caseworker_id": people.dana, "by_caseworker_id": people.luis}
    covers.apply(people.tx, people.wish(PutCover(**ids, until_at=AT + HOUR), cover_id=new_id()))
    staff.set_role(people.tx, people.deed, people.find("Luis Ortiz"), Role.ADMINISTRATOR)
    assert people.one("SELECT count(*) FROM access WHERE why = 'cover' AND until_at IS NULL") == 0
    assert people.find("Luis Ortiz")["role"] == "administrator"
    for other in ("Luis Ortiz", "Dana Reyes"):
        with pytest.raises(Conflict, match="cannot have clients"):
            staff.leave(people.tx, people.deed, people.find("Dana Reyes"), people.find(other))
    with pytest.raises(BadInput):
        staff.rename(people.tx, people.deed, people.find("Sam Field"), " ")
    with pytest.raises(Conflict, match="Somebody here is called that already"):
        staff.rename(people.tx, people.deed, people.find("Sam Field"), " dana  REYES")
    people.tx.run("UPDATE caseworker SET name = 'Dana Reyes' WHERE id = :id", id=people.sam)
    with pytest.raises(NotFound, match=f"2 people of that name.*{people.sam}"):
        people.find("dana  reyes")
    assert people.find(people.sam)["name"] == "Dana Reyes"


def test_a_device_is_meant_by_the_end_of_its_id_its_name_or_its_person(people: Staff) -> None:
    add_token(people.tx, people.office_id, people.luis, at=AT + 1, device="laptop")
    add_token(people.tx, people.office_id, people.sam, at=AT + 2, device="Laptop")

    def meant(words: str) -> list[str]:
        return [device["id"] for _, device in relay_devices._meant(people.tx, people.office_id, words)]

    of_luis = [row["id"] for row in devices.of_caseworker(people.tx, people.office_id, people.luis)]
    assert meant("luis ortiz") == of_luis
    assert len(of_luis) == 2
    assert meant(of_luis[0][-8:]) == of_luis[:1]
    with pytest.raises(BadInput, match="fits several machines"):
        meant("laptop")
    with pytest.raises(NotFound):
        meant("phone")
    assert devices.take_all_back(people.tx, people.deed, people.luis, devices.WIPED) == 2
    assert devices.take_all_back(people.tx, people.deed, people.luis) == 0, "what is wiped is not let off with a lock"
    kept = people.one("SELECT json_group_array(data) FROM event WHERE type = 'DeviceChanged'")
    assert set(json.loads(kept)) == {"{}"}, "the log holds no token's digest"
