"""A load client of its own process: posts signed webhooks over kept connections as fast as they are answered.

`python -m tests.benchmarks.load URL COUNT CONNECTIONS SEED TO SIGNED_URL TOKEN` prints one JSON object.
Everything is signed and encoded before the clock starts, so that the client costs little beside the server.
"""

import asyncio
import base64
import gc
import hashlib
import hmac
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit

import uvloop

REPEATS = 0.05
"""The share of webhooks that the carrier posts again."""
WORDS = "Thanks, I will bring the paystub tomorrow at nine"


@dataclass
class Load:
    """Prepared requests, and what became of them."""

    requests: list[bytes]
    took: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._next: Iterator[bytes] = iter(self.requests)

    def take(self) -> bytes | None:
        """The next request; None when all were taken."""
        return next(self._next, None)


class Line(asyncio.Protocol):
    """One kept connection: a request, its answer, the next request."""

    def __init__(self, load: Load, is_over: asyncio.Future[None]) -> None:
        self._load = load
        self._is_over = is_over
        self._piece = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one, but says so to nobody
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Count a whole answer, and ask again."""
        self._piece += data
        head, found, rest = self._piece.partition(b"\r\n\r\n")
        if not found:
            return
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if len(rest) < length:
            return
        status = head[9:12].decode()
        self._load.statuses[status] = self._load.statuses.get(status, 0) + 1
        self._load.took.append(time.perf_counter() - self._began)
        self._piece = b""
        self._ask()

    def connection_lost(self, _: Exception | None) -> None:
        """The end, ours or theirs."""
        if not self._is_over.done():
            self._is_over.set_result(None)

    def _ask(self) -> None:
        request = self._load.take()
        if request is None:
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)


def prepare(url: str, count: int, seed: int, to: str, signed_url: str, token: str) -> Load:
    """Signed requests with texts from 100 phones; one in twenty is an earlier one again."""
    chance = random.Random(seed)
    parts = urlsplit(url)
    made: list[bytes] = []
    for index in range(count):
        if made and chance.random() < REPEATS:
            made.append(chance.choice(made))
            continue
        body = urlencode(form(f"SM{seed:04x}{index:028x}", f"+1{216 + index % 100}5550{100 + index % 7}", to)).encode()
        signature = sign(signed_url, body, token)
        head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nX-Twilio-Signature: {signature}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return Load(made)


def form(sid: str, from_: str, to: str) -> dict[str, str]:
    """A webhook of about 330 bytes."""
    return {
        "MessageSid": sid,
        "SmsSid": sid,
        "AccountSid": "AC" + "0" * 32,
        "From": from_,
        "To": to,
        "Body": WORDS,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        "FromCountry": "US",
        "FromState": "PA",
    }


def sign(url: str, body: bytes, token: str) -> str:
    """Twilio's signature of a form."""
    pairs = sorted(set(parse_qsl(body.decode(), keep_blank_values=True)))
    text = url + "".join(name + value for name, value in pairs)
    return base64.b64encode(hmac.digest(token.encode(), text.encode(), hashlib.sha1)).decode()


async def drive(load: Load, host: str, port: int, connections: int) -> float:
    """Run all requests; returns seconds."""
    loop = asyncio.get_running_loop()
    ends: list[asyncio.Future[None]] = [loop.create_future() for _ in range(connections)]
    gc.disable()
    began = time.perf_counter()
    for is_over in ends:
        await loop.create_connection(partial(Line, load, is_over), host, port)
    await asyncio.gather(*ends)
    return time.perf_counter() - began


def main(words: list[str]) -> None:
    """Parse, run, print."""
    url, count, connections, seed, to, signed_url, token = words
    load = prepare(url, int(count), int(seed), to, signed_url, token)
    parts = urlsplit(url)
    seconds = uvloop.run(drive(load, parts.hostname or "", parts.port or 80, int(connections)))
    took = sorted(load.took)
    answered = len(took)
    outcome = {
        "per_second": answered / seconds,
        "p50_ms": took[answered // 2] * 1000,
        "p99_ms": took[int(answered * 0.99)] * 1000,
        "statuses": load.statuses,
        "bytes": len(load.requests[0].partition(b"\r\n\r\n")[2]),
    }
    print(json.dumps(outcome))


if __name__ == "__main__":
    main(sys.argv[1:])
