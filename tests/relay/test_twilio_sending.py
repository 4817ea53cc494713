"""Twilio, the way out: what each answer means for the text, and how a lost one is found again."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from rise_tui.domain.clock import FrozenClock
from rise_tui.relay.carriers.base import (
    Absent,
    AccountStopped,
    CannotTell,
    Found,
    OutboundText,
    Refused,
    TryLater,
    Unknown,
)
from rise_tui.relay.carriers.media_links import LIFE_S, MediaLinks
from rise_tui.relay.carriers.twilio_sending import FULL_PAUSE_S, PAGE, TwilioSending
from tests.relay.conftest import NOON
from tests.relay.line import number_of

SENDER, TO = "+12155550100", number_of(1)
CALLBACK = "https://texts.example.org/carriers/twilio/status/m1"
TEXT = OutboundText("m1", TO, SENDER, "See you at nine", valid_for_s=7200)
Answer = Callable[[httpx.Request], httpx.Response]


def sending(answer: Answer, clock: FrozenClock) -> TwilioSending:
    return TwilioSending("https://api.example.org/", "AC1", "secret", clock, transport=httpx.MockTransport(answer))


def saying(status: int, said: dict[str, Any] | None = None, **headers: str) -> Answer:
    return lambda request: httpx.Response(status, json=said or {}, headers=headers)


def raising(error: type[Exception]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("no")

    return answer


async def test_a_text_is_posted_with_our_id_in_the_callback(clock: FrozenClock) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201, json={"sid": "SM1", "status": "queued"})

    text = OutboundText(
        "m1", TO, SENDER, "Sí & no + más", media_urls=("https://a/1", "https://a/2"), valid_for_s=99_999
    )
    assert await sending(answer, clock).send(text, CALLBACK) == "SM1"
    (request,) = seen
    assert str(request.url) == "https://api.example.org/2010-04-01/Accounts/AC1/Messages.json"
    assert request.headers["authorization"] == httpx.BasicAuth("AC1", "secret")._auth_header
    assert parse_qs(request.content.decode(), strict_parsing=True) == {
        "To": [TO],
        "From": [SENDER],
        "Body": ["Sí & no + más"],
        "StatusCallback": [CALLBACK],
        "MediaUrl": ["https://a/1", "https://a/2"],
        "ValidityPeriod": ["36000"],
    }


@pytest.mark.parametrize(("status", "code"), [(400, 21610), (400, 21211), (422, None)])
async def test_a_4xx_is_final(clock: FrozenClock, status: int, code: int | None) -> None:
    with pytest.raises(Refused) as refused:
        await sending(saying(status, {"code": code}), clock).send(TEXT, CALLBACK)
    assert refused.value.code == code


@pytest.mark.parametrize(("status", "code"), [(401, 20003), (403, None), (404, 20404), (400, 20003), (400, 30002)])
async def test_an_account_that_is_refused_is_not_a_texts_fault(
    clock: FrozenClock, status: int, code: int | None
) -> None:
    with pytest.raises(AccountStopped) as stopped:
        await sending(saying(status, {"code": code}), clock).send(TEXT, CALLBACK)
    assert stopped.value.code == (code or status)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("Mon, 23 Nov 2026 17:00:30 GMT", 30.0), ("Mon, 23 Nov 2026 16:00:00 GMT", 0.0),
     ("soon", None), ("", None)],
)  # fmt: skip
async def test_a_429_is_safe_to_repeat_and_says_when(clock: FrozenClock, header: str, seconds: float | None) -> None:
    with pytest.raises(TryLater) as later:
        await sending(saying(429, {"code": 20429}, **{"Retry-After": header}), clock).send(TEXT, CALLBACK)
    assert later.value.is_storm
    assert later.value.retry_after == seconds


async def test_a_full_queue_at_twilio_makes_that_sender_wait(clock: FrozenClock) -> None:
    with pytest.raises(TryLater) as later:
        await sending(saying(400, {"code": 21611}), clock).send(TEXT, CALLBACK)
    assert (later.value.is_storm, later.value.retry_after) == (False, FULL_PAUSE_S)


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
async def test_a_text_of_which_no_byte_left_may_be_sent_again(clock: FrozenClock, error: type[Exception]) -> None:
    with pytest.raises(TryLater) as later:
        await sending(raising(error), clock).send(TEXT, CALLBACK)
    assert not later.value.is_storm


@pytest.mark.parametrize(
    "answer",
    [
        raising(httpx.ReadTimeout),
        raising(httpx.ReadError),
        raising(httpx.WriteError),
        raising(httpx.WriteTimeout),
        raising(httpx.RemoteProtocolError),
        saying(500, {"code": 20500}),
        saying(503),
        saying(408),
        saying(302),
        saying(201),
        lambda request: httpx.Response(200, text="<html>"),
    ],
)
async def test_after_anything_else_nobody_can_tell(clock: FrozenClock, answer: Answer) -> None:
    with pytest.raises(Unknown):
        await sending(answer, clock).send(TEXT, CALLBACK)


def listed(**more: Any) -> dict[str, Any]:
    """An entry of Twilio's list that is our text, but for what is given."""
    return {
        "sid": "SM1",
        "to": TO,
        "from": SENDER,
        "body": TEXT.body,
        "direction": "outbound-api",
        "status": "sent",
        "error_code": None,
        "date_created": "Mon, 23 Nov 2026 17:00:00 +0000",
        **more,
    }


def listing(*entries: dict[str, Any]) -> Answer:
    return lambda request: httpx.Response(200, json={"messages": list(entries), "next_page_uri": None})


async def find(answer: Answer, clock: FrozenClock, text: OutboundText = TEXT) -> Found | Absent | CannotTell:
    return await sending(answer, clock).find(text, NOON - timedelta(hours=1))


async def test_a_text_is_found_by_receiver_sender_words_and_time(clock: FrozenClock) -> None:
    assert await find(listing(listed(status="failed", error_code=30003)), clock) == Found("SM1", "failed", 30003)


@pytest.mark.parametrize(
    "other",
    [
        {"body": "See you at ten"},
        {"to": number_of(2)},
        {"from": "+12155550101"},
        {"direction": "inbound"},
        {"date_created": "Mon, 23 Nov 2026 15:59:59 +0000"},
    ],
)
async def test_another_text_is_not_taken_for_it(clock: FrozenClock, other: dict[str, Any]) -> None:
    assert await find(listing(listed(**other)), clock) == Absent()


async def test_a_carriers_id_is_never_adopted_twice(clock: FrozenClock) -> None:
    text = OutboundText("m1", TO, SENDER, TEXT.body, taken=frozenset({"SM1"}))
    assert await find(listing(listed()), clock, text) == Absent()
    assert await find(listing(listed(), listed(sid="SM2")), clock, text) == Found("SM2", "sent", None)


async def test_whether_they_got_anything_is_asked_whatever_its_words_but_not_of_what_failed(clock: FrozenClock) -> None:
    text = OutboundText("m1", TO, SENDER, "other words", is_any=True)
    assert await find(listing(listed(status="failed"), listed(sid="SM2")), clock, text) == Found("SM2", "sent", None)
    assert isinstance(await find(listing(listed(), listed(sid="SM2")), clock, text), Found), "how many does not matter"
    assert await find(listing(listed(status="undelivered")), clock, text) == Absent()


async def test_two_that_fit_tell_nothing(clock: FrozenClock) -> None:
    assert await find(listing(listed(), listed(sid="SM2")), clock) == CannotTell("several fit")


async def test_a_trial_accounts_own_words_before_ours_do_not_hide_a_text(clock: FrozenClock) -> None:
    body = f"Sent from your Twilio trial account - {TEXT.body}"
    assert isinstance(await find(listing(listed(body=body)), clock), Found)


async def test_a_text_is_found_on_a_later_page_and_paging_ends_with_the_time(clock: FrozenClock) -> None:
    asked: list[dict[str, str]] = []
    old = listed(sid="SM0", date_created="Mon, 23 Nov 2026 10:00:00 +0000")
    pages: list[dict[str, Any]] = [
        {
            "messages": [listed(sid=f"SX{i}", body="other") for i in range(PAGE)],
            "next_page_uri": "/2010-04-01/p?Page=1",
        },
        {"messages": [listed(), old], "next_page_uri": "/2010-04-01/p?Page=2"},
        {"messages": [old], "next_page_uri": "/2010-04-01/p?Page=3"},
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.url.params))
        assert "authorization" in request.headers
        return httpx.Response(200, json=pages[len(asked) - 1])

    assert isinstance(await find(answer, clock), Found)
    assert asked[0] == {"To": TO, "From": SENDER, "PageSize": str(PAGE)}
    assert asked[1:] == [{"Page": "1"}, {"Page": "2"}]


@pytest.mark.parametrize(
    "answer",
    [
        saying(500),
        saying(401, {"code": 20003}),
        saying(429),
        raising(httpx.ConnectError),
        raising(httpx.ReadTimeout),
        lambda request: httpx.Response(200, text="<html>"),
        lambda request: httpx.Response(200, json={"messages": [{"sid": "SM1"}], "next_page_uri": None}),
        lambda request: httpx.Response(200, json=[]),
        lambda request: httpx.Response(200, json={"messages": [], "next_page_uri": "https://elsewhere.example/x"}),
        lambda request: httpx.Response(200, json={"messages": [listed(body="x")], "next_page_uri": "/for-ever"}),
    ],
)
async def test_a_list_that_cannot_be_read_to_its_end_never_means_absent(clock: FrozenClock, answer: Answer) -> None:
    assert isinstance(await find(answer, clock), CannotTell)


def test_an_address_of_a_photo_opens_that_photo_for_four_hours_and_nothing_else() -> None:
    links, now = MediaLinks("https://texts.example.org", "twilio", "secret"), 1_800_000_000.0
    url = httpx.URL(links.address("m1", 2, now))
    assert url.path == "/carriers/twilio/media/m1/2"
    until, signature = url.params["until"], url.params["signature"]
    assert links.is_good("m1", 2, until, signature, now + LIFE_S)
    assert not links.is_good("m1", 2, until, signature, now + LIFE_S + 1)
    assert not links.is_good("m1", 1, until, signature, now)
    assert not links.is_good("m2", 2, until, signature, now)
    assert not links.is_good("m1", 2, str(int(until) + 1), signature, now)
    assert not links.is_good("m1", 2, "²", signature, now)
    assert not links.is_good("m1", 2, until, "é", now)
    assert not MediaLinks("https://texts.example.org", "twilio", "other").is_good("m1", 2, until, signature, now)


def test_nothing_about_a_person_shows_in_a_texts_repr() -> None:
    assert json.dumps(repr(TEXT)).find(TO) == -1
    assert TEXT.body not in repr(TEXT)


@pytest.mark.parametrize("why", ["not allowed any more", "too late"])
async def test_not_a_byte_leaves_of_a_text_that_may_not_begin_any_more(clock: FrozenClock, why: str) -> None:
    """The connection took its time, and meanwhile somebody said STOP. [fault 30]"""
    came: list[bytes] = []
    is_over = asyncio.Event()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(await reader.read())
        writer.close()
        is_over.set()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        twilio = TwilioSending(f"http://127.0.0.1:{port}", "AC1", "secret", clock)
        text = replace(TEXT, begin_by=-1.0) if why == "too late" else replace(TEXT, may_begin=lambda: False)
        with pytest.raises(TryLater):
            await twilio.send(text, CALLBACK)
        await twilio.close()
        await is_over.wait()
    assert came == [b""]
