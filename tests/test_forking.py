"""A forked program is what it would be by its command line: its streams, place, environment, session and end."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from tests import forking
from tests.terminal.pty_stage import Stage

RISE = [sys.executable, "-m", "rise_tui.cli"]
SIMULATOR = [sys.executable, "-m", "rise_tui.simulator"]


def _waiting_for_a_token(folder: Path) -> "subprocess.Popen[bytes]":
    """`rise login`, which reads standard input."""
    env = {**os.environ, "RISE_CONFIG": str(folder), "RISE_DATA": str(folder)}
    return forking.popen([*RISE, "login", "http://127.0.0.1:9"], env=env, cwd=folder, stdin=-1, stdout=-1, stderr=-1)


@pytest.mark.parametrize("words", [["--version"], ["inbox"], ["relay", "serve"], ["nonsense"], ["completion", "zsh"]])
def test_it_says_and_ends_as_by_its_command_line(tmp_path: Path, words: Sequence[str]) -> None:
    env = {**os.environ, "RISE_CONFIG": str(tmp_path), "RISE_DATA": str(tmp_path)}
    forked = forking.run([*RISE, *words], env=env, timeout=60)
    real = subprocess.run([*RISE, *words], env=env, capture_output=True, text=True, check=False)
    assert (forked.returncode, forked.stdout, forked.stderr) == (real.returncode, real.stdout, real.stderr)


def test_it_has_its_own_files_place_and_session_and_a_kill_is_told(tmp_path: Path) -> None:
    with _waiting_for_a_token(tmp_path) as one, _waiting_for_a_token(tmp_path) as other:
        assert isinstance(one, forking.Forked)
        here = psutil.Process(one.pid)
        assert (one.poll(), other.poll()) == (None, None)
        while here.cwd() != str(tmp_path):
            os.sched_yield()
        assert set(os.listdir(f"/proc/{one.pid}/fd")) == {"0", "1", "2"}
        assert (here.num_threads(), os.getsid(one.pid)) == (1, os.getsid(0))
        one.kill()
        assert one.wait() == -signal.SIGKILL
        assert not here.is_running()
        other.send_signal(signal.SIGINT)
        assert other.wait() in (-signal.SIGINT, 128 + signal.SIGINT)


def test_a_terminal_is_its_own_and_closing_it_ends_it(tmp_path: Path) -> None:
    env = {"RISE_CONFIG": str(tmp_path), "RISE_DATA": str(tmp_path)}
    with Stage([*RISE, "login", "http://127.0.0.1:9"], env=env) as stage:
        stage.until_shown("oken")
        assert psutil.Process(stage.program.pid).terminal() is not None
        assert os.getsid(stage.program.pid) == stage.program.pid
        stage.hang_up()
        by_end_of_input = 1  # read before the signal came
        assert stage.until_ended_unread() in (-signal.SIGHUP, 128 + signal.SIGHUP, by_end_of_input)


def test_what_an_interpreter_is_told_starts_an_interpreter() -> None:
    for told in ({"PYTHONPATH": "/x"}, {"LC_ALL": "C"}, {"TEXTUAL_ANIMATIONS": "none"}):
        with forking.popen([*SIMULATOR, "--help"], env={**os.environ, **told}, stdout=-1) as program:
            assert not isinstance(program, forking.Forked)
            program.communicate()
