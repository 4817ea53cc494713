"""The relay's revisions make exactly the tables that the code names, and a damaged or newer file is refused."""

import sqlite3
import stat
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from rise_tui.relay.store.backup_places import MANIFEST, remember
from rise_tui.relay.store.engine import BadDatabase
from rise_tui.relay.store.migrate import REVISIONS, check_there, check_whole, migrate, newest_revision
from rise_tui.relay.store.tables import RelayModel


def test_the_first_revision_is_exactly_the_tables(database: Path) -> None:
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, RelayModel.metadata) == []
    engine.dispose()


def test_a_database_that_is_up_to_date_is_known_without_alembic(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config()
    config.set_main_option("script_location", str(REVISIONS))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()
    monkeypatch.setitem(sys.modules, "alembic.config", None)
    migrate(database)


def test_indexes_keep_their_conditions(database: Path) -> None:
    connection = sqlite3.connect(database)
    made = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    connection.close()
    for table in RelayModel.metadata.sorted_tables:
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            assert (" WHERE " in made[str(index.name)]) == (where is not None)
            assert ("UNIQUE" in made[str(index.name)]) == bool(index.unique)


def test_migrating_twice_changes_nothing_and_what_was_made_is_private(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "relay.sqlite"
    migrate(path)
    before = path.read_bytes()
    migrate(path)
    assert path.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_database_of_a_newer_program_is_refused_and_left_alone(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(BadDatabase, match="newer rise"):
        migrate(database)


def test_a_damaged_page_is_refused_with_what_to_do(database: Path) -> None:
    """[fault 9]"""
    check_whole(database)
    page = database.read_bytes()
    database.write_bytes(page[: 4096 * 2] + b"\xa5" * 4096 + page[4096 * 3 :])
    with pytest.raises(BadDatabase, match=r"damaged.*newest copy"):
        check_whole(database)


def test_a_file_that_is_no_database_or_is_empty_never_becomes_a_new_relay(tmp_path: Path) -> None:
    path = tmp_path / "relay.sqlite"
    with pytest.raises(BadDatabase, match="rise relay init"):
        check_whole(path)
    path.write_bytes(b"")
    with pytest.raises(BadDatabase, match="rise relay init"):
        check_whole(path)
    path.write_bytes(b"this is a shopping list" * 400)
    with pytest.raises(BadDatabase, match="damaged"):
        check_whole(path)


def test_a_database_that_was_backed_up_and_is_gone_or_emptied_is_put_back_never_made_anew(tmp_path: Path) -> None:
    """[fault 9] Whoever made another one would begin an office without its people."""
    path, backup = tmp_path / "relay.sqlite", tmp_path / "backups" / "2026-11-23T043000Z"
    backup.mkdir(parents=True)
    (backup / MANIFEST).write_text("{}")
    remember(path, backup)
    for is_there, words in ((False, "is not there any more"), (True, "is empty")):
        if is_there:
            path.touch()
        with pytest.raises(BadDatabase, match=words) as refused:
            check_there(path)
        assert refused.value.next_step == f"Put it back with: rise relay restore {backup} --replace"
