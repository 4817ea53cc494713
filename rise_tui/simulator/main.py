"""Starts the simulator as a process of its own and ends it in order."""

import argparse
import asyncio
import os
import socket
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from rise_tui.simulator.app import create_simulator
from rise_tui.simulator.hangup import TornProtocol
from rise_tui.simulator.options import Options

ACCOUNT, TOKEN = "RISE_RELAY_TWILIO_ACCOUNT_SID", "RISE_RELAY_TWILIO_AUTH_TOKEN"


def serve(
    port: int, file: Path, webhook: str, account: str, token: str, host: str = "127.0.0.1", **options: Any
) -> int:
    """Run until a signal ends it; prints `ready http://HOST:PORT` once it listens. `options` as in options.Options.

    With `until_stdin_closes=True` it also ends when standard input does, and so with its parent. Returns the exit
    code: 0, or 1 when the port cannot be had.
    """
    until_stdin_closes = options.pop("until_stdin_closes", False)
    settled = Options(file=file, webhook=webhook, account=account, token=token, host=host, port=port, **options)
    try:
        listener = _listen(host, port)
    except OSError as error:
        sys.stderr.write(f"The simulator cannot listen on {host}:{port}: {error.strerror}. Choose another --port.\n")
        return 1
    return Door(settled, listener).run(until_stdin_closes)


def _setting(name: str) -> str:
    """The relay's setting of that name, from the environment or from the file that it names; "" if there is none."""
    path = os.environ.get(f"{name}_FILE", "")
    if os.environ.get(name) or not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        return ""


def serve_flags(flags: argparse.Namespace) -> int:
    """`serve` with parsed flags; account and token come from the environment. Exit code 2 when they are missing."""
    account, token = _setting(ACCOUNT), _setting(TOKEN)
    if not account or not token:
        sys.stderr.write(f"The simulator has no account. Set {ACCOUNT} and {TOKEN}, or each with _FILE at its end.\n")
        return 2
    return serve(
        flags.port,
        flags.file,
        flags.webhook,
        account,
        token,
        flags.host,
        public_url=flags.public_url,
        latency=flags.latency_ms / 1000,
        status_delay=flags.status_delay_ms / 1000,
        reply_delay=flags.reply_delay_ms / 1000,
        answers=flags.answers,
        rate=flags.rate,
        burst=flags.burst,
        retries=flags.retries,
        retry_delay=flags.retry_delay_ms / 1000,
        receipts=tuple(name for name in flags.receipts.split(",") if name),
        largest_page=flags.largest_page,
        direct_media=flags.direct_media,
        unfetched_media=flags.unfetched_media,
        until_stdin_closes=flags.until_stdin_closes,
    )


class Door:
    """The listening socket and the server behind it."""

    def __init__(self, options: Options, listener: socket.socket) -> None:
        self._options = options
        self._listener = listener
        self._host, self._port = listener.getsockname()[:2]
        self._url = f"http://{self._host}:{self._port}"
        self._config = uvicorn.Config(
            create_simulator(options, self._url, self._shut),
            http=TornProtocol,
            log_config=None,
            access_log=False,
            lifespan="on",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(self._config, self._url)

    def run(self, until_stdin_closes: bool) -> int:
        """Serve until told to stop."""
        with asyncio.Runner(loop_factory=self._config.get_loop_factory()) as runner:
            runner.run(self._serve(until_stdin_closes))
        return 0

    async def _serve(self, until_stdin_closes: bool) -> None:
        if until_stdin_closes:
            threading.Thread(target=self._stop_at_end_of_input, daemon=True).start()
        await self._server.serve(sockets=[self._listener])

    def _stop_at_end_of_input(self) -> None:
        while os.read(0, 4096):
            pass
        self._server.should_exit = True

    async def _shut(self, seconds: float) -> None:
        """Refuse connections for that long: no listener, and no connection left open."""
        for listening in self._server.servers:
            listening.close()
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(seconds)
        loop, config, server = asyncio.get_running_loop(), self._config, self._server

        def protocol() -> asyncio.Protocol:
            return TornProtocol(config, server.server_state, server.lifespan.state)

        server.servers = [await loop.create_server(protocol, sock=_listen(self._host, self._port), backlog=2048)]


class _Server(uvicorn.Server):
    """uvicorn that says when it is ready, and takes a signal as an order to end, not as a failure."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        sys.stdout.write(f"ready {self._url}\n")
        sys.stdout.flush()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Signals end the server; they are not raised again afterwards."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
