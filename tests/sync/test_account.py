"""Who is signed in: two private files, and a store folder of one's own."""

import hashlib
import json
import stat
from pathlib import Path

import pytest

from rise_tui import account
from rise_tui.account import Account
from rise_tui.domain.errors import NotSignedIn
from rise_tui.settings import Paths

ANA = Account(
    url="https://texts.example.org",
    instance_id="the-secret",
    office_id="office-1",
    caseworker_id="ana-1",
    zone="America/New_York",
    token="t0ken",
    office="Reintegration",
    name="Ana",
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    config = tmp_path / "config"
    return Paths(config=config, data=tmp_path / "data", state=tmp_path, config_file=config / "config.toml")


def test_what_is_saved_is_what_is_loaded(paths: Paths) -> None:
    account.save(ANA, paths)
    loaded = account.load(paths)
    assert loaded._replace(folder="") == ANA
    assert account.store_folder(loaded, paths) == account.store_folder(ANA, paths)


def test_both_files_are_for_their_owner_alone(paths: Paths) -> None:
    account.save(ANA, paths)
    assert stat.S_IMODE(paths.config.stat().st_mode) == 0o700
    for name in ("account.json", "token"):
        assert stat.S_IMODE((paths.config / name).stat().st_mode) == 0o600
        assert account.is_private(paths.config / name)
    assert "t0ken" not in (paths.config / "account.json").read_text()


def test_secrets_do_not_show_in_a_traceback() -> None:
    assert "t0ken" not in repr(ANA)
    assert "the-secret" not in repr(ANA)


def test_nobody_is_signed_in_before_the_first_login(paths: Paths) -> None:
    with pytest.raises(NotSignedIn) as caught:
        account.load(paths)
    assert "rise login" in caught.value.next_step


def test_a_damaged_file_is_told_not_raised(paths: Paths) -> None:
    account.save(ANA, paths)
    (paths.config / "account.json").write_text("{")
    with pytest.raises(NotSignedIn, match="cannot be read"):
        account.load(paths)
    (paths.config / "account.json").write_text(json.dumps(["no", "object"]))
    with pytest.raises(NotSignedIn):
        account.load(paths)


def test_signed_out_keeps_who_it_was_but_no_token(paths: Paths) -> None:
    account.save(ANA, paths)
    account.forget_token(paths)
    with pytest.raises(NotSignedIn):
        account.load(paths)
    assert account.load(paths, token="fresh").token == "fresh"


def test_a_token_that_was_taken_back_opens_nothing_until_the_next_sign_in(paths: Paths) -> None:
    """[fault 18]"""
    account.save(ANA, paths)
    account.lock(ANA, paths)
    with pytest.raises(NotSignedIn, match="signed out"):
        account.load(paths)
    account.lock(ANA, paths, is_wiped=True)
    with pytest.raises(NotSignedIn, match="The office had its copy deleted here"):
        account.load(paths)
    assert account.load(paths, token="another").token == "another"
    account.save(ANA, paths)
    assert account.load(paths).token == ANA.token


def test_another_way_to_the_same_relay_may_be_set(paths: Paths) -> None:
    account.save(ANA, paths)
    assert account.load(paths, relay_url="http://127.0.0.1:8").url == "http://127.0.0.1:8"


def test_each_relay_office_and_caseworker_has_a_folder(paths: Paths) -> None:
    folder = account.store_folder(ANA, paths)
    assert folder.name == f"{hashlib.sha256(b'the-secret').hexdigest()[:8]}.office-1.ana-1"
    others = [ANA._replace(instance_id="x"), ANA._replace(office_id="x"), ANA._replace(caseworker_id="x")]
    assert len({folder, *(account.store_folder(other, paths) for other in others)}) == 4


def test_a_network_home_has_a_folder_per_host(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "is_on_network", lambda folder: True)
    monkeypatch.setattr("socket.gethostname", lambda: "desk-7/../x")
    folder = account.store_folder(ANA, paths)
    assert folder.name.endswith(".ana-1.desk-7----x")
    assert folder.parent == paths.data
