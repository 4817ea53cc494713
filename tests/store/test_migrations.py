"""Making a store and bringing it up to date."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rise_tui.domain.errors import StoreBusy
from rise_tui.store.connect import USER_VERSION, connect
from rise_tui.store.migrations import migrate
from rise_tui.store.steps import STEPS
from rise_tui.store.store import Store
from rise_tui.store.tables import StoreTable
from rise_tui.store.troubles import StoreTooNew
from rise_tui.store.undo import Head
from tests.law import columns
from tests.store.processes import other_process

KINDS = {"VARCHAR": "TEXT", "BIGINT": "INTEGER"}


def test_the_steps_lead_to_the_tables_that_the_code_reads(store: Store) -> None:
    connection = connect(store.path)
    for table in StoreTable.metadata.sorted_tables:
        found = {
            name: (KINDS.get(kind, kind), bool(is_not_null), bool(place))
            for _, name, kind, is_not_null, _, place in connection.execute(f"PRAGMA table_info({table.name})")
        }
        assert found == {
            column.name: (
                KINDS.get(str(column.type), str(column.type)),
                not column.nullable,
                column.primary_key,
            )
            for column in table.columns
        }
        indices = {row[1] for row in connection.execute(f"PRAGMA index_list({table.name})") if row[3] == "c"}
        assert indices == {index.name for index in table.indexes}
    assert connection.execute("PRAGMA user_version").fetchone()[0] == USER_VERSION == len(STEPS)
    connection.close()


def test_the_columns_that_the_code_writes_are_those_of_the_tables() -> None:
    assert columns.MADE.read_text("utf-8") == columns.made(), "make them anew: python -m tests.law.columns"


def test_a_store_that_is_up_to_date_is_left_alone(folder: Path) -> None:
    assert migrate(folder / "store.sqlite")
    assert not migrate(folder / "store.sqlite")


def test_a_step_that_fails_leaves_nothing_of_any_step(folder: Path) -> None:
    def breaks(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        raise ZeroDivisionError

    path = folder / "store.sqlite"
    with pytest.raises(ZeroDivisionError):
        migrate(path, steps=(*STEPS, breaks))
    connection = connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    assert connection.execute("PRAGMA user_version").fetchone()[0] == 0
    connection.close()


def test_an_old_store_takes_only_the_steps_it_lacks(folder: Path) -> None:
    path = folder / "store.sqlite"
    migrate(path)
    taken: list[int] = []
    assert migrate(path, steps=(*STEPS, lambda connection: taken.append(1)))
    assert not migrate(path, steps=(*STEPS, lambda connection: taken.append(2)))
    assert taken == [1]


def test_every_step_of_before_is_climbed_with_what_was_stored(folder: Path) -> None:
    path = folder / "store.sqlite"
    migrate(path, steps=STEPS[:1])
    connection = connect(path)
    connection.execute(
        "INSERT INTO message(row, message_id, client_id, position, seq, at, direction, body, status, status_seq,"
        " segments, encoding, marks, media) VALUES (7, 'm', 'c', 1, 1, 1, 'inbound', 'Mañana', 'received', 0, 1,"
        " 'GSM-7', '[]', '[]')"
    )
    several = '{"act": "several", "acts": [{"act": "put_back"}, {"act": "put_back"}]}'
    before = "INSERT INTO undo(id, label, inverse, at) VALUES (?, 'Done: 2 people', ?, 5)"
    connection.execute(before, (3, several))
    with Store(folder) as store:
        connection.execute(before, (4, several))  # a window of that time that is still open
        with store.reading() as session:
            heads = [Head(4, "Done: 2 people", None, "", 1, 5), Head(3, "Done: 2 people", None, "several", 2, 5)]
            assert store.undo.heads(session) == heads
    connection.close()
    with Store(folder) as store, store.reading() as session:
        assert [found.body for found in store.search.texts(session, "manan")] == ["Mañana"]
    with Store(folder) as store:
        with store.writing() as session:
            store.threads.remove(session, ["m"])
        with store.reading() as session:
            assert store.search.texts(session, "manana") == []


def test_a_store_of_a_newer_rise_is_not_touched(folder: Path) -> None:
    path = folder / "store.sqlite"
    migrate(path, steps=(*STEPS, lambda connection: None))
    with pytest.raises(StoreTooNew, match="Upgrade"):
        migrate(path)


def test_while_another_process_migrates_the_store_is_busy(folder: Path) -> None:
    script = """
from rise_tui.store.migrations import migrate
from rise_tui.store.steps import STEPS
def slow(connection):
    ready()
    told()
migrate(folder / "store.sqlite", steps=(slow, *STEPS[1:]))
"""
    with other_process(folder, script):
        with pytest.raises(StoreBusy) as trouble:
            migrate(folder / "store.sqlite", patience_ms=0)
        assert trouble.value.exit_code == 6
    migrate(folder / "store.sqlite")


def test_processes_that_open_a_new_store_at_once_all_get_it(folder: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from rise_tui.store.store import Store
sys.stdin.readline()
with Store(Path({str(folder)!r})) as store, store.reading() as session:
    print(store.clients.count(session))
"""
    processes = [
        subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[0].strip() for process in processes] == ["0"] * 4
