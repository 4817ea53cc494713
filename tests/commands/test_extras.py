"""What a machine lacks is told in words: libraries that were not installed, a disk that takes nothing."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from rise_tui.commands.extras import EXTRA_OF, OF_THE_DEMO
from rise_tui.commands.output import told

EXTRAS = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]


def _distributions(extra: str) -> set[str]:
    return {_plain(re.split(r"[<>=\[]", requirement)[0]) for requirement in EXTRAS[extra]}


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")


def test_every_library_of_every_extra_is_known() -> None:
    wanted = {(name, extra) for extra in EXTRAS if extra not in ("dev", "demo") for name in _distributions(extra)}
    found = packages_distributions()
    known = {(_plain(one), extra) for module, extra in EXTRA_OF.items() for one in found[module]}
    assert known == wanted
    assert EXTRAS["demo"] == ["rise-tui[{}]".format(",".join(EXTRA_OF[name] for name in OF_THE_DEMO))]


def test_what_is_not_installed_is_told_and_anything_else_is_unexpected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISE_CONFIG", str(tmp_path))
    monkeypatch.setenv("RISE_DATA", str(tmp_path))

    def missing(name: str) -> int:
        raise ModuleNotFoundError(name=name)

    assert told(lambda: missing("alembic.config")) == 1
    assert "pip install '.[relay]'" in capsys.readouterr().err
    assert told(lambda: missing("one_of_ours")) == 1
    assert "Something unexpected happened" in capsys.readouterr().err


def test_a_disk_that_takes_nothing_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def full() -> int:
        with open("/dev/full", "w") as file:
            file.write("a line")
        return 0

    assert told(full) == 1
    complaint = capsys.readouterr().err
    assert "A file could not be read or written" in complaint
    assert "No space left on device" in complaint
