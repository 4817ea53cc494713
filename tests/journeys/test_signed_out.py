"""A sign-in that ends, and a stranger in the relay's place: nothing typed is lost, nobody gets what is not theirs."""

import contextlib
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.ledger import rows
from tests.journeys.office import Office
from tests.terminal.pty_stage import Stage

PRIVATE = "quinceañera"
"""A word of a client's text."""
NAMES = iter(("Ivo", "Luis", "Mo", "Pat", "Sam", "Kim"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all; everybody in it has a machine of their own."""
    with Office(tmp_path_factory.mktemp("office")) as office:
        yield office


@dataclass(frozen=True)
class Desk:
    """A caseworker's machine, and the client who has written to them."""

    office: Office
    who: str
    token: str
    client_id: str

    def rise(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command on this machine."""
        return self.office.rise(*words, who=self.who)

    def set_token(self, change: str) -> None:
        """What an administrator, or time, does to this caseworker's token."""
        with closing(sqlite3.connect(self.office.database, timeout=20)) as db, db:
            whose = "caseworker_id = (SELECT id FROM caseworker WHERE name = ?)"
            db.execute(f"UPDATE token SET {change} WHERE {whose}", (self.who,))  # the changes are this file's own

    def waiting(self) -> int:
        """How many wishes wait on this machine."""
        return len(list(rows(self.office.app_database(self.who), "SELECT 1 FROM outbox WHERE state != 'parked'")))

    def sent(self) -> list[str]:
        """The texts that were written on this machine."""
        question = "SELECT message_id FROM message WHERE direction = 'outbound'"
        return [row["message_id"] for row in rows(self.office.app_database(self.who), question)]

    def send(self) -> subprocess.CompletedProcess[str]:
        """Write to the client."""
        return self.rise("send", self.client_id, "--body", f"About the {PRIVATE}", "--now")

    def all_left_once(self) -> None:
        """The one text that waited is at the carrier, once."""
        assert len(self.sent()) == 1
        self.office.wait_accepted(self.sent())
        self.office.ledger(self.sent()).raise_if_bad()


@pytest.fixture
def desk(office: Office) -> Desk:
    """A caseworker who is signed in and up to date."""
    name = next(NAMES)
    e164 = f"+121555501{60 + len(name) + ord(name[0]) % 30:02d}"
    token = office.add_caseworker(name)
    client_id = office.add_client("Ana Bell", e164, token)
    office.client_texts(e164, f"my daughter's {PRIVATE} is on Monday")
    office.sign_in(name, token)
    desk = Desk(office, name, token, client_id)
    assert desk.rise("sync").returncode == 0
    return desk


def test_a_sign_in_that_ran_out_keeps_what_is_here_and_what_waits(desk: Desk) -> None:
    """[fault 18]"""
    desk.set_token("expires_at = 1")
    refused = desk.send()
    assert refused.returncode == 3
    assert "run out" in refused.stderr
    assert desk.waiting() == 1
    desk.office.kill_relay()
    shown = desk.rise("read", desk.client_id)
    assert shown.returncode == 0
    assert PRIVATE in shown.stdout
    desk.office.start_relay()
    desk.office.sign_in(desk.who, desk.office.relay_command("device", "add", desk.who))
    assert desk.rise("sync", "--drain").returncode == 0
    desk.all_left_once()


def test_a_sign_in_that_was_taken_back_closes_this_machine_also_offline_until_the_next_one(desk: Desk) -> None:
    """[fault 18]"""
    desk.set_token("state = 'revoked'")
    refused = desk.send()
    assert refused.returncode == 3
    assert "taken this sign-in back" in refused.stderr
    assert desk.waiting() == 1
    desk.office.kill_relay()
    for words in (["inbox"], ["read", desk.client_id], ["search", PRIVATE]):
        closed = desk.rise(*words)
        assert closed.returncode == 3
        assert PRIVATE not in closed.stdout + closed.stderr
    desk.office.start_relay()
    desk.set_token("state = 'active'")
    desk.office.sign_in(desk.who, desk.token)
    assert PRIVATE in desk.rise("read", desk.client_id).stdout
    assert desk.rise("sync", "--drain").returncode == 0
    desk.all_left_once()


def test_a_wiped_machine_keeps_no_word_of_a_client(desk: Desk) -> None:
    """[fault 18]"""
    desk.set_token("state = 'revoked'")
    assert "taken this sign-in back" in desk.rise("sync").stderr
    desk.set_token("state = 'wiped'")
    wiped = desk.rise("inbox")
    assert wiped.returncode == 3
    assert "The office had its copy deleted here" in wiped.stderr, "it is asked once more, and tells the newest"
    data = Path(desk.office.app_env(desk.who)["RISE_DATA"])
    kept = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
    assert PRIVATE.encode() not in kept
    assert b"555501" not in kept
    assert b"Bell" not in kept


@pytest.mark.parametrize(
    ("state", "told"), [("revoked", "has taken this sign-in back"), ("wiped", "had its copy deleted here")]
)
def test_a_screen_closes_when_the_sign_in_was_taken_back_and_says_which_way(desk: Desk, state: str, told: str) -> None:
    """The inbox stands for as long as nobody has said so. [fault 18]"""
    desk.set_token(f"state = '{state}'")
    env = desk.office.app_env(desk.who)
    with Stage.python("-m", "rise_tui.cli", env=env, size=(100, 30)) as stage:
        assert stage.until_ended() == 3
        assert told in stage.text
    with Stage.python("-m", "rise_tui.cli", env=env, size=(100, 30)) as stage:
        assert stage.until_ended() == 3
        assert PRIVATE.encode() not in bytes(stage.output), "not even the first picture shows it"


@contextlib.contextmanager
def stranger(port: int) -> Iterator[list[dict[str, str]]]:
    """Somebody else who listens there and says yes to everything; what they were told."""
    told: list[dict[str, str]] = []

    class Yes(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            told.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
            length = int(self.headers.get("content-length", 0))
            told[-1]["body"] = self.rfile.read(length).decode()
            content = b'{"status": "ok", "proof": "0000", "id": "x", "seq": 1, "at": "2026-11-23T17:00:00.000Z"}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Yes)
    serving = threading.Thread(target=server.serve_forever, args=(0.02,))
    serving.start()
    try:
        yield told
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def test_whoever_takes_the_port_of_a_crashed_relay_is_told_nothing(desk: Desk) -> None:
    """[fault 40]"""
    desk.office.kill_relay()
    with stranger(desk.office.relay_port) as told:
        queued = desk.send()
        assert queued.returncode == 0
        assert "this machine only" in queued.stdout
        desk.rise("sync")
        assert told, "the stranger was asked who they are"
        assert {each["path"].partition("?")[0] for each in told} == {"/healthz"}
        assert all("authorization" not in each and not each["body"] for each in told)
        assert desk.waiting() == 1
    desk.office.start_relay()
    desk.all_left_once()
