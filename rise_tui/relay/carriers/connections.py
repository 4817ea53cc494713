"""Connections to a carrier: an httpx pool for each, because a pool asks all that it holds at every request's two ends.

With four in a pool a request cost a third more than with one, and with sixteen twice as much.
"""

import ssl
from dataclasses import dataclass
from urllib.request import getproxies, proxy_bypass

import httpx

MOST = 128
"""Connections at most; whoever comes then waits for one of them."""
KEEP_S = 4.0
"""How long an idle connection is used again. Servers close theirs after five seconds or more, and of a text that meets
such a close on its way nobody can tell whether it was taken."""
CONNECT_S = 5.0


@dataclass
class _Pool:
    transport: httpx.AsyncBaseTransport
    busy: int = 0


class Connections:
    """Requests to one address; the least-numbered pool with a free connection takes each, so that few stay open."""

    def __init__(self, address: str, *, read_s: float, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """`read_s`: how long an answer may take. `transport`: another world, for whoever needs one."""
        self.address = httpx.URL(address)
        self._given = transport
        self._pools: list[_Pool] = []
        self._tls: ssl.SSLContext | None = None
        self._timeout = {"connect": CONNECT_S, "read": read_s, "write": CONNECT_S, "pool": CONNECT_S}

    async def ask(self, request: httpx.Request) -> httpx.Response:
        """Send one request and read the whole answer. Raises what httpx raises, and nothing is tried twice."""
        request.extensions = {"timeout": self._timeout, **request.extensions}
        pool = self._free_pool()
        pool.busy += 1
        try:
            answer = await pool.transport.handle_async_request(request)
            try:
                await answer.aread()
            finally:
                await answer.aclose()
        finally:
            pool.busy -= 1
        return answer

    async def close(self) -> None:
        """Give up all connections."""
        pools, self._pools = self._pools, []
        for pool in pools:
            await pool.transport.aclose()

    def _free_pool(self) -> _Pool:
        for pool in self._pools:
            if not pool.busy:
                return pool
        if len(self._pools) < MOST:
            self._pools.append(_Pool(self._given or self._transport()))
            return self._pools[-1]
        return min(self._pools, key=_business)

    def _transport(self) -> httpx.AsyncHTTPTransport:
        """A pool of the real network, through the proxy that the environment names for this address."""
        if self._tls is None:  # to read who may vouch for a server takes 40 ms: for one without TLS nobody may
            has_tls = self.address.scheme == "https"
            self._tls = httpx.create_ssl_context() if has_tls else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        proxy = getproxies().get(self.address.scheme)
        return httpx.AsyncHTTPTransport(
            verify=self._tls,
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEEP_S),
            proxy=None if proxy is None or proxy_bypass(self.address.host) else httpx.Proxy(proxy),
        )


def _business(pool: _Pool) -> int:
    return pool.busy
