"""The first picture and the app's own are one: nothing jumps, nothing is written while nothing happens."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rise_tui.casework import places
from rise_tui.store.store import Store
from tests.gallery.office import client_id_of
from tests.journeys.window import Machine, begin, kill, machine
from tests.terminal.pty_stage import ROOT, Stage


def first_and_later(stage: Stage) -> tuple[list[str], list[str]]:
    """The lines of the first picture, and those of the app when it has taken over."""
    stage.until_shown(" help")
    first = _padded(stage)
    begin_or_list(stage)
    return first, _padded(stage)


def begin_or_list(stage: Stage) -> None:
    """Wait until the app has drawn: only it says how the line to the office is."""
    stage.until_shown("offline")
    stage.until_quiet()


def _padded(stage: Stage) -> list[str]:
    return ["".join(cell.data or "\0" for cell in line) for line in stage.glass.cells()]


def stands(first: list[str], later: list[str]) -> list[tuple[int, str, str]]:
    """Lines where something of the first picture is not there any more, but for those that the morning's line takes."""
    return [
        (y, was, now)
        for y, (was, now) in enumerate(zip(first, later, strict=True))
        if "need you: " not in now and any(char not in (" ", now[x]) for x, char in enumerate(was))
    ]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (100, 12), (200, 50)])
def test_what_the_first_picture_shows_stands_there_in_the_app(tmp_path: Path, size: tuple[int, int]) -> None:
    with machine(tmp_path).open(size, has_imports_to_make=True) as stage:
        first, later = first_and_later(stage)
        assert sum(line.strip() != "" for line in first) >= min(16, size[1] - 1)
        assert stands(first, later) == []
        kill(stage)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.parametrize(
    ("filter_id", "end", "focus"),
    [("all", 8, "list"), ("waiting", 0, "list"), ("snoozed", 0, "list"), ("needs_reply", 2, "draft")],
)
def test_it_is_the_picture_of_the_place_that_was_left(
    tmp_path: Path, size: tuple[int, int], filter_id: str, end: int, focus: str
) -> None:
    here = machine(tmp_path)
    _leave(here, filter_id, end, focus)
    with here.open(size, has_imports_to_make=True) as stage:
        first, later = first_and_later(stage)
        assert stands(first, later) == []
        kill(stage)


def test_a_leap_down_the_list_shows_the_same_rows(tmp_path: Path) -> None:
    here = machine(tmp_path)
    with here.open((80, 12)) as stage:
        begin_or_list(stage)
        stage.send("G")
        stage.until_quiet()
        stage.send("q")
        stage.until_ended()
    with here.open((80, 12), has_imports_to_make=True) as stage:
        first, later = first_and_later(stage)
        assert stands(first, later) == []
        assert any("▌" in line for line in first)
        kill(stage)


def test_keys_typed_at_once_do_what_they_do_in_the_app(tmp_path: Path) -> None:
    """They move in the first picture; the draft that they open, and the words in it, are that person's."""
    here = machine(tmp_path)
    with here.open(has_imports_to_make=True) as stage:
        stage.until_shown("▌")
        rows = [line[4:20].strip() for line in stage.text.splitlines()[4:8]]
        stage.send("jj")
        stage.until_shown(f"▌ {rows[2]}")
        assert b"\x1b[?1004h" not in stage.output  # the app is not there yet
        stage.send("j", "k", "r", "early words")
        stage.until_shown("early words")
        stage.until_shown(f"To {rows[2]}")
        stage.until(lambda: here.draft() is not None and here.draft()[1] == "early words")  # type: ignore[index]
        kill(stage)


def test_nothing_is_painted_twice_and_nothing_is_written_while_nothing_happens(tmp_path: Path) -> None:
    with machine(tmp_path).open() as stage:
        begin(stage)
        stage.until_quiet(1.0)
        assert stage.output.count(b"Broadcast") == 1
        before = len(stage.output)
        assert not stage.read(1.5)
        stage.send("r")
        stage.until_quiet(1.0)
        assert len(stage.output) > before
        before = len(stage.output)
        assert not stage.read(1.5)
        assert len(stage.output) == before
        kill(stage)


def test_a_key_repaints_little(tmp_path: Path) -> None:
    with machine(tmp_path).open() as stage:
        begin(stage)
        before = len(stage.output)
        stage.send("\x0c")
        stage.until_quiet()
        whole = len(stage.output) - before
        assert whole > 2000
        kill(stage)


def test_redraw_mends_whatever_another_program_wrote(tmp_path: Path) -> None:
    with machine(tmp_path).open() as stage:
        begin(stage)
        before = stage.text
        stage.glass.feed(b"\x1b[H\x1b[2Jsomebody wrote over it")
        stage.send("ctrl+l")
        stage.until(lambda: stage.text == before)
        kill(stage)


def test_the_window_is_named_by_how_many_need_a_reply(tmp_path: Path) -> None:
    here = machine(tmp_path)
    with here.open() as stage:
        begin(stage)
        assert stage.glass.title == "rise (21)"
        stage.send("a")
        stage.until(lambda: stage.glass.title == "rise (20)")
        kill(stage)
    with here.open(RISE_TITLE="off") as stage:
        begin(stage)
        assert stage.glass.title == ""
        kill(stage)


def test_the_cursor_is_on_the_selected_row_and_then_where_one_types(tmp_path: Path) -> None:
    with machine(tmp_path).open() as stage:
        begin(stage)
        stage.send("jj")
        stage.until_quiet()
        assert "▌ Ana Ruiz" in stage.text.splitlines()[stage.glass.cursor[1]]
        stage.send("r", "here")
        stage.until_quiet()
        x, y = stage.glass.cursor
        assert stage.text.splitlines()[y][:x].endswith("here")
        kill(stage)


def test_who_is_told_to_end_while_the_first_picture_stands_gives_the_terminal_back(tmp_path: Path) -> None:
    with machine(tmp_path).open(has_imports_to_make=True) as stage:
        stage.until_shown("Marcus Bell")
        stage.program.terminate()
        assert stage.until_ended() == 128 + signal.SIGTERM
        assert stage.attributes() == stage.attributes_before
        assert b"\x1b[?1049l\x1b[?25h" in stage.output


@pytest.mark.parametrize("how", ["dumb", "no terminal"])
def test_without_a_terminal_to_draw_on_it_is_plain_lines(tmp_path: Path, how: str) -> None:
    here = machine(tmp_path)
    env = {**os.environ, **here.environment}
    if how == "dumb":
        with Stage.python("-m", "rise_tui.cli", env={**here.environment, "TERM": "dumb"}) as stage:
            assert stage.until_ended() == 0
            output = bytes(stage.output)
    else:
        command = [sys.executable, "-m", "rise_tui.cli"]
        ran = subprocess.run(command, capture_output=True, cwd=ROOT, env=env, check=False, stdin=subprocess.DEVNULL)
        assert ran.returncode == 0
        output = ran.stdout
    assert b"Ana Ruiz" in output
    assert b"\x1b" not in output


def test_without_a_keyboard_it_says_so(tmp_path: Path) -> None:
    here = machine(tmp_path)
    command = f"exec {sys.executable} -m rise_tui.cli </dev/null"
    with Stage(["sh", "-c", command], env=here.environment) as stage:
        assert stage.until_ended() == 2
        assert "rise needs a keyboard" in stage.text


def test_an_unexpected_error_is_a_line_and_a_code(tmp_path: Path) -> None:
    here = machine(tmp_path)
    script = (
        "import rise_tui.screens.inbox as inbox, rise_tui.cli as cli, sys\n"
        "def wrong(self): name = 'Ana Ruiz (215) 555-0102'; raise LookupError(name)\n"
        "inbox.InboxScreen.action_mark_done = wrong\n"
        "sys.exit(cli.main([]))"
    )
    with Stage.python("-c", script, env=here.environment) as stage:
        begin(stage)
        stage.send("a")
        assert stage.until_ended() == 1
        told = bytes(stage.output).rpartition(b"\x1b[?1049l")[2].decode()
        assert "Something unexpected happened (" in told
        assert "Traceback" not in told
        assert "Ana" not in told
        assert stage.attributes() == stage.attributes_before
    reports = list(tmp_path.rglob("error-*.txt"))
    assert len(reports) == 1
    assert "LookupError" in reports[0].read_text()
    assert "555" not in reports[0].read_text()


def _leave(here: Machine, filter_id: str, end: int, focus: str) -> None:
    """Leave the app with the cursor at that place; `end` tells the person by their number."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from rise_tui.casework.desk import Desk
    from rise_tui.domain.clock import FrozenClock
    from rise_tui.domain.ids import CaseworkerId
    from tests.gallery.lives import LIVES

    client = next((client_id_of(life) for life in LIVES if life.end == end), None)
    store = Store(here.store)
    try:
        desk = Desk(store, FrozenClock(datetime.now(UTC)), CaseworkerId("me"), "office", "America/New_York")
        places.remember(replace(desk), "inbox", filter_id, client, focus)
    finally:
        store.close()
