"""An office's rules as an administrator types and reads them."""

from dataclasses import fields

import pytest

from rise_tui.domain.errors import BadInput
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.rule_words import ABOUT, read_rule, rule_in_words


def test_every_rule_is_explained_and_what_is_shown_can_be_typed() -> None:
    rules = OfficeRules()
    assert list(ABOUT) == [each.name for each in fields(OfficeRules)]
    for name in ABOUT.keys() - {"is_held", "held_because", "on_call", "on_call_from", "on_call_until"}:
        assert read_rule(rules, name, rule_in_words(name, getattr(rules, name))) == rules


@pytest.mark.parametrize(
    ("name", "typed", "value", "shown"),
    [
        ("answer_minutes", "90", 90, "90"),
        ("holidays", "2026-12-25, 2026-11-26 2026-11-26", ("2026-11-26", "2026-12-25"), "2026-11-26, 2026-12-25"),
        ("holidays", "none", (), "none"),
        ("working_days", "Friday,mon", ("mon", "fri"), "mon, fri"),
        ("state_hours", "off", False, "no"),
        ("open_from", "8:30", 510, "8:30"),
        ("phone", "(215) 555-0100", "(215) 555-0100", "(215) 555-0100"),
        ("help_en", "None", "", "none"),
        ("retention_days", "2555", 2555, "2555"),
        ("urgent_minutes", "1440", 1440, "1440"),
    ],
)
def test_a_rule_is_typed_as_people_write_it(name: str, typed: str, value: object, shown: str) -> None:
    rules = read_rule(OfficeRules(), name, typed)
    assert getattr(rules, name) == value
    assert rule_in_words(name, value) == shown
    assert OfficeRules.of(rules.values()) == rules


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("nothing", "1"),
        ("is_held", "yes"),
        ("answer_minutes", "-1"),
        ("answer_minutes", "soon"),
        ("daily_ceiling", "9999999"),
        ("holidays", "26.11.2026"),
        ("holidays", "2026-02-30"),
        ("working_days", "none"),
        ("working_days", "someday"),
        ("state_hours", "maybe"),
        ("open_to", "25:00"),
        ("retention_days", "7"),
        ("urgent_minutes", "0"),
        ("urgent_minutes", "1441"),
    ],
)
def test_what_is_no_value_of_a_rule_is_refused_with_what_to_write(name: str, typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_rule(OfficeRules(), name, typed)
    assert refused.value.next_step


def test_no_way_to_a_rule_lets_urgent_texts_wait_for_longer_than_a_day() -> None:
    for minutes in (-3, 0, 5000):
        with pytest.raises(BadInput, match="1 to 1440"):
            OfficeRules().changed("urgent_minutes", minutes)
