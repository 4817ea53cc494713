"""The relay sends: whatever dies on the way, each text reaches the carrier once, and nobody who said STOP is texted."""

import os
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rise_tui.domain.ids import broadcast_message_id, new_id
from tests.journeys.ledger import rows
from tests.journeys.office import Office, Options, wire_time
from tests.journeys.proxy import Proxy

SILENT = ("--status-delay-ms", "5", "--receipts", "")
"""A carrier that calls nothing back: what became of a text shows in its list alone."""


@dataclass(frozen=True)
class Broadcast:
    """A broadcast that the relay has accepted."""

    broadcast_id: str
    message_ids: Sequence[str]


def number(index: int) -> str:
    """An invented number, a different one for each index."""
    return f"+1{216 + index // 100}55501{index % 100:02d}"


def people(office: Office, count: int) -> list[str]:
    """Clients who all opted in; their ids. The number of the n-th is `number(n)`."""
    api, whose = office.api(), office.me()["caseworker_id"]
    ids = [new_id() for _ in range(count)]
    for index, client_id in enumerate(ids):
        e164 = number(index)
        wishes: dict[str, dict[str, Any]] = {
            f"clients/{client_id}": {"first_name": f"Person{index}", "last_name": "Bell", "caseworker_id": whose},
            f"clients/{client_id}/numbers/{e164}": {"from_at": wire_time(-3600), "is_confirmed": True},
            f"consents/{new_id()}": {"e164": e164, "client_id": client_id, "state": "opted_in", "wording": "yes"},
        }
        for path, body in wishes.items():
            api.put(f"/v1/{path}", json=body, headers={"Idempotency-Key": new_id()}).raise_for_status()
    return ids


def broadcast(office: Office, clients: Sequence[str], words: str = "Class at nine") -> Broadcast:
    """Confirm one text to all of them."""
    broadcast_id = new_id()
    messages = [broadcast_message_id(broadcast_id, client) for client in clients]
    recipients = [
        {"client_id": client, "message_id": message, "body": f"{words} {index}"}
        for index, (client, message) in enumerate(zip(clients, messages, strict=True))
    ]
    body = {"name": "Class", "body": words, "recipients": recipients, "left_out": [], "expires_at": wire_time(1800)}
    office.put(f"broadcasts/{broadcast_id}", body)
    return Broadcast(broadcast_id, messages)


def status(office: Office, message_id: str) -> tuple[str | None, str]:
    """How a text stands: the queue's state (None: no row), and what people see."""
    question = (
        "SELECT q.state, m.status FROM message m LEFT JOIN queue q ON q.message_id = m.id WHERE m.id = :message_id"
    )
    (row,) = rows(office.database, question, message_id=message_id)
    return row[0], row[1]


def until_status(office: Office, message_id: str, *wanted: str) -> None:
    """Wait until people see one of these, and the line knows the text no more (but for `unknown`)."""

    def stands() -> bool:
        state, seen = status(office, message_id)
        return seen in wanted and (state is None or seen == "unknown")

    office.wait_until(stands, what=f"{wanted}")


def until_line_is_empty(office: Office, seconds: float = 90) -> None:
    """Wait until every text has left or is settled."""
    office.wait_until(lambda: not list(rows(office.database, "SELECT 1 FROM queue")), seconds, "an empty line")


def test_a_relay_killed_between_claim_and_post_sends_the_text_once_after_its_restart(tmp_path: Path) -> None:
    """[fault 4]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        client = office.add_client("Marcus Bell", number(1))
        office.restart_relay(fail="claim_after_commit:1:kill")
        message_id = office.text(client, "See you at nine")
        assert office.relay.wait() == -signal.SIGKILL
        assert office.accepted() == {}
        assert status(office, message_id) == ("sending", "sending")
        office.restart_relay()
        until_status(office, message_id, "sent")
        office.ledger([message_id]).raise_if_bad()


def test_a_relay_killed_after_the_carrier_accepted_adopts_the_carriers_id(tmp_path: Path) -> None:
    """[fault 5]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        client = office.add_client("Marcus Bell", number(1))
        office.restart_relay(fail="send_after_accept:1:kill")
        message_id = office.text(client, "See you at nine")
        assert office.relay.wait() == -signal.SIGKILL
        office.restart_relay()
        until_status(office, message_id, "sent", "delivered")
        (accepted,) = office.accepted()[message_id]
        (row,) = rows(office.database, "SELECT carrier_id FROM message WHERE id = :id", id=message_id)
        assert row["carrier_id"] == accepted["sid"]
        office.ledger([message_id]).raise_if_bad()


def test_a_text_nobody_can_tell_about_is_shown_and_never_sent_again_by_itself(tmp_path: Path) -> None:
    """[D16] [fault 5]"""
    with Office(tmp_path, Options(simulator=SILENT, lease_seconds=0.3, reconcile_seconds=0.3)) as office:
        client = office.add_client("Marcus Bell", number(1))
        office.restart_relay(fail="send_after_accept:1:kill")
        message_id = office.text(client, "See you at nine")
        office.relay.wait()
        office.fault(kind="answer", on="list", status=500, seconds=600)
        office.restart_relay()
        until_status(office, message_id, "unknown")
        looks = office.wait_until(lambda: _looked(office, message_id, 2), what="two looks at the carrier's list")
        assert looks
        assert len(office.accepted()[message_id]) == 1
        office.put(f"messages/{message_id}/resolution", {"as": "mark_sent"})
        until_status(office, message_id, "sent")
        office.ledger([message_id]).raise_if_bad()


def _looked(office: Office, message_id: str, times: int) -> bool:
    """Has the time come and gone, so often, at which an absent text would have been sent again?"""
    (row,) = rows(office.database, "SELECT reconcile_at FROM queue WHERE message_id = :id", id=message_id)
    return time.time() * 1000 > row["reconcile_at"] + times * 1000


@pytest.mark.parametrize("words", ["sim:timeout See you", "See you"], ids=["no answer", "connection reset"])
def test_an_answer_lost_after_acceptance_is_found_in_the_carriers_list(tmp_path: Path, words: str) -> None:
    """[fault 15]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        client = office.add_client("Marcus Bell", number(1))
        if "timeout" not in words:
            office.fault(kind="reset", on="api", count=1)
        message_id = office.text(client, words)
        until_status(office, message_id, "sent", "delivered")
        office.ledger([message_id]).raise_if_bad()


def test_an_answer_cut_on_the_line_is_found_in_the_carriers_list(tmp_path: Path) -> None:
    """[fault 15]"""
    with Proxy("http://127.0.0.1:1") as proxy:

        def through(url: str) -> str:
            proxy.retarget(url)
            return proxy.url

        with Office(tmp_path, Options(simulator=SILENT, carrier_url=through)) as office:
            client = office.add_client("Marcus Bell", number(1))
            proxy.cut("down", after_bytes=20, how="rst")
            message_id = office.text(client, "See you at nine")
            until_status(office, message_id, "sent", "delivered")
            office.ledger([message_id]).raise_if_bad()


def test_a_text_that_the_carrier_lost_is_sent_again_only_after_the_wait(tmp_path: Path) -> None:
    """[D16] [fault 15]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        client = office.add_client("Marcus Bell", number(1))
        office.fault(kind="500", on="api", count=1)
        message_id = office.text(client, "See you at nine")
        until_status(office, message_id, "unknown", "sent")
        until_status(office, message_id, "sent")
        (accepted,) = office.accepted()[message_id]
        claimed_at = next(event["at"] for event in office.events() if event["data"].get("status") == "sending")
        wait_s = office.options.lease_seconds + office.options.reconcile_seconds
        assert wire_time(accepted["at"] / 1000 - wait_s - time.time()) >= claimed_at
        office.ledger([message_id]).raise_if_bad()


def test_a_status_that_comes_before_the_answer_to_the_post_is_not_lost(tmp_path: Path) -> None:
    """[fault 14]"""
    with Office(tmp_path, Options(simulator=("--latency-ms", "400", "--status-delay-ms", "1"))) as office:
        client = office.add_client("Marcus Bell", number(1))
        message_id = office.text(client, "sim:twice sim:shuffle See you at nine")
        until_status(office, message_id, "delivered")
        office.ledger([message_id]).raise_if_bad()


def test_while_the_carrier_cannot_be_reached_texts_wait_and_then_all_leave_once(tmp_path: Path) -> None:
    """[fault 17]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        client_ids = people(office, 12)
        office.simulator.kill()
        sent = broadcast(office, client_ids)
        office.wait_until(
            lambda: list(rows(office.database, "SELECT 1 FROM queue WHERE attempts >= 2")), what="two attempts"
        )
        office.simulator.start()
        until_line_is_empty(office)
        office.ledger(sent.message_ids).raise_if_bad()


def test_a_storm_of_429_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """[fault 16]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        client_ids = people(office, 30)
        office.fault(kind="429", seconds=2.5, retry_after=1)
        sent = broadcast(office, client_ids)
        until_line_is_empty(office)
        office.ledger(sent.message_ids).raise_if_bad()


def test_a_refused_account_stops_the_line_with_one_alert_and_a_restart_goes_on(tmp_path: Path) -> None:
    """[fault 18]"""
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        client_ids = people(office, 10)
        office.fault(kind="401", code=20003, seconds=600)
        sent = broadcast(office, client_ids)
        alerts = office.wait_until(
            lambda: [event for event in office.events() if event["type"] == "CarrierAlert"], what="an alert"
        )
        assert [alert["data"]["is_stopped"] for alert in alerts] == [True]
        assert {status(office, message_id)[0] for message_id in sent.message_ids} <= {"queued", "sending"}
        office.restart_simulator()
        office.restart_relay()
        until_line_is_empty(office)
        office.ledger(sent.message_ids).raise_if_bad()


def test_nobody_is_texted_a_second_after_they_said_stop(tmp_path: Path) -> None:
    """STOPs arrive at random moments while a broadcast drains; the two clocks are one machine's. [fault 30]"""
    chance = random.Random(30)
    with Office(tmp_path, Options(simulator=SILENT, segments_per_second=25)) as office:
        client_ids = people(office, 40)
        sent = broadcast(office, client_ids)
        who = chance.sample(range(40), 12)
        for count, index in enumerate(who):
            office.wait_until(lambda wanted=count * 2: len(office.accepted()) >= wanted, what="some to be sent")
            office.client_texts(number(index), chance.choice(["STOP", "stop", "Alto", "Unsubscribe."]))
        until_line_is_empty(office)
        out = {
            row["e164"]: row["at"]
            for row in rows(office.database, "SELECT e164, at FROM consent WHERE state = 'opted_out'")
        }
        accepted = office.accepted()
        late = [text for texts in accepted.values() for text in texts if text["at"] > out.get(text["to"], 1e15) + 1000]
        assert late == []
        question = "SELECT id, status FROM message WHERE direction = 'outbound' AND reason = 'opted_out'"
        spared = {row["id"]: row["status"] for row in rows(office.database, question)}
        assert set(spared.values()) <= {"cancelled", "failed"}  # failed: the carrier heard the STOP first
        assert spared
        assert set(spared).isdisjoint(accepted)
        office.ledger([message for message in sent.message_ids if message not in spared]).raise_if_bad()


def test_a_relay_stopped_between_claim_and_post_gives_the_text_back_and_it_goes_once(tmp_path: Path) -> None:
    """[fault 35]"""
    with Office(tmp_path, Options(simulator=SILENT, lease_seconds=0.5, reconcile_seconds=0.5)) as office:
        client = office.add_client("Marcus Bell", number(1))
        office.restart_relay(fail="claim_after_commit:1:sleep")
        message_id = office.text(client, "See you at nine")
        office.wait_until(lambda: status(office, message_id)[0] == "sending", what="the claim")
        os.kill(office.relay.pid, signal.SIGSTOP)
        (row,) = rows(office.database, "SELECT lease_until_at, attempts FROM queue")
        office.wait_until(lambda: time.time() * 1000 > row["lease_until_at"] + 1000, what="the end of the lease")
        assert office.accepted() == {}
        os.kill(office.relay.pid, signal.SIGCONT)
        until_status(office, message_id, "sent")
        office.ledger([message_id]).raise_if_bad()


def test_a_text_taken_back_before_its_hold_is_over_never_leaves(tmp_path: Path) -> None:
    with Office(tmp_path, Options(simulator=SILENT)) as office:
        client = office.add_client("Marcus Bell", number(1))
        back, kept = office.text(client, "Taken back", hold_s=2), office.text(client, "Kept", hold_s=1)
        assert office.put(f"messages/{back}/cancellation", {})["outcome"] == "cancelled"
        until_status(office, kept, "sent")
        assert office.put(f"messages/{kept}/cancellation", {})["outcome"] == "too_late"
        until_line_is_empty(office)
        assert set(office.accepted()) == {kept}
        assert status(office, back) == (None, "cancelled")


def test_a_broadcast_leaves_whole_and_once_though_its_relay_is_killed_five_times(tmp_path: Path) -> None:
    """Every recipient has an end, and killing anything after the confirm changes nothing. [D6] [fault 4]"""
    _survive(tmp_path, kills=5, seed=7)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_a_broadcast_leaves_whole_and_once_though_its_relay_is_killed_often(tmp_path: Path, seed: int) -> None:
    _survive(tmp_path, kills=5, seed=100 + seed)


def _survive(folder: Path, *, kills: int, seed: int) -> None:
    """Sixty people, a carrier with 50 ms, and a relay killed whenever so many more were accepted."""
    chance = random.Random(seed)
    simulator = ("--latency-ms", "50", *(SILENT if chance.random() < 0.5 else ("--status-delay-ms", "20")))
    with Office(folder, Options(simulator=simulator, segments_per_second=60)) as office:
        sent = broadcast(office, people(office, 60))
        marks = sorted(chance.sample(range(60), kills))
        for mark in marks:
            office.wait_until(lambda wanted=mark: len(office.accepted()) >= wanted, 60, f"{mark} accepted")
            office.restart_relay()
        until_line_is_empty(office)
        office.ledger(sent.message_ids).raise_if_bad()
        seen = {status(office, message_id)[1] for message_id in sent.message_ids}
        assert seen <= {"sent", "delivered"}
        told: dict[str, Any] = {event["data"].get("message_id"): event for event in office.events()}
        assert set(sent.message_ids) <= set(told)
