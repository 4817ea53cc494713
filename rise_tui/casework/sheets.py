"""A list of people as offices have it: any of three encodings, any separator, headers as people write them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rise_tui.domain.clients import fold
from rise_tui.domain.errors import BadInput, NotFound
from rise_tui.domain.say import say

BIGGEST_FILE = 64 * 1024 * 1024
BIGGEST_CELL = 20_000
FIELDS = ("name", "first_name", "last_name", "phone", "group", "language", "external_id", "consent", "zone")

_WRITTEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("name", "full name", "client", "client name", "participant", "nombre completo", "cliente"),
        "first_name": ("first name", "first", "f name", "fname", "given name", "firstname", "nombre"),
        "last_name": (
            "last name",
            "last",
            "l name",
            "lname",
            "surname",
            "family name",
            "lastname",
            "apellido",
            "apellidos",
        ),
        "phone": (
            "phone",
            "phone number",
            "cell",
            "cell phone",
            "mobile",
            "mobile number",
            "mobile phone",
            "contact",
            "number",
            "numbers",
            "telephone",
            "tel",
            "phone 1",
            "phone 2",
            "phone1",
            "phone2",
            "other phone",
            "telefono",
            "celular",
        ),
        "group": ("group", "groups", "class", "classes", "program", "programs", "grupo", "grupos", "clase"),
        "language": ("language", "lang", "preferred language", "idioma"),
        "external_id": (
            "external id",
            "id",
            "client id",
            "case number",
            "case id",
            "case no",
            "case",
            "file number",
            "pp",
            "ppn",
        ),
        "consent": ("consent", "opt in", "opted in", "may text", "ok to text", "texting consent", "consentimiento"),
        "zone": ("time zone", "timezone", "zone"),
    }
)
_KNOWN = {words: name for name, many in _WRITTEN.items() for words in many}


@dataclass(frozen=True)
class Row:
    """One person of the list: the line in the file (from 1, the headers') and what stood under each field.

    A field that stands under several headers (two phones) has its values one after the other.
    """

    line: int
    cells: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return next(iter(self.cells.get(name, ())), "")

    def several(self, name: str) -> tuple[str, ...]:
        """All values of a field, also those that stand in one cell divided by ; or / or |."""
        parts = (part.strip() for cell in self.cells.get(name, ()) for part in re.split(r"[;|/\n]", cell))
        return tuple(part for part in parts if part)


@dataclass(frozen=True)
class Sheet:
    """A file that was read: how its headers were understood, its rows, and the lines that are no rows."""

    encoding: str
    columns: Mapping[str, str]
    """header as written: our field"""
    ignored: tuple[str, ...]
    rows: tuple[Row, ...]
    bad: tuple[tuple[int, str], ...]


def read_sheet(path: Path) -> Sheet:
    """Read the file. Raises NotFound or BadInput with what to do when there is nothing in it that can be understood."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= BIGGEST_FILE else b""
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(say("There is no file {path}", path=path), "", say("Check its name.")) from error
    except OSError as error:
        raise BadInput(say("{path} cannot be read", path=path), error.strerror or "") from error
    if size > BIGGEST_FILE:
        raise BadInput(say("The file is larger than 64 MB"), "", say("Divide it, or take out what is not needed."))
    return read_text(*decode(raw))


def decode(raw: bytes) -> tuple[str, str]:
    """The text and the encoding it was in: a byte-order mark, then UTF-16 by its zeros, then UTF-8, then cp1252.

    cp1252 is what a spreadsheet writes that was not asked for anything else; it reads every byte.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
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
    lines = _records(text.replace("\0", ""))
    headers = next((cells for _, cells in lines if any(cell.strip() for cell in cells)), None)
    if headers is None:
        raise BadInput(say("The file is empty"), "", say("The first line must name the columns: name, phone, group …"))
    names = [_field_of(header) for header in headers]
    found = {name for name in names if name}
    if ("phone" not in found and "external_id" not in found) or not found & {"name", "first_name", "last_name"}:
        shown = ", ".join(header.strip()[:30] for header in headers[:8])
        raise BadInput(
            say("The columns are not understood"),
            say("The first line says: {shown}.", shown=shown),
            say("It needs a name (or first name, last name) and a phone."),
        )
    rows: list[Row] = []
    bad: list[tuple[int, str]] = []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if any(len(cell) > BIGGEST_CELL for cell in cells):
            bad.append((line, say("A cell is longer than {count} characters.", count=BIGGEST_CELL)))
            continue
        rows.append(Row(line, _gathered(names, cells)))
    known = {header.strip(): name for header, name in zip(headers, names, strict=True) if name}
    ignored = tuple(header.strip() for header, name in zip(headers, names, strict=True) if not name and header.strip())
    return Sheet(encoding, known, ignored, tuple(rows), tuple(bad))


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins at."""
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:8000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    dialect.doublequote = True
    reader = csv.reader(io.StringIO(text, newline=""), dialect)
    before = csv.field_size_limit(max(csv.field_size_limit(), BIGGEST_FILE))
    try:
        line = 1
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    finally:
        csv.field_size_limit(before)


def _field_of(header: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", fold(header)).strip()
    return _KNOWN.get(words, "")


def _gathered(names: list[str], cells: list[str]) -> Mapping[str, tuple[str, ...]]:
    gathered: dict[str, tuple[str, ...]] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and cell.strip():
            gathered[name] = (*gathered.get(name, ()), cell.strip())
    return gathered
