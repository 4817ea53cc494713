"""Where webhooks come in: what is posted, and a door that takes it and says how it is answered."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

LARGEST_FORM = 256 * 1024
"""Bytes of a body that is read; a webhook has some hundred."""
_NOTHING = [(b"content-length", b"0")]
HEADERS: Mapping[int, list[tuple[bytes, bytes]]] = {
    204: [],
    400: _NOTHING,
    403: _NOTHING,
    413: [*_NOTHING, (b"connection", b"close")],
    503: _NOTHING,
}
"""The statuses that a webhook is answered with, none with a body, and what goes with each."""
_STARTS = {
    status: {"type": "http.response.start", "status": status, "headers": headers} for status, headers in HEADERS.items()
}
_END = {"type": "http.response.body", "body": b""}


class TooMuch(Exception):
    """The body is larger than a webhook may be."""


class Posted(NamedTuple):
    """A request as it was posted: path and query exactly as they were asked for; names of headers in lower case."""

    path: str
    query: str
    headers: Mapping[bytes, bytes]
    body: bytes


Respond = Callable[[int], None]
"""Takes the status that a webhook is answered with, once; never raises."""


@dataclass(frozen=True, slots=True)
class Door:
    """One kind of webhook: `begin` looks at it and responds, at once or when it is durable. It never raises.

    It is an ASGI application too.
    """

    begin: Callable[[Posted, Respond], None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take what a server or a test hands over by ASGI."""
        await send(_STARTS[await self._answer(scope, receive)])
        await send(_END)

    async def _answer(self, scope: Scope, receive: Receive) -> int:
        try:
            body = await _body(receive)
        except TooMuch:
            return 413
        except ClientDisconnect:
            return 400
        raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
        path = raw_path.partition(b"?")[0].decode("ascii", "surrogateescape")
        query = scope["query_string"].decode("ascii", "surrogateescape")
        status: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.begin(Posted(path, query, dict(scope["headers"]), body), status.set_result)
        await asyncio.wait((status,))
        return status.result()


async def _body(receive: Receive) -> bytes:
    """All of it. Raises TooMuch before more than a webhook's worth was read, ClientDisconnect."""
    body, is_whole = b"", False
    while not is_whole:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > LARGEST_FORM:
            raise TooMuch
        is_whole = not message.get("more_body", False)
    return body
