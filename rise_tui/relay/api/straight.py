"""uvicorn's HTTP, with a shorter way for webhooks: no task, no ASGI messages, the answer written by the commit itself.

Replies come in by the hundred when an office has written to everybody, and the objects of a general request cost each
of them as much as its signature and its marks. Whatever is not a plain small POST to a door goes uvicorn's own way,
and so does what comes on a connection before the last answer has gone.
"""

import asyncio
from functools import lru_cache, partial
from typing import Any

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from rise_tui.relay.api.doors import HEADERS, Door, Posted
from rise_tui.relay.api.front import Front

_ANSWERS = {
    status: b"".join(name + b": " + value + b"\r\n" for name, value in headers) + b"\r\n"
    for status, headers in HEADERS.items()
}


class _Nobody:
    """Who waits for more of a webhook: its end is heard by the protocol itself."""

    def set(self) -> None:
        """Wake nobody."""


_NOBODY: Any = _Nobody()


class _Visit(RequestResponseCycle):
    """A webhook on its way, as uvicorn's protocol knows a request: what it fills and asks, and nothing else."""

    def __init__(self, door: Door, path: str, headers: dict[bytes, bytes], keep_alive: bool) -> None:
        self.door = door
        self.path = path
        self.headers = headers
        self.keep_alive = keep_alive
        self.body = bytearray()
        self.more_body = True
        self.response_complete = False
        self.disconnected = False
        self.message_event = _NOBODY


class Straight(HttpToolsProtocol):
    """A connection to an application that is a `Front`, or to any other, which it serves as uvicorn does."""

    _rests_since: float | None = None
    """when the last answer to a webhook went, by the loop's clock, and nothing has come since"""
    _rest_ends: asyncio.TimerHandle | None = None

    def on_message_begin(self) -> None:
        """Begin to collect; a request's scope is made when it is known to be one."""
        self.url = b""
        self.expect_100_continue = False
        self.headers = []

    def on_headers_complete(self) -> None:
        """A webhook becomes a visit; anything else a request."""
        visit = self._visit()
        if visit is not None:
            self.cycle = visit
            return
        url, expects, headers = self.url, self.expect_100_continue, self.headers
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expects
        self.headers += headers
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A visit is whole: take it to its door."""
        super().on_message_complete()
        visit = self.cycle
        if not isinstance(visit, _Visit) or visit.response_complete:
            return
        visit.door.begin(Posted(visit.path, "", visit.headers, bytes(visit.body)), partial(self._respond, visit))

    def _visit(self) -> _Visit | None:
        """What has begun, if it is a plain small POST to a door and nobody waits for an answer before it."""
        if not isinstance(self.app, Front) or (self.cycle is not None and not self.cycle.response_complete):
            return None
        path = self.url.decode("latin-1")
        door = self.app.door(path)
        if door is None or self.parser.get_method() != b"POST":
            return None
        if "?" in path or "%" in path or not path.isascii():  # more than a path, or one that is written in another way
            return None
        if self.expect_100_continue or self.parser.should_upgrade():
            return None
        headers = dict(self.headers)
        length = headers.get(b"content-length", b"")
        if not length.isdigit() or len(length) > 6 or int(length) > HIGH_WATER_LIMIT or b"transfer-encoding" in headers:
            return None
        keep_alive = self.parser.get_http_version() != "1.0" and self.parser.should_keep_alive()
        return _Visit(door, path, headers, keep_alive)

    def _respond(self, visit: _Visit, status: int) -> None:
        if self.transport.is_closing():
            return
        self.transport.write(_answer(status, tuple(self.server_state.default_headers)))
        visit.response_complete = True
        if not visit.keep_alive:
            self.transport.close()
        if self.pipeline or self.transport.is_closing():
            self.on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        self._rests_since = self.loop.time()
        if self._rest_ends is None:
            self._rest_ends = self.loop.call_later(self.timeout_keep_alive, self._has_rested)

    def _has_rested(self) -> None:
        """Close the connection where nothing has come for long enough; one timer does for many webhooks."""
        self._rest_ends = None
        if self._rests_since is None:
            return
        left = self._rests_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._rest_ends = self.loop.call_later(left, self._has_rested)
        else:
            self.timeout_keep_alive_handler()

    def _unset_keepalive_if_required(self) -> None:
        """Something has come, or the connection goes."""
        self._rests_since = None
        super()._unset_keepalive_if_required()


@lru_cache(maxsize=64)
def _answer(status: int, default: tuple[tuple[bytes, bytes], ...]) -> bytes:
    """An answer as it is written; `default` changes every second, with the time in it."""
    lines = [name + b": " + value + b"\r\n" for name, value in default]
    return b"".join([STATUS_LINE[status], *lines, _ANSWERS[status]])
