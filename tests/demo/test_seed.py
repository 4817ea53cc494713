"""The invented office: made by the relay's own rules, whole, and of nobody who exists."""

import asyncio
import re
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rise_tui.demo.lives import LIVES, SENDER, STRANGERS_NUMBER
from rise_tui.demo.seed import Seeded, seed
from rise_tui.relay.store.engine import Row, Tx, connect

NOW = datetime(2026, 11, 22, 13, 42, tzinfo=UTC)


@pytest.fixture
def seeded(tmp_path: Path) -> tuple[Seeded, Path]:
    """A seeded database."""
    database = tmp_path / "relay.sqlite"
    return asyncio.run(seed(database, tmp_path / "media", NOW)), database


def _rows(database: Path, sql: str) -> list[Row]:
    with closing(connect(database, is_read_only=True)) as connection:
        return Tx(connection).all(sql)


def test_every_life_is_a_client_with_all_that_was_said(seeded: tuple[Seeded, Path]) -> None:
    _, database = seeded
    assert _rows(database, "SELECT count(*) AS n FROM client")[0]["n"] == len(LIVES)
    said = sum(len(life.words) for life in LIVES) + 1
    assert _rows(database, "SELECT count(*) AS n FROM message")[0]["n"] == said


def test_what_was_said_stands_in_the_order_of_its_times(seeded: tuple[Seeded, Path]) -> None:
    _, database = seeded
    known = [row["at"] for row in _rows(database, "SELECT at FROM message WHERE client_id IS NOT NULL ORDER BY seq")]
    assert known == sorted(known)


def test_nothing_of_it_is_still_to_be_sent(seeded: tuple[Seeded, Path]) -> None:
    _, database = seeded
    assert _rows(database, "SELECT * FROM queue") == []


def test_every_photo_is_drawn_and_here(seeded: tuple[Seeded, Path]) -> None:
    _, database = seeded
    photos = _rows(database, "SELECT state, type FROM medium")
    assert [(row["state"], row["type"]) for row in photos] == [("stored", "image/jpeg")] * len(photos) != []


def test_whoever_said_stop_is_opted_out(seeded: tuple[Seeded, Path]) -> None:
    _, database = seeded
    out = _rows(
        database,
        "SELECT c.first_name FROM consent JOIN client c ON c.id = consent.client_id"
        " WHERE state = 'opted_out' AND is_current = 1",
    )
    assert [row["first_name"] for row in out] == ["Isaiah"]


def test_numbers_are_nobodys(seeded: tuple[Seeded, Path]) -> None:
    _, database = seeded
    used = {row["e164"] for row in _rows(database, "SELECT e164 FROM message UNION SELECT e164 FROM holding")}
    used |= {SENDER, STRANGERS_NUMBER}
    assert all(re.fullmatch(r"\+121555501\d\d", number) for number in used)
    assert len({life.end for life in LIVES}) == len(LIVES)
