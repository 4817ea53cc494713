"""Who somebody is, above their conversation: what to know at a glance, and what stands out."""

from rise_tui.casework import drafting, noting, triage
from rise_tui.casework.desk import Desk
from rise_tui.casework.introducing import Person
from rise_tui.casework.reading import open_thread
from rise_tui.store.happenings import Happening
from tests.casework.office import a_client, in_group, says, writes
from tests.store.people import NOW

DAY = 24 * 3600_000


def person(desk: Desk, client_id: str) -> Person:
    return open_thread(desk, client_id).person


def test_number_masked_language_zone_and_groups_stand_in_a_line(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", "+12155550143", language="es", zone="America/Chicago")
    in_group(desk, "Class 3", ana)
    writes(desk, ana, 5)
    assert person(desk, ana).about == "(215) 555-01•• · Spanish · Chicago time · Class 3"
    assert person(desk, ana).state == ""


def test_whether_they_may_be_texted_is_told_in_words(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    assert person(desk, marcus).consent == "consent not asked yet"
    says(desk, marcus, "+12155550142", "opted_in", 6)
    assert person(desk, marcus).consent == "✓ may be texted"
    says(desk, marcus, "+12155550142", "opted_out", 7)
    assert person(desk, marcus).consent == "✕ said STOP"
    assert person(desk, marcus).has_said_stop


def test_what_they_said_is_told_before_the_first_text(desk: Desk) -> None:
    marcus = a_client(desk)
    assert person(desk, marcus).consent == "consent not asked yet"
    says(desk, marcus, "+12155550142", "opted_in", 6)
    assert person(desk, marcus).consent == "✓ may be texted"
    assert person(desk, marcus).may_be_texted
    says(desk, marcus, "+12155550142", "opted_out", 7)
    assert person(desk, marcus).has_said_stop


def test_what_stands_out_is_told_and_since_when(desk: Desk) -> None:
    marcus = a_client(desk, status="paused", status_reason="custody", status_until_at=NOW + 9 * DAY, is_discreet=True)
    writes(desk, marcus, 5)
    with desk.store.writing() as session:
        words = {"status": "paused", "reason": "custody"}
        desk.store.happenings.add(session, Happening(marcus, 3, NOW - 3 * DAY, "status", "x", words))
    triage.flag(desk, marcus, is_flagged=True)
    drafting.keep(desk, noting.draft_key(marcus), "half", 4)
    flagged, paused, discreet, note = person(desk, marcus).state.split(" · ")
    assert flagged == "⚑ flagged"
    assert paused.startswith(f"paused, in custody, since {desk.day_and_time(NOW - 3 * DAY)[0]}, until ")
    assert discreet == "others read this phone"
    assert note == "a note is half written: m"


def test_a_pause_that_has_ended_stands_out_no_longer(desk: Desk) -> None:
    marcus = a_client(desk, status="paused", status_until_at=NOW - DAY)
    writes(desk, marcus, 5)
    assert person(desk, marcus).state == ""


def test_a_number_that_is_nobodys_says_so(desk: Desk) -> None:
    writes(desk, "tel:+12155550148", 5)
    triage.flag(desk, "tel:+12155550148", is_flagged=True)
    found = person(desk, "tel:+12155550148")
    assert (found.about, found.state) == ("a new number: nobody's yet", "⚑ flagged")
