"""Zones and near moments are said as people say them."""

from datetime import UTC, datetime, timedelta

from rise_tui.domain.zone_words import soon, zone_words

NOW = datetime(2026, 11, 22, 13, 42, tzinfo=UTC)


def test_a_zone_has_the_name_that_people_use() -> None:
    assert zone_words("America/Los_Angeles") == "Pacific time"
    assert zone_words("America/New_York") == "Eastern time"
    assert zone_words("Europe/San_Marino") == "San Marino time"


def test_a_near_moment_is_said_by_its_day_and_a_far_one_by_its_date() -> None:
    zone = "America/New_York"
    assert soon(NOW + timedelta(hours=3), zone, NOW) == "11:42"
    assert soon(NOW + timedelta(days=2), zone, NOW) == "Tue 8:42"
    assert soon(NOW + timedelta(days=7), zone, NOW) == "Sun 29 Nov 8:42"
    assert soon(NOW - timedelta(days=1), zone, NOW) == "Sat 21 Nov 8:42"
