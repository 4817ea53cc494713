"""What a text weighs, and plainer text."""

import pytest
import smsutil
from hypothesis import example, given
from hypothesis import strategies as st

from rise_tui.domain.segments import (
    ELLIPSIS,
    GSM_7,
    LOOK_ALIKES,
    plainer,
    plainer_changes,
    weigh,
)

ENGLISH = (
    "Hi {n}, this is the RISE office. Your job readiness class is tomorrow at 9:00 at 1425 Arch Street, 2nd floor. "
    "Please bring your ID; it's ok to bring a friend. Reply YES or NO."
)
SPANISH = (
    "Hola María, le recuerda la oficina RISE que su clase es mañana a las 9:00. " + "Por favor traiga más papeles. " * 4
)


def _long(text: str, length: int) -> str:
    return (text + "x" * length)[:length]


EN_172 = _long(ENGLISH.format(n="Ana"), 172)
EN_169_CURLY = _long(ENGLISH.format(n="Ana").replace("'", "’"), 169)
ES_204 = _long(SPANISH, 204)
ES_204_BARE = ES_204.replace("í", "i").replace("á", "a")


@pytest.mark.parametrize(
    ("text", "chars", "alphabet", "units", "segments"),
    [
        (EN_172, 172, "GSM-7", 172, 2),
        (EN_169_CURLY, 169, "UCS-2", 169, 3),
        (ES_204, 204, "UCS-2", 204, 4),
        (ES_204_BARE, 204, "GSM-7", 204, 2),
        (_long("Great work! ", 71) + "👍", 72, "UCS-2", 73, 2),
        ("a" * 159 + "[", 160, "GSM-7", 161, 2),
        ("a" * 320, 320, "GSM-7", 320, 3),
        ("a" * 160, 160, "GSM-7", 160, 1),
        ("a" * 161, 161, "GSM-7", 161, 2),
        ("a" * 306, 306, "GSM-7", 306, 2),
        ("a" * 307, 307, "GSM-7", 307, 3),
        ("á" * 70, 70, "UCS-2", 70, 1),
        ("á" * 71, 71, "UCS-2", 71, 2),
        ("á" * 134, 134, "UCS-2", 134, 2),
        ("á" * 135, 135, "UCS-2", 135, 3),
        ("a" * 1600, 1600, "GSM-7", 1600, 11),
        ("á" * 1600, 1600, "UCS-2", 1600, 24),
        ("", 0, "GSM-7", 0, 0),
        ("a" * 152 + "[" + "a" * 10, 163, "GSM-7", 164, 2),
        ("a" * 152 + "€" + "a" * 152, 305, "GSM-7", 306, 3),
        ("á" * 66 + "👍" + "á" * 66, 133, "UCS-2", 134, 3),
        ("👨‍👩‍👧‍👦", 7, "UCS-2", 11, 1),
    ],
)
def test_a_text_weighs_what_the_carrier_bills(text: str, chars: int, alphabet: str, units: int, segments: int) -> None:
    """[D8]"""
    weight = weigh(text)
    assert (weight.chars, weight.alphabet, weight.units, weight.segments) == (chars, alphabet, units, segments)


@pytest.mark.parametrize("character", "^{}[]~\\|€\f")
def test_an_extension_character_costs_two(character: str) -> None:
    assert weigh(character).units == 2
    assert weigh(character).culprits == ()


def test_each_character_is_in_the_alphabet_where_the_standard_has_it() -> None:
    assert all(weigh(character).alphabet == "GSM-7" for character in "éÉñÑüÜ¿¡àèìòùÇäöåø\n\r")
    assert all(weigh(character).alphabet == "UCS-2" for character in "‘’“”–—…•`\u00a0\táíóúÁÍÓÚç\x1b")


def test_the_culprits_are_named_once_in_the_order_of_the_text() -> None:
    assert weigh("it’s María — it’s 👍").culprits == ("’", "í", "—", "👍")


def test_what_is_left_is_counted_in_the_last_segment() -> None:
    assert weigh("").left == 160
    assert weigh("a" * 159 + "[").left == 153 * 2 - 161
    assert weigh("a" * 152 + "€").left == 160 - 154
    assert weigh("á" * 71).left == 63


texts = st.text(
    st.one_of(
        st.sampled_from(sorted(GSM_7)),
        st.sampled_from("^{}[]~|€"),
        st.sampled_from("‘’“”–—…áíóú👍🇺🇸\u200d\u00a0"),
        st.characters(exclude_characters="\x1b", exclude_categories=["Cs"]),
    ),
    max_size=400,
)


@given(st.one_of(texts.filter(bool), st.text(st.sampled_from("aé[€"), min_size=140, max_size=480)))
@example("a" * 152 + "[" + "b" * 152 + "[")
def test_segments_and_units_are_those_of_smsutil(text: str) -> None:
    """[D8]"""
    theirs = smsutil.split(text)
    weight = weigh(text)
    assert weight.alphabet == ("GSM-7" if theirs.encoding == "gsm0338" else "UCS-2")
    assert weight.segments == len(theirs.parts)
    per_unit = 1 if weight.alphabet == "GSM-7" else 2
    assert weight.units * per_unit == theirs.total_bytes


@given(texts)
def test_no_replaceable_character_survives(text: str) -> None:
    """[D9]"""
    plain = plainer(text)
    assert not set(plain) & set(LOOK_ALIKES)


def test_every_apostrophe_is_replaced_and_not_only_the_first() -> None:
    """[D9]"""
    assert plainer("don’t can’t won’t") == "don't can't won't"


@given(texts)
def test_plainer_text_never_costs_more(text: str) -> None:
    """[D10]"""
    plain = plainer(text)
    assert weigh(plain).segments <= weigh(text).segments
    assert len(plain.replace("...", ELLIPSIS)) <= len(text)


@given(texts)
def test_making_plainer_twice_is_making_it_once(text: str) -> None:
    assert plainer(plainer(text)) == plainer(text)


@given(texts)
def test_the_changes_shown_are_the_changes_made(text: str) -> None:
    """[D10]"""
    rebuilt = text
    for place, old, new in reversed(plainer_changes(text)):
        assert rebuilt[place : place + len(old)] == old
        assert old != new
        rebuilt = rebuilt[:place] + new + rebuilt[place + len(old) :]
    assert rebuilt == plainer(text)


def test_look_alikes_become_what_they_look_like() -> None:
    """[D10]"""
    assert plainer("\u00a0") == " "
    assert plainer("‹a› «b» `c`") == "'a' \"b\" 'c'"
    assert all(len(new) <= 1 and set(new) <= GSM_7 for new in LOOK_ALIKES.values())
    assert plainer("a–b—c") == "a-b-c"


def test_three_dots_are_written_out_only_when_that_costs_nothing() -> None:
    assert plainer("see you… or not…") == "see you... or not..."
    assert plainer("…" * 70) == "…" * 70
    full = "á" * 69 + "…"
    assert plainer(full) == full


def test_accents_stay_in_words_and_in_names() -> None:
    assert plainer("Mañana a las 9, María. ¿Está bien?") == "Mañana a las 9, María. ¿Está bien?"
    assert plainer("Hi María, José") == "Hi María, José"


@given(st.text("áéíóúñüçÁÍÓÚãõâêôœæığşżłčřěůāē", max_size=80))
def test_no_letter_of_any_language_is_taken_away(text: str) -> None:
    assert plainer(text) == text


def test_a_letter_with_its_accent_written_apart_becomes_one() -> None:
    assert plainer("man\u0303ana") == "mañana"
    assert weigh(plainer("man\u0303ana")).alphabet == "GSM-7"
