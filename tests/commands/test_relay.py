"""`rise relay …` as real processes: what is printed, what is refused and how, and how serving begins and ends."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from rise_tui.commands.relay_rules import quiet_hours
from rise_tui.commands.relay_writing import paged
from rise_tui.domain.audit_chain import hash_of
from rise_tui.domain.errors import BadInput
from rise_tui.relay.store.checkpoints import truncated
from rise_tui.relay.store.engine import connect, database_path
from tests import forking

RELAY = [sys.executable, "-m", "rise_tui.cli", "relay"]
INIT = ("init", "--office", "RISE", "--zone", "America/New_York", "--number", "+12155550100", "--caseworker", "Dana")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    told = {
        "DATABASE": f"sqlite:///{tmp_path}/kept/relay.sqlite",
        "MEDIA": f"{tmp_path}/kept/media",
        "PUBLIC_URL": "http://127.0.0.1:1",
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_AUTH_TOKEN": "secret",
        "TWILIO_API": "http://127.0.0.1:1",
    }
    return {**os.environ, **{f"RISE_RELAY_{name}": value for name, value in told.items()}}


def relay(env: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return forking.run([*RELAY, *words], env=env, timeout=60)


def serving(env: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    return forking.popen(
        [*RELAY, "serve", "--port", "0", *words],
        env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def told(errors: str) -> list[str]:
    """What a relay said, but for that nobody answers in the phone company's place: here nobody does."""
    return [line for line in errors.splitlines() if not line.endswith("could not be listed: ConnectError")]


def test_an_office_is_made_and_served_once_and_everything_is_private(env: dict[str, str], tmp_path: Path) -> None:
    made = relay(env, *INIT, "--quiet-hours", "22:00-07:30")
    assert (made.returncode, made.stderr) == (0, "")
    token = made.stdout.strip()
    assert len(token) > 40
    assert token == made.stdout.removesuffix("\n")
    assert relay(env, *INIT).returncode == 1
    luis = relay(env, "caseworker", "add", "Luis", "--role", "supervisor")
    assert (luis.returncode, len(luis.stdout.split())) == (0, 1)
    assert relay(env, "number", "add", "(215) 555-0101").stdout == "+12155550101\n"
    assert relay(env, "number", "list").stdout == "+12155550100\n+12155550101\n"
    with serving(env, "--until-stdin-closes") as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stderr is not None
        ready, _, address = process.stdout.readline().strip().partition(" ")
        assert ready == "ready"
        me = httpx.get(f"{address}/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert (me.status_code, me.json()["name"]) == (200, "Dana")
        assert relay(env, "rules", "set", "quiet_hours", "22:00-07:00").stdout == "quiet_hours  22:00-07:00\n"
        assert relay(env, "rules", "set", "holidays", "2026-11-26").stdout == "holidays  2026-11-26\n"
        assert "holidays  2026-11-26\n" in relay(env, "rules").stdout
        assert relay(env, "rules", "set", "holidays", "Thanksgiving").returncode == 2
        assert relay(env, "on-call").stdout == "Nobody is on call.\n"
        assert relay(env, "on-call", "luis").stdout == "Luis is on call.\n"
        assert relay(env, "on-call").stdout == "Luis is on call.\n"
        assert "\non_call  Luis\n" in relay(env, "rules").stdout
        assert relay(env, "alerts").stdout == "Nobody was told anything yet.\n"
        assert relay(env, "purge", "--before", "2019-01-01").stdout == "gone: nothing\n"
        early = relay(env, "purge", "--before", "2999-01-01", "--dry-run")
        assert "That day is not over yet" in early.stderr, "what would go is told of what may go"
        log = httpx.get(f"{address}/v1/events", headers={"Authorization": f"Bearer {token}"}).json()["events"]
        office = [event["data"] for event in log if event["type"] == "OfficeChanged"][-1]
        assert (office["quiet_from"], office["quiet_to"]) == (22 * 60, 7 * 60)
        assert office["rules"]["holidays"] == ["2026-11-26"]
        second = relay(env, "serve", "--port", "0")
        assert (second.returncode, second.stdout) == (1, "")
        assert "Another relay serves this database" in second.stderr
        process.stdin.close()
        assert process.wait(30) == 0
        assert told(process.stderr.read()) == []
    for path in (tmp_path / "kept").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    with sqlite3.connect(tmp_path / "kept" / "relay.sqlite") as connection:
        assert connection.execute("SELECT quiet_from, quiet_to FROM office").fetchone() == (22 * 60, 7 * 60)
    connection.close()


def test_the_collector_that_rests_at_a_start_works_while_it_serves(env: dict[str, str]) -> None:
    relay(env, *INIT)
    words = (
        "import atexit, gc, sys; from rise_tui.cli import main; from rise_tui.relay.serving import COLLECT_AFTER;"
        "told = lambda: print(gc.isenabled(), gc.get_threshold()[0] == COLLECT_AFTER, gc.get_freeze_count() > 0);"
        "atexit.register(told);"
        "sys.exit(main(sys.argv[1:]))"
    )
    argv = [sys.executable, "-c", words, "relay", "serve", "--port", "0", "--until-stdin-closes"]
    ended = subprocess.run(argv, env=env, input="", capture_output=True, text=True, timeout=60)
    ready, at_its_end = ended.stdout.splitlines()
    assert (ready.split()[0], at_its_end) == ("ready", "True True True")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_relay_in_order(env: dict[str, str], ending: signal.Signals) -> None:
    relay(env, *INIT)
    with serving(env) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(ending)
        assert process.wait(30) == 0
        assert told(process.stderr.read()) == []


def test_a_damaged_database_is_refused_with_a_clear_line_and_left_as_it_is(env: dict[str, str], tmp_path: Path) -> None:
    """[fault 9]"""
    relay(env, *INIT)
    path = tmp_path / "kept" / "relay.sqlite"
    pages = path.read_bytes()
    path.write_bytes(pages[: 4096 * 2] + b"\xa5" * 4096 + pages[4096 * 3 :])
    damaged = path.read_bytes()
    refused = relay(env, "serve", "--port", "0")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "The database is damaged" in refused.stderr
    assert "newest copy" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert path.read_bytes() == damaged


def test_a_relay_that_was_never_made_is_not_served_empty(env: dict[str, str], tmp_path: Path) -> None:
    refused = relay(env, "serve", "--port", "0")
    assert refused.returncode == 1
    assert "rise relay init" in refused.stderr
    assert not (tmp_path / "kept" / "relay.sqlite").exists()


def test_a_missing_secret_is_named(env: dict[str, str]) -> None:
    relay(env, *INIT)
    refused = relay({**env, "RISE_RELAY_TWILIO_AUTH_TOKEN": ""}, "serve", "--port", "0")
    assert refused.returncode == 2
    assert "RISE_RELAY_TWILIO_AUTH_TOKEN is not set" in refused.stderr


def test_quiet_hours_are_minutes_of_the_day() -> None:
    assert quiet_hours("21:00-08:00") == (1260, 480)
    assert quiet_hours("9:05-17:30") == (545, 1050)
    assert quiet_hours("None") == (None, None)
    for wrong in ("21-8", "24:00-08:00", "08:00-08:00", ""):
        with pytest.raises(BadInput):
            quiet_hours(wrong)


def test_what_was_changed_cut_off_or_made_anew_in_the_audit_log_is_found_and_named(
    env: dict[str, str], tmp_path: Path
) -> None:
    def verified(*words: str) -> tuple[int, str]:
        ended = relay(env, "audit", "verify", *words)
        return ended.returncode, ended.stdout + ended.stderr

    def tamper(statement: str, *values: str | int) -> None:
        with closing(sqlite3.connect(tmp_path / "kept" / "relay.sqlite")) as connection, connection:
            assert connection.execute(statement, values).rowcount == 1

    relay(env, *INIT)
    for name in ("Luis", "Ada", "Sam"):
        assert relay(env, "caseworker", "add", name).returncode == 0
    code, said = verified()
    newest = said.split()[-1]
    last = int(newest.partition(":")[0])
    assert (code, said) == (0, f"whole: {last} entries, newest {newest}\n")
    assert verified("--head", newest) == (code, said)
    code, said = verified("--head", f"{last}:{'0' * 64}")
    assert code == 1
    assert f"entry {last} is not the one whose hash left this machine" in said.lower()
    assert verified("--head", newest[:-1])[0] == 2, "what is no hash is not held against anything"

    with closing(sqlite3.connect(tmp_path / "kept" / "relay.sqlite")) as connection:
        question = "SELECT office_id, previous_hash, at, who, act, client_id, facts FROM audit WHERE n = ?"
        office_id, before, at, who, act, client_id, facts = connection.execute(question, (last,)).fetchone()
    anew = hash_of(office_id, before, last, at + 1, who, act, client_id, json.loads(facts))
    tamper("UPDATE audit SET at = ?, hash = ? WHERE n = ?", at + 1, anew, last)
    assert verified()[0] == 0, "only what left the machine shows it"
    code, said = verified("--head", newest)
    assert code == 1
    assert f"entry {last} is not the one whose hash left this machine" in said.lower()
    tamper("DELETE FROM audit WHERE n = ?", last)
    assert verified()[0] == 0
    code, said = verified("--head", newest)
    assert code == 1
    assert f"entries from {last} on were cut off" in said.lower()
    tamper("UPDATE audit SET who = 'command:nobody' WHERE n = ?", 2)
    code, said = verified()
    assert code == 1
    assert "entry 2 was changed" in said.lower()
    assert "whole" not in said


def test_who_reads_the_audit_log_slowly_keeps_no_purge_from_being_whole(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pager, for days: what was purged must go from the relay's log meanwhile."""
    relay(env, *INIT)
    for name, value in env.items():
        if name.startswith("RISE_RELAY_"):
            monkeypatch.setenv(name, value)
    told = paged(
        lambda tx, after: tx.all("SELECT n FROM audit WHERE n > :after LIMIT 1", after=after), lambda row: row["n"]
    )
    assert next(told)["n"] == 1
    with closing(connect(database_path(env["RISE_RELAY_DATABASE"]))) as writing:
        writing.execute("UPDATE office SET name = 'Another'")
        assert truncated(writing)
    assert [row["n"] for row in told] == []
