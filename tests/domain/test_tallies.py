"""A broadcast is counted in the words of people; every text is in exactly one state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.tallies import (
    HERE,
    Phase,
    Standing,
    in_about,
    may_retry,
    phase_of,
    shares,
    short_why,
    standing_of,
    standing_words,
    statuses_of,
    tally_of,
)

OURS = [HERE, *(status.value for status in Status if status is not Status.RECEIVED)]
COUNTS = st.lists(
    st.tuples(st.sampled_from(OURS), st.sampled_from([None, *(reason.value for reason in Reason)]), st.integers(0, 9)),
    max_size=12,
)


def test_every_status_of_ours_is_called_something() -> None:
    assert {status for standing in Standing for status in statuses_of(standing)} == set(OURS)
    assert standing_of("made up by a newer relay") is Standing.WAITING
    assert len({standing_words(standing) for standing in Standing}) == len(Standing)
    assert len({short_why(reason) for reason in Reason}) == len(Reason)


@given(COUNTS)
def test_everybody_is_counted_once(counts: list[tuple[str, str | None, int]]) -> None:
    tally = tally_of(counts)
    assert tally.people == sum(count for _, _, count in counts)
    assert tally.people == sum(tally.of(standing) for standing in Standing)
    assert tally.people == tally.to_come + tally.left + tally.of(Standing.DROPPED) + tally.of(Standing.LATE)
    for standing in Standing:
        assert sum(count for _, count in tally.reasons(standing)) == tally.of(standing)
    assert tally.may_retry <= tally.of(Standing.FAILED)


def test_only_what_failed_for_a_reason_that_may_be_gone_is_tried_again() -> None:
    hopeful = {reason for reason in Reason if may_retry(Status.FAILED, reason)}
    assert hopeful == {Reason.UNREACHABLE, Reason.ACCOUNT, Reason.OTHER}
    assert may_retry(Status.UNDELIVERED, None)
    assert not may_retry(Status.EXPIRED, Reason.OTHER)
    assert not may_retry(Status.SENT, Reason.UNREACHABLE)


def test_the_most_frequent_reason_comes_first() -> None:
    tally = tally_of([("failed", "landline", 1), ("undelivered", "unreachable", 2), ("failed", "from tomorrow", 1)])
    assert tally.reasons(Standing.FAILED) == ((Reason.UNREACHABLE, 2), (None, 1), (Reason.LANDLINE, 1))


@pytest.mark.parametrize(
    ("state", "counts", "is_paused", "not_before_at", "phase"),
    [
        ("here", [("here", None, 3)], False, None, Phase.HERE),
        ("refused", [], False, None, Phase.REFUSED),
        ("accepted", [("queued", None, 2)], False, None, Phase.GOING),
        ("accepted", [("queued", None, 2)], True, None, Phase.PAUSED),
        ("accepted", [("held", None, 2)], False, 2000, Phase.SCHEDULED),
        ("accepted", [("held", None, 2)], True, 2000, Phase.PAUSED),
        ("accepted", [("held", None, 2)], False, 500, Phase.HELD),
        ("accepted", [("held", None, 2), ("queued", None, 1)], False, None, Phase.GOING),
        ("accepted", [("delivered", None, 2), ("unknown", None, 1)], False, None, Phase.DONE),
        ("accepted", [("delivered", None, 2)], True, None, Phase.DONE),
        ("cancelled", [("delivered", None, 2), ("cancelled", None, 1)], False, None, Phase.DROPPED),
        ("cancelled", [("queued", None, 1)], False, None, Phase.GOING),
    ],
)
def test_how_far_it_is(
    state: str, counts: list[tuple[str, str | None, int]], is_paused: bool, not_before_at: int | None, phase: Phase
) -> None:
    found = phase_of(state, tally_of(counts), is_paused=is_paused, not_before_at=not_before_at, now=1000)
    assert found is phase


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 s"),
        (20.2, "20 s"),
        (80, "1 min 20 s"),
        (121, "2 min"),
        (840, "14 min"),
        (7500, "2 h 5 min"),
        (7200, "2 h"),
    ],
)
def test_how_long_it_takes_is_said_in_two_words(seconds: float, words: str) -> None:
    assert in_about(seconds) == words


@given(st.lists(st.integers(0, 20_000), min_size=1, max_size=8), st.integers(8, 120))
def test_a_bar_is_full_and_nobody_in_it_is_invisible(counts: list[int], cells: int) -> None:
    given_to = shares(counts, cells)
    assert sum(given_to) == (cells if sum(counts) else 0)
    assert all((share > 0) == (count > 0) for share, count in zip(given_to, counts, strict=True))
    order = sorted(zip(counts, given_to, strict=True))
    assert [share for _, share in order] == sorted(given_to)
