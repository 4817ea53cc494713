"""Photos both ways: giving the bytes of what phones sent, and fetching what the sender attached."""

import asyncio
import base64
import binascii
import dataclasses
import hashlib
import hmac
import time
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from rise_tui.simulator.faults import Fault
from rise_tui.simulator.hangup import Silence, Torn
from rise_tui.simulator.pictures import FIXTURES
from rise_tui.simulator.texts import Medium

if TYPE_CHECKING:
    import httpx

VALID_FOR = 4 * 3600
"""Seconds that a signed media address opens something (Twilio support 223183748)."""
FETCH_SECONDS = 5.0
LARGEST = 5 * 1024 * 1024
NOT_FETCHED, BAD_TYPE, TOO_LARGE = 11200, 12300, 11751
"""Twilio's codes for a text whose attachment could not be had."""


class BadMedium(ValueError):
    """An attachment that cannot be understood; the text says why."""


def attachment(asked: Mapping[str, Any], sid: str, text_sid: str, position: int) -> Medium:
    """An inbound attachment from `{type?, fixture | base64 | zeros | url}`.

    `fixture` names one of our own pictures, `zeros` asks for that many zero bytes, `url` is passed on as it is in
    place of our own address. Raises BadMedium.
    """
    if "url" in asked:
        return Medium(sid, text_sid, position, str(asked.get("type", "image/jpeg")), url=str(asked["url"]))
    if "base64" in asked:
        try:
            content = base64.b64decode(str(asked["base64"]), validate=True)
        except binascii.Error as error:
            raise BadMedium("base64 is not base64") from error
        return Medium.of(sid, text_sid, position, str(asked.get("type", "application/octet-stream")), content)
    if "zeros" in asked:
        return Medium.of(sid, text_sid, position, str(asked.get("type", "image/jpeg")), bytes(int(asked["zeros"])))
    try:
        type_, draw = FIXTURES[str(asked["fixture"])]
    except KeyError as error:
        raise BadMedium(f"an attachment has url, base64, zeros or fixture, one of {sorted(FIXTURES)}") from error
    return Medium.of(sid, text_sid, position, str(asked.get("type", type_)), draw())


def signed_path(sid: str, token: str, at: float | None = None) -> str:
    """The address, on this server, that opens an attachment without credentials for four hours."""
    until = int((time.time() if at is None else at) + VALID_FOR)
    return f"/media/{sid}?until={until}&signature={_signature(sid, until, token)}"


def opens(request: Request, token: str) -> bool:
    """Does the signed address of this request still open its attachment?"""
    until = request.query_params.get("until", "")
    if not until.isdecimal() or int(until) < time.time():
        return False
    expected = _signature(request.path_params["medium"], int(until), token)
    return hmac.compare_digest(expected, request.query_params.get("signature", ""))


def redirect(medium: Medium, token: str) -> Response:
    """Where the bytes are, as Twilio says it."""
    return RedirectResponse(signed_path(medium.sid, token), 307)


def content(medium: Medium, fault: Fault | None) -> Response:
    """The bytes of an attachment, or what an armed fault makes of them."""
    body = medium.content or b""
    if fault is None:
        return Response(body, media_type=medium.type)
    match fault.kind:
        case "cut":
            return Torn(Response(body, media_type=medium.type), -max(1, int(len(body) * (1 - fault.share))), True)
        case "reset":
            return Torn(Response(body, media_type=medium.type), fault.after_bytes)
        case "endless":
            return StreamingResponse(_endless(), media_type=medium.type)
        case "wrong-type":
            return Response(b"<!doctype html><title>Sign in</title>", media_type="text/html")
        case "hang":
            return Silence()
        case _:
            return Response(status_code=fault.status)


class Fetcher:
    """Fetches what the sender attached, over connections that stay open."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def fetch(self, medium: Medium) -> tuple[Medium, int | None]:
        """The type, size and digest of an attachment, and Twilio's code when it could not be had."""
        import httpx  # half of the simulator's start, and most runs never fetch anything

        self._client = self._client or httpx.AsyncClient(follow_redirects=True, trust_env=False, timeout=FETCH_SECONDS)
        try:
            async with self._client.stream("GET", medium.url) as answer:
                return await _taken(medium, answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return dataclasses.replace(medium, error=type(error).__name__), NOT_FETCHED

    async def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            await self._client.aclose()


async def _taken(medium: Medium, answer: "httpx.Response") -> tuple[Medium, int | None]:
    if answer.status_code != 200:
        return dataclasses.replace(medium, error=f"HTTP {answer.status_code}"), NOT_FETCHED
    digest, size = hashlib.sha256(), 0
    type_ = answer.headers.get("content-type", "").partition(";")[0]
    async for part in answer.aiter_bytes():
        digest.update(part)
        size += len(part)
        if size > LARGEST:
            return dataclasses.replace(medium, type=type_, error="too large"), TOO_LARGE
    got = dataclasses.replace(medium, type=type_, size=size, sha256=digest.hexdigest())
    return (got, None) if type_ else (dataclasses.replace(got, error="no content type"), BAD_TYPE)


def _signature(sid: str, until: int, token: str) -> str:
    return hmac.digest(token.encode(), f"{sid}.{until}".encode(), "sha256").hex()


async def _endless() -> AsyncIterator[bytes]:
    zeros = bytes(64 * 1024)
    while True:
        yield zeros
        await asyncio.sleep(0)  # to somebody who has gone, sending waits for nothing
