"""The first page, read before anything else is imported."""

import subprocess
import sys
from pathlib import Path

from rise_tui.store import first_page
from rise_tui.store.connect import STORE, connect
from rise_tui.store.lines import Place
from rise_tui.store.store import Store
from tests.store.people import NOW, add_client, text_in


def test_it_is_what_the_app_itself_would_show(store: Store) -> None:
    with store.writing() as session:
        for number in range(70):
            client = add_client(store, session, f"c{number:02}", f"Client {number}")
            text_in(store, session, client, 100 + number, marks=("urgent",) if number == 50 else ())
        store.place.put(session, screen="client", filter="needs_reply", client_id="c07", focus="draft", at=5)
    page = first_page.read(store.path, NOW)
    assert page is not None
    with store.reading() as session:
        assert list(page.rows) == store.conversations.page(session, now=NOW, limit=60)
        assert page.counts == store.conversations.counts(session, now=NOW)
    assert page.rows[0].client_id == "c50"
    assert page.rows[0].is_urgent is True
    assert page.place == Place("client", "needs_reply", "c07", "draft", 5)


def test_it_is_the_tab_that_was_left_open(store: Store) -> None:
    with store.writing() as session:
        for number in range(3):
            text_in(store, session, add_client(store, session, f"c{number:02}", f"Client {number}"), 100 + number)
        store.place.put(session, screen="inbox", filter="all", client_id="c01", focus="list", at=5)
    page = first_page.read(store.path, NOW)
    assert page is not None
    assert [row.client_id for row in page.rows] == ["c02", "c01", "c00"]


def test_it_needs_the_standard_library_alone(store: Store) -> None:
    script = f"""
import sys
from pathlib import Path
before = set(sys.modules)
from rise_tui.store import first_page
assert first_page.read(Path({str(store.path)!r}), 0) is not None
strangers = {{name.split(".")[0] for name in set(sys.modules) - before}} - sys.stdlib_module_names - {{"rise_tui"}}
print(sorted(strangers))
"""
    run = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_another_version_no_store_and_a_broken_one_are_nothing_to_show(store: Store, tmp_path: Path) -> None:
    assert first_page.read(tmp_path / "none" / STORE, NOW) is None
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"\x00\x01" * 5000)
    assert first_page.read(broken, NOW) is None
    connection = connect(store.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert first_page.read(store.path, NOW) is None


def test_an_encrypted_store_opens_by_its_key(folder: Path) -> None:
    key = bytes(range(32))
    with Store(folder, key) as store, store.writing() as session:
        text_in(store, session, add_client(store, session, "c1"), 5)
    page = first_page.read(folder / STORE, NOW, key)
    assert page is not None
    assert [line.client_id for line in page.rows] == ["c1"]
    assert first_page.read(folder / STORE, NOW) is None


def test_it_is_read_while_another_connection_writes(store: Store) -> None:
    with store.writing() as session:
        add_client(store, session, "c1")
        assert first_page.read(store.path, NOW) is not None
