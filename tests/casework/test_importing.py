"""People from a list go in, each other row is told with its line and reason, and a second time changes nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.casework import grouping
from rise_tui.casework.deciding import Choice
from rise_tui.casework.desk import Desk
from rise_tui.casework.importing import BATCH, Outcome, import_file, import_sheet
from rise_tui.casework.sheets import read_text
from rise_tui.domain.consent import ConsentState, Purpose
from tests.casework.office import PHONE, a_client, accepted, in_group, outbox, says, writes

HEADERS = "name,phone,group,language,id,consent\n"


def _take(desk: Desk, rows: str, headers: str = HEADERS) -> Outcome:
    """Import, having tried it before, which must say the same and change nothing."""
    sheet = read_text(headers + rows)
    before = len(outbox(desk))
    tried = import_sheet(desk, sheet, is_dry_run=True)
    assert tried.is_dry_run
    assert len(outbox(desk)) == before
    done = import_sheet(desk, sheet)
    assert _numbers(tried) == _numbers(done)
    return done


def _numbers(outcome: Outcome) -> tuple[object, ...]:
    return (
        outcome.rows,
        outcome.added,
        outcome.changed,
        outcome.unchanged,
        tuple(outcome.questions),
        tuple(outcome.bad),
    )


def _the(desk: Desk, name: str) -> str:
    with desk.store.reading() as session:
        [client] = desk.store.clients.named(session, name)
    return str(client.client_id)


def test_a_good_row_is_a_client_with_number_group_language_id_and_consent(desk: Desk) -> None:
    outcome = _take(desk, 'Ana Peña,(215) 555-0143,"Class 3; Workshop",Spanish,PP-17,yes\n')
    assert (outcome.rows, outcome.added, outcome.bad, outcome.questions) == (1, 1, [], [])
    ana = _the(desk, "Ana Peña")
    store = desk.store
    with store.reading() as session:
        client = store.clients.get(session, ana)
        assert client is not None
        assert (client.first_name, client.last_name, client.language, client.external_id) == (
            "Ana",
            "Peña",
            "es",
            "PP-17",
        )
        assert store.numbers.to_text(session, ana) == "+12155550143"
        assert [group.name for group in store.groups.of_client(session, ana)] == ["Class 3", "Workshop"]
        state = store.consents.state(session, ana, "+12155550143", Purpose.GROUP_NEWS)
        assert state is ConsentState.OPTED_IN
    kinds = [entry.wish.kind for entry in outbox(desk)]
    assert kinds == ["client", "number", "consent", "group", "member", "group", "member"]
    assert all(ana in entry.wish.names for entry in outbox(desk) if entry.wish.kind in ("number", "consent", "member"))


def test_the_relays_words_take_what_an_import_wishes(desk: Desk) -> None:
    from rise_tui.wire.routes import RESOURCES

    writes(desk, "tel:+12155550144", 5)
    _take(desk, "Ana Peña,215-555-0143,Class 3,es,PP-17,yes\nLuis Diaz,215-555-0144,Class 3,,,no\n")
    for entry in outbox(desk):
        RESOURCES[entry.wish.kind].body.model_validate(dict(entry.wish.body))


@pytest.mark.parametrize("has_answered", [False, True])
def test_the_same_list_twice_changes_nothing(desk: Desk, has_answered: bool) -> None:
    rows = "Ana Peña,215-555-0143,Class 3,es,PP-17,yes\nLuis Diaz,215-555-0144 / 0145,Class 3,,,no\n"
    rows = rows.replace(" / 0145", " / 215-555-0145")
    assert _take(desk, rows).added == 2
    if has_answered:
        accepted(desk, 20)
    before = len(outbox(desk))
    again = _take(desk, rows)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert len(outbox(desk)) == before


def test_every_bad_row_is_told_with_its_line_and_reason_and_the_others_go_in(desk: Desk) -> None:
    """[D12] [fault 29]"""
    rows = [
        ("Ana Ruiz,215-555-0143,,,,", ""),
        (",215-555-0144,,,,", "no name"),
        ("Luis Diaz,,,,,", "no phone number"),
        ("Bo Lee,555-0145,,,,", "area code"),
        ("Cy Poe,see mother,,,,", "letters"),
        ("Di Roe,8005550146,,,,", "toll-free"),
        ("Ed Doe,2.15556E+09,,,,", "rounded"),
        ("Flo Moe,215-555-0147,,Klingon,,", "English, Spanish"),
        ("Gus Coe,215-555-0148,,,,maybe", "yes, no, unknown"),
        ('"=HYPERLINK(""http://x"",""Ana"")",215-555-0149,,,,', "formula"),
        ("Hal,215-555-0150,=1+1,,,", "formula"),
        ("12345,215-555-0151,,,,", "no letters"),
        (f"{'x' * 201},215-555-0152,,,,", "200 characters"),
        ("Ida Zoe,215-555-0153,,,,", ""),
        ("Jim Noe,2155550154.0,,,,", ""),
        ("Kay Toe,00 1 215 555 0155,,,,", ""),
        ("Lee Voe,(215) 555-0156 x12,,,,", ""),
    ]
    outcome = _take(desk, "\n".join(row for row, _ in rows) + "\n")
    good = [line for line, (_, why) in enumerate(rows, start=2) if not why]
    assert outcome.rows == len(rows)
    assert outcome.added == len(good)
    assert [told.line for told in outcome.bad] == [line for line, (_, why) in enumerate(rows, start=2) if why]
    for told, why in zip(outcome.bad, [why for _, why in rows if why], strict=True):
        assert why in told.reason
        assert "555" not in told.reason.replace("(215) 555-0142", "")  # the example of how to write one


def test_a_known_number_under_another_name_is_a_question(desk: Desk) -> None:
    """[D12]"""
    a_client(desk, "Marcus Bell", PHONE)
    outcome = _take(desk, f"Tanya Bell,{PHONE},Class 3,,,yes\nAna Ruiz,215-555-0143,,,,\n")
    [asked] = outcome.questions
    assert asked.line == 2
    assert "Marcus Bell" in asked.reason
    assert outcome.added == 1


def test_one_number_under_two_names_in_one_list_is_a_question(desk: Desk) -> None:
    outcome = _take(desk, "Ana Ruiz,215-555-0143,,,,\nLuis Diaz,215-555-0143,,,,\nana ruiz,215-555-0143,,,,\n")
    assert (outcome.added, outcome.unchanged) == (1, 1)
    [asked] = outcome.questions
    assert (asked.line, "Ana Ruiz" in asked.reason) == (3, True)


def test_a_known_id_under_another_name_is_a_question_and_renames_nobody(desk: Desk) -> None:
    a_client(desk, "Marcus Bell", PHONE, external_id="1")
    outcome = _take(desk, "Ana Ruiz,215-555-0143,,,1,\n")
    assert "Marcus Bell" in outcome.questions[0].reason
    assert outbox(desk) == []


def test_what_a_list_adds_to_somebody_known_is_added_and_their_name_stays(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Peña", PHONE, seq=7)
    in_group(desk, "class 3", marcus)
    outcome = _take(desk, f'MARCUS PENA,"{PHONE}; 215-555-0199",Class 3;Workshop,es,PP-17,no\n')
    assert (outcome.added, outcome.changed) == (0, 1)
    client, number, *consents, group, member = (entry.wish for entry in outbox(desk))
    assert (client.body, client.if_match) == ({"language": "es", "external_id": "PP-17"}, 7)
    assert number.ids["e164"] == "+12155550199"
    assert {wish.body["e164"] for wish in consents} == {PHONE, "+12155550199"}
    assert (group.body["name"], member.ids["client_id"]) == ("Workshop", marcus)
    with desk.store.reading() as session:
        known = desk.store.clients.get(session, marcus)
    assert known is not None
    assert known.name == "Marcus Peña"


@pytest.mark.parametrize("who", ["client", "number", "stranger", "carrier"])
def test_a_list_cannot_take_a_stop_back(desk: Desk, who: str) -> None:
    if who == "stranger":
        says(desk, "", "+12155550143", "opted_out", 5)
        rows = "Ana Ruiz,215-555-0143,,,,yes\n"
    else:
        marcus = a_client(desk, "Marcus Bell", PHONE)
        if who == "carrier":
            with desk.store.writing() as session:
                desk.store.numbers.mark(session, PHONE, is_blocked=True)
        else:
            says(desk, marcus if who == "client" else "", PHONE, "opted_out", 5)
        rows = f"Marcus Bell,{PHONE},,,,yes\n"
    outcome = _take(desk, rows)
    assert "STOP" in outcome.questions[0].reason
    assert outbox(desk) == []


def test_a_strangers_stop_says_nothing_about_another_number(desk: Desk) -> None:
    says(desk, "", "+12155550177", "opted_out", 5)
    assert _take(desk, "Ana Ruiz,215-555-0143,,,,yes\n").added == 1


def test_a_number_that_somebody_had_and_gave_up_is_a_question(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE, external_id="PP-17")
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, PHONE, seq=9, is_confirmed=True, from_at=1, until_at=2)
    outcome = _take(desk, f"Marcus Bell,{PHONE},,,PP-17,\n")
    assert "no more" in outcome.questions[0].reason


def test_a_number_that_wrote_before_it_was_known_brings_what_it_said(desk: Desk) -> None:
    writes(desk, "tel:+12155550143", 5, "who is this")
    _take(desk, "Ana Ruiz,215-555-0143,,,,\n")
    claim = outbox(desk)[-1].wish
    assert (claim.kind, claim.body) == ("claim", {"e164": "+12155550143", "client_id": _the(desk, "Ana Ruiz")})


def test_somebody_known_by_id_needs_no_number_in_the_list(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE, external_id="PP-17")
    outcome = _take(desk, "Marcus Bell,PP-17,Class 3\nAna Ruiz,PP-18,Class 3\n", "name,id,group\n")
    assert (outcome.changed, [told.reason for told in outcome.bad]) == (1, ["There is no phone number."])
    with desk.store.reading() as session:
        assert [group.name for group in desk.store.groups.of_client(session, marcus)] == ["Class 3"]


def test_many_rows_go_in_over_several_transactions_into_one_group(desk: Desk) -> None:
    count = 3 * BATCH + 1
    rows = "".join(
        f"Client{chr(97 + n // 26)}{chr(97 + n % 26)} Ruiz,+1267555{n:04},Class 3,,,\n" for n in range(count)
    )
    outcome = _take(desk, rows.replace("+12675550", "+12675550"))
    assert outcome.added + len(outcome.bad) == count
    with desk.store.reading() as session:
        [group] = desk.store.groups.list(session)
        assert len(desk.store.groups.members(session, group.group_id)) == outcome.added


def test_a_file_is_taken_as_a_whole_from_disk(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "class-3.csv"
    file.write_bytes("Nombre completo;Teléfono;Notas\r\nAna Peña;215-555-0143;tarde\r\n".encode("cp1252"))
    outcome = import_file(desk, file)
    assert (outcome.added, outcome.ignored_columns) == (1, ("Notas",))


_CELL = st.one_of(
    st.sampled_from(
        ["", "Ana Ruiz", "ana ruiz", "Luis", "215-555-0143", "+12155550144", "yes", "no", "es", "PP-1", "=1"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(_CELL, _CELL, _CELL, _CELL, _CELL, _CELL), max_size=5))
def test_any_list_is_taken_or_told_and_tried_first_says_the_same(desk_once: Desk, rows: list[tuple[str, ...]]) -> None:
    """[fault 29]"""
    text = HEADERS + "".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\n" for row in rows)
    sheet = read_text(text)
    tried = import_sheet(desk_once, sheet, is_dry_run=True)
    done = import_sheet(desk_once, sheet)
    again = import_sheet(desk_once, sheet)
    assert _numbers(tried) == _numbers(done)
    assert done.added + done.changed + done.unchanged + len(done.questions) + len(done.bad) == done.rows
    assert len(done.lines) == done.rows
    assert (again.added, again.changed) == (0, 0)


Q = [
    # what is here, the row, the kind of question, the answer, then: what becomes of the row, and who has the number
    ("Ana Ruiz", "Rob Dunn,215-555-0142,,,,", "number_held", Choice.SAME, "unchanged", {"Ana Ruiz"}),
    ("Ana Ruiz", "Rob Dunn,215-555-0142,,,,", "number_held", Choice.MOVED, "added", {"Rob Dunn"}),
    ("Ana Ruiz", "Rob Dunn,215-555-0142,,,,", "number_held", Choice.SHARED, "added", {"Ana Ruiz", "Rob Dunn"}),
    ("Ana Ruiz", "Rob Dunn,215-555-0142,,,,", "number_held", Choice.SKIP, "left_out", {"Ana Ruiz"}),
    ("Ana Ruiz", "Rob Dunn,215-555-0177,,,PP-1,", "id_held", Choice.SAME, "changed", {"Ana Ruiz"}),
    ("Ana Ruiz", "Rob Dunn,215-555-0177,,,PP-1,", "id_held", Choice.OTHER, "added", {"Ana Ruiz"}),
    ("Ana Ruiz", "Ana Ruiz,215-555-0142,,,PP-2,", "other_id", Choice.SAME, "changed", {"Ana Ruiz"}),
]


@pytest.mark.parametrize(("here", "row", "kind", "answer", "what", "holders"), Q)
def test_a_question_is_answered_once_and_its_answer_stands_for_that_line(
    desk: Desk, here: str, row: str, kind: str, answer: Choice, what: str, holders: set[str]
) -> None:
    a_client(desk, here, PHONE, external_id="PP-1")
    sheet = read_text(HEADERS + row + "\n")
    [asked] = import_sheet(desk, sheet, is_dry_run=True).questions
    assert (asked.kind, asked.line) == (kind, 2)
    assert answer in asked.choices
    answers = {(2, kind): answer}
    tried = import_sheet(desk, sheet, is_dry_run=True, answers=answers)
    done = import_sheet(desk, sheet, answers=answers)
    assert tried.lines == done.lines
    [line] = done.lines
    assert (line.line, line.what) == (2, what)
    assert done.questions == []
    with desk.store.reading() as session:
        found = [desk.store.clients.get(session, one.client_id) for one in desk.store.numbers.holders(session, PHONE)]
    assert {one.name for one in found if one is not None} == holders


def test_a_number_that_was_theirs_is_theirs_again_or_the_row_goes_in_without_it(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE, external_id="PP-17")
    with desk.store.writing() as session:
        desk.store.numbers.put(session, marcus, PHONE, seq=9, is_confirmed=True, from_at=1, until_at=2)
    sheet = read_text(f"{HEADERS}Marcus Bell,{PHONE},Class 3,,PP-17,\n")
    without = import_sheet(desk, sheet, is_dry_run=True, answers={(2, "had_before"): Choice.WITHOUT})
    assert [line.words for line in without.lines] == ["Class 3"]
    import_sheet(desk, sheet, answers={(2, "had_before"): Choice.AGAIN})
    with desk.store.reading() as session:
        assert desk.store.numbers.to_text(session, marcus) == PHONE
    number = next(entry.wish for entry in outbox(desk) if entry.wish.kind == "number")
    assert (number.if_match, number.body["until_at"]) == (9, None)


def test_a_namesake_with_another_number_is_the_same_person_or_another_one_as_somebody_says(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Peña", PHONE)
    sheet = read_text(f"{HEADERS}MARCUS PENA,215-555-0177,,,,\nBo Lee,215-555-0178,,,,\nBo Lee,215-555-0179,,,,\n")
    outcome = import_sheet(desk, sheet, is_dry_run=True)
    assert [(one.line, one.kind) for one in outcome.questions] == [(2, "namesake"), (4, "namesake")]
    done = import_sheet(desk, sheet, answers={(2, "namesake"): Choice.SAME, (4, "namesake"): Choice.OTHER})
    assert (done.added, done.changed) == (2, 1)
    with desk.store.reading() as session:
        held = {str(one.e164) for one in desk.store.numbers.list(session, marcus)}
    assert held == {PHONE, "+12155550177"}


def test_the_offices_own_number_is_nobodys_phone(desk: Desk) -> None:
    with desk.store.writing() as session:
        desk.store.office.put(session, desk.office_id, seq=1, name="RISE", zone=desk.zone, numbers=[PHONE])
    outcome = _take(desk, f"Ana Ruiz,{PHONE},,,,\n")
    assert [told.reason for told in outcome.bad] == ["Its number is the office's own."]


def test_no_answer_takes_a_stop_back(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell", PHONE)
    says(desk, marcus, PHONE, "opted_out", 5)
    sheet = read_text(f"{HEADERS}Marcus Bell,{PHONE},Class 3,,,yes\n")
    [asked] = import_sheet(desk, sheet, is_dry_run=True).questions
    assert asked.choices == (Choice.WITHOUT, Choice.SKIP)
    done = import_sheet(desk, sheet, answers={(2, "stopped"): Choice.WITHOUT})
    assert done.changed == 1
    assert "consent" not in {entry.wish.kind for entry in outbox(desk)}


def test_every_line_of_the_file_is_accounted_for_in_words(desk: Desk) -> None:
    a_client(desk, "Marcus Bell", PHONE)
    a_client(desk, "Di Roe", "+12155550101")
    rows = (
        "Ana Peña,215-555-0143,Class 3,Spanish,PP-17,yes\n"
        "Marcus Bell,215-555-0142,Class 3,,,\n"
        "Di Roe,215-555-0101,,,,\n"
        "Rob Dunn,215-555-0142,,,,\n"
        "Luis Diaz,555,,,,\n"
    )
    done: list[int] = []
    outcome = import_sheet(desk, read_text(HEADERS + rows), is_dry_run=True, told=done.append)
    assert [(line.line, line.what, line.name) for line in outcome.lines] == [
        (2, "added", "Ana Peña"),
        (3, "changed", "Marcus Bell"),
        (4, "unchanged", "Di Roe"),
        (5, "question", "Rob Dunn"),
        (6, "bad", "Luis Diaz"),
    ]
    assert outcome.lines[0].words == "number ··0143, Spanish, id PP-17, Class 3, may be texted"
    assert outcome.lines[1].words == "Class 3"
    assert done == [5]


def test_who_is_taken_out_again_is_out_whichever_way_is_quicker(desk: Desk) -> None:
    """The list's wish and the one that takes it back go one after the other, in the group's lane."""
    _take(desk, "Marcus Bell,(215) 555-0142,Class 3,English,77,yes\n")
    marcus = _the(desk, "Marcus Bell")
    [made] = [one for one in grouping.groups(desk) if not one.is_computed]
    grouping.take_out(desk, made.group_id, [marcus])
    told = [(one.wish.lane, one.wish.body) for one in outbox(desk) if one.wish.kind == "member"]
    assert told == [
        (f"group:{made.group_id}", {"is_member": True}),
        (f"group:{made.group_id}", {"is_member": False}),
    ]
