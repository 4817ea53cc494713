"""`rise demo` in a real terminal: an office opens, and goes without a trace of its processes however it ends."""

import signal
from pathlib import Path

import psutil

from tests.terminal.pty_stage import Stage


def _stage(folder: Path, *words: str) -> Stage:
    env = {"RISE_DATA": str(folder), "RISE_CONFIG": str(folder)}
    return Stage.python("-m", "rise_tui.cli", "demo", *words, size=(100, 30), env=env, has_imports_to_make=True)


def _opened(stage: Stage) -> list[psutil.Process]:
    """Wait until the office is open; its relay, its phone company and its clients."""
    stage.until_shown("Needs reply", 60)
    stage.until_shown("up to date", 60)
    children: list[psutil.Process] = psutil.Process(stage.program.pid).children()
    company = [child for child in children if {"relay", "rise_tui.demo.answering"} & set(child.cmdline())]
    assert len(company) == 3
    return company


def _ended(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=30)[1]


def test_an_office_opens_once_keeps_its_secrets_and_leaves_nothing_running(tmp_path: Path) -> None:
    with _stage(tmp_path) as demo:
        company = _opened(demo)
        demo.until_shown("Marcus Bell")
        _secrets_are_kept(tmp_path / "demo", [psutil.Process(demo.program.pid), *company])
        with _stage(tmp_path) as second:
            assert second.until_ended(60) == 1
            assert "The demo is open already" in second.text
        demo.send("q")
        assert demo.until_ended(60) == 0
        assert _ended(company)


def _secrets_are_kept(folder: Path, processes: list[psutil.Process]) -> None:
    """No secret is on a command line, and nobody else can read them."""
    secrets = (folder / "secrets.json").read_text()
    long_words = [word for process in processes for word in process.cmdline() if len(word) >= 20]
    assert not [word for word in long_words if word in secrets]
    for file in ("secrets.json", "account/token", "account/account.json", "relay.sqlite"):
        assert (folder / file).stat().st_mode & 0o077 == 0


def test_after_a_crash_and_a_hang_up_nothing_runs_and_what_was_typed_is_there(tmp_path: Path) -> None:
    with _stage(tmp_path) as demo:
        company = _opened(demo)
        demo.send("G", "r", "on my way")
        demo.until_shown("on my way")
        demo.program.send_signal(signal.SIGKILL)
        assert _ended(company)
    with _stage(tmp_path) as demo:
        company = _opened(demo)
        demo.until_shown("on my way")
        demo.hang_up()
        assert demo.until_ended_unread(60) == 128 + signal.SIGHUP
        assert _ended(company)
    with _stage(tmp_path, "--reset") as demo:
        _opened(demo)
        demo.until_shown("Eric Simmons")
        assert "on my way" not in demo.text
