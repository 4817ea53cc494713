"""What a client wrote can never act on the caseworker's terminal, spreadsheet or disk."""

import re
import unicodedata

import pytest
import wcwidth
from hypothesis import example, given
from hypothesis import strategies as st

from rise_tui.domain.safe_text import (
    LOOKED_AT,
    MOST_ACCENTS,
    MOST_JOINS,
    as_kept,
    csv_cell,
    editable,
    file_name,
    one_line,
    safe_text,
    without_orders,
)

DANGEROUS = (
    set(range(0x20)) - {0x09, 0x0A}
    | set(range(0x7F, 0xA0))
    | {0x061C, 0x200B, 0x200E, 0x200F, 0xFEFF}
    | set(range(0x2028, 0x202F))
    | set(range(0x2060, 0x2070))
    | set(range(0xD800, 0xE000))
)
TAGS = {chr(code) for code in range(0xE0000, 0xE0080)}
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f")
FAMILY = "👨🏻‍👩🏻‍👧🏻‍👦🏻"
# `characters` leaves surrogates out unless they are asked for
anything = st.one_of(
    st.characters(),
    st.characters(categories=["Cs", "Cc", "Cf"]),
    st.sampled_from(
        ["\x1b", "\x9b", "\u202e", "\u200d", "\ufe0f", "\u0301", "\r", "\n", "\t", "👩", "👦", "🏽", ENGLAND, "a"]
    ),
)
texts = st.lists(anything, max_size=60).map("".join)


@given(texts, st.booleans())
@example("\x1b]52;c;aGk=\x07 \x9b2J \x1b[2J", True)
def test_no_dangerous_character_survives(text: str, keep_newlines: bool) -> None:
    """[fault 24]"""
    safe = safe_text(text, keep_newlines)
    assert not {ord(character) for character in safe} & DANGEROUS
    assert not TAGS & set(FLAG.sub("", safe))
    safe.encode("utf-8")
    if not keep_newlines:
        assert "\n" not in safe
        assert "\t" not in safe


@given(texts, st.booleans())
@example("\r\r\n", True)
@example("\u0301\u200d\u0301", True)
@example("👩\u200d\u200d👩" + "\u200d👩" * 20, True)
def test_making_safe_twice_is_making_it_once(text: str, keep_newlines: bool) -> None:
    safe = safe_text(text, keep_newlines)
    assert safe_text(safe, keep_newlines) == safe


@given(texts)
@example("\u200d".join("👩" * 20))
def test_floods_of_accents_and_joiners_are_cut(text: str) -> None:
    run = joins = 0
    for before, character in zip(" " + safe_text(text), safe_text(text), strict=False):
        clings = unicodedata.category(character) in ("Mn", "Me", "Mc") or character in "\u200c\u200d"
        run = run + 1 if clings else 0
        joins = joins + (character == "\u200d") if clings or before == "\u200d" else 0
        assert run <= MOST_ACCENTS + MOST_JOINS + 1
        assert joins <= MOST_JOINS
    assert len(safe_text("e" + "\u0301" * 1000)) == 1 + MOST_ACCENTS
    assert len(safe_text("\u200d".join("👩" * 100))) == 100 + 20 * MOST_JOINS


@pytest.mark.parametrize(
    "text",
    [
        "Hi María, ¿cómo estás? It’s 9:00 – see you…",
        "two\nlines\tand a tab",
        FAMILY,
        ENGLAND,
        "👍🏽 ❤️ 1️⃣ 🇺🇸 🏳️‍🌈",
        "e\u0301 שָׁלוֹם हिन्दी ภาษาไทย Tiê\u0301ng 한국어 中文",
        "",
    ],
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\x00b\x7fc\x9bd", "a␀b␡c␦d"),
        ("a\r\nb\rc", "a\nb␍c"),
        ("invoice\u202egnp.exe", "invoice␦gnp.exe"),
        ("\ud83d half", "\ufffd half"),
        ("\u0301 alone", "◌\u0301 alone"),
        ("x\U000e0068\U000e0069", "x␦␦"),
        ("\U0001f3f4\U000e0067", "\U0001f3f4␦"),
    ],
)
def test_what_could_act_is_shown_instead(text: str, shown: str) -> None:
    assert safe_text(text) == shown


@given(texts, st.integers(0, 40))
@example(" \u0301x", 10)
def test_a_line_is_never_wider_than_its_cells(text: str, cells: int) -> None:
    line = one_line(text, cells)
    assert "\n" not in line
    width = wcwidth.wcswidth(line)
    assert width <= cells
    assert one_line(line, cells) == line
    assert not line or not unicodedata.combining(line[0])


@given(texts)
def test_the_last_lock_changes_nothing_in_what_is_safe_and_lets_no_order_pass(text: str) -> None:
    assert without_orders(safe_text(text)) == safe_text(text)
    locked = without_orders(text)
    assert len(locked) == len(text)
    assert not {ord(character) for character in locked} & DANGEROUS


def test_a_line_is_cut_with_a_sign_and_never_within_a_character() -> None:
    assert one_line("one\n two\t three", 40) == "one two three"
    assert one_line("one two three", 13) == "one two three"
    assert one_line("one two three", 12) == "one two thr…"
    assert one_line("one two three", 5) == "one…"
    assert one_line("中文字", 5) == "中文…"
    assert one_line("ab" + FAMILY, 6) == "ab…"
    assert one_line("ab", 1) == "…"
    assert one_line("ab", 0) == ""
    assert one_line("é" * 5, 5) == "é" * 5
    assert one_line(" " * 1_000 + "far off", 10) == "…"


@pytest.mark.parametrize("flood", ["A", "\u0301", "\u200d", "\u202e", " ", "\U0001f469\u200d"])
def test_a_line_is_made_from_no_more_of_a_text_than_it_can_show(flood: str) -> None:
    class Counted(str):
        def __getitem__(self, key: object) -> str:
            assert isinstance(key, slice)
            assert key.stop <= 80 * LOOKED_AT
            return str(super().__getitem__(key))

        def replace(self, *_: object) -> str:  # type: ignore[override]  # the whole text must not be gone through
            raise AssertionError

    line = one_line(Counted(flood * 1_000_000), 80)
    assert line.endswith("…")
    assert one_line(line, 80) == line


@given(texts, st.booleans())
@example("\x1b[2J\t\u202e\x9bA\u0301", False)
def test_what_one_types_over_is_safe_keeps_its_places_and_is_kept_as_it_was_unless_changed(
    text: str, keep_newlines: bool
) -> None:
    shown = editable(text, keep_newlines)
    assert shown == editable(shown, keep_newlines)
    assert without_orders(shown) == shown
    if "\r\n" not in text or not keep_newlines:
        assert len(shown) == len(text) or "\U0001f3f4" in text
    assert keep_newlines or not {"\n", "\t", "\r"} & {*shown}
    assert as_kept(shown, text, keep_newlines) == text
    assert as_kept(f"{shown}!", text, keep_newlines) == f"{shown}!"


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1", "\u200d=1", "\n=1", "\xa0=1"]
)
def test_no_cell_is_a_formula(start: str) -> None:
    """[fault 29]"""
    assert csv_cell(start).startswith("'")


@given(texts)
@example("\u200d\t")
@example("\u200d\u200d=1")
def test_a_cell_starts_with_nothing_that_a_spreadsheet_runs(text: str) -> None:
    cell = csv_cell(text)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == safe_text(text) or cell == safe_text(text)


@given(st.text(max_size=5000))
@example("../../etc/passwd")
@example("pdf\r\nX: y")
@example("CON")
def test_a_file_name_holds_nothing_that_somebody_else_chose(extension: str) -> None:
    """[fault 28]"""
    sha256 = "ab" * 32
    name = file_name(sha256, extension)
    stem, _, ending = name.partition(".")
    assert stem == sha256
    assert ending.isalnum()
    assert ending.isascii()
    assert len(ending) <= 8


def test_a_file_name_needs_a_hash() -> None:
    """[fault 28]"""
    assert file_name("ab" * 32, ".JPG") == "ab" * 32 + ".jpg"
    for wrong in ("", "../x", "AB" * 32, "ab" * 31):
        with pytest.raises(ValueError, match="SHA-256"):
            file_name(wrong, "jpg")
