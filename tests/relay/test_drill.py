"""A drill: it tells each trouble of a backup, and what it starts can reach nobody."""

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from rise_tui.domain.clock import FrozenClock
from rise_tui.relay.keeping import drill as drills
from rise_tui.relay.keeping.backup import make_backup
from rise_tui.relay.keeping.drill import NOWHERE, drill, settings_of
from rise_tui.relay.settings import Settings
from rise_tui.relay.store.backup_places import MANIFEST
from rise_tui.relay.store.engine import Tx, connect
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.migrate import migrate
from rise_tui.relay.store.rules import read_rules
from tests.relay.conftest import SmallOffice

DAY = timedelta(days=1)


@pytest.fixture
def backup(database: Path, tmp_path: Path, clock: FrozenClock) -> Path:
    return backed_up(database, tmp_path, clock)


def backed_up(database: Path, folder: Path, clock: FrozenClock) -> Path:
    media = MediaFolder(folder / "media")
    return make_backup(database, media, folder / "backups", keep=3, clock=clock, told=lambda what, part: None).path


def test_what_is_drilled_is_held_and_knows_no_phone_company(
    backup: Path, office: SmallOffice, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    def serve(database: Path, media: Path, environment: dict[str, str]) -> list[str]:
        with closing(connect(database)) as connection:
            started.append((read_rules(Tx(connection), office.office_id).is_held, database.parent))
        return []

    monkeypatch.setattr(drills, "_served", serve)
    assert drill(backup, clock=clock, environment={}, oldest=DAY).troubles == ()
    [(is_held, folder)] = started
    assert is_held
    assert not folder.exists(), "and it is thrown away"


def test_what_is_drilled_has_no_address_and_no_key_of_the_phone_company(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = {
        "RISE_RELAY_TWILIO_API": "https://api.example.com",
        "RISE_RELAY_TWILIO_ACCOUNT_SID": "AC1",
        "RISE_RELAY_TWILIO_AUTH_TOKEN": "secret",
        "RISE_RELAY_PUBLIC_URL": "https://relay.example.org",
    }
    drilled = settings_of(tmp_path / "x.sqlite", tmp_path, ours)
    assert drilled["RISE_RELAY_TWILIO_API"] == NOWHERE
    assert not set(ours.values()) & set(drilled.values())
    for name, value in drilled.items():
        monkeypatch.setenv(name, value)
    assert Settings().twilio_api == NOWHERE


def test_each_trouble_is_told(
    backup: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(drills, "_served", lambda *_: ["it did not answer: URLError"])
    path = backup / MANIFEST
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "counts": {**manifest["counts"], "client": 7}, "missing": ["a", "b"]}))
    clock.go(DAY.total_seconds() + 1)
    assert drill(backup, clock=clock, environment={}, oldest=DAY).troubles == (
        "2 photos and files are not in it",
        "0 rows in client, not 7",
        "it did not answer: URLError",
        "it is older than 24 hours",
    )


def test_a_backup_that_serves_is_good_and_one_that_cannot_start_is_told_with_its_last_word(
    backup: Path, clock: FrozenClock, tmp_path: Path
) -> None:
    """The second is of a relay that has no office."""
    assert drill(backup, clock=clock, environment={}, oldest=DAY).troubles == ()
    empty = tmp_path / "elsewhere" / "relay.sqlite"
    migrate(empty)
    (trouble,) = drill(backed_up(empty, empty.parent, clock), clock=clock, environment={}, oldest=DAY).troubles
    assert trouble.startswith("it could not be started: ")
