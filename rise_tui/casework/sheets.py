"""A list of people as offices have it: any of three encodings, any separator, headers as people write them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rise_tui.casework.headers import field_of, is_understood
from rise_tui.domain.errors import BadInput, NotFound
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say

BIGGEST_FILE = 64 * 1024 * 1024
"""Bytes."""
BIGGEST_CELL = 20_000
"""Characters."""
HEADERS_WITHIN = 10
"""Lines at the top among which the headers are looked for: many lists have a title above them."""
SEPARATORS = ",;\t|"

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NO_LIST = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")
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

    `columns`: header as written: our field.
    """

    encoding: str
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    rows: tuple[Row, ...]
    bad: tuple[tuple[int, str], ...]


def path_typed(written: str) -> Path:
    """The path of what was typed, `~` included. Raises NotFound for the home of somebody who has none."""
    try:
        return Path(written.strip()).expanduser()
    except RuntimeError as error:
        raise NotFound(
            say("There is no file {path}", path=one_line(written, 200)), "", say("Check its name.")
        ) from error


def read_sheet(path: Path) -> Sheet:
    """Read the file. Raises NotFound or BadInput with what to do when there is nothing in it that can be understood."""
    shown = one_line(str(path), 200)
    try:
        with path.open("rb") as file:
            raw = file.read(BIGGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(say("There is no file {path}", path=shown), "", say("Check its name.")) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or ""
        raise BadInput(say("{path} cannot be read", path=shown), why) from error
    if len(raw) > BIGGEST_FILE:
        raise BadInput(say("The file is larger than 64 MB"), "", say("Divide it, or take out what is not needed."))
    if raw.startswith(_NO_LIST):
        raise BadInput(
            say("This is not a CSV file"), "", say("Open it in the program that made it, and save it as CSV.")
        )
    return read_text(*decode(raw))


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


def read_text(text: str, encoding: str = "utf-8") -> Sheet:
    """Read a list that is text already. Raises BadInput when its headers are not understood."""
    records = list(_records(text.replace("\0", "")))
    below, headers = _headers(records)
    names = [field_of(header) for header in headers]
    rows: list[Row] = []
    bad: list[tuple[int, str]] = []
    for line, cells in records[below:]:
        if not any(cell.strip() for cell in cells):
            continue
        if why := _why_no_row(cells, len(headers)):
            bad.append((line, why))
        else:
            rows.append(Row(line, _gathered(names, cells)))
    known = {header.strip(): name for header, name in zip(headers, names, strict=True) if name}
    ignored = tuple(header.strip() for header, name in zip(headers, names, strict=True) if not name and header.strip())
    return Sheet(encoding, known, ignored, tuple(rows), tuple(bad))


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins at."""
    start, separator = 1, ","
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # how Excel itself says it
        start, separator, text = 2, first.strip()[4], rest
    else:
        separator = _separator(text)
    before = csv.field_size_limit(BIGGEST_FILE + 1)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        line = start
        for cells in reader:
            yield line, cells
            line = reader.line_num + start
    except csv.Error as error:
        raise BadInput(say("The file is no list"), f"{error}.", say("Save it as CSV again.")) from error
    finally:
        csv.field_size_limit(before)


def _separator(text: str) -> str:
    """What stands most often between the cells of the first lines; the comma where nothing does."""
    head = "\n".join([line for line in text[:20_000].splitlines() if line.strip()][:HEADERS_WITHIN])
    bare = re.sub(r'"[^"]*"', "", head)
    return max(SEPARATORS, key=lambda sign: (bare.count(sign), -SEPARATORS.index(sign)))


def _headers(records: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """The index of the first record below the headers, and the headers."""
    first: list[str] = []
    for index, (_, cells) in enumerate(records[:HEADERS_WITHIN]):
        if is_understood({field_of(cell) for cell in cells if len(cell) < 100}):
            return index + 1, cells
        first = first or [cell for cell in cells if cell.strip()]
    if not first:
        raise BadInput(say("The file is empty"), "", say("The first line must name the columns: name, phone, group …"))
    raise BadInput(
        say("The columns are not understood"),
        say("The first line says: {shown}.", shown=one_line(", ".join(cell[:40] for cell in first[:8]), 200)),
        say("It needs a name (or first name, last name) and a phone."),
    )


def _why_no_row(cells: list[str], columns: int) -> str:
    """Why a record cannot be read as a person; nothing if it can."""
    if any(len(cell) > BIGGEST_CELL for cell in cells):
        return say("A cell is longer than {count} characters.", count=BIGGEST_CELL)
    if any(cell.strip() for cell in cells[columns:]):
        return say("It has more cells than there are columns; a name with a comma in it needs quotes.")
    return ""


def _gathered(names: list[str], cells: list[str]) -> Mapping[str, tuple[str, ...]]:
    gathered: dict[str, tuple[str, ...]] = {}
    for name, cell in zip(names, cells, strict=False):
        value = _AS_TEXT.sub(r"\1", cell.strip()).strip()  # ="0215…" is how a spreadsheet is kept from calculating
        if name and value:
            gathered[name] = (*gathered.get(name, ()), value)
    return gathered
