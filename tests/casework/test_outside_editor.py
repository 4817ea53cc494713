"""A draft in another program: nobody else may read it, what comes back is clean, and nothing of it stays."""

import stat
from pathlib import Path

import pytest

from rise_tui.casework import outside_editor
from rise_tui.casework.desk import Desk
from rise_tui.casework.windows import this_window
from rise_tui.domain.errors import BadInput, Refused


def an_editor(folder: Path, script: str) -> list[str]:
    """A command that does this with the file `$1`."""
    program = folder / "editor"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o700)
    return [str(program)]


def left_behind(desk: Desk) -> list[Path]:
    """What still stands where drafts are edited."""
    return [path for path in (desk.store.folder / outside_editor.FOLDER).rglob("*") if path.is_file()]


def test_what_the_editor_leaves_is_taken_in_and_nothing_stays(desk: Desk, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    command = an_editor(tmp_path, f'stat -c "%a" "$1" "$(dirname "$1")" > {seen}; echo "two" >> "$1"; cp "$1" "$1~"')
    assert outside_editor.edit(desk, command, "one") == "one\ntwo"
    assert seen.read_text().split() == ["600", "700"]
    assert left_behind(desk) == []
    assert stat.S_IMODE((desk.store.folder / outside_editor.FOLDER).stat().st_mode) == 0o700


def test_orders_to_the_terminal_do_not_come_back(desk: Desk, tmp_path: Path) -> None:
    command = an_editor(tmp_path, r"""printf 'a\033]52;c;x\007b\r\nc\tñ\n' > "$1" """)
    assert outside_editor.edit(desk, command, "") == "a]52;c;xb\nc\tñ"


@pytest.mark.parametrize(
    "script", ["exit 3", 'rm "$1"', 'printf "\n" > "$1"', 'head -c 200000 /dev/zero | tr "\\0" x > "$1"']
)
def test_an_editor_that_fails_leaves_the_draft_alone(desk: Desk, tmp_path: Path, script: str) -> None:
    with pytest.raises(BadInput):
        outside_editor.edit(desk, an_editor(tmp_path, script), "words")
    assert left_behind(desk) == []


def test_where_no_file_can_be_laid_out_no_editor_opens(desk: Desk, tmp_path: Path) -> None:
    (desk.store.folder / outside_editor.FOLDER).write_text("in the way", "utf-8")
    with pytest.raises(BadInput, match="The draft is as it was"):
        outside_editor.edit(desk, an_editor(tmp_path, "true"), "words")


def test_what_a_crash_left_goes_and_what_another_window_edits_stays(desk: Desk, tmp_path: Path) -> None:
    home = desk.store.folder / outside_editor.FOLDER
    mine = this_window().replace(":", "-")
    for name in ("4194305-1-x", f"{mine}9-x", "old", f"{mine}-x"):
        (home / name).mkdir(parents=True)
        (home / name / "text.txt").write_text("left behind", "utf-8")
    outside_editor.sweep(desk)
    assert [path.parent.name for path in left_behind(desk)] == [f"{mine}-x"]
    outside_editor.edit(desk, an_editor(tmp_path, "true"), "words")
    assert len(left_behind(desk)) == 1


@pytest.mark.parametrize("setting", ["", "no-such-editor -w", "'unclosed"])
def test_an_editor_that_is_not_there_is_said(setting: str) -> None:
    with pytest.raises(BadInput, match="no editor"):
        outside_editor.command_of(setting)


def test_none_is_opened_where_none_is_allowed() -> None:
    with pytest.raises(Refused, match="not allowed"):
        outside_editor.command_of("off")
    assert outside_editor.command_of("sh -c 'x y'") == ["sh", "-c", "x y"]
