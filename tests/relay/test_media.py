"""Photos are fetched whole or not filed, from allowed hosts only, with the credentials for the carrier alone."""

import asyncio
import hashlib
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.clock import FrozenClock, now_ms
from rise_tui.relay.carriers.base import Inbound, MediaRef, MediaRefused
from rise_tui.relay.carriers.twilio import Twilio
from rise_tui.relay.carriers.twilio_media import TwilioMedia, is_public
from rise_tui.relay.dispatch.media import TRIES, MediaFetcher
from rise_tui.relay.ears import Ear
from rise_tui.relay.hub import Hub
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.store.media import MediaFolder
from rise_tui.simulator.pictures import card, letter, paystub, photo
from tests.relay.conftest import OURS, SmallOffice
from tests.relay.photo_host import PhotoHost, photo_host
from tests.relay.posting import ACCOUNT, THEIRS, TOKEN, settings

LIMIT = 1024 * 1024


@pytest.fixture
async def api() -> AsyncIterator[PhotoHost]:
    async with photo_host() as host:
        yield host


@pytest.fixture
async def cdn() -> AsyncIterator[PhotoHost]:
    async with photo_host() as host:
        yield host


@pytest.fixture
async def fetcher(
    hub: Hub, clock: FrozenClock, tmp_path: Path, api: PhotoHost, cdn: PhotoHost
) -> AsyncIterator[MediaFetcher]:
    told = settings(tmp_path, twilio_api=api.url, twilio_media_hosts=(api.url, cdn.url, "media.example.org"))
    carrier = Twilio(told, clock)
    yield MediaFetcher(hub, carrier, MediaFolder(tmp_path / "media"), LIMIT)
    await carrier.close()


async def comes(hub: Hub, *urls: str, type_: str = "image/jpeg") -> str:
    inbound = Inbound(f"SM{urls}", THEIRS, OURS, "", media=tuple(MediaRef(url, type_) for url in urls))
    at = now_ms(hub.clock)
    return (await hub.write(lambda tx: accept_inbound(tx, inbound, carrier="twilio", at=at))).message_id


def media(hub: Hub, columns: str = "state, reason") -> list[Any]:
    return hub.read(
        lambda tx: [tuple(r) for r in tx.all(f"SELECT {columns} FROM medium ORDER BY message_id, position")]
    )


def events(hub: Hub) -> list[Any]:
    sql = "SELECT type, data FROM event WHERE type LIKE 'Media%' ORDER BY seq"
    return hub.read(lambda tx: [tuple(row) for row in tx.all(sql)])


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


async def test_a_photo_is_on_disk_under_its_digest_before_anybody_hears_of_it(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost, tmp_path: Path
) -> None:
    await comes(hub, api.photo("/1", paystub(), "image/png"), api.photo("/2", photo()))
    assert await fetcher.sweep() == 2
    sha = hashlib.sha256(paystub()).hexdigest()
    assert media(hub, "state, sha256, type, bytes, width, height")[0] == (
        "stored", sha, "image/png", len(paystub()), 240, 320,
    )  # fmt: skip
    kept = tmp_path / "media" / sha[:2] / f"{sha}.png"
    assert kept.read_bytes() == paystub()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert sorted(events(hub)) == [("MediaStored", '{"index":0}'), ("MediaStored", '{"index":1}')]
    assert len(files(tmp_path)) == 2


async def test_the_credentials_go_to_the_carrier_and_to_nobody_it_sends_us_to(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost, cdn: PhotoHost
) -> None:
    """[fault 27]"""
    cdn.photo("/there", photo())
    await comes(hub, api.redirects("/1", f"{cdn.url}/there"))
    await fetcher.sweep()
    assert media(hub) == [("stored", None)]
    assert api.asked[0][1]["authorization"].startswith("basic ")
    assert "authorization" not in cdn.asked[0][1]


@pytest.mark.parametrize("content", [paystub(), photo(), card(), letter()])
async def test_a_photo_cut_short_is_never_filed_however_the_cut_is_hidden(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost, tmp_path: Path, content: bytes
) -> None:
    """[fault 21]"""
    cut = content[: len(content) * 7 // 10]
    honest = api.photo("/honest", cut, length=len(content))
    hidden = api.photo("/hidden", cut)
    short = api.photo("/short", content, length=len(cut))
    await comes(hub, honest, hidden, short, type_="image/png")
    await fetcher.sweep()
    assert media(hub) == [("wanted", None)] * 3
    assert files(tmp_path) == []


async def test_what_does_not_come_whole_is_tried_five_times_and_then_said_with_what_there_was(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost, clock: FrozenClock, tmp_path: Path
) -> None:
    """[fault 21]"""
    page = b"<!doctype html><title>Sign in</title>"
    await comes(hub, api.photo("/1", page, "text/html"))
    waits = []
    for _ in range(TRIES):
        assert await fetcher.sweep() == 1
        assert await fetcher.sweep() == 0
        (next_at,) = media(hub, "next_try_at")[0]
        waits.append((next_at - now_ms(clock)) / 1000)
        clock.go(waits[-1])
    assert waits == sorted(waits)
    assert await fetcher.sweep() == 0
    assert len(api.asked) == TRIES
    assert media(hub, "state, reason, sha256, bytes") == [
        ("failed", "incomplete", hashlib.sha256(page).hexdigest(), len(page))
    ]
    assert events(hub) == [("MediaFailed", '{"index":0,"reason":"incomplete"}')]
    assert files(tmp_path) == []


async def test_a_second_try_may_bring_it(hub: Hub, fetcher: MediaFetcher, api: PhotoHost, clock: FrozenClock) -> None:
    await comes(hub, api.fails("/1", 404))
    await fetcher.sweep()
    api.photo("/1", photo())
    clock.go(10)
    await fetcher.sweep()
    assert media(hub, "state, attempts") == [("stored", 2)]


async def test_a_file_without_end_is_given_up_at_the_limit_and_leaves_nothing(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost, tmp_path: Path
) -> None:
    """[fault 22]"""
    await comes(hub, api.endless("/1"))
    await fetcher.sweep()
    assert media(hub) == [("failed", "too_large")]
    assert api.written < LIMIT * 12
    assert files(tmp_path) == []
    assert events(hub) == [("MediaFailed", '{"index":0,"reason":"too_large"}')]


async def test_a_picture_that_would_unpack_to_a_gigapixel_is_measured_and_never_unpacked(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost
) -> None:
    """[fault 22]"""
    bomb = bytearray(paystub())
    bomb[16:24] = (30_000).to_bytes(4, "big") * 2
    await comes(hub, api.photo("/1", bytes(bomb), "image/png"))
    await fetcher.sweep()
    assert media(hub, "state, width, height") == [("stored", 30_000, 30_000)]


async def test_an_outage_of_hours_costs_no_try_and_the_photo_comes_at_its_end(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost, clock: FrozenClock
) -> None:
    await comes(hub, api.fails("/1", 503))
    for _ in range(40):
        await fetcher.sweep()
        assert media(hub, "state, attempts") == [("wanted", 0)]
        clock.go(900)
    assert len(api.asked) <= 41
    api.photo("/1", photo())
    await fetcher.sweep()
    assert media(hub) == [("stored", None)]


FORBIDDEN = (
    "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:{canary}/x", "https://127.0.0.1:{canary}/x",
    "file:///etc/passwd", "http://localhost:{canary}/x", "ftp://media.example.org/x", "http://media.example.org/x",
    "https://media.example.org:8443/x", "https://media.example.org.evil.net/x", "https://evil.net/?media.example.org",
    "https://evil.net#media.example.org", "https://me:pw@media.example.org/x", "https://media.example.org@127.0.0.1:{canary}/",
    "http://127.0.0.1:{api}@127.0.0.1:{canary}/", "//127.0.0.1:{canary}/x", "", "not an address", "http://[::1]:{canary}/",
    "http://0x7f000001:{canary}/", "http://2130706433:{canary}/", "gopher://x", "https://", "http://\x00",
)  # fmt: skip


@pytest.mark.parametrize(
    ("url", "is_redirect"),
    [(url, False) for url in FORBIDDEN] + [(url, True) for url in FORBIDDEN if ":" in url and "\x00" not in url],
)
async def test_no_request_ever_leaves_for_an_address_that_is_not_allowed(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost, url: str, is_redirect: bool
) -> None:
    """[fault 27]"""
    async with photo_host() as canary:
        canary.photo("/x", photo())
        target = url.format(canary=canary.port, api=api.port)
        await comes(hub, api.redirects("/go", target) if is_redirect else target)
        await fetcher.sweep()
        assert media(hub) == [("failed", "refused")]
        assert canary.asked == []
        assert len(api.asked) == int(is_redirect)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "::1", "fe80::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
     "2002:0a00:0001::", "0.0.0.0", "224.0.0.1", "fc00::1", "x"],
)  # fmt: skip
async def test_an_allowed_name_that_means_an_address_inside_is_refused(address: str) -> None:
    """[fault 27]"""

    async def rebound(host: str, port: int) -> list[str]:
        return ["93.184.216.34", address]

    assert not is_public(address)
    asked = TwilioMedia("https://api.twilio.com", ACCOUNT, TOKEN, ("media.example.org",), resolve=rebound)
    with pytest.raises(MediaRefused):
        await anext(asked.fetch(MediaRef("https://media.example.org/x")))
    await asked.close()


async def test_a_circle_of_redirects_ends(hub: Hub, fetcher: MediaFetcher, api: PhotoHost) -> None:
    await comes(hub, api.redirects("/1", "/1"))
    await fetcher.sweep()
    assert media(hub) == [("failed", "refused")]
    assert len(api.asked) <= 5


async def test_what_an_earlier_life_left_wanted_is_fetched_at_the_next_start_and_its_leftovers_go(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost, tmp_path: Path, office: SmallOffice
) -> None:
    """[fault 31]"""
    await comes(hub, api.photo("/1", photo()))
    left = tmp_path / "media" / "incoming" / "half.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    ear = Ear(office.office_id)
    hub.ears.add(ear)
    async with fetcher:
        async with asyncio.timeout(10):
            while media(hub) != [("stored", None)]:
                await ear.is_woken.wait()
                ear.is_woken.clear()
    assert not left.exists()


async def test_a_slow_photo_does_not_keep_the_others_waiting(
    hub: Hub, fetcher: MediaFetcher, api: PhotoHost, office: SmallOffice
) -> None:
    is_let = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        await is_let.wait()
        yield b""

    api.answers["/slow"] = slow
    ear = Ear(office.office_id)
    hub.ears.add(ear)
    async with fetcher:
        await comes(hub, f"{api.url}/slow")
        fetcher.wake()
        await comes(hub, api.photo("/quick", photo()))
        fetcher.wake()
        async with asyncio.timeout(10):
            while ("stored", None) not in media(hub):
                await ear.is_woken.wait()
                ear.is_woken.clear()
        assert media(hub) == [("wanted", None), ("stored", None)]
    is_let.set()


@given(sha256=st.text(max_size=70), type_=st.text(max_size=40))
def test_no_name_from_outside_is_part_of_a_path(sha256: str, type_: str) -> None:
    """[fault 28]"""
    folder = Path("/somewhere/media")
    digest = hashlib.sha256(sha256.encode("utf-8", "replace")).hexdigest()
    path = MediaFolder(folder).path(digest, type_)
    assert path.resolve().parent == folder / digest[:2]
    with pytest.raises(ValueError, match="not a SHA-256"):
        MediaFolder(folder).path(sha256, type_)
