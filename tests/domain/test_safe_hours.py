"""The hours in which texts are safe, as people type them."""

import pytest

from rise_tui.domain.errors import BadTime
from rise_tui.domain.safe_hours import are_within, hours_words, read_hours


@pytest.mark.parametrize(
    ("written", "hours", "words"),
    [
        ("9-17", (540, 1020), "9:00 to 17:00"),
        ("9:30 to 5pm", (570, 1020), "9:30 to 17:00"),
        ("from 8am – noon", (480, 720), "8:00 to 12:00"),
        ("22-6", (1320, 360), "22:00 to 6:00"),
        ("12am to 12pm", (0, 720), "0:00 to 12:00"),
    ],
)
def test_hours_are_read_as_people_type_them(written: str, hours: tuple[int, int], words: str) -> None:
    assert read_hours(written) == hours
    assert hours_words(hours) == words


@pytest.mark.parametrize("written", ["", "9", "9-", "9-9", "25-26", "13pm-14", "soon", "9-17-18", "9:75-10", "\0-1"])
def test_what_is_no_hours_is_said(written: str) -> None:
    with pytest.raises(BadTime):
        read_hours(written)


def test_hours_that_the_office_sleeps_through_are_known() -> None:
    assert are_within((7 * 60, 9 * 60), 20 * 60, 8 * 60)
    assert not are_within((21 * 60, 23 * 60), 20 * 60, 8 * 60)
    assert are_within((21 * 60, 23 * 60), None, None)
