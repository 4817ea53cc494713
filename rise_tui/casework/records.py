"""A list that is text, divided into its records; a line whose quotation marks do not fit costs that line alone."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

SEPARATORS = ",;\t|"
HEADERS_WITHIN = 10
"""Lines at the top among which the headers are looked for: many lists have a title above them."""

Record = tuple[int, list[str]]
"""The line at which it begins, from 1, and its cells."""


def divided(text: str, broken: list[int]) -> Iterator[Record]:
    """Each record with the line it begins at; `broken` is told the lines that open a quotation which does not close.

    A cell in quotation marks may go over several lines. Where what follows shows that one was never meant to, only the
    line that opens it is broken, and the next one begins a record again.
    """
    first, _, rest = text.partition("\n")
    start = 1
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # how Excel itself says it
        start, separator, text = 2, first.strip()[4], rest
    else:
        separator = _separator(text)
    before = csv.field_size_limit(len(text) + 1)
    try:
        for index, cells in _read(list(io.StringIO(text, newline="")), separator):
            if cells is None:
                broken.append(start + index)
            else:
                yield start + index, cells
    finally:
        csv.field_size_limit(before)


def _read(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """Records by the index of their first line; None: a broken line."""
    at = 0
    while at < len(lines):
        begun = at
        reader = csv.reader((lines[index] for index in range(begun, len(lines))), delimiter=separator, strict=True)
        try:
            for cells in reader:
                yield at, cells
                at = begun + reader.line_num
        except csv.Error:
            yield at, _leniently(lines[at], separator)
            at += 1


def _leniently(line: str, separator: str) -> list[str] | None:
    """A line alone with marks that stand where none is expected (`"Bell" , Marcus`); None: one is not closed."""
    if line.count('"') % 2:
        return None
    try:
        return next(csv.reader([line], delimiter=separator))
    except (csv.Error, StopIteration):
        return None


def _separator(text: str) -> str:
    """What stands most often between the cells of the first lines; the comma where nothing does."""
    head = "\n".join([line for line in text[:20_000].splitlines() if line.strip()][:HEADERS_WITHIN])
    bare = re.sub(r'"[^"]*"', "", head)
    return max(SEPARATORS, key=lambda sign: (bare.count(sign), -SEPARATORS.index(sign)))
