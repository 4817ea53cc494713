"""The list of clients: every filter holds who it says, words find people, and somebody new can be taken back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.casework import called, clients, numbering, undoing
from rise_tui.casework.card import card, rename, set_language
from rise_tui.casework.desk import Desk
from rise_tui.domain.client_words import language_words, status_words, zone_words
from rise_tui.domain.errors import BadInput, BadPhone, Conflict
from rise_tui.store.changes import Change
from rise_tui.store.engine import sql
from rise_tui.wire.routes import RESOURCES
from tests.casework.office import PHONE, a_client, accepted, in_group, outbox, refused, says, writes
from tests.store.listening import on_each_connection

DAY = 86_400_000


def names(desk: Desk, filter_id: str = "all", words: str = "") -> list[str]:
    roll = clients.look_through(desk, filter_id, words)
    assert roll.count() == roll.counts[filter_id]
    return [line.name for line in roll.page(0, 100)]


def test_each_filter_holds_who_it_says(desk: Desk) -> None:
    open_one = a_client(desk, "Ana Ruiz", "+12155550101")
    writes(desk, open_one, 5, "ok", at=desk.now)
    a_client(desk, "Bo Lee", "+12155550102", status="paused", status_reason="custody")
    a_client(desk, "Cy Poe", "+12155550103", status="paused", status_until_at=desk.now - 1)
    a_client(desk, "Di Roe", "+12155550104", status="closed", status_reason="moved")
    a_client(desk, "Ed Doe", None)
    flo = a_client(desk, "Flo Moe", "+12155550105")
    says(desk, flo, "+12155550105", "opted_out", 6)
    gus = a_client(desk, "Gus Coe", "+12155550106")
    writes(desk, gus, 7, "ok", at=desk.now - 20 * DAY)
    assert names(desk) == ["Ana Ruiz", "Bo Lee", "Cy Poe", "Di Roe", "Ed Doe", "Flo Moe", "Gus Coe"]
    assert names(desk, "open") == ["Ana Ruiz", "Cy Poe", "Ed Doe", "Flo Moe", "Gus Coe"]
    assert names(desk, "paused") == ["Bo Lee"]
    assert names(desk, "closed") == ["Di Roe"]
    assert names(desk, "not_textable") == ["Flo Moe"]
    assert names(desk, "no_number") == ["Ed Doe"]
    assert names(desk, "out_of_touch") == ["Cy Poe", "Ed Doe", "Flo Moe", "Gus Coe"]


def test_of_whose_card_something_was_not_taken_is_a_filter_of_its_own(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", PHONE)
    a_client(desk, "Bo Lee", "+12155550102")
    set_language(desk, ana, "es")
    assert names(desk, "not_taken") == []
    refused(desk, "It says no")
    assert names(desk, "not_taken") == ["Ana Ruiz"]
    [line] = clients.look_through(desk, "not_taken").page(0, 10)
    assert line.has_refused


def test_a_line_tells_number_language_groups_status_caseworker_and_the_last_contact(desk: Desk) -> None:
    ana = a_client(
        desk, "Ana Peña", PHONE, language="es", caseworker_id="other", status="paused", status_reason="hospital"
    )
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, "other", seq=1, name="Luis Vega")
    in_group(desk, "Housing", ana)
    in_group(desk, "Class 3", ana)
    writes(desk, ana, 5, "hola", at=desk.now - DAY)
    [line] = clients.look_through(desk).page(0, 10)
    assert (line.name, line.phone_end, line.language, line.groups) == ("Ana Peña", "0142", "es", "Class 3, Housing")
    assert (line.status, line.status_reason, line.caseworker) == ("paused", "hospital", "Luis Vega")
    assert (line.is_textable, line.last_at) == (True, desk.now - DAY)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ana", ["Ana Peña", "Ana Ruiz"]),
        ("pena", ["Ana Peña"]),
        ("an ru", ["Ana Ruiz"]),
        ("0142", ["Ana Peña"]),
        ("(215) 555-0143", ["Ana Ruiz"]),
        ("pp-17", ["Ana Ruiz"]),
        ("%", []),
        ("zz", []),
        ("\0", ["Ana Peña", "Ana Ruiz"]),
    ],
)
def test_words_find_people_by_name_number_and_id(desk: Desk, words: str, found: list[str]) -> None:
    a_client(desk, "Ana Peña", PHONE)
    a_client(desk, "Ana Ruiz", "+12155550143", external_id="PP-17")
    assert names(desk, words=words) == found


def test_words_of_another_version_are_shown_safe_and_count_as_open(desk: Desk) -> None:
    a_client(desk, "Ana\x1b Ruiz", PHONE, language="e\x1b", status="elsewhere", zone="Mars/\x1bOlympus")
    [line] = clients.look_through(desk, "open").page(0, 10)
    told = (line.name, language_words(line.language), zone_words("Mars/\x1bOlympus"), status_words("else\x1b", None))
    assert "\x1b" not in "".join(told)


@settings(max_examples=40)
@given(words=st.text(max_size=20))
def test_any_words_find_somebody_or_nobody_and_never_trouble(desk_once: Desk, words: str) -> None:
    clients.look_through(desk_once, "all", words)


def test_somebody_new_is_a_client_with_a_number_that_the_relay_understands(desk: Desk) -> None:
    added = clients.add(desk, "Rob  Dunn", "(215) 555-0144", "es", how="in person")
    assert added.label == "Added: Rob Dunn"
    found = card(desk, added.client_id)
    assert found is not None
    assert (found.client.name, found.client.language, found.is_mine) == ("Rob Dunn", "es", True)
    assert [(str(one.e164), one.is_confirmed) for one in found.held] == [("+12155550144", True)]
    wishes = [entry.wish for entry in outbox(desk)]
    assert [wish.kind for wish in wishes] == ["client", "number"]
    for wish in wishes:
        RESOURCES[wish.kind].body.model_validate(dict(wish.body))
    assert clients.namesake(desk, "ROB DUNN") == added.client_id


@pytest.mark.parametrize("has_left", [False, True])
def test_somebody_new_can_be_taken_back(desk: Desk, has_left: bool) -> None:
    clients.add(desk, "Rob Dunn", "(215) 555-0144", how="in person")
    if has_left:
        accepted(desk, 20)
    undoing.undo(desk)
    assert names(desk) == []
    assert [dict(entry.wish.body) for entry in outbox(desk)] == ([{"deleted": True}] if has_left else [])


def test_what_a_version_before_this_one_did_can_still_be_taken_back(desk: Desk) -> None:
    added = clients.add(desk, "Rob Dunn", "(215) 555-0144", how="in person")
    numbering.add(desk, added.client_id, "(215) 555-0145")
    with desk.store.writing() as session:
        sql(session).execute("UPDATE undo SET inverse = json_remove(inverse, '$.brings')")
    undoing.undo(desk)
    undoing.undo(desk)
    assert (names(desk), outbox(desk)) == ([], [])


def test_who_cannot_be_added_is_said_in_a_sentence_and_nothing_is_wished(desk: Desk) -> None:
    a_client(desk, "Ana Ruiz", PHONE)
    with desk.store.writing() as session:
        desk.store.office.put(session, desk.office_id, seq=1, name="RISE", zone=desk.zone, numbers=["+12155550100"])
    with pytest.raises(Conflict, match="own number"):
        clients.add(desk, "Rob Dunn", "+12155550100")
    with pytest.raises(Conflict, match="Ana Ruiz"):
        clients.add(desk, "Rob Dunn", PHONE)
    with pytest.raises(BadInput):
        clients.add(desk, "12345", "")
    with pytest.raises(BadPhone):
        clients.add(desk, "Rob Dunn", "555-0144")
    assert outbox(desk) == []
    assert names(desk) == ["Ana Ruiz"]


def test_many_are_looked_through_and_shown_in_as_many_statements_as_few(desk: Desk) -> None:
    def asked() -> list[str]:
        said: list[str] = []

        end = on_each_connection(desk.store, lambda connection: connection.set_trace_callback(said.append))
        roll = clients.look_through(desk)
        shown = roll.page(roll.count() - 10, 60)
        end()
        assert len(shown) == 10
        return [one for one in said if one.lstrip().startswith("SELECT")]

    for number in range(10):
        a_client(desk, f"Client {number:03}", f"+1215555{number:04}")
    few = asked()
    for number in range(10, 130):
        a_client(desk, f"Client {number:03}", f"+1215555{number:04}")
    assert len(asked()) == len(few) <= 3
    assert names(desk)[:2] == ["Client 000", "Client 001"]


def test_the_names_to_mask_are_those_of_now_whoever_was_read_before(desk: Desk) -> None:
    marcus = a_client(desk, "Marcus Bell")
    a_client(desk, "Zoë  O\u0301 Lee", None)
    before = called.read(desk)
    assert sorted(called.now(desk, before)) == sorted(called.now(desk, None)) == ["Marcus Bell", "Zoë O\u0301 Lee"]
    rename(desk, marcus, "Marco Bell")
    clients.add(desk, "Ana Ruiz")
    assert {"Marco Bell", "Ana Ruiz", "Zoë O\u0301 Lee"} <= set(called.now(desk, before))
    assert len(called.now(desk, before)) == 4, "who has not changed is not read again"
    with desk.store.writing(Change("inbox")) as session:
        desk.store.clients.put(session, marcus, seq=50, first_name="Mark", last_name="Bell")
    assert set(called.now(desk, before)) == {"Marco Bell", "Ana Ruiz", "Zoë O\u0301 Lee"}, "it may be anybody: all are"
