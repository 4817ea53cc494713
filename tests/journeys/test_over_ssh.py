"""A real login over SSH: the line is cut in the middle of a sentence, and the next login goes on in the same place."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import sshd
from tests.journeys.sshd import RISE, Host
from tests.journeys.window import Machine, machine
from tests.terminal.pty_stage import Stage

pytestmark = pytest.mark.skipif(not sshd.IS_THERE, reason="there is no sshd here: apt-get install openssh-server")


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    keys = tmp_path / "ssh"
    keys.mkdir(mode=0o700)
    with sshd.host(keys) as started:
        yield started


@pytest.fixture
def here(tmp_path: Path) -> Machine:
    return machine(tmp_path)


def _words(here: Machine) -> str:
    kept = here.draft()
    return "" if kept is None else kept[1]


def _type(stage: Stage, here: Machine, words: str) -> tuple[int, int]:
    """Type so that it is seen and kept; where the cursor stands then."""
    before = _words(here)
    stage.send(words)
    stage.until(lambda: _words(here) == before + words)
    stage.until_shown(words.split()[-1])
    stage.until_quiet()
    return stage.glass.cursor


def test_a_line_cut_or_dead_in_the_middle_of_a_sentence_loses_nothing(here: Machine, host: Host) -> None:
    with host.log_in(here.environment) as stage:
        stage.until_shown("Needs reply")
        stage.send("jjr")
        stage.until_shown("To Ana Ruiz")
        cursor = _type(stage, here, "I will be at the des")
        host.cut_off()
    with host.log_in(here.environment) as stage:
        stage.until_shown("To Ana Ruiz")
        stage.until_shown("I will be at the des")
        stage.until(lambda: stage.glass.cursor == cursor)
        stage.resize(60, 20)
        stage.until_shown("1 text ")
        stage.until_shown("To Ana Ruiz " + "─" * 20)
        _type(stage, here, "k at ni")
        running = host.sessions()
        stage.program.send_signal(signal.SIGSTOP)  # the line is dead, and nobody at either end knows it
        with host.log_in(here.environment, size=(60, 20)) as again:
            again.until_shown("To Ana Ruiz")
            again.until_shown("I will be at the desk at ni")
            again.send("ne")
            again.until(lambda: _words(here) == "I will be at the desk at nine")
        stage.program.kill()
        host.until_left(running)
    assert _words(here) == "I will be at the desk at nine"
    listed = host.run(here.environment)
    assert listed.returncode == 0
    assert listed.stdout.startswith("Marcus Bell, ")
    assert "Ana Ruiz, " in listed.stdout
    assert "\x1b" not in listed.stdout + listed.stderr


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here: apt-get install tmux")
def test_tmux_on_the_host_keeps_the_app_open_while_the_line_is_away(here: Machine, host: Host, tmp_path: Path) -> None:
    tmux = ["tmux", "-u", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]
    open_or_attach = [*tmux, "new-session", "-A", "-s", "work", *RISE]
    around = {**here.environment, "TERM": "xterm-256color"}
    try:
        with host.log_in(around, *open_or_attach) as stage:
            stage.until_shown("Needs reply")
            stage.send("jjr")
            stage.until_shown("To Ana Ruiz")
            _type(stage, here, "see you on ")
            stage.send("ctrl+b", "d")
            assert stage.until_ended() == 0
        with host.log_in(around, *open_or_attach, size=(100, 30)) as stage:
            stage.until_shown("see you on")
            stage.until_shown("Language     Spanish")  # as wide as this terminal: the card stands beside it
            _type(stage, here, "Mon")
            host.cut_off()
        with host.log_in(around, *open_or_attach) as stage:
            stage.until_shown("see you on Mon")
            _type(stage, here, "day")
            assert _words(here) == "see you on Monday"
    finally:
        with Stage([*tmux, "kill-server"]) as ending:
            ending.until_ended()
