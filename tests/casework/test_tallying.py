"""How a broadcast stands is told in the words of people, from a handful of statements whatever its size."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from rise_tui.casework import broadcasting, gathering, previewing, recipients, replies, steering, tallying
from rise_tui.casework.audience import Audience
from rise_tui.casework.desk import Desk
from rise_tui.domain.broadcasts import LeftOut, in_english
from rise_tui.domain.clock import FrozenClock, to_ms, zone
from rise_tui.domain.errors import NotFound
from rise_tui.domain.ids import BroadcastId
from rise_tui.domain.tallies import Phase, Standing
from rise_tui.store.engine import sql
from tests.casework.group_text import GroupText, on_the_relay
from tests.casework.office import a_client, accepted, in_group, refused, says

NAMES = ("Marcus Bell", "Ana Ruiz", "Luis Ortega", "Denise Walker", "Jamal Pierce", "Keisha Monroe")


def people(desk: Desk, count: int = len(NAMES)) -> list[str]:
    """So many clients who may be texted."""
    found = []
    for place in range(count):
        number = f"+12155550{100 + place}"
        client_id = a_client(desk, NAMES[place % len(NAMES)], number)
        says(desk, client_id, number, "opted_in", 2)
        found.append(client_id)
    return found


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The desk, with the office's pace, price and quiet hours (21:00 to 8:00)."""
    with desk.store.writing() as session:
        desk.store.office.put(
            session,
            desk.office_id,
            seq=1,
            name="RISE",
            zone="America/New_York",
            numbers=["+12155550199"],
            segments_per_second=2.0,
            price_micros=8300,
            quiet_from=21 * 60,
            quiet_to=8 * 60,
        )
    return desk


def told(desk: Desk, text: GroupText) -> list[tuple[int, str, str]]:
    """The lines of its room."""
    shown = tallying.overview(desk, text.broadcast_id)
    return [(line.count, line.words, line.hint) for line in shown.lines]


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    """The statements that are run meanwhile, on the connections of this thread."""
    seen: list[str] = []
    with desk.store.reading() as first, desk.store.reading() as second:
        driven = [sql(first), sql(second)]
    for connection in driven:
        connection.set_trace_callback(lambda text: seen.append(text) if text.startswith("SELECT") else None)
    try:
        yield seen
    finally:
        for connection in driven:
            connection.set_trace_callback(None)


def test_a_broadcast_on_its_way_is_told_state_by_state(office: Desk) -> None:
    marcus, ana, luis, denise, jamal, keisha = people(office)
    text = on_the_relay(office, [marcus, ana, luis, denise, jamal, keisha], segments=2)
    text.fares(marcus, "delivered")
    text.fares(ana, "read")
    text.fares(luis, "sent")
    text.fares(denise, "failed", "landline")
    assert told(office, text) == [
        (2, "delivered", ""),
        (1, "sent, no receipt yet", ""),
        (2, "waiting", "2 texts a second on (215) 555-0199"),
        (1, "failed", "1 landline"),
    ]
    shown = tallying.overview(office, text.broadcast_id)
    assert (shown.phase, shown.tally.left, shown.tally.people) == (Phase.GOING, 4, 6)
    assert shown.done_in == "done in about 2 s"
    assert shown.cost == "6 people · 12 texts · $0.10"
    for client_id in (jamal, luis):
        text.fares(client_id, "delivered")
    text.fares(keisha, "cancelled", "duplicate")
    assert told(office, text) == [
        (4, "delivered", ""),
        (1, "failed", "1 landline"),
        (1, "dropped before it left", "1 had the same words already"),
    ]
    assert tallying.overview(office, text.broadcast_id).phase is Phase.DONE


def test_what_is_held_says_until_when_and_why(office: Desk, clock: FrozenClock) -> None:
    clock.go(11 * 3600)  # from Saturday 9:00 to 20:00 in Philadelphia: 17:00 in Los Angeles
    east = people(office, 2)
    with office.store.writing() as session:
        office.store.clients.put(session, east[1], seq=9, first_name="Ana", last_name="Ruiz", zone="Pacific/Honolulu")
    clock.go(2 * 3600)
    text = on_the_relay(office, east)
    text.fares(east[0], "held")
    text.fares(east[1], "held")
    assert [line for line in told(office, text) if line[1].startswith("held")] == [
        (1, "held until Sun 8:00", "it is night there: Eastern time"),
        (1, "held", "until the office lets them go"),
    ]


def test_what_waits_for_a_decision_about_stop_says_so(office: Desk) -> None:
    [marcus] = people(office, 1)
    text = on_the_relay(office, [marcus])
    text.writes(marcus, "please stop texting me")
    text.fares(marcus, "held")
    [line] = [line for line in told(office, text) if line[1].startswith("held")]
    assert line == (1, "held", "what they wrote last sounds like STOP: decide in their conversation")


def test_a_scheduled_one_says_when_it_leaves(office: Desk) -> None:
    [marcus] = people(office, 1)
    text = on_the_relay(office, [marcus], not_before_at=office.now + 48 * 3600_000)
    text.fares(marcus, "held")
    shown = tallying.overview(office, text.broadcast_id)
    assert shown.phase is Phase.SCHEDULED
    assert shown.leaves == "Mon 24 Nov 9:00"
    assert "held until Mon 9:00" in [line.words for line in shown.lines]


def test_before_the_office_has_it_that_is_said(office: Desk) -> None:
    in_group(office, "Class 3", *people(office, 2))
    ready = broadcasting.preview(office, ["Class 3"], "Class is Monday.")
    broadcast_id = broadcasting.confirm(office, ready, 2)
    shown = tallying.overview(office, broadcast_id)
    assert shown.phase is Phase.HERE
    assert [(line.count, line.words) for line in shown.lines if line.count] == [(2, "on this machine only")]
    assert shown.cost.startswith("2 people · 2 texts")
    accepted(office, 20)
    assert tallying.overview(office, broadcast_id).phase is Phase.GOING


def test_a_refused_one_says_why(office: Desk) -> None:
    in_group(office, "Class 3", *people(office, 1))
    broadcast_id = broadcasting.confirm(office, broadcasting.preview(office, ["Class 3"], "Class is Monday."), 1)
    refused(office, "It is malformed")
    shown = tallying.overview(office, broadcast_id)
    assert shown.phase is Phase.REFUSED
    assert "It is malformed" in shown.why
    assert shown.lines == ()
    with pytest.raises(NotFound):
        tallying.overview(office, "00000000-0000-7000-8000-0000000000aa")


def test_the_list_has_the_newest_first_with_their_counts(office: Desk, clock: FrozenClock) -> None:
    marcus, ana, *_ = people(office)
    first = on_the_relay(office, [marcus, ana], name="First")
    clock.go(60)
    second = on_the_relay(office, [marcus], name="Second \x1b[2J", seq=2000)
    second.fares(marcus, "failed", "unreachable")
    source = tallying.broadcasts(office)
    assert source.count() == 2
    lines = source.page(0, 10)
    assert [(line.name, line.phase, line.tally.people) for line in lines] == [
        ("Second ␛[2J", Phase.DONE, 1),
        ("First", Phase.GOING, 2),
    ]
    assert [line.broadcast_id for line in source.page(1, 10)] == [first.broadcast_id]


def test_the_people_of_a_state_are_listed_by_name_with_the_reason(office: Desk) -> None:
    marcus, ana, luis, *_ = people(office)
    text = on_the_relay(office, [marcus, ana, luis])
    text.fares(marcus, "failed", "landline")
    text.fares(luis, "undelivered", "unreachable")
    found = recipients.people(office, text.broadcast_id, Standing.FAILED)
    assert found.count() == 2
    assert [(one.name, one.words, one.may_retry) for one in found.page(0, 10)] == [
        ("Marcus Bell", "landline", False),
        ("Luis Ortega", "phone off or out of reach", True),
    ]
    assert [one.name for one in found.page(1, 1)] == ["Luis Ortega"]
    everybody = recipients.people(office, text.broadcast_id)
    assert everybody.count() == 3
    assert "Class 3 meets Monday" in everybody.page(0, 1)[0].body


def test_who_is_left_out_is_named_with_the_reason_the_gravest_first(office: Desk) -> None:
    marcus, ana, luis, denise, jamal, _ = people(office)
    reasons = {luis: "new in a later version", denise: "no_number", jamal: "no_number", ana: "opted_out"}
    left_out = [{"client_id": client_id, "reason": reason} for client_id, reason in reasons.items()]
    text = on_the_relay(office, [marcus], left_out=left_out)
    assert recipients.left_out_people(office, text.broadcast_id) == (
        (ana, "Ana Ruiz", LeftOut.OPTED_OUT),
        (denise, "Denise Walker", LeftOut.NO_NUMBER),
        (jamal, "Jamal Pierce", LeftOut.NO_NUMBER),
        (luis, "Luis Ortega", None),
    )
    counts = tallying.overview(office, text.broadcast_id).left_out
    assert counts == ((LeftOut.OPTED_OUT, 1), (LeftOut.NO_NUMBER, 2), (None, 1)), "the gravest first, not the most"


def test_ten_thousand_people_are_told_from_as_few_rows_as_ten(office: Desk) -> None:
    few, many = people(office, 2), 10_000
    small = on_the_relay(office, few, name="Small")
    large = on_the_relay(office, few, name="Large", seq=3000)
    with office.store.writing() as session:
        crowd = [(f"c{number}", f"m{number}") for number in range(many)]
        office.store.broadcasts.set_recipients(session, large.broadcast_id, crowd, "queued")
    asked = []
    for text in (small, large):
        with statements(office) as seen:
            shown = tallying.overview(office, text.broadcast_id)
        asked.append(len(seen))
    assert shown.tally.people == many
    assert asked[0] == asked[1] <= 12
    with statements(office) as seen:
        assert len(tallying.broadcasts(office).page(0, 60)) == 2
    assert len(seen) == 2


def test_the_kept_count_is_that_of_the_rows(office: Desk) -> None:
    every = people(office)
    text = on_the_relay(office, every)
    for client_id, status in zip(every, ("sent", "delivered", "failed", "held", "unknown", "cancelled"), strict=True):
        text.fares(client_id, status, "other" if status == "failed" else None)
    with office.store.writing() as session:
        counted = sql(session).execute(
            "SELECT status, coalesce(reason, ''), count(*) FROM recipient GROUP BY 1, 2 ORDER BY 1"
        )
        kept = office.store.tallies.counts(session, [text.broadcast_id])[text.broadcast_id]
        assert sorted(kept) == counted.fetchall()
        sql(session).execute("DELETE FROM recipient")
        assert office.store.tallies.counts(session, [text.broadcast_id]) == {}


def test_dropped_before_it_left_this_machine_nothing_has_left(office: Desk) -> None:
    in_group(office, "Class 3", *people(office, 2))
    broadcast_id = broadcasting.confirm(office, broadcasting.preview(office, ["Class 3"], "Class is Monday."), 2)
    dropped = steering.drop(office, broadcast_id)
    assert dropped.is_settled
    shown = tallying.overview(office, broadcast_id)
    assert shown.phase is Phase.DROPPED
    assert [(line.count, line.words) for line in shown.lines if line.count] == [(2, "dropped before it left")]


def test_while_the_office_still_tells_of_its_texts_the_cost_is_that_of_all(office: Desk) -> None:
    text = on_the_relay(office, people(office, 3), segments=2)
    with office.store.writing() as session:
        [_, *rest] = office.store.threads.of_broadcast(session, text.broadcast_id)
        office.store.threads.remove(session, [one.message_id for one in rest])
    assert tallying.overview(office, text.broadcast_id).cost.startswith("3 people · 4 texts")


def test_whose_safe_hours_hold_a_text_are_told_until_when(office: Desk, clock: FrozenClock) -> None:
    marcus, ana = people(office, 2)
    local = clock.now().astimezone(zone(office.zone))
    minute = local.hour * 60 + local.minute
    with office.store.writing() as session:
        office.store.clients.put(session, marcus, seq=3, safe_from=minute + 60, safe_to=minute + 90)
    text = on_the_relay(office, [marcus, ana])
    text.fares(marcus, "held")
    [line] = [line for line in told(office, text) if line[1].startswith("held")]
    assert line[1] == f"held until {local.hour + 1}:{local.minute:02d}"
    assert line[2] == "not in the hours that are safe for them: Eastern time"


def test_a_zone_that_this_machine_does_not_know_is_the_offices(office: Desk) -> None:
    marcus, ana = people(office, 2)
    with office.store.writing() as session:
        office.store.clients.put(session, marcus, seq=3, zone="Mars/Phobos")
    text = on_the_relay(office, [marcus, ana])
    for client_id in (marcus, ana):
        text.fares(client_id, "held")
    assert [line[:2] for line in told(office, text) if line[1].startswith("held")] == [(2, "held")]
    text.fares(marcus, "delivered")
    text.writes(marcus, "yes")
    assert len(replies.gather(office, text.broadcast_id).every) == 1
    late = Audience().joined([marcus, ana])
    ready = previewing.look(
        office,
        BroadcastId(text.broadcast_id),
        gathering.gather(office, late),
        in_english("Monday at 9."),
        audience=late,
        not_before_at=to_ms(datetime(2026, 11, 24, 4, tzinfo=UTC)),
    )
    assert [(one.people, one.zone) for one in ready.held] == [(2, "America/New_York")]
