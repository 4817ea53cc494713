"""The relay put together: both sides answer, what we send is fetched by its signed address, and it ends in order."""

import asyncio
import hashlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from rise_tui.domain import mark_words
from rise_tui.domain.clock import FrozenClock, now_ms
from rise_tui.domain.errors import BadInput
from rise_tui.domain.ids import new_id
from rise_tui.domain.marks import urgent_words
from rise_tui.relay.app import create_relay
from rise_tui.relay.carriers.base import StatusReport
from rise_tui.relay.carriers.media_links import MediaLinks
from rise_tui.relay.dispatch.asking import ASKED_MS
from rise_tui.relay.ears import LogEar
from rise_tui.relay.hub import Hub
from rise_tui.relay.serving import SILENT_MS, listen_on
from rise_tui.relay.store import outcomes
from rise_tui.relay.store.engine import BadDatabase, Tx, connect, transaction
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.migrate import migrate
from rise_tui.simulator.pictures import photo
from tests.relay.conftest import SmallOffice
from tests.relay.line import number_of, put_text, state_of
from tests.relay.posting import INBOUND, PUBLIC, settings, sign, text
from tests.relay.scripted import ScriptedCarrier
from tests.relay.test_intake import AT


@asynccontextmanager
async def running(relay: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        relay.router.lifespan_context(relay),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=relay), base_url=PUBLIC) as http,
    ):
        yield http


async def test_a_text_that_the_carrier_posts_is_in_the_log_that_the_app_reads(
    database: Path, tmp_path: Path, office: SmallOffice
) -> None:
    relay = create_relay(settings(tmp_path, database=str(database)))
    async with running(relay) as http:
        form = text("I got the job")
        posted = await http.post(INBOUND, data=form, headers={"X-Twilio-Signature": sign(PUBLIC + INBOUND, form)})
        assert posted.status_code == 204
        bearer = {"Authorization": f"Bearer {office.token}"}
        events = (await http.get("/v1/events?after=0", headers=bearer)).json()["events"]
        assert [event["data"].get("body") for event in events if event["type"] == "MessageReceived"] == [
            "I got the job"
        ]
        assert (await http.get("/healthz?challenge=x")).status_code == 200
        paths = (await http.get("/openapi.json")).json()["paths"]
        assert not any(path.startswith("/carriers") for path in paths)


async def test_a_served_relay_asks_for_the_receipts_that_never_came(
    database: Path, tmp_path: Path, office: SmallOffice, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else would: the phone company tells a status once."""
    sent_at = now_ms(clock) - ASKED_MS[0]
    with closing(connect(database)) as connection, transaction(connection) as tx:
        message_id = put_text(tx, office.office_id, sender=office.number, e164=number_of(1), at=sent_at)
        outcomes.finish(tx, office.office_id, message_id, "SM1", sent_at, carrier="twilio")
    carrier = ScriptedCarrier(on_standing=lambda carrier_id: StatusReport(carrier_id, "delivered"))
    monkeypatch.setattr("rise_tui.relay.app.open_carrier", lambda *_: carrier)
    relay = create_relay(settings(tmp_path, database=str(database)), clock)
    with closing(connect(database, is_read_only=True)) as connection:
        async with running(relay), asyncio.timeout(20):
            while state_of(Tx(connection), message_id) != (None, "delivered"):  # noqa: ASYNC110 - it lies in the database
                await asyncio.sleep(0.01)


async def test_the_offices_own_urgent_words_mark_a_text(database: Path, tmp_path: Path, office: SmallOffice) -> None:
    relay = create_relay(settings(tmp_path, database=str(database), urgent_words="# ours\nNarcan\n"))
    async with running(relay) as http:
        form = text("they used narcan on him")
        await http.post(INBOUND, data=form, headers={"X-Twilio-Signature": sign(PUBLIC + INBOUND, form)})
        bearer = {"Authorization": f"Bearer {office.token}"}
        events = (await http.get("/v1/events?after=0", headers=bearer)).json()["events"]
        [came] = [event["data"] for event in events if event["type"] == "MessageReceived"]
        assert came["marks"] == ["urgent", "urgent:10-16"]
        assert urgent_words(came["body"], came["marks"]) == ("narcan",), "who reads it has no such list"
    with pytest.raises(BadInput, match="Line 1 of the urgent words"):
        create_relay(settings(tmp_path, database=str(database), urgent_words="one. two"))


async def test_a_pace_that_is_set_holds_for_every_office_and_is_told(database: Path, tmp_path: Path) -> None:
    async with running(create_relay(settings(tmp_path, database=str(database), segments_per_second=40))):
        pass
    connection = connect(database, is_read_only=True)
    assert connection.execute("SELECT segments_per_second, price_micros FROM office").fetchone()[:] == (40, 0)
    assert connection.execute("SELECT count(*) FROM event WHERE type = 'OfficeChanged'").fetchone()[0] == 2
    connection.close()


def test_a_database_without_an_office_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    migrate(path)
    with pytest.raises(BadDatabase, match="rise relay init"):
        create_relay(settings(tmp_path, database=str(path)))


async def test_the_carrier_gets_what_we_send_by_its_signed_address_for_four_hours_and_nobody_else(
    database: Path, tmp_path: Path, office: SmallOffice, clock: FrozenClock
) -> None:
    folder, sha256, message_id = MediaFolder(tmp_path / "media"), hashlib.sha256(photo()).hexdigest(), new_id()
    with folder.begin(10_000) as part:
        part.add(photo())
        part.keep("image/jpeg")
    connection = connect(database)
    with transaction(connection) as tx:
        tx.insert(
            "message", office_id=office.office_id, id=message_id, conversation_id="c", direction="outbound", e164="x",
            sender="x", body="x", media=[sha256], kind="one_to_one", status="queued", encoding="GSM-7", segments=1,
            seen_through=0, marks=[], at=AT, seq=1, status_seq=1,
        )  # fmt: skip
        tx.insert(
            "upload", office_id=office.office_id, sha256=sha256, caseworker_id=office.caseworker_id, type="image/jpeg",
            bytes=len(photo()), at=AT,
        )  # fmt: skip
    links = MediaLinks(PUBLIC, "twilio", connection.execute("SELECT media_secret FROM instance").fetchone()[0])
    connection.close()
    now = clock.now().timestamp()
    good = links.address(message_id, 0, now)
    async with running(create_relay(settings(tmp_path, database=str(database)), clock)) as http:
        answer = await http.get(good)
        assert (answer.status_code, answer.content) == (200, photo())
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert (await http.get(links.address(message_id, 1, now))).status_code == 404
        for forged in (good[:-1] + ("0" if good[-1] != "0" else "1"), good.replace("/0?", "/1?"), good.split("?")[0]):
            assert (await http.get(forged)).status_code == 403
        clock.go(4 * 3600 + 1)
        assert (await http.get(good)).status_code == 403


async def test_whoeverlisten_ons_is_woken_to_end_before_the_relay_does(database: Path, clock: FrozenClock) -> None:
    async with Hub(database, clock) as hub:
        ear = LogEar("an office", "", None)
        hub.ears.add(ear)
        hub.leave()
        assert ear.is_woken.is_set()
        assert hub.is_shut
        await hub.write(lambda tx: tx.run("UPDATE office SET name = 'still written'"))


async def test_the_first_text_does_not_wait_for_the_phrases_of_the_marks(database: Path, tmp_path: Path) -> None:
    mark_words.phrasebook.cache_clear()
    async with running(create_relay(settings(tmp_path, database=str(database)))):
        assert mark_words.phrasebook.cache_info().currsize == 1


def test_who_takes_nothing_any_more_is_given_up_within_a_minute() -> None:
    """A laptop that was closed would be somebody who listens for a quarter of an hour, and nobody would be told."""
    with listen_on("127.0.0.1", 0) as listener:
        listener.listen()
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as line:
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == SILENT_MS < 60_000
