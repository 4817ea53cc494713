"""On this machine any user may listen on a port: no token leaves before the relay has proven who it is.

A request that carries a token never opens a connection. It goes over one on which `/healthz?challenge=` was answered
with the right proof; where there is none, the challenge opens it first. The proof therefore holds for the very
connection that the token travels on, also after the relay crashed and somebody else took its port.
"""

import hmac
import secrets
from typing import Any

import httpx

from rise_tui.sync.answers import ComeBackLater, WrongRelay
from rise_tui.wire import routes
from rise_tui.wire.codec import from_json, proof_of

ROUNDS = 20
"""How often a request may find its proven connection taken by another request before it counts as unanswered."""
LONGEST = 10_000
"""Bytes of an answer to a challenge."""


class _Unproven(Exception):
    """The request would have opened a connection of its own."""


async def _open_nothing(event: str, _: dict[str, Any]) -> None:
    if event.startswith("connection.connect_"):
        raise _Unproven


class ProvenTransport(httpx.AsyncBaseTransport):
    """A transport to a relay on this machine that lets a token through only to whoever knows the instance id."""

    def __init__(self, inner: httpx.AsyncBaseTransport, url: str, instance_id: str) -> None:
        self.inner, self.url, self.instance_id = inner, url, instance_id

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it, after a proof where the connection has none. Raises WrongRelay when the proof is not right."""
        if "Authorization" not in request.headers:
            return await self.inner.handle_async_request(request)
        request.extensions = {**request.extensions, "trace": _open_nothing}
        for _ in range(ROUNDS):
            try:
                return await self.inner.handle_async_request(request)
            except _Unproven:
                await self._challenge(request)
        raise ComeBackLater("no connection to the relay could be kept")

    async def _challenge(self, request: httpx.Request) -> None:
        challenge = secrets.token_hex(16)
        asked = httpx.Request(
            "GET",
            httpx.URL(self.url).copy_with(path=routes.HEALTH, query=f"challenge={challenge}".encode()),
            extensions={"timeout": request.extensions.get("timeout", {})},
        )
        answer = await self.inner.handle_async_request(asked)
        try:
            await self._judge(answer, proof_of(challenge, self.instance_id))
        finally:
            await answer.aclose()

    async def _judge(self, answer: httpx.Response, proof: str) -> None:
        """Read the rest, which keeps the connection for others, only after the proof is right; else it is closed.

        The last byte of an answer sets its connection free for whatever waits, so the end is not read before.
        """
        length = answer.headers.get("Content-Length", "")
        if not (length.isdigit() and 0 < int(length) <= LONGEST):
            raise WrongRelay(self.url)
        content, parts = b"", answer.aiter_raw()
        async for part in parts:
            content += part
            if len(content) >= int(length):
                break
        if not hmac.compare_digest(_proof_in(content), proof):
            raise WrongRelay(self.url)
        async for _ in parts:
            pass

    async def aclose(self) -> None:
        """Close the connections."""
        await self.inner.aclose()


def _proof_in(content: bytes) -> str:
    """The proof in an answer, or nothing where there is none."""
    try:
        proof = from_json(content)["proof"]
    except (ValueError, KeyError, TypeError):
        return ""
    return proof if isinstance(proof, str) and proof.isascii() else ""
