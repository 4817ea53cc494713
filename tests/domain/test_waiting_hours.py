"""Until when a text waits: nights, holidays, the law's hours and one's own, wherever the reader may be."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.area_codes import area_of
from rise_tui.domain.errors import BadTime
from rise_tui.domain.hours import is_quiet
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.waiting_hours import STATE_HOURS, Hours, WhyHeld, day_began, tomorrow, wait, working_day_later

OFFICE = "America/New_York"
NIGHT = (21 * 60, 8 * 60)


def at(text: str, zone: str = OFFICE, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("e164", "zone", "zones"),
    [
        ("+12155550100", None, ("America/New_York",)),
        ("+13125550100", None, ("America/Chicago",)),
        ("+12155550100", "America/Denver", ("America/Denver",)),
        ("+18505550100", None, ("America/Chicago", "America/New_York")),
        (
            "+15555550100",
            None,
            ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
        ),
        ("+525555550100", None, ("America/New_York",)),
        (None, None, ("America/New_York",)),
    ],
)
def test_where_they_are_is_what_they_said_else_their_area_code_else_the_office(
    e164: str | None, zone: str | None, zones: tuple[str, ...]
) -> None:
    assert Hours(OFFICE, zone=zone, e164=e164).zones == zones


def test_every_area_code_is_known_once_and_in_zones_that_there_are() -> None:
    """A few that everybody knows, and the shape of all: the table was made from a file of 442 codes."""
    codes = {code for code in range(200, 1000) if (area := area_of(f"+1{code}")) is not None and area.zones}
    assert len(codes) == 442
    for code in codes:
        area = area_of(f"+1{code}")
        assert area is not None
        assert all(ZoneInfo(zone).key for zone in area.zones)
    known = {"215": "America/New_York", "808": "Pacific/Honolulu", "602": "America/Phoenix", "907": "America/Anchorage"}
    for code_text, zone in known.items():
        area = area_of(f"+1{code_text}5550100")
        assert area is not None
        assert zone in area.zones
    states = {area.state for code in codes if (area := area_of(f"+1{code}")) is not None}
    assert states == {None, *STATE_HOURS}


@pytest.mark.parametrize(
    ("now", "hours", "until", "why"),
    [
        ("2026-11-23T22:00", Hours(OFFICE, *NIGHT), "2026-11-24T08:00", WhyHeld.QUIET_HOURS),
        # nobody knows in which of two zones: not before it is eight in the western one, nor after nine in the other
        ("2026-11-24T08:30", Hours(OFFICE, *NIGHT, e164="+18505550100"), "2026-11-24T09:00", WhyHeld.QUIET_HOURS),
        ("2026-11-23T21:00", Hours(OFFICE, *NIGHT, e164="+18505550100"), "2026-11-24T09:00", WhyHeld.QUIET_HOURS),
        ("2026-11-24T09:30", Hours(OFFICE, *NIGHT, e164="+15555550100"), "2026-11-24T11:00", WhyHeld.QUIET_HOURS),
        # safe hours within the day
        ("2026-11-23T22:00", Hours(OFFICE, *NIGHT, safe_from=600, safe_to=720), "2026-11-24T10:00", WhyHeld.SAFE_HOURS),
        # a holiday names itself, and the night after it still counts
        (
            "2026-11-25T22:00",
            Hours(OFFICE, *NIGHT, rules=OfficeRules(holidays=("2026-11-26", "2026-11-27"))),
            "2026-11-28T08:00",
            WhyHeld.HOLIDAY,
        ),
        # New Jersey until eight in the evening, Rhode Island other hours at the weekend, Texas from noon on Sunday
        ("2026-11-23T20:00", Hours(OFFICE, *NIGHT, e164="+12015550100"), "2026-11-24T08:00", WhyHeld.QUIET_HOURS),
        ("2026-11-27T18:00", Hours(OFFICE, *NIGHT, e164="+14015550100"), "2026-11-28T10:00", WhyHeld.QUIET_HOURS),
        ("2026-11-29T17:00", Hours(OFFICE, *NIGHT, e164="+14015550100"), "2026-11-30T09:00", WhyHeld.QUIET_HOURS),
        ("2026-11-29T10:00", Hours(OFFICE, *NIGHT, e164="+12145550100"), "2026-11-29T13:00", WhyHeld.QUIET_HOURS),
    ],
)
def test_a_text_waits_for_the_first_minute_that_is_right_everywhere(
    now: str, hours: Hours, until: str, why: WhyHeld
) -> None:
    assert wait(at(now), hours) == (at(until), why)


@pytest.mark.parametrize(
    "hours",
    [
        Hours(OFFICE, *NIGHT, e164="+12015550100", rules=OfficeRules(state_hours=False)),
        Hours(OFFICE, *NIGHT, e164="+12015550100", zone="America/Chicago"),  # not where the number is from
        Hours(OFFICE, e164="+12015550100"),  # an office without quiet hours has none of a state's either
        Hours(OFFICE, *NIGHT, e164="+12155550100"),
    ],
)
def test_a_states_hours_hold_only_where_they_may_be_and_where_the_office_has_quiet_hours(hours: Hours) -> None:
    assert wait(at("2026-11-23T20:30"), hours) is None


def test_where_no_minute_is_allowed_it_waits_until_somebody_changes_the_hours() -> None:
    now = at("2026-11-23T22:00")
    assert wait(now, Hours(OFFICE, *NIGHT, safe_from=22 * 60, safe_to=23 * 60)) == (None, WhyHeld.NO_HOUR)
    with pytest.raises(BadTime):
        wait(now, Hours(OFFICE, *NIGHT, zone="Mars/Olympus"))


def _is_allowed(moment: datetime, hours: Hours) -> bool:
    """The rules as one says them, minute by minute."""
    if moment.astimezone(ZoneInfo(hours.office_zone)).date().isoformat() in hours.rules.holidays:
        return False
    for zone in hours.zones:
        local = moment.astimezone(ZoneInfo(zone))
        minute = local.hour * 60 + local.minute
        if is_quiet(minute, hours.quiet_from, hours.quiet_to) or is_quiet(minute, hours.safe_to, hours.safe_from):
            return False
        if hours.state is not None:
            first, last = STATE_HOURS[hours.state][local.weekday()]
            if not first <= minute < last:
                return False
    return True


@given(
    st.one_of(
        st.datetimes(datetime(2026, 3, 6), datetime(2026, 3, 9)),
        st.datetimes(datetime(2026, 10, 30), datetime(2026, 11, 2)),
        st.datetimes(datetime(2026, 11, 24), datetime(2026, 11, 30)),
    ),
    st.builds(
        Hours,
        office_zone=st.sampled_from([OFFICE, "Australia/Lord_Howe"]),
        quiet_from=st.sampled_from([None, 1260, 1320, 1410]),
        quiet_to=st.sampled_from([480, 150, 90]),
        zone=st.sampled_from([None, "America/Los_Angeles", "Europe/Lisbon", "Asia/Kolkata"]),
        e164=st.sampled_from([None, "+12155550100", "+18505550100", "+12145550100", "+14015550100", "+15555550100"]),
        safe_from=st.sampled_from([None, 540]),
        safe_to=st.sampled_from([None, 1200]),
        rules=st.builds(OfficeRules, holidays=st.sampled_from([(), ("2026-03-08", "2026-11-01", "2026-11-26")])),
    ),
)
def test_what_waits_leaves_in_the_first_minute_that_every_rule_allows(naive: datetime, hours: Hours) -> None:
    """Over both edges of daylight saving, in every zone that they may be in."""
    now = naive.replace(tzinfo=UTC)
    waiting = wait(now, hours)
    if waiting is None:
        assert _is_allowed(now, hours)
        return
    until, _ = waiting
    assert until is not None
    assert not _is_allowed(now, hours)
    assert _is_allowed(until, hours)
    minute = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    step = timedelta(minutes=7) if until - now > timedelta(hours=3) else timedelta(minutes=1)
    while minute < until:
        assert not _is_allowed(minute, hours)
        minute += step


def test_tomorrow_begins_when_it_has_begun_everywhere_and_is_not_at_night() -> None:
    hours = Hours(OFFICE, *NIGHT, e164="+18505550100")
    assert tomorrow(at("2026-11-23T12:00"), hours, hours.zones) == at("2026-11-24T09:00")
    without = Hours(OFFICE, e164="+18505550100")
    assert tomorrow(at("2026-11-23T12:00"), without, without.zones) == at("2026-11-24T01:00")
    assert day_began(at("2026-11-23T00:30"), without.zones) == at("2026-11-22T01:00")


@pytest.mark.parametrize(
    ("wrote", "decided_by"),
    [
        ("2026-11-23T17:00", "2026-11-24T17:00"),  # Monday, Tuesday
        ("2026-11-25T10:00", "2026-11-27T10:00"),  # over a holiday
        ("2026-11-27T16:00", "2026-11-30T16:00"),  # over a weekend
        ("2026-11-28T10:00", "2026-12-01T00:00"),  # on a Saturday: the whole of Monday
        ("2026-10-30T16:00", "2026-11-02T16:00"),  # over the change of clocks
    ],
)
def test_a_working_day_later_is_the_same_hour_on_the_next_day_somebody_is_there(wrote: str, decided_by: str) -> None:
    rules = OfficeRules(holidays=("2026-11-26",))
    assert working_day_later(at(wrote), OFFICE, rules) == at(decided_by)


def test_an_office_that_never_works_is_still_answered() -> None:
    later = working_day_later(at("2026-11-23T17:00"), OFFICE, OfficeRules(working_days=()))
    assert later.astimezone(ZoneInfo(OFFICE)).date() > date(2026, 11, 23)
