"""The relay as the app sees it: every call of `/v1`, typed. The only place of the app that speaks HTTP."""

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any, TypeVar

import httpx
from httpx_sse import EventSource
from pydantic import BaseModel, ValidationError

from rise_tui.account import Account
from rise_tui.domain.errors import BadInput, NotSignedIn, Unreachable
from rise_tui.domain.ids import new_id
from rise_tui.sync.answers import ComeBackLater, NoRelay, RefusedByRelay, SignedOut, TooMuch, meaning
from rise_tui.sync.proof import ProvenTransport
from rise_tui.version import __version__
from rise_tui.wire import routes
from rise_tui.wire.codec import to_json
from rise_tui.wire.events import Answer, Me, Page, Snapshot
from rise_tui.wire.shapes import Problem

AGENT = f"rise-tui/{__version__}"
LIMITS = httpx.Limits(max_connections=12, max_keepalive_connections=12)
"""At most: httpcore's cost per request grows with the square of its connections."""
MEDIA_LIMIT = 64 * 1024 * 1024
"""Bytes of one photo or file that are taken; a relay stores less."""

for _speaks in ("httpx", "httpcore"):
    logging.getLogger(_speaks).setLevel(logging.WARNING)  # their lines name addresses, and some of ours hold a number

Shape = TypeVar("Shape", bound=BaseModel)


class RelayClient:
    """Calls to one relay with one token.

    Every method raises ComeBackLater, WrongRelay, RefusedByRelay or SignedOut (sync/answers). Time-outs in seconds:
    `quiet_s` for a stream that says nothing, `answer_s` for any other answer.
    """

    def __init__(
        self,
        url: str,
        token: str,
        instance_id: str | None,
        *,
        quiet_s: float = 45.0,
        answer_s: float = 20.0,
        connect_s: float = 10.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.url = checked_url(url)
        self.quiet_s, self.answer_s = quiet_s, answer_s
        self.connect_s = connect_s
        self.relay_time: datetime | None = None
        """What time the relay had at its last answer, to a second."""
        self._line: Any = None
        """httpcore's stream of the last answer that was read"""
        self._http = httpx.AsyncClient(
            base_url=self.url,
            transport=transport or _own_way(self.url, instance_id),
            limits=LIMITS,
            timeout=self._patience(answer_s),
            headers={"Authorization": f"Bearer {token}", "User-Agent": AGENT},
            follow_redirects=False,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    @property
    def certificate_until(self) -> datetime | None:
        """Until when the relay's certificate is good; None where the line is not encrypted, or nothing came yet."""
        encrypted = self._line.get_extra_info("ssl_object") if self._line is not None else None
        ends = (encrypted.getpeercert() or {}).get("notAfter") if encrypted is not None else None
        return None if ends is None else datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)

    async def me(self) -> Me:
        """Who the token belongs to, and which relay this is."""
        return await self._read(Me, routes.ME)

    async def events(self, after: int, *, limit: int = 500, wait: int = 0) -> Page:
        """The log after `after`; with `wait` (seconds) the relay holds the answer until there is something."""
        asked = {"after": after, "limit": limit, **({"wait": wait} if wait else {})}
        return await self._read(Page, routes.EVENTS, asked, read_s=self.answer_s + wait)

    async def snapshot(self, page: str | None = None) -> Snapshot:
        """A page of what one may see now; without `page` the first."""
        return await self._read(Snapshot, routes.SNAPSHOT, {"page": page} if page else {})

    async def past(self, client_id: str, after: int = 0, *, limit: int = 500) -> Page:
        """A page of one client's own past."""
        path = routes.CLIENT_EVENTS.format(client_id=client_id)
        return await self._read(Page, path, {"after": after, "limit": limit})

    async def put(
        self, kind: str, ids: Mapping[str, str], body: Mapping[str, Any], *, write_id: str, if_match: int | None = None
    ) -> Answer:
        """Offer a wish; a repeated `write_id` gets the same answer."""
        headers = {routes.IDEMPOTENCY_KEY: write_id, "Content-Type": "application/json"}
        if if_match is not None:
            headers[routes.IF_MATCH] = str(if_match)
        path = routes.RESOURCES[kind].path(**ids)
        return await self._put(path, to_json(body).encode(), headers)

    async def put_media(self, sha256: str, content: bytes, media_type: str, *, write_id: str) -> Answer:
        """Hand over the bytes of a photo or file that a text will carry."""
        headers = {routes.IDEMPOTENCY_KEY: write_id, "Content-Type": media_type}
        return await self._put(routes.MEDIA.format(sha256=sha256), content, headers)

    async def get_media(self, sha256: str, *, most_bytes: int = MEDIA_LIMIT) -> bytes:
        """The bytes of a photo or file; TooMuch when they are more than `most_bytes`."""
        content = bytearray()
        async with self._speaking(), self._http.stream("GET", routes.MEDIA.format(sha256=sha256)) as response:
            await _judge(response)
            async for part in response.aiter_bytes():
                content += part
                if len(content) > most_bytes:
                    raise TooMuch("a file of more bytes than are taken")
        return bytes(content)

    @asynccontextmanager
    async def listen(self, after: int) -> AsyncIterator[EventSource]:
        """The log after `after` as it happens. Read errors inside are raised as ComeBackLater."""
        headers = {"Accept": routes.EVENT_STREAM, "Cache-Control": "no-store", "Last-Event-ID": str(after)}
        timeout = self._patience(self.quiet_s)
        asked: dict[str, Any] = {"params": {"after": after}, "headers": headers, "timeout": timeout}
        async with self._speaking(), self._http.stream("GET", routes.EVENTS, **asked) as response:
            await _judge(response)
            yield EventSource(response)

    def _patience(self, read_s: float) -> httpx.Timeout:
        return httpx.Timeout(self.answer_s, connect=self.connect_s, read=read_s)

    async def _read(
        self, shape: type[Shape], path: str, asked: Mapping[str, Any] | None = None, read_s: float | None = None
    ) -> Shape:
        timeout = self._patience(read_s or self.answer_s)
        headers = {"Accept": "application/json"}
        async with self._speaking():
            response = await self._http.get(path, params=dict(asked or {}), headers=headers, timeout=timeout)
            await _judge(response)
            self.relay_time = _date(response) or self.relay_time
            self._line = response.extensions.get("network_stream")
            return shape.model_validate_json(response.content)

    async def _put(self, path: str, content: bytes, headers: dict[str, str]) -> Answer:
        async with self._speaking():
            response = await self._http.put(path, content=content, headers=headers)
            await _judge(response)
            return Answer.model_validate_json(response.content)

    @asynccontextmanager
    async def _speaking(self) -> AsyncIterator[None]:
        """Whatever goes wrong on the way is one thing to the app: come back later."""
        try:
            yield
        except httpx.HTTPError as error:
            raise ComeBackLater(_told(error)) from error
        except ValidationError as error:
            raise ComeBackLater("the answer is not what this version understands") from error


def _told(error: httpx.HTTPError) -> str:
    """What went wrong on the way, for a person."""
    if isinstance(error, httpx.ConnectError):
        for why in _reasons(error):
            if isinstance(why, ssl.SSLCertVerificationError):
                return f"its certificate does not hold: {why.verify_message.rstrip('.')}"
            if isinstance(why, socket.gaierror):
                return "its name is not known"
        return "nothing answers at its address"
    if isinstance(error, httpx.TimeoutException):
        return "no answer came in time"
    return f"the line broke ({type(error).__name__})"


def _reasons(error: httpx.HTTPError) -> Iterator[BaseException]:
    """What httpx's error stands for: httpcore's, and the system's; what was under way before is none."""
    reason: BaseException | None = error
    for _ in range(2):
        reason = reason.__cause__ or reason.__context__ if reason is not None else None
        if reason is not None:
            yield reason


def _own_way(url: str, instance_id: str | None) -> httpx.AsyncBaseTransport | None:
    """On this machine a way that proves the relay; elsewhere httpx's own, by the environment's proxies if there are."""
    if not is_loopback(url):
        return None
    is_encrypted = httpx.URL(url).scheme == "https"  # else nobody asks for a certificate, and to read them takes 20 ms
    way = httpx.AsyncHTTPTransport(limits=LIMITS, verify=is_encrypted)
    return way if instance_id is None else ProvenTransport(way, url, instance_id)


def checked_url(url: str) -> str:
    """The relay's address without a slash at its end.

    Raises BadInput: plain http would show token and texts to everyone on the way, so it is for this machine alone.
    """
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise BadInput("That is not an address", "", "It looks like https://texts.example.org.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise BadInput("That is not a relay's address", "", "It looks like https://texts.example.org.")
    if parsed.scheme == "http" and not is_loopback(url):
        raise BadInput("That address is not encrypted", "Texts would cross the network in the clear.", "Use https://.")
    return str(parsed).rstrip("/")


def is_loopback(url: str) -> bool:
    """Is the relay on this machine?"""
    host = httpx.URL(url).host
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def login(url: str, token: str, instance_id: str | None = None) -> Account:
    """Ask the relay who the token belongs to.

    `instance_id`, where it is known beforehand (the demo's own file), makes a relay on this machine prove itself
    first. Raises BadInput, NotSignedIn or Unreachable.
    """
    return asyncio.run(_ask(url, token, instance_id))


async def _ask(url: str, token: str, instance_id: str | None) -> Account:
    client = RelayClient(url, token, instance_id)
    try:
        me = await client.me()
        if me.device_id:
            await _name_device(client, me.device_id)
    except SignedOut as error:
        raise NotSignedIn("The office does not know this token", "", "Ask your administrator for a new one.") from error
    except RefusedByRelay as error:
        problem = error.problem
        raise NotSignedIn(problem.title, problem.detail, problem.next_step or "Ask your administrator.") from error
    except NoRelay as error:
        raise Unreachable("The relay does not answer", error.sentence, "Check the address and the line.") from error
    finally:
        await client.aclose()
    return Account(
        url=client.url,
        instance_id=me.instance_id,
        office_id=me.office_id,
        caseworker_id=me.caseworker_id,
        zone=me.zone,
        token=token,
        office=me.office,
        name=me.name,
    )


async def _name_device(client: RelayClient, device_id: str) -> None:
    """Tell the office what this machine is called, so that it can be found in the list of devices; never in the way."""
    name = socket.gethostname().strip()[:100]
    if not name:
        return
    try:
        await client.put("device", {"device_id": device_id}, {"name": name}, write_id=new_id())
    except (NoRelay, RefusedByRelay):
        pass  # it stands in the list without a name


async def _judge(response: httpx.Response) -> None:
    """Raise what an answer other than success means."""
    if response.is_success:
        return
    content = await response.aread()
    problem = None
    if response.headers.get("content-type", "").startswith(routes.PROBLEM_JSON):
        try:
            problem = Problem.model_validate_json(content)
        except ValidationError:
            pass  # a proxy's page under a false name: the status alone speaks
    after = response.headers.get("retry-after", "")
    raise meaning(response.status_code, problem, float(after) if after.isdigit() else None)


def _date(response: httpx.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers["date"])
    except (KeyError, ValueError):
        return None
