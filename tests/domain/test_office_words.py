"""The office's own urgent words: a plain list that only raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.errors import BadInput
from rise_tui.domain.marks import Mark, marks_of
from rise_tui.domain.office_words import LONGEST, read_words

LIST = "\ufeff# ours\nNarcan\n\nthe shelter's full\nse llevaron a mis niños\n(maybe) a|b*\n"


def test_a_line_is_found_as_people_write_it() -> None:
    words = read_words(LIST)
    assert words.phrases == ("narcan", "the shelters full", "se llevaron a mis ninos", "maybe a b")
    for body in ("they used NARCAN on him", "The shelter’s full again", "Se llevaron a mis NINOS ayer"):
        assert words.places_in(body), body
    assert not words.places_in("narcanistan")
    assert not words.places_in("the shelter. It is full")


def test_the_list_raises_and_hides_nothing() -> None:
    words = read_words(LIST)
    assert marks_of("they used narcan on him", False, office=words)[0] is Mark.URGENT
    assert marks_of("they used narcan on him", False) == ()
    assert marks_of("I want to die", False, office=words)[0] is Mark.URGENT
    assert marks_of("thanks", False, office=words) == (Mark.THANKS,)


@pytest.mark.parametrize("line", ["...", "one. two", "word " * (LONGEST + 1), "?!"])
def test_a_line_that_can_never_be_found_is_named(line: str) -> None:
    with pytest.raises(BadInput, match="Line 2 of the urgent words"):
        read_words(f"narcan\n{line}\n")


@given(st.text(max_size=80))
def test_any_file_is_read_or_refused_and_what_is_read_is_found(text: str) -> None:
    try:
        words = read_words(text)
    except BadInput:
        return
    assert all(words.places_in(phrase) for phrase in words.phrases)


@given(st.text(max_size=120))
def test_a_list_only_ever_adds_urgent(body: str) -> None:
    plain, raised = marks_of(body, False), marks_of(body, False, office=read_words("narcan\nhelp"))
    assert [mark for mark in raised if mark is not Mark.URGENT] == [mark for mark in plain if mark is not Mark.URGENT]
    assert (Mark.URGENT in plain) <= (Mark.URGENT in raised)
