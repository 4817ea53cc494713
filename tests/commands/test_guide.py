"""`rise guide`: the pages where one works, whole when they are piped."""

import pytest

from rise_tui.cli import main
from rise_tui.guide.pages import NAMES, read


def test_without_a_page_it_lists_them_with_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guide"]) == 0
    said = capsys.readouterr().out
    for name in NAMES:
        assert f"\n{name} " in said
        assert read(name).about.split()[0] in said
    assert "rise guide PAGE" in said


@pytest.mark.parametrize("words", [["guide", "keys"], ["guide", "keys", "--plain"]])
def test_a_page_that_is_piped_comes_whole_and_without_codes(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    said = capsys.readouterr().out
    assert said.startswith("KEYS\n")
    assert "C-d" in said
    assert "\x1b" not in said
    assert "<!--" not in said


def test_a_page_that_is_not_there_is_told_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["guide", "cooking"])
    assert left.value.code == 2
    assert "keys" in capsys.readouterr().err
