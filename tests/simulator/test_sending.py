"""Sending through the simulator: what is accepted stands in the witness, what is refused has Twilio's codes."""

from collections.abc import Callable

import httpx
import pytest

from tests.simulator.conftest import ACCOUNT, OURS, PHONE, Carrier, heard

Start = Callable[..., Carrier]


def test_an_accepted_text_is_answered_as_twilio_answers_and_stands_in_the_witness(carrier: Carrier) -> None:
    answer = carrier.send("See you tomorrow", "m1")
    text = answer.json()
    assert answer.status_code == 201
    assert text["sid"].startswith("SM")
    assert len(text["sid"]) == 34
    assert (text["status"], text["direction"], text["price"]) == ("queued", "outbound-api", None)
    assert (text["to"], text["from"], text["num_segments"], text["num_media"]) == (PHONE, OURS, "1", "0")
    assert text["date_created"].endswith(" +0000")
    assert text["account_sid"] == ACCOUNT
    (kept,) = carrier.accepted()["m1"]
    assert (kept["sid"], kept["to"], kept["from"], kept["body"]) == (text["sid"], PHONE, OURS, "See you tomorrow")


def test_a_text_sent_twice_stands_twice_in_the_witness(carrier: Carrier) -> None:
    sids = [carrier.send("again", "m1").json()["sid"] for _ in range(2)]
    assert [text["sid"] for text in carrier.accepted()["m1"]] == sids


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"To": ""}, 400, 21604),
        ({"From": ""}, 400, 21603),
        ({"Body": ""}, 400, 21602),
        ({"To": "215 555 0101"}, 400, 21211),
        ({"Body": "a" * 1601}, 400, 21617),
        ({"StatusCallback": "http://un_der.example/m1"}, 400, 21609),
        ({"MediaUrl": ["http://127.0.0.1/x"] * 11}, 400, 21623),
        ({"ValidityPeriod": "36001"}, 400, 20001),
        ({"Body": "sim:21610"}, 400, 21610),
        ({"Body": "sim:21614"}, 400, 21614),
        ({"Body": "sim:429"}, 429, 20429),
        ({"Body": "sim:500"}, 500, 20500),
    ],
)
def test_what_is_refused_has_twilios_code_and_is_not_in_the_witness(
    shared: Carrier, fresh: str, fields: dict[str, str], status: int, code: int
) -> None:
    answer = shared.send(**{"body": "hello", "message_id": fresh, **fields})
    assert answer.status_code == status
    assert answer.json()["code"] == code
    assert answer.json()["status"] == status
    assert fresh not in shared.accepted()


def test_sixteen_hundred_characters_are_not_too_many(carrier: Carrier) -> None:
    assert carrier.send("a" * 1600).json()["num_segments"] == "11"


def test_storms_on_a_word_pass_so_that_the_text_goes_at_last(carrier: Carrier) -> None:
    assert [carrier.send("sim:429", "m1").status_code for _ in range(3)] == [429, 429, 201]
    assert [carrier.send("sim:500", "m2").status_code for _ in range(2)] == [500, 201]


@pytest.mark.parametrize("auth", [None, ("AC1", "wrong"), (ACCOUNT, "wrong"), (ACCOUNT, "")])
def test_another_password_is_refused_with_20003(shared: Carrier, auth: tuple[str, str] | None) -> None:
    answer = httpx.post(shared.process.url + shared.messages, data={"To": PHONE}, auth=auth, trust_env=False)
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    assert httpx.get(shared.process.url + shared.messages, auth=auth, trust_env=False).status_code == 401


def test_texts_are_listed_newest_first_by_pair_and_day_and_page(carrier: Carrier) -> None:
    for number in range(5):
        carrier.send(f"text {number}", f"m{number}")
    carrier.send("another phone", "m9", to="+12155550102")
    first = carrier.client.get(carrier.messages, params={"To": PHONE, "From": OURS, "PageSize": 2}).json()
    assert [text["body"] for text in first["messages"]] == ["text 4", "text 3"]
    second = carrier.client.get(first["next_page_uri"]).json()
    assert [text["body"] for text in second["messages"]] == ["text 2", "text 1"]
    third = carrier.client.get(second["next_page_uri"]).json()
    assert [text["body"] for text in third["messages"]] == ["text 0"]
    assert third["next_page_uri"] is None
    for asked, count in [
        ({"DateSent>": "2020-01-01"}, 6),
        ({"DateSent<": "2020-01-01"}, 0),
        ({"DateSent>": "2020-01-01T00:00:00Z", "DateSent<": "2120-01-01T00:00:00Z"}, 6),
        ({"To": "+12155550102"}, 1),
        ({"To": OURS}, 0),
    ]:
        assert len(carrier.client.get(carrier.messages, params=asked).json()["messages"]) == count
    assert carrier.client.get(carrier.messages, params={"DateSent>": "yesterday"}).status_code == 400


def test_one_text_can_be_read_and_its_words_taken_out(carrier: Carrier) -> None:
    sid = carrier.texts_in("my address is …")["sid"]
    address = carrier.messages.replace(".json", f"/{sid}.json")
    assert carrier.client.get(address).json()["body"] == "my address is …"
    assert carrier.client.post(address, data={"Body": ""}).json()["body"] == ""
    assert carrier.client.delete(address).status_code == 204
    assert carrier.client.get(address).json()["code"] == 20404


def test_stop_closes_the_pair_until_start(carrier: Carrier) -> None:
    carrier.texts_in(" stop ")
    assert carrier.send("hello?", "m1").json()["code"] == 21610
    assert carrier.send("you are fine", "m2", to="+12155550102").status_code == 201
    assert carrier.send("from another of ours", "m3", From="+12155550109").status_code == 201
    carrier.texts_in("Unstop")
    assert carrier.send("welcome back", "m4").status_code == 201
    assert set(carrier.accepted()) == {"m2", "m3", "m4"}


def test_opting_out_is_answered_by_the_carrier_and_still_posted(carrier: Carrier) -> None:
    for body in ("STOP", "Stop please", "START", "yes", "INFO"):
        assert carrier.texts_in(body)["delivered"]
    words = [(hook.form["Body"], hook.form.get("OptOutType")) for hook in carrier.listener.inbound()]
    assert words == [("STOP", "STOP"), ("Stop please", None), ("START", "START"), ("yes", "START"), ("INFO", "HELP")]
    assert carrier.state()["texts"]["outbound-reply"] == {"delivered": 3}


def test_a_stop_is_remembered_after_a_restart(start_carrier: Start) -> None:
    first = start_carrier()
    first.texts_in("STOP")
    first.process.kill()
    again = start_carrier()
    assert again.send("hello?").json()["code"] == 21610
    assert again.state()["blocks"] == [{"from": OURS, "to": PHONE}]


@pytest.mark.parametrize(("word", "body"), [("yes", "Yes"), ("no", "No"), ("stop", "STOP")])
def test_a_phone_answers_what_the_text_asks_for(carrier: Carrier, word: str, body: str) -> None:
    carrier.send(f"Will you come? sim:{word}")
    carrier.settle()
    (hook,) = carrier.listener.inbound()
    assert (hook.form["Body"], hook.form["From"], hook.form["To"]) == (body, PHONE, OURS)


def test_phones_are_silent_unless_they_are_told_to_be_polite(start_carrier: Start) -> None:
    rude = start_carrier()
    rude.send("Well done")
    rude.settle()
    assert rude.listener.inbound() == []
    rude.process.stop()
    polite = start_carrier("--answers", "thanks")
    polite.send("Well done")
    polite.send("Well done sim:silent")
    polite.settle()
    assert [hook.form["Body"] for hook in polite.listener.inbound()] == ["Thank you."]


def test_the_rate_is_a_hard_limit_in_segments(start_carrier: Start) -> None:
    slow = start_carrier("--rate", "0.001", "--burst", "3")
    answers = [slow.send("a" * 161, "m1"), slow.send("b", "m2"), slow.send("c", "m3")]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json()["code"] == 20429
    assert set(slow.accepted()) == {"m1", "m2"}


def test_nothing_that_was_answered_201_is_lost_by_a_kill(start_carrier: Start) -> None:
    first = start_carrier("--status-delay-ms", "60000")
    sids = {f"m{number}": first.send("hello", f"m{number}").json()["sid"] for number in range(20)}
    first.process.kill()
    again = start_carrier()
    assert {message_id: texts[0]["sid"] for message_id, texts in again.accepted().items()} == sids
    heard(lambda: again.listener.statuses("m19") == ["sending", "sent", "delivered"])
