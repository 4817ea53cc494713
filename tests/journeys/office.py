"""An office for one test: relay, simulated carrier and caseworkers as real processes in a folder of its own."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from rise_tui.domain.ids import new_id
from tests import forking
from tests.journeys.ledger import Expected, Ledger, check
from tests.journeys.processes import ROOT, Process, end_drains, free_port, wait_until

T = TypeVar("T")
NUMBER = "+12155550100"
"""The office's number; its clients have others from 555-01xx."""
ACCOUNT_SID, AUTH_TOKEN = "AC" + "0" * 32, "a secret of this test"
ZONE = "America/New_York"
NO_TLS = False
"""All is plain HTTP on this machine; to read its certificates would take each client 20 ms."""


@dataclass(frozen=True)
class Options:
    """What differs from test to test."""

    simulator: Sequence[str] = ("--status-delay-ms", "5", "--reply-delay-ms", "5")
    """Flags of `rise relay simulator`."""
    segments_per_second: float = 1000
    lease_seconds: float = 1
    reconcile_seconds: float = 1
    quiet_hours: str = "none"
    rules: Mapping[str, Any] = field(default_factory=lambda: {"introduces": False})
    """The office's own rules; nobody is introduced to, so that a text is one text."""
    relay_env: Mapping[str, str] = field(default_factory=dict)
    """Further settings of the relay."""
    carrier_url: Callable[[str], str] = lambda url: url
    """What the relay is told about the simulator's address; a proxy puts itself in here."""
    public_url: Callable[[str], str] = lambda url: url
    """The same for the relay's own address, as the simulator and Twilio's signature see it."""


_FOUNDED: dict[tuple[str, float], tuple[str, bytes]] = {}
"""Dana's token and the relay's database right after `rise relay init`, by what the office was made with."""


class Office:
    """Use as a context manager: the simulator and the relay run inside, and are gone after it."""

    CLI: Sequence[str] = ("-m", "rise_tui.cli")

    def __init__(self, folder: Path, options: Options | None = None) -> None:
        """Nothing runs yet; everything will be below `folder`."""
        self.folder = folder
        self.options = options or Options()
        self.relay_port = free_port()
        self.relay_url = f"http://127.0.0.1:{self.relay_port}"
        self.database = folder / "relay.sqlite"
        self.simulator = self._simulator_process(0)
        self.relay = Process([])
        self.token = ""
        self._clients: list[httpx.Client] = []

    def __enter__(self) -> Self:
        self.simulator.start()
        self.simulator = self._same_port(self.simulator)
        self._carrier = self._client(self.simulator.url)
        self.token = self._found()
        self.start_relay()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for client in self._clients:
            client.close()
        end_drains(self.folder)
        self.relay.close()
        self.simulator.close()

    # The relay

    def _found(self) -> str:
        """The office in the relay's database, and Dana's token: made by `rise relay init`, once for each kind.

        The next office of that kind begins with a copy of the file that the command made.
        """
        kind = (self.options.quiet_hours, self.options.segments_per_second)
        if kind not in _FOUNDED:
            token = self.relay_command(
                *("init", "--office", "RISE", "--zone", ZONE, "--number", NUMBER, "--caseworker", "Dana Reyes"),
                *("--quiet-hours", self.options.quiet_hours),
            )
            assert not self.database.with_name(f"{self.database.name}-wal").exists()
            _FOUNDED[kind] = token, self.database.read_bytes()
        token, database = _FOUNDED[kind]
        self.database.touch(0o600)
        self.database.write_bytes(database)
        with closing(sqlite3.connect(self.database)) as connection:
            connection.execute("UPDATE office SET rules = ?", (json.dumps(dict(self.options.rules)),))
            connection.commit()
        return token

    def start_relay(self, fail: str = "", env: Mapping[str, str] | None = None) -> Process:
        """Start the relay (again, on the same port); `fail` arms a fail point as `point:n:kill|raise|sleep`."""
        self.relay.close()
        argv = [*self.CLI, "relay", "serve", "--host", "127.0.0.1", "--port", str(self.relay_port)]
        argv.append("--until-stdin-closes")  # so that it ends with the tests, however they end
        self.relay = Process(argv, {**self.relay_env, "RISE_RELAY_FAIL": fail, **(env or {})}).start()
        return self.relay

    def kill_relay(self) -> None:
        """SIGKILL."""
        self.relay.kill()

    def restart_relay(self, fail: str = "") -> Process:
        """SIGKILL, and up again at once."""
        if self.relay.is_running:
            self.relay.kill()
        return self.start_relay(fail)

    def relay_command(self, *words: str) -> str:
        """Run `rise relay …` to its end; what it printed, without the line end. Raises RuntimeError."""
        outcome = self._command(["relay", *words], self.relay_env, "")
        if outcome.returncode != 0:
            raise RuntimeError(
                f"rise relay {words[0]} ended with {outcome.returncode}: {outcome.stderr}{outcome.stdout}"
            )
        return outcome.stdout.strip()

    def add_caseworker(self, name: str, role: str = "caseworker") -> str:
        """A colleague; their token."""
        return self.relay_command("caseworker", "add", name, "--role", role)

    @property
    def relay_env(self) -> dict[str, str]:
        """The relay's settings."""
        return {
            "RISE_RELAY_DATABASE": str(self.database),
            "RISE_RELAY_MEDIA": str(self.folder / "media"),
            "RISE_RELAY_PUBLIC_URL": self.options.public_url(self.relay_url),
            "RISE_RELAY_CARRIER": "twilio",
            "RISE_RELAY_TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "RISE_RELAY_TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "RISE_RELAY_TWILIO_API": self.options.carrier_url(self.simulator.url),
            "RISE_RELAY_TWILIO_MEDIA_HOSTS": self.simulator.url,
            "RISE_RELAY_SEGMENTS_PER_SECOND": str(self.options.segments_per_second),
            "RISE_RELAY_LEASE_SECONDS": str(self.options.lease_seconds),
            "RISE_RELAY_RECONCILE_SECONDS": str(self.options.reconcile_seconds),
            **self.options.relay_env,
        }

    # The carrier and its phones

    def client_texts(
        self, from_: str, body: str = "", media: Sequence[Mapping[str, Any]] = (), **asked: Any
    ) -> dict[str, Any]:
        """A phone writes to the office; `{sid, delivered, status, statuses}`. `asked`: what `/_/inbound` knows more."""
        text = {"from": from_, "to": NUMBER, "body": body, "media": list(media), **asked}
        return self._carrier_asked("POST", "/_/inbound", text)

    def accepted(self) -> dict[str, list[dict[str, Any]]]:
        """The witness's list: what the carrier accepted, by our message id."""
        return self._carrier_asked("GET", "/_/accepted")

    def carrier_texts(self) -> list[dict[str, Any]]:
        """What was said both ways at the carrier, in order: simulator/report.said."""
        said: list[dict[str, Any]] = self._carrier_asked("GET", "/_/texts")["texts"]
        return said

    def carrier_state(self) -> dict[str, Any]:
        """How everything stands at the carrier."""
        return self._carrier_asked("GET", "/_/state")

    def fault(self, **asked: Any) -> None:
        """Arm a fault of the carrier: `kind`, and what simulator/faults knows more."""
        self._carrier_asked("POST", "/_/fault", asked)

    def settle(self) -> None:
        """Let all time pass that the carrier and its phones wait for."""
        self._carrier_asked("POST", "/_/tick")

    def disarm(self) -> None:
        """Take all faults of the carrier away."""
        self._carrier_asked("DELETE", "/_/fault")

    def restart_simulator(self) -> None:
        """SIGKILL of the carrier, and up again on the same witness and port."""
        self.simulator.kill()
        self.simulator.start()

    # Caseworkers

    def api(self, token: str | None = None, url: str | None = None) -> httpx.Client:
        """A caseworker's HTTP client for `/v1`; closed with the office."""
        return self._client(url or self.relay_url, {"Authorization": f"Bearer {token or self.token}"})

    def put(self, path: str, body: Mapping[str, Any], token: str | None = None, write_id: str = "") -> dict[str, Any]:
        """A wish that must be accepted: PUT below `/v1`; the answer `{id, seq, at}`. Raises httpx.HTTPStatusError."""
        with httpx.Client(base_url=self.relay_url, timeout=15, trust_env=False, verify=NO_TLS) as client:
            answer = client.put(
                f"/v1/{path}",
                json=body,
                headers={"Authorization": f"Bearer {token or self.token}", "Idempotency-Key": write_id or new_id()},
            )
        answer.raise_for_status()
        accepted: dict[str, Any] = answer.json()
        return accepted

    def add_client(self, name: str, e164: str, token: str | None = None) -> str:
        """A client of this caseworker with one confirmed number; the client's id."""
        client_id = new_id()
        first, _, last = name.partition(" ")
        whose = self.me(token)["caseworker_id"]
        fields = {"first_name": first, "last_name": last, "language": "en", "status": "open"}
        self.put(f"clients/{client_id}", {**fields, "caseworker_id": whose, "is_discreet": False}, token)
        holding = {"from_at": wire_time(-3600), "is_confirmed": True, "confirmed_how": "in person"}
        self.put(f"clients/{client_id}/numbers/{e164}", holding, token)
        return client_id

    def text(self, client_id: str, body: str, token: str | None = None, **fields: Any) -> str:
        """A text to a client that may leave at once; its message id."""
        message_id = new_id()
        self.put(f"messages/{message_id}", message(client_id, body, **fields), token)
        return message_id

    def me(self, token: str | None = None) -> dict[str, Any]:
        """Who that is at the relay."""
        who: dict[str, Any] = self.api(token).get("/v1/me").raise_for_status().json()
        return who

    def events(self, token: str | None = None, after: int = 0) -> list[dict[str, Any]]:
        """The log as this caseworker may see it, to its present end."""
        found: list[dict[str, Any]] = []
        client = self.api(token)
        while True:
            page = client.get("/v1/events", params={"after": after, "limit": 2000}).raise_for_status().json()
            found += page["events"]
            if page["next"] <= after:
                return found
            after = page["next"]

    # The app by its command line

    def sign_in(self, who: str = "dana", token: str | None = None, url: str | None = None) -> None:
        """`rise login` for a machine of its own, named `who`. Raises RuntimeError."""
        outcome = self.rise("login", url or self.relay_url, who=who, stdin=(token or self.token) + "\n")
        if outcome.returncode != 0:
            raise RuntimeError(f"rise login ended with {outcome.returncode}: {outcome.stderr}")

    def rise(
        self,
        *words: str,
        who: str = "dana",
        stdin: str = "",
        token: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run one `rise` command to its end on the machine of `who`; `token` signs in by the environment alone."""
        signed_in = {} if token is None else {"RISE_TOKEN": token, "RISE_RELAY_URL": self.relay_url}
        return self._command(list(words), {**self.app_env(who), **signed_in, **(env or {})}, stdin)

    def app_env(self, who: str = "dana") -> dict[str, str]:
        """The environment of the app on the machine of `who`."""
        home = self.folder / who
        home.mkdir(exist_ok=True)
        return {
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "RISE_CONFIG": str(home / "config"),
            "RISE_DATA": str(home / "data"),
        }

    def app_database(self, who: str = "dana") -> Path:
        """The app's store on that machine. Raises LookupError unless there is exactly one."""
        stores = list((self.folder / who / "data").glob("*/store.sqlite"))
        if len(stores) != 1:
            raise LookupError(f"{len(stores)} stores of {who}")
        return stores[0]

    # What must be true

    def wait_until(self, question: Callable[[], T], seconds: float = 20, what: str = "") -> T:
        """The first true answer; TimeoutError, with the relay's own log, after `seconds`."""
        try:
            return wait_until(question, seconds, what)
        except TimeoutError as error:
            raise TimeoutError(f"{error}\nthe relay said:\n{self.relay.errors[-4000:]}") from None

    def wait_accepted(self, message_ids: Sequence[str], seconds: float = 20) -> None:
        """Wait until the carrier has accepted all of these."""
        wanted = set(message_ids)
        self.wait_until(lambda: wanted <= set(self.accepted()), seconds, "all accepted")

    def ledger(self, texts: Sequence[str] = (), received: Sequence[str] = (), who: str | None = None) -> Ledger:
        """The ledger check over witness, relay and (with `who`) that machine's store."""
        app = None if who is None else self.app_database(who)
        return check(self.accepted(), self.database, app, Expected(frozenset(texts), frozenset(received)))

    def _simulator_process(self, port: int) -> Process:
        argv = [*self.CLI, "relay", "simulator", "--port", str(port), "--file", str(self.folder / "witness.sqlite")]
        argv += ["--webhook", self.options.public_url(self.relay_url) + "/carriers/twilio/inbound"]
        env = {"RISE_RELAY_TWILIO_ACCOUNT_SID": ACCOUNT_SID, "RISE_RELAY_TWILIO_AUTH_TOKEN": AUTH_TOKEN}
        return Process([*argv, "--until-stdin-closes", *self.options.simulator], env)

    @staticmethod
    def _same_port(process: Process) -> Process:
        """From now on it restarts where it is."""
        port = process.url.rpartition(":")[2]
        process.argv[process.argv.index("--port") + 1] = port
        return process

    def _carrier_asked(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        answer = self._carrier.request(method, path, json=body).raise_for_status()
        asked: dict[str, Any] = answer.json()
        return asked

    def _client(self, url: str, headers: Mapping[str, str] | None = None) -> httpx.Client:
        self._clients.append(httpx.Client(base_url=url, headers=headers, timeout=40, trust_env=False, verify=NO_TLS))
        return self._clients[-1]

    def _command(self, words: list[str], env: Mapping[str, str], stdin: str) -> subprocess.CompletedProcess[str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("RISE_")}
        return forking.run([sys.executable, *self.CLI, *words], env={**ours, **env}, cwd=ROOT, input=stdin, timeout=120)


def message(client_id: str, body: str, **fields: Any) -> dict[str, Any]:
    """The body of `PUT messages/{id}` for a text that may leave at once."""
    usual = {"media": [], "seen_through": 0, "hold_s": 0, "expires_at": wire_time(7200)}
    return {"client_id": client_id, "body": body, **usual, **fields}


def wire_time(seconds: float) -> str:
    """That many seconds from now as it is written on the wire."""
    at = datetime.fromtimestamp(time.time(), UTC) + timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
