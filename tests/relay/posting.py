"""Posts webhooks as Twilio does, signed by Twilio's own library, into the real routes."""

import base64
import hmac
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import httpx
from starlette.applications import Starlette
from twilio.request_validator import RequestValidator

from rise_tui.domain.clock import Clock
from rise_tui.domain.ids import new_id
from rise_tui.relay.api.webhooks import Webhooks
from rise_tui.relay.carriers.media_links import MediaLinks
from rise_tui.relay.carriers.twilio import Twilio
from rise_tui.relay.hub import Hub
from rise_tui.relay.settings import Settings
from rise_tui.relay.store.media import MediaFolder
from tests.relay.conftest import OURS

PUBLIC = "https://texts.example.org"
TOKEN = "0123456789abcdef0123456789abcdef"
ACCOUNT = "AC" + "5" * 32
THEIRS = "+12155550142"
INBOUND = "/carriers/twilio/inbound"


def settings(folder: Path, **given: object) -> Settings:
    """Settings of a relay that keeps its photos in that folder."""
    return Settings.model_validate(
        {
            "media": folder / "media",
            "public_url": PUBLIC,
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": TOKEN,
            **given,
        }
    )


def text(body: str = "Hello", *, sid: str = "", from_: str = THEIRS, to: str = OURS, **more: str) -> dict[str, str]:
    """The fields of a text that came in, as Twilio sends them."""
    sid = sid or "SM" + new_id().replace("-", "")
    return {
        "ToCountry": "US",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "SmsSid": sid,
        "SmsStatus": "received",
        "FromCity": "",
        "Body": body,
        "To": to,
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": from_,
        "ApiVersion": "2010-04-01",
        **more,
    }


def sign(url: str, fields: Mapping[str, str] | str, token: str = TOKEN) -> str:
    """The signature as Twilio's own library makes it."""
    return str(RequestValidator(token).compute_signature(url, fields))


def sign_raw(url: str, pairs: Iterable[tuple[bytes, bytes]]) -> str:
    """The signature over bytes that are no text, which Twilio's library cannot make."""
    fields = b"".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.digest(TOKEN.encode(), url.encode() + fields, "sha1")).decode()


@dataclass
class Twilioish:
    """Whoever posts webhooks; `woken` counts the calls for photos."""

    http: httpx.AsyncClient
    hub: Hub
    woken: list[None] = field(default_factory=list)

    async def text(self, form: Mapping[str, str], **headers: str) -> httpx.Response:
        """Post a text."""
        return await self.post(INBOUND, form, **headers)

    async def status(self, message_id: str, word: str, *, sid: str = "SM1", code: int | None = None) -> httpx.Response:
        """Post a status of one of ours."""
        form = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": word, "SmsStatus": word, "AccountSid": ACCOUNT}
        if code is not None:
            form["ErrorCode"] = str(code)
        return await self.post(f"/carriers/twilio/status/{message_id}", form)

    async def post(self, path: str, form: Mapping[str, str], **headers: str) -> httpx.Response:
        """Post a signed form."""
        given = {"X-Twilio-Signature": sign(PUBLIC + path, form), **headers}
        return await self.raw(path, urlencode(form, errors="surrogatepass").encode(), **given)

    async def pairs(self, pairs: list[tuple[bytes, bytes]]) -> httpx.Response:
        """Post a signed form of bytes."""
        body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()
        return await self.raw(INBOUND, body, **{"X-Twilio-Signature": sign_raw(PUBLIC + INBOUND, pairs)})

    async def raw(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        """Post any bytes."""
        given = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", **headers}
        return await self.http.post(path, content=body, headers=given)


@asynccontextmanager
async def carrier_side(hub: Hub, clock: Clock, folder: Path) -> AsyncIterator[Twilioish]:
    """The real routes over a hub, and somebody who posts to them."""
    woken: list[None] = []
    async with webhooks(hub, clock, folder, lambda: woken.append(None)) as hooks:
        transport = httpx.ASGITransport(app=Starlette(routes=hooks.routes()))
        async with httpx.AsyncClient(transport=transport, base_url="http://inside:8000") as http:
            yield Twilioish(http, hub, woken)


@asynccontextmanager
async def webhooks(hub: Hub, clock: Clock, folder: Path, on_media: Callable[[], None]) -> AsyncIterator[Webhooks]:
    """The real routes over a hub."""
    carrier = Twilio(settings(folder), clock)
    yield Webhooks(hub, carrier, MediaFolder(folder / "media"), MediaLinks(PUBLIC, carrier.name, "secret"), on_media)
    await carrier.close()
