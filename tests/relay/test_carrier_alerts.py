"""What the offices are told of a carrier in trouble: once, also where the database could not take it at first."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from rise_tui.domain.clock import FrozenClock, SystemClock
from rise_tui.relay.acts import Busy, DiskFull
from rise_tui.relay.dispatch.alerts import SILENT_S, Alerts
from rise_tui.relay.dispatch.loop import Dispatch
from rise_tui.relay.dispatch.retry import Trouble
from rise_tui.relay.hub import Hub
from tests.relay.scripted import ScriptedCarrier

TERMS = SimpleNamespace(public_url="https://texts.example.org", lease_seconds=0.4, reconcile_seconds=0.4)


class Refusing:
    """A hub that takes nothing while `error` is set."""

    def __init__(self, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
        self.error: Exception | None = None
        self.refused = 0
        self._write: Callable[..., Awaitable[Any]] = hub.write
        monkeypatch.setattr(hub, "write", self._or_refuse)

    async def _or_refuse(self, *given: Any, **named: Any) -> Any:
        await asyncio.sleep(0)
        if self.error is not None:
            self.refused += 1
            raise self.error
        return await self._write(*given, **named)


@pytest.fixture
def refusing(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Refusing:
    return Refusing(hub, monkeypatch)


def told(hub: Hub) -> list[str]:
    """The codes of what the office was told."""
    sql = "SELECT data ->> 'code' AS code FROM event WHERE type = 'CarrierAlert' ORDER BY seq"
    return [row["code"] for row in hub.read(lambda tx: tx.all(sql))]


def remembered(hub: Hub) -> tuple[str | None, int | None]:
    """What the next life of the relay begins with."""
    row = hub.read(lambda tx: tx.one("SELECT carrier_trouble, carrier_code FROM instance"))
    assert row is not None
    return row["carrier_trouble"], row["carrier_code"]


@pytest.mark.parametrize("error", [Busy(), DiskFull()])
async def test_what_could_not_be_stored_is_told_by_the_next_call_and_then_no_more(
    hub: Hub, refusing: Refusing, clock: FrozenClock, error: Exception
) -> None:
    """[fault 18]"""
    alerts, trouble = Alerts(hub, clock), Trouble()

    def fall_silent() -> None:
        for _ in range(3):
            trouble.fell_silent(clock.monotonic(), clock.monotonic())

    steps: list[tuple[Callable[[], object], tuple[str | None, int | None]]] = [
        (lambda: trouble.stopped(20003, clock.monotonic()), ("stopped", 20003)),
        (lambda: trouble.went_well(clock.monotonic()), (None, None)),
        (fall_silent, ("silent", None)),
        (lambda: trouble.went_well(clock.monotonic()), (None, None)),
    ]
    before: tuple[str | None, int | None] = None, None
    for happen, after in steps:
        happen()
        clock.go(SILENT_S)
        refusing.error = error
        await alerts.tell(trouble)
        assert remembered(hub) == before
        refusing.error = None
        for _ in range(2):
            await alerts.tell(trouble)
        assert remembered(hub) == after
        before = after
    assert told(hub) == ["20003", "ok", "silent", "ok"]


async def test_a_silence_is_told_when_it_has_lasted_half_a_minute_and_then_that_it_is_over(
    hub: Hub, clock: FrozenClock
) -> None:
    """A caseworker reads above the list that the phone company does not answer. [fault 17]"""
    alerts, trouble = Alerts(hub, clock), Trouble()
    for _ in range(3):
        trouble.fell_silent(clock.monotonic(), clock.monotonic())
        await alerts.tell(trouble)
    clock.go(29.9)
    trouble.fell_silent(clock.monotonic(), clock.monotonic())
    await alerts.tell(trouble)
    assert told(hub) == []
    clock.go(0.1)
    for _ in range(2):
        await alerts.tell(trouble)
    assert told(hub) == ["silent"]
    [alert] = hub.read(lambda tx: tx.all("SELECT data FROM event WHERE type = 'CarrierAlert'"))
    assert "does not answer" in alert["data"]
    assert '"is_stopped":false' in alert["data"], "the line is tried again by itself"
    trouble.went_well(clock.monotonic())
    await alerts.tell(trouble)
    assert told(hub) == ["silent", "ok"]


async def test_a_short_silence_is_told_to_nobody(hub: Hub, clock: FrozenClock) -> None:
    alerts, trouble = Alerts(hub, clock), Trouble()
    for _ in range(3):
        trouble.fell_silent(clock.monotonic(), clock.monotonic())
    clock.go(20)
    await alerts.tell(trouble)
    trouble.went_well(clock.monotonic())
    clock.go(20)
    await alerts.tell(trouble)
    assert told(hub) == []


async def test_many_who_meet_a_refusal_at_once_tell_it_once(
    hub: Hub, refusing: Refusing, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    alerts, trouble = Alerts(hub, clock), Trouble()
    trouble.stopped(None, clock.monotonic())
    refusing.error = DiskFull()
    await asyncio.gather(*(alerts.tell(trouble) for _ in range(5)))
    refusing.error = None
    await asyncio.gather(*(alerts.tell(trouble) for _ in range(5)))
    assert told(hub) == ["account"]
    assert caplog.text.count("the carrier refuses our account, code None: nothing is sent") == 1


async def test_a_relay_that_could_not_tell_does_so_by_itself_when_its_database_takes_it(
    hub: Hub, refusing: Refusing
) -> None:
    """No text and no list need meet the refusal again. [fault 7] [fault 18]"""
    clock = SystemClock()
    async with asyncio.timeout(20), Dispatch(hub, ScriptedCarrier(), clock, TERMS) as dispatch:
        refusing.error = DiskFull()
        dispatch.trouble.stopped(20003, clock.monotonic())
        while not refusing.refused:  # noqa: ASYNC110 - the answer lies in the hub, and the time-out is the deadline
            await asyncio.sleep(0.002)
        refusing.error = None
        while not told(hub):  # noqa: ASYNC110 - the answer lies in the database, and the time-out is the deadline
            await asyncio.sleep(0.002)
        assert told(hub) == ["20003"]
