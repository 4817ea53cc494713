"""When it is urgent: why, whom to call, what to text, whom to tell; and acting takes it off the top."""

import pytest

from rise_tui.casework import alarming, drafting, noting, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import NotFound, Refused
from rise_tui.store.forgetting import forget_client
from tests.casework.office import PHONE, a_client, in_group, line, outbox, says, writes

URGENT = "I relapsed last night and I want to die"


def test_it_says_why_and_whom_to_call_in_full(desk: Desk) -> None:
    jamal = a_client(desk, "Jamal Pierce", "+12155550106")
    writes(desk, jamal, 5, URGENT, marks=("urgent",))
    writes(desk, jamal, 6, "sorry")
    what = alarming.alarm(desk, jamal)
    assert "want to die" in what.why[0]
    assert what.numbers == ("(215) 555-0106",)
    assert what.crisis.startswith("Jamal, ")


def test_the_crisis_text_is_in_the_clients_language_and_an_offices_own_one_stands_instead(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", language="es")
    assert "AYUDA" in alarming.alarm(desk, ana).crisis
    with desk.store.writing() as session:
        bodies = {"en": "Call us.", "es": "{first_name}, llámanos ya."}
        desk.store.templates.put(session, "t1", seq=2, name="Crisis", bodies=bodies)
    assert alarming.alarm(desk, ana).crisis == "Ana, llámanos ya."


def test_the_crisis_text_stands_in_the_draft_before_what_was_typed(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    drafting.keep(desk, ana, "see you", 7)
    alarming.put_crisis_text(desk, ana)
    body = drafting.recall(desk, ana).body
    assert body.startswith("Ana, I read your message")
    assert body.endswith("\nsee you")
    assert outbox(desk) == []
    says(desk, ana, PHONE, "opted_out", 9)
    with pytest.raises(Refused, match="No text may go to them"):
        alarming.put_crisis_text(desk, ana)
    assert drafting.recall(desk, ana).body == body
    with desk.store.writing() as session:
        forget_client(session, ana)
    for act in (alarming.alarm, alarming.put_crisis_text, alarming.tell_supervisor):
        with pytest.raises(NotFound):
            act(desk, ana)


def test_supervisors_are_told_by_a_flag_and_a_note_that_one_key_takes_back(desk: Desk) -> None:
    jamal = a_client(desk, "Jamal Pierce")
    writes(desk, jamal, 5, URGENT, marks=("urgent",))
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, "s1", seq=1, name="Rosa Lind", role="supervisor")
    assert alarming.alarm(desk, jamal).supervisors == ("Rosa Lind",)
    assert alarming.tell_supervisor(desk, jamal) == "Told the supervisors: Jamal Pierce"
    assert line(desk, jamal).is_flagged
    assert "want to die" in noting.notes(desk, jamal)[0].words
    undoing.undo(desk)
    assert not line(desk, jamal).is_flagged
    assert noting.notes(desk, jamal) == []


def test_a_number_that_is_nobodys_is_flagged_only(desk: Desk) -> None:
    stranger = "tel:+12155550148"
    writes(desk, stranger, 5, URGENT, marks=("urgent",))
    what = alarming.alarm(desk, stranger)
    assert (what.numbers, what.is_known) == (("(215) 555-0148",), False)
    alarming.tell_supervisor(desk, stranger)
    assert line(desk, stranger).is_flagged


def test_acting_takes_it_off_the_top_for_what_was_seen_and_can_be_taken_back(desk: Desk) -> None:
    jamal = a_client(desk, "Jamal Pierce")
    in_group(desk, "Class 3", jamal)
    writes(desk, jamal, 5, URGENT, marks=("urgent",))
    assert line(desk, jamal).is_urgent
    assert alarming.acted(desk, jamal, 5) == "You have acted: Jamal Pierce"
    assert not line(desk, jamal).is_urgent
    undoing.undo(desk)
    assert line(desk, jamal).is_urgent
    alarming.acted(desk, jamal, 5)
    writes(desk, jamal, 9, "I will kill myself", marks=("urgent",))
    assert line(desk, jamal).is_urgent


def test_what_no_rule_has_marked_can_be_urgent_too(desk: Desk) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5, "they took my kids")
    assert alarming.alarm(desk, marcus).why == ()
