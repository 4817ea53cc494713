"""Photos inside a real tmux: half-blocks, unless it passes pictures on to a terminal that shows them in its cells."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rise_tui.terminal.tmux import MOST_ROWS, through
from tests.terminal.pty_stage import Stage

CELL = "\U0010eeee"
SENT = re.compile(rb"\x1b_Ga=T,U=1,f=100,i=1,p=1,c=(\d+),r=(\d+),C=1,q=2,m=[01];")

needs_tmux = pytest.mark.skipif(not shutil.which("tmux") or not shutil.which("tic"), reason="no tmux here")


@contextmanager
def tmux(folder: Path, passes: str) -> Iterator[Stage]:
    """The app in a tmux of its own, in a terminal that calls itself kitty."""
    source = subprocess.run(["infocmp", "xterm-256color"], capture_output=True, check=True, text=True).stdout
    described = folder / "kitty.ti"
    lines = [line for line in source.splitlines() if not line.startswith("#")]
    described.write_text("\n".join(lines).replace("xterm-256color", "xterm-kitty", 1) + "\n")
    subprocess.run(["tic", "-x", "-o", str(folder / "terminfo"), str(described)], check=True, capture_output=True)
    config = folder / "tmux.conf"
    config.write_text(
        f"set -g allow-passthrough {passes}\nset -g status off\nset -g default-terminal screen-256color\n"
    )
    env = {"TERM": "xterm-kitty", "TERMINFO_DIRS": f"{folder / 'terminfo'}:", "TMUX_TMPDIR": str(folder)}
    program = ".venv/bin/python" if Path(".venv/bin/python").exists() else "python"
    inside = f"{program} -m tests.pictures.photo_app {folder / 'store'} auto"
    try:
        with Stage(["tmux", "-L", "rise", "-f", str(config), "new-session", inside], env=env) as stage:
            stage.until_shown("Ana Ruiz")
            stage.send("j", "j", "f")
            stage.until_shown("file as")
            yield stage
    finally:
        subprocess.run(["tmux", "-L", "rise", "kill-server"], env=env | {"PATH": "/usr/bin:/bin"}, check=False)


@needs_tmux
def test_where_tmux_passes_pictures_on_the_photo_is_one_and_goes_with_its_cells(tmp_path: Path) -> None:
    with tmux(tmp_path, "on") as stage:
        stage.until(lambda: SENT.search(bytes(stage.output)))
        stage.until(lambda: CELL.encode() in stage.output)
        assert "▀" not in stage.text
        stage.send("escape")
        stage.until(lambda: "file as" not in stage.text)
        stage.until_quiet()
        assert CELL not in stage.text
        assert b"\x1b_Ga=d,d=A,q=2\x1b\\" in stage.output


@needs_tmux
def test_where_it_does_not_the_photo_is_half_blocks(tmp_path: Path) -> None:
    with tmux(tmp_path, "off") as stage:
        stage.until_shown("▀▀")
        assert CELL.encode() not in stage.output


def test_every_row_of_a_picture_has_its_number() -> None:
    sent = through(b"\x1b_Ga=T,f=100,i=1,p=1,c=3,r=2,C=1,q=2,m=0;AAAA\x1b\\", (4, 1, 3, 2)).decode()
    assert sent.startswith("\x1bPtmux;\x1b\x1b_Ga=T,U=1,f=100,")
    assert sent.count(CELL) == 6
    assert "\x1b[2;5H\x1b[38;5;1m" in sent
    assert f"\x1b[3;5H\x1b[38;5;1m{CELL}\u030d\u0305{CELL}{CELL}\x1b[m" in sent
    assert MOST_ROWS > 60
