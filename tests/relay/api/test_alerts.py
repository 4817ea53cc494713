"""How one wants to be told is one's own: set by nobody else, read by nobody else."""

import pytest

from rise_tui.relay.store.alerts import tellers
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
