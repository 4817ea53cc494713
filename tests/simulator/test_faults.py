"""Faults on demand: each breaks exactly what it names, for as long as it was armed."""

import httpx
import pytest

from rise_tui.domain.clock import EPOCH, FrozenClock
from rise_tui.simulator.faults import BadFault, Faults
from tests.simulator.conftest import Carrier, heard


def test_a_storm_of_429_says_when_to_come_back_and_ends(carrier: Carrier) -> None:
    carrier.fault(kind="429", count=2, retry_after=3)
    answers = [carrier.send("hello", "m1") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 201]
    assert answers[0].headers["retry-after"] == "3"
    assert answers[0].json()["code"] == 20429
    assert len(carrier.accepted()["m1"]) == 1


@pytest.mark.parametrize("accepts", [True, False])
def test_a_500_tells_nothing_about_whether_the_text_was_taken(shared: Carrier, fresh: str, accepts: bool) -> None:
    shared.fault(kind="500", accepts=accepts)
    assert shared.send("hello", fresh).status_code == 500
    assert (fresh in shared.accepted()) is accepts


def test_a_revoked_account_is_told_so(carrier: Carrier) -> None:
    carrier.fault(kind="401", seconds=60)
    assert carrier.send("hello").json()["code"] == 20003


@pytest.mark.parametrize("after_bytes", [0, 20])
def test_a_reset_connection_hides_that_the_text_was_taken(shared: Carrier, fresh: str, after_bytes: int) -> None:
    shared.fault(kind="reset", after_bytes=after_bytes)
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        shared.send("hello", fresh)
    assert len(shared.accepted()[fresh]) == 1
    assert shared.send("and on", "m2").status_code == 201


def test_a_time_out_hides_that_the_text_was_taken(carrier: Carrier) -> None:
    carrier.fault(kind="timeout")
    carrier.client.timeout = 0.3
    with pytest.raises(httpx.ReadTimeout):
        carrier.send("hello", "m1")
    assert len(carrier.accepted()["m1"]) == 1


def test_a_shut_door_refuses_and_opens_again_on_the_same_port(carrier: Carrier) -> None:
    carrier.send("before", "m1")
    carrier.fault(kind="refuse", seconds=0.5)

    def is_refused() -> bool:
        try:
            httpx.get(carrier.process.url + "/_/state", trust_env=False)
        except httpx.ConnectError:
            return True
        except httpx.TransportError:
            return False
        return False

    heard(is_refused)
    heard(lambda: not is_refused())
    assert carrier.send("after", "m2").status_code == 201
    assert set(carrier.accepted()) == {"m1", "m2"}


def test_the_list_can_fail_or_hide_what_is_there(carrier: Carrier) -> None:
    carrier.send("hello")
    for kind in ("hide", "503"):
        carrier.fault(kind=kind, on="list")
    assert carrier.client.get(carrier.messages).json()["messages"] == []
    assert carrier.client.get(carrier.messages).status_code == 503
    assert len(carrier.client.get(carrier.messages).json()["messages"]) == 1


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        ("drop", []),
        ("twice", ["sending", "sending", "sent", "sent", "delivered", "delivered"]),
        ("shuffle", ["delivered", "sent", "sending"]),
    ],
)
def test_callbacks_can_get_lost_or_confused(shared: Carrier, fresh: str, kind: str, statuses: list[str]) -> None:
    shared.fault(kind=kind)
    shared.send("hello", fresh)
    shared.send("hello", fresh + "b")
    shared.settle()
    assert shared.listener.statuses(fresh) == statuses
    assert shared.listener.statuses(fresh + "b") == ["sending", "sent", "delivered"]


def test_faults_can_be_taken_back(carrier: Carrier) -> None:
    carrier.fault(kind="500", count=10)
    assert carrier.client.delete("/_/fault").json() == {"disarmed": 1}
    assert carrier.send("hello").status_code == 201


def test_a_fault_lasts_its_seconds_and_no_longer() -> None:
    clock = FrozenClock(EPOCH)
    faults = Faults(clock)
    faults.arm({"kind": "429", "seconds": 30})
    clock.go(29.9)
    assert faults.meet("media") is None
    assert faults.meet("api") is not None
    clock.go(0.1)
    assert faults.meet("api") is None


@pytest.mark.parametrize("asked", [{}, {"kind": "earthquake"}, {"kind": "cut", "on": "api"}])
def test_an_unknown_fault_is_refused(shared: Carrier, asked: dict[str, str]) -> None:
    assert shared.client.post("/_/fault", json=asked).status_code == 400
    with pytest.raises(BadFault):
        Faults(FrozenClock(EPOCH)).arm(asked)
