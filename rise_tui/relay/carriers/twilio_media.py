"""Twilio's photos: fetched from allowed hosts only, and the credentials leave for Twilio's own address only."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable

import httpx

from rise_tui.relay.carriers.base import MediaRef, MediaRefused, MediaUnready

MOST_HOPS = 4
CONNECT_S, READ_S = 5.0, 15.0
CONNECTIONS = 4
_OUTAGE = frozenset({401, 408, 425, 429})
"""Besides 5xx: what says nothing about the photo; the next hour may bring it."""

Resolve = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class TwilioMedia:
    """Fetches what clients sent. `hosts` are names (https, 443) or exactly `http://127.0.0.1:P`."""

    def __init__(
        self, api: str, account_sid: str, auth_token: str, hosts: Iterable[str], *, resolve: Resolve = resolve
    ) -> None:
        self._api = _origin(httpx.URL(api))
        self._auth = httpx.BasicAuth(account_sid, auth_token)
        self._hosts = frozenset(host for host in hosts if "://" not in host)
        self._loopbacks = frozenset(_origin(httpx.URL(host)) for host in hosts if "://" in host)
        self._resolve = resolve
        self._timeout = httpx.Timeout(READ_S, connect=CONNECT_S)
        self._client: httpx.AsyncClient | None = None

    async def fetch(self, media: MediaRef) -> AsyncGenerator[bytes, None]:
        """The bytes, as they come, through at most four redirects, each of which must be allowed too.

        Raises MediaRefused for an address that may not be asked (then nothing was sent to it), MediaUnready when it
        did not come whole; `is_outage` if that says nothing about the photo.
        """
        address = media.url
        for _ in range(MOST_HOPS):
            url = self._allowed(address)
            request = await self._request(url)
            try:
                answer = await self._open().send(
                    request, stream=True, auth=self._auth if _origin(url) == self._api else None
                )
            except httpx.HTTPError as error:
                raise MediaUnready(is_outage=True) from error
            try:
                if answer.has_redirect_location:
                    address = _next(url, answer.headers["location"])
                    continue
                if answer.status_code != 200:
                    raise MediaUnready(is_outage=answer.status_code in _OUTAGE or answer.status_code >= 500)
                async for part in answer.aiter_raw():
                    yield part
                return
            except httpx.HTTPError as error:
                raise MediaUnready from error
            finally:
                await answer.aclose()
        raise MediaRefused

    async def close(self) -> None:
        """Give up all connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _open(self) -> httpx.AsyncClient:
        """The client. No connection is kept: one made for a host must never serve another at the same address."""
        if self._client is None:
            limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=0)
            self._client = httpx.AsyncClient(
                trust_env=False, follow_redirects=False, timeout=self._timeout, limits=limits
            )
        return self._client

    def _allowed(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError) as error:
            raise MediaRefused from error
        is_host = url.scheme == "https" and url.host in self._hosts and url.port in (None, 443)
        if url.userinfo or not (is_host or _origin(url) in self._loopbacks):
            raise MediaRefused
        return url

    async def _request(self, url: httpx.URL) -> httpx.Request:
        """A request to the very address that was looked at, so that a name cannot change its meaning in between."""
        headers = {"Accept-Encoding": "identity", "User-Agent": "rise-relay", "Host": url.netloc.decode("ascii")}
        if _origin(url) in self._loopbacks:
            return httpx.Request("GET", url, headers=headers, extensions={"timeout": self._timeout.as_dict()})
        try:
            found = await self._resolve(url.host, 443)
        except OSError as error:
            raise MediaUnready(is_outage=True) from error
        if not found or not all(is_public(address) for address in found):
            raise MediaRefused
        return httpx.Request(
            "GET",
            url.copy_with(host=found[0]),
            headers=headers,
            extensions={"timeout": self._timeout.as_dict(), "sni_hostname": url.host},
        )


def is_public(address: str) -> bool:
    """Is this an address of the open internet, also inside the ways IPv6 has of carrying an IPv4 address?"""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.sixtofour or ip.teredo:
            return False
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PORTS = {"https": 443, "http": 80}


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or _PORTS.get(url.scheme)


def _next(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise MediaRefused from error
