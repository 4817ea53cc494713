"""The shadow of the terminal's screen, cell by cell, and the fewest bytes that turn one screen into another."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rise_tui.terminal.pen import NOWHERE, Pen, move
from rise_tui.terminal.sgr import may_erase

UNKNOWN = "\x00"
"""On the screen shown: nobody knows what this cell shows. On the screen wanted: leave this cell alone."""

_ASTRAL = "\U0001f000"
_SURE_CLUSTER = re.compile("[^\\x00-\\x1f\U0001f000-\U0010ffff][\u0300-\u036f]*")
_LONG_BLANK = re.compile(" {12,}")
_SHORT_GAP = 4
_SHORT_TAIL = 3


class Row:
    """One line of cells: in each a cluster of characters and its look; a wide cluster is followed by an empty cell.

    `source` is the line of a frame that made the cells from `span[0]` to before `span[1]`; empty when something else
    wrote on them since.
    """

    __slots__ = ("looks", "source", "span", "text")

    def __init__(self, text: list[str], looks: list[str]) -> None:
        self.text = text
        self.looks = looks
        self.source = ""
        self.span = (0, 0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.text == other.text and self.looks == other.looks

    __hash__ = None  # type: ignore[assignment]  # a row can be written on

    def copy(self) -> "Row":
        """A row of the same cells, to write on."""
        row = Row(self.text.copy(), self.looks.copy())
        row.source, row.span = self.source, self.span
        return row

    def put(self, x: int, cells: Sequence[str], look: str) -> None:
        """Write cells at a column, clipped at the right edge; a half of a wide cluster left over becomes a blank."""
        text = self.text
        width = len(text)
        if x >= width:
            return
        end = x + len(cells)
        if x < self.span[1] and end > self.span[0]:
            self.source = ""
        if text[x] == "" and x:
            text[x - 1] = " "
            self.source = ""
        if end < width:
            if text[end] == "":
                text[end] = " "
                self.source = ""
        elif end > width:
            split = cells[width - x] == ""
            cells, end = list(cells[: width - x]), width
            if split:
                cells[-1] = " "
        text[x:end] = cells
        self.looks[x:end] = [look] * (end - x)

    def join(self, x: int, marks: str, longest: int) -> None:
        """Add marks that have no width of their own to the cluster left of a column, up to `longest` code points."""
        self.source = ""
        at = min(x, len(self.text)) - 1
        while at > 0 and self.text[at] == "":
            at -= 1
        if at >= 0 and self.text[at] not in ("", UNKNOWN):
            self.text[at] = (self.text[at] + marks)[:longest]


@dataclass(slots=True, eq=False)
class Screen:
    """A screen at one moment. Rows may be shared between screens and are never written on once a screen is made."""

    width: int
    height: int
    rows: list[Row]
    cursor: tuple[int, int] = NOWHERE
    is_cursor_visible: bool = False

    @classmethod
    def unknown(cls, width: int, height: int) -> "Screen":
        """A screen of which nothing is known (shown), or which wants nothing yet."""
        return cls(width, height, [Row([UNKNOWN] * width, [""] * width)] * height)

    def without(self, x: int, y: int, width: int, height: int) -> "Screen":
        """The same screen with a rectangle of unknown cells."""
        rows = list(self.rows)
        for line in range(max(y, 0), min(y + height, self.height)):
            rows[line] = rows[line].copy()
            rows[line].put(max(x, 0), UNKNOWN * max(0, min(x + width, self.width) - max(x, 0)), "")
        return replace(self, rows=rows)


def _changed(old: Row, new: Row) -> list[int]:
    """The columns to write: those that differ, and what a terminal may spoil beside a cluster it may misjudge."""
    columns = [
        x
        for x, (a, b, c, d) in enumerate(zip(old.text, new.text, old.looks, new.looks, strict=True))
        if (a != b or c != d) and b != UNKNOWN
    ]
    text = new.text
    if all(len(text[x]) == 1 and text[x] < _ASTRAL for x in columns):
        return columns
    width = len(text)
    wanted = set(columns)
    for x in columns:
        if len(text[x]) == 1 and text[x] < _ASTRAL and (x + 1 == width or text[x + 1]):
            continue
        lead = x
        while text[lead] == "" and lead:
            lead -= 1
        end = lead + 1
        while end < width and text[end] == "":
            end += 1
        if not _SURE_CLUSTER.fullmatch(text[lead]):
            end = min(width, lead + 2 * len(text[lead]))
            while end < width and text[end] == "":
                end += 1
        wanted.update(at for at in range(lead, end) if text[at] != UNKNOWN)
    return sorted(wanted)


def _runs(columns: list[int], row: Row) -> list[tuple[int, int]]:
    """The columns as runs; a short gap of the same look is written again when that is cheaper than a jump."""
    runs: list[tuple[int, int]] = []
    start = end = columns[0]
    for x in columns:
        if x > end:
            gap = "".join(row.text[end:x])
            is_cheap = x - end <= _SHORT_GAP and len(gap) == x - end and gap.isascii() and gap.isprintable()
            if not (is_cheap and row.looks[end:x] == [row.looks[end - 1]] * (x - end)):
                runs.append((start, end))
                start = x
        end = x + 1
    runs.append((start, end))
    return runs


def _tail(row: Row, pen: Pen) -> int:
    """Where the blank end of a row begins that one erase can make; the width when there is none."""
    at = len(row.text)
    look = row.looks[-1]
    if may_erase(look, pen.has_bce):
        while at and row.text[at - 1] == " " and row.looks[at - 1] == look:
            at -= 1
    return at


def _write(pen: Pen, y: int, row: Row, start: int, end: int) -> None:
    """Write one run of cells of one look."""
    cells, look, right = row.text[start:end], row.looks[start], len(row.text)
    text = "".join(cells)
    if len(text) + cells.count("") == len(cells) and (text.isascii() or max(text) < _ASTRAL):
        if len(text) == len(cells) and may_erase(look, pen.has_bce):
            at = 0
            for blank in _LONG_BLANK.finditer(text):
                if blank.start() > at:
                    pen.write(start + at, y, text[at : blank.start()], look, blank.start() - at, right)
                pen.erase(start + blank.start(), y, look, blank.end() - blank.start())
                at = blank.end()
            start, text = start + at, text[at:]
        if text:
            pen.write(start, y, text, look, end - start, right)
        return
    for x, cluster in enumerate(cells, start):
        if not cluster:
            continue
        width = 1
        while x + width < right and row.text[x + width] == "":
            width += 1
        is_sure = _SURE_CLUSTER.fullmatch(cluster) is not None
        if not is_sure:
            pen.write(x, y, " " * width, look, width, right)
        pen.write(x, y, cluster, look, width, right)
        if not is_sure:
            pen.x = -1


def _paint_row(pen: Pen, y: int, old: Row, new: Row) -> None:
    """Make one row of the terminal show `new`."""
    columns = _changed(old, new)
    if not columns:
        return
    tail = _tail(new, pen)
    in_tail = [x for x in columns if x >= tail]
    erase_from = -1
    if len(in_tail) > _SHORT_TAIL:
        erase_from = in_tail[0]
        columns = columns[: -len(in_tail)]
    for start, end in _runs(columns, new) if columns else ():
        at = start
        for x in range(start + 1, end):
            if new.looks[x] != new.looks[at]:
                _write(pen, y, new, at, x)
                at = x
        _write(pen, y, new, at, end)
    if erase_from >= 0:
        pen.erase(erase_from, y, new.looks[-1])


def _shift(shown: Screen, wanted: Screen, changed: list[int]) -> tuple[int, int, int] | None:
    """Whether rows moved: (first row, last row, rows up; negative is down). A scroll bar at the right may differ."""
    first, last = changed[0], changed[-1]
    places: dict[str, list[int]] = {}
    for y in range(first, last + 1):
        places.setdefault("".join(shown.rows[y].text[:-2]), []).append(y)
    votes: Counter[int] = Counter()
    pairs: list[tuple[int, int]] = []
    for y in changed:
        for was in places.get("".join(wanted.rows[y].text[:-2]), ())[:3]:
            votes[was - y] += 1
            pairs.append((y, was - y))
    best, count = max(votes.items(), key=lambda vote: (vote[1], -abs(vote[0])), default=(0, 0))
    if not best or count < 3:
        return None
    moved = [y for y, by in pairs if by == best]
    return min(min(moved), min(moved) + best), max(max(moved), max(moved) + best), best


def _paint(pen: Pen, rows: list[Row], wanted: Screen) -> str:
    """The bytes that make rows as they are show the wanted screen."""
    for y, (old, new) in enumerate(zip(rows, wanted.rows, strict=True)):
        if old is not new and old != new:
            _paint_row(pen, y, old, new)
    if pen.look:
        pen.out.append("\x1b[m")
    return "".join(pen.out)


def _paint_scrolled(shown: Screen, wanted: Screen, shift: tuple[int, int, int], has_bce: bool) -> tuple[str, Pen]:
    """The bytes when rows are moved by the terminal first (deleting and inserting lines works on all of them)."""
    top, bottom, up = shift
    rows = list(shown.rows)
    fresh = [Row([UNKNOWN] * shown.width, [""] * shown.width)] * abs(up)
    band = rows[top : bottom + 1]
    rows[top : bottom + 1] = band[up:] + fresh if up > 0 else fresh + band[:up]
    pen = Pen(NOWHERE, has_bce)
    count = abs(up) if abs(up) > 1 else ""
    pen.out.append(
        f"\x1b[{top + 1};{bottom + 1}r{move(0, 0, 0, top) if top else ''}\x1b[{count}{'M' if up > 0 else 'L'}\x1b[r"
    )
    return _paint(pen, rows, wanted), pen


def diff(shown: Screen, wanted: Screen, *, has_bce: bool = True) -> str:
    """The bytes that turn the screen shown into the wanted one; empty when nothing changed.

    Begins and ends with the terminal's own look. `has_bce`: the terminal erases with the present ground.
    Both screens must be of one size (ValueError).
    """
    if (shown.width, shown.height) != (wanted.width, wanted.height):
        raise ValueError("two screens of different sizes")
    pairs = zip(shown.rows, wanted.rows, strict=True)
    changed = [y for y, (old, new) in enumerate(pairs) if old is not new and old != new]
    out, pen = "", Pen(shown.cursor, has_bce)
    if changed:
        out = _paint(pen, shown.rows, wanted)
        shift = _shift(shown, wanted, changed) if len(changed) > 3 else None
        if shift is not None:
            scrolled, scrolled_pen = _paint_scrolled(shown, wanted, shift, has_bce)
            if len(scrolled) < len(out):
                out, pen = scrolled, scrolled_pen
    if wanted.cursor != NOWHERE and (pen.x, pen.y) != wanted.cursor:
        out += move(pen.x, pen.y, *wanted.cursor)
    if shown.is_cursor_visible != wanted.is_cursor_visible:
        out += "\x1b[?25h" if wanted.is_cursor_visible else "\x1b[?25l"
    return out
