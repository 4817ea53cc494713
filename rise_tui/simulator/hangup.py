"""Answers that are none: silence, and a connection that is torn in the middle."""

import asyncio
import socket
import struct
from typing import Any, cast

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_TRANSPORT = "rise.transport"


class TornProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, with the connection in the scope so that an answer can tear it."""

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        extensions = cast(dict[str, Any], self.scope.setdefault("extensions", {}))
        extensions[_TRANSPORT] = self.transport


class Silence(Response):
    """Never answers; ends when the other side has gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait."""
        await _gone(receive)


class Torn(Response):
    """Writes the first `after_bytes` of another answer (negative: all but the last), then ends the connection.

    It ends by RST, or by FIN when `is_orderly`, so that everything written is also read.
    """

    def __init__(self, answer: Response, after_bytes: int, is_orderly: bool = False) -> None:
        super().__init__()
        self._answer = answer
        self._after_bytes = after_bytes
        self._is_orderly = is_orderly

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write and tear."""
        transport: asyncio.Transport = scope["extensions"][_TRANSPORT]
        if self._after_bytes:
            transport.write((await self._bytes(scope, receive))[: self._after_bytes])
        if self._is_orderly:
            transport.close()
        else:
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        await _gone(receive)

    async def _bytes(self, scope: Scope, receive: Receive) -> bytes:
        """The other answer as it would have stood on the wire."""
        sent: list[Message] = []

        async def keep(message: Message) -> None:
            sent.append(message)

        await self._answer(scope, receive, keep)
        head = b"".join(name + b": " + value + b"\r\n" for name, value in sent[0]["headers"])
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return f"HTTP/1.1 {sent[0]['status']} \r\n".encode() + head + b"\r\n" + body


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
