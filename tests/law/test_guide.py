"""The guide for those who work on the house: its map is true, and what it names is there."""

import re
from importlib.util import find_spec

from tests.law.house_map import GUIDE, ROOT, first_sentence, with_map

TEXT = GUIDE.read_text("utf-8")


def test_the_map_is_up_to_date() -> None:
    assert with_map(TEXT) == TEXT, "write it anew: python -m tests.law.house_map"


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for folder in ("rise_tui", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if path.read_text("utf-8").strip() and not first_sentence(path)
    ]
    assert silent == []


def test_every_path_that_the_guide_names_is_there() -> None:
    head = TEXT.partition("## The map")[0]
    named = re.findall(r"`((?:rise_tui|tests|screens|\.ci)/[\w./-]*)`", head)
    assert named
    assert [path for path in named if not (ROOT / path.partition("/NAME")[0]).exists()] == []
    modules = re.findall(r"python -m (tests[\w.]*)", head)
    assert modules
    assert [name for name in modules if find_spec(name) is None] == []


def test_the_one_test_that_the_guide_runs_is_there() -> None:
    [(path, word)] = re.findall(r"pytest -n0 (\S+) -k (\w+)", TEXT)
    assert re.search(rf"^def test_\w*{word}", (ROOT / path).read_text("utf-8"), re.MULTILINE)
