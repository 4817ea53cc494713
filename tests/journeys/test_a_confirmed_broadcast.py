"""A broadcast that was confirmed leaves whole and once, whatever becomes of the terminal, and everybody has an end."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from rise_tui.domain.ids import new_id
from tests.journeys.ledger import rows
from tests.journeys.office import Office, Options, wire_time
from tests.journeys.processes import ROOT

SILENT = ("--status-delay-ms", "5", "--receipts", "")
PEOPLE = 12


def number(index: int) -> str:
    """An invented number, a different one for each index."""
    return f"+121555501{10 + index}"


def enlist(office: Office, names: Sequence[str]) -> list[str]:
    """Clients of these first names who agreed to group news, all in the group *Class*; their ids."""
    api, whose, group_id, ids = office.api(), office.me()["caseworker_id"], new_id(), [new_id() for _ in names]
    wishes: list[tuple[str, dict[str, Any]]] = [(f"groups/{group_id}", {"name": "Class", "kind": "class"})]
    for index, (client_id, name) in enumerate(zip(ids, names, strict=True)):
        e164 = number(index)
        wishes += [
            (f"clients/{client_id}", {"first_name": name, "last_name": "Bell", "caseworker_id": whose}),
            (f"clients/{client_id}/numbers/{e164}", {"from_at": wire_time(-3600), "is_confirmed": True}),
            (f"consents/{new_id()}", {"e164": e164, "client_id": client_id, "state": "opted_in", "wording": "yes"}),
            (f"groups/{group_id}/members/{client_id}", {"is_member": True}),
        ]
    for path, body in wishes:
        api.put(f"/v1/{path}", json=body, headers={"Idempotency-Key": new_id()}).raise_for_status()
    return ids


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[Office]:
    """An office with a class, and a machine that knows them."""
    with Office(tmp_path, Options(simulator=SILENT, segments_per_second=100)) as office:
        enlist(office, [f"Person{index}" for index in range(PEOPLE)])
        office.sign_in()
        assert office.rise("sync").returncode == 0
        yield office


@contextmanager
def confirming(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    """`rise broadcast … --confirm`, while it runs."""
    words = ["broadcast", "--to", "Class", "--body", "Class at nine, {first_name}", "--confirm", str(PEOPLE), "--json"]
    argv = [sys.executable, "-m", "rise_tui.cli", *words]
    env = {**os.environ, **office.app_env()}
    silent = subprocess.DEVNULL
    with subprocess.Popen(argv, env=env, cwd=ROOT, stdin=silent, stdout=silent, stderr=silent) as program:
        try:
            yield program
        finally:
            program.kill()


def outbox(office: Office) -> list[Any]:
    """What waits on the caseworker's machine."""
    try:
        return list(rows(office.app_database(), "SELECT write_id FROM outbox WHERE state != 'parked'"))
    except sqlite3.OperationalError:
        return []  # the store is being opened


def texts_of(office: Office) -> list[str]:
    """The broadcast's texts as the caseworker's machine knows them."""
    return [row["message_id"] for row in rows(office.app_database(), "SELECT message_id FROM recipient")]


def holds_the_store(office: Office) -> list[psutil.Process]:
    """Processes of ours that a command left behind to carry the outbox."""
    data, found = str(office.app_env()["RISE_DATA"]), []
    for process in psutil.process_iter():
        try:
            if process.environ().get("RISE_DATA") == data and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue  # it is somebody else's, or over
    return found


def all_went_once(office: Office) -> None:
    """The next sync brings the machine to rest, and the books agree: everybody was texted, nobody twice."""
    assert office.rise("sync", "--drain").returncode == 0
    texts = texts_of(office)
    assert len(texts) == PEOPLE
    office.wait_accepted(texts)
    office.wait_until(lambda: not list(rows(office.database, "SELECT 1 FROM queue")), what="an empty line")
    assert office.rise("sync").returncode == 0
    assert outbox(office) == []
    office.ledger(texts, who="dana").raise_if_bad()


def test_a_terminal_killed_as_soon_as_the_confirm_is_on_disk_stops_no_text_and_doubles_none(ready: Office) -> None:
    """[D7]"""
    with confirming(ready) as program:
        ready.wait_until(lambda: outbox(ready), what="the confirm is on disk")
        program.kill()  # wherever it has come to by now
        program.wait()
    all_went_once(ready)


def test_a_terminal_killed_while_the_relay_has_not_yet_answered_stops_no_text_and_doubles_none(ready: Office) -> None:
    """The relay has stored the broadcast and dawdles with its answer. [D7] [fault 3]"""
    ready.restart_relay(fail="api_after_commit:1:sleep")
    with confirming(ready) as program:
        ready.wait_until(lambda: list(rows(ready.database, "SELECT 1 FROM broadcast")), what="the relay has it")
        program.kill()
        assert program.wait() == -signal.SIGKILL
    assert len(outbox(ready)) == 1, "this machine has no answer yet"
    all_went_once(ready)
    assert len(list(rows(ready.database, "SELECT id FROM broadcast"))) == 1


def test_what_carries_a_broadcast_on_may_be_killed_too(ready: Office) -> None:
    """The relay is away, the command has ended, and the process it left behind dies as well. [D7] [fault 37]"""
    ready.kill_relay()
    with confirming(ready) as program:
        assert program.wait(60) == 0
    left = ready.wait_until(lambda: holds_the_store(ready), what="somebody carries on")
    for process in left:
        process.kill()
    ready.wait_until(lambda: not holds_the_store(ready), what="nobody carries on")
    assert len(outbox(ready)) == 1
    assert ready.accepted() == {}
    ready.start_relay()
    all_went_once(ready)


def test_everybody_of_a_broadcast_has_an_end_of_their_own_on_the_screen(
    open_office: Callable[..., Office],
) -> None:
    """One's failure changes nobody else's status, and what failed says why. [D6] [D21]"""
    office = open_office()
    names = ["Ana", "sim:30005", "sim:21610", "sim:30003", "sim:no-receipt", "Ben"]
    clients = enlist(office, names)
    office.client_texts(number(5), "STOP")
    office.sign_in()
    office.rise("sync")
    done = office.rise("broadcast", "--to", "Class", "--body", "At nine, {first_name}", "--confirm", "5", "--json")
    assert done.returncode in (0, 5), done.stderr
    assert json.loads(done.stdout)["left_out"] == [{"client_id": clients[5], "reason": "opted_out"}]
    ends = {
        clients[0]: ("delivered", None),
        clients[1]: ("failed", "bad_number"),
        clients[2]: ("failed", "opted_out"),
        clients[3]: ("undelivered", "unreachable"),
        clients[4]: ("sent", None),
    }

    settled = "SELECT 1 FROM message WHERE direction = 'outbound' AND status IN ('delivered', 'undelivered', 'failed')"
    office.wait_until(lambda: len(list(rows(office.database, settled))) == 4, what="four ends at the relay")
    assert office.rise("sync").returncode == 0
    stand = rows(office.app_database(), "SELECT client_id, status, reason FROM recipient")
    assert {row["client_id"]: (row["status"], row["reason"]) for row in stand} == ends
    office.ledger(who="dana").raise_if_bad()
