"""Webhooks at the real server's protocol: answered in order, whatever else comes on the connection."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlencode

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from rise_tui.domain.clock import FrozenClock
from rise_tui.domain.ids import new_id
from rise_tui.relay.api.doors import LARGEST_FORM
from rise_tui.relay.api.front import Front
from rise_tui.relay.api.straight import Straight
from rise_tui.relay.hub import Hub
from tests.relay.api.callers import eventually
from tests.relay.posting import INBOUND, PUBLIC, sign, text, webhooks


class Watched(Front):
    """Notes what comes to it the ordinary way."""

    seen: ClassVar[list[str]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope["path"])
        await super().__call__(scope, receive, send)


class Line:
    """A connection to the server, byte for byte."""

    def __init__(self, server: uvicorn.Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self.writer = writer
        Watched.seen.clear()

    @property
    def connection(self) -> Straight:
        """The server's side of it, the only one that it has."""
        [found] = self._server.server_state.connections
        assert isinstance(found, Straight)
        return found

    async def answers(self, count: int) -> list[str]:
        """The first line and the body of the next answers."""
        return [await self._answer() for _ in range(count)]

    async def is_closed(self) -> bool:
        """Has the server hung up?"""
        return await self._reader.read(1) == b""

    async def _answer(self) -> str:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        lengths = [line for line in head if line.startswith("content-length:")]
        body = await self._reader.readexactly(int(lengths[0].split(":")[1])) if lengths else b""
        return " ".join([head[0], body.decode()]).strip()


@asynccontextmanager
async def served(hub: Hub, clock: FrozenClock, folder: Path) -> AsyncIterator[Line]:
    """The webhooks and a page, behind the real server; a connection to it."""

    async def page(_: Request) -> PlainTextResponse:
        return PlainTextResponse("a page")

    listener = socket.create_server(("127.0.0.1", 0))
    async with webhooks(hub, clock, folder, lambda: None) as hooks:
        front = Watched(hooks.doors(), routes=[*hooks.routes(), Route("/page", page)])
        config = uvicorn.Config(
            front, http=Straight, log_config=None, access_log=False, lifespan="off", proxy_headers=False
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        reader, writer = await asyncio.open_connection("127.0.0.1", listener.getsockname()[1])
        yield Line(server, reader, writer)
        writer.close()
        server.should_exit = True
        await serving
        listener.close()


def posted(body: str, *, more: str = "", version: str = "1.1", path: str = INBOUND) -> bytes:
    """A signed text as it comes on the wire."""
    form = text(body)
    content = urlencode(form)
    head = (
        f"POST {path} HTTP/{version}\r\nHost: inside\r\nX-Twilio-Signature: {sign(PUBLIC + path, form)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(content)}\r\n{more}\r\n"
    )
    return (head + content).encode()


def bodies(hub: Hub) -> list[str]:
    return [row["body"] for row in hub.read(lambda tx: tx.all("SELECT body FROM message ORDER BY seq"))]


STORED, PAGE = "http/1.1 204 no content", "http/1.1 200 ok a page"
STATUS = f"/carriers/twilio/status/{new_id()}"
ASK = b"GET /page HTTP/1.1\r\nHost: inside\r\n\r\n"


async def test_whatever_comes_on_a_connection_is_answered_in_its_order(
    hub: Hub, clock: FrozenClock, tmp_path: Path
) -> None:
    async with served(hub, clock, tmp_path) as line:
        line.writer.write(posted("one") + posted("two") + ASK + posted("three"))
        assert await line.answers(4) == [STORED, STORED, PAGE, STORED]
        line.writer.write(ASK + posted("four"))
        assert await line.answers(2) == [PAGE, STORED]
        slow = posted("five")
        for piece in (slow[:30], slow[30:400], slow[400:]):
            line.writer.write(piece)
            await line.writer.drain()
            await asyncio.sleep(0)
        assert await line.answers(1) == [STORED]
    assert bodies(hub) == ["one", "two", "three", "four", "five"]
    assert Watched.seen == [INBOUND, "/page", INBOUND, "/page", INBOUND]  # what came before another's answer had gone


async def test_what_is_no_plain_small_post_goes_the_ordinary_way(hub: Hub, clock: FrozenClock, tmp_path: Path) -> None:
    form = text("in one piece")
    content = urlencode(form)
    head = (
        f"POST {INBOUND} HTTP/1.1\r\nHost: inside\r\nX-Twilio-Signature: {sign(PUBLIC + INBOUND, form)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
    )
    large = "x" * (LARGEST_FORM + 1)
    async with served(hub, clock, tmp_path) as line:
        line.writer.write(f"{head}Content-Length: {len(content)}\r\nExpect: 100-continue\r\n\r\n".encode())
        assert await line.answers(1) == ["http/1.1 100 continue"]
        line.writer.write(content.encode())
        assert await line.answers(1) == [STORED]
        line.writer.write(f"GET {INBOUND} HTTP/1.1\r\nHost: inside\r\nContent-Length: 0\r\n\r\n".encode())
        assert await line.answers(1) == ["http/1.1 405 method not allowed Method Not Allowed"]
        line.writer.write(posted("a status", path=f"{STATUS}?more=1"))
        assert await line.answers(1) == [STORED]
        chunk = f"{len(content):x}\r\n{content}\r\n0\r\n\r\n"
        line.writer.write(f"{head}Transfer-Encoding: chunked\r\n\r\n{chunk}".encode())
        assert await line.answers(1) == [STORED]
        line.writer.write(f"{head}Content-Length: {len(large)}\r\n\r\n{large}".encode())
        assert await line.answers(1) == ["http/1.1 413 request entity too large"]
        assert await line.is_closed()
    assert bodies(hub) == ["in one piece"]
    assert Watched.seen == [INBOUND, INBOUND, STATUS, INBOUND, INBOUND]


async def test_the_last_answer_of_an_old_client_closes_the_connection(
    hub: Hub, clock: FrozenClock, tmp_path: Path
) -> None:
    async with served(hub, clock, tmp_path) as line:
        line.writer.write(posted("kept", version="1.0"))
        assert await line.answers(1) == [STORED]
        assert await line.is_closed()
    assert bodies(hub) == ["kept"]
    assert Watched.seen == []


async def test_a_text_is_kept_whose_carrier_has_hung_up(hub: Hub, clock: FrozenClock, tmp_path: Path) -> None:
    async with served(hub, clock, tmp_path) as line:
        line.writer.write(posted("gone"))
        await line.writer.drain()
        line.writer.close()
        async with asyncio.timeout(20):
            while not bodies(hub):  # noqa: ASYNC110 - the server reads from the socket in its own time
                await asyncio.sleep(0)
    assert bodies(hub) == ["gone"]


async def test_a_connection_on_which_nothing_comes_is_closed_and_one_timer_sees_to_it(
    hub: Hub, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    rests: list[float] = []
    later = loop.call_later

    def counted(seconds: float, act: Callable[..., object], *args: object) -> asyncio.TimerHandle:
        if getattr(act, "__func__", None) is Straight._has_rested:
            rests.append(seconds)
        return later(seconds, act, *args)

    monkeypatch.setattr(loop, "call_later", counted)
    async with served(hub, clock, tmp_path) as line:
        for number in range(20):
            line.writer.write(posted(f"text {number}"))
            assert await line.answers(1) == [STORED]
        connection = line.connection
        whole = connection.timeout_keep_alive
        assert rests == [whole]
        connection._rests_since = loop.time() - whole + 1
        connection._has_rested()
        assert 0 < rests[1] <= 1, "it has a second left"
        line.writer.write(posted("one more"))
        assert await line.answers(1) == [STORED]
        assert len(rests) == 2
        connection._rests_since = loop.time() - whole
        connection._has_rested()
        assert await line.is_closed()


async def test_a_connection_whose_webhook_waits_is_not_at_rest(hub: Hub, clock: FrozenClock, tmp_path: Path) -> None:
    async with served(hub, clock, tmp_path) as line:
        line.writer.write(posted("one"))
        assert await line.answers(1) == [STORED]
        connection = line.connection
        whole = posted("two")
        line.writer.write(whole[:-9])
        await eventually(lambda: connection._rests_since is None)
        connection._has_rested()
        line.writer.write(whole[-9:])
        assert await line.answers(1) == [STORED]
