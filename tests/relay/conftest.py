"""What the relay's tests stand on: a real database file of one small office, made once and copied for each test."""

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rise_tui.domain.clock import FrozenClock, now_ms
from rise_tui.domain.ids import new_id
from rise_tui.relay.hub import Hub
from rise_tui.relay.store.engine import Tx, connect, transaction
from rise_tui.relay.store.migrate import migrate
from rise_tui.relay.store.office import NewOffice, create_office
from tests.relay.reach import Reach

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""Monday noon in Philadelphia."""
OURS = "+12155550100"


@dataclass(frozen=True)
class SmallOffice:
    """The office that every copy holds, and the tokens that open it."""

    office_id: str
    caseworker_id: str
    token: str
    number: str = OURS


@pytest.fixture(scope="session")
def reach() -> Reach:
    """Looks at what the relay asks its database, in all of these tests."""
    reach = Reach()
    reach.watch()
    return reach


@pytest.fixture(autouse=True)
def _reaches_no_further_than_it_must(reach: Reach) -> Iterator[None]:
    """No question that was asked for the first time goes through all texts of the office."""
    reach.too_far.clear()
    yield
    assert reach.too_far == []


@pytest.fixture
def clock() -> FrozenClock:
    """Noon on a working day; it stands still."""
    return FrozenClock(NOON)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SmallOffice]:
    """A migrated database with one office, one number and one caseworker."""
    path = tmp_path_factory.mktemp("made") / "relay.sqlite"
    migrate(path)
    connection = connect(path)
    try:
        with transaction(connection) as tx:
            made = create_office(
                tx,
                NewOffice("RISE", "America/New_York", OURS, "Dana Reyes", rules={"introduces": False}),
                at=now_ms(FrozenClock(NOON)),
            )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    return path, SmallOffice(made.office_id, made.caseworker_id, made.token)


@pytest.fixture
def office(made_once: tuple[Path, SmallOffice]) -> SmallOffice:
    """Who works there."""
    return made_once[1]


@pytest.fixture
def database(made_once: tuple[Path, SmallOffice], tmp_path: Path) -> Path:
    """A fresh copy of the small office's database."""
    return Path(shutil.copy(made_once[0], tmp_path / "relay.sqlite"))


@pytest.fixture
def tx(database: Path) -> Iterator[Tx]:
    """One transaction on a fresh copy, undone at the end."""
    connection = connect(database)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield Tx(connection)
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.fixture
async def hub(database: Path, clock: FrozenClock) -> AsyncIterator[Hub]:
    """A hub on a fresh copy."""
    async with Hub(database, clock) as hub:
        yield hub


def add_client(tx: Tx, office_id: str, *numbers: str, first_name: str = "Marcus", at: int = 0) -> str:
    """Write a client who has had these numbers since `at` (milliseconds); returns the client's id."""
    client_id = new_id()
    tx.insert(
        "client",
        office_id=office_id,
        id=client_id,
        first_name=first_name,
        last_name="Bell",
        language="en",
        status="open",
        is_discreet=0,
        is_deleted=0,
        seq=0,
        field_seqs={},
    )
    for e164 in numbers:
        tx.insert(
            "holding",
            office_id=office_id,
            client_id=client_id,
            e164=e164,
            from_at=at,
            is_confirmed=1,
            seq=0,
            field_seqs={},
        )
    return client_id
