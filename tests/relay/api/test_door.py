"""The door: who has a token, what a lost one is told, how much may be brought in, and what the description says."""

from typing import Any

import httpx
import pytest

from rise_tui.domain.clock import now_ms
from rise_tui.domain.ids import new_id
from rise_tui.relay.api import auth
from rise_tui.relay.store.devices import DAY_MS
from rise_tui.version import __version__
from rise_tui.wire.codec import proof_of
from rise_tui.wire.events import Me
from rise_tui.wire.routes import RESOURCES
from tests.relay.api.callers import Caller, Relay, problem


async def set_token(relay: Relay, **columns: Any) -> None:
    await relay.act(lambda tx: tx.update("token", {"caseworker_id": relay.luis.caseworker_id}, **columns))


async def test_no_token_and_a_wrong_one_open_nothing(relay: Relay) -> None:
    bare = await relay.dana.http.get("/v1/me")
    assert problem(bare) == "token-expired"
    wrong = Caller(relay.dana.http, "", "guess")
    for path in ("/me", "/events", "/snapshot", f"/media/{'0' * 64}"):
        answer = await wrong.get(path)
        assert answer.status_code == 401
        assert problem(answer) == "token-revoked"
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_me_tells_the_relays_version_and_until_when_the_token_is_good(relay: Relay) -> None:
    me = Me.model_validate_json((await relay.dana.get("/me")).content)
    assert (me.version, me.token_expires_at) == (__version__, relay.now + 30 * DAY_MS)
    ends = now_ms(relay.clock) + 3_600_000
    await set_token(relay, expires_at=ends)
    assert Me.model_validate_json((await relay.luis.get("/me")).content).token_expires_at == ends


async def test_a_lost_token_is_told_what_became_of_it(relay: Relay) -> None:
    assert (await relay.luis.get("/me")).json()["name"] == "Luis Ortiz"
    await set_token(relay, expires_at=relay.now)
    assert problem(await relay.luis.get("/me")) == "token-expired"
    await set_token(relay, state="revoked")
    assert problem(await relay.luis.get("/me")) == "token-revoked"
    await set_token(relay, state="wiped")
    assert problem(await relay.luis.get("/me")) == "device-wiped"


async def test_who_no_longer_works_here_is_let_in_no_more(relay: Relay) -> None:
    await relay.act(lambda tx: tx.update("caseworker", {"id": relay.luis.caseworker_id}, is_active=0))
    assert problem(await relay.luis.get("/me")) == "token-revoked"


async def test_who_tries_many_tokens_must_wait_and_nobody_else_at_that_address(relay: Relay) -> None:
    wrong = Caller(relay.dana.http, "", "guess")
    for _ in range(auth.BAD_TRIES):
        assert (await wrong.get("/me")).status_code == 401
    slowed = await wrong.get("/me")
    assert problem(slowed) == "slow-down"
    assert int(slowed.headers["retry-after"]) <= auth.TRIES_WINDOW_S
    assert (await relay.dana.get("/me")).status_code == 200
    relay.clock.go(auth.TRIES_WINDOW_S + 1)
    assert (await wrong.get("/me")).status_code == 401


def test_whoever_has_many_addresses_guesses_no_faster() -> None:
    tries = auth.BadTries()
    waits = [tries.note(f"10.0.{n // 250}.{n % 250}", now=0.0) for n in range(auth.BAD_TRIES_OF_ALL + 1)]
    assert waits[:-1] == [None] * auth.BAD_TRIES_OF_ALL
    assert waits[-1] == auth.TRIES_WINDOW_S
    assert tries.note("10.1.0.1", now=auth.TRIES_WINDOW_S + 1) is None


@pytest.mark.parametrize(
    ("peer", "proxy_says", "is_let_in"),
    [
        ("127.0.0.1", "", True),
        ("::1", "", True),
        ("::ffff:127.0.0.1", "", True),
        ("127.0.0.1", "http", False),
        ("10.0.0.7", "", False),
        ("10.0.0.7", "http", False),
        ("10.0.0.7", "https", True),
    ],
)
async def test_no_token_is_read_that_crossed_a_network_in_the_clear(
    relay: Relay, peer: str, proxy_says: str, is_let_in: bool
) -> None:
    transport = httpx.ASGITransport(relay.app, client=(peer, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://relay") as http:
        said = {"X-Forwarded-Proto": proxy_says} if proxy_says else {}
        answer = await Caller(http, relay.dana.caseworker_id, relay.dana.token).get("/me", **said)
        wrong = await Caller(http, "", "guess").get("/me", **said)
    assert (answer.status_code == 200) is is_let_in
    if not is_let_in:
        assert problem(answer) == problem(wrong) == "in-the-clear", "nobody learns whether it would have opened"


async def test_a_body_that_is_too_large_is_not_read(relay: Relay) -> None:
    note = {"client_id": new_id(), "body": "x" * auth.BODY_LIMIT}
    assert problem(await relay.dana.put(f"/notes/{new_id()}", note)) == "too-large"

    async def endless() -> Any:
        for _ in range(10_000):
            yield b" " * 65_536
        pytest.fail("it was read to its end")

    headers = {"Authorization": f"Bearer {relay.dana.token}", "Idempotency-Key": new_id()}
    answer = await relay.dana.http.put(f"/v1/notes/{new_id()}", content=endless(), headers=headers)
    assert problem(answer) == "too-large"


async def test_whatever_is_wrong_is_told_as_a_problem(relay: Relay) -> None:
    http, headers = relay.dana.http, {"Authorization": f"Bearer {relay.dana.token}", "Content-Type": "application/json"}
    answers: list[httpx.Response] = [
        await relay.dana.get("/nothing"),
        await http.delete("/v1/events", headers=headers),
        await http.put(f"/v1/notes/{new_id()}", content=b"{", headers=headers),
        await http.put(f"/v1/notes/{new_id()}", content=b"\xff\xfe", headers={**headers, "Idempotency-Key": new_id()}),
        await http.put("/v1/notes/NOT-AN-ID", content=b"{}", headers={**headers, "Idempotency-Key": new_id()}),
        await relay.dana.get("/events?after=-1"),
        await relay.dana.get("/events?limit=5000"),
        await relay.dana.put(f"/notes/{new_id()}", {"client_id": new_id(), "body": "x"}, if_match=1),
    ]
    assert [answer.status_code for answer in answers] == [404, 405, 422, 422, 422, 422, 422, 404]
    for answer in answers:
        assert answer.json()["next_step"]
        assert problem(answer)


async def test_what_is_wrong_is_named_and_never_repeated(relay: Relay) -> None:
    answer = await relay.dana.put(f"/notes/{new_id()}", {"client_id": "secret words", "body": 5})
    assert {one["pointer"] for one in answer.json()["errors"]} == {"/client_id", "/body"}
    assert "secret" not in answer.text


async def test_a_relay_proves_who_it_is(relay: Relay) -> None:
    me = (await relay.dana.get("/me")).json()
    answer = (await relay.dana.http.get("/healthz?challenge=once")).json()
    assert answer == {"status": "ok", "proof": proof_of("once", me["instance_id"])}
    assert (await relay.dana.http.get("/healthz")).json() == {"status": "ok"}
    assert (await relay.dana.http.get(f"/healthz?challenge={'x' * 1000}")).status_code == 422


async def test_the_description_names_every_resource_and_its_problems(relay: Relay) -> None:
    described = (await relay.dana.http.get("/openapi.json")).json()
    assert described["openapi"].startswith("3.1")
    paths = {"/v1" + resource.template for resource in RESOURCES.values()}
    paths |= {
        "/v1/me",
        "/v1/events",
        "/v1/snapshot",
        "/v1/media/{sha256}",
        "/v1/clients/{client_id}/events",
        "/healthz",
    }
    assert set(described["paths"]) == paths
    for path, operations in described["paths"].items():
        for operation in operations.values():
            named = {part["name"] for part in operation.get("parameters", ()) if part["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}
            for status, answer in operation["responses"].items():
                assert ("application/problem+json" in answer["content"]) == (int(status) >= 400)
    log = described["paths"]["/v1/events"]["get"]["responses"]["200"]["content"]
    assert set(log) == {"application/json", "text/event-stream"}
    for name in ("Problem", "Answer", "Page", "Snapshot", "Me", "PutMessage"):
        assert name in described["components"]["schemas"]


async def test_a_full_queue_of_listeners_is_told_to_slow_down(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    await relay.dana.new_client()
    monkeypatch.setattr("rise_tui.relay.api.stream.MOST_EARS", 0)
    assert problem(await relay.dana.get("/events?wait=5")) == "slow-down"
    assert problem(await relay.dana.get("/events", Accept="text/event-stream")) == "slow-down"
    assert relay.ask("SELECT 1 FROM audit WHERE act = 'took_copy'") == [], "who is turned away gets no copy"
