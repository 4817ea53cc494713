"""Why a text waits, in words: each reason has its own."""

import pytest

from rise_tui.domain.held_words import held_words, why_words, will_be_held
from rise_tui.domain.policy import WhyHeld

UNKNOWN = "a reason of a newer version"


def test_every_reason_for_which_a_text_waits_has_words_of_its_own() -> None:
    said = {why: why_words(why) for why in WhyHeld}
    assert why_words(UNKNOWN) not in said.values(), "that is said where no more is known"
    assert len(set(said.values())) == len(WhyHeld)
    assert said[WhyHeld.CARRIER_LIMIT] == "the phone company takes no more today"


@pytest.mark.parametrize("why", list(WhyHeld))
def test_every_reason_is_shown_with_a_text_that_is_held_and_with_one_that_would_be(why: WhyHeld) -> None:
    assert held_words(why, "Tue 8:00") != held_words(UNKNOWN, "Tue 8:00")
    assert held_words(why) != held_words(UNKNOWN)
    assert will_be_held("Ana", why, "Tue 8:00") != will_be_held("Ana", UNKNOWN, "Tue 8:00")
