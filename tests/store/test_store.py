"""Sessions over the store: what commits, who waits, and what a full or broken disk says."""

import sqlite3
from contextlib import ExitStack
from pathlib import Path

import pytest

from rise_tui.store.changes import Change
from rise_tui.store.connect import connect
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import IDLE, Session, sql
from rise_tui.store.store import Store
from rise_tui.store.troubles import StoreDamaged, StoreFull, StoreLocked
from tests.store.people import add_client
from tests.store.processes import heard, other_process, tell


def synchronous(session: Session) -> int:
    return int(sql(session).execute("PRAGMA synchronous").fetchone()[0])


def test_an_error_inside_undoes_everything_and_rings_nothing(store: Store) -> None:
    def fails() -> None:
        with store.writing(Change("inbox")) as session:
            add_client(store, session, "c1")
            raise ZeroDivisionError

    bell = store.bell()
    with pytest.raises(ZeroDivisionError):
        fails()
    with store.reading() as session:
        assert store.clients.count(session) == 0
    assert bell.heard() == ()
    bell.close()


def test_what_a_reading_session_changes_is_thrown_away(store: Store) -> None:
    with store.reading() as session:
        add_client(store, session, "c1")
    with store.reading() as session:
        assert store.clients.get(session, "c1") is None


def test_an_outbox_commit_is_synced_to_the_disk_and_a_draft_is_not(store: Store) -> None:
    for is_durable, expected in ((True, 2), (False, 1), (True, 2)):
        with store.writing(is_durable=is_durable) as session:
            assert synchronous(session) == expected


def test_as_many_transactions_as_there_are_stand_beside_each_other_and_few_connections_stay(store: Store) -> None:
    with ExitStack() as stack:
        sessions = [stack.enter_context(store.reading()) for _ in range(9)]
        assert len({id(sql(session)) for session in sessions}) == 9
    assert len(store._connections._idle) == IDLE


def test_a_connection_that_was_in_use_while_the_store_closed_is_closed_after_it(store: Store) -> None:
    with store.reading() as session:
        driven = sql(session)
        store.close()
        driven.execute("SELECT 1")
    with pytest.raises(sqlite3.ProgrammingError):
        driven.execute("SELECT 1")


def test_a_fault_in_the_midst_of_reading_holds_no_later_transaction_in_its_moment(store: Store) -> None:
    def fails() -> None:
        with store.reading() as session:
            rows = sql(session).execute("SELECT client_id FROM client")
            raise ValueError(rows.fetchone())

    with store.writing() as session:
        add_client(store, session, "c1")
        add_client(store, session, "c2")
    with pytest.raises(ValueError, match="c1") as kept:
        fails()
    with Store(store.folder) as another, another.writing() as session:
        add_client(another, session, "c3")
    with store.reading() as session:
        assert store.clients.count(session) == 3
    with store.writing() as session:
        add_client(store, session, "c4")
    assert kept.traceback, "the error is still there, and with it what it was about to read"


def test_a_session_sees_one_moment_while_others_write(store: Store) -> None:
    with store.reading() as session:
        assert store.clients.count(session) == 0
        with store.writing() as other:
            add_client(store, other, "c1")
        assert store.clients.count(session) == 0
    with store.reading() as session:
        assert store.clients.count(session) == 1


def test_the_ui_does_not_wait_for_another_process_that_writes_and_reads_meanwhile(store: Store) -> None:
    script = """
with Store(folder) as store:
    with store.writing() as session:
        store.drafts.put(session, Draft("c1", "m1", "theirs"))
        ready()
        told()
    print("done", flush=True)
"""
    with other_process(store.folder, script) as process:
        with pytest.raises(StoreLocked), store.writing() as session:
            store.drafts.put(session, Draft("c2", "m2", "mine"))
        with store.reading() as session:
            assert store.drafts.list(session) == []
        tell(process)
        assert heard(process) == "done"
        with store.writing() as session:
            store.drafts.put(session, Draft("c2", "m2", "mine"))
            assert {draft.body for draft in store.drafts.list(session)} == {"theirs", "mine"}


def test_two_processes_that_write_at_once_lose_nothing(store: Store) -> None:
    script = """
with Store(folder, wait_ms=60_000) as store:
    ready()
    told()
    for number in range(60):
        with store.writing(Change("drafts"), is_durable=True) as session:
            store.drafts.put(session, Draft(f"theirs-{number}", "m", "x"))
    print("done", flush=True)
"""
    with other_process(store.folder, script) as process, Store(store.folder, wait_ms=60_000) as patient:
        tell(process)
        for number in range(60):
            with patient.writing(is_durable=True) as session:
                patient.drafts.put(session, Draft(f"mine-{number}", "m", "x"))
        assert heard(process) == "done"
    with store.reading() as session:
        assert len(store.drafts.list(session)) == 120


def test_on_a_full_disk_the_session_says_so_and_nothing_is_half_written(store: Store) -> None:
    """[fault 38]"""

    def fills() -> None:
        with store.writing() as session:
            pages = sql(session).execute("PRAGMA page_count").fetchone()[0]
            sql(session).execute(f"PRAGMA max_page_count = {pages}")
            for number in range(1000):
                store.drafts.put(session, Draft(f"c{number}", "m", "x" * 4000))

    with pytest.raises(StoreFull, match="Make room"):
        fills()
    with store.writing() as session:
        sql(session).execute("PRAGMA max_page_count = 1000000")
        assert store.drafts.list(session) == []
        store.drafts.put(session, Draft("c1", "m", "there is room again"))


def test_a_file_that_is_no_store_is_refused_in_words(folder: Path) -> None:
    folder.mkdir()
    (folder / "store.sqlite").write_bytes(b"not a database at all" * 500)
    with pytest.raises(StoreDamaged, match="rise doctor"):
        Store(folder)
    assert (folder / "store.sqlite").read_bytes().startswith(b"not a database")


def test_a_torn_page_is_found_by_the_check(store: Store) -> None:
    assert store.faults() == []
    with store.writing() as session:
        for number in range(300):
            add_client(store, session, f"client-{number}", f"Name{number} Person")
    store.scrub()
    store.close()
    whole = bytearray(store.path.read_bytes())
    connection = connect(store.path)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'client'").fetchone()[0]
    connection.close()
    start = (root - 1) * 4096
    whole[start : start + 200] = b"\xff" * 200
    store.path.write_bytes(whole)
    with Store(store.folder) as again, pytest.raises(StoreDamaged), again.reading() as session:
        again.clients.list(session)


def test_a_fault_of_ours_is_not_told_as_the_disks(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.reading() as session:
        sql(session).execute("SELECT * FROM nowhere")
