"""What a preview says is what goes out: versions, hours, reasons; and many cost as many statements as few."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from rise_tui.casework import broadcasting, gathering, previewing, triage
from rise_tui.casework.audience import Audience
from rise_tui.casework.desk import Desk
from rise_tui.casework.filled import filled_texts, left_out_lines
from rise_tui.casework.outlook import Outlook, goes_to, outlook
from rise_tui.casework.planning import Plan
from rise_tui.casework.previewing import Preview
from rise_tui.casework.sums import sum_words
from rise_tui.domain.broadcasts import VERSIONS, LeftOut, Version, Words, in_english
from rise_tui.domain.clock import FrozenClock, to_ms
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import BadInput, Conflict
from rise_tui.domain.hours import when
from rise_tui.domain.ids import BroadcastId, new_id
from rise_tui.store.changes import Change
from rise_tui.store.engine import sql
from rise_tui.store.statuses import Step
from tests.casework.office import a_client, in_group, outbox, says, writes
from tests.store.people import text_out

ENGLISH, SPANISH, NEUTRAL, NEUTRO = VERSIONS
HI = Words({ENGLISH: "Hi {first_name}", SPANISH: "Hola {first_name}", NEUTRAL: "Hi", NEUTRO: "Hola"})


def _opted_in(desk: Desk, name: str, e164: str, **fields: Any) -> str:
    client_id = a_client(desk, name, e164, **fields)
    says(desk, client_id, e164, "opted_in", 2)
    return client_id


def _look(desk: Desk, *people: str, words: Words = HI, **more: Any) -> Preview:
    audience = Audience().joined(people)
    crowd = gathering.gather(desk, audience)
    return previewing.look(desk, BroadcastId(new_id()), crowd, words, audience=audience, **more)


def _told(desk: Desk, ready: Preview) -> Outlook:
    return outlook(desk, Plan(ready.broadcast_id, audience=ready.audience), ready)


def test_everybody_gets_the_version_that_is_theirs(desk: Desk) -> None:
    ana = _opted_in(desk, "Ana Ruiz", "+12155550101", language="es")
    bo = _opted_in(desk, "Bo Lee", "+12155550102")
    cy = _opted_in(desk, "Cy Poe", "+12155550103", is_discreet=True)
    di = _opted_in(desk, "Di Paz", "+12155550104", is_discreet=True, language="es")
    bodies = {one.client_id: one.body for one in _look(desk, ana, bo, cy, di).recipients}
    assert bodies == {ana: "Hola Ana", bo: "Hi Bo", cy: "Hi", di: "Hola"}


def test_a_version_that_is_not_written_is_said_and_nobody_discreet_gets_the_plain_one(desk: Desk) -> None:
    ana = _opted_in(desk, "Ana Ruiz", "+12155550101", language="es")
    cy = _opted_in(desk, "Cy Poe", "+12155550103", is_discreet=True)
    ready = _look(desk, ana, cy, words=in_english("Hi {first_name}"))
    assert [(one.client_id, one.body) for one in ready.recipients] == [(ana, "Hi Ana")]
    assert ready.by_reason == {LeftOut.DISCREET: 1}
    lines = {line.line_id: line.words for line in _told(desk, ready).lines}
    assert lines["es"] == "nothing yet: 1 person gets the English text"
    assert lines["en:neutral"] == "nothing yet: 1 person is left out"
    assert goes_to(SPANISH, ready) == "1 person, in Spanish"
    for one, e164 in ((ana, "+12155550101"), (cy, "+12155550103")):
        says(desk, one, e164, "opted_out", 3)
    out = _look(desk, ana, cy, _opted_in(desk, "Bo Lee", "+12155550102"), words=in_english("Hi {first_name}"))
    lines = {line.line_id: line.words for line in _told(desk, out).lines}
    assert (lines["es"], lines["en:neutral"]) == ("nothing yet", "nothing yet"), "who is left out anyway is not counted"
    told = [one.words for one in _told(desk, ready).told]
    assert told[0].startswith("0 people so far · 0 texts"), "who gets another language's text is not counted as written"
    assert "Spanish is not written: 1 person would get the English text." in told
    assert sum_words(ready).startswith("1 person · 1 text"), "confirmed as it is, that is what goes out"


def test_an_empty_field_leaves_out_by_name(desk: Desk) -> None:
    nameless = _opted_in(desk, "", "+12155550101")
    ready = _look(desk, nameless, _opted_in(desk, "Bo Lee", "+12155550102"))
    assert ready.empty_fields == {"first_name": (nameless,)}
    assert [one.why for one in left_out_lines(ready).page(0, 9)] == ["{first_name} is empty"]
    assert "{first_name} is empty for no name." in [one.words for one in _told(desk, ready).told]


def test_the_next_appointment_stands_in_the_text_in_the_language_of_the_text_and_who_has_none_is_named(
    desk: Desk,
) -> None:
    ana = _opted_in(desk, "Ana Ruiz", "+12155550101", language="es")
    bo = _opted_in(desk, "Bo Lee", "+12155550102")
    cy = _opted_in(desk, "Cy Poe", "+12155550103", is_discreet=True)
    di = _opted_in(desk, "Di Paz", "+12155550104")
    group = in_group(desk, "Class 3", ana, bo, cy)
    put = desk.store.appointments.put
    with desk.store.writing() as session:
        for number, (whose, kind, days) in enumerate(
            [
                ({"group_id": group}, "class", 2),
                ({"group_id": group}, "class", 9),
                ({"client_id": bo}, "court", 1),
                ({"client_id": bo}, "interview", -60),
                ({"client_id": cy}, "court", 1),
            ]
        ):
            starts_at = when("nov 23 13:30", desk.clock.now(), desk.zone) + timedelta(days=days)
            put(session, f"ap{number}", seq=3, kind=kind, starts_at=starts_at, place="Room 7", **whose)
    words = Words(
        {
            ENGLISH: "{appointment}; {appointment_date}; {appointment_time}; {Appointment Place}",
            SPANISH: "{appointment}",
            NEUTRAL: "{appointment}",
        }
    )
    ready = _look(desk, ana, bo, cy, di, words=words)
    assert {one.client_id: one.body for one in ready.recipients} == {
        ana: "clase el martes 25 de noviembre a la 1:30 PM",
        bo: "court date on Monday, November 24 at 1:30 PM; Monday, November 24; 1:30 PM; Room 7",
        cy: "appointment on Monday, November 24 at 1:30 PM",
    }
    assert [(one.client_id, one.reason) for one in ready.left_out] == [(di, LeftOut.MISSING_FIELD)]
    assert "{appointment} is empty for Di Paz." in [one.words for one in _told(desk, ready).told]


def test_texts_are_read_heaviest_first_as_they_will_be_sent(desk: Desk) -> None:
    short = _opted_in(desk, "Al Ng", "+12155550101")
    long = _opted_in(desk, "Maximiliano Bartholomew Long", "+12155550102")
    spanish = _opted_in(desk, "Ana Ruiz", "+12155550103", language="es")
    words = Words({ENGLISH: "Hi {name}", SPANISH: "Mañana, {name}: ¿está? más tarde. " + "x" * 60})
    texts = filled_texts(_look(desk, short, long, spanish, words=words)).page(0, 9)
    assert [one.client_id for one in texts] == [spanish, long, short]
    assert (texts[0].segments, texts[0].culprit) == (2, "á")


def test_the_quiet_hours_of_each_zone_hold_texts_until_morning(desk: Desk, clock: FrozenClock) -> None:
    office = {"name": "RISE", "zone": "America/New_York", "quiet_from": 21 * 60, "quiet_to": 8 * 60}
    with desk.store.writing() as session:
        desk.store.office.put(session, desk.office_id, seq=1, **office)
    east = _opted_in(desk, "Al Ng", "+12155550101")
    west = _opted_in(desk, "Bo Lee", "+12155550102", zone="America/Los_Angeles")
    at = to_ms(when("mon 8:30", clock.now(), desk.zone))
    ready = _look(desk, east, west, not_before_at=at)
    [held] = ready.held
    assert (held.people, held.zone, held.until_at) == (1, "America/Los_Angeles", at + 150 * 60_000)
    assert any("1 would wait until" in one.words for one in _told(desk, ready).waits)
    assert _look(desk, east, west, not_before_at=at + 3 * 3600_000).held == ()


def test_who_has_safe_hours_of_their_own_is_held_until_they_begin(desk: Desk, clock: FrozenClock) -> None:
    ana = _opted_in(desk, "Ana Ruiz", "+12155550101", safe_from=17 * 60, safe_to=19 * 60)
    bo = _opted_in(desk, "Bo Lee", "+12155550102")
    with desk.store.writing() as session:
        desk.store.office.put(session, desk.office_id, seq=1, name="RISE", zone="America/New_York")
    at = to_ms(when("mon 9:00", clock.now(), desk.zone))
    [held] = _look(desk, ana, bo, not_before_at=at).held
    assert (held.people, held.until_at) == (1, at + 8 * 3600_000)
    with desk.store.writing() as session:
        office = {"name": "RISE", "zone": "America/New_York", "quiet_from": 16 * 60, "quiet_to": 8 * 60}
        desk.store.office.put(session, desk.office_id, seq=2, **office)
    ready = _look(desk, ana, bo, not_before_at=at)
    [held] = ready.held
    assert (held.client_ids, held.until_at, held.why) == ((ana,), None, "no_hour")
    told = [(one.words, one.hint) for one in _told(desk, ready).waits]
    words = "No hour is open for Ana Ruiz: their hours and the office's never meet."
    assert (words, "change their hours: the card, i") in told


def test_whose_last_words_sound_like_stop_waits_for_a_decision_and_is_told(desk: Desk, clock: FrozenClock) -> None:
    from tests.casework.office import writes

    andre = _opted_in(desk, "Andre Coleman", "+12155550101")
    writes(desk, andre, 9, "stop texting me please", marks=("stop_like",), e164="+12155550101", at=desk.now + 1)
    ready = _look(desk, andre)
    assert ready.undecided == (andre,)
    assert "Andre Coleman" in _told(desk, ready).waits[0].words
    triage.done(desk, andre)
    assert _look(desk, andre).undecided == (andre,), "an answer decides nothing"
    clock.at += timedelta(minutes=1)
    says(desk, andre, "+12155550101", "opted_in", 11)
    assert _look(desk, andre).undecided == ()


def test_who_had_enough_today_and_who_had_the_same_words_just_now_is_told(desk: Desk) -> None:
    with desk.store.writing() as session:
        rules = {"daily_ceiling": 2, "duplicate_minutes": 60}
        desk.store.office.put(session, desk.office_id, seq=1, name="RISE", zone="America/New_York", rules=rules)
    ana, bo = _opted_in(desk, "Ana Ruiz", "+12155550101"), _opted_in(desk, "Bo Lee", "+12155550102")
    had(desk, ana, 10, "Hi Ana", desk.now - 50 * 60_000)
    had(desk, bo, 11, "Hi Bo", desk.now - 70 * 60_000)
    had(desk, bo, 12, "Hi Bo", desk.now, status="cancelled")
    ready = _look(desk, ana, bo)
    assert (ready.had_already, ready.held) == ((ana,), ())
    words = "The same words went to Ana Ruiz a short while ago, and do not go again."
    assert words in [one.words for one in _told(desk, ready).waits]
    assert _look(desk, ana, not_before_at=desk.now + 11 * 60_000).had_already == ()
    had(desk, bo, 13, "Yesterday's, held until this morning", desk.now - 20 * 3600_000, left_at=desk.now - 3600_000)
    [held] = _look(desk, ana, bo).held
    assert (held.people, held.why) == (1, "ceiling")
    assert desk.day_and_time(held.until_at or 0)[1] == "0:00", "when their next day begins"
    assert _look(desk, ana, bo, not_before_at=held.until_at).held == ()
    assert not any("takes" in one.words for one in _told(desk, ready).waits)
    with desk.store.writing() as session:
        desk.store.office.put(session, desk.office_id, seq=2, rules={"daily_segments": 1})
    words = "The phone company takes 1 text a day from the office, 2 left today: the rest waits."
    assert words in [one.words for one in _told(desk, _look(desk, ana, bo)).waits]
    with desk.store.writing() as session:
        desk.store.office.put(session, desk.office_id, seq=3, rules={"daily_segments": 4})
    had(desk, ana, 14, "Hi", desk.now - 60_000)
    ready = _look(desk, ana, bo)
    assert "The phone company takes 4 texts a day from the office, 3 left today: the rest waits." in [
        one.words for one in _told(desk, ready).waits
    ]
    assert "goes on the day after" in sum_words(ready)
    tomorrow = _look(desk, ana, bo, not_before_at=desk.now + 24 * 3600_000)
    assert (tomorrow.used, tomorrow.waits_for_tomorrow) == (0, False), "of which nothing is used yet"
    assert "done in about" in sum_words(tomorrow)


def had(
    desk: Desk, client_id: str, seq: int, body: str, at: int, left_at: int | None = None, status: str = "delivered"
) -> None:
    """A group text was accepted for them then, and left (None: at once)."""
    with desk.store.writing() as session:
        text_out(desk.store, session, client_id, seq, body, at=at, broadcast_id=f"b{seq}", status=status)
        step = Step(f"out-{seq}", seq, at if left_at is None else left_at, Status.SENT)
        desk.store.statuses.add(session, step)


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("Hi Marcus, Monday at 9.", "This says “Marcus”, and goes to many: look again."),
        ("Your SSN is 219-09-9999", "This holds what looks like a Social Security number: look again."),
        ("Hi {first_name}, Monday at 9. {caseworker}", ""),
    ],
)
def test_what_should_not_go_to_many_is_told_before_it_goes(desk: Desk, body: str, seen: str) -> None:
    ready = _look(desk, _opted_in(desk, "Marcus Bell", "+12155550101"), words=in_english(body))
    assert [one.words for one in _told(desk, ready).waits if "look again" in one.words] == ([seen] if seen else [])


def test_a_time_that_is_past_is_not_sent_at_once(desk: Desk, clock: FrozenClock) -> None:
    ready = _look(desk, _opted_in(desk, "Bo Lee", "+12155550102"), not_before_at=desk.now + 60_000)
    clock.go(61)
    with pytest.raises(BadInput, match="past"):
        broadcasting.confirm(desk, ready, 1)
    assert outbox(desk) == []


def _stops(desk: Desk, marcus: str) -> None:
    with desk.store.writing(Change("inbox", marcus)) as session:
        desk.store.consents.put(session, "+12155550101", marcus, seq=9, state="opted_out")


def _is_renamed(desk: Desk, marcus: str) -> None:
    with desk.store.writing(Change("inbox", marcus)) as session:
        desk.store.clients.put(session, marcus, seq=9, first_name="Mark")


def _is_paused(desk: Desk, marcus: str) -> None:
    with desk.store.writing(Change("thread", marcus)) as session:
        desk.store.clients.put(session, marcus, seq=9, status="paused")


@pytest.mark.parametrize("happens", [_stops, _is_renamed, _is_paused])
def test_the_list_that_was_looked_at_is_the_list_that_goes_or_none(
    desk: Desk, happens: Callable[[Desk, str], None]
) -> None:
    marcus = _opted_in(desk, "Marcus Bell", "+12155550101")
    ready = _look(desk, marcus, _opted_in(desk, "Bo Lee", "+12155550102"))
    happens(desk, marcus)
    with pytest.raises(Conflict, match="changed") as raised:
        broadcasting.confirm(desk, ready, 2)
    assert "Marcus Bell" in raised.value.detail
    assert outbox(desk) == []


def test_what_changes_of_others_does_not_ask_again(desk: Desk) -> None:
    ready = _look(desk, _opted_in(desk, "Bo Lee", "+12155550102"))
    other = _opted_in(desk, "Ana Ruiz", "+12155550101")
    desk_rings = Change("inbox", other)
    with desk.store.writing(desk_rings):
        pass
    assert broadcasting.confirm(desk, ready, 1) == ready.broadcast_id
    assert len(outbox(desk)) == 1


def test_neutral_words_are_told_to_the_relay(desk: Desk) -> None:
    cy = _opted_in(desk, "Cy Poe", "+12155550103", is_discreet=True)
    bo = _opted_in(desk, "Bo Lee", "+12155550102")
    broadcasting.confirm(desk, _look(desk, cy, bo), 2)
    told = {one["client_id"]: one.get("is_neutral") for one in outbox(desk)[-1].wish.body["recipients"]}
    assert told == {cy: True, bo: None}


def test_ten_times_the_people_take_no_statement_more_to_look_at_or_to_let_go(desk: Desk) -> None:
    with desk.store.writing() as session:
        people = []
        for number in range(200):
            client_id, e164 = new_id(), f"+1215555{number:04}"
            people.append(client_id)
            desk.store.clients.put(session, client_id, seq=1, first_name="Ana", last_name=str(number))
            desk.store.numbers.put(session, client_id, e164, seq=1, from_at=1, is_confirmed=True)
            desk.store.consents.put(session, e164, client_id, seq=2, state="opted_in")
    in_group(desk, "Few", *people[:20])
    in_group(desk, "Many", *people)
    assert _statements(desk, "Few") == _statements(desk, "Many")


def _statements(desk: Desk, group: str) -> tuple[int, int]:
    """How many statements a look takes, and how many letting it go, beside the one that fills in all recipients."""
    said: list[str] = []
    with desk.store.reading() as session:
        sql(session).set_trace_callback(said.append)
        gathering.gather_in(desk, session, broadcasting.preview(desk, [group], "Hi").audience)
        sql(session).set_trace_callback(None)
    looked = len(said)
    ready = broadcasting.preview(desk, [group], "Hi")
    said.clear()
    with desk.store.writing() as session:
        sql(session).set_trace_callback(said.append)
        broadcasting._put(desk, session, ready)
        sql(session).set_trace_callback(None)
    return looked, len([one for one in said if "recipient" not in one and not one.startswith("--")])


def test_a_version_is_worded_for_whom_it_goes_to(desk: Desk) -> None:
    from rise_tui.casework.outlook import line_id, version_of

    assert [version_of(line_id(version)) for version in VERSIONS] == list(VERSIONS)
    assert version_of("people") is None
    ready = _look(desk, _opted_in(desk, "Cy Poe", "+12155550103", is_discreet=True))
    assert goes_to(Version("en", is_neutral=True), ready) == "1 person whose phone others read, in English"
    assert goes_to(ENGLISH, _look(desk)) == "nobody yet"


def test_who_hears_first_who_the_office_is_is_told_with_what_it_costs(desk: Desk) -> None:
    ana = _opted_in(desk, "Ana Ruiz", "+12155550101", language="es")
    bo = _opted_in(desk, "Bo Lee", "+12155550102")
    writes(desk, bo, 5, "hello")
    with desk.store.writing(Change("office")) as session:
        numbers = {"name": "RISE", "zone": "America/New_York", "price_micros": 8_000, "quiet_from": None}
        desk.store.office.put(session, desk.office_id, seq=6, **numbers)
    told = [one.words for one in _told(desk, _look(desk, ana, bo)).told]
    assert any(one.startswith("1 person is told first who the office is: 2 texts more") for one in told)
    assert not any("who the office is" in one.words for one in _told(desk, _look(desk, bo)).told)
    with desk.store.writing(Change("office")) as session:
        desk.store.office.put(session, desk.office_id, seq=7, rules={"introduces": False})
    assert not any("who the office is" in one.words for one in _told(desk, _look(desk, ana)).told)
