"""A simulator as a real process, and a listener that stands in for the relay."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl

import httpx
import pytest

from rise_tui.domain.ids import new_id
from tests.journeys.processes import Process, wait_until

ACCOUNT, TOKEN = "AC" + "5" * 32, "a token for tests"
OURS, PHONE = "+12155550100", "+12155550101"


@dataclass
class Hook:
    """One webhook as it arrived."""

    url: str
    signature: str
    fields: list[tuple[str, str]]
    raw: bytes

    @property
    def form(self) -> dict[str, str]:
        """The fields by name."""
        return dict(self.fields)


@dataclass
class Listener:
    """Keeps every webhook; answers 204 unless `answers` holds other statuses (0: close without an answer)."""

    url: str
    hooks: list[Hook] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def statuses(self, message_id: str) -> list[str]:
        """The statuses that arrived about one of our messages, in the order of arrival."""
        return [hook.form["MessageStatus"] for hook in self.hooks if hook.url.endswith("/" + message_id)]

    def inbound(self) -> list[Hook]:
        """The texts from phones."""
        return [hook for hook in self.hooks if hook.url.endswith("/inbound")]


class Carrier:
    """The simulator under test and how a sender talks to it."""

    def __init__(self, process: Process, listener: Listener) -> None:
        self.process = process
        self.listener = listener
        self.client = httpx.Client(base_url=process.url, auth=(ACCOUNT, TOKEN), timeout=10, trust_env=False)
        self.messages = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.client.close()
        self.process.close()

    def send(self, body: str, message_id: str = "m1", to: str = PHONE, **fields: Any) -> httpx.Response:
        """Send a text as the relay does."""
        callback = f"{self.listener.url}/carriers/twilio/status/{message_id}"
        form = {"To": to, "From": OURS, "Body": body, "StatusCallback": callback, **fields}
        return self.client.post(self.messages, data=form)

    def texts_in(self, body: str = "", sender: str = PHONE, **asked: Any) -> dict[str, Any]:
        """Let a phone write."""
        answer = self.client.post("/_/inbound", json={"from": sender, "to": OURS, "body": body, **asked})
        assert answer.status_code == 200, answer.text
        written: dict[str, Any] = answer.json()
        return written

    def settle(self) -> None:
        """Let all time pass that anything waits for."""
        self.client.post("/_/tick").raise_for_status()

    def accepted(self) -> dict[str, list[dict[str, Any]]]:
        """The witness's list."""
        listed: dict[str, list[dict[str, Any]]] = self.client.get("/_/accepted").json()
        return listed

    def state(self) -> dict[str, Any]:
        """How everything stands."""
        state: dict[str, Any] = self.client.get("/_/state").json()
        return state

    def fault(self, **asked: Any) -> None:
        """Arm a fault."""
        self.client.post("/_/fault", json=asked).raise_for_status()


@contextmanager
def listening() -> Iterator[Listener]:
    """A relay that only listens, in a thread."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        heard = Listener(f"http://127.0.0.1:{server.server_port}")

        class Ear(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                fields = parse_qsl(raw.decode(), keep_blank_values=True, errors="surrogateescape")
                hook = Hook(heard.url + self.path, self.headers["X-Twilio-Signature"], fields, raw)
                heard.hooks.append(hook)
                status = heard.answers.pop(0) if heard.answers else 204
                if status == 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.end_headers()

            def do_GET(self) -> None:
                picture = b"\xff\xd8\xff picture"
                self.send_response(200 if self.path.startswith("/picture") else 404)
                self.send_header("Content-Type", "image/jpeg")
                self.send_header("Content-Length", str(len(picture)))
                self.end_headers()
                self.wfile.write(picture)

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        server.RequestHandlerClass = Ear
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield heard
        server.shutdown()
        thread.join()


def start(folder: Path, listener: Listener, *flags: str) -> Carrier:
    """A simulator on the witness in that folder."""
    argv = ["-m", "rise_tui.simulator", "--file", str(folder / "witness.sqlite")]
    argv += ["--webhook", f"{listener.url}/carriers/twilio/inbound", "--status-delay-ms", "1"]
    argv += ["--until-stdin-closes", *flags]
    env = {"RISE_RELAY_TWILIO_ACCOUNT_SID": ACCOUNT, "RISE_RELAY_TWILIO_AUTH_TOKEN": TOKEN}
    return Carrier(Process(argv, env).start(), listener)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A relay that only listens."""
    with listening() as one:
        yield one


@pytest.fixture
def start_carrier(tmp_path: Path, listener: Listener) -> Iterator[Callable[..., Carrier]]:
    """Starts a simulator with further flags, on the same witness each time."""
    with ExitStack() as carriers:
        yield lambda *flags: carriers.enter_context(start(tmp_path, listener, *flags))


@pytest.fixture
def carrier(start_carrier: Callable[..., Carrier]) -> Carrier:
    """A fresh simulator with its usual manners, only faster."""
    return start_carrier()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carrier]:
    """One simulator for the tests that only look at a text of their own, by `fresh` ids."""
    with listening() as listener, start(tmp_path_factory.mktemp("shared"), listener) as one:
        yield one


@pytest.fixture
def fresh() -> str:
    """A message id that no other test has."""
    return new_id()


def heard(question: Callable[[], Any]) -> Any:
    """Wait until something has arrived."""
    return wait_until(question, 10)
