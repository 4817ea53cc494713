"""People who call `/v1` in tests: each with a token of their own, over the real application and a real database."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
from fastapi import FastAPI

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import FrozenClock, now_ms, to_wire
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.hub import Hub
from rise_tui.relay.intake import accept_inbound
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import add_caseworker

T = TypeVar("T")
ANA, BEN, CLEO = "+12155550142", "+12155550143", "+12155550144"
"""Numbers of clients; no one has them."""
HOUR = 3_600_000


@dataclass
class Caller:
    """One caseworker's app, as far as the relay sees it."""

    http: httpx.AsyncClient
    caseworker_id: str
    token: str

    async def put(
        self, path: str, body: Any, *, if_match: int | None = None, write_id: str | None = None
    ) -> httpx.Response:
        """A wish."""
        headers = {"Idempotency-Key": write_id or new_id(), **self._auth()}
        if if_match is not None:
            headers["If-Match"] = str(if_match)
        return await self.http.put(f"/v1{path}", json=body, headers=headers)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Anything that is read."""
        return await self.http.get(f"/v1{path}", headers={**self._auth(), **headers})

    async def events(self, after: int = 0, limit: int = 2000) -> list[dict[str, Any]]:
        """The whole log after a number, page by page."""
        events: list[dict[str, Any]] = []
        while True:
            page = (await self.get(f"/events?after={after}&limit={limit}")).json()
            events += page["events"]
            if page["next"] == after:
                return events
            after = page["next"]

    async def past(self, client_id: str) -> list[dict[str, Any]]:
        """A client's own past."""
        response = await self.get(f"/clients/{client_id}/events?limit=2000")
        assert response.status_code == 200
        events: list[dict[str, Any]] = response.json()["events"]
        return events

    async def snapshot(self) -> tuple[int, list[dict[str, Any]]]:
        """All pages of a snapshot: as of which number, and its events."""
        events: list[dict[str, Any]] = []
        page, seq = "", 0
        while True:
            leaf = (await self.get("/snapshot" + (f"?page={page}" if page else ""))).json()
            events += leaf["events"]
            seq = leaf["seq"]
            if "page" not in leaf:
                return seq, events
            page = leaf["page"]

    async def new_client(self, *numbers: str, name: str = "Ana", **fields: Any) -> str:
        """A client of one's own, with these numbers; returns the id."""
        client_id = new_id()
        assert (await self.put(f"/clients/{client_id}", {"first_name": name, **fields})).status_code == 201
        for e164 in numbers:
            body = {"from_at": "2026-01-01T00:00:00Z", "is_confirmed": True}
            assert (await self.put(f"/clients/{client_id}/numbers/{e164}", body)).status_code == 201
        return client_id

    def _auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass
class Relay:
    """The application, its hub, and the people of a small office."""

    hub: Hub
    app: FastAPI
    clock: FrozenClock
    office_id: str
    dana: Caller
    luis: Caller
    sam: Caller
    """a supervisor"""
    ada: Caller
    """an administrator"""
    number: str

    @property
    def now(self) -> int:
        """Milliseconds."""
        return now_ms(self.clock)

    def in_time(self) -> str:
        """An `expires_at` two hours from now."""
        return to_wire(self.now + 2 * HOUR)

    def text(self, client_id: str, body: str = "See you at nine.", **more: Any) -> dict[str, Any]:
        """The body of a text."""
        return {"client_id": client_id, "body": body, "expires_at": self.in_time(), **more}

    async def receives(self, e164: str, body: str, to: str | None = None) -> int:
        """Somebody writes to the office; returns the number of the event."""
        inbound = Inbound(f"SM{new_id()}", e164, to or self.number, body)

        def act(tx: Tx) -> int:
            accept_inbound(tx, inbound, carrier="twilio", at=self.now)
            row = tx.one("SELECT max(seq) AS seq FROM event WHERE type = 'MessageReceived'")
            assert row is not None
            return int(row["seq"])

        return await self.hub.write(act)

    def ask(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """What stands in the database."""
        return self.hub.read(lambda tx: [dict(row) for row in tx.all(sql, **values)])

    async def act(self, act: Callable[[Tx], T]) -> T:
        """Something that is done on the relay itself."""
        return await self.hub.write(act)


async def hire(hub: Hub, http: httpx.AsyncClient, office_id: str, name: str, role: Role, at: int) -> Caller:
    """Somebody new in the office, with a token."""
    caseworker_id, token = await hub.write(lambda tx: add_caseworker(tx, office_id, name, at=at, role=role))
    return Caller(http, caseworker_id, token)


async def eventually(is_so: Callable[[], bool], seconds: float = 20.0) -> None:
    """Let everything else run until it is so; TimeoutError after that many seconds."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0)


def kinds(events: list[dict[str, Any]]) -> list[str]:
    """Their types, in order."""
    return [event["type"] for event in events]


def problem(response: httpx.Response) -> str:
    """The last word of a problem's type."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    body = response.json()
    assert body["status"] == response.status_code
    return str(body["type"]).removeprefix("/problems/")
