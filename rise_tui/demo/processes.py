"""The demo's relay, phone company and clients, as processes that go when the app goes, however it goes."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager

from rise_tui.demo.answering import clients_answering
from rise_tui.demo.place import Kept, Place
from rise_tui.domain.errors import RiseError

PATIENCE = 30.0
ACCOUNT_SID = "AC" + "0" * 32


@contextmanager
def running(
    place: Place, kept: Kept, *, is_fast: bool = False, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[str]:
    """The phone company, the relay and the clients who answer; yields the relay's address once all can be spoken to.

    Each ends when its standard input does, and that ends with this process. `is_fast`: clients answer within seconds.
    `meanwhile` is done while they start.
    """
    with ExitStack() as stack:
        # the two must know each other's address before they start, and start at the same time
        ports = _free_ports(2)
        company, relay = (f"http://127.0.0.1:{port}" for port in ports)
        environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("RISE_RELAY_")},
            "RISE_RELAY_TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "RISE_RELAY_TWILIO_AUTH_TOKEN": kept.carrier_token,
            "RISE_RELAY_DATABASE": str(place.database),
            "RISE_RELAY_MEDIA": str(place.media),
            "RISE_RELAY_PUBLIC_URL": relay,
            "RISE_RELAY_CARRIER": "twilio",
            "RISE_RELAY_TWILIO_API": company,
            "RISE_RELAY_TWILIO_MEDIA_HOSTS": company,
        }
        words = ["simulator", "--file", str(place.witness), "--webhook", f"{relay}/carriers/twilio/inbound"]
        words += ["--port", str(ports[0]), "--status-delay-ms", "900", "--reply-delay-ms", "4000"]
        started = {
            "serve": stack.enter_context(_process(place, ["serve", "--port", str(ports[1])], environ)),
            "simulator": stack.enter_context(_process(place, words, environ)),
        }
        meanwhile()
        for what, process in started.items():
            _must_be_ready(process, what, place)
        stack.enter_context(clients_answering(company, place.folder, place.database, seed=kept.seed, is_fast=is_fast))
        yield relay


@contextmanager
def _process(place: Place, words: list[str], environ: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of `rise relay …` until the end of this block."""
    log = (place.folder / f"{words[0]}.log").open("wb")
    command = [sys.executable, "-m", "rise_tui.cli", "relay", *words, "--until-stdin-closes"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=environ, start_new_session=True
    )
    log.close()
    try:
        yield process
    finally:
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _must_be_ready(process: "subprocess.Popen[bytes]", what: str, place: Place) -> None:
    """Wait for its word that it can be spoken to. Raises RiseError when it ends without one."""
    line = process.stdout.readline().decode() if process.stdout is not None else ""
    if not line.startswith("ready "):
        raise RiseError(
            f"The demo's {'relay' if what == 'serve' else 'phone company'} did not start",
            f"Its words are in {place.folder / (what + '.log')}.",
            "Try again; if that does not help, begin again with: rise demo --reset",
        )


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    with ExitStack() as stack:
        listeners = [stack.enter_context(closing(socket.socket())) for _ in range(count)]
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]
