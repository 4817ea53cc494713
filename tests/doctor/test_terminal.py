"""What the doctor says of a terminal, and how one is asked: nothing is left on it, and a dumb one hears nothing."""

import os
import pty
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from rise_tui.doctor.checks import Check
from rise_tui.doctor.terminal import judged
from rise_tui.settings import Paths, Settings
from rise_tui.terminal.answers import FENCE, KITTY_QUESTION
from rise_tui.terminal.asking import Heard, ask, may_be_asked

NOWHERE = Path("/nowhere")
USUAL = Settings(Paths(NOWHERE, NOWHERE, NOWHERE, NOWHERE / "config.toml"))
XTERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_US.UTF-8"}
NOTHING = Heard(has_kitty=False, has_sixel=False, has_clipboard=False)


def _said(
    environ: Mapping[str, str],
    heard: Heard | None = NOTHING,
    settings: Settings = USUAL,
    size: tuple[int, int] = (80, 24),
) -> dict[str, Check]:
    return {check.name: check for check in judged(settings, environ, size, heard)}


def _states(checks: Mapping[str, Check]) -> dict[str, str]:
    return {name: check.state.value for name, check in checks.items() if check.state.value != "ok"}


def test_a_terminal_that_can_everything_is_well() -> None:
    said = _said(XTERM, Heard(has_kitty=True, has_sixel=True, has_clipboard=True))
    assert _states(said) == {}
    assert {name: check.detail for name, check in said.items()} == {
        "terminal": "xterm-256color, 80x24",
        "colours": "all",
        "letters": "all, in UTF-8 (en_US.UTF-8)",
        "pictures": "sharp, by kitty",
        "clipboard": "yes (OSC 52)",
        "mouse": "on",
    }


def test_colours_pictures_and_the_mouse_follow_the_terminal_and_the_settings() -> None:
    assert _said({**XTERM, "NO_COLOR": "1"})["colours"].detail == "none, as NO_COLOR says"
    assert _said({"TERM": "xterm-256color"})["colours"].detail == "256"
    assert _said({"TERM": "linux"}, None)["colours"].detail == "the terminal's own 16"
    assert _said(XTERM, Heard(False, True, False))["pictures"].detail == "sharp, by sixel"
    assert _said(XTERM, None)["pictures"].detail == "coarse, in half-blocks"
    assert _said({**XTERM, "TERM": "screen-256color"})["pictures"].detail.endswith("as screen lets no others through")
    assert _said(XTERM, settings=USUAL._replace(images="off", mouse="off"))["pictures"].detail.startswith("none")
    assert _said({**XTERM, "SSH_CONNECTION": "x"})["mouse"].detail.startswith("off over SSH")
    assert "over SSH" in _said({**XTERM, "SSH_CONNECTION": "x"})["terminal"].detail


@pytest.mark.parametrize(
    ("environ", "size", "worth_a_look"),
    [
        ({"TERM": "dumb"}, (80, 24), ["terminal"]),
        ({}, (80, 24), ["terminal"]),
        (XTERM, (50, 24), ["terminal"]),
        ({"TERM": "xterm-256color", "LANG": "C"}, (80, 24), ["letters"]),
        ({"TERM": "xterm-256color", "LANG": "en_US.UTF-8", "LC_ALL": "POSIX"}, (80, 24), ["letters"]),
        ({**XTERM, "TMUX": "/nowhere,1,0", "PATH": ""}, (80, 24), ["clipboard"]),
    ],
)
def test_what_is_worth_a_look_says_what_to_do(
    environ: Mapping[str, str], size: tuple[int, int], worth_a_look: list[str]
) -> None:
    said = _said(environ, size=size)
    assert list(_states(said)) == worth_a_look
    assert all(said[name].next_step for name in worth_a_look)


def test_only_a_terminal_that_takes_a_question_as_one_is_asked() -> None:
    assert may_be_asked({"TERM": "xterm-256color"})
    assert may_be_asked({"TERM": "tmux-256color"})
    for dumb in ({}, {"TERM": "dumb"}, {"TERM": "linux"}, {"TERM": "xterm", "INSIDE_EMACS": "29"}):
        assert not may_be_asked(dumb)


@contextmanager
def _terminal(answers: Mapping[bytes, bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """A terminal of this process's own session that answers so; its descriptor, and all that was written to it."""
    ours, theirs = pty.openpty()
    written: list[bytes] = []

    def answer() -> None:
        asked = b""
        while part := _read(ours):
            written.append(part)
            asked += part
            for question, said in answers.items():
                if question in asked:
                    asked = asked.replace(question, b"")
                    os.write(ours, said)

    listening = threading.Thread(target=answer)
    listening.start()
    try:
        yield theirs, written
    finally:
        os.close(theirs)
        listening.join()
        os.close(ours)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1024)
    except OSError:
        return b""  # the other side was closed


@pytest.fixture
def _in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own session has no terminal: the one that is asked counts as its own."""
    monkeypatch.setattr(os, "tcgetpgrp", lambda descriptor: os.getpgrp())


@pytest.mark.usefixtures("_in_front")
@pytest.mark.parametrize(
    ("answers", "heard"),
    [
        ({FENCE: "\x1b[?62;4;22;52c"}, Heard(has_kitty=False, has_sixel=True, has_clipboard=True)),
        ({KITTY_QUESTION: "\x1b_Gi=31;OK\x1b\\", FENCE: "\x1b[?62c"}, Heard(True, False, False)),
        ({KITTY_QUESTION: "\x1b_Gi=31;ENOENT:no\x1b\\", FENCE: "\x1b[?62c"}, NOTHING),
    ],
)
def test_a_terminal_is_asked_and_left_as_it_was(answers: Mapping[str, str], heard: Heard) -> None:
    import termios

    coded = {question.encode(): said.encode() for question, said in answers.items()}
    with _terminal(coded) as (terminal, _):
        before = termios.tcgetattr(terminal)
        assert ask(XTERM, terminal, terminal) == heard
        assert termios.tcgetattr(terminal) == before


@pytest.mark.usefixtures("_in_front")
def test_inside_tmux_the_question_for_pictures_is_not_asked() -> None:
    with _terminal({FENCE.encode(): b"\x1b[?1;2;4c"}) as (terminal, written):
        assert ask({**XTERM, "TMUX": "x"}, terminal, terminal) == Heard(False, True, False)
    assert b"".join(written) == FENCE.encode()


@pytest.mark.usefixtures("_in_front")
def test_a_terminal_that_does_not_answer_is_asked_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rise_tui.terminal.asking.PATIENCE", 0.01)
    with _terminal({}) as (terminal, written):
        assert ask(XTERM, terminal, terminal) is None
    assert b"".join(written) == FENCE.encode()
    with _terminal({}) as (terminal, written):
        assert ask({"TERM": "dumb"}, terminal, terminal) is None
    assert written == []


def test_a_terminal_that_another_program_holds_is_not_asked() -> None:
    with _terminal({}) as (terminal, written):
        assert ask(XTERM, terminal, terminal) is None
    assert written == []
