"""Texts come in through real processes that die: nothing is acknowledged and lost, nothing stands twice."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from rise_tui.relay.hub import LOCK_PATIENCE
from tests.journeys.office import Office, Options

RETRYING = Options(simulator=("--retries", "400", "--retry-delay-ms", "50"))
"""A carrier that posts again until it is answered."""
PHONE = "+12155550142"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path, RETRYING) as office:
        yield office


def asked(office: Office, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{office.database}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def counts(office: Office) -> tuple[int, int, int]:
    """How many inbound texts, how many events of them, how many conversations there are."""
    [found] = asked(
        office,
        "SELECT (SELECT count(*) FROM message WHERE direction = 'inbound'),"
        " (SELECT count(*) FROM event WHERE type = 'MessageReceived'), (SELECT count(*) FROM conversation)",
    )
    texts, events, conversations = found
    return texts, events, conversations


def while_posting(office: Office, texts: list[dict[str, Any]], meanwhile: Callable[[], None]) -> list[dict[str, Any]]:
    """Post the texts from a phone, one after the other, while something else happens."""
    with ThreadPoolExecutor(1) as pool:
        posted: Future[list[dict[str, Any]]] = pool.submit(
            lambda: [office.client_texts(PHONE, **each) for each in texts]
        )
        meanwhile()
        return posted.result(60)


def is_dead(office: Office) -> bool:
    return not office.relay.is_running


@pytest.mark.parametrize(("point", "left"), [("inbound_after_commit", (1, 1, 1)), ("inbound_before_commit", (0, 0, 0))])
def test_a_relay_killed_at_either_side_of_the_commit_has_the_text_once_or_not_at_all_and_once_in_the_end(
    office: Office, point: str, left: tuple[int, int, int]
) -> None:
    """[fault 1] [fault 2]"""
    office.restart_relay(fail=f"{point}:1:kill")

    def die_and_come_back() -> None:
        office.wait_until(lambda: is_dead(office), what="the relay's death")
        assert counts(office) == left
        office.start_relay()

    [answer] = while_posting(office, [{"body": "I am on my way"}], die_and_come_back)
    assert answer["delivered"]
    *unanswered, last = answered(office)
    assert (set(unanswered), last) == ({None}, 204), "who dies with a text in hand has answered nobody"
    assert counts(office) == (1, 1, 1)
    received = [event for event in office.events() if event["type"] == "MessageReceived"]
    assert [event["data"]["body"] for event in received] == ["I am on my way"]


def test_a_text_is_answered_only_once_it_is_durable(office: Office) -> None:
    """However long its commit takes. [D1] [fault 2]"""
    office.restart_relay(fail="inbound_before_commit:1:sleep")
    assert office.client_texts(PHONE, "I am on my way")["status"] == 204
    assert counts(office) == (1, 1, 1)


@pytest.mark.parametrize("point", ["media_before_fetch", "media_after_store"])
def test_a_photo_whose_relay_died_after_the_answer_is_fetched_at_the_next_start_once(
    office: Office, point: str
) -> None:
    """[fault 31]"""
    office.restart_relay(fail=f"{point}:1:kill")
    answer = office.client_texts(PHONE, "my paystub", [{"fixture": "paystub"}])
    assert answer["status"] == 204
    office.wait_until(lambda: is_dead(office), what="the relay's death")
    assert asked(office, "SELECT state FROM medium") == [("wanted",)]
    office.start_relay()
    office.wait_until(lambda: asked(office, "SELECT state FROM medium") == [("stored",)], what="the photo")
    [[sha256, size]] = asked(office, "SELECT sha256, bytes FROM medium")
    kept = office.folder / "media" / sha256[:2] / f"{sha256}.png"
    assert kept.stat().st_size == size
    assert asked(office, "SELECT count(*) FROM event WHERE type = 'MediaStored'") == [(1,)]
    assert list((office.folder / "media" / "incoming").iterdir()) == []


def test_a_morning_of_texts_with_a_relay_that_dies_again_and_again_arrives_once_each_and_in_order(
    office: Office,
) -> None:
    """[fault 1]"""
    texts = [{"body": f"text {n}"} for n in range(40)]
    is_over = threading.Event()

    def has_come(wanted: int) -> bool:
        return counts(office)[0] >= wanted or is_over.is_set()

    def kill_now_and_then() -> None:
        for wanted in (5, 15, 25):
            office.wait_until(partial(has_come, wanted), what="the texts")
            office.restart_relay()

    answers = while_posting(office, texts, kill_now_and_then)
    is_over.set()
    assert all(answer["delivered"] for answer in answers)
    assert counts(office) == (40, 40, 1)
    bodies = [event["data"]["body"] for event in office.events() if event["type"] == "MessageReceived"]
    assert bodies == [text["body"] for text in texts]
    office.ledger(received=[answer["sid"] for answer in answers]).raise_if_bad()


def test_a_photo_cut_on_its_way_is_had_whole_in_the_end(office: Office) -> None:
    """[fault 21]"""
    office.fault(kind="cut")
    office.client_texts(PHONE, "", [{"fixture": "photo"}])
    office.wait_until(lambda: asked(office, "SELECT state, attempts FROM medium") == [("stored", 2)], 30, "the photo")


def test_a_database_that_somebody_else_locks_keeps_a_text_waiting_and_loses_nothing(office: Office) -> None:
    """[fault 8]"""
    _locked(office, is_over(1.0))
    assert set(answered(office)) == {204}, "so short a wait is none of the carrier's business"


def test_a_database_that_is_locked_for_long_refuses_in_time_and_is_well_again(office: Office) -> None:
    """The carrier would hang up after 15 seconds. [fault 8]"""
    assert LOCK_PATIENCE < 10
    _locked(office, lambda: 503 in answered(office))
    assert set(answered(office)) == {503, 204}, "none was hung up on"


@pytest.mark.long
def test_a_database_that_is_locked_for_twenty_seconds_refuses_in_time_and_is_well_again(office: Office) -> None:
    """Nothing waits until the carrier hangs up on it: every answer is 503, and then 204."""
    _locked(office, is_over(20.0))
    assert set(answered(office)) == {503, 204}, "none was hung up on"


def _locked(office: Office, is_enough: Callable[[], bool]) -> None:
    """Another program holds the database's lock until then, while a phone writes; then a caseworker enters somebody."""
    relay = psutil.Process(office.relay.pid)
    office.client_texts(PHONE, "before")
    threads = relay.num_threads()
    with closing(sqlite3.connect(office.database, isolation_level=None)) as other, ThreadPoolExecutor(1) as phone:
        other.execute("BEGIN IMMEDIATE")
        written = phone.submit(office.client_texts, PHONE, "while it is locked")
        office.wait_until(is_enough, 30, "the lock's end")
        assert counts(office)[0] == 1, "nothing was stored past the lock"
        other.execute("ROLLBACK")
        assert written.result(60)["delivered"]
    office.add_client("Ana Bell", "+12155550143")
    assert counts(office) == (2, 2, 1)
    assert relay.num_threads() == threads


def is_over(seconds: float) -> Callable[[], bool]:
    """Has so much time gone since now?"""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def answered(office: Office) -> list[int | None]:
    """How the relay has answered each post of a text; None: not at all."""
    return [row[0] for row in witnessed(office, "SELECT answer FROM webhook WHERE kind = 'inbound' ORDER BY rowid")]


def witnessed(office: Office, sql: str) -> list[Any]:
    """What the carrier's own book says."""
    with closing(sqlite3.connect(f"file:{office.folder / 'witness.sqlite'}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()
