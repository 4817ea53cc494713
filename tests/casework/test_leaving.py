"""What stands around a draft: why it is closed and what is still possible, when it leaves, what a time means there."""

from datetime import UTC, datetime

import pytest

from rise_tui.casework import leaving, scheduling
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.errors import BadTime
from rise_tui.store.store import Store
from tests.casework.office import OFFICE_ID, PHONE, a_client, a_desk, says

NIGHT = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
"""22:30 in New York, 19:30 in Los Angeles."""


@pytest.fixture
def desk(store: Store) -> Desk:
    """Dana's desk, late."""
    return a_desk(store, at=to_ms(NIGHT))


def test_a_text_at_night_leaves_now_and_that_is_said(desk: Desk) -> None:
    near = a_client(desk)
    far = a_client(desk, "Ana Ruiz", "+12155550143", zone="America/Los_Angeles")
    assert (leaving.standing(desk, near).leaves, leaving.standing(desk, near).is_night) == (
        "leaves now: it is 22:30 there",
        True,
    )
    assert (leaving.standing(desk, far).leaves, leaving.standing(desk, far).is_night) == ("leaves now", False)


def test_the_offices_quiet_hours_and_ones_own_safe_hours_come_before_the_night(desk: Desk) -> None:
    marcus = a_client(desk)
    own = a_client(desk, "Ana Ruiz", "+12155550143", safe_from=22 * 60, safe_to=23 * 60)
    with desk.store.writing() as session:
        desk.store.office.put(
            session, OFFICE_ID, seq=1, name="RISE", zone="America/New_York", quiet_from=23 * 60, quiet_to=6 * 60
        )
    assert not leaving.standing(desk, marcus).is_night
    assert not leaving.standing(desk, own).is_night
    hours = leaving.hours_of(desk, own)
    assert (hours.quiet_from, hours.quiet_to) == (23 * 60, 22 * 60)


def test_a_zone_that_nobody_knows_is_the_offices(desk: Desk) -> None:
    assert leaving.hours_of(desk, a_client(desk, zone="Mars/Olympus")).zone == "America/New_York"


def test_who_said_stop_can_still_be_called(desk: Desk) -> None:
    marcus = a_client(desk)
    assert leaving.standing(desk, marcus).closed == ""
    says(desk, marcus, PHONE, "opted_out", 7)
    standing = leaving.standing(desk, marcus)
    closed = standing.closed
    assert standing.leaves == "does not leave", "what was half written before stays, and does not say that it goes"
    assert "Marcus Bell said STOP" in closed
    assert "(215) 555-0142" in closed
    assert "START" in closed


def test_somebody_without_a_number_needs_one_first(desk: Desk) -> None:
    assert "no number" in leaving.standing(desk, a_client(desk, e164=None)).closed


def test_a_typed_time_is_told_as_a_day_and_an_hour_and_by_their_clock(desk: Desk) -> None:
    far = a_client(desk, "Ana Ruiz", "+12155550143", zone="America/Los_Angeles")
    found = scheduling.scheduled(desk, "tomorrow 9", far)
    assert found.words == "Tue 24 Nov 9:00"
    assert from_ms(found.at) == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert found.note == "6:00 there: it is night there"
    assert scheduling.scheduled(desk, "tomorrow 9", a_client(desk)).note == ""
    assert scheduling.scheduled(desk, "tomorrow 9").note == ""
    with pytest.raises(BadTime):
        scheduling.scheduled(desk, "tomorrow-ish", far)
