"""The driver on a real pty: the same picture as Textual's own, for a fraction of the bytes, whoever reads it."""

import os
import re
import signal
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.terminal.pty_stage import PATIENCE, Stage

STEPS = {
    "list": ["down", "down", "down", "pagedown", "up", "end", "down", "home", "x"],
    "table": ["down", "down", "right", "pagedown", "up", "ctrl+end", "ctrl+home"],
    "text": [
        "typed words",
        "enter",
        "日本",
        "한",
        "down",
        "👍🏽",
        "backspace",
        "e\u0301",
        "home",
        "pagedown",
        "up",
        "tab",
    ],
}
KEYS_OF_STEPS = {"ctrl+end": "\x1b[1;5F", "ctrl+home": "\x1b[1;5H"}


def app(name: str, *options: str, size: tuple[int, int] = (120, 40), modes: dict[int, int] | None = None) -> Stage:
    still = {"TEXTUAL_ANIMATIONS": "none"}  # else a key in the middle of a scroll lands where time decides
    return Stage.python("-m", "tests.terminal.apps", name, *options, size=size, modes=modes, env=still)


def press(stages: Sequence[Stage], key: str, step: int) -> None:
    """The key and then F12 in every stage, and wait until each shows that the step is done."""
    for stage in stages:
        stage.send(KEYS_OF_STEPS.get(key, key), "f12")
    for stage in stages:
        stage.until(lambda stage=stage: f"step {step}" in stage.text.splitlines()[-1])  # type: ignore[misc]  # bound now


def until_equal(plain: Stage, ours: Stage) -> None:
    """Both show the same: every character, colour, attribute, and the cursor."""

    def are_equal() -> bool:
        plain.read(0)
        return plain.glass.seen() == ours.glass.seen() and plain.glass.cursor == ours.glass.cursor

    ours.until(are_equal, 10)


@pytest.mark.parametrize("name", list(STEPS))
@pytest.mark.parametrize("modes", [{}, {2026: 2}], ids=["plain", "synchronized"])
def test_the_screen_equals_textuals_own_after_every_step(name: str, modes: dict[int, int]) -> None:
    with app(name, "stock", modes=modes) as plain, app(name, modes=modes) as ours:
        for stage in (plain, ours):
            stage.until_shown("step 0")
        until_equal(plain, ours)
        for step, key in enumerate(STEPS[name], 1):
            press((plain, ours), key, step)
            until_equal(plain, ours)
        assert len(ours.output) < 0.2 * len(plain.output)
        for stage in (plain, ours):
            stage.resize(90, 25)
        press((plain, ours), "down", len(STEPS[name]) + 1)
        until_equal(plain, ours)
        for stage in (plain, ours):
            stage.send("ctrl+q")
            assert stage.until_ended() == 0


def test_a_key_in_a_list_costs_a_twentieth_of_textuals_own() -> None:
    costs: list[float] = []
    with app("list", "stock") as plain, app("list") as ours:
        for stage in (plain, ours):
            stage.until_shown("step 0")
            stage.until_quiet()
            if stage is ours:
                assert len(stage.output) <= 6_000
            before = len(stage.output)
            for _ in range(5):
                stage.send("down")
                stage.until_quiet()
            costs.append((len(stage.output) - before) / 5)
    assert costs[1] <= 0.06 * costs[0]


def test_an_idle_screen_costs_nothing_even_with_a_cursor_that_would_blink() -> None:
    with app("blink") as stage:
        stage.until_shown("typed")
        stage.until_quiet()
        before = len(stage.output)
        assert not stage.read(1.2)
        assert len(stage.output) == before


def progress(path: Path) -> int:
    return int(path.read_text() or 0) if path.exists() else 0


def wait_until(path: Path, count: int) -> None:
    end = time.monotonic() + PATIENCE
    while progress(path) < count:
        assert time.monotonic() < end, f"stood still at {progress(path)}"
        os.sched_yield()


def test_a_reader_who_stops_reading_stops_nothing_and_then_sees_the_latest(tmp_path: Path) -> None:
    count = tmp_path / "frames"
    with app("frames", str(count)) as stage:
        wait_until(count, 300)
        stage.until_shown("frame 300")
        assert len(stage.output) < 300_000  # of 1.2 million that 300 frames are
        stage.send("f12")
        stage.until_shown("step 1")


def test_leaving_never_hangs_on_a_reader_who_stopped_and_gives_the_terminal_back(tmp_path: Path) -> None:
    with app("frames", "leave", str(tmp_path / "frames")) as stage:
        assert stage.until_ended_unread() == 0
        assert stage.attributes()[3] == stage.attributes_before[3]
        stage.until_quiet()
        assert bytes(stage.output).rfind(b"\x1b[?1049l") > bytes(stage.output).rfind(b"\x1b[?1049h")


OWN = re.compile(r"\x1b\[(?:[0-9;]*[HGABCDmKXLMr]|\?[0-9]+(?:[hl]|\$p)|>[0-9]+u|<u)")


def test_no_payload_acts_on_the_terminal_through_any_widget() -> None:
    """[fault 24]"""
    with app("harm", size=(100, 70)) as stage:
        stage.until_shown("step 0")
        stage.until_shown("static")
        for step in range(1, 4):
            press([stage], "tab", step)
        stage.send("ctrl+q")
        stage.until_ended()
        left = OWN.sub("", bytes(stage.output).decode())
        assert not re.findall(
            r"[\x00-\x07\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\U000e0000-\U000e007f]",
            left,
        )
        assert "CANARY" in left
        assert "␛" in left


def test_a_forged_place_or_colour_stays_text() -> None:
    with app("harm", size=(100, 70)) as stage:
        stage.until_shown("step 0")
        stage.until_shown("at the top")
        assert "␛[31mCANARY red␛[1;1Hat the top" in stage.text


@pytest.fixture
def acts() -> Iterator[Stage]:
    with app("acts", size=(60, 12)) as stage:
        stage.until_shown("words that stand here")
        stage.until_shown("step 0")
        stage.until_quiet()
        yield stage


def test_after_forget_all_is_painted_again(acts: Stage) -> None:
    cells = acts.glass.cells()
    acts.glass.feed(b"\x1b[3;1H\x1b[41mwall: the disk is full" + b" rubbish" * 20 + b"\x1b[m")
    acts.send("ctrl+l")
    acts.until(lambda: acts.glass.cells() == cells)


def test_a_picture_passes_whole_and_goes_when_its_cells_are_drawn_again(acts: Stage) -> None:
    acts.send("p")
    picture = b"\x1b[1;3H\x1bPq#0;2;0;0;0#0~~@@vv\x1b\\"
    acts.until(lambda: picture in acts.output)
    acts.until_quiet()
    acts.glass.feed(b"\x1b7\x1b[1;3H######\x1b8")  # what a terminal would show of it
    acts.send("f12")
    acts.until_shown("step 1")
    assert "wo######at stand here" in acts.text
    acts.send("w")
    acts.until_shown("other words stand here")


def test_the_title_is_a_constant_and_a_number_and_is_given_back(acts: Stage) -> None:
    acts.send("t")
    acts.until(lambda: acts.glass.title == "rise (3)")
    acts.send("ctrl+q")
    acts.until_ended()
    assert b"\x1b[23;2t" in acts.output


def test_the_bell_rings(acts: Stage) -> None:
    acts.send("b")
    acts.until(lambda: b"\x07" in acts.output)


def test_the_cursor_stays_where_it_was_last_put(acts: Stage) -> None:
    assert not acts.glass.is_cursor_visible
    acts.send("c")
    acts.until(lambda: acts.glass.is_cursor_visible and acts.glass.cursor == (3, 5))
    acts.send("f12")
    acts.until_shown("step 1")
    acts.until_quiet()
    assert acts.glass.cursor == (3, 5)


def test_suspending_gives_the_terminal_back_and_going_on_paints_it_again(acts: Stage) -> None:
    cells = acts.glass.cells()
    acts.send("ctrl+z")
    acts.until(lambda: bytes(acts.output).endswith(b"\x1b[?1004l"))
    pid = acts.program.pid
    acts.until(lambda: Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] == "T")
    assert acts.attributes()[3] & termios.ICANON
    acts.glass.feed(b"\x1b[H\x1b[2Jthe shell")
    os.kill(pid, signal.SIGCONT)
    acts.until(lambda: acts.glass.cells() == cells)
    acts.send("f12")
    acts.until_shown("step 1")
    acts.send("ctrl+q")
    assert acts.until_ended() == 0
    assert acts.attributes() == acts.attributes_before


def test_a_bare_stop_and_go_on_keeps_the_keys_working(acts: Stage) -> None:
    pid = acts.program.pid
    os.kill(pid, signal.SIGSTOP)
    acts.until(lambda: Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] == "T")
    os.kill(pid, signal.SIGCONT)
    acts.until(lambda: bytes(acts.output).count(b"\x1b[?1049h") == 2)
    acts.send("f12")
    acts.until_shown("step 1")
    acts.send("ctrl+q")
    assert acts.until_ended() == 0
    assert acts.attributes() == acts.attributes_before
