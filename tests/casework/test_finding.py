"""The one person who is meant, or everybody who might be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rise_tui.casework import finding, retrying
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock
from rise_tui.domain.errors import BadInput, NotFound
from tests.casework.group_text import on_the_relay
from tests.casework.office import PHONE, a_client, says, writes
from tests.casework.test_transferring import LUIS
from tests.store.people import text_out


@pytest.mark.parametrize("words", ["Marcus Bell", "marcus bell", "PP-17", "(215) 555-0142", PHONE, "bell", "marc"])
def test_a_client_is_meant_by_id_external_id_number_or_a_name_that_fits_one(desk: Desk, words: str) -> None:
    marcus = a_client(desk, external_id="PP-17")
    a_client(desk, "Ana Ruiz", "+12155550143")
    assert finding.the_client(desk, words) == marcus
    assert finding.the_client(desk, marcus) == marcus


def test_a_name_that_fits_several_tells_who_they_are(desk: Desk) -> None:
    ids = {a_client(desk, "Ana Ruiz", "+12155550143"), a_client(desk, "Ana Ruiz", "+12155550144")}
    with pytest.raises(NotFound, match="several people") as raised:
        finding.the_client(desk, "ana ruiz")
    assert all(client_id in raised.value.detail for client_id in ids)
    assert raised.value.exit_code == 2


def test_a_shared_number_tells_both(desk: Desk) -> None:
    a_client(desk, "Ana Ruiz", PHONE)
    a_client(desk, "Luis Ruiz", PHONE)
    with pytest.raises(NotFound) as raised:
        finding.the_client(desk, PHONE)
    assert "Ana Ruiz" in raised.value.detail
    assert "Luis Ruiz" in raised.value.detail


def test_an_exact_name_goes_before_names_that_only_begin_so(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", "+12155550143")
    a_client(desk, "Ana Ruizbarro", "+12155550144")
    assert finding.the_client(desk, "Ana Ruiz") == ana


def test_an_unknown_number_is_meant_by_itself(desk: Desk) -> None:
    writes(desk, "tel:+12155550177", 5)
    assert finding.the_client(desk, "215-555-0177") == "tel:+12155550177"
    assert finding.the_client(desk, "tel:+12155550177") == "tel:+12155550177"


@pytest.mark.parametrize("words", ["nobody", "215-555-0198", "\x1b[2J", "\udcff"])
def test_nobody_is_nobody_and_says_so_without_orders_to_the_terminal(desk: Desk, words: str) -> None:
    with pytest.raises(NotFound) as raised:
        finding.the_client(desk, words)
    assert "\x1b" not in str(raised.value)


def test_no_words_are_a_mistake(desk: Desk) -> None:
    with pytest.raises(BadInput):
        finding.the_client(desk, "  ")


def test_people_are_found_before_texts_and_the_words_shown_begin_at_the_hit(desk: Desk) -> None:
    marcus = a_client(desk)
    hit = writes(desk, marcus, 5, "x " * 40 + "is the class on Monday with Marcus too")
    person, text = finding.find(desk, "marcus")
    assert (person.client_id, person.message_id, person.words) == (marcus, None, "(215) 555-0142")
    assert text.message_id == hit
    assert text.words.startswith("…")
    assert "Marcus" in text.words
    assert finding.find(desk, " ") == []


def test_where_not_all_is_looked_for_that_can_be_told(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", "+12155550143")
    for seq in range(5, 55):
        assert not finding.may_be_more(finding.find(desk, "bus"))
        writes(desk, ana, seq, "the bus is late")
    found = finding.find(desk, "bus")
    assert len(found) == 50
    assert finding.may_be_more(found)


def test_a_group_text_is_found_once_with_how_many_had_it_and_crowds_out_nobody_elses_words(desk: Desk) -> None:
    people = [a_client(desk, f"Ana{n} Ruiz", f"+121555501{n:02}") for n in range(60)]
    writes(desk, people[0], 5, "is the bus late on Mondays")
    text = on_the_relay(desk, people)
    assert len(finding.search(desk, "monday")[1]) == 50, "the command line lists each"
    theirs, group = finding.find(desk, "mond")
    assert (group.name, group.broadcast_id) == ("to 60 people", text.broadcast_id)
    assert (theirs.name, theirs.broadcast_id) == ("Ana0 Ruiz", "")
    assert not finding.may_be_more([theirs, group])
    on_the_relay(
        desk, [a_client(desk, f"Ben{n} Ruiz", f"+1{201 + n // 100}55501{n % 100:02}") for n in range(600)], seq=5000
    )
    found = finding.find(desk, "mond")
    assert any(one.name.endswith(" people or more") for one in found), "no more are looked at than a key has time for"
    assert finding.may_be_more(found)


def test_who_was_sent_a_group_text_again_is_counted_once(desk: Desk) -> None:
    people = [a_client(desk, f"Ana{n} Ruiz", f"+121555501{n:02}") for n in range(5)]
    for n, client_id in enumerate(people):
        says(desk, client_id, f"+121555501{n:02}", "opted_in", 2)
    text = on_the_relay(desk, people)
    for client_id in people[:2]:
        text.fares(client_id, "failed", "unreachable")
    retrying.retry(desk, text.broadcast_id, people[:2])
    assert len(finding.search(desk, "monday")[1]) == 7
    (group,) = finding.find(desk, "monday")
    assert (group.name, group.broadcast_id) == ("to 5 people", text.broadcast_id)
    assert not finding.may_be_more(finding.find(desk, "ana1")), "only one has her name in it"
    hers = [one for one in finding.find(desk, "ana1") if one.message_id is not None]
    assert [(one.name, one.client_id, one.broadcast_id) for one in hers] == [("Ana1 Ruiz", people[1], "")]


@pytest.mark.parametrize(("others", "name"), [(40, "to 5 people"), (55, "to 2 people or more")])
def test_a_group_text_of_which_only_some_texts_were_looked_at_says_that_there_may_be_more(
    desk: Desk, others: int, name: str
) -> None:
    people = [a_client(desk, f"Ana{n} Ruiz", f"+121555501{n:02}") for n in range(5)]
    for n, client_id in enumerate(people):
        says(desk, client_id, f"+121555501{n:02}", "opted_in", 2)
    text = on_the_relay(desk, people)
    for client_id in people[:2]:
        text.fares(client_id, "failed", "unreachable")
    for n in range(others):
        writes(desk, people[4], 2000 + n, "is it this Monday", at=desk.now + n + 1)
    later = replace(desk, clock=FrozenClock(desk.clock.now() + timedelta(hours=1)))
    retrying.retry(later, text.broadcast_id, people[:2])
    group, *_ = finding.find(desk, "monday")
    assert (group.name, group.broadcast_id) == (name, text.broadcast_id)
    whole = on_the_relay(replace(desk, clock=later.clock), people[:3], seq=5000)
    group, *_ = finding.find(desk, "monday")
    assert (group.name, group.broadcast_id) == ("to 3 people", whole.broadcast_id), "each of its texts was looked at"


def test_a_group_text_that_cannot_be_opened_here_is_found_with_each_whom_it_reached(desk: Desk) -> None:
    people = [a_client(desk, f"Ana{n} Ruiz", f"+121555501{n:02}") for n in range(3)]
    with desk.store.writing() as session:
        for seq, client_id in enumerate(people, 100):
            its = {"caseworker_id": LUIS, "broadcast_id": "of Luis"}
            text_out(desk.store, session, client_id, seq, "Class 3 meets Monday", **its)
    found = finding.find(desk, "monday")
    assert [(one.name, one.client_id, one.broadcast_id) for one in found] == [
        (f"Ana{n} Ruiz", people[n], "") for n in (2, 1, 0)
    ]
