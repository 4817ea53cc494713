"""Photos on real terminals: what the terminal can is asked once, a picture comes whole and goes when one leaves."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual import events
from textual.app import App

from rise_tui.domain.pictures import Form
from rise_tui.terminal.answers import FENCE, KITTY_QUESTION, Answers, Means, SiftingParser
from rise_tui.terminal.easel import Easel
from tests.terminal.pty_stage import Stage

OWN = re.compile(rb"\x1b\[(?:[0-9;]*[HGABCDmKXLMr]|[0-9]+[ST]|\?[0-9]+(?:[hl]|\$p)|>[0-9]+u|<u|16t|c|22;2t|23;2t)")
KITTY = re.compile(
    rb"\x1b_Ga=T,f=100,i=1,p=1,c=(\d+),r=(\d+),C=1,q=2,m=[01];[^\x1b]*\x1b\\(?:\x1b_Gm=[01];[^\x1b]*\x1b\\)*"
)
SIXEL = re.compile(rb'\x1bP0;0;0q"1;1;(\d+);(\d+)[\x20-\x7e]*\x1b\\')
GONE = b"\x1b_Ga=d,d=A,q=2\x1b\\"
BLOCKS = "▀"


class PictureTerminal(Stage):
    """A terminal that answers what it is asked about pictures: `kitty`, its `attributes`; or nothing at all."""

    kitty = False
    attributes_told = b"62;22"
    is_mute = False
    _asked = b""

    def _answer(self, data: bytes) -> None:
        if self.is_mute:
            return
        self._asked += data
        if KITTY_QUESTION.encode() in self._asked and self.kitty:
            os.write(self._master, b"\x1b_Gi=31;OK\x1b\\")
        if FENCE.encode() in self._asked:
            self._asked = b""
            os.write(self._master, b"\x1b[?%sc" % self.attributes_told)
        super()._answer(data.replace(FENCE.encode(), b""))


@contextmanager
def looking(folder: Path, images: str = "auto", env: dict[str, str] | None = None, **traits: object) -> Iterator[Stage]:
    """The app on such a terminal, with Ana's photo open."""
    kind = type("Terminal", (PictureTerminal,), traits)
    with kind.python("-m", "tests.pictures.photo_app", str(folder), images, env=env) as stage:
        stage.until_shown("Ana Ruiz")
        stage.send("j", "j", "enter")
        stage.until_shown("mi talón de esta semana")
        stage.send("enter")
        stage.until_shown("nearer")
        yield stage


def without_pictures(output: bytes) -> bytes:
    return OWN.sub(b"", SIXEL.sub(b"", KITTY.sub(b"", output.replace(GONE, b"").replace(KITTY_QUESTION.encode(), b""))))


def assert_nothing_else_acts(output: bytes) -> None:
    left = without_pictures(output).decode()
    assert not re.findall(r"[\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f]", left)


def test_a_terminal_with_kittys_protocol_gets_one_picture_and_is_told_when_it_goes(tmp_path: Path) -> None:
    with looking(tmp_path, kitty=True) as stage:
        stage.until(lambda: KITTY.search(bytes(stage.output)))
        stage.until_quiet()
        found = list(KITTY.finditer(bytes(stage.output)))
        assert len(found) == 1
        assert int(found[0][1]) <= 113
        assert int(found[0][2]) <= 35
        assert BLOCKS not in stage.text
        assert GONE not in stage.output
        stage.send("]")
        stage.until(lambda: len(KITTY.findall(bytes(stage.output))) == 2)
        stage.send("escape")
        stage.until_shown("To Ana Ruiz")
        stage.until_quiet()
        assert bytes(stage.output).rfind(GONE) > list(KITTY.finditer(bytes(stage.output)))[-1].start()
        assert bytes(stage.output).count(KITTY_QUESTION.encode()) == 1, "asked once"
        stage.send("q")
        assert stage.until_ended() == 0
        assert_nothing_else_acts(bytes(stage.output))


def test_a_terminal_with_sixel_gets_sixel_and_the_text_comes_back_over_it(tmp_path: Path) -> None:
    with looking(tmp_path, attributes_told=b"62;4;22") as stage:
        stage.until(lambda: SIXEL.search(bytes(stage.output)))
        stage.until_quiet()
        found = SIXEL.search(bytes(stage.output))
        assert found is not None
        assert int(found[1]) <= 113 * 8
        assert int(found[2]) <= 35 * 16
        stage.send("escape")
        stage.until_shown("To Ana Ruiz")
        stage.send("q")
        assert stage.until_ended() == 0
        assert_nothing_else_acts(bytes(stage.output))


@pytest.mark.parametrize(
    ("images", "env", "traits"),
    [
        ("auto", {}, {}),
        ("auto", {"TMUX": "/tmp/x,1,0"}, {"kitty": True}),
        ("auto", {}, {"is_mute": True}),
    ],
    ids=["plain", "tmux", "mute"],
)
def test_elsewhere_a_photo_is_half_blocks(
    tmp_path: Path, images: str, env: dict[str, str], traits: dict[str, object]
) -> None:
    with looking(tmp_path, images, env, **traits) as stage:
        stage.until_shown(BLOCKS * 2)
        assert not KITTY.search(bytes(stage.output))
        if "TMUX" in env:
            assert KITTY_QUESTION.encode() not in stage.output, "tmux would name the window by it"


def test_photos_that_are_switched_off_are_a_sentence(tmp_path: Path) -> None:
    with looking(tmp_path, "off", kitty=True) as stage:
        stage.until_shown("Photos are switched off.")
        assert KITTY_QUESTION.encode() not in stage.output


def heard(pieces: list[str]) -> tuple[list[str], list[Means]]:
    """The keys that come of what the terminal sends in these pieces, and what was learned."""
    answers = Answers()
    learned: list[Means] = []
    answers.on_known = learned.append
    answers.expect((8, 16))
    parser = SiftingParser(answers)
    keys = [event.key for piece in pieces for event in parser.feed(piece) if isinstance(event, events.Key)]
    return keys, learned


KITTY_SAYS, SIXEL_SAYS = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;22c", "\x1b[?62;4;22c"


def test_an_answer_is_never_a_key_however_it_is_cut_and_whatever_is_typed_around_it() -> None:
    assert heard([KITTY_SAYS]) == ([], [Means(Form.KITTY, (10, 20))])
    assert heard([SIXEL_SAYS]) == ([], [Means(Form.SIXEL, (8, 16))])
    assert heard(list(f"j{KITTY_SAYS}k")) == (["j", "k"], [Means(Form.KITTY, (10, 20))])
    assert heard(["j\x1b[", "?62;22c", "\x1b[A", "k"]) == (["j", "up", "k"], [Means(Form.BLOCKS, (8, 16))])
    keys, learned = heard([SIXEL_SAYS, "x", KITTY_SAYS])
    assert (keys, len(learned)) == (["x"], 1), "what comes too late changes nothing, and types nothing"


def test_escape_is_still_a_key_while_an_answer_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("rise_tui.terminal.answers.monotonic", lambda: now[0])
    answers = Answers()
    answers.expect(None)
    assert answers.sift("\x1b") == ""
    assert answers.let_go() == ""
    now[0] = 1.0
    assert answers.let_go() == "\x1b"
    assert answers.sift("\x1b[5~") == "\x1b[5~"


@pytest.mark.parametrize(
    ("term", "images", "is_asked"),
    [
        ("xterm-256color", "auto", True),
        ("linux", "auto", False),
        ("dumb", "on", False),
        ("screen-256color", "auto", False),
        ("screen-256color", "on", True),
        ("xterm-256color", "off", False),
    ],
)
def test_only_a_terminal_that_may_show_pictures_is_asked(term: str, images: str, is_asked: bool) -> None:
    easel = Easel(App(), images, {"TERM": term})
    assert (easel._means is None) is is_asked
    assert easel.means.form is Form.BLOCKS
    assert easel.is_on is (images != "off")
