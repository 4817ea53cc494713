"""How the store's files are opened."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from rise_tui.store import connect as connecting
from rise_tui.store.connect import connect, is_on_network
from rise_tui.sync.role import SyncRole


def pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_file_is_readable_for_nobody_else(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    connection = connect(folder / "store.sqlite")
    connection.execute("CREATE TABLE t (x)")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 3
    connection.close()


def test_what_is_made_above_the_file_is_private_too(tmp_path: Path) -> None:
    data = tmp_path / "share" / "rise"
    before = os.umask(0)
    try:
        connect(data / "account" / "store.sqlite").close()
        role = SyncRole(data / "other")
        role.take()
        role.give_up()
    finally:
        os.umask(before)
    folders = (data.parent, data, data / "account", data / "other")
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_a_connection_writes_ahead_overwrites_what_it_deletes_and_waits_as_long_as_it_was_told(folder: Path) -> None:
    connection = connect(folder / "store.sqlite", wait_ms=10)
    assert pragma(connection, "journal_mode") == "wal"
    assert pragma(connection, "secure_delete") == 1
    assert pragma(connection, "foreign_keys") == 1
    assert pragma(connection, "busy_timeout") == 10
    assert pragma(connection, "synchronous") == 1
    connection.close()


def test_a_key_seldom_waits_for_the_log_to_be_copied(folder: Path) -> None:
    hurried, patient = connect(folder / "store.sqlite", wait_ms=10), connect(folder / "store.sqlite", wait_ms=2000)
    assert (pragma(hurried, "wal_autocheckpoint"), pragma(patient, "wal_autocheckpoint")) == (8000, 1000)
    hurried.close()
    patient.close()


def test_on_a_network_home_the_journal_is_rolled_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(folder / "store.sqlite").close()
    monkeypatch.setattr(connecting, "is_on_network", lambda path: True)
    connection = connect(folder / "store.sqlite")
    assert pragma(connection, "journal_mode") == "delete"
    connection.close()


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/root rw
40 22 0:41 / /people rw,relatime shared:5 - nfs4 files:/people rw,vers=4.2
41 40 8:2 / /people/dana/local rw - xfs /dev/sdb1 rw
42 22 0:50 / /mnt/two\\040words rw - cifs //host/share rw
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/people/dana/.local/share", True),
        ("/people/dana/local/share", False),
        ("/peoplework", False),
        ("/mnt/two words/x", True),
        ("/var", False),
    ],
)
def test_a_network_home_is_told_by_the_mount_it_stands_on(tmp_path: Path, path: str, expected: bool) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert is_on_network(Path(path), mounts) is expected


def test_without_a_list_of_mounts_a_disk_is_taken_for_our_own(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path, tmp_path / "nothing")


def test_an_encrypted_file_opens_with_its_key_alone_and_shows_no_words(folder: Path) -> None:
    path, key = folder / "store.sqlite", bytes(range(32))
    connection = connect(path, key)
    connection.execute("CREATE TABLE t (x)")
    connection.execute("INSERT INTO t VALUES ('paystub')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    assert b"paystub" not in path.read_bytes()
    again = connect(path, key)
    assert again.execute("SELECT x FROM t").fetchone() == ("paystub",)
    again.close()
    with pytest.raises(sqlite3.DatabaseError):
        connect(path)
    with pytest.raises(sqlcipher.DatabaseError):
        connect(path, bytes(32))


def test_a_read_only_connection_changes_nothing_and_makes_nothing(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        connect(folder / "store.sqlite", is_read_only=True)
    assert not folder.exists()
    connect(folder / "store.sqlite").close()
    connection = connect(folder / "store.sqlite", is_read_only=True)
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("CREATE TABLE t (x)")
    connection.close()


def test_a_path_with_signs_that_mean_something_in_a_uri_or_nothing_in_utf_8_is_only_a_path(tmp_path: Path) -> None:
    path = tmp_path / "José\udce9 a?mode=memory#100%" / "store.sqlite"  # one byte of it is no UTF-8
    connection = connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert path.stat().st_size > 0


def test_another_process_that_comes_and_goes_leaves_our_write_ahead_log_alone(folder: Path) -> None:
    ours = connect(folder / "store.sqlite")
    ours.execute("CREATE TABLE t (x)")
    again = connect(folder / "store.sqlite")
    script = "import sys, pathlib; from rise_tui.store.connect import connect; c = connect(pathlib.Path(sys.argv[1]))"
    for statement in (
        "c.execute('INSERT INTO t VALUES (1)')",
        "print(c.execute('SELECT sum(x) FROM t').fetchone()[0])",
    ):
        argv = [sys.executable, "-c", f"{script}; {statement}; c.close()", str(folder / "store.sqlite")]
        said = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
        ours.execute("INSERT INTO t VALUES (2)")
    assert said == "3\n"
    assert (folder / "store.sqlite-wal").exists()
    again.close()
    ours.close()
