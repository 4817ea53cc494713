"""Who may talk to the relay: one at a time, whoever sits at a keyboard before a drain, and one drain only."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rise_tui import account as accounts
from rise_tui.domain.ids import new_id
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
from rise_tui.sync import once as once_module
from rise_tui.sync.once import Report, run_once
from rise_tui.sync.role import SyncRole, only_drain
from rise_tui.sync.setup import Setup
from tests.journeys.processes import free_port, wait_until
from tests.sync.people import open_store
from tests.sync.small_relay import ANA, SmallRelay


@pytest.fixture
def relay() -> Iterator[SmallRelay]:
    with SmallRelay(heartbeat_s=0.1) as relay:
        relay.happens("CaseworkerChanged", caseworker_id=ANA, name="Ana", role="caseworker", is_active=True)
        yield relay


@pytest.fixture
def store(setup: Setup, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as store:
        with store.writing() as session:
            note = {"client_id": new_id(), "body": "called"}
            store.outbox.add(session, Wish(new_id(), "lane", "note", {"note_id": new_id()}, note))
        yield store


def waiting(store: Store) -> int:
    with store.reading() as session:
        return store.outbox.waiting(session)


def drain(setup: Setup, reports: list[Report]) -> threading.Thread:
    assert setup.paths is not None
    paths = setup.paths
    thread = threading.Thread(
        target=lambda: reports.append(run_once(setup.account, paths, drain=True, seconds=60, setup=setup))
    )
    thread.start()
    return thread


def test_a_drain_takes_nothing_that_somebody_wants(tmp_path: Path) -> None:
    window, other, aside = SyncRole(tmp_path), SyncRole(tmp_path), SyncRole(tmp_path, steps_aside=True)
    assert window.take()
    assert not other.take()
    assert not aside.take()
    window.give_up()
    assert not aside.take()  # the other still wants it
    other.give_up()
    assert aside.take()
    assert not window.take()
    assert aside.is_wanted()
    aside.give_up()
    assert window.take()
    for role in (window, aside, other):
        role.give_up()


def test_a_drain_that_gets_nowhere_steps_aside_for_a_window_and_goes_on_after_it(
    relay: SmallRelay, store: Store, setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once_module, "ASIDE_S", 0.02)
    reports: list[Report] = []
    aside, window = SyncRole(setup.folder, steps_aside=True), SyncRole(setup.folder)
    with relay.down():
        thread = drain(setup, reports)
        wait_until(lambda: not _is_free(aside))
        wait_until(window.take)
    assert waiting(store) == 1
    window.give_up()
    thread.join(30)
    assert waiting(store) == 0
    assert reports[0].has_role


def _is_free(role: SyncRole) -> bool:
    if role.take():
        role.give_up()
        return True
    return False


def test_a_drain_finds_the_relay_where_it_has_moved_to(
    relay: SmallRelay, store: Store, setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once_module, "ASIDE_S", 0.02)
    monkeypatch.setattr(once_module, "MOVED_S", 0.1)
    assert setup.paths is not None
    accounts.save(setup.account, setup.paths)
    gone = setup.account._replace(url=f"http://127.0.0.1:{free_port()}")
    reports: list[Report] = []
    drain(replace(setup, account=gone), reports).join(30)
    assert waiting(store) == 0


def test_a_second_drain_leaves_it_to_the_first(store: Store, setup: Setup) -> None:
    first = only_drain(setup.folder)
    assert first.take()
    reports: list[Report] = []
    drain(setup, reports).join(30)
    assert not reports[0].has_role
    assert waiting(store) == 1
    first.give_up()
