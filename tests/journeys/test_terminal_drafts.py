"""Nothing typed is lost, however the terminal ends."""

from pathlib import Path

import pytest

from tests.gallery.lives import LIVES
from tests.gallery.office import client_id_of
from tests.journeys.processes import wait_until
from tests.journeys.window import ENDS, Machine, begin, kill, machine
from tests.terminal.pty_stage import Stage

ANA = next(client_id_of(life) for life in LIVES if life.first == "Ana")
WORDS = "Sixty keys: every one of them is kept, however it ends, áé…!"


@pytest.mark.parametrize("end", list(ENDS))
@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_a_draft_of_sixty_keys_survives(tmp_path: Path, end: str, size: tuple[int, int]) -> None:
    assert len(WORDS) == 60
    here = machine(tmp_path)
    with here.open(size) as stage:
        _type(stage, size)
        before = stage.text, stage.glass.cursor
        ENDS[end](stage)
    assert here.draft() == (ANA, WORDS, 60)
    with here.open(size) as stage:
        begin(stage)
        stage.until_shown("however it ends")
        stage.until(lambda: stage.glass.cursor == before[1])
        assert "To Ana Ruiz" in stage.text
        stage.send("?")
        stage.until(lambda: here.draft() == (ANA, WORDS + "?", 61))
        ENDS["SIGKILL"](stage)


@pytest.mark.parametrize("end", list(ENDS))
def test_whatever_was_shown_is_kept(tmp_path: Path, end: str) -> None:
    here = machine(tmp_path)
    with here.open() as stage:
        begin(stage)
        stage.send("jjr")
        stage.until_shown("To Ana Ruiz")
        stage.send(WORDS)
        stage.until_shown("Sixty")
        shown = next(line for line in stage.text.splitlines() if "Sixty" in line).partition("│")[2].strip()
        ENDS[end](stage)
    kept = here.draft()
    assert kept is not None
    assert kept[1].startswith(shown)


def test_the_cursor_stands_where_it_stood(tmp_path: Path) -> None:
    here = machine(tmp_path)
    with here.open() as stage:
        _type(stage, (120, 36))
        stage.send("left", "left", "left", "up")
        stage.until(lambda: (here.draft() or ("", "", 60))[2] < 50)
        stage.until_quiet()
        before, kept = stage.glass.cursor, here.draft()
        ENDS["SIGKILL"](stage)
    with here.open() as stage:
        begin(stage)
        stage.until(lambda: stage.glass.cursor == before)
        assert here.draft() == kept
        ENDS["SIGKILL"](stage)


def test_keys_typed_before_the_app_is_there_are_kept(tmp_path: Path) -> None:
    here = machine(tmp_path)
    with here.open() as stage:
        stage.until_shown("Needs reply")
        stage.send("jjrearly words")
        stage.until(lambda: here.draft() == (ANA, "early words", 11))
        ENDS["SIGKILL"](stage)


def test_a_terminal_that_nobody_reads_stops_no_typing(tmp_path: Path) -> None:
    here = machine(tmp_path)
    with here.open() as stage:
        begin(stage)
        stage.send("jjr")
        stage.until_shown("To Ana Ruiz")
        stage.until_quiet()
        for typed in range(100, 601, 100):
            stage.send("x" * 100)
            _until_kept(here, typed)
        ENDS["a closed terminal"](stage)
    kept = here.draft()
    assert kept is not None
    assert len(kept[1]) == 600


def _until_kept(here: Machine, count: int) -> None:
    wait_until(lambda: len((here.draft() or ("", "", 0))[1]) == count, 20, f"{count} keys on disk")


def _type(stage: Stage, size: tuple[int, int]) -> None:
    if size[0] >= 100:
        begin(stage)
    else:
        stage.until_quiet(0.5)
    stage.send("jjr")
    stage.until_shown("To Ana Ruiz")
    for key in WORDS:
        stage.send(key)
    stage.until_shown("áé…!")


def test_the_draft_goes_to_another_editor_and_back_and_the_app_goes_on(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho THE EDITOR IS OPEN\nread -r key\necho "typed $key there" >> "$1"\n', "utf-8")
    editor.chmod(0o700)
    here = machine(tmp_path)
    with here.open(VISUAL=str(editor)) as stage:
        begin(stage)
        stage.send("jjr")
        stage.until_shown("To Ana Ruiz")
        stage.send("begun here", "ctrl+x")
        stage.until_shown("THE EDITOR IS OPEN")
        stage.send("7\r")
        stage.until_shown("typed 7 there")
        stage.send("!")
        stage.until(lambda: here.draft() == (ANA, "begun here\ntyped 7 there!", 25))
        kill(stage)
    assert list((here.store / "editing").glob("*")) == []
