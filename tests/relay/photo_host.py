"""A web server on a real socket that gives photos, well or badly, and remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[[], AsyncIterator[bytes]]


@dataclass
class PhotoHost:
    """What it answers by path, and the requests it got: path and headers."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    written: int = 0

    @property
    def url(self) -> str:
        """Its address, as a setting names it."""
        return f"http://127.0.0.1:{self.port}"

    def gives(self, path: str, *parts: bytes) -> str:
        """Answer this path with these bytes as they are; returns the address."""

        async def answer() -> AsyncIterator[bytes]:
            for part in parts:
                yield part

        self.answers[path] = answer
        return self.url + path

    def photo(self, path: str, content: bytes, type_: str = "image/jpeg", *, length: int | None = None) -> str:
        """Answer with a photo; `length`: another length than it has."""
        return self.gives(path, _head(200, type_, len(content) if length is None else length), content)

    def redirects(self, path: str, to: str) -> str:
        """Answer with the way to another address."""
        return self.gives(path, f"HTTP/1.1 307 X\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())

    def fails(self, path: str, status: int) -> str:
        """Answer with a failure."""
        return self.gives(path, _head(status, "text/plain", 0))

    def endless(self, path: str) -> str:
        """Answer with zeros that never end."""

        async def answer() -> AsyncIterator[bytes]:
            yield b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n"
            while True:
                yield bytes(65_536)

        self.answers[path] = answer
        return self.url + path

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split()[1]
            self.asked.append((path, dict(line.lower().split(": ", 1) for line in head[1:] if line)))
            async for part in self.answers[path]():
                writer.write(part)
                self.written += len(part)
                await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@asynccontextmanager
async def photo_host() -> AsyncIterator[PhotoHost]:
    """A host on any free port."""
    host = PhotoHost()
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
    host.port = server.sockets[0].getsockname()[1]
    async with server:
        yield host


def _head(status: int, type_: str, length: int) -> bytes:
    return f"HTTP/1.1 {status} X\r\nContent-Type: {type_}\r\nContent-Length: {length}\r\n\r\n".encode()
