"""Twilio's lists: what came since a moment, page by page, what hangs on a text, and how one of ours stands."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from rise_tui.relay.carriers.base import AccountStopped, Listed, MediaRef, NotTold, StatusReport
from rise_tui.relay.carriers.twilio_asking import TwilioAsking
from tests.relay.conftest import NOON, OURS
from tests.relay.line import number_of

API = "https://api.example.org"
LIST = "/2010-04-01/Accounts/AC1/Messages"
Answer = Callable[[httpx.Request], httpx.Response]


def asking(answer: Answer) -> TwilioAsking:
    return TwilioAsking(API, "AC1", "secret", transport=httpx.MockTransport(answer))


def entry(sid: str, came_at: datetime, **more: Any) -> dict[str, Any]:
    """A text in Twilio's list."""
    usual = {"direction": "inbound", "from": number_of(1), "to": OURS, "body": f"text {sid}", "num_media": "0"}
    return {
        "sid": sid,
        "date_sent": format_datetime(came_at),
        "date_created": format_datetime(came_at),
        **usual,
        **more,
    }


def pages(*texts: list[dict[str, Any]]) -> Answer:
    """A list of several pages."""

    def answer(request: httpx.Request) -> httpx.Response:
        at = int(request.url.params.get("Page", 0))
        following = f"{LIST}.json?Page={at + 1}" if at + 1 < len(texts) else None
        return httpx.Response(200, content=json.dumps({"messages": texts[at], "next_page_uri": following}))

    return answer


async def listed(source: TwilioAsking, since: datetime = NOON) -> list[Listed]:
    return [one async for page in source.received(OURS, since) for one in page]


async def test_the_list_is_asked_by_our_number_and_the_day_and_read_to_the_first_older_text() -> None:
    seen: list[httpx.Request] = []
    later = [entry(f"SM{n}", NOON + timedelta(minutes=9 - n)) for n in range(3)]
    older = [entry("SM3", NOON), entry("SM4", NOON - timedelta(seconds=1))]
    never = [entry("SM5", NOON - timedelta(hours=1))]
    told = pages(later, older, never)

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return told(request)

    found = await listed(asking(answer))
    assert [one.text.carrier_id for one in found] == ["SM0", "SM1", "SM2", "SM3"]
    assert len(seen) == 2
    assert seen[0].url.path == f"{LIST}.json"
    assert dict(seen[0].url.params) | {"PageSize": ""} == {"To": OURS, "DateSent>": "2026-11-23", "PageSize": ""}
    assert seen[0].headers["authorization"].startswith("Basic ")


async def test_a_text_of_the_list_is_the_text_that_a_webhook_would_have_brought() -> None:
    odd = entry("MM1", NOON, body="a\x00b \ud800 ñ", num_media="2", date_sent=None)
    ours = entry("SM9", NOON, direction="outbound-api")
    [one] = await listed(asking(pages([ours, odd])))
    assert (one.text.carrier_id, one.text.e164, one.text.to_e164) == ("MM1", number_of(1), OURS)
    assert (one.came_at, one.text.came_at, one.media) == (NOON, NOON, 2)
    assert "\x00" not in one.text.body
    assert one.text.body.encode()
    assert one.text.raw is not None


@pytest.mark.parametrize(
    "said",
    [
        httpx.Response(500),
        httpx.Response(403),
        httpx.Response(429, headers={"Retry-After": "1"}),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, json=["no object"]),
        httpx.Response(200, json={"messages": [{"sid": "SM1", "direction": "inbound", "date_sent": "yesterday"}]}),
        httpx.Response(200, json={"messages": [], "next_page_uri": "https://elsewhere.example.org/"}),
    ],
    ids=["500", "403", "429", "no JSON", "no object", "no time", "a page elsewhere"],
)
async def test_what_makes_no_sense_is_no_list(said: httpx.Response) -> None:
    with pytest.raises(NotTold):
        await listed(asking(lambda request: said))


async def test_a_line_that_breaks_and_a_list_without_an_end_are_no_list_either() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("no")

    with pytest.raises(NotTold):
        await listed(asking(broken))
    endless = {"messages": [entry("SM1", NOON)], "next_page_uri": f"{LIST}.json?Page=1"}
    with pytest.raises(NotTold):
        await listed(asking(lambda request: httpx.Response(200, json=endless)))


async def test_a_refused_account_is_not_a_broken_list() -> None:
    with pytest.raises(AccountStopped) as stopped:
        await listed(asking(lambda request: httpx.Response(401, json={"code": 20003})))
    assert stopped.value.code == 20003


async def test_the_photos_of_a_text_are_where_a_webhook_says_they_are() -> None:
    media = [{"uri": f"{LIST}/MM1/Media/ME{n}.json", "content_type": "image/jpeg"} for n in range(2)]
    source = asking(lambda request: httpx.Response(200, json={"media_list": media}))
    assert await source.attached("MM1") == tuple(
        MediaRef(f"{API}{LIST}/MM1/Media/ME{n}", "image/jpeg") for n in range(2)
    )


async def test_what_was_deleted_there_has_no_photos_and_no_status() -> None:
    source = asking(lambda request: httpx.Response(404, json={"code": 20404}))
    assert await source.attached("MM1") == ()
    assert await source.standing("SM1") is None


async def test_how_a_text_of_ours_stands_is_told_as_a_receipt_tells_it() -> None:
    said = {"sid": "SM1", "status": "undelivered", "error_code": 30003, "price": "-0.00750"}
    source = asking(lambda request: httpx.Response(200, json=said))
    assert await source.standing("SM1") == StatusReport("SM1", "undelivered", 30003, 7500)


async def test_a_time_without_a_zone_is_utc() -> None:
    [one] = await listed(asking(pages([entry("SM1", NOON, date_sent="Mon, 23 Nov 2026 17:00:00")])))
    assert one.came_at == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
