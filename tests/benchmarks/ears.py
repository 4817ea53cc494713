"""A thousand terminals in one process: each has a stream of its own, and one at a time has something to hear.

`python -m tests.benchmarks.ears RELAY_URL ROUNDS TO SIGNED_URL TOKEN < lines of "bearer token, phone"` prints one JSON
object: how long it takes from the moment a webhook is posted until the event stands on the one stream that may see it.
"""

import asyncio
import json
import random
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import uvloop

from tests.benchmarks.load import form, sign

PATIENCE_S = 30.0


@dataclass
class Stream:
    """One open stream and the phone of the only client whom its caseworker sees."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    phone: str
    heard: asyncio.Event
    heard_at: float = 0.0
    others: int = 0

    async def listen(self) -> None:
        """Note when a text arrives; everything else passes."""
        while line := await self.reader.readline():
            if line.startswith(b"event: MessageReceived"):
                self.heard_at = time.perf_counter()
                self.heard.set()
            elif line.startswith(b"event: ") and not line.startswith(b"event: cursor"):
                self.others += 1


async def open_stream(host: str, port: int, token: str, phone: str) -> Stream:
    """Open a stream at the end of the log and wait until it has told its cursor."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(
        f"GET /v1/events?after=1000000000 HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {token}\r\n"
        "Accept: text/event-stream\r\n\r\n".encode()
    )
    while b"event: cursor" not in (line := await reader.readline()):
        if not line:
            raise RuntimeError("a stream was not opened")
    return Stream(reader, writer, phone, asyncio.Event())


async def run(url: str, rounds: int, to: str, signed_url: str, token: str, people: list[tuple[str, str]]) -> None:
    """Open all streams, then let one phone after the other write."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 80
    streams = [await open_stream(host, port, bearer, phone) for bearer, phone in people]
    listening = [asyncio.create_task(stream.listen()) for stream in streams]
    reader, writer = await asyncio.open_connection(host, port)
    path, took, answered = urlsplit(signed_url).path, [], []
    chance = random.Random(1)
    for index in range(rounds + 20):
        stream = chance.choice(streams)
        stream.heard.clear()
        body = urlencode(form(f"SM{index:032x}", stream.phone, to)).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nX-Twilio-Signature: {sign(signed_url, body, token)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        began = time.perf_counter()
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        answered.append((time.perf_counter() - began) * 1000)
        if not answer.startswith(b"HTTP/1.1 204"):
            raise RuntimeError(answer.decode())
        async with asyncio.timeout(PATIENCE_S):
            await stream.heard.wait()
        took.append((stream.heard_at - began) * 1000)
    for task in listening:
        task.cancel()
    took, answered = sorted(took[20:]), sorted(answered[20:])
    print(
        json.dumps(
            {
                "streams": len(streams),
                "p50_ms": took[len(took) // 2],
                "p99_ms": took[int(len(took) * 0.99)],
                "webhook_p50_ms": answered[len(answered) // 2],
            }
        )
    )
    sys.stdout.flush()


def main(words: list[str]) -> None:
    """Parse and run."""
    url, rounds, to, signed_url, token = words
    people = [tuple(line.split()) for line in sys.stdin]
    uvloop.run(run(url, int(rounds), to, signed_url, token, people))  # type: ignore[arg-type]  # two words a line


if __name__ == "__main__":
    main(sys.argv[1:])
