"""The relay sends: whatever dies on the way, each text reaches the carrier once, and nobody who said STOP is texted."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.journeys.ledger import rows
from tests.journeys.office import Office, Options, wire_time
from tests.journeys.proxy import Proxy
from tests.journeys.sending import SILENT, number, status, until_line_is_empty, until_status


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


def test_a_relay_stopped_between_claim_and_post_gives_the_text_back_and_it_goes_once(tmp_path: Path) -> None:
    """It is claimed anew, and so decided anew: who said STOP meanwhile is heard. [fault 35]"""
    slow = (*SILENT, "--latency-ms", "400")
    with Office(tmp_path, Options(simulator=slow, lease_seconds=0.5, reconcile_seconds=0.5)) as office:
        client = office.add_client("Marcus Bell", number(1))
        office.restart_relay(fail="claim_after_commit:1:sleep")
        message_id = office.text(client, "See you at nine")
        office.wait_until(lambda: status(office, message_id)[0] == "sending", what="the claim")
        os.kill(office.relay.pid, signal.SIGSTOP)
        (row,) = rows(office.database, "SELECT lease_until_at, attempts FROM queue")
        office.wait_until(lambda: time.time() * 1000 > row["lease_until_at"] + 1000, what="the end of the lease")
        assert (row["attempts"], office.accepted()) == (1, {})
        os.kill(office.relay.pid, signal.SIGCONT)
        attempts = "SELECT attempts FROM queue"
        office.wait_until(lambda: [tuple(one) for one in rows(office.database, attempts)] == [(2,)], what="a new claim")
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
