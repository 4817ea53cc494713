"""The terminal's own cursor is on the selected row or where one types, on every screen: a screen reader follows it."""

import re
from pathlib import Path

import pytest

from tests.journeys.window import kill, machine
from tests.terminal.pty_stage import Stage

PLACES = {
    "conversation": (("enter",), "selected"),
    "draft": (("r", "typed here"), "typed here"),
    "search": (("/", "typed here"), "typed here"),
    "palette": ((":", "typed here"), "typed here"),
    "a new text to someone": (("c", "typed here"), "typed here"),
    "clients": (("2", "j"), "selected"),
    "finding a client": (("2", "/", "typed here"), "typed here"),
    "a client's conversation": (("2", "enter"), "selected"),
    "card": (("i",), "selected"),
    "a snooze to a typed time": (("s",), ""),
    "note": (("m", "typed here"), "typed here"),
    "urgent": (("!",), ""),
    "help": (("?",), ""),
    "a broadcast": (("b",), "selected"),
}
"""The keys there from the list, and what the cursor is on: a selected row, behind words, or within the dialog."""


def line_at_cursor(stage: Stage) -> str:
    """What stands on the cursor's line."""
    return "".join(cell.data for cell in stage.glass.cells()[stage.glass.cursor[1]])


def is_there(stage: Stage, wanted: str) -> bool:
    """Whether the cursor is on a selected row, or right behind these words; anywhere below the header for none."""
    x, y = stage.glass.cursor
    if wanted == "selected":
        return "▌" in line_at_cursor(stage)
    return line_at_cursor(stage)[:x].endswith(wanted) if wanted else y > 0


@pytest.mark.parametrize("size", [(120, 36), (80, 24), pytest.param((60, 24), marks=pytest.mark.long)])
def test_on_every_screen_the_cursor_is_where_one_is(tmp_path: Path, size: tuple[int, int]) -> None:
    with machine(tmp_path).open(size) as stage:
        stage.until_shown("offline" if size[0] > 60 else "▌")
        stage.until_quiet(1.0)
        for keys, wanted in PLACES.values():
            before = stage.glass.cells()
            stage.send("j")
            stage.until(lambda: stage.glass.cells() != before)  # noqa: B023 (called in this turn)
            for key in keys:
                before = stage.glass.cells()
                stage.send(key)
                stage.until(lambda: stage.glass.cells() != before)  # noqa: B023
                stage.until_quiet(0.1)
            stage.until(lambda: is_there(stage, wanted))  # noqa: B023
            for _ in range(3):
                stage.send("whole escape")
                stage.until_quiet(0.05)
            stage.send("1")
            stage.until(lambda: is_there(stage, "selected"))
            stage.until_quiet(0.2)
        kill(stage)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_resize_storms_end_with_the_picture_of_a_fresh_start(tmp_path: Path, size: tuple[int, int]) -> None:
    """Sixty sizes in a row, from 20 columns to 200, while keys are typed: no key is lost and nothing is left over."""
    with machine(tmp_path).open(size) as stage:
        stage.until_shown("offline")
        stage.send("r", "before")
        stage.until_shown("before")
        for number in range(60):
            stage.resize(20 + number * 37 % 180, 5 + number * 11 % 50)
            if number % 10 == 0:
                stage.send(f" {number}")
        stage.until_quiet(0.5)
        stage.resize(*size)
        stage.until_shown("before 0 10 20 30 40 50")
        stage.until_quiet(0.5)
        resized = stage.text
        stage.glass.feed(b"\x1b[H\x1b[2J")
        stage.send("ctrl+l")
        stage.until(lambda: stage.text == resized)
        kill(stage)


@pytest.mark.parametrize(
    ("environment", "is_allowed"),
    [
        ({"TERM": "xterm", "COLORTERM": ""}, r"3[0-7]|9[0-7]|[39]9|4[0-7]|49|10[0-7]"),
        ({"TERM": "xterm-256color", "COLORTERM": "", "RISE_THEME": "light"}, r"38;5;\d+|48;5;(?:23[01]|25\d)"),
        ({"NO_COLOR": "1"}, r"[34]9"),
    ],
    ids=["sixteen colours", "256 colours, the light theme", "no colour"],
)
def test_only_colours_that_the_terminal_has_and_of_the_chosen_theme_are_sent(
    tmp_path: Path, environment: dict[str, str], is_allowed: str
) -> None:
    with machine(tmp_path).open((100, 30), **environment) as stage:
        stage.until_shown("offline")
        stage.send("j", "j", "?")
        stage.until_quiet(0.5)
        kill(stage)
    looks = set(re.findall(rb"\x1b\[([0-9;]+)m", bytes(stage.output)))
    attribute = r"[0-9]|2[1-9]"
    allowed = re.compile(rf"(?:(?:{is_allowed}|{attribute})(?:;|\Z))+")
    assert [look for look in looks if not allowed.fullmatch(look.decode())] == []
