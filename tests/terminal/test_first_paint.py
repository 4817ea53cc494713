"""The first picture: on the grid, from the standard library alone, and no key typed meanwhile is lost."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from rise_tui.domain.roles import ROLES
from rise_tui.terminal import first_paint
from rise_tui.terminal.palette import DARK, LIGHT, looks_of
from rise_tui.terminal.sgr import normal
from tests.terminal.first_app import NOW, PAGE, Page
from tests.terminal.glass import Glass
from tests.terminal.pty_stage import Stage


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


def painted(
    page: Page | None, columns: int, lines: int, theme: str = "dark", *, has_usual_keys: bool = True
) -> tuple[Glass, str]:
    """The first picture on an emulated screen, and its bytes."""
    read, write = os.pipe()
    first_paint.paint(page, (columns, lines), write, theme, NOW, has_usual_keys=has_usual_keys)
    first_paint.go_on()
    painter = first_paint.painter()
    assert painter is not None
    first_paint.hand_over()
    assert painter.stop(10)
    os.close(painter.fd)
    os.close(write)
    with open(read, "rb") as pipe:
        data = pipe.read()
    glass = Glass(columns, lines)
    glass.feed(data)
    return glass, data.decode()


def test_keys_of_the_settings_own_are_not_named_before_they_are_known() -> None:
    glass, _ = painted(PAGE, 120, 36, has_usual_keys=False)
    lines = glass.text().splitlines()
    assert lines[4][4:15] == "Marcus Bell"
    assert [line.strip() for line in lines[35:]] in ([], [""])


def test_at_120_columns_everything_stands_on_the_grid() -> None:
    glass, _ = painted(PAGE, 120, 36)
    lines = glass.text().splitlines()
    assert lines[0] == "  rise    1 Inbox    2 Clients    3 Broadcast"
    assert lines[2].startswith("    Needs reply 24    Waiting for them 61    Snoozed 3    New numbers 1    All ")
    assert lines[4][4:15] == "Marcus Bell"
    assert lines[4][22:28] == "   2 d"
    assert lines[4][30:67] == "Can I bring my paystub Monday instea…"
    assert lines[5][2:4] == "▌ "
    assert lines[5][4:12] == "Ana Ruiz"
    assert lines[5][21] == "▣"
    assert lines[5][22:28] == "  22 h"
    assert lines[5][30:35] == "my pa"
    assert lines[5][62:67] == "photo"
    assert lines[5][69] == "│"
    assert lines[35].startswith("  y file photo   r reply   a done")
    assert lines[35].endswith("? help")


def test_at_80_columns_the_list_has_the_whole_width() -> None:
    glass, _ = painted(PAGE, 80, 24)
    lines = glass.text().splitlines()
    assert lines[0] == " rise     1 Inbox  2 Clients  3 Broadcast"
    assert lines[1] == "   Needs reply 24   Waiting for them 61   Snoozed 3   New numbers 1   All"
    assert lines[4][1] == "▌"
    assert lines[4][3:11] == "Ana Ruiz"
    assert lines[4][21:27] == "▣ 22 h"
    assert lines[4][29:50] == "my pay from this week"
    assert lines[4].endswith(" photo")
    assert "│" not in glass.text()


def test_on_a_narrow_terminal_ages_and_words_give_way_before_names_and_texts() -> None:
    glass, _ = painted(PAGE, 50, 20)
    assert glass.text().splitlines()[4] == " ▌ Ana Ruiz          ▣ my pay from this week"


def test_the_colours_are_those_of_the_palette() -> None:
    for theme, colours in (("dark", DARK), ("light", LIGHT)):
        look = looks_of(theme, {"COLORTERM": "truecolor"})
        for role, (name, is_bold) in ROLES.items():
            red, green, blue = (int(colours[name][at : at + 2], 16) for at in (1, 3, 5))
            ink = normal(f"{'1;' if is_bold else ''}38;2;{red};{green};{blue}")
            assert look(role, False).startswith(f"{ink};48;")


@pytest.mark.parametrize(("columns", "lines"), [(60, 20), (80, 24), (120, 36), (200, 60), (30, 8), (12, 4)])
def test_it_fits_every_size(columns: int, lines: int) -> None:
    glass, _ = painted(PAGE, columns, lines)
    assert "? help" in glass.text()


def test_what_others_wrote_cannot_act_on_the_terminal() -> None:
    glass, out = painted(PAGE, 120, 36)
    assert "CANARY" in glass.text()
    assert "\x1b]" not in out
    assert "\x1b[2J" not in out
    assert "\u202e" not in out
    assert glass.title == ""


def test_names_and_words_are_cut_and_the_columns_do_not_move() -> None:
    glass, _ = painted(PAGE, 120, 36)
    rows = glass.cells()
    assert "".join(cell.data for cell in rows[7][4:22]).rstrip() == "A name that is…  ✕"
    assert "".join(cell.data for cell in rows[7][61:67]) == "failed"
    assert "".join(cell.data for cell in rows[8][4:12]) == "田中太郎"
    assert "".join(cell.data for cell in rows[8][64:67]) == "yes"


def test_an_age_of_ten_minutes_and_more_stands_where_the_app_puts_it() -> None:
    page = replace(PAGE, rows=[replace(PAGE.rows[0], needs_reply_since_at=NOW - 31 * 60_000), *PAGE.rows[1:]])
    for columns, left in ((120, 4), (80, 3)):
        glass, _ = painted(page, columns, 24)
        line = next(line for line in glass.text().splitlines() if "Marcus Bell" in line)
        assert line[left + 19 : left + 26] == " 31 m  "


def test_an_empty_list_says_so() -> None:
    glass, _ = painted(replace(PAGE, rows=[]), 80, 24)
    assert "Nobody is waiting for you." in glass.text()


def test_without_a_page_it_says_that_it_is_opening() -> None:
    glass, _ = painted(None, 80, 24)
    assert "Opening…" in glass.text()


def test_a_terminal_with_256_colours_gets_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORTERM")
    assert ";2;" not in painted(PAGE, 80, 24)[1]


def test_without_colour_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "38;" not in painted(PAGE, 80, 24)[1]
    assert "3" not in {out[0] for out in painted(PAGE, 80, 24, "none")[1].split("\x1b[0;")[1:]}


def test_it_imports_nothing_beyond_the_standard_library_and_no_event_loop() -> None:
    code = (
        "import sys\nimport rise_tui.terminal.first_paint\nprint(*sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    names = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    ours = {name for name in names if name not in sys.stdlib_module_names and not name.startswith("_sysconfig")}
    assert ours <= {"rise_tui", "__main__"}
    assert "asyncio" not in names


def test_keys_typed_before_the_app_is_there_arrive_in_it() -> None:
    with Stage.python("-m", "tests.terminal.first_app") as stage:
        stage.until_shown("Ana Ruiz")
        stage.send("typed early, á")
        stage.until(lambda: "Ana Ruiz" not in stage.text and "typed early, á" in stage.text)
        assert stage.output.count(b"\x1b[?1049h") == 1
        assert b"\x1b[2J" not in stage.output
        stage.send("ctrl+q")
        assert stage.until_ended() == 0
        assert stage.attributes() == stage.attributes_before


def test_a_start_that_fails_gives_the_terminal_back() -> None:
    with Stage.python("-m", "tests.terminal.first_app", "fail") as stage:
        assert stage.until_ended() == 3
        assert stage.attributes() == stage.attributes_before
        assert bytes(stage.output).rstrip().endswith(b"\x1b[?1049l\x1b[?25h")
