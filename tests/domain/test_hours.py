"""Quiet hours, ages, snoozes, and times as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.ages import age
from rise_tui.domain.errors import BadTime
from rise_tui.domain.hours import echo, is_quiet, next_allowed, next_safe, snooze, when

HERE = "America/New_York"
ZONE = ZoneInfo(HERE)
SUNDAY = datetime(2026, 11, 22, 15, 50, tzinfo=UTC)
"""Sunday 22 Nov 2026, 10:50 in New York."""


def _local(year: int, month: int, day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, fold=fold, tzinfo=ZONE).astimezone(UTC)


def test_by_day_a_text_may_leave_and_at_night_it_waits_for_the_morning() -> None:
    assert next_allowed(_local(2026, 11, 22, 12), HERE, 21 * 60, 8 * 60) is None
    assert next_allowed(_local(2026, 11, 22, 8), HERE, 21 * 60, 8 * 60) is None
    assert next_allowed(_local(2026, 11, 22, 21), HERE, 21 * 60, 8 * 60) == _local(2026, 11, 23, 8)
    assert next_allowed(_local(2026, 11, 22, 7, 59), HERE, 21 * 60, 8 * 60) == _local(2026, 11, 22, 8)
    assert next_allowed(_local(2026, 11, 22, 12), "Asia/Tokyo", 21 * 60, 8 * 60) is not None


def test_the_night_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    spring = _local(2026, 3, 7, 22)
    until = next_allowed(spring, HERE, 21 * 60, 8 * 60)
    assert until == _local(2026, 3, 8, 8)
    assert until - spring == timedelta(hours=9)
    autumn = _local(2026, 10, 31, 22)
    until = next_allowed(autumn, HERE, 21 * 60, 8 * 60)
    assert until == _local(2026, 11, 1, 8)
    assert until - autumn == timedelta(hours=11)


def test_quiet_hours_that_end_in_the_missing_hour_end_as_the_clocks_go_forward() -> None:
    assert next_allowed(_local(2026, 3, 8, 1), HERE, 21 * 60, 2 * 60 + 30) == _local(2026, 3, 8, 3)


def test_quiet_hours_that_end_in_the_doubled_hour_end_the_first_time_and_then_hold_again() -> None:
    assert next_allowed(_local(2026, 11, 1, 0), HERE, 21 * 60, 90) == _local(2026, 11, 1, 1, 30, fold=0)
    assert next_allowed(_local(2026, 11, 1, 1, 10, fold=1), HERE, 21 * 60, 90) == _local(2026, 11, 1, 1, 30, fold=1)


@given(
    st.one_of(
        st.datetimes(datetime(2026, 3, 7), datetime(2026, 3, 9)),
        st.datetimes(datetime(2026, 10, 31), datetime(2026, 11, 2)),
        st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    ),
    st.sampled_from([HERE, "America/Los_Angeles", "Europe/Lisbon", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
    st.integers(17 * 60, 23 * 60 + 59),
    st.integers(0, 12 * 60),
)
def test_what_waits_leaves_in_the_first_minute_that_is_not_quiet(
    naive: datetime, zone: str, quiet_from: int, quiet_to: int
) -> None:
    now = naive.replace(tzinfo=UTC)
    where = ZoneInfo(zone)

    def quiet(at: datetime) -> bool:
        local = at.astimezone(where)
        return is_quiet(local.hour * 60 + local.minute, quiet_from, quiet_to)

    until = next_allowed(now, zone, quiet_from, quiet_to)
    if until is None:
        assert not quiet(now)
        return
    assert quiet(now)
    minute = now.replace(second=0, microsecond=0)
    while quiet(minute):
        minute += timedelta(minutes=1)
    assert until == minute


@pytest.mark.parametrize(("quiet_from", "quiet_to"), [(None, None), (None, 480), (1260, None), (600, 600)])
def test_without_quiet_hours_nothing_waits(quiet_from: int | None, quiet_to: int | None) -> None:
    assert next_allowed(SUNDAY, HERE, quiet_from, quiet_to) is None


def test_quiet_hours_within_a_day_work_too() -> None:
    assert next_allowed(_local(2026, 11, 22, 13), HERE, 12 * 60, 14 * 60) == _local(2026, 11, 22, 14)
    assert next_allowed(_local(2026, 11, 22, 11), HERE, 12 * 60, 14 * 60) is None


def test_a_zone_that_is_none_is_an_error_with_a_next_step() -> None:
    with pytest.raises(BadTime):
        next_allowed(SUNDAY, "Mars/Olympus", 0, 1)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        *((-60, "now"), (0, "now"), (59, "now"), (60, "1 m"), (3599, "59 m"), (3600, "1 h"), (22 * 3600, "22 h")),
        *((86_399, "23 h"), (86_400, "1 d"), (2 * 86_400 + 5, "2 d"), (99 * 86_400, "99 d"), (400 * 86_400, "57 w")),
    ],
)
def test_an_age_is_one_short_word(seconds: int, shown: str) -> None:
    assert age(1_000_000, 1_000_000 + seconds * 1000) == shown


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tomorrow 9", "Mon 23 Nov 9:00"),
        ("tomorrow at 9", "Mon 23 Nov 9:00"),
        ("Tomorrow", "Mon 23 Nov 9:00"),
        ("tmrw 9:30 pm", "Mon 23 Nov 21:30"),
        ("today 3pm", "Sun 22 Nov 15:00"),
        ("tonight 7 p.m.", "Sun 22 Nov 19:00"),
        ("9pm", "Sun 22 Nov 21:00"),
        ("at 9pm", "Sun 22 Nov 21:00"),
        ("mon at 14:00", "Mon 23 Nov 14:00"),
        ("9", "Mon 23 Nov 9:00"),
        ("14:00", "Sun 22 Nov 14:00"),
        ("noon", "Sun 22 Nov 12:00"),
        ("12am", "Mon 23 Nov 0:00"),
        ("12pm", "Sun 22 Nov 12:00"),
        ("mon 9:30", "Mon 23 Nov 9:30"),
        ("Monday", "Mon 23 Nov 9:00"),
        ("on fri 10am", "Fri 27 Nov 10:00"),
        ("sun 11", "Sun 22 Nov 11:00"),
        ("sun 10", "Sun 29 Nov 10:00"),
        ("sunday", "Sun 29 Nov 9:00"),
        ("24 nov 14:00", "Tue 24 Nov 14:00"),
        ("nov 24, 2pm", "Tue 24 Nov 14:00"),
        ("24th november 14:00", "Tue 24 Nov 14:00"),
        ("5 jan 9:00", "Tue 5 Jan 2027 9:00"),
        ("nov 5 2027 8:15", "Fri 5 Nov 2027 8:15"),
        ("11/24 8am", "Tue 24 Nov 8:00"),
        ("11/24/2026 8am", "Tue 24 Nov 8:00"),
        ("2026-11-24 16:45", "Tue 24 Nov 16:45"),
        ("2026-12-01", "Tue 1 Dec 9:00"),
        ("tomorrow 03:30", "Mon 23 Nov 3:30"),
        ("in 2 h", "Sun 22 Nov 12:50"),
        ("2h", "Sun 22 Nov 12:50"),
        ("in 90 min", "Sun 22 Nov 12:20"),
        ("in 3 days", "Wed 25 Nov 10:50"),
        ("1 week", "Sun 29 Nov 10:50"),
    ],
)
def test_a_typed_time_is_echoed_as_the_time_it_means(typed: str, expected: str) -> None:
    assert echo(when(typed, SUNDAY, HERE), HERE, SUNDAY) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *("", "soon", "later today", "tomorrow morning", "mon 9:30 or so", "tomorrow 25:00", "9:75", "14pm", "0am"),
        *("tomorrow 3", "4", "mon 2:30", "today", "tonight", "today 9", "22 nov 9", "20 nov 9:00", "30 feb 9:00"),
        *("1 jan 2029 9:00", "2026-13-01", "2020-01-01 9:00", "in 2", "in h", "in 0 min", "99/99", "ma 9:00"),
        *(
            "tomorrow tomorrow",
            "9 9",
            "mon tue 9:00",
            "in 900 days",
            "the 24th",
            "24 foo 9:00",
            "9999-12-31 9pm",
            "in 9",
        ),
    ],
)
def test_what_is_not_wholly_understood_is_refused(typed: str) -> None:
    with pytest.raises(BadTime) as refused:
        when(typed, SUNDAY, HERE)
    assert refused.value.next_step


def test_a_bare_hour_of_the_afternoon_is_asked_about() -> None:
    with pytest.raises(BadTime, match="morning or afternoon"):
        when("tomorrow 3", SUNDAY, HERE)


def test_a_time_that_the_spring_change_leaves_out_is_refused_and_a_doubled_one_is_the_first() -> None:
    with pytest.raises(BadTime):
        when("mar 8 02:30", _local(2026, 3, 7, 12), HERE)
    assert when("nov 1 01:30", _local(2026, 10, 31, 12), HERE) == _local(2026, 11, 1, 1, 30, fold=0)


def test_a_day_later_is_the_same_time_on_the_clock_and_hours_are_hours() -> None:
    before = _local(2026, 3, 7, 12)
    assert when("in 1 day", before, HERE) == _local(2026, 3, 8, 12)
    assert when("in 24 h", before, HERE) == _local(2026, 3, 8, 13)


@given(st.text(max_size=30))
def test_any_text_is_a_time_ahead_or_refused(typed: str) -> None:
    try:
        at = when(typed, SUNDAY, HERE)
    except BadTime:
        return
    assert SUNDAY < at <= SUNDAY + timedelta(days=366)


@given(st.integers(1, 365 * 24 * 60))
def test_an_echo_can_be_typed_again(minutes: int) -> None:
    at = SUNDAY + timedelta(minutes=minutes)
    shown = echo(at, HERE, SUNDAY)
    _, _, typed = shown.partition(" ")
    day, _, clock = typed.rpartition(" ")
    assert echo(when(f"{day} {clock.zfill(5)}", SUNDAY, HERE), HERE, SUNDAY) == shown


def test_a_snooze_ends_in_two_hours_tomorrow_or_on_monday() -> None:
    assert snooze(1, SUNDAY, HERE) == SUNDAY + timedelta(hours=2)
    assert snooze(2, SUNDAY, HERE) == _local(2026, 11, 23, 9)
    assert snooze(3, SUNDAY, HERE) == _local(2026, 11, 23, 9)
    monday = SUNDAY + timedelta(days=1)
    assert snooze(3, monday, HERE) == _local(2026, 11, 30, 9)
    assert snooze(2, _local(2026, 3, 7, 9), HERE) - _local(2026, 3, 7, 9) == timedelta(hours=23)
    with pytest.raises(BadTime):
        snooze(4, SUNDAY, HERE)


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 1439))
def test_the_next_safe_minute_is_neither_quiet_nor_outside_their_own_hours(
    minute: int, quiet_from: int, quiet_to: int, safe_from: int, safe_to: int
) -> None:
    now = datetime(2026, 6, 1, minute // 60, minute % 60, tzinfo=UTC)
    at = next_safe(now, "UTC", (quiet_from, quiet_to), (safe_from, safe_to))

    def may_leave(each: datetime) -> bool:
        here = each.hour * 60 + each.minute
        return not is_quiet(here, quiet_from, quiet_to) and not is_quiet(here, safe_to, safe_from)

    minutes = [now + timedelta(minutes=step) for step in range(24 * 60 + 1)]
    expected = next((each for each in minutes if may_leave(each)), None)
    if expected is None:
        assert at is not None
        assert at - now > timedelta(days=300)
    else:
        assert (at or now) == expected
