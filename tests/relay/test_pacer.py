"""The pace: never faster than the office's rate, never slower than it must be."""

from hypothesis import given
from hypothesis import strategies as st

from rise_tui.relay.dispatch.pacer import AHEAD_S, LEAST_UNDER_WAY, MOST_UNDER_WAY, SLACK_S, Pacer, Window


class Hand:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_first_text_begins_at_once_and_the_next_after_what_it_cost() -> None:
    hand = Hand()
    pacer = Pacer(2.0, hand)
    assert pacer.reserve(3, hand.now + AHEAD_S) == 100.0
    assert pacer.reserve(1, hand.now + 10) == 101.5


def test_a_slot_that_is_too_far_ahead_is_not_taken() -> None:
    hand = Hand()
    pacer = Pacer(1.0, hand)
    pacer.reserve(1, hand.now + AHEAD_S)
    assert pacer.reserve(1, hand.now + AHEAD_S) is None
    assert pacer.free_at == 101.0


def test_only_the_last_20_ms_of_idleness_count() -> None:
    hand = Hand()
    pacer = Pacer(10.0, hand)
    hand.now += 60
    assert pacer.reserve(1, hand.now + 1) == hand.now - SLACK_S
    assert pacer.reserve(1, hand.now + 1) == hand.now - SLACK_S + 0.1


def test_slots_that_were_not_used_are_free_again() -> None:
    hand = Hand()
    pacer = Pacer(10.0, hand)
    pacer.reserve(1, hand.now + 1)
    second = pacer.reserve(1, hand.now + 1)
    pacer.reserve(1, hand.now + 1)
    assert second is not None
    pacer.give_back(second)
    assert pacer.reserve(1, hand.now + 1) == second


def test_nothing_begins_before_a_hold_is_over() -> None:
    hand = Hand()
    pacer = Pacer(10.0, hand)
    pacer.hold_until(hand.now + 7)
    assert pacer.reserve(1, hand.now + 6.9) is None
    assert pacer.reserve(1, hand.now + 7) == hand.now + 7


@given(
    rate=st.floats(0.5, 500),
    steps=st.lists(st.tuples(st.floats(0, 3), st.integers(1, 10)), min_size=2, max_size=60),
)
def test_no_stretch_of_time_ever_holds_more_than_the_rate_allows(rate: float, steps: list[tuple[float, int]]) -> None:
    hand = Hand()
    pacer = Pacer(rate, hand)
    begun: list[tuple[float, int]] = []
    for idle, segments in steps:
        hand.now += idle
        slot = pacer.reserve(segments, float("inf"))
        assert slot is not None
        begun.append((max(slot, hand.now), segments))
    for first in range(len(begun)):
        for last in range(first + 1, len(begun)):
            span = begun[last][0] - begun[first][0]
            cost = sum(segments for _, segments in begun[first:last])
            assert cost <= (span + SLACK_S) * rate + 1e-6


def test_the_window_is_what_the_pace_needs_and_a_third_more() -> None:
    window = Window(400.0)
    for _ in range(200):
        window.took(0.05)
    assert window.size in (26, 27)
    window.under_way = window.size
    assert window.room == 0
    assert window.claimable() == 0


@given(rate=st.floats(0.1, 10_000), latencies=st.lists(st.floats(0, 60), max_size=50), under_way=st.integers(0, 200))
def test_the_window_stays_within_its_bounds(rate: float, latencies: list[float], under_way: int) -> None:
    window = Window(rate)
    for seconds in latencies:
        window.took(seconds)
    window.under_way = under_way
    assert LEAST_UNDER_WAY <= window.size <= MOST_UNDER_WAY
    assert 0 <= window.room <= window.size
    assert (window.claimable() > 0) == (window.room > 0)
