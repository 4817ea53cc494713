"""Time, inside, in SQL and on the wire."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.clock import (
    FrozenClock,
    SystemClock,
    from_ms,
    from_wire,
    local_to_utc,
    now_ms,
    to_ms,
    to_wire,
    zone,
)
from rise_tui.domain.errors import BadTime

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
moments = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))


@given(moments)
def test_a_time_survives_sql_and_the_wire_to_the_millisecond(at: datetime) -> None:
    ms = to_ms(at)
    assert from_ms(ms) == at.replace(microsecond=at.microsecond // 1000 * 1000)
    assert from_wire(to_wire(ms)) == ms
    assert to_wire(ms).endswith("Z")


def test_a_time_without_a_zone_is_no_time() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_ms(datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="zone"):
        from_wire("2026-01-01T00:00:00")


@given(moments.filter(lambda at: at.year < 2030), st.sampled_from(["America/New_York", "Australia/Lord_Howe", "UTC"]))
def test_a_wall_clock_time_that_exists_is_that_time(at: datetime, name: str) -> None:
    wall = at.astimezone(zone(name)).replace(tzinfo=None)
    again = local_to_utc(wall, name)
    assert again.astimezone(zone(name)).replace(tzinfo=None, fold=0) == wall.replace(fold=0)
    assert again <= at


def test_an_hour_that_the_clocks_leave_out_is_an_error_and_a_doubled_one_is_the_first() -> None:
    with pytest.raises(BadTime):
        local_to_utc(datetime(2026, 3, 8, 2, 30), "America/New_York")
    assert local_to_utc(datetime(2026, 11, 1, 1, 30), "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "Philadelphia", "../../etc/passwd", "America/", "\0"])
def test_what_is_no_zone_is_an_error_with_a_next_step(name: str) -> None:
    with pytest.raises(BadTime) as refused:
        zone(name)
    assert refused.value.next_step


async def test_a_frozen_clock_goes_only_when_told() -> None:
    clock = FrozenClock(NOON)
    assert clock.now() == NOON
    await clock.sleep(2.5)
    assert clock.now() == NOON + timedelta(seconds=2.5)
    assert clock.monotonic() == 2.5
    assert now_ms(clock) == to_ms(NOON) + 2500


def test_a_wrong_clock_is_wrong_by_its_offset_and_its_seconds_still_go_forward() -> None:
    wrong = SystemClock(offset=600)
    before = SystemClock().now()
    assert before + timedelta(seconds=600) <= wrong.now() <= SystemClock().now() + timedelta(seconds=600)
    assert wrong.monotonic() <= wrong.monotonic()
