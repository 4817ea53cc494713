"""Calls to a relay over a real socket: what each answer means, and to whom a token is shown."""

import asyncio
import hashlib
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rise_tui.domain.errors import BadInput, NotSignedIn, Unreachable
from rise_tui.domain.ids import new_id
from rise_tui.sync.answers import ComeBackLater, RefusedByRelay, SignedOut, WrongRelay
from rise_tui.sync.relay_client import RelayClient, checked_url, login
from rise_tui.sync.setup import Setup
from tests.sync.people import account_of, setup_of
from tests.sync.small_relay import ANA, TOKEN, SmallRelay, problem


@pytest.fixture
async def client(relay: SmallRelay) -> AsyncIterator[RelayClient]:
    client = RelayClient(relay.url, TOKEN, relay.instance_id, answer_s=5)
    yield client
    await client.aclose()


async def a_text(client: RelayClient, write_id: str | None = None) -> Any:
    body = {"client_id": new_id(), "body": "x", "expires_at": "2026-11-22T16:00:00.000Z"}
    return await client.put("message", {"message_id": new_id()}, body, write_id=write_id or new_id(), if_match=7)


async def test_a_wish_carries_its_write_id_and_what_it_was_typed_on(relay: SmallRelay, client: RelayClient) -> None:
    write_id = new_id()
    answer = await a_text(client, write_id)
    assert (relay.puts[0].write_id, relay.puts[0].if_match) == (write_id, "7")
    assert answer.seq == 1
    assert (await a_text(client, write_id)).seq == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 507])
async def test_patience_is_asked_for(relay: SmallRelay, client: RelayClient, status: int) -> None:
    relay.answer = lambda *_: Response("", status, headers={"Retry-After": "7"})
    with pytest.raises(ComeBackLater) as caught:
        await a_text(client)
    assert caught.value.after_s == 7


@pytest.mark.parametrize(("status", "name"), [(403, "not-yours"), (409, "id-taken"), (422, "opted-out")])
async def test_a_no_in_the_relays_own_words_is_final(
    relay: SmallRelay, client: RelayClient, status: int, name: str
) -> None:
    relay.answer = lambda *_: problem(status, name, next_step="Ask.")
    with pytest.raises(RefusedByRelay) as caught:
        await a_text(client)
    assert caught.value.problem.type == f"/problems/{name}"
    assert caught.value.problem.next_step == "Ask."


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 422])
async def test_a_portals_page_never_refuses_a_text_and_never_signs_anybody_out(
    relay: SmallRelay, client: RelayClient, status: int
) -> None:
    relay.answer = lambda *_: HTMLResponse("<h1>Welcome to the library's wifi</h1>", status)
    with pytest.raises(ComeBackLater):
        await a_text(client)


async def test_a_redirect_is_not_followed_with_a_token(relay: SmallRelay, client: RelayClient) -> None:
    relay.answer = lambda *_: RedirectResponse("http://127.0.0.1:1/elsewhere")
    with pytest.raises(ComeBackLater):
        await a_text(client)


@pytest.mark.parametrize("kind", ["token-expired", "token-revoked", "device-wiped"])
async def test_a_401_says_which_way_one_is_signed_out(relay: SmallRelay, client: RelayClient, kind: str) -> None:
    relay.before = lambda _: problem(401, kind)
    with pytest.raises(SignedOut) as caught:
        await client.me()
    assert caught.value.kind == kind


async def test_nobody_there_is_come_back_later_and_no_certificate_is_read_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        client = RelayClient(f"http://127.0.0.1:{taken.getsockname()[1]}", TOKEN, "x")
        with pytest.raises(ComeBackLater):
            await client.me()
        await client.aclose()


async def test_a_stream_that_says_nothing_is_left_after_a_while(relay: SmallRelay) -> None:
    client = RelayClient(relay.url, TOKEN, relay.instance_id, quiet_s=0.2)
    with pytest.raises(ComeBackLater):
        async with client.listen(0) as source:
            assert [word.event async for word in source.aiter_sse()] == ["cursor"]
    await client.aclose()


async def test_a_line_that_says_nothing_for_45_seconds_is_given_up(relay: SmallRelay, tmp_path: Path) -> None:
    """Three of the relay's heartbeats. [fault 19]"""
    account = account_of(relay)
    asked: list[httpx.Request] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, headers={"Content-Type": "text/event-stream"})

    client = Setup.of(account, setup_of(relay, tmp_path).paths).client(account)
    await client.aclose()
    client._http = httpx.AsyncClient(base_url=relay.url, transport=httpx.MockTransport(answer))
    async with client.listen(0):
        pass
    await client.aclose()
    assert asked[0].extensions["timeout"]["read"] == 45


async def test_a_token_is_shown_only_after_the_proof(relay: SmallRelay, client: RelayClient) -> None:
    await client.me()
    await client.me()
    assert relay.asked[0] == ("/healthz", None)
    assert [path for path, token in relay.asked if token] == ["/v1/me", "/v1/me"]
    assert len(relay.asked) == 3, "a proven connection is not proven again"


async def test_many_at_once_each_travel_on_a_proven_connection(relay: SmallRelay, client: RelayClient) -> None:
    answers = await asyncio.gather(*(client.me() for _ in range(8)))
    assert {me.caseworker_id for me in answers} == {ANA}
    first_token = next(i for i, (_, token) in enumerate(relay.asked) if token)
    assert first_token >= 1


async def test_fault_40_whoever_took_the_port_gets_no_token(relay: SmallRelay, client: RelayClient) -> None:
    """[fault 40]"""
    await client.me()
    with relay.down():
        thief = SmallRelay(instance_id="another")
        thief.port = relay.port
        with thief:
            for _ in range(3):
                with pytest.raises((WrongRelay, ComeBackLater)):
                    await client.me()
            with pytest.raises(WrongRelay):
                await client.me()
            assert thief.asked
            assert {token for _, token in thief.asked} == {None}
    assert (await client.me()).caseworker_id == ANA


async def test_a_certificate_is_trusted_by_its_maker_only_and_its_end_is_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    certificate, key = str(tmp_path / "certificate"), str(tmp_path / "key")
    made = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "30"]
    made += ["-subj", "/CN=relay", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
    await asyncio.to_thread(subprocess.run, made, check=True, capture_output=True, timeout=60)
    with SmallRelay(certificate=(certificate, key)) as relay:
        client = RelayClient(relay.url, TOKEN, relay.instance_id)
        with pytest.raises(ComeBackLater, match="its certificate does not hold: self-signed certificate"):
            await client.me()
        assert client.certificate_until is None
        await client.aclose()
        monkeypatch.setenv("SSL_CERT_FILE", certificate)
        client = RelayClient(relay.url, TOKEN, relay.instance_id)
        await client.me()
        assert client.certificate_until is not None
        assert round((client.certificate_until - datetime.now(UTC)) / timedelta(days=1)) == 30
        await client.aclose()


async def test_a_name_that_nobody_knows_is_told_as_such() -> None:
    client = RelayClient("https://relay.invalid", TOKEN, None, connect_s=2)
    with pytest.raises(ComeBackLater, match=r"its name is not known|no answer came in time"):
        await client.me()
    await client.aclose()


async def test_media_come_whole(relay: SmallRelay, client: RelayClient) -> None:
    content = b"\x89PNG" + bytes(range(256)) * 100
    name = hashlib.sha256(content).hexdigest()
    relay.media[name] = content
    assert await client.get_media(name) == content
    with pytest.raises(ComeBackLater):
        await client.get_media(name, most_bytes=100)
    await client.put_media(name, content, "image/png", write_id=new_id())
    assert relay.puts[-1].content == content


def test_login_asks_who_the_token_belongs_to(relay: SmallRelay) -> None:
    account = login(relay.url + "/", TOKEN)
    assert (account.caseworker_id, account.instance_id, account.name) == (ANA, relay.instance_id, "Ana")
    assert account.url == relay.url
    with pytest.raises(NotSignedIn):
        login(relay.url, "wrong")
    with pytest.raises(Unreachable):
        login(relay.url, TOKEN, "another-instance")


@pytest.mark.parametrize(
    "url", ["http://texts.example.org", "ftp://x", "texts.example.org", "http://192.168.1.4:80", ""]
)
def test_texts_never_cross_a_network_in_the_clear(url: str) -> None:
    with pytest.raises(BadInput):
        checked_url(url)


@pytest.mark.parametrize(
    "url", ["https://texts.example.org", "http://127.0.0.1:8", "http://[::1]:8", "http://localhost"]
)
def test_these_addresses_will_do(url: str) -> None:
    assert checked_url(url + "/") == url
