"""Opens the demo: an office on this machine, its relay and its phone company as processes that go when the app goes."""

import asyncio
import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rise_tui import account as accounts
from rise_tui import settings as settings_of
from rise_tui.account import Account
from rise_tui.demo.answering import clients_answering
from rise_tui.domain.errors import Conflict, RiseError
from rise_tui.settings import Paths, Settings

SHAPE = 1
"""Of the demo's folder; one of another shape is made anew."""
PATIENCE = 30.0
ACCOUNT_SID = "AC" + "0" * 32


@dataclass(frozen=True)
class Place:
    """Where the demo's office lives."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "relay.sqlite"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def witness(self) -> Path:
        return self.folder / "phone-company.sqlite"

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets.json"


def open_demo(show: Callable[[Settings, Account], int], *, is_reset: bool = False) -> int:
    """Open the demo: `show` it once its processes run; returns what that returned.

    Raises Conflict while another one is open.
    """
    settings = settings_of.load()
    place = Place(settings.paths.data / "demo")
    with ExitStack() as stack:
        stack.enter_context(_alone(place, settings))
        if is_reset:
            _clear(place)
        kept = _secrets(place)
        if kept is None:
            kept = _make(place)
        relay = stack.enter_context(running(place, kept))
        mine = _paths(settings, place)
        account = _sign_in(relay, kept, mine)
        return show(settings._replace(paths=mine), account)


def _paths(settings: Settings, place: Place) -> Paths:
    """The demo's own folders: nothing of a real account is touched."""
    folder = place.folder / "account"
    return Paths(config=folder, data=folder, state=folder, config_file=settings.paths.config_file)


@contextmanager
def _alone(place: Place, settings: Settings) -> Iterator[None]:
    """One demo at a time in one folder."""
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(place.folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Conflict(
            "The demo is open already", "Another window of this machine has it.", "Use that one, or close it first."
        ) from None
    try:
        yield
    finally:
        os.close(lock)


def _clear(place: Place) -> None:
    for entry in place.folder.iterdir():
        if entry.name == "lock":
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _secrets(place: Place) -> dict[str, str] | None:
    """What the demo keeps to itself (0600); None when it must be made anew."""
    try:
        kept = json.loads(place.secrets.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(kept, dict) or kept.get("shape") != str(SHAPE) or not place.database.exists():
        return None
    return {str(key): str(value) for key, value in kept.items()}


def _make(place: Place) -> dict[str, str]:
    """A new office with random secrets; half a one is never left: the secrets are written last."""
    from rise_tui.demo.seed import seed

    _clear(place)
    sys.stderr.write("Making an invented office …\n")
    seeded = asyncio.run(seed(place.database, place.media, datetime.now(UTC)))
    kept = {"shape": str(SHAPE), "token": seeded.token, "carrier_token": secrets.token_hex(16)}
    kept["instance_id"] = _instance_id(place)
    handle = os.open(place.secrets, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(kept, file)
    return kept


def _instance_id(place: Place) -> str:
    from contextlib import closing

    from rise_tui.relay.store.engine import Tx, connect
    from rise_tui.relay.store.log_reading import instance_of

    with closing(connect(place.database, is_read_only=True)) as connection:
        try:
            return str(instance_of(Tx(connection))["instance_id"])
        except LookupError as error:
            title, next_step = "The demo's office is damaged", "Begin again: rise demo --reset"
            raise RiseError(title, "", next_step) from error


@contextmanager
def running(place: Place, kept: dict[str, str]) -> Iterator[str]:
    """The phone company, the relay and the clients who answer, as processes; yields the relay's address.

    Each ends when its standard input does, and that ends with this process, however it ends.
    """
    with ExitStack() as stack:
        # the two must know each other's address: the relay's port is chosen first, and held until it is started
        port = _free_port()
        relay = f"http://127.0.0.1:{port}"
        base = {
            **{name: value for name, value in os.environ.items() if not name.startswith("RISE_RELAY_")},
            "RISE_RELAY_TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "RISE_RELAY_TWILIO_AUTH_TOKEN": kept["carrier_token"],
        }
        words = ["simulator", "--file", str(place.witness), "--webhook", f"{relay}/carriers/twilio/inbound"]
        words += ["--status-delay-ms", "900", "--reply-delay-ms", "4000"]
        company = stack.enter_context(_process(place, words, base))
        serving = {
            **base,
            "RISE_RELAY_DATABASE": str(place.database),
            "RISE_RELAY_MEDIA": str(place.media),
            "RISE_RELAY_PUBLIC_URL": relay,
            "RISE_RELAY_CARRIER": "twilio",
            "RISE_RELAY_TWILIO_API": company,
            "RISE_RELAY_TWILIO_MEDIA_HOSTS": company,
        }
        served = stack.enter_context(_process(place, ["serve", "--port", str(port)], serving))
        stack.enter_context(clients_answering(company, place.folder, place.database))
        yield served


@contextmanager
def _process(place: Place, words: list[str], environ: dict[str, str]) -> Iterator[str]:
    """A process of `rise relay …` until the end of this block; yields the address that it says it is ready at."""
    log = (place.folder / f"{words[0]}.log").open("wb")
    command = [sys.executable, "-m", "rise_tui.cli", "relay", *words, "--until-stdin-closes"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=environ, start_new_session=True
    )
    log.close()
    try:
        yield _ready(process, words[0], place)
    finally:
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _ready(process: subprocess.Popen[bytes], what: str, place: Place) -> str:
    line = process.stdout.readline().decode() if process.stdout is not None else ""
    if not line.startswith("ready "):
        raise RiseError(
            f"The demo's {what} did not start",
            f"Its words are in {place.folder / (what + '.log')}.",
            "Begin again with: rise demo --reset",
        )
    return line.removeprefix("ready ").strip()


def _free_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _sign_in(relay: str, kept: dict[str, str], paths: Paths) -> Account:
    """The demo's account: the relay proves first that it is ours, then it is told the token."""
    from rise_tui.sync.relay_client import login

    try:
        known = accounts.load(paths)
    except RiseError:
        known = None
    if known is not None and known.instance_id == kept["instance_id"] and known.token == kept["token"]:
        account = known._replace(url=relay)
    else:
        account = login(relay, kept["token"], instance_id=kept["instance_id"])
    accounts.save(account, paths)
    return account
