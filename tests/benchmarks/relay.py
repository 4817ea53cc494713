"""How fast the relay is, as ratios within one run: webhook beside echo, broadcast beside its ideal, one stream."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rise_tui.domain.clock import SystemClock, now_ms
from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.relay.store.engine import Tx, connect, transaction
from rise_tui.relay.store.office import add_caseworker
from tests.benchmarks.machine import describe
from tests.journeys.ledger import rows
from tests.journeys.office import AUTH_TOKEN, NUMBER, Office, Options, wire_time
from tests.journeys.processes import ROOT, Process, wait_until
from tests.relay.conftest import add_client
from tests.relay.line import number_of, put_consent

T = TypeVar("T")

WEBHOOKS, CONNECTIONS, ROUNDS = 8000, 32, 5
BROADCASTS = ((1000, 100), (3200, 400))
LATENCY_MS = 50
STREAMS, HEARINGS = 1000, 400
FIRST = 1600
"""The first index of invented numbers here: none of them is the office's."""


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its aim. `is_least`: the aim is the least it should be, else the most."""

    name: str
    value: float
    aim: float
    is_least: bool
    unit: str = ""
    detail: str = ""

    def __str__(self) -> str:
        is_met = self.value >= self.aim if self.is_least else self.value <= self.aim
        word = "at least" if self.is_least else "at most"
        missed = "" if is_met else f"   MISSED by {abs(self.value - self.aim):.3f}{self.unit}"
        return (
            f"{self.name:<46} {self.value:8.3f}{self.unit}  ({word} {self.aim}{self.unit}){missed}\n    {self.detail}"
        )


def main() -> int:
    """Run all, print all. Returns 0 if every aim was met, else 1."""
    with tempfile.TemporaryDirectory() as folder:
        print(describe(Path(folder)), flush=True)
        figures = [webhook(Path(folder) / "webhook")]
        print(figures[-1], flush=True)
        for count, rate in BROADCASTS:
            figures.append(broadcast(Path(folder) / f"broadcast{rate}", count, rate))
            print(figures[-1], flush=True)
        figures.append(stream(Path(folder) / "stream"))
        print(figures[-1], flush=True)
    return 0 if all("MISSED" not in str(figure) for figure in figures) else 1


def webhook(folder: Path) -> Figure:
    """A text durably stored (signature, message, event) beside the same server's echo, in alternating rounds."""
    folder.mkdir()
    runs: dict[str, list[dict[str, Any]]] = {"echo": [], "relay": []}
    with (
        Office(folder, Options(simulator=("--receipts", ""))) as office,
        Process(["-m", "tests.benchmarks.echo", "0"]).start() as echo,
    ):
        _fill(office, 100)
        signed = office.relay_url + "/carriers/twilio/inbound"
        urls = {"echo": echo.url + "/echo", "relay": signed}
        for round_ in range(ROUNDS + 1):
            for name, url in urls.items():
                words = [url, str(WEBHOOKS), str(CONNECTIONS), str(round_), NUMBER, signed, AUTH_TOKEN]
                runs[name].append(_run("tests.benchmarks.load", words))
        stored = next(rows(office.database, "SELECT count(*) AS n FROM message"))["n"]
    for name, (_, *counted) in runs.items():
        wanted = {"echo": "200", "relay": "204"}[name]
        if any(set(run["statuses"]) != {wanted} for run in counted):
            raise RuntimeError(f"{name} answered {[run['statuses'] for run in counted]}")
    rate = {name: statistics.median(run["per_second"] for run in many[1:]) for name, many in runs.items()}
    p99 = {name: statistics.median(run["p99_ms"] for run in many[1:]) for name, many in runs.items()}
    detail = (
        f"{rate['relay']:.0f}/s of {rate['echo']:.0f}/s; p99 {p99['relay']:.1f} and {p99['echo']:.1f} ms;"
        f" {runs['relay'][0]['bytes']}-byte forms, {CONNECTIONS} connections, {stored} texts stored"
    )
    return Figure("durable webhook, of the same server's echo", rate["relay"] / rate["echo"], 0.40, True, "", detail)


def broadcast(folder: Path, count: int, rate: int) -> Figure:
    """From the moment the relay has accepted a broadcast until the carrier has its last text, over count / rate."""
    folder.mkdir()
    flags = ("--latency-ms", str(LATENCY_MS), "--receipts", "delivered")
    options = Options(simulator=flags, segments_per_second=rate, lease_seconds=30, reconcile_seconds=60)
    with Office(folder, options) as office:
        clients = _fill(office, count)
        broadcast_id = new_id()
        recipients = [
            {"client_id": client, "message_id": broadcast_message_id(broadcast_id, client), "body": f"At nine, {index}"}
            for index, client in enumerate(clients)
        ]
        body = {"name": "Class", "body": "At nine", "recipients": recipients, "expires_at": wire_time(1800)}
        office.put(f"broadcasts/{broadcast_id}", body)
        began = time.time()
        left = wait_until(lambda: _is_over(office, began + 3 * count / rate + 20), 600, "the end of the broadcast")
        accepted = office.accepted()
    last = max(text["at"] for texts in accepted.values() for text in texts) / 1000
    doubled = sum(len(texts) > 1 for texts in accepted.values())
    detail = f"{count} texts in {last - began:.2f} s, {doubled} doubled, {count - len(accepted)} not there ({left})"
    return Figure(
        f"broadcast of {count} at {rate}/s, of the ideal", (last - began) * rate / count, 1.02, False, "", detail
    )


def stream(folder: Path) -> Figure:
    """From a webhook's first byte until its event stands on the one of 1,000 streams that may see it."""
    folder.mkdir()
    with Office(folder, Options(simulator=("--receipts", ""))) as office:
        office.relay.kill()
        people = _staff(office, STREAMS)
        office.start_relay()
        signed = office.relay_url + "/carriers/twilio/inbound"
        words = [office.relay_url, str(HEARINGS), NUMBER, signed, AUTH_TOKEN]
        outcome = _run("tests.benchmarks.ears", words, "".join(f"{token} {phone}\n" for token, phone in people))
    detail = (
        f"{outcome['streams']} streams, p50 {outcome['p50_ms']:.2f} ms,"
        f" of which the durable webhook takes {outcome['webhook_p50_ms']:.2f} ms"
    )
    return Figure(f"event to one of {STREAMS} streams, p99", outcome["p99_ms"], 3.0, False, " ms", detail)


def _is_over(office: Office, give_up_at: float) -> str:
    """`all settled` when nothing waits any more, or what is left when that took far too long; else nothing."""
    (row,) = rows(office.database, "SELECT count(*) AS n FROM queue")
    if row["n"] and time.time() < give_up_at:
        return ""
    return "all settled" if not row["n"] else f"{row['n']} not settled"


def _fill(office: Office, count: int) -> list[str]:
    """Clients who opted in, of the office's first caseworker, written beside the relay; their ids."""
    me = office.me()

    def act(tx: Tx) -> list[str]:
        ids = [add_client(tx, me["office_id"], number_of(FIRST + index)) for index in range(count)]
        for index, client_id in enumerate(ids):
            tx.update("client", {"id": client_id}, caseworker_id=me["caseworker_id"])
            _let_see(tx, me["office_id"], me["caseworker_id"], client_id)
            put_consent(tx, me["office_id"], number_of(FIRST + index), client_id, "opted_in")
        return ids

    return _written(office.database, act)


def _staff(office: Office, count: int) -> list[tuple[str, str]]:
    """So many caseworkers with one client each: their tokens and their clients' phones."""

    def act(tx: Tx) -> list[tuple[str, str]]:
        office_id = tx.all("SELECT office_id FROM office")[0]["office_id"]
        people = []
        for index in range(count):
            whose, token = add_caseworker(tx, office_id, f"Caseworker {index}", at=now_ms(SystemClock()))
            phone = number_of(FIRST + index)
            _let_see(tx, office_id, whose, add_client(tx, office_id, phone))
            people.append((token, phone))
        return people

    return _written(office.database, act)


def _let_see(tx: Tx, office_id: str, caseworker_id: str, client_id: str) -> None:
    access = {"caseworker_id": caseworker_id, "client_id": client_id, "why": "own", "from_at": 0}
    tx.insert("access", office_id=office_id, id=new_id(), **access)


def _written(database: Path, act: Callable[[Tx], T]) -> T:
    """Write beside the relay, as the administrator's commands do."""
    connection = connect(database)
    try:
        with transaction(connection) as tx:
            return act(tx)
    finally:
        connection.close()


def _run(module: str, words: Sequence[str], stdin: str = "") -> dict[str, Any]:
    """Run a client in a process of its own; what it printed."""
    outcome = subprocess.run(
        [sys.executable, "-m", module, *words], cwd=ROOT, input=stdin, capture_output=True, text=True, check=False
    )
    if outcome.returncode != 0:
        raise RuntimeError(f"{module} ended with {outcome.returncode}: {outcome.stderr[-2000:]}")
    measured: dict[str, Any] = json.loads(outcome.stdout)
    return measured
