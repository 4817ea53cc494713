"""A text to Ana that says Marcus is looked at again; one that says Ana, or a word that is nobody's, is not."""

from pathlib import Path

import pytest

from rise_tui.casework import guarding
from rise_tui.casework.desk import Desk
from tests.casework.office import a_client
from tests.gallery.lives import LIVES, TEMPLATES
from tests.gallery.office import client_id_of, open_desk


def test_a_text_that_speaks_to_another_client_is_told(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", "+12155550143")
    a_client(desk, "Marcus Bell")
    assert guarding.seen(desk, ana, "Hi Marcus, Monday is fine") == "This says “Marcus”, and goes to Ana Ruiz"
    assert guarding.seen(desk, ana, "hi marcus monday is fine") != ""
    assert guarding.seen(desk, ana, "Dear Mr. Bell, Monday is fine") != ""


def test_all_that_strikes_is_told_at_once_for_the_next_key_sends_it(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", "+12155550143")
    a_client(desk, "Marcus Bell")
    assert guarding.seen(desk, ana, "Hi Marcus, your number is 123-45-6789") == (
        "This says “Marcus”, and goes to Ana Ruiz. This holds what looks like a Social Security number"
    )


@pytest.mark.parametrize(
    "body",
    [
        "Hi Ana, Monday is fine",
        "Hola Ruiz, el lunes",
        "Hi Terrence, nobody here has that name",
        "Hello there, it's Dana from RISE",
        "Thanks, Dana",
        "See you Monday. Bring the bell",
        "I saw Marcus at the workshop",
    ],
)
def test_what_is_usual_is_not_told(desk: Desk, body: str) -> None:
    ana = a_client(desk, "Ana Ruiz", "+12155550143")
    a_client(desk, "Marcus Bell")
    assert guarding.seen(desk, ana, body) == ""


def test_a_name_that_both_bear_is_theirs(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", "+12155550143")
    a_client(desk, "Ana Bell")
    assert guarding.seen(desk, ana, "Hi Ana, Monday is fine") == ""


def test_a_number_that_belongs_in_no_text_and_an_unfilled_place_are_told(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", "+12155550143")
    assert "Social Security" in guarding.seen(desk, ana, "It is 123-45-6789")
    assert "payment card" in guarding.seen(desk, ana, "4111 1111 1111 1111")
    assert "docket" in guarding.seen(desk, ana, "CP-51-CR-0001234-2026")
    assert guarding.seen(desk, ana, "Hi {last_name}") == "This still has {last_name} in it"


def test_signs_of_a_search_are_letters_of_a_name(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", "+12155550143")
    a_client(desk, "Marcus Bell")
    with desk.store.reading() as session:
        assert not desk.store.clients.has_named_part(session, "%", but=ana)
        assert not desk.store.clients.has_named_part(session, "m_rcus", but=ana)
        assert desk.store.clients.has_named_part(session, "MÁRCUS", but=ana)


def test_nothing_of_a_usual_week_strikes(tmp_path: Path) -> None:
    office = open_desk(tmp_path)
    try:
        struck = []
        for life in LIVES:
            said = [word.text.format(first=life.first) for word in life.words if not word.is_theirs]
            said += [body for _, _, english, spanish in TEMPLATES for body in (english, spanish)]
            said += [word.text for word in life.words if word.is_theirs]
            struck += [(life.first, body) for body in said if guarding.seen(office, client_id_of(life), body)]
        assert struck == []
    finally:
        office.store.close()
