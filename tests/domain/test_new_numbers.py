"""Who writes from a new number, and which number a text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.new_numbers import name_said, number_said


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("new number this is Rob", "Rob"),
        ("Hey it's Ana Ruiz, lost my phone", "Ana Ruiz"),
        ("hola soy Lucía desde otro telefono", "Lucía"),
        ("this is my new number", ""),
        ("This is not Rob. its O'Neil here", "O'Neil"),
        ("I'm running late", ""),
        ("im Marcus", "Marcus"),
        ("ok", ""),
    ],
)
def test_a_text_says_who_writes_it(body: str, name: str) -> None:
    assert name_said(body) == name


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("my new number is (215) 555-0171 ok", "+12155550171"),
        ("text me at 215.555.0172", "+12155550172"),
        ("case 12345678901234567890", None),
        ("call 800 555 0173 or 215-555-0174", "+12155550174"),
        ("new phone", None),
    ],
)
def test_a_text_names_a_number(body: str, number: str | None) -> None:
    assert number_said(body) == number


@given(st.text(max_size=200))
def test_any_text_says_something_or_nothing(body: str) -> None:
    assert len(name_said(body).split()) <= 2
    number_said(body)
