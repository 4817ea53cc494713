"""What the app says before a text is sent is what the relay decides when it would leave, from the same facts."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rise_tui.casework import forecasting
from rise_tui.casework.desk import Desk
from rise_tui.casework.outgoing import Outgoing
from rise_tui.domain.clock import FrozenClock, from_ms, to_ms
from rise_tui.domain.marks import marks_of
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.policy import GRACE, Go, Hold, decide_here
from rise_tui.relay.store.weighing import Weighing
from tests.casework.office import a_client, writes

OFFICE = "00000000-0000-7000-8000-0000000000f1"
ZONE = "America/New_York"
MINUTES = st.integers(0, 24 * 60 - 1)
SPAN = st.one_of(st.just((None, None)), st.tuples(MINUTES, MINUTES))
SEQ = count(10)
RULES = st.fixed_dictionaries(
    {
        "state_hours": st.booleans(),
        "answer_minutes": st.sampled_from((0, 30, 120)),
        "holidays": st.sampled_from(((), ("2026-11-26", "2026-12-25"))),
        "is_held": st.sampled_from((False, False, False, True)),
    }
)
URGENT = "I want to end my life"
NIGHT: dict[str, Any] = {"quiet": (21 * 60, 8 * 60), "safe": (None, None), "minutes_ago": None} | {
    "words": "ok",
    "rules": {},
}
LONG_AGO = NIGHT | {"zone": ZONE, "e164": "+12155550142", "minutes_ago": 300}


@given(
    now=st.datetimes(datetime(2026, 11, 20), datetime(2027, 4, 1), timezones=st.just(UTC)),
    quiet=SPAN,
    safe=SPAN,
    zone=st.sampled_from((None, ZONE, "Pacific/Honolulu", "Nowhere/Land")),
    e164=st.sampled_from(("+12155550142", "+13055550142", "+18085550142", "+18005550142")),
    minutes_ago=st.one_of(st.none(), st.integers(0, 300)),
    words=st.sampled_from(("ok", URGENT)),
    rules=RULES,
)
@example(now=datetime(2026, 11, 24, 4, tzinfo=UTC), zone="Nowhere/Land", e164="+12155550142", **NIGHT)
@example(now=datetime(2026, 11, 24, 4, tzinfo=UTC), **LONG_AGO)
@example(now=datetime(2026, 11, 24, 4, tzinfo=UTC), **LONG_AGO | {"words": URGENT})
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_what_is_said_before_a_text_is_sent_is_what_the_relay_decides(
    desk: Desk,
    clock: FrozenClock,
    now: datetime,
    quiet: tuple[int | None, int | None],
    safe: tuple[int | None, int | None],
    zone: str | None,
    e164: str,
    minutes_ago: int | None,
    words: str,
    rules: dict[str, Any],
) -> None:
    clock.at = now
    wrote_at = None if minutes_ago is None else to_ms(now - timedelta(minutes=minutes_ago))
    office = {"zone": ZONE, "quiet_from": quiet[0], "quiet_to": quiet[1]}
    with desk.store.writing() as session:
        desk.store.office.put(session, OFFICE, seq=next(SEQ), name="RISE", rules=rules, **office)
    client_id = a_client(desk, e164=e164, zone=zone, safe_from=safe[0], safe_to=safe[1])
    if wrote_at is not None:
        marks = tuple(map(str, marks_of(words, has_media=False)))
        writes(desk, client_id, next(SEQ), words, at=wrote_at, marks=marks)
    told = forecasting.kept(desk, client_id)

    text = Outgoing("m", "w", client_id, "ok", 0, to_ms(now), kept_until_at=None if told is None else told.until_at)
    row = {
        "kind": "one_to_one",
        "e164": e164,
        "zone": zone,
        "safe_from": safe[0],
        "safe_to": safe[1],
        "client_id": client_id,
        "client_status": "open",
        "status_until_at": None,
        "accepted_at": text.now,
        "expires_at": text.expires_at,
        "not_sent_by_at": text.expires_at + round(GRACE.total_seconds() * 1000),
        "event_at": None,
        "hold_message_id": None,
        "wrote_at": wrote_at,
        "is_to_urgent": int(wrote_at is not None and words == URGENT),
        "now_because": None,
        "automatic": None,
        "segments": 1,
    }
    weighing = Weighing(text.now, office, OfficeRules.of(rules), {}, {})  # type: ignore[arg-type]  # a row by its names
    decided = decide_here(weighing.facts(row))  # type: ignore[arg-type]  # the same

    if told is None:
        assert isinstance(decided, Go)
    else:
        assert decided == Hold(None if told.until_at is None else from_ms(told.until_at), told.why)
