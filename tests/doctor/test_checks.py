"""What the doctor judges from what it is given: words of others, folders, processes, the relay's answer."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.account import Account
from rise_tui.doctor import machine, office
from rise_tui.doctor.checks import Check, State, age, in_shell, outside, shown, size
from rise_tui.doctor.running import old_drains
from rise_tui.domain.clock import FrozenClock
from rise_tui.domain.errors import Unreachable
from rise_tui.settings import Paths
from rise_tui.store.notices import CARRIER, STEPPED_OVER, Notice
from rise_tui.sync.probing import Found
from rise_tui.version import __version__

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ANA = Account("http://127.0.0.1:9", "instance", "office", "ana", "America/New_York", "token")


def _paths(folder: Path) -> Paths:
    return Paths(folder / "config", folder / "data", folder / "state", folder / "config" / "config.toml")


def test_what_others_say_is_passed_on_without_numbers_secrets_and_orders() -> None:
    said = outside("Call +1 (215) 555-0142, key 0123456789abcdefghijklmnopqrstuvwxyzABCDEFG\x1b[2J now")
    assert said.startswith("Call …, key …")
    assert "\x1b" not in said
    assert outside("version 0.1.0, line 3, error 30007") == "version 0.1.0, line 3, error 30007"


@given(st.text(), st.from_regex(r"\+1 ?\(?[2-9][0-9]{2}\)?[ .-]?555[ .-]?01[0-9]{2}", fullmatch=True), st.text())
def test_no_number_gets_through(before: str, number: str, after: str) -> None:
    assert number not in outside(f"{before} {number} {after}")


def test_sizes_and_ages_are_told_as_one_says_them() -> None:
    assert [size(count) for count in (12, 1_500, 48_000_000, 77_000_000_000)] == [
        "12 bytes",
        "1.5 kB",
        "48 MB",
        "77 GB",
    ]
    spans = (timedelta(seconds=5), timedelta(minutes=1), timedelta(hours=5), timedelta(days=3, hours=4))
    assert [age(span) for span in spans] == ["0 minutes", "1 minute", "5 hours", "3 days"]


def test_a_path_is_told_from_home_and_can_be_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert shown(tmp_path / "a b") == "~/a b"
    assert in_shell(tmp_path / "a b") == "~/'a b'"
    assert shown(Path("/etc/rise")) == "/etc/rise"


def _full_disk(dir: Path) -> Any:
    return open("/dev/full", "wb", buffering=0)


def test_what_the_machine_keeps_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = _paths(tmp_path)
    for folder in (paths.config, paths.data, paths.state):
        folder.mkdir(mode=0o700)
    store = paths.data / "store"
    store.mkdir(mode=0o700)
    assert machine.permissions(paths, store).state is State.OK
    paths.config.chmod(0o770)
    assert machine.permissions(paths, store).state is State.OK, "nobody is signed in there"
    (paths.config / "token").touch(0o600)
    assert machine.permissions(paths, store).state is State.WRONG
    paths.config.chmod(0o700)
    (store / "store.sqlite").touch(0o640)
    found = machine.permissions(paths, store)
    assert (found.state, "chmod go-rwx" in found.next_step) == (State.WRONG, True)
    assert machine.room(paths.data).state is State.OK
    assert list(paths.data.iterdir()) == [store]
    with monkeypatch.context() as full:
        full.setattr("tempfile.TemporaryFile", _full_disk)
        told = machine.room(paths.data)
        assert (told.state, "No space left" in told.detail) == (State.WRONG, True)
    assert machine.reports(paths).state is machine.log(paths).state is State.OK
    (paths.state / "error-abc123.txt").touch()
    assert machine.reports(paths).state is State.LOOK
    with (paths.state / "rise.log").open("wb") as log:
        log.truncate(machine.LARGE_LOG + 1)
    assert machine.log(paths).state is State.LOOK


def test_no_home_is_told_and_not_worked_around() -> None:
    assert machine.home(_paths(Path("/somewhere"))) is None
    found = machine.home(_paths(Path("~")))
    assert found is not None
    assert "HOME" in found.next_step


def test_a_drain_that_should_have_ended_long_ago_is_found_by_its_store(tmp_path: Path) -> None:
    ticks = os.sysconf("SC_CLK_TCK")
    (tmp_path / "uptime").write_text("100000.0 1.0")

    def process(number: int, seconds: int, words: str, data: str) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "cmdline").write_bytes(words.replace(" ", "\0").encode() + b"\0")
        (folder / "environ").write_bytes(f"HOME=/h\0RISE_DATA={data}\0".encode())
        fields = ["0"] * 30
        fields[19] = str((100_000 - seconds) * ticks)
        (folder / "stat").write_text(f"{number} (a (name)) " + " ".join(fields))

    drain = "python -P -m rise_tui.cli sync --drain"
    process(11, 7200, drain, "/mine")
    process(12, 60, drain, "/mine")
    process(13, 7200, drain, "/another")
    process(14, 7200, "python -m rise_tui.cli inbox", "/mine")
    assert old_drains({"HOME": "/h", "RISE_DATA": "/mine"}, tmp_path) == {11: timedelta(hours=2)}
    assert old_drains({}, tmp_path / "not there") == {}


def _line(monkeypatch: pytest.MonkeyPatch, found: Found) -> dict[str, Check]:
    monkeypatch.setattr(office, "probe", lambda *_, **__: found)
    return {check.name: check for check in office.line(ANA, FrozenClock(NOW))}


def test_ends_that_are_near_and_an_older_relay_are_worth_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    far, near = NOW + timedelta(days=90), NOW + timedelta(days=3)
    well = _line(monkeypatch, Found("", "", "", 0.0, 0.04, __version__, far, far))
    assert {check.state for check in well.values()} == {State.OK}
    assert well["relay"].detail == f"http://127.0.0.1:9 answers in 40 ms, version {__version__}"
    assert well["certificate"].detail.endswith("for 90 days")
    soon = _line(monkeypatch, Found("", "", "", -3600.0, 0.04, "0.0.9", near, near))
    assert {name: check.state.value for name, check in soon.items()} == {
        "relay": "look",
        "token": "look",
        "clock": "wrong",
        "certificate": "look",
    }
    assert "behind" in soon["clock"].detail
    assert list(_line(monkeypatch, Found("", "", "", 0.0))) == ["relay", "token", "clock"]


def test_a_relay_that_is_not_there_is_told_without_what_its_address_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> Found:
        raise Unreachable("The relay does not answer", "Nothing answers at its address.")

    monkeypatch.setattr(office, "probe", fails)
    [found] = office.line(ANA._replace(url="https://ana:secret@127.0.0.1:9/x"), FrozenClock(NOW))
    assert (found.state, "secret" in found.detail) == (State.WRONG, False)
    assert found.detail == "https://127.0.0.1:9: Nothing answers at its address."
    for broken in ("https://", "http://relay.example.org", "https://x:y"):
        [none] = office.line(ANA._replace(url=broken), FrozenClock(NOW))
        assert (none.state, "rise login" in none.next_step) == (State.WRONG, True)
    [unknown] = office.line(ANA._replace(url="https://relay.invalid"), FrozenClock(NOW))
    assert (unknown.name, unknown.state) == ("relay", State.WRONG)


def test_what_the_phone_company_says_and_what_could_not_be_read_are_told() -> None:
    stopped = Notice(CARRIER, {"title": "It refuses us", "detail": "Ask 215-555-0142.", "is_stopped": True})
    phone, facts = office.heard(stopped, Notice(STEPPED_OVER, {"count": 3}))
    assert (phone.state, phone.detail) == (State.WRONG, "It refuses us. Ask ….")
    assert (facts.state, facts.detail[:8]) == (State.WRONG, "3 facts ")
    for code, state in (("silent", State.LOOK), ("ok", State.OK)):
        [told] = office.heard(Notice(CARRIER, {"code": code, "title": "It says so"}), None)
        assert told.state is state
    assert office.heard(None, None) == []
    [told] = office.heard(None, None, "A wrong group text went out.")
    assert (told.state, told.detail) == (State.LOOK, "the office has stopped them all: A wrong group text went out.")
