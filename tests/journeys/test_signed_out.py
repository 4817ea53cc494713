"""A sign-in that ends, and a stranger in the relay's place: nothing typed is lost, nobody gets what is not theirs."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.ledger import rows
from tests.journeys.office import Office
from tests.terminal.pty_stage import Stage

ANA = "+12155550142"
PRIVATE = "quinceañera"
"""A word of a client's text."""


@pytest.fixture
def ana(office: Office) -> str:
    """A client who has written, known on the machine of the caseworker; their id."""
    client_id = office.add_client("Ana Bell", ANA)
    office.client_texts(ANA, f"my daughter's {PRIVATE} is on Monday")
    office.sign_in()
    assert office.rise("sync").returncode == 0
    return client_id


def set_token(office: Office, change: str) -> None:
    """What an administrator, or time, does to all tokens of the office."""
    with closing(sqlite3.connect(office.database, timeout=10)) as db, db:
        db.execute(f"UPDATE token SET {change}")  # the change is one of this file's own


def waiting(office: Office) -> int:
    return len(list(rows(office.app_database(), "SELECT 1 FROM outbox WHERE state != 'parked'")))


def sent(office: Office) -> list[str]:
    return [row["message_id"] for row in rows(office.app_database(), SENT)]


SENT = "SELECT message_id FROM message WHERE direction = 'outbound'"


def test_a_sign_in_that_ran_out_keeps_what_is_here_and_what_waits(office: Office, ana: str) -> None:
    """[fault 18]"""
    set_token(office, "expires_at = 1")
    refused = office.rise("send", ana, "--body", "See you on Tuesday", "--now")
    assert refused.returncode == 3
    assert "run out" in refused.stderr
    assert waiting(office) == 1
    office.kill_relay()
    shown = office.rise("read", ana)
    assert shown.returncode == 0
    assert PRIVATE in shown.stdout
    office.start_relay()
    set_token(office, "expires_at = NULL")
    assert office.rise("sync", "--drain").returncode == 0
    office.wait_accepted(sent(office))
    office.ledger(sent(office)).raise_if_bad()


def test_a_sign_in_that_was_taken_back_closes_this_machine_also_offline_until_the_next_one(
    office: Office, ana: str
) -> None:
    """[fault 18]"""
    set_token(office, "state = 'revoked'")
    refused = office.rise("send", ana, "--body", "See you on Tuesday", "--now")
    assert refused.returncode == 3
    assert "taken this sign-in back" in refused.stderr
    assert waiting(office) == 1
    office.kill_relay()
    for words in (["inbox"], ["read", ana], ["search", PRIVATE], ["inbox", "--json"]):
        closed = office.rise(*words)
        assert closed.returncode == 3
        assert PRIVATE not in closed.stdout + closed.stderr
    office.start_relay()
    set_token(office, "state = 'active'")
    office.sign_in()
    assert PRIVATE in office.rise("read", ana).stdout
    assert office.rise("sync", "--drain").returncode == 0
    office.wait_accepted(sent(office))
    office.ledger(sent(office)).raise_if_bad()


def test_a_wiped_machine_keeps_no_word_of_a_client(office: Office, ana: str) -> None:
    """[fault 18]"""
    set_token(office, "state = 'wiped'")
    wiped = office.rise("sync")
    assert wiped.returncode == 3
    assert "signed out" in wiped.stderr
    data = Path(office.app_env()["RISE_DATA"])
    kept = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
    assert PRIVATE.encode() not in kept
    assert ANA.encode() not in kept
    assert b"Bell" not in kept


def test_a_screen_closes_when_the_sign_in_was_taken_back(office: Office, ana: str) -> None:
    """The inbox stands for as long as nobody has said so. [fault 18]"""
    set_token(office, "state = 'revoked'")
    with Stage.python("-m", "rise_tui.cli", env=office.app_env(), size=(100, 30)) as stage:
        assert stage.until_ended() == 3
        assert "taken this sign-in back" in stage.text
    with Stage.python("-m", "rise_tui.cli", env=office.app_env(), size=(100, 30)) as stage:
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


def test_whoever_takes_the_port_of_a_crashed_relay_is_told_nothing(office: Office, ana: str) -> None:
    """[fault 40]"""
    office.kill_relay()
    with stranger(office.relay_port) as told:
        queued = office.rise("send", ana, "--body", f"About the {PRIVATE}", "--now")
        assert queued.returncode == 0
        assert "this machine only" in queued.stdout
        office.rise("sync")
        assert told, "the stranger was asked who they are"
        assert {each["path"].partition("?")[0] for each in told} == {"/healthz"}
        assert all("authorization" not in each and not each["body"] for each in told)
        assert waiting(office) == 1
    office.start_relay()
    office.wait_until(lambda: len(sent(office)) == 1 and sent(office)[0] in office.accepted(), what="it left")
    office.ledger(sent(office)).raise_if_bad()
