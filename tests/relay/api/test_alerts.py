"""How one wants to be told is one's own: set by nobody else, read by nobody else."""

import json

import pytest

from rise_tui.domain.clock import to_wire
from rise_tui.domain.ids import new_id
from rise_tui.relay.store.alerts import tellers
from rise_tui.relay.store.rules import read_rules
from tests.relay.api.callers import Relay, problem

SAID = {"email": "dana@example.org", "at": ["13:00", "8:30"], "quiet_from": 1260, "quiet_to": 480, "least_minutes": 30}


async def test_one_says_it_for_oneself_and_nobody_else_reads_it(relay: Relay) -> None:
    path = f"/alerts/{relay.dana.caseworker_id}"
    for other in (relay.luis, relay.sam):
        assert problem(await other.put(path, SAID)) == "not-yours"
    assert (await relay.dana.put(path, SAID)).status_code == 201
    assert (await relay.dana.put(path, {**SAID, "webhook": "https://hooks.example.org/x"})).status_code == 200
    told = [event["data"] for event in await relay.dana.events() if event["type"] == "AlertsChanged"][-1]
    assert told == {
        **SAID,
        "at": [510, 780],
        "webhook": "https://hooks.example.org/x",
        "caseworker_id": relay.dana.caseworker_id,
    }
    for other in (relay.luis, relay.sam):
        _, snapshot = await other.snapshot()
        assert [event for event in [*snapshot, *await other.events()] if event["type"] == "AlertsChanged"] == []
    (teller,) = relay.hub.read(tellers)
    assert (teller.ways, teller.wanted.at_times) == (("email", "webhook"), (510, 780))
    assert "example.org" not in repr(teller)


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "dana@example.org\r\nBcc: all@example.org"},
        {"email": "all, dana@example.org"},
        {"webhook": "http://169.254.169.254/latest"},
        {"webhook": "file:///etc/passwd"},
        {"at": ["25:00"]},
        {"quiet_to": None},
        {"least_minutes": 0},
    ],
)
async def test_what_is_no_address_and_no_time_is_refused(relay: Relay, wrong: dict[str, object]) -> None:
    assert problem(await relay.dana.put(f"/alerts/{relay.dana.caseworker_id}", {**SAID, **wrong})) == "invalid"
    assert relay.hub.read(tellers) == []


async def test_a_supervisor_decides_who_is_on_call_and_everybody_hears_it(relay: Relay) -> None:
    luis = relay.luis.caseworker_id
    until = to_wire(relay.now + 3_600_000)
    body = {"caseworker_id": luis, "until_at": until, "urgent_minutes": 5}
    assert problem(await relay.dana.put("/on_call", body)) == "not-yours"
    for wrong in ({"until_at": to_wire(relay.now)}, {"caseworker_id": relay.ada.caseworker_id}):
        assert problem(await relay.sam.put("/on_call", {**body, **wrong})) == "invalid"
    assert problem(await relay.sam.put("/on_call", {**body, "caseworker_id": new_id()})) == "not-found"
    assert (await relay.sam.put("/on_call", body)).status_code == 200
    told = [event["data"]["rules"] for event in await relay.dana.events() if event["type"] == "OfficeChanged"][-1]
    assert (told["on_call"], told["on_call_until"], told["urgent_minutes"]) == (luis, until, 5)
    assert (await relay.ada.put("/on_call", {})).status_code == 200, "nobody is, and the minutes stay"
    rules = relay.hub.read(lambda tx: read_rules(tx, relay.office_id))
    assert (rules.on_call, rules.on_call_until, rules.urgent_minutes) == ("", "", 5)
    first, second = relay.ask("SELECT who, facts FROM audit WHERE act = 'on_call' ORDER BY n")
    assert (first["who"], json.loads(first["facts"])["on_call"]) == (relay.sam.caseworker_id, luis)
    assert "on_call" not in json.loads(second["facts"])
