"""The relay's `/v1` in one process, on a real database file, with four people who work there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import FrozenClock, now_ms
from rise_tui.relay.api.v1 import create_v1
from rise_tui.relay.failpoints import FailPoint
from rise_tui.relay.hub import Hub
from tests.relay.api.callers import Caller, Relay, hire
from tests.relay.conftest import NOON, SmallOffice


@dataclass(frozen=True)
class Kept:
    """Where this relay keeps photos, and how large they may be."""

    media: Path
    media_limit: int = 4096


@asynccontextmanager
async def open_relay(
    database: Path, office: SmallOffice, *, fail: str = "", heartbeat_s: float = 15.0
) -> AsyncIterator[Relay]:
    """A relay on this database, and people in its office."""
    clock = FrozenClock(NOON)
    async with Hub(database, clock, FailPoint.parse(fail)) as hub:
        app = create_v1(hub, Kept(database.parent / "media"), heartbeat_s=heartbeat_s)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://relay") as http:
            at = now_ms(clock)
            yield Relay(
                hub,
                app,
                clock,
                office.office_id,
                Caller(http, office.caseworker_id, office.token),
                await hire(hub, http, office.office_id, "Luis Ortiz", Role.CASEWORKER, at),
                await hire(hub, http, office.office_id, "Sam Field", Role.SUPERVISOR, at),
                await hire(hub, http, office.office_id, "Ada Kim", Role.ADMINISTRATOR, at),
                office.number,
            )


@pytest.fixture
async def relay(database: Path, office: SmallOffice) -> AsyncIterator[Relay]:
    """A relay on a fresh copy of the small office."""
    async with open_relay(database, office) as relay:
        yield relay
