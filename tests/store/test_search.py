"""Finding people and texts."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rise_tui.store.engine import sql
from rise_tui.store.search import matches_in
from rise_tui.store.store import Store
from tests.store.people import NOW, add_client, text_in, text_out


def found(store: Store, words: str) -> list[str]:
    with store.reading() as session:
        return [text.message_id for text in store.search.texts(session, words)]


def people(store: Store, words: str) -> list[str]:
    with store.reading() as session:
        return [person.client_id for person in store.search.people(session, words)]


@pytest.fixture
def office(store: Store) -> Store:
    with store.writing() as session:
        add_client(store, session, "ana", "Ana María Peña", "+12155550101")
        add_client(store, session, "dan", "Dan O'Neil", "+12155550142")
        store.clients.put(session, "dan", seq=2, external_id="PP-4711")
        text_in(store, session, "ana", 10, "Aquí está mi TALÓN de pago")
        text_in(store, session, "dan", 11, "can I bring my paystub monday?")
        text_out(store, session, "dan", 12, "Yes, bring the paystub")
        text_in(store, session, "tel:+12155550177", 13, "this is Rob")
    return store


def test_accents_and_case_do_not_matter_and_a_word_may_be_begun(office: Store) -> None:
    assert found(office, "talon") == found(office, "TALÓN") == found(office, "ta") == ["in-10"]
    assert found(office, "esta talon") == found(office, "talón aqui") == ["in-10"]
    assert found(office, "payst") == ["out-12", "in-11"]
    assert found(office, "pay stub") == found(office, "talonx") == []


def test_as_many_as_are_wanted_that_have_the_word_itself_come_before_words_that_begin_so(store: Store) -> None:
    with store.writing() as session:
        for seq, body in ((1, "thanks"), (2, "thanks again"), (3, "thanksgiving is closed")):
            text_in(store, session, "c1", seq, body)
        assert [text.message_id for text in store.search.texts(session, "thanks", 2)] == ["in-2", "in-1"]
        assert [text.message_id for text in store.search.texts(session, "thanks", 3)] == ["in-3", "in-2", "in-1"]


def test_matches_say_where_the_words_stand(office: Store) -> None:
    with office.reading() as session:
        text = office.search.texts(session, "mi talo")[0]
    assert [text.body[start:end] for start, end in text.matches] == ["mi", "TALÓ"]
    assert (text.client_id, text.name, text.at) == ("ana", "Ana María Peña", NOW + 10 * 60_000)
    decomposed = "tale\u0301n"
    assert matches_in(decomposed, ["tale"]) == ((0, 5),)


def test_the_newest_come_first_in_whatever_order_they_were_stored(store: Store) -> None:
    with store.writing() as session:
        for seq in (30, 90, 10, 60, 20):
            text_in(store, session, "c1", seq, "see you at the class")
    assert found(store, "class") == ["in-90", "in-60", "in-30", "in-20", "in-10"]


def test_many_texts_of_one_second_all_find_room(store: Store) -> None:
    with store.writing() as session:
        for seq in range(10, 40):
            text_in(store, session, "c1", seq, "same second", at=NOW)
    assert found(store, "same") == [f"in-{seq}" for seq in range(39, 9, -1)]


def test_a_word_that_was_taken_out_is_not_found(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, "c1", 5, "secret address")
        sql(session).execute("UPDATE message SET body = 'gone'")
    assert (found(store, "secret"), found(store, "gone")) == ([], ["in-5"])
    with store.writing() as session:
        store.threads.remove(session, ["in-5"])
        sql(session).execute("INSERT INTO message_fts(message_fts) VALUES ('integrity-check')")
    assert found(store, "gone") == []


def test_people_are_found_by_any_part_of_the_name_by_digits_and_by_the_offices_id(office: Store) -> None:
    assert people(office, "pena") == people(office, "MAR an") == people(office, "ana peñ") == ["ana"]
    assert people(office, "o'ne") == people(office, "pp-4711") == people(office, "PP-4711") == ["dan"]
    assert people(office, "555-0142") == people(office, "(215) 555-0142") == people(office, "0142") == ["dan"]
    assert people(office, "0177") == ["tel:+12155550177"]
    assert people(office, "eña") == people(office, "%") == people(office, "_") == people(office, "01") == []


def test_a_released_or_deleted_person_is_not_found(office: Store) -> None:
    with office.writing() as session:
        office.clients.put(session, "ana", seq=20, is_mine=False)
        office.clients.put(session, "dan", seq=20, is_deleted=True)
    assert people(office, "pena") == people(office, "dan") == people(office, "0142") == []


hostile = st.one_of(
    st.text(st.characters(), max_size=40),
    st.lists(
        st.sampled_from(
            [
                '"',
                "*",
                "(",
                ")",
                "AND",
                "OR",
                "NOT",
                "NEAR(",
                "^",
                ":",
                "body:",
                "-",
                "+",
                "'",
                ";--",
                "\0",
                "a",
                "ß",
                "%",
            ]
        ),
        max_size=8,
    ).map(" ".join),
)


@example("\ud800")
@given(hostile)
@settings(deadline=None, max_examples=300)
def test_no_question_breaks_the_search(store_once: Store, words: str) -> None:
    with store_once.reading() as session:
        store_once.search.texts(session, words)
        store_once.search.people(session, words)


@given(st.text(st.characters(), max_size=60))
@settings(deadline=None, max_examples=200)
def test_a_text_is_found_by_each_of_its_own_words(store_once: Store, body: str) -> None:
    with store_once.reading() as session:  # thrown away afterwards
        text_in(store_once, session, "c1", 10, f"{body} end")
        for word in [*body.replace("\0", " ").split()[:8], "end"]:
            if any(character.isascii() and character.isalnum() for character in word):
                found = store_once.search.texts(session, word)
                assert [text.message_id for text in found] == ["in-10"]
                assert found[0].matches


@pytest.mark.parametrize("is_folded", [False, True])
def test_a_search_sorts_nothing_and_goes_through_no_table(store: Store, is_folded: bool) -> None:
    with store.reading() as session:
        said: list[str] = []
        sql(session).set_trace_callback(said.append)
        store.search.texts(session, "pay", is_folded=is_folded)
        sql(session).set_trace_callback(None)
        (asked,) = (one for one in said if " MATCH " in one)
        first, *others = [row[3] for row in sql(session).execute(f"EXPLAIN QUERY PLAN {asked}")]
    assert "VIRTUAL TABLE INDEX" in first
    assert others
    assert [step for step in others if not step.startswith("SEARCH ") or "AUTOMATIC" in step] == []


def test_a_text_that_was_taken_back_is_not_found(office: Store) -> None:
    with office.writing() as session:
        office.threads.set_status(session, "out-12", "cancelled", seq=20)
    assert found(office, "paystub") == ["in-11"]


def test_whose_number_ends_so_comes_before_whose_number_has_it_within(office: Store) -> None:
    with office.writing() as session:
        add_client(office, session, "eve", "Zoe Eve", "+12155550155")
    assert people(office, "155")[0] == "eve"
    with office.reading() as session:
        assert office.search.numbers(session, ["dan", "eve", "nobody"]) == {
            "dan": "+12155550142",
            "eve": "+12155550155",
        }
