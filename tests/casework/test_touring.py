"""Whom a tour leads to: never somebody in danger, nor where a key asks something first; to a paystub before an ID."""

from rise_tui.casework import filing, planning, texting, touring, triage, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.broadcasts import VERSIONS
from rise_tui.domain.documents import DocumentKind
from tests.casework.office import a_client, line, says, writes


def test_it_leads_past_danger_stops_and_questions_to_somebody_whose_word_is_plain(desk: Desk) -> None:
    marked = (("kill myself, yes", ("urgent",)), ("who is this", ("wrong_person",)), ("when?", ("question",)))
    for seq, (body, marks) in enumerate(marked, start=2):
        writes(desk, a_client(desk, e164=f"+1215555010{seq}"), seq, body, marks=marks)
    bo = a_client(desk, "Bo Hill", "+12155550107")
    writes(desk, bo, 7, "STOP", marks=("thanks",))
    says(desk, bo, "+12155550107", "opted_out", 8)
    assert touring.plain(desk) is None
    ana = a_client(desk, "Ana Ruiz", "+12155550108")
    writes(desk, ana, 9, "thank you", marks=("thanks",))
    assert touring.plain(desk) == touring.Led(ana, "Ana Ruiz", "needs no answer")
    assert touring.plain(desk, beside=ana) is None
    triage.done(desk, ana, seen_through=line(desk, ana).last_inbound_seq)
    assert not touring.needs_reply(desk, ana)
    undoing.undo(desk)
    assert touring.needs_reply(desk, ana)


def test_it_leads_to_a_paystub_before_an_id_and_sees_when_it_is_filed(desk: Desk) -> None:
    ana, bo = a_client(desk, "Ana Ruiz"), a_client(desk, "Bo Hill", "+12155550107")
    writes(desk, ana, 5, "my id card", photos=1)
    stub = writes(desk, bo, 6, "my paystub", photos=1)
    assert touring.with_paper(desk) == touring.Led(bo, "Bo Hill")
    assert touring.with_paper(desk, beside=[bo]) == touring.Led(ana, "Ana Ruiz")
    assert touring.unfiled_of(desk, bo) == 1
    filing.file_photo(desk, bo, stub, 0, DocumentKind.PAYSTUB)
    assert touring.unfiled_of(desk, bo) == 0


def test_it_sees_an_answer_until_that_is_taken_back_and_words_to_many_once_there_are_some(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    writes(desk, ana, 5, "when is class?")
    assert not touring.is_written_to(desk, ana)
    texting.send(desk, ana, "At nine.", seen_through=5)
    assert touring.is_written_to(desk, ana)
    undoing.undo(desk)
    assert not touring.is_written_to(desk, ana)
    plan = planning.begin(desk)
    assert not touring.has_words(desk, plan)
    planning.write(desk, plan, VERSIONS[0], "Class moves.")
    assert touring.has_words(desk, plan)
