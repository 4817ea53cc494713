"""A thousand terminals in one process: each has a stream of its own; one at a time has something to hear, then all.

`python -m tests.benchmarks.ears RELAY_URL PID ROUNDS TO SIGNED_URL TOKEN < lines of "bearer token, phone"` prints one
JSON object. An event counts from the moment when its writer has the relay's answer, which comes after the commit: so
many milliseconds later (or earlier) it stands on the stream. PID is the relay's, whose memory is looked at.
"""

import asyncio
import json
import os
import random
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast
from urllib.parse import urlencode, urlsplit

import uvloop

from rise_tui.domain.ids import new_id
from tests.benchmarks.load import form, sign

PATIENCE_S = 30.0
WARMING = 20
ALL_ROUNDS = 20


class Stream(asyncio.Protocol):
    """One open stream: when it last heard, beside the phone of the only client whom its caseworker sees."""

    def __init__(self, request: bytes, phone: str) -> None:
        self.phone = phone
        self.heard_at = 0.0
        self.is_open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard = asyncio.Event()
        self._request = request
        self._waits_for = b"event: MessageReceived"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the log from its end."""
        cast(asyncio.Transport, transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        """Note when what is waited for arrives; everything else passes."""
        if self._waits_for in data:
            self.heard_at = time.perf_counter()
            self.heard.set()
        elif not self.is_open.done() and b"event: cursor" in data:
            self.is_open.set_result(None)
        elif not self.is_open.done() and not data.startswith(b"HTTP/1.1 200"):
            self.is_open.set_exception(RuntimeError(data.decode()))

    def wait_for(self, event: str) -> None:
        """From now on this is what it listens for."""
        self._waits_for = b"event: " + event.encode()
        self.heard.clear()


@dataclass
class Writer:
    """One kept connection on which something is written to the relay, one after the other."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    began: float = 0.0
    answered: list[float] = field(default_factory=list)
    """how long each answer took, in milliseconds"""

    async def write(self, method: str, path: str, headers: dict[str, str], body: bytes) -> float:
        """Write it; returns when it was answered."""
        head = f"{method} {path} HTTP/1.1\r\nHost: relay\r\nContent-Length: {len(body)}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.began = time.perf_counter()
        self.writer.write(head.encode() + b"\r\n" + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        answered_at = time.perf_counter()
        if not answer.startswith(b"HTTP/1.1 20"):
            raise RuntimeError(answer.decode())
        for line in answer.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                await self.reader.readexactly(int(line.partition(b":")[2]))
        self.answered.append((answered_at - self.began) * 1000)
        return answered_at


def memory_kib(pid: int) -> float:
    """What a process holds in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024


async def run(url: str, pid: int, rounds: int, to: str, signed_url: str, token: str, people: list[list[str]]) -> None:
    """Open all streams, let one phone after the other write, then tell something to all."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 80
    writer = Writer(*await asyncio.open_connection(host, port))
    for index in range(WARMING):
        await _text(writer, index, "+12155550100", to, signed_url, token)
    await writer.write("GET", "/healthz", {}, b"")  # what is made for the first question is nobody's stream
    before = memory_kib(pid)
    streams = await _open(host, port, people)
    each_kib = (memory_kib(pid) - before) / len(streams)
    chance = random.Random(1)
    after, whole = [], []
    writer.answered.clear()
    for index in range(rounds + WARMING):
        stream = chance.choice(streams)
        stream.heard.clear()
        answered_at = await _text(writer, WARMING + index, stream.phone, to, signed_url, token)
        async with asyncio.timeout(PATIENCE_S):
            await stream.heard.wait()
        after.append((stream.heard_at - answered_at) * 1000)
        whole.append((stream.heard_at - writer.began) * 1000)
    answered = sorted(writer.answered[WARMING:])
    to_all = [await _tell_all(writer, streams, people[0][0]) for _ in range(ALL_ROUNDS)]
    print(
        json.dumps(
            {
                "streams": len(streams),
                "kib": each_kib,
                **{
                    f"{name}_{key}": value
                    for name, took in (("one", after), ("whole", whole))
                    for key, value in _of(took)
                },
                "webhook_p50_ms": answered[len(answered) // 2],
                "all_ms": sorted(to_all)[len(to_all) // 2],
                "all_worst_ms": max(to_all),
            }
        )
    )
    sys.stdout.flush()


def _of(took: list[float]) -> list[tuple[str, float]]:
    counted = sorted(took[WARMING:])
    return [("p50_ms", counted[len(counted) // 2]), ("p99_ms", counted[int(len(counted) * 0.99)])]


async def _open(host: str, port: int, people: list[list[str]]) -> list[Stream]:
    """A stream for each, every one of which has told its cursor."""
    loop = asyncio.get_running_loop()
    streams = []
    for bearer, phone in people:
        request = (
            f"GET /v1/events?after=1000000000 HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {bearer}\r\n"
            "Accept: text/event-stream\r\n\r\n"
        ).encode()
        _, stream = await loop.create_connection(partial(Stream, request, phone), host, port)
        async with asyncio.timeout(PATIENCE_S):
            await stream.is_open
        streams.append(stream)
    return streams


async def _text(writer: Writer, index: int, phone: str, to: str, signed_url: str, token: str) -> float:
    body = urlencode(form(f"SM{index:032x}", phone, to)).encode()
    headers = {"X-Twilio-Signature": sign(signed_url, body, token), "Content-Type": "application/x-www-form-urlencoded"}
    return await writer.write("POST", urlsplit(signed_url).path, headers, body)


async def _tell_all(writer: Writer, streams: list[Stream], bearer: str) -> float:
    """A new group, which concerns everybody: milliseconds from its answer until the last one has heard of it."""
    for stream in streams:
        stream.wait_for("GroupChanged")
    headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json", "Idempotency-Key": new_id()}
    answered_at = await writer.write("PUT", f"/v1/groups/{new_id()}", headers, b'{"name":"Tuesday"}')
    async with asyncio.timeout(PATIENCE_S):
        for stream in streams:
            await stream.heard.wait()
    return (max(stream.heard_at for stream in streams) - answered_at) * 1000


def main(words: list[str]) -> None:
    """Parse and run."""
    url, pid, rounds, to, signed_url, token = words
    people = [line.split() for line in sys.stdin]
    uvloop.run(run(url, int(pid), int(rounds), to, signed_url, token, people))


if __name__ == "__main__":
    main(sys.argv[1:])
