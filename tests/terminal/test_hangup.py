"""Hang-ups: whatever ends the terminal or the process, it saves and is gone, every time."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.pty_stage import PATIENCE, Stage

ENDS: dict[str, tuple[Callable[[Stage], None], int]] = {
    "closed": (Stage.hang_up, 129),
    "sighup": (lambda stage: stage.program.send_signal(signal.SIGHUP), 129),
    "sigterm": (lambda stage: stage.program.send_signal(signal.SIGTERM), 143),
    "nohup": (Stage.hang_up, 129),
}


def end_once(how: str, state: str, saved: Path) -> None:
    """Start the app, let it be idle or busy, end it that way, and look at what it left."""
    end, code = ENDS[how]
    python = [sys.executable, "-m", "tests.terminal.apps", "watch", state, str(saved)]
    argv = ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh", *python] if how == "nohup" else python
    with Stage(argv) as stage:
        stage.until_shown("step")
        if state == "idle":
            stage.until_quiet(0.1)
        else:
            stage.read(0.1)
        end(stage)
        assert stage.program.wait(PATIENCE) == code
        assert saved.read_text() == "saved"
        if end is not Stage.hang_up:
            assert stage.attributes() == stage.attributes_before
            stage.until(lambda: b"\x1b[?1049l\x1b[?25h" in stage.output)


@pytest.mark.parametrize("state", ["idle", "busy"])
@pytest.mark.parametrize("how", list(ENDS))
def test_an_ending_terminal_saves_and_ends_the_app(how: str, state: str, tmp_path: Path) -> None:
    end_once(how, state, tmp_path / "saved")


@pytest.mark.long
@pytest.mark.parametrize("state", ["idle", "busy"])
@pytest.mark.parametrize("how", list(ENDS))
def test_twenty_of_twenty(how: str, state: str, tmp_path: Path) -> None:
    for number in range(20):
        end_once(how, state, tmp_path / f"saved{number}")


def run(code: str) -> Stage:
    return Stage.python("-c", "import time\nfrom rise_tui.terminal.hangup import watch\n" + code)


def test_it_works_before_any_loop_runs(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    with run(f"watch(lambda: open({str(saved)!r}, 'w').close())\nprint('ready', flush=True)\ntime.sleep(60)") as stage:
        stage.until_shown("ready")
        stage.program.send_signal(signal.SIGTERM)
        assert stage.until_ended() == 143
        assert saved.exists()


def test_one_callback_that_fails_does_not_keep_the_others_from_saving(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    save = f"watch(lambda: open({str(saved)!r}, 'w').close())"
    code = f"watch(lambda: 1 / 0)\n{save}\nprint('ready', flush=True)\ntime.sleep(60)"
    with run(code) as stage:
        stage.until_shown("ready")
        stage.program.send_signal(signal.SIGHUP)
        assert stage.until_ended() == 129
        assert saved.exists()
        assert "Traceback" not in stage.text


ENDLESS = "ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n'\n"


@pytest.mark.parametrize(
    "stuck",
    [
        "watch(lambda: time.sleep(60))\nprint('ready', flush=True)\ntime.sleep(60)",
        "watch(lambda: None)\nprint('ready', flush=True)\nsqlite3.connect(':memory:').execute(ENDLESS)",
    ],
    ids=["in saving", "in a long call"],
)
def test_a_main_thread_that_cannot_come_is_not_waited_for(stuck: str) -> None:
    with run(
        "import sqlite3\nimport rise_tui.terminal.hangup as hangup\nhangup.GRACE = 0.2\n" + ENDLESS + stuck
    ) as stage:
        stage.until_shown("ready")
        stage.program.send_signal(signal.SIGTERM)
        assert stage.until_ended() == 143


def test_a_stopped_watch_leaves_the_handlers_from_before() -> None:
    code = (
        "import signal\nw = watch(lambda: None)\nw.stop()\n"
        "assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL\nprint('ready', flush=True)\ntime.sleep(60)"
    )
    with run(code) as stage:
        stage.until_shown("ready")
        os.kill(stage.program.pid, signal.SIGTERM)
        assert stage.until_ended() == -signal.SIGTERM
