"""What becomes of a text after the carrier took it: statuses in their order, out of order, or none."""

import threading

import httpx
import pytest

from rise_tui.simulator.story import steps
from rise_tui.simulator.texts import OUTBOUND, Text
from rise_tui.simulator.words import Wishes
from tests.simulator.conftest import OURS, PHONE, Carrier, heard
from tests.simulator.test_sending import Start


@pytest.mark.parametrize(
    ("body", "statuses"),
    [
        ("hello", ["sending", "sent", "delivered"]),
        ("sim:no-receipt", ["sending", "sent"]),
        ("sim:shuffle", ["delivered", "sent", "sending"]),
        ("sim:30003", ["sending", "sent", "undelivered"]),
        ("sim:30005", ["sending", "sent", "failed"]),
        ("sim:30007", ["sending", "sent", "failed"]),
        ("SIM:twice", ["sending", "sending", "sent", "sent", "delivered", "delivered"]),
    ],
)
def test_a_text_has_the_statuses_that_it_asks_for_and_never_queued(
    shared: Carrier, fresh: str, body: str, statuses: list[str]
) -> None:
    shared.send(body, fresh)
    shared.settle()
    assert shared.listener.statuses(fresh) == statuses


def test_a_failed_text_says_why_when_it_is_read(carrier: Carrier) -> None:
    sid = carrier.send("sim:30007").json()["sid"]
    carrier.settle()
    text = carrier.client.get(carrier.messages.replace(".json", f"/{sid}.json")).json()
    assert (text["status"], text["error_code"]) == ("failed", 30007)
    assert text["date_sent"] is not None


def test_a_text_without_a_callback_is_told_to_nobody(carrier: Carrier) -> None:
    carrier.send("hello", StatusCallback="")
    carrier.settle()
    assert carrier.listener.hooks == []
    assert carrier.state()["texts"]["outbound-api"] == {"delivered": 1}
    assert list(carrier.accepted()) == [""]


def test_statuses_wait_until_time_passes(start_carrier: Start) -> None:
    carrier = start_carrier("--status-delay-ms", "60000")
    carrier.send("hello", "m1")
    assert carrier.state()["under_way"] == 1
    carrier.client.post("/_/tick", json={"seconds": 59})
    assert carrier.listener.statuses("m1") == []
    carrier.client.post("/_/tick", json={"seconds": 61})
    heard(lambda: carrier.listener.statuses("m1") == ["sending"])
    carrier.settle()
    assert carrier.listener.statuses("m1") == ["sending", "sent", "delivered"]


def test_a_status_may_overtake_the_answer_to_the_request(start_carrier: Start) -> None:
    carrier = start_carrier("--latency-ms", "60000", "--status-delay-ms", "0")
    sending = threading.Thread(target=carrier.send, args=("hello", "m1"))
    sending.start()
    heard(lambda: "delivered" in carrier.listener.statuses("m1"))
    assert sending.is_alive()
    carrier.client.post("/_/tick", json={"seconds": 60})
    sending.join(10)
    assert not sending.is_alive()


def test_only_the_wanted_receipts_are_called_back(start_carrier: Start) -> None:
    carrier = start_carrier("--receipts", "delivered")
    carrier.send("hello", "m1")
    carrier.send("sim:30003", "m2")
    carrier.settle()
    assert carrier.listener.statuses("m1") == ["delivered"]
    assert carrier.listener.statuses("m2") == ["undelivered"]


def test_a_restart_goes_on_where_the_story_stood() -> None:
    text = Text("SM1", OUTBOUND, OURS, PHONE, "sim:30003", "sent", at=0)
    assert steps(text, Wishes.of(text.body), 0.1) == [("undelivered", 30003)]


def test_a_text_that_waits_past_its_validity_fails() -> None:
    text = Text("SM1", OUTBOUND, OURS, PHONE, "late", "queued", at=0, validity=10)
    assert steps(text, Wishes.of(text.body), 6)[-1] == ("failed", 30036)
    assert steps(text, Wishes.of(text.body), 5)[-1] == ("delivered", None)


def test_a_text_that_asks_for_it_is_accepted_and_never_answered(carrier: Carrier) -> None:
    carrier.client.timeout = 0.3
    with pytest.raises(httpx.ReadTimeout):
        carrier.send("sim:timeout", "m1")
    assert len(carrier.accepted()["m1"]) == 1


@pytest.mark.parametrize("word", ["photo", "twice sim:photo"])
def test_a_phone_can_answer_with_a_photo(carrier: Carrier, word: str) -> None:
    carrier.send(f"Please send your paystub sim:{word}")
    carrier.settle()
    hooks = carrier.listener.inbound()
    assert len(hooks) == (2 if "twice" in word else 1)
    assert len({hook.form["MessageSid"] for hook in hooks}) == 1
    assert (hooks[0].form["NumMedia"], hooks[0].form["MediaContentType0"]) == ("1", "image/png")
