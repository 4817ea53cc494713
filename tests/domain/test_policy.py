"""The decision at the moment of sending."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.consent import ConsentState
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.policy import (
    GO,
    GRACE,
    Decision,
    Facts,
    Go,
    Hold,
    Kind,
    NowBecause,
    Refuse,
    WhyHeld,
    WhyNot,
    WhyNow,
    decide,
    forecast,
    is_answer,
    is_in_time,
    last_moment,
)
from rise_tui.domain.waiting_hours import Hours, wait

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
"""Monday 12:00 in New York."""
NIGHT = datetime(2026, 11, 24, 3, tzinfo=UTC)
"""Monday 22:00 in New York."""
MORNING = datetime(2026, 11, 24, 13, tzinfo=UTC)
"""Tuesday 8:00 in New York."""
KINDS: tuple[Kind, ...] = ("one_to_one", "broadcast", "reminder", "automatic", "answer")
BULK: tuple[Kind, ...] = ("broadcast", "reminder", "automatic")
OFFICE = Hours("America/New_York", 21 * 60, 8 * 60)


def _facts(kind: Kind, *, rules: OfficeRules | None = None, zone: str | None = None, **changed: object) -> Facts:
    now = changed.pop("now", NOON)
    assert isinstance(now, datetime)
    facts = Facts(
        kind=kind,
        now=now,
        hours=replace(OFFICE, rules=rules or OfficeRules(), zone=zone),
        accepted_at=now - timedelta(minutes=1),
        expires_at=now + timedelta(minutes=30),
    )
    return replace(facts, **changed)  # type: ignore[arg-type]  # the test's own words, checked by running


_NEAR = st.one_of(st.none(), st.integers(-3000, 3000).map(lambda minutes: NOON + timedelta(minutes=minutes)))
anything = st.builds(
    Facts,
    kind=st.sampled_from(KINDS),
    client_status=st.sampled_from([None, *ClientStatus]),
    consent=st.sampled_from(ConsentState),
    now=st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 28)).map(lambda at: at.replace(tzinfo=UTC)),
    accepted_at=st.just(NOON),
    expires_at=st.one_of(st.none(), st.integers(-60, 3000).map(lambda minutes: NOON + timedelta(minutes=minutes))),
    is_number_blocked=st.booleans(),
    has_automatic_hold=st.booleans(),
    event_at=_NEAR,
    wrote_at=_NEAR,
    is_to_urgent=st.booleans(),
    now_because=st.sampled_from([None, None, None, *NowBecause]),
    got_today=st.integers(0, 5),
    is_duplicate=st.booleans(),
    is_day_full=st.booleans(),
    hours=st.builds(
        Hours,
        office_zone=st.just("America/New_York"),
        zone=st.sampled_from([None, "America/Los_Angeles", "Asia/Tokyo"]),
        e164=st.sampled_from([None, "+12155550100", "+19075550100", "+15555550100", "+14015550100", "+525555550100"]),
        quiet_from=st.sampled_from([None, 1260]),
        quiet_to=st.sampled_from([None, 480]),
        safe_from=st.sampled_from([None, 600]),
        safe_to=st.sampled_from([None, 720]),
        rules=st.builds(
            OfficeRules,
            holidays=st.sampled_from([(), ("2026-11-26",), ("2026-11-23", "2026-11-24")]),
            is_held=st.sampled_from([False, False, True]),
        ),
    ),
)


@given(anything)
def test_nobody_who_opted_out_is_ever_texted(facts: Facts) -> None:
    if facts.is_number_blocked or facts.consent is ConsentState.OPTED_OUT:
        assert decide(facts) == Refuse(WhyNot.OPTED_OUT)


@given(anything)
def test_what_goes_has_every_right_to(facts: Facts) -> None:
    if not isinstance(decide(facts), Go):
        return
    assert not facts.rules.is_held
    if facts.expires_at is not None:
        assert facts.now <= last_moment(facts.kind, facts.expires_at, facts.event_at, facts.hours)
        assert is_in_time(facts.accepted_at or facts.now, facts.expires_at)
    assert is_answer(facts) or wait(facts.now, facts.hours) is None
    if facts.kind != "one_to_one":
        assert facts.client_status in (None, ClientStatus.OPEN)
        assert not facts.has_automatic_hold
        assert facts.kind == "answer" or not facts.is_duplicate
        assert is_answer(facts) or not facts.is_day_full
        assert is_answer(facts) or facts.got_today < facts.rules.daily_ceiling
    if facts.kind in ("broadcast", "reminder"):
        assert facts.consent is ConsentState.OPTED_IN


@given(anything)
def test_what_waits_until_a_time_may_go_then(facts: Facts) -> None:
    """Unless the reason is a count, which a new day begins again."""
    decision = decide(facts)
    if not isinstance(decision, Hold):
        return
    if decision.until is None:
        assert decision.why in (WhyHeld.OFFICE_HOLD, WhyHeld.STOP_LIKE, WhyHeld.PAUSED)
        return
    assert decision.until >= facts.now
    if decision.until < facts.now + timedelta(days=300):
        then = replace(facts, now=decision.until, got_today=0, is_day_full=False)
        assert isinstance(decide(then), Go)


@given(anything)
def test_a_forecast_is_the_decision_about_a_text_that_comes_now(facts: Facts) -> None:
    assert forecast(facts) == decide(replace(facts, accepted_at=facts.now))


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_closed_gets_only_one_to_one_texts_and_for_who_is_paused_the_rest_waits(kind: Kind) -> None:
    is_ones_own = kind == "one_to_one"
    closed, paused = (decide(_facts(kind, client_status=each)) for each in (ClientStatus.CLOSED, ClientStatus.PAUSED))
    assert closed == (GO if is_ones_own else Refuse(WhyNot.CLOSED))
    assert paused == (GO if is_ones_own else Hold(None, WhyHeld.PAUSED))


@pytest.mark.parametrize("kind", KINDS)
def test_without_consent_one_to_one_and_automatic_texts_go_and_the_others_do_not(kind: Kind) -> None:
    refused = kind in ("broadcast", "reminder")
    expected = Refuse(WhyNot.CONSENT_UNKNOWN) if refused else GO
    assert decide(_facts(kind, consent=ConsentState.UNKNOWN)) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_stop_like_text_holds_all_but_one_to_one_until_a_person_decides(kind: Kind) -> None:
    expected = GO if kind == "one_to_one" else Hold(None, WhyHeld.STOP_LIKE)
    assert decide(_facts(kind, has_automatic_hold=True)) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_while_the_office_holds_everything_even_an_answer_waits(kind: Kind) -> None:
    rules = OfficeRules(is_held=True)
    assert decide(_facts(kind, rules=rules, wrote_at=NOON, now_because=NowBecause.URGENT)) == Hold(
        None, WhyHeld.OFFICE_HOLD
    )


@pytest.mark.parametrize("kind", KINDS)
def test_at_night_everything_waits_until_the_morning_but_an_answer(kind: Kind) -> None:
    held = Hold(MORNING, WhyHeld.QUIET_HOURS)
    assert decide(_facts(kind, now=NIGHT)) == (GO if kind == "answer" else held)
    recent = _facts(kind, now=NIGHT, wrote_at=NIGHT - timedelta(hours=2))
    lately = Go(WhyNow.WROTE_LATELY)
    assert decide(recent) == {"one_to_one": lately, "answer": GO}.get(kind, held)
    assert decide(replace(recent, now=NOON, wrote_at=NOON)) == GO, "by day nothing is an exception"


def test_two_hours_after_they_wrote_a_text_is_an_answer_no_longer_unless_theirs_was_urgent() -> None:
    late = _facts("one_to_one", now=NIGHT, wrote_at=NIGHT - timedelta(hours=2, seconds=1))
    assert decide(late) == Hold(MORNING, WhyHeld.QUIET_HOURS)
    assert decide(replace(late, is_to_urgent=True)) == Go(WhyNow.TO_URGENT)
    longer = replace(late, hours=replace(late.hours, rules=OfficeRules(answer_minutes=180)))
    assert decide(longer) == Go(WhyNow.WROTE_LATELY)


@pytest.mark.parametrize("because", NowBecause)
def test_a_person_may_let_their_text_go_at_night_but_not_to_who_said_stop(because: NowBecause) -> None:
    text = _facts("one_to_one", now=NIGHT, now_because=because)
    assert decide(text) == decide(replace(text, is_to_urgent=True)) == GO
    assert decide(replace(text, consent=ConsentState.OPTED_OUT)) == Refuse(WhyNot.OPTED_OUT)


def _tuesday(hour: int) -> datetime:
    return datetime(2026, 11, 24, hour + 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"got_today": 3}, GO),
        ({"got_today": 4}, Hold(_tuesday(8), WhyHeld.CEILING)),
        ({"got_today": 4, "now_because": NowBecause.OTHER}, GO),
        ({"got_today": 99, "rules": OfficeRules(daily_ceiling=0)}, GO),
        ({"is_day_full": True}, Hold(_tuesday(8), WhyHeld.CARRIER_LIMIT)),
        ({"is_duplicate": True}, Refuse(WhyNot.DUPLICATE)),
        ({"rules": OfficeRules(holidays=("2026-11-23",))}, Hold(_tuesday(8), WhyHeld.HOLIDAY)),
    ],
)
def test_ceiling_limit_duplicates_and_holidays_concern_what_is_not_one_to_one(
    facts: dict[str, object], expected: Decision
) -> None:
    for kind in BULK:
        assert decide(_facts(kind, **facts)) == expected  # type: ignore[arg-type]  # as above
    assert decide(_facts("answer", **facts)) == GO  # type: ignore[arg-type]  # as above
    is_holiday = isinstance(expected, Hold) and expected.why is WhyHeld.HOLIDAY
    assert decide(_facts("one_to_one", **facts)) == (expected if is_holiday else GO)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_relay_had_in_time_may_leave_for_another_day_and_no_longer(kind: Kind) -> None:
    expires = NOON - GRACE
    in_time = expires - timedelta(seconds=1)
    assert decide(_facts(kind, accepted_at=in_time, expires_at=expires)) == GO
    late = _facts(kind, accepted_at=in_time, expires_at=expires - timedelta(milliseconds=1))
    assert decide(late) == Refuse(WhyNot.EXPIRED)


def test_what_waits_for_a_holiday_may_leave_on_the_day_after_it() -> None:
    """Wednesday evening before two of them: Saturday morning."""
    evening = datetime(2026, 11, 26, 3, tzinfo=UTC)
    rules = OfficeRules(holidays=("2026-11-26", "2026-11-27"))
    for kind in ("one_to_one", "broadcast"):
        text = _facts(kind, now=evening, rules=rules)
        saturday = datetime(2026, 11, 28, 13, tzinfo=UTC)
        assert decide(text) == Hold(saturday, WhyHeld.HOLIDAY)
        assert decide(replace(text, now=saturday)) == GO
        assert decide(replace(text, now=saturday + timedelta(days=1))) == Refuse(WhyNot.EXPIRED)


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
    held = Hold(MORNING, WhyHeld.QUIET_HOURS)
    assert decide(_facts("reminder", now=NIGHT, event_at=MORNING + timedelta(hours=1))) == held


def test_a_number_that_nobody_holds_may_be_answered() -> None:
    assert decide(_facts("one_to_one", client_status=None, consent=ConsentState.UNKNOWN)) == GO
