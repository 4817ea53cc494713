"""The sync thread, the single sync and the role, over a real socket and real processes."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rise_tui import account as accounts
from rise_tui.domain.errors import NotSignedIn
from rise_tui.domain.ids import new_id
from rise_tui.store.cursor import Cursor
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
from rise_tui.sync import loop as loop_module
from rise_tui.sync.loop import SyncThread, probe, run_once
from rise_tui.sync.once import Report
from rise_tui.sync.role import SyncRole
from rise_tui.sync.setup import Setup
from tests.journeys.processes import wait_until
from tests.sync.people import on_disk, open_store
from tests.sync.small_relay import ANA, SmallRelay, problem, sha256


@pytest.fixture
def relay() -> Iterator[SmallRelay]:
    with SmallRelay(heartbeat_s=0.1) as relay:
        relay.happens("CaseworkerChanged", caseworker_id=ANA, name="Ana", role="caseworker", is_active=True)
        relay.facts_seq = relay.seq
        yield relay


@pytest.fixture
def store(setup: Setup, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as store:
        yield store


@pytest.fixture
def thread(setup: Setup) -> Iterator[SyncThread]:
    thread = thread_of(setup)
    yield thread
    assert thread.stop()


def thread_of(setup: Setup) -> SyncThread:
    assert setup.paths is not None
    return SyncThread(setup.account, setup.paths, setup=setup)


def once(setup: Setup, **more: Any) -> Report:
    assert setup.paths is not None
    return run_once(setup.account, setup.paths, setup=setup, **more)


def cursor(store: Store) -> Cursor:
    with store.reading() as session:
        return store.cursor.get(session)


def note(store: Store) -> None:
    with store.writing() as session:
        body = {"client_id": ANA, "body": "n"}
        store.outbox.add(session, Wish(new_id(), new_id(), "note", {"note_id": new_id()}, body))


def waiting(store: Store) -> int:
    with store.reading() as session:
        return store.outbox.waiting(session)


def people(store: Store) -> int:
    with store.reading() as session:
        return store.clients.count(session)


def client_appears(relay: SmallRelay) -> None:
    client_id = new_id()
    relay.happens("ClientChanged", client_id, client_id=client_id, first_name="Dana", caseworker_id=ANA)


def test_what_happens_arrives_and_what_is_wished_leaves(relay: SmallRelay, store: Store, thread: SyncThread) -> None:
    thread.start()
    wait_until(lambda: cursor(store).line == "up_to_date")
    client_appears(relay)
    wait_until(lambda: people(store) == 1)
    note(store)
    thread.poke()
    wait_until(lambda: waiting(store) == 0)
    assert thread.is_running


def test_another_process_needs_no_poke(store: Store, thread: SyncThread) -> None:
    thread.start()
    wait_until(lambda: cursor(store).line == "up_to_date")
    note(store)
    wait_until(lambda: waiting(store) == 0)


def test_the_line_says_offline_since_when_and_comes_back(relay: SmallRelay, store: Store, thread: SyncThread) -> None:
    thread.start()
    wait_until(lambda: cursor(store).line == "up_to_date")
    with relay.down():
        wait_until(lambda: cursor(store).line == "offline")
        since = cursor(store).line_since_at
        assert since > 0
        note(store)
        client_appears(relay)
        assert waiting(store) == 1
        assert cursor(store).line_since_at == since
    wait_until(lambda: (waiting(store), people(store), cursor(store).line) == (0, 1, "up_to_date"))


def test_nobody_listening_is_offline_not_up_to_date(store: Store, thread: SyncThread) -> None:
    thread.start()
    wait_until(lambda: cursor(store).line == "up_to_date")
    assert thread.stop()
    assert cursor(store).line == "offline"
    thread.start()
    wait_until(lambda: cursor(store).line == "up_to_date")


def test_what_an_earlier_life_wrote_about_the_line_is_not_believed(
    relay: SmallRelay, store: Store, setup: Setup
) -> None:
    with store.writing() as session:
        store.cursor.put(session, Cursor(line="up_to_date", synced_at=1234))
    with relay.down():
        assert not once(setup, seconds=10).is_online
    assert (cursor(store).line, cursor(store).line_since_at) == ("offline", 1234)


def test_only_one_of_two_has_the_role_and_the_other_takes_it_when_it_is_free(
    store: Store, setup: Setup, thread: SyncThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop_module, "ROLE_S", 0.02)
    thread.start()
    wait_until(lambda: cursor(store).line == "up_to_date")
    second = thread_of(setup)
    second.start()
    assert not SyncRole(setup.folder).take()
    thread.stop()
    wait_until(lambda: cursor(store).line == "up_to_date")
    assert second.stop()


def test_a_killed_process_gives_the_role_back(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, rise_tui.sync.role as r; role = r.SyncRole(pathlib.Path(sys.argv[1]));"
        "print(role.take(), flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        role = SyncRole(tmp_path)
        assert not role.take()
        holder.kill()
    assert role.take()
    role.give_up()
    assert not role.is_held


def test_a_single_sync_brings_and_takes_everything(relay: SmallRelay, store: Store, setup: Setup) -> None:
    content = b"\x89PNG" * 1000
    relay.media[sha256(content)] = content
    client_id, message_id = new_id(), new_id()
    relay.happens("ClientChanged", client_id, client_id=client_id, first_name="Dana", caseworker_id=ANA)
    text = {"message_id": message_id, "client_id": client_id, "e164": "+12155550142", "to_e164": "+12155550100"}
    relay.happens("MessageReceived", client_id, body="here", media=[{"index": 0}], **text)
    stored = {"message_id": message_id, "index": 0, "sha256": sha256(content), "type": "image/png", "bytes": 4000}
    relay.happens("MediaStored", client_id, **stored)
    note(store)
    report = once(setup)
    assert (report.is_online, report.outbox, report.has_role) == (True, 0, True)
    assert report.cursor >= 4
    assert report.applied == 3
    assert store.photo_file.get(sha256(content)) == content
    with store.reading() as session:
        (photo,) = store.photos.list(session, client_id)
    assert photo.is_here


def test_bytes_that_are_not_what_they_should_be_are_never_kept(relay: SmallRelay, store: Store, setup: Setup) -> None:
    good = b"the whole photo"
    relay.media[sha256(good)] = good[:7]
    client_id, message_id = new_id(), new_id()
    text = {"message_id": message_id, "client_id": client_id, "e164": "+12155550142", "to_e164": "+12155550100"}
    relay.happens("MessageReceived", client_id, body="here", media=[{"index": 0}], **text)
    stored = {"message_id": message_id, "index": 0, "sha256": sha256(good), "type": "image/png", "bytes": 15}
    relay.happens("MediaStored", client_id, **stored)
    once(setup)
    assert store.photo_file.get(sha256(good)) is None
    with store.reading() as session:
        assert len(store.photos.missing(session)) == 1
    relay.media[sha256(good)] = good
    once(setup)
    assert store.photo_file.get(sha256(good)) == good


def test_a_drain_goes_on_until_the_relay_is_there(relay: SmallRelay, store: Store, setup: Setup) -> None:
    note(store)
    reports: list[Report] = []
    with relay.down():
        draining = threading.Thread(target=lambda: reports.append(once(setup, drain=True, seconds=60)))
        draining.start()
        wait_until(lambda: cursor(store).problem)
        assert waiting(store) == 1
    draining.join(30)
    assert waiting(store) == 0
    assert reports[0].outbox == 0


def test_a_drain_leaves_it_to_whoever_has_the_role_and_steps_in_when_that_one_is_gone(
    store: Store, setup: Setup
) -> None:
    role = SyncRole(setup.folder)
    assert role.take()
    note(store)
    reports: list[Report] = []
    draining = threading.Thread(target=lambda: reports.append(once(setup, drain=True, seconds=60)))
    draining.start()
    with store.writing() as session:  # whoever has the role lives, but carries nothing
        store.cursor.put(session, Cursor(line="offline"))
    assert waiting(store) == 1
    role.give_up()
    draining.join(30)
    assert waiting(store) == 0
    assert reports[0].has_role


def test_a_single_sync_beside_the_app_waits_for_the_app_to_carry(
    store: Store, setup: Setup, thread: SyncThread
) -> None:
    thread.start()
    wait_until(lambda: cursor(store).line == "up_to_date")
    note(store)
    report = once(setup, seconds=60)
    assert (report.has_role, report.outbox, report.is_online) == (False, 0, True)


def test_fault_18_an_expired_sign_in_says_so_and_goes_on_with_the_next_one(
    relay: SmallRelay, store: Store, setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[fault 18]"""
    assert setup.paths is not None
    monkeypatch.setattr(loop_module, "SIGN_IN_S", 0.02)
    expired = setup.account._replace(token="old token")
    accounts.save(expired, setup.paths)
    relay.before = lambda request: (
        problem(401, "token-expired") if request.headers["authorization"] == "Bearer old token" else None
    )
    note(store)
    thread = thread_of(replace(setup, account=expired))
    thread.start()
    wait_until(lambda: cursor(store).line == "signed_out")
    assert (cursor(store).problem, waiting(store)) == ("token-expired", 1)
    thread.stop()
    with pytest.raises(NotSignedIn, match="run out"):
        once(replace(setup, account=expired))
    thread.start()
    accounts.save(setup.account, setup.paths)
    wait_until(lambda: (cursor(store).line, waiting(store)) == ("up_to_date", 0))
    assert thread.stop()


def test_fault_18_a_wiped_device_keeps_nothing(relay: SmallRelay, store: Store, setup: Setup) -> None:
    """[fault 18]"""
    client_appears(relay)
    relay.happens("TemplateChanged", template_id=new_id(), name="Xanadu", bodies={"en": "Xanadu"})
    once(setup)
    assert people(store) == 1
    relay.before = lambda _: problem(401, "device-wiped")
    with pytest.raises(NotSignedIn):
        once(setup)
    assert (people(store), cursor(store).line, cursor(store).seq) == (0, "signed_out", 0)
    assert b"xanadu" not in on_disk(setup.folder)


def test_another_relay_at_the_same_address_changes_nothing(relay: SmallRelay, store: Store, setup: Setup) -> None:
    once(setup)
    seq = cursor(store).seq
    relay.instance_id = "another relay"
    client_appears(relay)
    assert not once(setup).is_online
    assert cursor(store).seq == seq
    assert people(store) == 0


def test_a_new_epoch_is_followed_without_a_restart(relay: SmallRelay, store: Store, thread: SyncThread) -> None:
    client_appears(relay)
    thread.start()
    wait_until(lambda: people(store) == 1)
    client_id = new_id()
    relay.epoch = "00000000-0000-7000-8000-00000000e002"
    relay.seq, relay.log = 0, []
    restored = relay.event("ClientChanged", client_id, client_id=client_id, first_name="Eli", caseworker_id=ANA)
    relay.facts, relay.facts_seq = [[restored]], 1
    relay.hang_up()
    wait_until(lambda: cursor(store).epoch.endswith("2") and cursor(store).line == "up_to_date")
    with store.reading() as session:
        assert [client.first_name for client in store.clients.list(session)] == ["Eli"]


def test_a_disk_without_room_for_the_lock_does_not_end_sync(
    relay: SmallRelay, store: Store, thread: SyncThread, caplog: pytest.LogCaptureFixture
) -> None:
    client_appears(relay)
    lock = thread.setup.folder / "sync.lock"
    lock.mkdir()
    thread.start()
    wait_until(lambda: "fault" in caplog.text)
    lock.rmdir()
    wait_until(lambda: people(store) == 1)


def test_a_fault_of_ours_does_not_end_sync_and_tells_no_words(
    relay: SmallRelay,
    store: Store,
    thread: SyncThread,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rise_tui.sync.taking import Taking

    def breaks(*_: Any) -> None:
        raise KeyError("a client's own words")

    monkeypatch.setattr(Taking, "close", breaks)
    client_appears(relay)
    thread.start()
    wait_until(lambda: "fault" in caplog.text)
    assert "words" not in caplog.text
    monkeypatch.undo()
    wait_until(lambda: people(store) == 1)


def test_the_doctor_is_told_how_far_the_clocks_are_apart(setup: Setup, relay: SmallRelay) -> None:
    found = probe(setup.account)
    assert (found.name, abs(found.clock_off_seconds) < 30) == ("Ana", True)
    relay.before = lambda _: problem(401, "token-revoked")
    with pytest.raises(NotSignedIn):
        probe(setup.account)


def test_no_token_is_in_the_environment_of_what_is_started(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    from rise_tui.sync import draining

    assert setup.paths is not None
    started: list[tuple[list[str], dict[str, str], str]] = []

    def start(argv: list[str], environ: dict[str, str], handed: tuple[int, ...]) -> int:
        started.append((argv, environ, os.read(handed[0], 100).decode() if handed else ""))
        return 1

    monkeypatch.setenv("RISE_TOKEN", "in the environment")
    monkeypatch.setattr(draining, "_detached", start)
    draining.spawn_drain(setup.account, setup.paths)
    accounts.save(setup.account, setup.paths)
    draining.spawn_drain(setup.account, setup.paths)
    (argv, first, handed), (_, second, none) = started
    assert handed == setup.account.token
    assert none == ""
    assert argv[-2:] == ["sync", "--drain"]
    assert all("RISE_TOKEN" not in environ for environ in (first, second))
    assert setup.account.token not in " ".join([*argv, *first.values(), *second.values()])
