"""A relay that is killed again and again, at any moment and at any statement: no text is lost, none is doubled."""

import random
import signal
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from rise_tui.domain.ids import new_id
from tests.journeys.office import Office, Options
from tests.journeys.processes import Process
from tests.journeys.sending import (
    SILENT,
    Broadcast,
    accepted,
    broadcast,
    many_people,
    number,
    planned,
    until_line_is_empty,
)

RETRYING = ("--retries", "400", "--retry-delay-ms", "20")
"""A carrier that posts again until it is answered."""


def test_a_broadcast_of_500_leaves_whole_and_once_though_its_relay_is_killed_five_times(tmp_path: Path) -> None:
    """Every recipient has an end, and killing anything after the confirm changes nothing. [D6] [fault 4] [fault 5]"""
    _survive(tmp_path, kills=5, seed=7)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_a_broadcast_of_500_leaves_whole_and_once_though_its_relay_is_killed_fifty_times(
    tmp_path: Path, seed: int
) -> None:
    _survive(tmp_path, kills=50, seed=100 + seed)


def _survive(folder: Path, *, kills: int, seed: int, size: int = 500) -> None:
    """A carrier with 20 ms, and a relay killed whenever so many more were accepted."""
    chance = random.Random(seed)
    simulator = ("--latency-ms", "20", *(SILENT if chance.random() < 0.5 else ("--status-delay-ms", "20")))
    options = Options(simulator=simulator, segments_per_second=250, lease_seconds=0.4, reconcile_seconds=0.4)
    with Office(folder, options) as office:
        sent = broadcast(office, many_people(office, size))
        for mark in sorted(chance.sample(range(size), kills)):
            office.wait_until(lambda wanted=mark: accepted(office) >= wanted, 60, f"{mark} accepted")
            office.restart_relay()
        until_line_is_empty(office, 180)
        office.ledger(sent.message_ids).raise_if_bad()
        ends = {event["data"]["message_id"]: event["data"]["status"] for event in office.events() if _is_status(event)}
        assert {ends[message_id] for message_id in sent.message_ids} <= {"sent", "delivered"}


def _is_status(event: dict[str, Any]) -> bool:
    return event["type"] == "MessageStatusChanged"


def test_a_relay_that_dies_at_a_statement_keeps_its_books(tmp_path: Path) -> None:
    """At its start, while it takes a broadcast in, in a claim, in an outcome, while texts come in. [fault 6]"""
    _die_at(tmp_path, (2, 15, 40, 90), people_count=16, texts=5)


@pytest.mark.long
@pytest.mark.parametrize("tens", range(20))
def test_a_relay_that_dies_at_every_statement_keeps_its_books(tmp_path: Path, tens: int) -> None:
    """Each of the first two hundred statements of a life, with fifty texts out and twenty in."""
    _die_at(tmp_path, range(tens * 10 + 1, tens * 10 + 11), people_count=50, texts=20)


def _die_at(folder: Path, statements: Iterable[int], *, people_count: int, texts: int) -> None:
    """One life after the other: each ends at its n-th statement, or the test fails; and one that may live."""
    options = Options(simulator=(*RETRYING, *SILENT), lease_seconds=0.3, reconcile_seconds=0.3)
    with Office(folder, options) as office, ThreadPoolExecutor(1) as phones:
        office.relay_command("rules", "set", "daily_ceiling", "0")
        clients = many_people(office, people_count)
        plans: list[Broadcast] = []
        written: list[Future[list[str]]] = []
        for n in statements:
            office.kill_relay()
            armed = _start_to_die(office, n)
            written.append(phones.submit(_write, office, n, texts))
            plans.append(planned(clients, f"Class {n}"))
            _put_until_taken(office, plans[-1])
            office.wait_until(lambda armed=armed: armed is None or not armed.is_running, what=f"its end at {n}")
        if not office.relay.is_running:
            office.start_relay()
        received = [sid for sids in written for sid in sids.result(60)]
        until_line_is_empty(office)
        office.ledger([text for plan in plans for text in plan.message_ids], received).raise_if_bad()


def _start_to_die(office: Office, n: int) -> Process | None:
    """Start a relay that dies at its n-th statement. None: that was before it was ready, and another one runs."""
    try:
        return office.start_relay(fail=f"any:{n}:kill")
    except RuntimeError as error:
        if f"ended with {-signal.SIGKILL} " not in str(error):
            raise
        office.start_relay()
        return None


def _write(office: Office, n: int, texts: int) -> list[str]:
    """A phone writes so often; the carrier tries each until it is answered."""
    return [str(office.client_texts(number(n % 10), f"text {n} {m}")["sid"]) for m in range(texts)]


def _put_until_taken(office: Office, plan: Broadcast) -> None:
    """As a courier does: the same wish under the same id, until it is answered."""
    write_id = new_id()
    while True:
        try:
            office.put(f"broadcasts/{plan.broadcast_id}", plan.body, write_id=write_id)
        except httpx.TransportError:
            if not office.relay.is_running:
                office.start_relay()
        else:
            return
