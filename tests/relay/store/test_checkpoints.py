"""The write-ahead log stays small while somebody writes all the time, and gives back what a long reader cost it."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from rise_tui.relay.store import checkpoints
from rise_tui.relay.store.checkpoints import Checkpoints
from rise_tui.relay.store.engine import connect

PAGE = 4096


@pytest.fixture
async def writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[sqlite3.Connection]:
    monkeypatch.setattr(checkpoints, "ROWS", 10)
    monkeypatch.setattr(checkpoints, "CATCH_UP_PAGES", 50)
    monkeypatch.setattr(checkpoints, "KEPT_BYTES", 100 * PAGE)
    with closing(connect(tmp_path / "x.sqlite")) as connection:
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT)")
        yield connection


def write(connection: sqlite3.Connection) -> None:
    """One commit, of ten pages or so."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO t (words) VALUES (?)", [("x" * 3000,)] * 10)
    connection.execute("COMMIT")


def pages(folder: Path) -> int:
    """How long the log's file is."""
    return (folder / "x.sqlite-wal").stat().st_size // PAGE


async def test_the_log_begins_anew_although_no_move_beside_the_commits_reaches_its_end(
    writing: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when each is overtaken by a commit: here a reader who goes right after it keeps the last one from it."""
    move = Checkpoints._move

    with closing(connect(tmp_path / "x.sqlite", is_read_only=True)) as reading:

        def stopped_short(self: Checkpoints) -> int:
            found = move(self)
            if reading.in_transaction:
                reading.execute("COMMIT")
            return found

        monkeypatch.setattr(Checkpoints, "_move", stopped_short)
        moving = Checkpoints(tmp_path / "x.sqlite", writing)
        most = 0
        for _ in range(60):
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM t").fetchone()
            write(writing)
            moving.after_commit()
            await moving.settle()
            most = max(most, pages(tmp_path))
        await moving.close()
    assert most < 150, "without the catching up it has all six hundred"
    assert writing.execute("SELECT count(*) FROM t").fetchone()[0] == 600


async def test_a_long_reader_holds_the_log_back_and_its_room_is_given_back_after_it(
    writing: sqlite3.Connection, tmp_path: Path
) -> None:
    moving = Checkpoints(tmp_path / "x.sqlite", writing)
    with closing(connect(tmp_path / "x.sqlite", is_read_only=True)) as reading:
        write(writing)
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM t").fetchone()
        for _ in range(40):  # a backup takes its time
            write(writing)
            moving.after_commit()
            await moving.settle()
        assert pages(tmp_path) > 300
        reading.execute("COMMIT")
    for _ in range(3):
        write(writing)
        moving.after_commit()
        await moving.settle()
    assert pages(tmp_path) <= 101
    await moving.close()
