"""Words for people, in the language of the person."""

import gettext
from collections.abc import Iterator

import pytest

from rise_tui.domain import say as door
from rise_tui.domain.say import say, say_many, use_language


class _Loud(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return message.upper().replace("{NAME}", "{name}")


@pytest.fixture
def _english_again() -> Iterator[None]:
    yield
    use_language("en")


def test_places_are_filled_and_values_are_not_read_again() -> None:
    assert say("Hi {name}", name="{office} {0}") == "Hi {office} {0}"
    assert say("100 % {plain}") == "100 % {plain}"
    assert say("{text!r} is past", text="noon") == "'noon' is past"


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("Hi {name}", other="x")


def test_one_and_many_are_told_apart() -> None:
    assert say_many("{count} text to {name}", "{count} texts to {name}", 1, name="Ana") == "1 text to Ana"
    assert say_many("{count} text to {name}", "{count} texts to {name}", 0, name="Ana") == "0 texts to Ana"


@pytest.mark.usefixtures("_english_again")
def test_a_language_without_a_catalogue_speaks_english(monkeypatch: pytest.MonkeyPatch) -> None:
    use_language("tlh")
    assert say("delivered") == "delivered"
    monkeypatch.setattr(door, "_spoken", _Loud())
    assert say("hi {name}", name="Ana") == "HI Ana"
