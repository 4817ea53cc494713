"""Which program shows a long page, and what happens where there is none."""

import io
import sys

import pytest

from rise_tui.guide.pager import pager_of, show

LONG = [f"line {number}" for number in range(40)]


def test_the_pager_is_the_one_that_the_shell_names() -> None:
    assert pager_of({"PAGER": "cat -u"}) == ["cat", "-u"]
    assert pager_of({"PAGER": ""}) == []
    assert pager_of({"PAGER": "no-such-program"}) == []
    assert pager_of({"PAGER": "cat 'never closed"}) == []
    assert pager_of({})[:1] in ([], ["less"], ["more"])


def test_a_long_page_goes_through_the_pager_a_short_one_does_not(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAGER", "tail -n 2")
    show(LONG, 24)
    assert capfd.readouterr().out == "line 38\nline 39\n"
    show(LONG[:5], 24)
    assert capfd.readouterr().out.splitlines() == LONG[:5]


def test_a_pager_that_ends_early_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAGER", "head -c 6")
    show(LONG * 2000, 24)
    assert capfd.readouterr() == ("line 0", "")


def test_a_terminal_of_another_alphabet_gets_what_it_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "")
    written = io.TextIOWrapper(io.BytesIO(), "ascii", "replace")
    monkeypatch.setattr(sys, "stdout", written)
    show(["j ↓  down"], 24)
    written.flush()
    assert written.buffer.getvalue() == b"j ?  down\n"
