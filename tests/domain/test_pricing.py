"""What texts cost and how long they take."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.pricing import dollars, price_micros, seconds_to_finish


@pytest.mark.parametrize(
    ("micros", "shown"),
    [
        (0, "$0.00"),
        (610_000, "$0.61"),
        (614_999, "$0.61"),
        (615_000, "$0.62"),
        (7_900, "under $0.01"),
        (10_000, "$0.01"),
        (1_204_500_000, "$1,204.50"),
        (-15_000, "-$0.02"),
        (-1, "$0.00"),
    ],
)
def test_money_is_shown_in_dollars_and_cents(micros: int, shown: str) -> None:
    assert dollars(micros) == shown


@given(st.integers(10_000, 10**12))
def test_what_is_shown_is_within_half_a_cent(micros: int) -> None:
    cents = int(dollars(micros).replace("$", "").replace(",", "").replace(".", ""))
    assert abs(cents * 10_000 - micros) <= 5_000


def test_a_hundred_clients_of_two_segments_take_200_seconds_at_one_a_second_and_53_at_low_volume() -> None:
    assert seconds_to_finish(200, 1.0) == 200
    assert round(seconds_to_finish(200, 3.75)) == 53
    assert price_micros(200, 7_900) == 1_580_000


@pytest.mark.parametrize("pace", [0, -1.0])
def test_a_pace_of_nothing_never_finishes(pace: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        seconds_to_finish(1, pace)
