"""Lists as offices have them are read: encodings, separators, headers; what is none says what to do."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rise_tui.casework.sheets import BIGGEST_CELL, decode, read_sheet, read_text
from rise_tui.domain.errors import BadInput, NotFound, RiseError

NAMES = "name,phone\nAna Peña,215-555-0143\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("cp1252", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_the_same_list_is_read_in_any_encoding(tmp_path: Path, encoding: str, mark: bytes) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(mark + NAMES.encode(encoding))
    [row] = read_sheet(file).rows
    assert (row.one("name"), row.one("phone"), row.line) == ("Ana Peña", "215-555-0143", 2)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_line_end_divides(separator: str, end: str) -> None:
    lines = ["First Name,Last Name,Cell", "Ana,Ruiz,215-555-0143", "", "Luis,Diaz,215-555-0144"]
    sheet = read_text(end.join(line.replace(",", separator) for line in lines))
    assert [(row.line, row.one("first_name"), row.one("phone")) for row in sheet.rows] == [
        (2, "Ana", "215-555-0143"),
        (4, "Luis", "215-555-0144"),
    ]


def test_excels_own_word_for_the_separator_counts() -> None:
    [row] = read_text("sep=;\r\nname;phone\r\nRuiz, Ana;215-555-0143\r\n").rows
    assert (row.one("name"), row.line) == ("Ruiz, Ana", 3)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("f_name", "first_name"),
        ("FirstName", "first_name"),
        ("First Name:", "first_name"),
        ("NOMBRE", "first_name"),
        ("lname", "last_name"),
        ("Apellido(s)", ""),
        ("Surname", "last_name"),
        ("Client's Name", "name"),
        ("Nombre completo", "name"),
        ("Mobile", "phone"),
        ("Cell Phone #", "phone"),
        ("phone_2", "phone"),
        ("Phone 3", "phone"),
        ("Teléfono", "phone"),
        ("contact", "phone"),
        ("Class", "group"),
        ("Preferred Language", "language"),
        ("PP#", "external_id"),
        ("Case No.", "external_id"),
        ("OK to text?", "consent"),
        ("Time zone", "zone"),
        ("Date of birth", ""),
    ],
)
def test_headers_are_understood_as_people_write_them(header: str, field: str) -> None:
    """[D13]"""
    sheet = read_text(f"name,phone,{header}\nAna Ruiz,215-555-0143,x\n")
    assert sheet.columns.get(header.strip(), "") == field
    assert (header in sheet.ignored) == (not field)


def test_a_title_above_the_headers_is_stepped_over() -> None:
    sheet = read_text("Class 3 roster,,\n,,\nName,Phone,Notes\nAna Ruiz,215-555-0143,late\n")
    assert [(row.line, row.one("name")) for row in sheet.rows] == [(4, "Ana Ruiz")]
    assert sheet.ignored == ("Notes",)


def test_two_phones_are_both_read() -> None:
    [row] = read_text('name,cell,home phone\nAna,"215-555-0143; 215-555-0144",215-555-0145\n').rows
    assert row.several("phone") == ("215-555-0143", "215-555-0144", "215-555-0145")


def test_a_cell_of_several_lines_keeps_the_line_numbers_true() -> None:
    sheet = read_text('name,phone,group\nAna,215-555-0143,"A\nB"\nLuis,215-555-0144,C\n')
    assert [row.line for row in sheet.rows] == [2, 4]
    assert sheet.rows[0].several("group") == ("A", "B")


def test_a_cell_that_is_too_long_or_too_many_is_a_bad_line_and_the_others_are_read() -> None:
    big = "x" * 10_000_000
    sheet = read_text(f"name,phone\nAna,215-555-0143\n{big},215-555-0144\nRuiz, Luis,215-555-0145\nEve,215-555-0146\n")
    assert [row.one("name") for row in sheet.rows] == ["Ana", "Eve"]
    assert [line for line, _ in sheet.bad] == [3, 4]
    assert str(BIGGEST_CELL) in sheet.bad[0][1]
    assert "quotes" in sheet.bad[1][1]


def test_a_quotation_that_does_not_close_costs_its_own_line_alone_and_says_what_to_do() -> None:
    lines = [
        "name,phone",
        '"Bell, Marcus,215-555-0143',
        '"Ruiz, Ana",215-555-0144',
        '"Mo" ,215-555-0145',
        "Lu,1",
        'Ed,"',
    ]
    sheet = read_text("\n".join(lines))
    assert [(row.line, row.one("name")) for row in sheet.rows] == [(3, "Ruiz, Ana"), (4, "Mo"), (5, "Lu")]
    assert [line for line, _ in sheet.bad] == [2, 6]
    assert sheet.bad[0][1].startswith('A quotation mark (") opens in this line and does not close; close it')


def test_nul_and_a_spreadsheets_guard_are_no_part_of_a_value() -> None:
    [row] = read_text('name,phone\nAna\0 Ruiz,"=""2155550143"""\n').rows
    assert (row.one("name"), row.one("phone")) == ("Ana Ruiz", "2155550143")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n , \n", "empty"),
        (b"colour,size\nred,9\n", "colour"),
        (b"PK\x03\x04rest", "damaged"),
        (b"%PDF-1.7 rest", "not a list"),
        (b"name\nAna\n", "phone"),
    ],
)
def test_what_is_no_list_says_what_is_wrong_with_it(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(BadInput) as raised:
        read_sheet(file)
    assert words in str(raised.value)
    assert raised.value.next_step or raised.value.detail


def test_what_is_not_there_or_no_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_sheet(tmp_path / "none.csv")
    with pytest.raises(BadInput):
        read_sheet(tmp_path)


def test_headers_that_could_be_orders_to_the_terminal_are_told_safely() -> None:
    with pytest.raises(BadInput) as raised:
        read_text("\x1b]52;c;x\x07,size\n")
    assert "\x1b" not in raised.value.detail


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_a_plain_error(raw: bytes) -> None:
    """[fault 29]"""
    for content in (raw, b"name,phone\n" + raw, b"\xff\xfe" + raw):
        with contextlib.suppress(RiseError):
            read_text(*decode(content))
