"""The decision at the moment of sending."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.hours import is_quiet
from rise_tui.domain.policy import GO, GRACE, Facts, Go, Hold, Kind, Refuse, WhyNot, decide, is_in_time, last_moment

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
"""Monday 12:00 in New York."""
NIGHT = datetime(2026, 11, 24, 3, tzinfo=UTC)
"""Monday 22:00 in New York."""
MORNING = datetime(2026, 11, 24, 13, tzinfo=UTC)
"""Tuesday 8:00 in New York."""
KINDS: tuple[Kind, ...] = ("one_to_one", "broadcast", "reminder", "automatic")


def _facts(kind: Kind, **changed: object) -> Facts:
    now = changed.get("now", NOON)
    assert isinstance(now, datetime)
    known: dict[str, object] = {
        "client_status": ClientStatus.OPEN,
        "consent": ConsentState.OPTED_IN,
        "now": NOON,
        "accepted_at": now - timedelta(minutes=1),
        "expires_at": now + timedelta(minutes=30),
        "office_zone": "America/New_York",
        "quiet_from": 21 * 60,
        "quiet_to": 8 * 60,
    }
    return Facts(kind=kind, **{**known, **changed})  # type: ignore[arg-type]  # the table above has their types


anything = st.builds(
    Facts,
    kind=st.sampled_from(KINDS),
    client_status=st.sampled_from([None, *ClientStatus]),
    consent=st.sampled_from(ConsentState),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    accepted_at=st.just(NOON),
    expires_at=st.integers(-60, 3000).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    office_zone=st.just("America/New_York"),
    is_number_blocked=st.booleans(),
    has_automatic_hold=st.booleans(),
    event_at=st.one_of(st.none(), st.integers(-60, 3000).map(lambda minutes: NOON + timedelta(minutes=minutes))),
    zone=st.sampled_from([None, "America/Los_Angeles", "Asia/Tokyo"]),
    quiet_from=st.sampled_from([None, 1260]),
    quiet_to=st.sampled_from([None, 480]),
    safe_from=st.sampled_from([None, 600]),
    safe_to=st.sampled_from([None, 720]),
)


@given(anything)
def test_nobody_who_opted_out_is_ever_texted(facts: Facts) -> None:
    if facts.is_number_blocked or facts.consent is ConsentState.OPTED_OUT:
        assert decide(facts) == Refuse(WhyNot.OPTED_OUT)


@given(anything)
def test_what_goes_has_every_right_to(facts: Facts) -> None:
    if not isinstance(decide(facts), Go):
        return
    assert facts.now <= last_moment(facts.kind, facts.expires_at, facts.event_at)
    assert is_in_time(facts.accepted_at, facts.expires_at)
    if facts.kind != "one_to_one":
        assert facts.client_status in (None, ClientStatus.OPEN)
        assert not facts.has_automatic_hold
        local = facts.now.astimezone(ZoneInfo(facts.zone or facts.office_zone))
        minute = local.hour * 60 + local.minute
        assert not is_quiet(minute, facts.quiet_from, facts.quiet_to)
        assert not is_quiet(minute, facts.safe_to, facts.safe_from)
    if facts.kind in ("broadcast", "reminder"):
        assert facts.consent is ConsentState.OPTED_IN


@given(anything)
def test_what_waits_until_a_time_may_go_then(facts: Facts) -> None:
    decision = decide(facts)
    if isinstance(decision, Hold) and decision.until is not None:
        assert decision.until >= facts.now
        then = Facts(**{**{name: getattr(facts, name) for name in Facts.__slots__}, "now": decision.until})
        assert decide(then) == GO


@given(anything)
def test_one_to_one_texts_know_no_hour_and_never_wait(facts: Facts) -> None:
    if facts.kind == "one_to_one":
        assert not isinstance(decide(facts), Hold)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("status", "reason"), [(ClientStatus.PAUSED, WhyNot.PAUSED), (ClientStatus.CLOSED, WhyNot.CLOSED)]
)
def test_who_is_paused_or_closed_gets_only_one_to_one_texts(kind: Kind, status: ClientStatus, reason: WhyNot) -> None:
    assert decide(_facts(kind, client_status=status)) == (GO if kind == "one_to_one" else Refuse(reason))


@pytest.mark.parametrize("kind", KINDS)
def test_without_consent_one_to_one_and_automatic_texts_go_and_the_others_do_not(kind: Kind) -> None:
    refused = kind in ("broadcast", "reminder")
    expected = Refuse(WhyNot.CONSENT_UNKNOWN) if refused else GO
    assert decide(_facts(kind, consent=ConsentState.UNKNOWN)) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_stop_like_text_holds_all_but_one_to_one_until_a_person_decides(kind: Kind) -> None:
    assert decide(_facts(kind, has_automatic_hold=True)) == (GO if kind == "one_to_one" else Hold(None))


@pytest.mark.parametrize("kind", KINDS)
def test_at_night_all_but_one_to_one_wait_until_the_morning(kind: Kind) -> None:
    assert decide(_facts(kind, now=NIGHT)) == (GO if kind == "one_to_one" else Hold(MORNING))


def test_it_is_night_where_the_client_is() -> None:
    assert decide(_facts("broadcast", now=NIGHT, zone="America/Los_Angeles")) == GO
    assert decide(_facts("broadcast", now=NOON, zone="Asia/Tokyo")) == Hold(datetime(2026, 11, 23, 23, tzinfo=UTC))


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_relay_had_in_time_may_leave_for_another_day_and_no_longer(kind: Kind) -> None:
    expires = NOON - GRACE
    in_time = expires - timedelta(seconds=1)
    assert decide(_facts(kind, accepted_at=in_time, expires_at=expires)) == GO
    late = _facts(kind, accepted_at=in_time, expires_at=expires - timedelta(milliseconds=1))
    assert decide(late) == Refuse(WhyNot.EXPIRED)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_relay_had_too_late_never_leaves(kind: Kind) -> None:
    late = _facts(kind, accepted_at=NOON, expires_at=NOON - timedelta(milliseconds=1))
    assert decide(late) == Refuse(WhyNot.EXPIRED)
    assert is_in_time(NOON, NOON)


def test_a_reminder_never_leaves_after_its_event() -> None:
    assert decide(_facts("reminder", event_at=NOON - timedelta(seconds=1))) == Refuse(WhyNot.EXPIRED)
    assert decide(_facts("reminder", event_at=NOON + timedelta(seconds=1))) == GO
    assert decide(_facts("broadcast", event_at=NOON - timedelta(seconds=1))) == GO


def test_a_reminder_for_an_event_in_the_night_is_refused_at_once_and_not_held_past_it() -> None:
    assert decide(_facts("reminder", now=NIGHT, event_at=MORNING - timedelta(hours=1))) == Refuse(WhyNot.EXPIRED)
    assert decide(_facts("reminder", now=NIGHT, event_at=MORNING + timedelta(hours=1))) == Hold(MORNING)


def test_a_number_that_nobody_holds_may_be_answered() -> None:
    assert decide(_facts("one_to_one", client_status=None, consent=ConsentState.UNKNOWN)) == GO
