"""A store is looked over as it lies there: nothing is made, brought up to date or mended by it."""

import stat
from pathlib import Path

import pytest

from rise_tui.doctor.checks import State
from rise_tui.doctor.kept import kept
from rise_tui.domain.clock import from_ms
from rise_tui.store.connect import USER_VERSION, connect
from rise_tui.store.cursor import Cursor
from rise_tui.store.examining import examine
from rise_tui.store.store import Store
from rise_tui.store.troubles import StoreDamaged

NOW = from_ms(1_800_000_000_000)


def test_a_store_tells_what_it_holds_and_stays_as_it_is(store: Store) -> None:
    with store.writing() as session:
        store.cursor.put(session, Cursor(seq=7, synced_at=1_800_000_000_000 - 180_000))
    store.folder.chmod(0o755)
    before = {file.name: file.read_bytes() for file in store.folder.iterdir() if not file.name.endswith("-shm")}
    found = examine(store.folder)
    assert found is not None
    assert found.contents is not None
    assert (found.version, found.faults, found.is_encrypted) == (USER_VERSION, (), False)
    assert (found.contents.cursor.seq, found.contents.waiting, found.contents.parked) == (7, 0, 0)
    assert {file.name: file.read_bytes() for file in store.folder.iterdir() if file.name in before} == before
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o755
    told = {check.name: check for check in kept(store.folder, NOW)}
    assert {check.state for check in told.values()} == {State.OK}
    assert told["caught up"].detail == "3 minutes ago, as of event 7"


def test_a_store_of_another_version_is_not_brought_up_to_date(store: Store) -> None:
    store.close()
    for version, state in ((USER_VERSION + 1, State.WRONG), (USER_VERSION - 1, State.OK)):
        connection = connect(store.path)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        checks = kept(store.folder, NOW)
        assert [(check.name, check.state) for check in checks] == [("store", state), ("encryption", State.OK)]
        found = examine(store.folder)
        assert found is not None
        assert found.version == version


def test_what_is_no_store_is_damaged_and_what_is_not_there_is_not_made(folder: Path) -> None:
    assert examine(folder / "nowhere") is None
    assert not (folder / "nowhere").exists()
    folder.mkdir(exist_ok=True)
    (folder / "store.sqlite").write_bytes(b"something else, and long enough to be looked at" * 100)
    with pytest.raises(StoreDamaged):
        examine(folder)
    [told] = kept(folder, NOW)
    assert (told.name, told.state) == ("store", State.WRONG)
    assert "keep it" in told.next_step
