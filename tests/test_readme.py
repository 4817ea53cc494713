"""The README's commands are the real ones: the beginnings stand there, every other one is parsed by `rise` itself."""

import re
import shlex
from pathlib import Path

import pytest

from rise_tui.cli import build_parser

README = Path(__file__).parents[1].joinpath("README.md").read_text("utf-8")
INSTALL = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && "
RUN_BY_CI = (f"{INSTALL}.venv/bin/rise demo", f"{INSTALL}.venv/bin/pytest")
"""The second runs in every clean clone (.ci/run); the first is played by the demo's own tests."""


def commands() -> list[str]:
    """Every line of the README's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def words_of(command: str) -> list[str]:
    """The words after `rise` in a command of the README."""
    return shlex.split(command)[1:]


OF_RISE = [command for command in commands() if command.startswith("rise ")]
IN_THE_TABLE = re.findall(r"^\| (`rise[^|]*) \|", README, re.MULTILINE)


def test_the_two_lines_and_their_uv_twins_stand_in_the_readme() -> None:
    assert [command for command in commands() if command.startswith("python3")] == list(RUN_BY_CI)
    assert "`uv run rise demo`" in README
    assert "`uv run pytest`" in README


def test_the_clean_clone_runs_the_second_line() -> None:
    run = Path(__file__).parents[1].joinpath(".ci/run").read_text("utf-8")
    for part in RUN_BY_CI[1].split(" && "):
        assert part.replace("pip install -e", "pip install -q -e") in run


@pytest.mark.parametrize("command", OF_RISE)
def test_a_command_of_the_readme_is_one_that_rise_knows(command: str) -> None:
    assert callable(build_parser().parse_args(words_of(command)).run)


def test_nothing_in_the_shell_blocks_goes_unread() -> None:
    known = ("rise ", "python3 -m venv", "pip install '.[relay]'", "export RISE_RELAY_")
    assert [command for command in commands() if not command.startswith(known)] == []


def test_every_setting_of_the_readme_is_one_of_the_relays() -> None:
    from rise_tui.relay import settings

    source = Path(settings.__file__).read_text("utf-8").lower()
    for name in re.findall(r"RISE_RELAY_([A-Z_]+)=", README):
        assert name.removesuffix("_FILE").lower() in source


@pytest.mark.parametrize("cell", IN_THE_TABLE)
def test_every_command_of_the_table_has_help(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    names = [words.removeprefix("rise").split() for words in re.findall(r"`([^`]*)`", cell)]
    for words in filter(None, names):
        with pytest.raises(SystemExit) as left:
            build_parser().parse_args([*words, "--help"])
        assert left.value.code == 0
        assert "usage: rise" in capsys.readouterr().out
