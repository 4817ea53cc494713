"""The one writer: nobody waits longer than promised for a lock, and nobody pays for another's mistake."""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from rise_tui.domain.clock import FrozenClock
from rise_tui.relay.acts import Busy, Together
from rise_tui.relay.dispatch.schedule import QueueBell
from rise_tui.relay.hub import LOCK_PATIENCE, Hub
from rise_tui.relay.store import event_log
from rise_tui.relay.store.engine import Tx, connect
from tests.relay.conftest import SmallOffice


def content(path: Path) -> bytes:
    return path.read_bytes()


def name_of(hub: Hub) -> str:
    return str(hub.read(lambda tx: tx.all("SELECT name FROM office"))[0]["name"])


async def test_everybody_waits_for_a_lock_from_their_own_beginning(
    hub: Hub, clock: FrozenClock, database: Path
) -> None:
    """Also who comes while others wait already: the carrier hangs up after 15 seconds. [fault 8]"""
    other = connect(database)
    other.execute("BEGIN IMMEDIATE")
    waited: list[float] = []

    async def write() -> None:
        began = clock.monotonic()
        with pytest.raises(Busy):
            await hub.write(lambda tx: tx.run("UPDATE office SET name = 'x'"))
        waited.append(clock.monotonic() - began)

    tasks = []
    for _ in range(3):
        tasks.append(asyncio.create_task(write()))
        until = clock.monotonic() + LOCK_PATIENCE * 0.6
        while clock.monotonic() < until and not tasks[-1].done():  # noqa: ASYNC110 - a frozen clock has no event
            await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert max(waited) < LOCK_PATIENCE + 0.5
    other.execute("ROLLBACK")
    other.close()
    await hub.write(lambda tx: tx.run("UPDATE office SET name = 'well again'"))
    assert name_of(hub) == "well again"


async def test_a_statement_that_fails_undoes_its_own_act_and_nobody_elses(hub: Hub) -> None:
    def broken(tx: Tx) -> None:
        tx.run("UPDATE office SET name = 'half'")
        tx.all("SELECT value FROM json_each('no JSON')")

    outcomes = await asyncio.gather(
        hub.write(lambda tx: tx.run("UPDATE office SET name = 'kept'")),
        hub.write(broken),
        hub.write(lambda tx: tx.run("UPDATE office SET zone = 'UTC'")),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], sqlite3.Error)
    assert (outcomes[0], outcomes[2], hub.commits, name_of(hub)) == (1, 1, 1, "kept")


@pytest.mark.parametrize("failing", ["BEGIN", "COMMIT"])
async def test_a_database_that_fails_is_told_and_the_writer_goes_on(hub: Hub, failing: str) -> None:
    """Nobody hears that it is stored before the disk has it. [fault 7]"""

    class Failing:
        def __init__(self, connection: sqlite3.Connection) -> None:
            self.connection = connection

        def execute(self, sql: str, values: Sequence[str] = ()) -> object:
            if sql.startswith(failing):
                raise sqlite3.DatabaseError("database disk image is malformed")
            return self.connection.execute(sql, values)

        def __getattr__(self, name: str) -> object:
            return getattr(self.connection, name)

    whole = hub._writing
    before = name_of(hub)
    hub._writing = Failing(whole)  # type: ignore[assignment]  # pages that are torn cannot be made on demand

    def rename(tx: Tx, names: Sequence[str]) -> list[int]:
        return [tx.run("UPDATE office SET name = :name", name=name) for name in names]

    answers = [hub.write(lambda tx: tx.run("UPDATE office SET name = 'x'")), hub._loop().create_future()]
    hub.write_with(Together(rename), "y", answers[1])
    outcomes = await asyncio.gather(*answers, return_exceptions=True)
    assert [type(each) for each in outcomes] == [sqlite3.DatabaseError] * 2
    hub._writing = whole
    assert name_of(hub) == before
    assert await hub.write(lambda tx: tx.run("UPDATE office SET name = 'x'")) == 1


async def test_a_fault_of_our_own_costs_those_of_one_commit_and_never_the_writer(
    hub: Hub, office: SmallOffice, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the writer every later text would wait for ever: whoever hears of a commit cannot end it. [fault 7]"""

    class Deaf:
        def done(self) -> bool:
            return False

        def set_result(self, result: str) -> None:
            raise KeyError("my secret words")

        def set_exception(self, error: BaseException) -> None:
            raise KeyError("my secret words")

    def act(tx: Tx, names: Sequence[str]) -> Sequence[str]:
        tx.run("UPDATE office SET name = :name", name=names[-1])
        return names[: 2 if "short" in names else None]

    together = Together(act)

    async def asked(*names: str) -> list[object]:
        answers = [asyncio.get_running_loop().create_future() for _ in names]
        hub.write_with(together, names[0], Deaf())
        for name, answer in zip(names, answers, strict=True):
            hub.write_with(together, name, answer)
        async with asyncio.timeout(5):
            return list(await asyncio.gather(*answers, return_exceptions=True))

    assert await asked("one", "two") == ["one", "two"]
    assert [type(each) for each in await asked("short", "three")] == [ValueError, ValueError]
    assert name_of(hub) == "two"
    rings = iter([True])
    monkeypatch.setattr(hub, "ring", lambda *_: int("my secret words") if next(rings, False) else None)
    await hub.write(lambda tx: event_log.append(tx, office.office_id, "GroupChanged", actor="dana", at=1))
    assert await asked("four") == ["four"]
    assert name_of(hub) == "four"
    assert "secret" not in caplog.text


async def test_whose_work_is_tried_again_waits_for_a_lock_as_any_other(hub: Hub, database: Path) -> None:
    """Another process may take it just as what they shared is undone."""
    other = connect(database)

    class Contended:
        """Another process writes from the moment that this one gives the lock back until it has asked five times."""

        def __init__(self, connection: sqlite3.Connection) -> None:
            self.connection = connection
            self.asked = -1

        def execute(self, sql: str, values: Sequence[str] = ()) -> object:
            if sql == "BEGIN IMMEDIATE":
                self.asked += 1
                if self.asked == 5:
                    other.execute("ROLLBACK")
            done = self.connection.execute(sql, values)
            if sql == "ROLLBACK":
                other.execute("BEGIN IMMEDIATE")
            return done

        def __getattr__(self, name: str) -> object:
            return getattr(self.connection, name)

    def rename(tx: Tx, names: Sequence[str]) -> list[int]:
        if "wrong" in names:
            raise ValueError
        return [tx.run("UPDATE office SET name = :name", name=name) for name in names]

    whole, hub._writing = hub._writing, Contended(hub._writing)  # type: ignore[assignment]  # one moment of many
    together, answers = Together(rename), [hub._loop().create_future() for _ in range(3)]
    for name, answer in zip(("one", "wrong", "two"), answers, strict=True):
        hub.write_with(together, name, answer)
    outcomes = await asyncio.gather(*answers, return_exceptions=True)
    hub._writing = whole
    other.close()
    assert (outcomes[0], type(outcomes[1]), outcomes[2]) == (1, ValueError, 1)
    assert name_of(hub) == "two"


async def test_a_longer_line_wakes_its_own_office_alone(hub: Hub, office: SmallOffice) -> None:
    here, there = QueueBell(office.office_id), QueueBell("another")
    hub.ears.add(here)
    hub.ears.add(there)
    await hub.write(lambda tx: tx.lines.add(office.office_id))
    assert (here.is_woken.is_set(), there.is_woken.is_set()) == (True, False)


async def test_what_is_committed_is_moved_into_the_database_while_the_loop_goes_on(
    hub: Hub, office: SmallOffice, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rise_tui.relay.store.checkpoints.ROWS", 50)
    before = content(database)

    def act(tx: Tx) -> None:
        for n in range(60):
            event_log.append(tx, office.office_id, "GroupChanged", actor="dana", at=n)

    await hub.write(act)
    async with asyncio.timeout(20):
        while content(database) == before:  # noqa: ASYNC110 - another thread writes the file
            await asyncio.sleep(0.001)
    assert hub.read(lambda tx: tx.all("SELECT count(*) AS n FROM event WHERE actor = 'dana'"))[0]["n"] == 60


async def test_who_shares_the_work_of_a_commit_does_not_share_anothers_mistake(hub: Hub, office: SmallOffice) -> None:
    """One bad item among many costs the others nothing but a second try, each alone."""
    sizes: list[int] = []

    def rename(tx: Tx, names: Sequence[str]) -> list[str]:
        sizes.append(len(names))
        for name in names:
            event_log.append(tx, office.office_id, "GroupChanged", actor=name, at=1)
        if "bad" in names:
            raise KeyError
        return [name.upper() for name in names]

    together = Together(rename)

    def renamed(name: str) -> "asyncio.Future[str]":
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        hub.write_with(together, name, answer)
        return answer

    outcomes = await asyncio.gather(
        *(renamed(name) for name in ("one", "bad", "two")),
        hub.write(lambda tx: tx.run("UPDATE office SET name = 'alone'")),
        *(renamed(name) for name in ("three", "four")),
        return_exceptions=True,
    )
    assert [str(each) for each in outcomes] == ["ONE", "", "TWO", "1", "THREE", "FOUR"]
    assert (sizes, hub.commits) == ([3, 1, 1, 1, 2], 1)
    sizes.clear()
    outcomes = await asyncio.gather(*(renamed(name) for name in ("five", "bad", "six")), return_exceptions=True)
    assert [str(each) for each in outcomes] == ["FIVE", "", "SIX"]
    assert (sizes, hub.commits) == ([3, 3, 1, 1, 1], 2)  # nobody else was in it: done with no way back, then undone
    told = hub.read(lambda tx: tx.all("SELECT actor FROM event WHERE type = 'GroupChanged' ORDER BY seq"))
    assert [row["actor"] for row in told] == ["one", "two", "three", "four", "five", "six"]


async def test_who_may_wait_shares_one_commit_and_goes_with_whoever_comes_sooner(hub: Hub) -> None:
    before, done = hub.commits, []

    async def put(key: str, *, may_wait: bool) -> None:
        await hub.write(lambda tx: done.append(key), may_wait=may_wait)

    patient = [asyncio.create_task(put(f"receipt {index}", may_wait=True)) for index in range(2)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert done == []
    patient += [asyncio.create_task(put(f"receipt {index}", may_wait=True)) for index in range(2, 5)]
    await asyncio.gather(*patient)
    assert hub.commits == before + 1
    late = asyncio.create_task(put("receipt", may_wait=True))
    await asyncio.sleep(0)
    await put("a text", may_wait=False)
    assert late.done()
    assert hub.commits == before + 2
