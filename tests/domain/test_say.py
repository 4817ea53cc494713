"""Words for people, in the language of the person."""

import gettext
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from rise_tui import settings
from rise_tui.domain import say as door
from rise_tui.domain.say import languages, say, say_many, use_language


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


@pytest.mark.usefixtures("_english_again")
def test_a_language_is_one_that_can_be_set_once_there_is_a_catalogue(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert languages() == ("en",)
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    entries = [("", "Content-Type: text/plain; charset=UTF-8\n"), ("delivered", "entregado")]
    _write_catalogue(folder / "rise_tui.mo", entries)
    monkeypatch.setattr(door, "LOCALES", tmp_path)
    assert languages() == ("en", "es")
    found = settings.load({"RISE_CONFIG": str(tmp_path), "RISE_DATA": str(tmp_path), "RISE_LANGUAGE": "es"})
    assert (found.language, say("delivered"), say("failed")) == ("es", "entregado", "failed")


def _write_catalogue(file: Path, entries: list[tuple[str, str]]) -> None:
    """A compiled catalogue of gettext, as `msgfmt` writes it: where the words stand, then the words."""
    keys, values, places, at = b"", b"", [], 28 + 16 * len(entries)
    encoded = [(one.encode(), other.encode()) for one, other in sorted(entries)]
    values_at = at + sum(len(one) + 1 for one, _ in encoded)
    for one, other in encoded:
        places.append((len(one), at + len(keys), len(other), values_at + len(values)))
        keys, values = keys + one + b"\0", values + other + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    table = b"".join(struct.pack("<2I", length, at) for length, at, _, _ in places)
    table += b"".join(struct.pack("<2I", length, at) for _, _, length, at in places)
    file.write_bytes(head + table + keys + values)
