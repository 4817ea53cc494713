"""Excel workbooks are read as the list that one sees in them; what is hostile, locked or none says what to do."""

import contextlib
import importlib.util
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rise_tui.casework import workbook_reader
from rise_tui.casework.desk import Desk
from rise_tui.casework.importing import import_file
from rise_tui.casework.sheets import Sheet, read_sheet
from rise_tui.domain.errors import BadInput
from tests.casework.workbook import Date, Formula, Padded, Tab, workbook

HEADERS = ("Name", "Cell Phone", "Class", "Language", "PP#", "OK to text?", "Date of birth")
ANA = ("Ana Peña", "215-555-0143", "Class 3")


def read(folder: Path, content: bytes) -> Sheet:
    """The file as it is read from a disk."""
    file = folder / "class-3.xlsx"
    file.write_bytes(content)
    return read_sheet(file)


def refusal(folder: Path, content: bytes) -> BadInput:
    """What is said of a file that cannot be read; never without what to do."""
    with pytest.raises(BadInput) as raised:
        read(folder, content)
    assert raised.value.next_step
    return raised.value


def test_a_workbook_goes_in_as_the_same_list_would_as_csv(desk: Desk, tmp_path: Path) -> None:
    """[D12] [fault 29] Each cell as a spreadsheet keeps it: numbers, yes and no, days, formulas, what is beside."""
    rows = (
        HEADERS,
        ("Ana Peña", 2155550143.0, "Class 3", "Spanish", "00017", True, Date(33000), "beside the list"),
        ("Bo Lee", 2155550144, "Class 3", "", 18, False, Date(33001)),
        ("Cy Poe", "2155550145.0", "", "", 19.0, "yes"),
        (),
        ("Di Roe", 2.15555e19, "", "", "", ""),
        ("Ed Doe", Date(46000), "", "", "", ""),
        ("Flo Moe", "215-555-0146", Date(46000), "", "", ""),
        ('=HYPERLINK("http://x","Gus Coe")', "215-555-0147"),
        (Formula('A1&" Zoe"', "Ida Zoe"), "215-555-0148", "=1+1"),
        (Formula('HYPERLINK("http://x","Jim")', "Jim Noe"), "215-555-0149"),
        ("x" * 30_000, "215-555-0150"),
        (1234.5, "215-555-0151"),
        ("Kay\x1b]52;c;x\x07 Toe".replace("\x1b", "_").replace("\x07", "_"), "215-555-0152"),
    )
    file = tmp_path / "class-3.xlsx"
    file.write_bytes(workbook(Tab("Class 3", rows)))
    outcome = import_file(desk, file)
    assert {line.line: line.what for line in outcome.lines} == {
        **{2: "added", 3: "added", 4: "added"},
        **{6: "bad", 7: "bad", 8: "bad", 9: "bad", 10: "bad", 11: "added", 12: "bad", 13: "bad", 14: "added"},
    }
    reasons = {told.line: told.reason for told in outcome.bad}
    assert "rounded" in reasons[6]
    assert "a date of what stands under “Cell Phone”" in reasons[7]
    assert "a date of what stands under “Class”" in reasons[8]
    assert "formula" in reasons[9]
    assert "formula" in reasons[10]
    assert "20000" in reasons[12]
    assert "no letters" in reasons[13]
    assert outcome.ignored_columns == ("Date of birth",)
    with desk.store.reading() as session:
        [ana] = desk.store.clients.named(session, "Ana Peña")
        assert (ana.external_id, ana.language) == ("00017", "es"), "zeros in front stay where a cell is text"
        assert desk.store.numbers.to_text(session, ana.client_id) == "+12155550143"
        [bo] = desk.store.clients.named(session, "Bo Lee")
        assert bo.external_id == "18"
        [group] = desk.store.groups.list(session)
        assert len(desk.store.groups.members(session, group.group_id)) == 2


def test_zeros_that_a_sheet_shows_before_a_number_are_part_of_it(tmp_path: Path) -> None:
    numbers = (Padded(17), Padded(2150017.0), Padded(17, 3), Padded(4217, 4), Padded(1.5), 17, "017")
    rows = (("PP#", "Name", "Phone"), *((one, "Ana Ruiz", "215-555-0143") for one in numbers))
    sheet = read(tmp_path, workbook(Tab("Cover", [("Class 3",)]), Tab("Class 3", rows)))
    shown = [row.one("external_id") for row in sheet.rows]
    assert shown == ["00017", "2150017", "PP-0017", "000-00-4217", "1.5", "17", "017"]


def test_the_first_sheet_with_a_list_is_taken_and_named(tmp_path: Path) -> None:
    tabs = (
        Tab("Empty", ()),
        Tab("Old list", (HEADERS, ("Old Man", "215-555-0199")), state="hidden"),
        Tab("Read me", (("Call Dana before you change this.",), ("It is hers.",))),
        Tab("Class 3", (("Roster",), (), HEADERS, ANA), merged=("A1:G1",)),
        Tab("Class 4", (HEADERS, ("Luis Diaz", "215-555-0144"))),
    )
    sheet = read(tmp_path, workbook(*tabs))
    assert [(row.line, row.one("name"), row.one("group")) for row in sheet.rows] == [(4, "Ana Peña", "Class 3")]
    assert (sheet.tab, sheet.encoding) == ("Class 3", "xlsx")
    said = refusal(tmp_path, workbook(*tabs[:3]))
    assert "The first line of the sheet “Read me” says: Call Dana" in said.detail
    assert "empty" in refusal(tmp_path, workbook(*tabs[:2])).title
    assert "\x1b" not in str(refusal(tmp_path, workbook(Tab("\u202e" + "x" * 5000, (("colour",),)))))


def test_merged_cells_count_for_each_line_that_they_stand_beside(tmp_path: Path) -> None:
    rows = (
        ("Class 3 and Workshop, autumn",),
        (),
        ("Client", "", "Phone", "Group"),
        ("First", "Last"),
        ("Ana", "Peña", "215-555-0143", "Class 3"),
        ("Luis", "Diaz", "215-555-0144"),
        (),
        ("Eve", "Roe", "215-555-0145", "Workshop"),
    )
    merged = ("A1:D2", "A3:B3", "C3:C4", "D3:D4", "D5:D7", "A9:A1048576", "B1:XFD1")
    sheet = read(tmp_path, workbook(Tab("List", rows, merged)))
    assert [(row.line, row.one("first_name"), row.one("last_name"), row.one("group")) for row in sheet.rows] == [
        (5, "Ana", "Peña", "Class 3"),
        (6, "Luis", "Diaz", "Class 3"),
        (8, "Eve", "Roe", "Workshop"),
    ]


def _zip(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


LOCKED = workbook_reader.OLD + b"\0" * 1000 + workbook_reader.LOCKED + b"\0" * 1000
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>name &b; &f;</t></is></c></row></sheetData></worksheet>'
)
FAR = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    "</sheetData></worksheet>"
)
"""Two cells: a table of seventeen billion."""
ONE = Tab("List", (HEADERS, ANA))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LOCKED, "password"),
        (workbook_reader.OLD + b"\0" * 2000, "old kind"),
        (_zip(content_xml=b"<office/>", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "not an Excel"),
        (_zip(word__document_xml=b"<w/>"), "not an Excel"),
        (b"PK\x03\x04rest", "damaged"),
        (workbook(ONE)[:-200], "damaged"),
        (_zip(xl__workbook_xml=b"<workbook/>"), "damaged"),
        (workbook(ONE, parts={"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}), "damaged"),
        (workbook(ONE, parts={"xl/worksheets/sheet1.xml": ENTITIES}), ""),
        (workbook(ONE, parts={"xl/worksheets/sheet1.xml": FAR}), "too large"),
    ],
)
def test_what_is_no_workbook_or_a_trap_says_in_a_sentence_what_to_do(
    tmp_path: Path, content: bytes, words: str
) -> None:
    """[fault 29] Locked, old, another program's, damaged; entities that grow, a table without an end."""
    said = refusal(tmp_path, content)
    assert words in f"{said.title} {said.detail}"
    assert "root:" not in str(said)
    assert "haha" not in str(said)


def test_what_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    """[fault 22] What says so is not opened; what lies about it meets the reader's limits."""
    said = bytearray(workbook(ONE, parts={"xl/media/big": b"\0" * 4_000_000}))
    at = said.rindex(b"xl/media/big") - 46
    said[at + 24 : at + 28] = (2**31).to_bytes(4, "little")
    assert "too large" in refusal(tmp_path, bytes(said)).title


def test_reading_stops_at_once_when_nobody_waits_for_it_any_more(tmp_path: Path) -> None:
    class LeftError(Exception):
        pass

    seen = []

    def told(count: int) -> None:
        seen.append(count)
        raise LeftError

    for name, content in (
        ("list.xlsx", workbook(Tab("List", (HEADERS, *[ANA] * 1000)))),
        ("list.csv", ("name,phone\n" + "Ana Ruiz,215-555-0143\n" * 1000).encode()),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(LeftError):
            read_sheet(tmp_path / name, told)
    assert len(seen) == 2


def test_the_reader_knows_nothing_of_rise_and_is_imported_by_no_start() -> None:
    source = Path(workbook_reader.__file__).read_text("utf-8")
    assert "rise_tui" not in source
    assert importlib.util.find_spec("python_calamine") is not None
    assert "import python_calamine" not in source.partition("def ")[0].partition("if TYPE_CHECKING")[0]


_CELL: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(["", "Ana Ruiz", 2155550143, 2155550144.0, "yes", True, Date(40000), "=1", Formula("1", "2")]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=8),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(_CELL, max_size=4), max_size=5), st.integers(0, 2000), st.binary(max_size=4))
def test_any_cells_and_any_damage_are_lines_or_one_plain_trouble(rows: list[list[Any]], at: int, damage: bytes) -> None:
    """[fault 29] The reader's own function, as its process calls it."""
    content = workbook(Tab("List", (HEADERS, *rows)))
    lines = [line for line in workbook_reader.lines(content) if isinstance(line, tuple)]
    assert [line[0] for line in lines] == [
        number for number, row in enumerate((HEADERS, *rows), start=1) if any(str(_shown(cell)).strip() for cell in row)
    ]
    assert all(isinstance(cell, str) for line in lines for cell in line[1])
    hurt = content[: at % len(content)] + damage + content[at % len(content) + len(damage) :]
    with contextlib.suppress(Exception):  # main() tells every one of them as damaged; what counts is that it ends
        list(workbook_reader.lines(hurt))


def _shown(cell: Any) -> Any:
    return cell.value if isinstance(cell, Formula) else cell
