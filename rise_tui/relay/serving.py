"""Runs the relay as a process: one at a time on a database, ready when it says so, gone in order on a signal."""

import asyncio
import gc
import logging
import os
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import uvicorn

from rise_tui.domain.errors import Conflict, RiseError
from rise_tui.relay.api.straight import Straight
from rise_tui.relay.settings import Settings, is_loopback
from rise_tui.relay.store.alone import alone
from rise_tui.relay.store.engine import database_path
from rise_tui.relay.store.migrate import check_there, check_whole, migrate

log = logging.getLogger(__name__)

PRIVATE = 0o077
"""The umask: what the relay writes is for its own user alone."""
COLLECT_AFTER = 20_000
"""New objects after which the garbage collector looks for cycles among them."""
SILENT_MS = 40_000
"""Who takes nothing for so long, a laptop that was closed, is gone: no longer somebody who listens."""
GRACE_S = 2
"""How long open answers and streams may take to end."""


def serve(settings: Settings, host: str, port: int, *, until_stdin_closes: bool = False) -> int:
    """Serve until a signal, or the end of standard input if so told; prints `ready http://HOST:PORT` once it listens.

    Port 0 is any free one. Returns 0. Raises BadSettings, BadDatabase (damaged, newer, not there), Conflict when
    another relay serves this database or the port is taken.
    """
    os.umask(PRIVATE)
    _log_to_stderr()
    settings.must_serve()
    path = database_path(settings.database)
    check_there(path)
    with alone(path):
        with ThreadPoolExecutor(1, "check") as aside:  # SQLite reads the file while Python imports
            checked = aside.submit(check_whole, path, is_alone=True)
            try:
                from rise_tui.relay.app import create_relay
            finally:
                checked.result()  # a damaged file is told before anything else that is wrong
        migrate(path)
        settings.media.mkdir(mode=0o700, parents=True, exist_ok=True)
        listener = listen_on(host, port)
        if not is_loopback(host):
            log.warning("plain http is open beyond this machine: let nobody but the proxy with TLS come to this port")
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        relay = create_relay(settings)
        config = uvicorn.Config(
            relay,
            http=Straight,
            log_config=None,
            access_log=False,
            lifespan="on",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        server = _Server(config, address, relay.state.leave)
        if until_stdin_closes:
            threading.Thread(target=server.stop_at_end_of_input, daemon=True).start()
        with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
            runner.run(server.serve(sockets=[listener]))
    if not server.was_ready:
        raise RiseError("The relay could not start", "Its own log, above, says why.", "")
    return 0


class _Server(uvicorn.Server):
    """uvicorn that says when it is ready, and takes a signal as an order to end, not as a failure."""

    def __init__(self, config: uvicorn.Config, address: str, leave: Callable[[], None]) -> None:
        super().__init__(config)
        self._leave = leave
        self.was_ready = False
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        _spare_the_collector()
        if self.started:
            self.was_ready = True
            sys.stdout.write(f"ready {self._address}\n")
            sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the streams end, then everything else."""
        self._leave()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Signals end the server; they are not raised again afterwards."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    def stop_at_end_of_input(self) -> None:
        """Wait for the end of standard input, then end."""
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass  # standard input is closed already: the same as its end
        self.should_exit = True


def _spare_the_collector() -> None:
    """What is loaded now stays for ever: going through it again and again would stop everybody for 100 ms each time."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    gc.enable()


def listen_on(host: str, port: int) -> socket.socket:
    """A socket of that address, not listening yet. Raises Conflict where somebody else is there."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; whoever comes by this listener has it too
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT_MS)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Conflict(
            f"Nothing can listen on {host}:{port}", f"{error.strerror}.", "Choose another --host or --port."
        ) from None
    return listener


class _Sober(logging.Formatter):
    """Where something failed, never with what: an exception's words may be a client's."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The type and the places, without the message."""
        frames = traceback.extract_tb(ei[2])
        places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        return "\n".join([ei[0].__name__ if ei[0] else "no error", *places])


def _log_to_stderr() -> None:
    writer = logging.StreamHandler(sys.stderr)
    writer.setFormatter(_Sober("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[writer], force=True)
