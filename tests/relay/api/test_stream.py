"""The log as a stream and as a long poll, over real sockets: what happened comes at once, and nothing twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from rise_tui.domain.clock import SystemClock
from rise_tui.domain.ids import new_id
from rise_tui.relay.api import stream
from rise_tui.relay.api.stream import LONGEST_S
from rise_tui.relay.api.v1 import create_v1
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.ears import LogEar
from rise_tui.relay.hub import Hub
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.store import event_log
from rise_tui.relay.store.engine import Tx, connect, transaction
from rise_tui.wire.codec import from_json
from tests.relay.api.callers import ANA, BEN, CLEO, Caller, Relay, eventually
from tests.relay.api.conftest import Kept, open_relay
from tests.relay.conftest import SmallOffice

PATIENCE = 20.0


@dataclass
class Heard:
    """What a stream has said, in order."""

    frames: list[dict[str, Any]] = field(default_factory=list)
    has_more: asyncio.Condition = field(default_factory=asyncio.Condition)

    def events(self) -> list[dict[str, Any]]:
        """The events without the cursors."""
        return [frame["data"] for frame in self.frames if frame["event"] != "cursor"]

    async def until(self, count: int, event: str | None = None) -> list[dict[str, Any]]:
        """Wait until so many frames (of that event) have come; returns them."""

        def fitting() -> list[dict[str, Any]]:
            return [frame for frame in self.frames if event is None or frame["event"] == event]

        async with asyncio.timeout(PATIENCE), self.has_more:
            await self.has_more.wait_for(lambda: len(fitting()) >= count)
        return fitting()


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """The application over a real socket; its address."""
    config = uvicorn.Config(app, port=0, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def listening(url: str, caller: Caller, after: int = 0, resumed: int | None = None) -> AsyncIterator[Heard]:
    """A stream that is read for as long as the `with` lasts."""
    heard = Heard()
    headers = {"Authorization": f"Bearer {caller.token}", "Accept": "text/event-stream"}
    if resumed is not None:
        headers["Last-Event-ID"] = str(resumed)

    async def read() -> None:
        async with (
            httpx.AsyncClient(base_url=url, timeout=PATIENCE) as http,
            http.stream("GET", f"/v1/events?after={after}", headers=headers) as response,
        ):
            assert response.headers["content-type"].startswith("text/event-stream")
            frame: dict[str, Any] = {}
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                if line:
                    frame[name] = from_json(value) if name == "data" else value
                    continue
                async with heard.has_more:
                    heard.frames.append(frame)
                    heard.has_more.notify_all()
                frame = {}

    task = asyncio.create_task(read())
    try:
        yield heard
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_happens_comes_at_once_and_only_to_whom_it_concerns(relay: Relay) -> None:
    async with served(relay.app) as url:
        after = (await relay.sam.events())[-1]["seq"]
        async with listening(url, relay.dana, after) as dana, listening(url, relay.luis, after) as luis:
            assert [f["data"]["next"] for f in await dana.until(1) + await luis.until(1)] == [after, after]
            await relay.dana.new_client(ANA)
            await relay.receives(ANA, "for Dana \u2028 only")
            await relay.receives(BEN, "for anybody")
            await dana.until(2, "MessageReceived")
            await luis.until(1, "MessageReceived")
            assert [e["data"]["body"] for e in dana.events() if e["type"] == "MessageReceived"] == [
                "for Dana \u2028 only",
                "for anybody",
            ]
            assert [e["data"]["body"] for e in luis.events()] == ["for anybody"]
            assert [frame["id"] for frame in dana.frames[1:]] == [str(e["seq"]) for e in dana.events()]


async def test_a_stream_goes_on_where_it_broke_off(relay: Relay) -> None:
    await relay.dana.new_client(ANA)
    async with served(relay.app) as url:
        for n in range(3):
            await relay.receives(ANA, f"text {n}")
        async with listening(url, relay.dana) as first:
            await first.until(3, "MessageReceived")
        broke_off = first.events()[-2]["seq"]
        await relay.receives(ANA, "text 3")
        async with listening(url, relay.dana, after=0, resumed=broke_off) as second:
            await second.until(2, "MessageReceived")
        assert [e["data"]["body"] for e in second.events()] == ["text 2", "text 3"]


async def test_a_client_gained_while_listening_is_heard_from_then_on(relay: Relay) -> None:
    client_id = await relay.dana.new_client(ANA)
    async with served(relay.app) as url:
        after = (await relay.sam.events())[-1]["seq"]
        async with listening(url, relay.luis, after) as luis:
            await luis.until(1, "cursor")
            seen = relay.ask("SELECT seq FROM client")[0]["seq"]
            body = {"caseworker_id": relay.luis.caseworker_id}
            await relay.dana.put(f"/clients/{client_id}", body, if_match=seen)
            await luis.until(1, "ClientAssigned")
            await relay.receives(ANA, "Hello Luis")
            await luis.until(1, "MessageReceived")
            assert {ear.caseworker_id: ear.clients for ear in relay.hub.ears} == {relay.luis.caseworker_id: {client_id}}
        await eventually(lambda: not relay.hub.ears)


async def test_what_a_stream_is_told_is_what_the_log_says_whoever_listens_and_whoever_writes(relay: Relay) -> None:
    """Told from the commit or read from the log, by this process or another: the same events in the same order."""
    shared = await relay.dana.new_client(ANA)
    after = (await relay.sam.events())[-1]["seq"]
    people = {"dana": relay.dana, "luis": relay.luis, "sam": relay.sam, "ada": relay.ada}
    async with AsyncExitStack() as open_, served(relay.app) as url:
        heard = {name: await open_.enter_async_context(listening(url, who, after)) for name, who in people.items()}
        for one in heard.values():
            await one.until(1, "cursor")

        async def same(after: int) -> int:
            """Everybody has heard what the log has for them after that number; the number of the last of it."""
            for name, who in people.items():
                log = await who.events(after)
                told = [event["seq"] for event in heard[name].events()]
                await heard[name].until(1 + len([seq for seq in told if seq <= after]) + len(log))
                assert [event for event in heard[name].events() if event["seq"] > after] == log
            return int((await relay.sam.events())[-1]["seq"])

        group, template = new_id(), new_id()
        assert (await relay.sam.put(f"/groups/{group}", {"name": "Tuesday"})).status_code == 201
        assert (await relay.sam.put(f"/templates/{template}", {"name": "Hello", "bodies": {"en": "¡Hi!"}})).is_success
        await relay.receives(ANA, "for Dana \u2028 only")
        await relay.receives(CLEO, "for anybody")
        await relay.luis.new_client(BEN, name="Ben")
        assert (await relay.dana.put(f"/messages/{new_id()}", relay.text(shared))).is_success
        assert (await relay.dana.put(f"/groups/{group}/members/{shared}", {"is_member": True})).is_success
        beside = connect(relay.hub.path)
        with transaction(beside) as tx:
            event_log.append(tx, relay.office_id, "CarrierAlert", actor="relay", at=relay.now, code="x", title="Beside")
        beside.close()
        await relay.receives(ANA, "after another process wrote")
        middle = await same(after)
        body = {"caseworker_id": relay.luis.caseworker_id}
        seen = relay.ask("SELECT seq FROM client WHERE id = :id", id=shared)[0]["seq"]
        assert (await relay.dana.put(f"/clients/{shared}", body, if_match=seen)).is_success
        await relay.receives(ANA, "for Luis now")
        assert (await relay.sam.put(f"/groups/{new_id()}", {"name": "Friday"})).is_success
        await same(middle)


async def test_a_quiet_stream_tells_its_cursor_over_and_over_and_ends_with_its_token(
    database: Path, office: SmallOffice
) -> None:
    async with open_relay(database, office) as relay:
        await relay.luis.new_client(ANA)
        last = (await relay.sam.events())[-1]["seq"]
    async with Hub(database, SystemClock()) as hub:
        app = create_v1(hub, Kept(database.parent / "media"), heartbeat_s=0.02)
        async with served(app) as url, listening(url, relay.dana, after=last - 1) as dana:
            cursors = await dana.until(4, "cursor")
            assert [frame["id"] for frame in cursors[1:]] == [str(last)] * (len(cursors) - 1)
            await hub.write(lambda tx: tx.update("token", {"caseworker_id": relay.dana.caseworker_id}, state="revoked"))
            await eventually(lambda: not hub.ears)


async def test_the_relay_speaks_every_15_seconds_so_that_an_app_that_waits_45_notices_a_dead_line(
    database: Path, office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[fault 19]"""
    beats: list[float] = []

    class Told(stream.Heartbeat):
        def __init__(self, ear: LogEar, seconds: float) -> None:
            beats.append(seconds)
            super().__init__(ear, seconds)

    monkeypatch.setattr(stream, "Heartbeat", Told)
    async with open_relay(database, office) as relay, Hub(database, SystemClock()) as hub:
        app = create_v1(hub, Kept(database.parent / "media"))
        async with served(app) as url, listening(url, relay.dana) as dana:
            await dana.until(1, "cursor")
            await eventually(lambda: bool(beats))
    assert beats == [15.0]


async def test_a_long_log_comes_in_pieces_and_whole(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "AT_ONCE", 7)
    monkeypatch.setattr("rise_tui.relay.store.log_reading.WINDOW", 11)
    await relay.luis.new_client(BEN)
    for _ in range(30):
        await relay.receives(BEN, "for Luis")
    await relay.dana.new_client(ANA)
    for n in range(30):
        await relay.receives(ANA, f"{n}")
    async with served(relay.app) as url, listening(url, relay.dana) as dana:
        await dana.until(30, "MessageReceived")
    assert [e["data"]["body"] for e in dana.events() if e["type"] == "MessageReceived"] == [str(n) for n in range(30)]
    assert [e["seq"] for e in dana.events()] == [e["seq"] for e in await relay.dana.events()]


async def test_a_long_poll_is_answered_as_soon_as_there_is_something(relay: Relay) -> None:
    await relay.dana.new_client(ANA)
    after = (await relay.dana.events())[-1]["seq"]
    waiting = asyncio.create_task(relay.dana.get(f"/events?after={after}&wait=25"))
    await eventually(lambda: bool(relay.hub.ears))
    async with asyncio.timeout(PATIENCE):
        await relay.receives(ANA, "Hello")
        page = (await waiting).json()
    assert [event["data"]["body"] for event in page["events"]] == ["Hello"]
    empty = (await relay.dana.get(f"/events?after={page['next']}&wait=0.01")).json()
    assert (empty["events"], empty["next"]) == ([], page["next"])
    assert not relay.hub.ears

    waiting = asyncio.create_task(relay.dana.get(f"/events?after={page['next']}&wait=25"))
    await eventually(lambda: bool(relay.hub.ears))

    def revoked(tx: Tx) -> None:
        tx.update("token", {"caseworker_id": relay.dana.caseworker_id}, state="revoked")
        accept_inbound(tx, Inbound("SMlate", ANA, relay.number, "for nobody"), carrier="twilio", at=relay.now)

    async with asyncio.timeout(PATIENCE):
        await relay.act(revoked)
        assert (await waiting).json()["events"] == [], "a sign-in that was taken back hears nothing more"


async def test_a_stream_ends_after_some_minutes_so_that_who_sleeps_behind_a_proxy_listens_no_longer(
    database: Path, office: SmallOffice
) -> None:
    async with open_relay(database, office, heartbeat_s=0.01) as relay, served(relay.app) as url:
        me = (relay.office_id, relay.dana.caseworker_id)
        async with listening(url, relay.dana) as heard:
            await heard.until(3)
            assert relay.hub.ears.count(*me) == 1
            relay.clock.go(LONGEST_S * 1.25)
            await eventually(lambda: relay.hub.ears.count(*me) == 0)
        now = relay.clock.monotonic()
        assert relay.hub.ears.left_since(now - 5) == {me}, "for a moment they may be about to ask again"
        assert relay.hub.ears.left_since(now + 5) == frozenset()
