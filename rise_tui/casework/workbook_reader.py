"""Reads one Excel workbook from standard input and writes its cells as lines of JSON; run as a process of its own.

The file comes from outside: a few kilobytes of it can claim a billion cells, or unpack to gigabytes. So this process is
given nothing: no environment, no arguments, limits on memory, time and files before the first byte is read. It imports
nothing of rise. Formulas are not calculated (what the spreadsheet last showed counts), links to other files are not
followed, entities not expanded, macros not run.

A line is `{"sheet": NAME}` before the rows of a sheet that one can see, then `[LINE, CELLS, DATES]` for each row that
has something in it: its number in the sheet from 1, its cells as text, and which of them are dates. The last line is
`{"sheets": COUNT}`, or `{"trouble": WORD}`: password, old, other_kind, broken, too_large, no_means.
"""

import datetime
import functools
import io
import json
import os
import re
import resource
import sys
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""
SECONDS = 20
"""Of the processor."""
MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes that the parts of a workbook may claim to have; what lies about it meets the limit on memory."""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
"""Before the name of every element of a workbook."""
EXACT = 1e15
"""From here on a spreadsheet's numbers have lost digits."""
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an .xls begins, and the wrapping of what has a password."""
LOCKED = "EncryptedPackage".encode("utf-16-le")
_SIGNS = re.compile(r'\\(.)|"([^"]*)"|([ ()/\-])|(0)|\[[^\]]*\]|_.|\*.')
"""In a number's format: what stands there as it is, a digit that is always shown, colours and spaces."""
DIGIT = "\0"
"""Where a digit goes in a mask."""

Span = tuple[int, int]
Row = tuple[int, list[str], list[int]]
"""Its number from 1, its cells, which of them are dates."""


class Trouble(Exception):
    """There is nothing to read; its word says why."""


def restrict() -> None:
    """Nothing more than this from here on: memory, processor, no file written, no core left behind."""
    for what, limit in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    os.nice(5)


def opened(content: bytes) -> "CalamineWorkbook":
    """The workbook of these bytes. Raises Trouble for what is none that is read here."""
    if content.startswith(OLD):
        raise Trouble("password" if LOCKED in content else "old")
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Trouble("broken") from None
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Trouble("other_kind")
    if any(part.flag_bits & 1 for part in parts):
        raise Trouble("password")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Trouble("too_large")
    try:
        from python_calamine import PasswordError, load_workbook
    except ImportError:
        raise Trouble("no_means") from None
    try:
        return load_workbook(io.BytesIO(content))
    except PasswordError:
        raise Trouble("password") from None


def padded(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """By sheet and place (line and column from 0): whole numbers of which the sheet shows zeros that they have not.

    `00017` under the format `00000` is kept as 17; as an id or a postcode it is another. Where the formats cannot be
    made out there are none: the cells are read without them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            masks = _masks(ElementTree.fromstring(parts.read("xl/styles.xml")))
            return {name: dict(_padded_in(parts, part, masks)) for name, part in _sheets(parts)} if masks else {}
    except (KeyError, ValueError, ElementTree.ParseError):
        return {}


def _masks(styles: ElementTree.Element) -> dict[str, str]:
    """The masks of zeros by the number of the style that has them."""
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter(f"{MAIN}numFmt")}
    found = {}
    for number, style in enumerate(styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
        code = codes.get(style.get("numFmtId"), "").partition(";")[0]
        signs = list(_SIGNS.finditer(code))
        mask = "".join(DIGIT if one[4] else one[1] or one[2] or one[3] or "" for one in signs)
        if mask.count(DIGIT) > 1 and sum(len(one[0]) for one in signs) == len(code):
            found[str(number)] = mask
    return found


def _sheets(parts: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name, and the part that holds it."""
    relations = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for one in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        target = targets.get(next((value for name, value in one.items() if name.endswith("}id")), ""), "")
        yield one.get("name", ""), target[1:] if target.startswith("/") else f"xl/{target}"


def _padded_in(parts: zipfile.ZipFile, part: str, masks: dict[str, str]) -> Iterator[tuple[tuple[int, int], str]]:
    with parts.open(part) as file:
        for _, one in ElementTree.iterparse(file):
            if one.tag == f"{MAIN}c" and one.get("s") in masks and one.get("t", "n") == "n":
                number, place = one.findtext(f"{MAIN}v", ""), re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", one.get("r", ""))
                if place and re.fullmatch(r"\d{1,15}(\.0)?", number):
                    yield (int(place[2]) - 1, _column(place[1])), _shown(number, masks[one.get("s", "")])
            if one.tag == f"{MAIN}row":
                one.clear()


def _column(letters: str) -> int:
    """A from 0, as the sheet counts."""
    return functools.reduce(lambda sum, letter: sum * 26 + ord(letter) - 64, letters, 0) - 1


def _shown(number: str, mask: str) -> str:
    """The number in its mask, filled from the right; digits that it has more stand before the first."""
    digits = list(number.partition(".")[0].zfill(mask.count(DIGIT)))
    shown = [digits.pop() if sign == DIGIT else sign for sign in reversed(mask)]
    first = len(mask) - mask.index(DIGIT)
    return "".join((*reversed(shown[first:]), *digits, *reversed(shown[:first])))


def rows(sheet: "CalamineSheet", padded: Mapping[tuple[int, int], str]) -> Iterator[Row]:
    """The rows with something in them. A cell merged over several rows stands in each of them.

    `padded`: what stands at a place instead of the number that is kept there.
    """
    if sheet.start is None:
        return
    left = sheet.start[1]
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top and left <= column < left + sheet.width:
            begins.setdefault(top, []).append((column - left, bottom))
    carried: dict[int, tuple[str, bool, int]] = {}
    for number, cells in enumerate(sheet.iter_rows()):
        words = [padded.get((number, left + column)) or as_text(cell) for column, cell in enumerate(cells)]
        dates = [is_date(cell) for cell in cells]
        is_own = any(word.strip() for word in words)
        for column, (word, is_dated, bottom) in list(carried.items()):
            if number > bottom:
                del carried[column]
            elif not words[column]:
                words[column], dates[column] = word, is_dated
        for column, bottom in begins.get(number, ()):
            carried[column] = (words[column], dates[column], bottom)
        if is_own:
            yield number + 1, words, [column for column, is_dated in enumerate(dates) if is_dated]


def as_text(cell: Any) -> str:
    """A cell as one would type it: a whole number without `.0`, a date as 2026-11-22."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)


def is_date(cell: Any) -> bool:
    """Whether the spreadsheet takes the cell for a day, a time or a length of time."""
    return isinstance(cell, datetime.date | datetime.time | datetime.timedelta)


def lines(content: bytes) -> Iterator[Any]:
    """The workbook line by line, as the top of this file says. Raises Trouble."""
    workbook = opened(content)
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    kind = (SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet)
    shown = [one.name for one in workbook.sheets_metadata if (one.visible, one.typ) == kind]
    zeros = padded(content)
    for name in shown:
        yield {"sheet": name}
        yield from rows(workbook.get_sheet_by_name(name), zeros.get(name, {}))
    yield {"sheets": len(shown)}


def main() -> int:
    """Read, write; every trouble is a word in the last line."""
    restrict()
    last: dict[str, str] = {}
    try:
        for line in lines(sys.stdin.buffer.read()):
            sys.stdout.write(json.dumps(line) + "\n")
    except Trouble as trouble:
        last = {"trouble": str(trouble)}
    except MemoryError:
        last = {"trouble": "too_large"}
    except BrokenPipeError:
        os._exit(0)  # nobody reads on: what was wanted was found
    except BaseException:  # noqa: BLE001 - the library panics as it likes over a file that is broken
        last = {"trouble": "broken"}
    if last:
        sys.stdout.write(json.dumps(last) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
