"""`rise demo` in a real terminal: an office opens, and goes without a trace of its processes however it ends."""

import json
import os
import re
import signal
import sys
from datetime import timedelta
from pathlib import Path

import psutil

from tests import forking
from tests.terminal.pty_stage import Stage

SMALL = ("--clients", "40", "--messages", "500")


def _stage(folder: Path, *words: str) -> Stage:
    (folder / "tmp").mkdir(exist_ok=True)
    env = {"RISE_DATA": str(folder), "RISE_CONFIG": str(folder), "TMPDIR": str(folder / "tmp")}
    return Stage.python("-m", "rise_tui.cli", "demo", *words, size=(100, 30), env=env, has_imports_to_make=True)


def _opened(stage: Stage) -> list[psutil.Process]:
    """Wait until the office is open; its relay, its phone company, its clients and what else runs for it."""
    stage.until_shown("Needs reply", 60)
    stage.until_shown("up to date", 60)
    children: list[psutil.Process] = psutil.Process(stage.program.pid).children()
    assert sum("relay" in child.cmdline() for child in children) == 2
    assert sum("rise_tui.demo.answering" in child.cmdline() for child in children) == 1
    return children


def _ended(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=30)[1]


def _refused(folder: Path, words: tuple[str, ...], code: int, *said: str) -> None:
    """It says what to do, and ends."""
    with _stage(folder, *words) as demo:
        assert demo.until_ended(60) == code
        for one in said:
            assert one in demo.text


def test_an_office_opens_once_keeps_its_secrets_and_leaves_nothing_running(tmp_path: Path) -> None:
    with _stage(tmp_path, *SMALL) as demo:
        company = _opened(demo)
        demo.until_shown("Needs reply 28")
        assert "Jaylen Brooks" in demo.text
        _secrets_are_kept(tmp_path / "demo", [psutil.Process(demo.program.pid), *company])
        _refused(tmp_path, (), 1, "The demo is open already", "rise demo --fresh")
        demo.send("q")
        assert demo.until_ended(60) == 0
        assert _ended(company)
    _refused(tmp_path, ("--seed", "2"), 1, "Another office stands here", "--reset")
    _refused(tmp_path, ("--clients", "5"), 2, "from 40 to 10,000 clients")


def _secrets_are_kept(folder: Path, processes: list[psutil.Process]) -> None:
    """No secret is on a command line, and nobody else can read them."""
    secrets = (folder / "secrets.json").read_text()
    long_words = [word for process in processes for word in process.cmdline() if len(word) >= 20]
    assert not [word for word in long_words if word in secrets]
    for file in ("secrets.json", "account/token", "account/account.json", "relay.sqlite"):
        assert (folder / file).stat().st_mode & 0o077 == 0


def test_after_a_crash_and_a_hang_up_nothing_runs_and_what_was_typed_is_there(tmp_path: Path) -> None:
    with _stage(tmp_path, *SMALL) as demo:
        company = _opened(demo)
        demo.send("G", "r", "on my way")
        demo.until_shown("on my way")
        demo.program.send_signal(signal.SIGKILL)
        assert _ended(company)
    _make_older(tmp_path / "demo" / "secrets.json", timedelta(days=3))
    with _stage(tmp_path) as demo:
        company = _opened(demo)
        assert b"This office was made 3 days ago" in demo.output
        demo.until_shown("on my way")
        demo.hang_up()
        assert demo.until_ended_unread(60) == 128 + signal.SIGHUP
        assert _ended(company)
    with _stage(tmp_path, "--reset", "--fast", *SMALL) as demo:
        _opened(demo)
        demo.until_shown("Eric Simmons")
        assert "on my way" not in demo.text
        _write_to_who_is_in_need(tmp_path / "demo" / "account")
        demo.until_shown(". takes them in")
        demo.send(".", "G")
        demo.until(lambda: "im ok" in demo.text.replace("'", "").lower())


def _write_to_who_is_in_need(account: Path) -> None:
    """A text as from another window of who is signed in; somebody in distress always answers it, and soon."""
    env = {**os.environ, "RISE_DATA": str(account), "RISE_CONFIG": str(account), "RISE_HOLD_SECONDS": "0"}
    words = (sys.executable, "-m", "rise_tui.cli", "send", "Jaylen Brooks", "--body", "I am here. Are you safe now?")
    assert forking.run(words, env=env, timeout=60).returncode == 0


def _make_older(secrets: Path, by: timedelta) -> None:
    kept = json.loads(secrets.read_text())
    kept["made_at"] -= by // timedelta(milliseconds=1)
    secrets.write_text(json.dumps(kept))


def test_an_office_of_its_own_is_gone_at_its_end_also_after_a_crash(tmp_path: Path) -> None:
    with _stage(tmp_path, "--fresh", "--tour", *SMALL) as demo:
        company = _opened(demo)
        demo.until(lambda: re.search(r"go to [A-Z]\w+ [A-Z]\w+\.", " ".join(demo.text.split())))
        assert "1 of 6" in demo.text, "the tour has found whom it begins with"
        assert len(list((tmp_path / "tmp").iterdir())) == 1
        demo.program.send_signal(signal.SIGKILL)
        assert _ended(company)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["tmp"], "nothing else was touched"
