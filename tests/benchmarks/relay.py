"""How fast the relay is, as ratios within one run: webhook beside echo, broadcast beside its ideal, one stream."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psutil

from rise_tui.domain.clock import SystemClock, now_ms
from rise_tui.domain.ids import broadcast_message_id, new_id
from rise_tui.relay.store.access import grant
from rise_tui.relay.store.engine import Tx, connect, transaction
from rise_tui.relay.store.office import add_caseworker
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.machine import describe
from tests.benchmarks.policy import decision_micros
from tests.journeys.ledger import rows
from tests.journeys.office import AUTH_TOKEN, NUMBER, Office, Options, wire_time
from tests.journeys.processes import ROOT, Process, wait_until
from tests.relay.conftest import add_client
from tests.relay.line import number_of, put_consent

T = TypeVar("T")

WEBHOOKS, CONNECTIONS, ROUNDS = 8000, 32, 5
BROADCASTS = ((1000, 100), (3200, 400))
KILLED = (6400, 400)
LEASE_S, RECONCILE_S, SLACK_S = 30, 60, 5
LATENCY_MS = 50
STREAMS, HEARINGS = 1000, 400
FIRST = 1600
"""The first index of invented numbers here: none of them is the office's."""


def main(*, is_table: bool = False) -> int:
    """Run all, print all; if asked for, as a table in the end too. Returns 0 if every aim was met, else 1."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        machine = describe(Path(folder))
        print(machine, flush=True)
        for part in parts(Path(folder)):
            figures += part
            print("\n".join(map(str, part)), flush=True)
    if is_table:
        print(f"\n{table(machine, figures)}")
    return 0 if all(figure.is_met for figure in figures) else 1


def parts(folder: Path) -> Iterator[list[Figure]]:
    """One part of the figures after the other."""
    yield webhook(folder / "webhook")
    spent: dict[str, tuple[int, float]] = {}
    for count, rate in BROADCASTS:
        name = f"{count} at {rate}/s"
        figure, seconds = broadcast(folder / f"broadcast{rate}", count, rate)
        spent[name] = count, seconds
        yield [figure]
    yield [_processor_time(spent)]
    yield [killed(folder / "killed")]
    yield stream(folder / "stream")
    yield [policy(folder / "policy")]


def webhook(folder: Path) -> list[Figure]:
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
        f"{rate['relay']:.0f}/s of {rate['echo']:.0f}/s;"
        f" {runs['relay'][0]['bytes']}-byte forms, {CONNECTIONS} connections, {stored} texts stored"
    )
    in_ms = f"{p99['relay']:.1f} and {p99['echo']:.1f} ms"
    return [
        Figure("durable webhook, of the same server's echo", rate["relay"] / rate["echo"], 0.45, True, "", detail),
        Figure("p99 of a durable webhook, of the echo's", p99["relay"] / p99["echo"], 4, False, "", in_ms),
    ]


def broadcast(folder: Path, count: int, rate: int) -> tuple[Figure, float]:
    """From the moment the relay has accepted a broadcast until the carrier has its last text, over count / rate.

    Beside it the seconds of processor time that the relay took for it, receipts included.
    """
    with _sending(folder, rate) as office:
        _broadcast(office, count)
        began, spent = time.time(), _spent_s(office)
        left = wait_until(lambda: _is_over(office, began + 3 * count / rate + 20), 600, "the end of the broadcast")
        spent = _spent_s(office) - spent
        accepted = office.accepted()
    last = max(text["at"] for texts in accepted.values() for text in texts) / 1000
    detail = f"{count} texts in {last - began:.2f} s{_lost(accepted, count)} ({left})"
    name = f"{count} at {rate}/s"
    return Figure(
        f"broadcast of {name}, of the ideal time", (last - began) * rate / count, 1.02, False, "", detail
    ), spent


def _processor_time(spent: dict[str, tuple[int, float]]) -> Figure:
    """What the relay took for a text, over all broadcasts (each with its count of texts, and seconds)."""
    each = ", ".join(f"{seconds * 1000 / count:.2f} ms of {name}" for name, (count, seconds) in spent.items())
    texts, seconds = (sum(part) for part in zip(*spent.values(), strict=True))
    return Figure("processor time of the relay for a text", seconds * 1000 / texts, 2, False, " ms", each)


def killed(folder: Path) -> Figure:
    """The same with two kills. What was under way at a kill is looked up later, and counted apart."""
    count, rate = KILLED
    doubted: dict[str, float] = {}
    with _sending(folder, rate) as office:
        _broadcast(office, count)
        began = time.time()
        for share in (1 / 3, 2 / 3):
            rest = count * (1 - share)
            wait_until(lambda rest=rest: _left(office) <= rest, 120, "a share of it")  # type: ignore[misc] # bound now
            office.kill_relay()
            at = time.time()
            for row in rows(office.database, "SELECT message_id FROM queue WHERE state <> 'queued'"):
                doubted[row["message_id"]] = at
            office.start_relay()
        left = wait_until(lambda: _is_over(office, began + 600), 900, "the end of the broadcast")
        accepted = office.accepted()
    first = {id_: texts[0]["at"] / 1000 for id_, texts in accepted.items()}
    last = max(at for id_, at in first.items() if id_ not in doubted)
    late = max((first[id_] - at for id_, at in doubted.items() if id_ in first), default=0.0)
    if late > LEASE_S + RECONCILE_S + SLACK_S:
        raise RuntimeError(f"a text that was under way at a kill left {late:.1f} s after it")
    detail = (
        f"{count} texts, {len(doubted)} under way at a kill (the last of them after {late:.1f} s)"
        f"{_lost(accepted, count)} ({left})"
    )
    name = f"broadcast of {count} at {rate}/s with two kills, of the ideal time"
    return Figure(name, (last - began) * rate / count, 1.10, False, "", detail)


def stream(folder: Path) -> list[Figure]:
    """From the answer to what makes an event until it stands on the one of 1,000 streams that may see it, or on all."""
    folder.mkdir()
    with Office(folder, Options(simulator=("--receipts", ""))) as office:
        office.relay.kill()
        people = _staff(office, STREAMS)
        office.start_relay()
        signed = office.relay_url + "/carriers/twilio/inbound"
        words = [office.relay_url, str(office.relay.pid), str(HEARINGS), NUMBER, signed, AUTH_TOKEN]
        outcome = _run("tests.benchmarks.ears", words, "".join(f"{token} {phone}\n" for token, phone in people))
    detail = (
        f"after its commit, p50 {outcome['one_p50_ms']:.2f} ms; with the durable webhook that makes it"
        f" p50 {outcome['whole_p50_ms']:.2f} ms, p99 {outcome['whole_p99_ms']:.2f} ms"
    )
    worst = f"after its commit, the last of them; at worst {outcome['all_worst_ms']:.0f} ms"
    return [
        Figure(f"an event to one of {STREAMS} streams, p99", outcome["one_p99_ms"], 2, False, " ms", detail),
        Figure(f"an event to all {STREAMS} streams", outcome["all_ms"], 40, False, " ms", worst),
        Figure("memory of a stream", outcome["kib"], 40, False, " KiB"),
    ]


def policy(folder: Path) -> Figure:
    """A decision of the rules about one text that is due."""
    folder.mkdir()
    return Figure("decision whether a text may leave", decision_micros(folder), 50, False, " µs")


@contextmanager
def _sending(folder: Path, rate: int) -> Iterator[Office]:
    """An office that sends to a carrier of some latency, at this pace."""
    folder.mkdir()
    flags = ("--latency-ms", str(LATENCY_MS), "--receipts", "delivered")
    rules = {"introduces": False, "state_hours": False}
    options = Options(flags, rate, LEASE_S, RECONCILE_S, rules=rules)
    with Office(folder, options) as office:
        yield office


def _broadcast(office: Office, count: int) -> None:
    """Let the relay accept a broadcast to so many."""
    broadcast_id = new_id()
    recipients = [
        {"client_id": client, "message_id": broadcast_message_id(broadcast_id, client), "body": f"At nine, {index}"}
        for index, client in enumerate(_fill(office, count))
    ]
    body = {"name": "Class", "body": "At nine", "recipients": recipients, "expires_at": wire_time(1800)}
    office.put(f"broadcasts/{broadcast_id}", body)


def _spent_s(office: Office) -> float:
    """Seconds of processor time that the relay's process has taken so far."""
    times = psutil.Process(office.relay.pid).cpu_times()
    return float(times.user + times.system)


def _lost(accepted: dict[str, list[dict[str, Any]]], count: int) -> str:
    """What a ledger would say."""
    doubled = sum(len(texts) > 1 for texts in accepted.values())
    return f", {doubled} doubled, {count - len(accepted)} not there"


def _is_over(office: Office, give_up_at: float) -> str:
    """`all settled` when nothing waits any more, or what is left when that took far too long; else nothing."""
    left = _left(office)
    if left and time.time() < give_up_at:
        return ""
    return "all settled" if not left else f"{left} not settled"


def _left(office: Office) -> int:
    """How many texts wait or are under way: asked of the database, for to list thousands would slow the carrier."""
    (row,) = rows(office.database, "SELECT count(*) AS n FROM queue")
    count: int = row["n"]
    return count


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
    grant(tx, office_id, caseworker_id, client_id, "own", 0)


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
