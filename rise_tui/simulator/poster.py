"""A lean HTTP/1.1 poster that keeps connections open: a broadcast makes over a thousand callbacks a second."""

import asyncio
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 32
"""How many webhooks are under way at once."""
IDLE = 2.0
"""Seconds after which an unused connection is not trusted any more: the other side may be closing it."""


class NoAnswer(Exception):
    """Nothing usable came back: refused, reset, cut, or too late."""


@dataclass
class _Line:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used_at: float

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self.used_at < IDLE and not self.writer.is_closing() and not self.reader.at_eof()


class Poster:
    """Posts forms; one pool of connections for every host."""

    def __init__(self, connections: int = CONNECTIONS) -> None:
        self._lines: dict[tuple[str, str, int], list[_Line]] = {}
        self._turn = asyncio.Semaphore(connections)

    async def post(self, url: str, headers: dict[str, str], body: bytes, seconds: float) -> int:
        """The HTTP status of the answer. Raises NoAnswer, also when it takes longer than `seconds`."""
        async with self._turn:
            try:
                async with asyncio.timeout(seconds):
                    return await self._post(url, headers, body)
            except (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError) as error:
                raise NoAnswer(str(error)) from error

    async def close(self) -> None:
        """Let go of every open connection."""
        for lines in self._lines.values():
            for line in lines:
                line.writer.transport.abort()
        self._lines.clear()

    async def _post(self, url: str, headers: dict[str, str], body: bytes) -> int:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        key = (parts.scheme, parts.hostname or "", parts.port or (443 if secure else 80))
        line = await self._open(key)
        keep = False
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            line.writer.write(
                f"POST {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            status, keep = await _answer(line.reader)
            line.used_at = time.monotonic()
            return status
        finally:
            if keep:
                self._lines.setdefault(key, []).append(line)
            else:
                line.writer.transport.abort()

    async def _open(self, key: tuple[str, str, int]) -> _Line:
        lines = self._lines.get(key, [])
        while lines:
            line = lines.pop()
            if line.is_fresh:
                return line
            line.writer.transport.abort()
        scheme, host, port = key
        context = ssl.create_default_context() if scheme == "https" else None
        reader, writer = await asyncio.open_connection(host, port, ssl=context)
        return _Line(reader, writer, time.monotonic())


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """The status of an answer whose body is read and thrown away, and whether the connection may be used again."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    version, status = head[0].split(" ", 2)[:2]
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    keep = version == "HTTP/1.1" and fields.get("connection", "").lower() != "close"
    if status in ("204", "304"):
        return int(status), keep
    if fields.get("transfer-encoding", "").lower() == "chunked":
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
        return int(status), keep
    if "content-length" in fields:
        await reader.readexactly(int(fields["content-length"]))
        return int(status), keep
    return int(status), False
