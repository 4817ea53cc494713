"""A relay of a few lines on a real socket that speaks `wire/`, for what the real one never does when told to."""

import asyncio
import hashlib
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from rise_tui.domain.clock import to_wire
from rise_tui.domain.ids import new_id
from rise_tui.wire.codec import proof_of, to_json

TOKEN = "small-relay-token"
START_MS = 1_795_000_000_000
ANA = "00000000-0000-7000-8000-0000000000a1"
OFFICE = "00000000-0000-7000-8000-0000000000f1"

Answerer = Callable[[Request, bytes], Response | None]


@dataclass
class Put:
    """A PUT as it came in."""

    path: str
    write_id: str
    if_match: str | None
    content: bytes


@dataclass
class SmallRelay:
    """The office's log in a list; `answer` may answer a PUT otherwise, `before` any request."""

    epoch: str = "00000000-0000-7000-8000-00000000e001"
    instance_id: str = "secret-of-the-small-relay"
    heartbeat_s: float = 15.0
    proves: bool = True
    streams: bool = True
    log: list[dict[str, Any]] = field(default_factory=list)
    facts: list[list[dict[str, Any]]] = field(default_factory=lambda: [[]])
    facts_seq: int = 0
    pasts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    puts: list[Put] = field(default_factory=list)
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    answer: Answerer | None = None
    before: Callable[[Request], Response | None] | None = None
    role: str = "caseworker"
    seq: int = 0
    streams_closed: int = 0
    certificate: tuple[str, str] | None = None
    """the files of a certificate and its key: then the line is encrypted"""

    def __enter__(self) -> Self:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", getattr(self, "port", 0)))
        self.port = self.socket.getsockname()[1]
        certificate, key = self.certificate or (None, None)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            self._app(),
            log_level="critical",
            lifespan="off",
            timeout_graceful_shutdown=1,
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
        self.server = uvicorn.Server(config)
        self.is_closing = False
        started = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self.thread.start()
        assert started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.is_closing = True
        self.wake()
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()

    def _run(self, started: threading.Event) -> None:
        async def serve() -> None:
            self.loop = asyncio.get_running_loop()
            self.news = asyncio.Event()
            self.socket.listen(128)
            started.set()
            await self.server.serve(sockets=[self.socket])

        asyncio.run(serve())

    def wake(self) -> None:
        """Let streams and waiting polls look again."""
        if self.loop.is_closed():
            return
        self.loop.call_soon_threadsafe(self.news.set)

    def hang_up(self) -> None:
        """Close every stream, as a relay does that is too slow for one."""
        self.streams_closed += 1
        self.wake()

    def happens(self, type: str, client_id: str | None = None, actor: str = "relay", /, **data: Any) -> dict[str, Any]:
        """Put an event into the log."""
        event = self.event(type, client_id, actor, **data)
        self.log.append(event)
        if hasattr(self, "loop"):
            self.wake()
        return event

    def event(self, type: str, client_id: str | None = None, actor: str = "relay", /, **data: Any) -> dict[str, Any]:
        """The next event, not yet in the log."""
        self.seq += 1
        at = to_wire(START_MS + self.seq * 1000)
        event = {"seq": self.seq, "at": at, "type": type, "actor": actor, "data": data}
        return event if client_id is None else {**event, "client_id": client_id}

    @contextmanager
    def down(self) -> Any:
        """Nobody listens on the port inside."""
        self.__exit__()
        yield
        self.__enter__()

    # -- what it answers -------------------------------------------------------------------------------------------

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/healthz", self._health),
                Route("/v1/me", self._me),
                Route("/v1/events", self._events),
                Route("/v1/snapshot", self._snapshot),
                Route("/v1/clients/{client_id}/events", self._past),
                Route("/v1/media/{sha256}", self._media),
                Route("/v1/{path:path}", self._put, methods=["PUT"]),
            ]
        )

    def _first(self, request: Request) -> Response | None:
        self.asked.append((request.url.path, request.headers.get("authorization")))
        if self.before is not None and (answer := self.before(request)) is not None:
            return answer
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return problem(401, "token-revoked")
        return None

    async def _health(self, request: Request) -> Response:
        self.asked.append((request.url.path, request.headers.get("authorization")))
        secret = self.instance_id if self.proves else "not it"
        return JSONResponse({"status": "ok", "proof": proof_of(request.query_params.get("challenge", ""), secret)})

    async def _me(self, request: Request) -> Response:
        return self._first(request) or JSONResponse(
            {
                "office_id": OFFICE,
                "office": "Office of Reintegration",
                "caseworker_id": ANA,
                "name": "Ana",
                "role": self.role,
                "zone": "America/New_York",
                "instance_id": self.instance_id,
                "epoch": self.epoch,
            }
        )

    def _page(self, log: list[dict[str, Any]], after: int, limit: int) -> dict[str, Any]:
        events = [event for event in log if event["seq"] > after][:limit]
        return {"epoch": self.epoch, "events": events, "next": events[-1]["seq"] if events else max(after, self.seq)}

    async def _events(self, request: Request) -> Response:
        if (refused := self._first(request)) is not None:
            return refused
        asked = request.query_params
        after, limit = int(asked.get("after", 0)), int(asked.get("limit", 500))
        if "text/event-stream" in request.headers["accept"] and self.streams:
            after = int(request.headers.get("last-event-id", after))
            return StreamingResponse(self._stream(after), media_type="text/event-stream")
        page = self._page(self.log, after, limit)
        if asked.get("wait") and not page["events"]:
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), float(asked["wait"]))
            except TimeoutError:
                pass  # an empty page is the answer
            page = self._page(self.log, after, limit)
        return Response(to_json(page), media_type="application/json")

    async def _stream(self, after: int) -> AsyncIterator[str]:
        yield self._cursor(after)
        closed = self.streams_closed
        while not self.is_closing and self.streams_closed == closed:
            self.news.clear()
            for event in [event for event in self.log if event["seq"] > after]:
                after = event["seq"]
                yield f"id: {after}\nevent: {event['type']}\ndata: {to_json(event)}\n\n"
            try:
                await asyncio.wait_for(self.news.wait(), self.heartbeat_s)
            except TimeoutError:
                after = max(after, self.seq)
                yield self._cursor(after)

    def _cursor(self, after: int) -> str:
        return f"id: {after}\nevent: cursor\ndata: {to_json({'epoch': self.epoch, 'next': after})}\n\n"

    async def _snapshot(self, request: Request) -> Response:
        if (refused := self._first(request)) is not None:
            return refused
        page = int(request.query_params.get("page", 0))
        body = {"epoch": self.epoch, "seq": self.facts_seq, "events": self.facts[page]}
        more = {"page": str(page + 1)} if page + 1 < len(self.facts) else {}
        return Response(to_json({**body, **more}), media_type="application/json")

    async def _past(self, request: Request) -> Response:
        if (refused := self._first(request)) is not None:
            return refused
        log = self.pasts.get(request.path_params["client_id"])
        if log is None:
            return problem(403, "not-yours")
        after, limit = int(request.query_params.get("after", 0)), int(request.query_params.get("limit", 500))
        return Response(to_json(self._page(log, after, limit)), media_type="application/json")

    async def _media(self, request: Request) -> Response:
        if (refused := self._first(request)) is not None:
            return refused
        content = self.media.get(request.path_params["sha256"])
        return problem(404, "not-found") if content is None else Response(content, media_type="image/png")

    async def _put(self, request: Request) -> Response:
        if (refused := self._first(request)) is not None:
            return refused
        content = await request.body()
        write_id = request.headers["idempotency-key"]
        self.puts.append(Put(request.url.path, write_id, request.headers.get("if-match"), content))
        if self.answer is not None and (answer := self.answer(request, content)) is not None:
            return answer
        if write_id not in self.answered:
            self.seq += 1
            self.answered[write_id] = {
                "id": request.url.path.rsplit("/", 1)[-1],
                "seq": self.seq,
                "at": to_wire(START_MS + self.seq * 1000),
            }
        return JSONResponse(self.answered[write_id])


def problem(status: int, name: str, **more: Any) -> Response:
    """A problem as the relay tells one."""
    body = {"type": f"/problems/{name}", "title": name.replace("-", " "), "status": status, **more}
    return Response(to_json(body), status, media_type="application/problem+json")


def sha256(content: bytes) -> str:
    """The name of these bytes."""
    return hashlib.sha256(content).hexdigest()


def client_changed(relay: SmallRelay, client_id: str, **fields: Any) -> dict[str, Any]:
    """The fact that a client is so."""
    return relay.event("ClientChanged", client_id, client_id=client_id, **{"first_name": "Dana", **fields})


def a_client() -> str:
    """An id for somebody."""
    return new_id()
