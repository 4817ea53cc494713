"""A TCP proxy that breaks on command (delays, cuts, half-closes, freezes, throttles, refuses), for plain tests."""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Literal, Self, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
Direction = Literal["up", "down"]
"""`up` is from whoever connected to the server behind, `down` is back."""


@dataclass(frozen=True)
class Trouble:
    """What happens to bytes on their way; changed as a whole by `Proxy.set`, at once and for open connections too."""

    delay: float = 0.0
    """Seconds that every piece is held."""
    bytes_per_second: float = 0.0
    """0 is no limit."""
    is_frozen: bool = False
    """Nothing moves in either direction, nothing is closed: a half-open line."""
    is_refusing: bool = False
    """No listener: connecting is refused, as by a machine without the service."""


@dataclass
class Cut:
    """Ends a connection after `after_bytes` in one direction, counted from the next byte of any connection."""

    direction: Direction
    after_bytes: int
    how: Literal["rst", "fin", "half"]
    """`rst` resets both sides, `fin` closes both in order, `half` ends only this direction and lets the other go on."""
    seen: int = 0
    is_done: bool = False


@dataclass(eq=False)
class _Line:
    """One connection: the two sockets' writers."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def reset(self) -> None:
        for writer in (self.client, self.server):
            connection = writer.get_extra_info("socket")
            with contextlib.suppress(OSError):  # it may be closed already
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    def close(self) -> None:
        for writer in (self.client, self.server):
            writer.close()


class Proxy:
    """Listens on a port of its own in a thread of its own and passes everything on to a target."""

    def __init__(self, target: str) -> None:
        """`target` is the address of the server behind, as `http://127.0.0.1:8000`."""
        parts = urlsplit(target)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._trouble = Trouble()
        self._cut: Cut | None = None
        self._lines: set[_Line] = set()
        self._moved = {"up": 0, "down": 0}
        self._connections = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._server: asyncio.Server | None = None
        self._thawed = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        """Where to connect instead of the target."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def moved(self) -> dict[str, int]:
        """Bytes passed on so far, `up` and `down`."""
        return dict(self._moved)

    @property
    def connections(self) -> int:
        """How many connections were taken so far."""
        return self._connections

    @property
    def open_connections(self) -> int:
        """How many are open now."""
        return len(self._lines)

    def set(self, **changes: Any) -> None:
        """Change the trouble: any field of Trouble; the others stay."""
        self._run(self._set(replace(self._trouble, **changes)))

    def heal(self) -> None:
        """No trouble any more; connections that were ended stay so."""
        self._cut = None
        self._run(self._set(Trouble()))

    def cut(
        self, direction: Direction = "down", after_bytes: int = 0, how: Literal["rst", "fin", "half"] = "rst"
    ) -> Cut:
        """Arm a cut, once; see Cut. The answer says by `is_done` whether it has struck."""
        self._cut = Cut(direction, after_bytes, how)
        return self._cut

    def drop(self) -> None:
        """Reset every open connection now."""
        self._run(self._drop())

    def retarget(self, target: str) -> None:
        """Pass new connections on to another address."""
        parts = urlsplit(target)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 80)

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, reuse_address=True)
        self.port = self._server.sockets[0].getsockname()[1]
        self._thawed.set()

    async def _set(self, trouble: Trouble) -> None:
        before, self._trouble = self._trouble, trouble
        if trouble.is_frozen:
            self._thawed.clear()
        else:
            self._thawed.set()
        if trouble.is_refusing and self._server is not None:
            self._server.close()
            self._server = None
            await self._drop()
        elif before.is_refusing and not trouble.is_refusing:
            await self._listen()

    async def _drop(self) -> None:
        lines = list(self._lines)
        for line in lines:
            line.reset()
            for task in line.tasks:
                task.cancel()
        await asyncio.gather(*(task for line in lines for task in line.tasks), return_exceptions=True)

    async def _end(self) -> None:
        self._thawed.set()
        if self._server is not None:
            self._server.close()
        await self._drop()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        await asyncio.gather(*others, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        try:
            server_reader, server = await asyncio.open_connection(*self._target)
        except OSError:
            writer.transport.abort()
            await _closed(writer)
            return
        line = _Line(writer, server)
        self._lines.add(line)
        up = asyncio.create_task(self._pass_on(line, "up", reader, server))
        down = asyncio.create_task(self._pass_on(line, "down", server_reader, writer))
        line.tasks = [up, down]
        try:
            await asyncio.wait(line.tasks)
        finally:
            line.close()
            await _closed(line.client)
            await _closed(line.server)
            self._lines.discard(line)

    async def _pass_on(
        self, line: _Line, direction: Direction, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Move one direction until its end; the end is passed on too."""
        with contextlib.suppress(OSError):  # a side that is gone ends the direction, which is all there is to say
            while piece := await reader.read(65536):
                await self._held(len(piece))
                if await self._is_cut(line, direction, piece, writer):
                    return
                await self._write(direction, piece, writer)
            await self._thawed.wait()
            if writer.can_write_eof() and not writer.is_closing():
                writer.write_eof()

    async def _held(self, size: int) -> None:
        trouble = self._trouble
        if trouble.delay:
            await asyncio.sleep(trouble.delay)
        if trouble.bytes_per_second:
            await asyncio.sleep(size / trouble.bytes_per_second)
        await self._thawed.wait()

    async def _is_cut(self, line: _Line, direction: Direction, piece: bytes, writer: asyncio.StreamWriter) -> bool:
        cut = self._cut
        if cut is None or cut.is_done or cut.direction != direction:
            return False
        if cut.seen + len(piece) <= cut.after_bytes:
            cut.seen += len(piece)
            return False
        await self._write(direction, piece[: cut.after_bytes - cut.seen], writer)
        cut.is_done = True
        ends: dict[str, Callable[[], None]] = {"rst": line.reset, "fin": line.close, "half": writer.write_eof}
        ends[cut.how]()
        return True

    async def _write(self, direction: Direction, piece: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(piece)
        await writer.drain()
        self._moved[direction] += len(piece)


async def _closed(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):  # closed by a reset is closed too
        await writer.wait_closed()
