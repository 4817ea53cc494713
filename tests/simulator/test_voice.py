"""The carrier's webhooks: signed as twilio-python checks them, with every field, as often as Twilio would."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped] # it ships no types

from rise_tui.simulator.voice import sign
from tests.simulator.conftest import ACCOUNT, OURS, PHONE, TOKEN, Carrier
from tests.simulator.test_sending import Start

NAMES = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=12)
URLS = st.sampled_from(
    ["https://relay.example/inbound", "https://relay.example/inbound?a=b&c", "http://127.0.0.1:80/x"]
)


@given(
    URLS, st.dictionaries(NAMES, st.text(st.characters(codec="utf-8"), max_size=40), max_size=12), st.text(min_size=1)
)
def test_twilios_own_validator_accepts_every_signature(url: str, form: dict[str, str], token: str) -> None:
    signature = sign(url, form, token.encode("utf-8", "replace").decode())
    assert RequestValidator(token.encode("utf-8", "replace").decode()).validate(url, form, signature)


@given(st.dictionaries(NAMES, NAMES, min_size=1, max_size=5), NAMES)
def test_another_password_makes_another_signature(form: dict[str, str], token: str) -> None:
    assert not RequestValidator(token + "x").validate(
        "https://relay.example/", form, sign("https://relay.example/", form, token)
    )


def test_a_received_text_is_posted_with_all_of_twilios_fields(carrier: Carrier) -> None:
    written = carrier.texts_in("Sí, it’s me & 100% + more", fields={"Unannounced": "1"})
    (hook,) = carrier.listener.inbound()
    form = hook.form
    assert written == {"sid": form["MessageSid"], "delivered": True, "status": 204, "statuses": [204]}
    assert form["SmsSid"] == form["SmsMessageSid"] == form["MessageSid"]
    assert (form["From"], form["To"], form["AccountSid"]) == (PHONE, OURS, ACCOUNT)
    assert (form["Body"], form["NumMedia"], form["NumSegments"]) == ("Sí, it’s me & 100% + more", "0", "1")
    assert (form["SmsStatus"], form["ToZip"], form["Unannounced"]) == ("received", "", "1")
    assert RequestValidator(TOKEN).validate(hook.url, form, hook.signature)


def test_a_status_callback_is_signed_and_says_both_names_of_the_status(carrier: Carrier) -> None:
    carrier.send("sim:30003", "m1")
    carrier.settle()
    hook = carrier.listener.hooks[-1]
    assert RequestValidator(TOKEN).validate(hook.url, hook.form, hook.signature)
    assert hook.form["MessageStatus"] == hook.form["SmsStatus"] == "undelivered"
    assert hook.form["ErrorCode"] == "30003"


def test_bytes_that_are_no_text_arrive_as_they_were(carrier: Carrier) -> None:
    raw = b"caf\xe9 \x00 \xff\xfe"
    carrier.texts_in(body_base64=base64.b64encode(raw).decode())
    (hook,) = carrier.listener.inbound()
    assert hook.form["Body"].encode("utf-8", "surrogateescape") == raw
    assert sign(hook.url, hook.form, TOKEN) == hook.signature
    assert carrier.client.get(carrier.messages).status_code == 200


def test_a_text_is_posted_once_whatever_the_answer(carrier: Carrier) -> None:
    carrier.listener.answers = [503]
    written = carrier.texts_in("hello")
    assert (written["delivered"], written["status"]) == (False, 503)
    assert len(carrier.listener.hooks) == 1


def test_retries_stop_at_the_first_answer_that_is_none_of_5xx(start_carrier: Start) -> None:
    carrier = start_carrier("--retries", "3", "--retry-delay-ms", "1")
    carrier.listener.answers = [503, 0, 204]
    written = carrier.texts_in("hello")
    assert (written["delivered"], written["status"]) == (True, 204)
    assert {hook.form["MessageSid"] for hook in carrier.listener.hooks} == {written["sid"]}
    assert carrier.state()["webhooks"]["inbound"] == {"503": 1, "none": 1, "204": 1}
    carrier.listener.answers = [403]
    assert carrier.texts_in("hello")["status"] == 403
    assert len(carrier.listener.hooks) == 4


def test_a_relay_that_does_not_answer_at_all_is_no_delivery(carrier: Carrier) -> None:
    carrier.listener.answers = [0]
    assert carrier.texts_in("hello") | {"sid": ""} == {
        "sid": "",
        "delivered": False,
        "status": None,
        "statuses": [None],
    }


def test_the_same_text_can_be_posted_again_at_once_and_changed(carrier: Carrier) -> None:
    sid = carrier.texts_in("first", media=[{"fixture": "paystub"}])["sid"]
    assert carrier.texts_in(body="ignored", sid=sid)["sid"] == sid
    answer = carrier.client.post("/_/inbound", json={"sid": sid, "copies": 5}).json()
    assert answer["statuses"] == [204] * 5
    bodies = [hook.form["Body"] for hook in carrier.listener.inbound()]
    assert bodies == ["first", "ignored"] + ["first"] * 5
    links = {hook.form.get("MediaUrl0") for hook in carrier.listener.inbound()[2:]}
    assert links == {carrier.listener.inbound()[0].form["MediaUrl0"]}
    assert carrier.state()["texts"] == {"inbound": {"received": 1}}


def test_a_lost_webhook_leaves_the_text_in_the_carriers_log(carrier: Carrier) -> None:
    written = carrier.texts_in("hello", is_delivered=False)
    assert carrier.listener.hooks == []
    assert written["delivered"] is False
    (text,) = carrier.client.get(carrier.messages, params={"To": OURS}).json()["messages"]
    assert (text["sid"], text["direction"], text["status"]) == (written["sid"], "inbound", "received")


@pytest.mark.parametrize("asked", [{}, {"from": PHONE}, [], {"from": PHONE, "to": OURS, "media": [{"fixture": "cat"}]}])
def test_what_no_phone_can_write_is_refused(shared: Carrier, asked: object) -> None:
    before = shared.state()["texts"]
    assert shared.client.post("/_/inbound", json=asked).status_code == 400
    assert shared.state()["texts"] == before
