"""The ladder of statuses, whatever order reports come in."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.delivery import Reason, Status, advance, from_carrier, is_final, rank, reason_of, why, words

CARRIER_WORDS = (
    *("queued", "sending", "sent", "failed", "delivered", "undelivered", "receiving", "received", "accepted"),
    *("scheduled", "read", "partially_delivered", "canceled"),
)
"""The carrier's own enumeration of 13."""
OUTBOUND = [status for status in Status if status is not Status.RECEIVED]
reports = st.lists(st.sampled_from(OUTBOUND), max_size=12)


@given(st.sampled_from(OUTBOUND), reports)
def test_no_report_takes_a_status_down(start: Status, said: list[Status]) -> None:
    """[D15] [fault 13]"""
    status = start
    for report in said:
        after = advance(status, report)
        assert rank(after) >= rank(status)
        status = after


@given(st.permutations(CARRIER_WORDS))
def test_the_carriers_thirteen_statuses_end_at_read_in_any_order(shuffled: list[str]) -> None:
    """[fault 13]"""
    said = [status for word in shuffled if (status := from_carrier(word)) is not None]
    assert len(said) == 13
    assert reduce(advance, said, Status.SENDING) is Status.READ


@given(
    st.permutations(["accepted", "scheduled", "queued", "sending", "sent", "partially_delivered"]),
    st.sampled_from(["delivered", "undelivered", "failed", "canceled"]),
    st.integers(0, 6),
)
def test_with_one_final_report_the_order_does_not_matter(early: list[str], final: str, place: int) -> None:
    said = [*early[:place], final, *early[place:]]
    assert reduce(advance, filter(None, map(from_carrier, said)), Status.SENDING) is from_carrier(final)


@given(reports)
def test_a_report_that_comes_twice_changes_nothing(said: list[Status]) -> None:
    once = reduce(advance, said, Status.QUEUED)
    if rank(once) > 0:
        assert reduce(advance, said, once) is once


def test_a_late_sent_never_undoes_delivered() -> None:
    """[D15]"""
    assert advance(Status.DELIVERED, Status.SENT) is Status.DELIVERED
    assert advance(Status.DELIVERED, Status.QUEUED) is Status.DELIVERED


def test_the_first_final_status_stays() -> None:
    finals = [Status.DELIVERED, Status.UNDELIVERED, Status.FAILED, Status.CANCELLED, Status.EXPIRED]
    for first in finals:
        assert all(advance(first, second) is first for second in finals)
        assert is_final(first)
        assert advance(first, Status.READ) is Status.READ


def test_held_and_queued_alternate_until_the_claim() -> None:
    assert advance(Status.HELD, Status.QUEUED) is Status.QUEUED
    assert advance(Status.QUEUED, Status.HELD) is Status.HELD
    assert advance(Status.SENDING, Status.HELD) is Status.SENDING
    assert advance(Status.UNKNOWN, Status.QUEUED) is Status.UNKNOWN


def test_the_ladder_has_the_agreed_rungs() -> None:
    ladder = [Status.QUEUED, Status.SENDING, Status.UNKNOWN, Status.SENT, Status.DELIVERED, Status.READ]
    assert [rank(status) for status in ladder] == sorted({rank(status) for status in ladder})


def test_an_inbound_text_stays_received_and_an_outbound_one_never_becomes_it() -> None:
    assert all(advance(Status.RECEIVED, status) is Status.RECEIVED for status in Status)
    assert all(advance(status, Status.RECEIVED) is status for status in Status)


@pytest.mark.parametrize("word", ["accepted", "scheduled", "queued", "sending", "sent"])
def test_any_word_of_the_carrier_proves_that_it_has_an_unknown_text(word: str) -> None:
    report = from_carrier(word)
    assert report is not None
    assert advance(Status.UNKNOWN, report) is Status.SENT


def test_a_new_word_of_the_carrier_is_not_guessed_at() -> None:
    assert from_carrier("teleported") is None
    assert from_carrier(" Delivered ") is Status.DELIVERED


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (None, None),
        (0, None),
        (21211, Reason.BAD_NUMBER),
        (21610, Reason.OPTED_OUT),
        (21612, Reason.UNREACHABLE),
        (21614, Reason.LANDLINE),
        (21617, Reason.TOO_LONG),
        (30002, Reason.ACCOUNT),
        (30003, Reason.UNREACHABLE),
        (30005, Reason.BAD_NUMBER),
        (30006, Reason.LANDLINE),
        (30007, Reason.FILTERED),
        (30008, Reason.OTHER),
        (30011, Reason.MEDIA_REFUSED),
        (20003, Reason.ACCOUNT),
        (99999, Reason.OTHER),
    ],
)
def test_an_error_code_has_its_reason(code: int | None, reason: Reason | None) -> None:
    assert reason_of(code) is reason


def test_every_status_and_reason_has_words() -> None:
    assert all(words(status, reason) for status in Status for reason in [None, *Reason])
    assert words(Status.SENT) == "sent, no receipt yet"
    assert words(Status.FAILED, Reason.OPTED_OUT) == "not sent: they said STOP"
    assert len({why(reason) for reason in Reason}) == len(Reason)
