"""What a text should not hold by mistake is seen, and what is usual is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.guards import (
    Sensitive,
    is_luhn,
    is_own_name,
    names_called,
    place_in,
    sensitive_in,
)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("Your social is 123-45-6789, right?", (Sensitive.SOCIAL_SECURITY,)),
        ("123 45 6789", (Sensitive.SOCIAL_SECURITY,)),
        ("ssn 123456789", (Sensitive.SOCIAL_SECURITY,)),
        ("su seguro social 123456789", (Sensitive.SOCIAL_SECURITY,)),
        ("order 123456789 is ready", ()),
        ("000-12-3456 and 666-12-3456 and 987-65-4320 and 123-00-4567 and 123-45-0000", ()),
        ("call (215) 555-0102 or 215-555-0102 or +12155550102", ()),
        ("card 4111 1111 1111 1111", (Sensitive.CARD,)),
        ("4111-1111-1111-1112", ()),
        ("5555555555554444", (Sensitive.CARD,)),
        ("Docket CP-51-CR-0001234-2026 is on Monday", (Sensitive.DOCKET,)),
        ("mc-51-cr-0001234-2026", (Sensitive.DOCKET,)),
        ("MJ-12345-CR-0000123-2026", (Sensitive.DOCKET,)),
        ("CP 51 CR 0001234 2026", (Sensitive.DOCKET,)),
        ("1234 EDA 2026", (Sensitive.DOCKET,)),
        ("Class 3 meets Monday at 9, 990 Spring Garden, room 7, on 11-23-2026", ()),
        ("123-45-6789 and CP-51-CR-0001234-2026", (Sensitive.SOCIAL_SECURITY, Sensitive.DOCKET)),
    ],
)
def test_numbers_that_belong_in_no_text_are_seen(body: str, kinds: tuple[Sensitive, ...]) -> None:
    assert sensitive_in(body) == kinds


digits = st.text("0123456789", min_size=11, max_size=17)


@given(st.sampled_from("3456"), digits, st.sampled_from(["", " ", "-"]))
def test_a_card_is_seen_however_it_is_spaced_and_one_wrong_digit_is_none(first: str, rest: str, gap: str) -> None:
    body = first + rest
    check = next(digit for digit in "0123456789" if is_luhn(body + digit))
    number = body + check
    written = gap.join(number[place : place + 4] for place in range(0, len(number), 4))
    if len(set(number)) > 1:
        assert Sensitive.CARD in sensitive_in(f"it is {written}, thanks")
    wrong = body + str((int(check) + 1) % 10)
    assert not is_luhn(wrong)
    assert Sensitive.CARD not in sensitive_in(wrong)


@given(st.integers(1, 899), st.integers(1, 99), st.integers(1, 9999))
def test_a_social_security_number_is_seen_where_the_office_gives_such_out(area: int, group: int, serial: int) -> None:
    is_given_out = area != 666
    seen = Sensitive.SOCIAL_SECURITY in sensitive_in(f"It is {area:03d}-{group:02d}-{serial:04d}.")
    assert seen == is_given_out


@given(st.text(max_size=300))
def test_any_text_is_looked_through(body: str) -> None:
    assert all(name in body for name in names_called(body))
    assert set(sensitive_in(body)) <= set(Sensitive)
    assert place_in(body) in body


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Hi Marcus, see you Monday", ("Marcus",)),
        ("hi marcus see you monday", ("marcus", "see")),
        ("Hi Marcus Bell, hello", ("Marcus", "Bell")),
        ("Hola señora Ruiz, ¿cómo está?", ("Ruiz",)),
        ("Buenos días José.", ("José",)),
        ("Monday is fine, Marcus. See you at 9", ("Marcus",)),
        ("Marcus, are you there?", ("Marcus",)),
        ("Thanks Marcus!", ("Marcus",)),
        ("Hi Will, come at 9", ("Will",)),
        ("Hi will you come?", ()),
        ("Hi May I ask", ()),
        ("See you Monday. Marcus can come too", ()),
        ("Bring your ID, lease, paystub.", ()),
        ("I talked to Marcus about it", ()),
    ],
)
def test_who_is_spoken_to_is_named(body: str, names: tuple[str, ...]) -> None:
    found = [name for name in names_called(body) if name != "see"]
    assert found == [name for name in names if name != "see"]


def test_a_name_at_the_end_counts_after_words_and_not_after_a_list() -> None:
    assert names_called("It was good, Marcus. See you then, Ana.") == ("Marcus", "Ana")
    assert names_called("Bring bread, milk and salt, Rosa.") == ()
    assert names_called(", Marcus.") == ()


def test_sixteen_thousand_characters_without_an_end_are_looked_through_at_once() -> None:
    assert names_called("word " * 3200) == ()  # an expression that took cubic time would take minutes


@given(st.sampled_from(["Hi {}, see you", "Hola {}", "{}, are you there?", "See you at nine, {}."]), st.data())
def test_a_name_is_seen_in_each_way_of_greeting(greeting: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["Marcus", "Ángel", "Nuñez", "O'Neil", "Jean-Luc", "Siobhán", "Hope", "Zoë"]))
    assert name in names_called(greeting.format(name))


def test_short_forms_of_ones_own_name_are_ones_own() -> None:
    assert is_own_name("Rob", ["Robert Dunn"])
    assert is_own_name("DUNN", ["Robert Dunn"])
    assert is_own_name("Jose", ["José Peña"])
    assert not is_own_name("Al", ["Alberto Ruiz"])
    assert not is_own_name("Marcus", ["Ana Ruiz"])


def test_a_place_that_nobody_filled_is_seen() -> None:
    assert place_in("Hi {first_name}, hello") == "{first_name}"
    assert place_in("Hi {{First Name}}") == "{{First Name}}"
    assert place_in("a {1} b {} :{ :-}") == ""
