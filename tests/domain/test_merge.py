"""Merge fields: known and filled, or not sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.domain.errors import BadMerge
from rise_tui.domain.merge import FIELDS, fields_of, fill, form_of, values_for

ANA = values_for("Ana", "Díaz", "Luis Ortiz", "RISE")


def test_fields_become_the_clients_own() -> None:
    assert fill("Hi {first_name}, {caseworker} from {office} here.", ANA) == "Hi Ana, Luis Ortiz from RISE here."
    assert fill("{name}: {last_name}", ANA) == "Ana Díaz: Díaz"


@pytest.mark.parametrize(
    "written", ["{First_Name}", "{ first name }", "{{first_name}}", "{{ First_Name }}", "{FIRST-NAME}"]
)
def test_a_field_is_known_however_it_is_written(written: str) -> None:
    assert fill(f"Hi {written}!", ANA) == "Hi Ana!"
    assert fields_of(written) == ("first_name",)


@pytest.mark.parametrize(
    "template", ["Hi {nickname}", "Hi {{nickname}}", "{}", "{ }", "Hi {first_name", "oops }", "{a{b}", "{0}"]
)
def test_a_field_that_nobody_knows_blocks_the_text(template: str) -> None:
    with pytest.raises(BadMerge):
        fill(template, ANA)
    with pytest.raises(BadMerge):
        fields_of(template)


def test_an_unknown_field_is_answered_with_the_nearest_known_one() -> None:
    with pytest.raises(BadMerge) as refused:
        fields_of("Hi {firstname}")
    assert "{first_name}" in refused.value.detail
    assert all(f"{{{field}}}" in refused.value.next_step for field in FIELDS)


@pytest.mark.parametrize("values", [{}, {"first_name": ""}, {"first_name": " \n"}])
def test_an_empty_field_blocks_the_text(values: dict[str, str]) -> None:
    with pytest.raises(BadMerge):
        fill("Hi {first_name}", values)


def test_a_sender_can_never_reach_into_the_program() -> None:
    for template in ("{first_name.__class__}", "{first_name!r}", "{first_name:>9999999}", "{__import__}"):
        with pytest.raises(BadMerge):
            fill(template, ANA)


def test_doubled_braces_are_plain_ones() -> None:
    assert fill("{{ 1 + 1 }}", ANA) == "{ 1 + 1 }"
    assert fill("{{{{", ANA) == "{{"
    assert fields_of("{{}}") == ()


@given(st.fixed_dictionaries({field: st.text(min_size=1).filter(str.strip) for field in FIELDS}))
def test_braces_in_a_value_are_not_read_again(values: dict[str, str]) -> None:
    template = " ".join(f"{{{field}}}" for field in FIELDS)
    in_english = {f"{field}.en": value for field, value in values.items()}
    assert fill(template, values | in_english) == " ".join(values[field].strip() for field in FIELDS)


@given(st.text(st.characters(exclude_characters="{}")))
def test_a_text_without_braces_stays_as_it_is(text: str) -> None:
    assert fill(text, {}) == text
    assert fields_of(text) == ()


@given(st.text(st.sampled_from("{}ab _first_name"), max_size=30))
def test_any_text_is_filled_or_refused_and_both_agree(template: str) -> None:
    try:
        fields = fields_of(template)
    except BadMerge:
        with pytest.raises(BadMerge):
            fill(template, ANA)
        return
    assert set(fields) <= set(FIELDS)
    assert fill(template, ANA).count("{") <= template.count("{")


def test_a_form_that_was_read_once_fills_as_often_as_one_likes() -> None:
    form = form_of("{first_name}{last_name}, {first_name}")
    for first in ("Ana", "Bo"):
        assert form.fill({"first_name": first, "last_name": "{name}"}) == f"{first}{{name}}, {first}"
    assert form.fill({"first_name": "Ana"}) is None
    assert form.empty_for({"first_name": " "}) == ("first_name", "last_name")
