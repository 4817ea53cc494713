"""A list of people as offices have it: an Excel workbook, or text in any of three encodings with any separator."""

import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from rise_tui.casework.headers import field_of, is_understood
from rise_tui.casework.records import HEADERS_WITHIN, Record, divided
from rise_tui.casework.workbooks import Tab, Told, tabs
from rise_tui.domain.errors import BadInput, NotFound
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say

BIGGEST_FILE = 64 * 1024 * 1024
"""Bytes."""
BIGGEST_CELL = 20_000
"""Characters."""
OFTEN = 500
"""Records of a text after which it is told how many there are."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How an Excel file begins: a zip, or what is older or locked."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NO_LIST = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")
_AS_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)


@dataclass(frozen=True)
class Row:
    """One person of the list: the line in the file, from 1, and what stood under each field.

    A field that stands under several headers (two phones) has its values one after the other.
    """

    line: int
    cells: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return next(iter(self.cells.get(name, ())), "")

    def several(self, name: str, dividers: str = ";|\n") -> tuple[str, ...]:
        """All values of a field, each once, also those that stand in one cell with one of these signs between them."""
        each = "[" + re.escape(dividers) + "]"
        parts = (part.strip() for cell in self.cells.get(name, ()) for part in re.split(each, cell))
        return tuple(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True)
class Sheet:
    """A file that was read: how its headers were understood, its rows, and the lines that are no rows, with why.

    `columns`: header as written: our field; `tab`: which sheet of a workbook it was, and `name`, the file's: safe for
    a terminal.
    """

    encoding: str
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    rows: tuple[Row, ...]
    bad: tuple[tuple[int, str], ...]
    tab: str = ""
    name: str = ""


def path_typed(written: str) -> Path:
    """The path of what was typed, `~` included. Raises NotFound for the home of somebody who has none."""
    try:
        return Path(written.strip()).expanduser()
    except RuntimeError as error:
        raise NotFound(
            say("There is no file {path}", path=one_line(written, 200)), "", say("Check its name.")
        ) from error


def read_sheet(path: Path, told: Told | None = None) -> Sheet:
    """Read the file, and know by which name. As `_read`."""
    return replace(_read(path, told), name=one_line(path.name, 60))


def _read(path: Path, told: Told | None) -> Sheet:
    """Read the file. Raises NotFound or BadInput with what to do when there is nothing in it that can be understood.

    `told` is told now and then how many lines have been read; what it raises stops the reading.
    """
    shown = one_line(str(path), 200)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would keep one waiting for ever
            raise BadInput(say("{path} is no file", path=shown), "", say("Check its name."))
        with path.open("rb") as file:
            raw = file.read(BIGGEST_FILE + 1)
            if len(raw) > BIGGEST_FILE:
                raise BadInput(
                    say("The file is larger than 64 MB"), "", say("Divide it, or take out what is not needed.")
                )
            if raw.startswith(_WORKBOOKS):
                file.seek(0)
                return _read_workbook(file, told)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(say("There is no file {path}", path=shown), "", say("Check its name.")) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or ""
        raise BadInput(say("{path} cannot be read", path=shown), why) from error
    if raw.startswith(_NO_LIST):
        raise BadInput(
            say("This is not a list"), "", say("Open it in the program that made it, and save it as .xlsx or CSV.")
        )
    return read_text(*decode(raw), told=told)


def _read_workbook(file: BinaryIO, told: Told | None) -> Sheet:
    """The first sheet whose columns are understood. Raises BadInput: about the first that has something in it."""
    wrong: BadInput | None = None
    for tab in tabs(file, told):
        try:
            return _sheet("xlsx", tab.records, tab)
        except BadInput as error:
            wrong = (wrong or error) if tab.records else wrong
    raise wrong or _is_empty()


def decode(raw: bytes) -> tuple[str, str]:
    """The text and the encoding it was in: a byte-order mark, then UTF-16 by its zeros, then UTF-8, then cp1252.

    cp1252 is what a spreadsheet writes that was not asked for anything else; it reads every byte.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace"), name
    head = raw[:2000]
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 4:
        return raw.decode("utf-16-le", "replace"), "utf-16-le"
    if len(head) >= 4 and head[0::2].count(0) > len(head) // 4:
        return raw.decode("utf-16-be", "replace"), "utf-16-be"
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), "cp1252"


def read_text(text: str, encoding: str = "utf-8", *, told: Told | None = None) -> Sheet:
    """Read a list that is text already. Raises BadInput when its headers are not understood."""
    records: list[Record] = []
    broken: list[int] = []
    for record in divided(text.replace("\0", ""), broken):
        records.append(record)
        if told is not None and len(records) % OFTEN == 0:
            told(len(records))
    sheet = _sheet(encoding, records)
    why = say('A quotation mark (") opens in this line and does not close; close it, or take it out.')
    return replace(sheet, bad=tuple(sorted((*sheet.bad, *((line, why) for line in broken)))))


def _sheet(encoding: str, records: Sequence[Record], tab: Tab | None = None) -> Sheet:
    """The rows below the headers. Raises BadInput when there are no headers that are understood."""
    below, headers = _headers(records, "" if tab is None else tab.name)
    names = [field_of(header) for header in headers]
    rows: list[Row] = []
    bad: list[tuple[int, str]] = []
    for line, cells in records[below:]:
        if not any(cell.strip() for cell in cells):
            continue
        if why := _why_no_row(cells, headers, tab, line):
            bad.append((line, why))
        else:
            rows.append(Row(line, _gathered(names, cells)))
    known = {header.strip(): name for header, name in zip(headers, names, strict=True) if name}
    ignored = tuple(header.strip() for header, name in zip(headers, names, strict=True) if not name and header.strip())
    return Sheet(encoding, known, ignored, tuple(rows), tuple(bad), "" if tab is None else tab.name)


def _headers(records: Sequence[Record], tab: str) -> tuple[int, list[str]]:
    """The index of the first record below the headers, and the headers: of two lines of them (a merged *Client* above
    *First* and *Last*) the lower one."""
    first: list[str] = []
    found: tuple[int, list[str]] | None = None
    for index, (_, cells) in enumerate(records[:HEADERS_WITHIN]):
        if is_understood({field_of(cell) for cell in cells if len(cell) < 100}):
            found = index + 1, cells
        elif found is not None:
            break
        first = first or [cell for cell in cells if cell.strip()]
    if found is not None:
        return found
    if not first:
        raise _is_empty()
    shown = one_line(", ".join(cell[:40] for cell in first[:8]), 200)
    says = say("The first line says: {shown}.", shown=shown)
    raise BadInput(
        say("The columns are not understood"),
        says if not tab else say("The first line of the sheet “{tab}” says: {shown}.", tab=tab, shown=shown),
        say("It needs a name (or first name, last name) and a phone."),
    )


def _is_empty() -> BadInput:
    return BadInput(say("The file is empty"), "", say("The first line must name the columns: name, phone, group …"))


def _why_no_row(cells: list[str], headers: list[str], tab: Tab | None, line: int) -> str:
    """Why a record cannot be read as a person; nothing if it can. A workbook's own cells may stand beside the list."""
    if any(len(cell) > BIGGEST_CELL for cell in cells):
        return say("A cell is longer than {count} characters.", count=BIGGEST_CELL)
    if tab is None:
        is_divided = any(cell.strip() for cell in cells[len(headers) :])
        comma = say("It has more cells than there are columns; a name with a comma in it needs quotes.")
        return comma if is_divided else ""
    dated = [headers[column] for column in sorted(tab.dates.get(line, ())) if column < len(headers)]
    spoilt = next((one_line(header, 40) for header in dated if field_of(header)), "")
    made = say("The spreadsheet made a date of what stands under “{header}”; make that column text.", header=spoilt)
    return made if spoilt else ""


def _gathered(names: list[str], cells: list[str]) -> Mapping[str, tuple[str, ...]]:
    gathered: dict[str, tuple[str, ...]] = {}
    for name, cell in zip(names, cells, strict=False):
        value = _AS_TEXT.sub(r"\1", cell.strip()).strip()  # ="0215…" is how a spreadsheet is kept from calculating
        if name and value:
            gathered[name] = (*gathered.get(name, ()), value)
    return gathered
