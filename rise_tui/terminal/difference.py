"""The fewest bytes that turn one screen into another."""

import re
from collections import Counter
from typing import NamedTuple

from rise_tui.terminal.cells import UNKNOWN, Row, Screen
from rise_tui.terminal.pen import NOWHERE, Pen, move
from rise_tui.terminal.sgr import may_erase, on_blank, rank

_ASTRAL = "\U0001f000"
_SURE_CLUSTER = re.compile("[^\\x00-\\x1f\U0001f000-\U0010ffff][\u0300-\u036f]*")
_LONG_BLANK = re.compile(" {12,}")
_SHORT_GAP = 4
_SHORT_TAIL = 3
_FEW = 6
"""Pieces up to which their order makes no difference worth looking at."""


class _Piece(NamedTuple):
    """Cells of one row that are written in one look; without an `end` the row is erased from `start` on."""

    y: int
    start: int
    end: int
    look: str
    is_sure: bool


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
        out, pen = _paint(shown.cursor, shown.rows, wanted, has_bce)
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


def _paint(cursor: tuple[int, int], rows: list[Row], wanted: Screen, has_bce: bool) -> tuple[str, Pen]:
    """The bytes that make rows as they are show the wanted screen: row by row or look by look, which is shorter."""
    pieces = [
        piece
        for y, (old, new) in enumerate(zip(rows, wanted.rows, strict=True))
        if old is not new and old != new
        for piece in _pieces(y, old, new, has_bce)
    ]
    by_row = _drawn(cursor, pieces, wanted, has_bce)
    if len(pieces) <= _FEW:
        return by_row
    unsure = [piece for piece in pieces if not piece.is_sure]  # first and in their order: they may spoil what is beside
    sure = sorted((piece for piece in pieces if piece.is_sure), key=lambda piece: (*rank(piece.look), piece[:2]))
    by_look = _drawn(cursor, unsure + sure, wanted, has_bce)
    return min(by_row, by_look, key=lambda drawn: len(drawn[0]))


def _drawn(cursor: tuple[int, int], pieces: list[_Piece], wanted: Screen, has_bce: bool) -> tuple[str, Pen]:
    """The pieces in this order."""
    pen = Pen(cursor, has_bce)
    for piece in pieces:
        if piece.end:
            _write(pen, wanted.rows[piece.y], piece)
        else:
            pen.erase(piece.start, piece.y, piece.look)
    if pen.look:
        pen.out.append("\x1b[m")
    return "".join(pen.out), pen


def _changed(old: Row, new: Row) -> list[int]:
    """The columns to write: those that differ, and what a terminal may spoil beside a cluster it may misjudge."""
    columns = [
        x
        for x, (a, b, c, d) in enumerate(zip(old.text, new.text, old.looks, new.looks, strict=True))
        if (a != b or c != d) and b != UNKNOWN
    ]
    text = new.text
    width = len(text)
    if all(len(text[x]) == 1 and text[x] < _ASTRAL and (x + 1 == width or text[x + 1]) for x in columns):
        return columns
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
    """The columns as runs; a short gap that needs no other look is written again when that is cheaper than a jump."""
    runs: list[tuple[int, int]] = []
    start = end = columns[0]
    for x in columns:
        if x > end:
            gap = "".join(row.text[end:x])
            is_cheap = x - end <= _SHORT_GAP and len(gap) == x - end and gap.isascii() and gap.isprintable()
            if not (is_cheap and len(_looks(row, end - 1, x)) == 1):
                runs.append((start, end))
                start = x
        end = x + 1
    runs.append((start, end))
    return runs


def _looks(row: Row, start: int, end: int) -> list[tuple[int, int, str]]:
    """The cells from `start` to before `end` as stretches of one look each; a blank shows nothing but its ground."""
    stretches: list[tuple[int, int, str]] = []
    at, look, is_blank = start, row.looks[start], row.text[start] == " "
    for x in range(start + 1, end):
        mine = row.looks[x]
        if mine == look:
            is_blank = is_blank and row.text[x] == " "
        elif row.text[x] == " " and on_blank(look) == mine:
            continue
        elif is_blank and on_blank(mine) == look:
            look, is_blank = mine, False
        else:
            stretches.append((at, x, look))
            at, look, is_blank = x, mine, row.text[x] == " "
    return [*stretches, (at, end, look)]


def _tail(row: Row, has_bce: bool) -> int:
    """Where the blank end of a row begins that one erase can make; the width when there is none."""
    at = len(row.text)
    look = row.looks[-1]
    if may_erase(look, has_bce):
        while at and row.text[at - 1] == " " and row.looks[at - 1] == look:
            at -= 1
    return at


def _pieces(y: int, old: Row, new: Row, has_bce: bool) -> list[_Piece]:
    """What is to be written so that one row of the terminal shows `new`."""
    columns = _changed(old, new)
    if not columns:
        return []
    tail = _tail(new, has_bce)
    in_tail = [x for x in columns if x >= tail]
    is_erased = len(in_tail) > _SHORT_TAIL
    if is_erased:
        columns = columns[: -len(in_tail)]
    pieces = [
        _Piece(y, at, to, look, _is_sure(new.text[at:to]))
        for start, end in (_runs(columns, new) if columns else ())
        for at, to, look in _looks(new, start, end)
    ]
    if is_erased:
        pieces.append(_Piece(y, in_tail[0], 0, new.looks[-1], is_sure=True))
    return pieces


def _is_sure(cells: list[str]) -> bool:
    """Whether every terminal takes these cells to be as wide as they are here."""
    text = "".join(cells)
    if text.isascii() or (len(text) + cells.count("") == len(cells) and max(text) < _ASTRAL):
        return True
    return all(not cluster or _SURE_CLUSTER.fullmatch(cluster) for cluster in cells)


def _write(pen: Pen, row: Row, piece: _Piece) -> None:
    """Write cells of one look."""
    y, start, end, look, is_sure = piece
    cells, right = row.text[start:end], len(row.text)
    if is_sure:
        text = "".join(cells)
        if len(text) == len(cells) and may_erase(look, pen.has_bce):
            at = 0
            for blank in _LONG_BLANK.finditer(text):
                if blank.start() > at:
                    pen.write(start + at, y, text[at : blank.start()], look, blank.start() - at, right)
                pen.erase(start + blank.start(), y, on_blank(look), blank.end() - blank.start())
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


def _paint_scrolled(shown: Screen, wanted: Screen, shift: tuple[int, int, int], has_bce: bool) -> tuple[str, Pen]:
    """The bytes when rows are moved by the terminal first (deleting and inserting lines works on all of them)."""
    top, bottom, up = shift
    rows = list(shown.rows)
    fresh = [Row([UNKNOWN] * shown.width, [""] * shown.width)] * abs(up)
    band = rows[top : bottom + 1]
    rows[top : bottom + 1] = band[up:] + fresh if up > 0 else fresh + band[:up]
    count = abs(up) if abs(up) > 1 else ""
    moved = f"\x1b[{top + 1};{bottom + 1}r{move(0, 0, 0, top) if top else ''}\x1b[{count}{'M' if up > 0 else 'L'}\x1b[r"
    out, pen = _paint(NOWHERE, rows, wanted, has_bce)
    return moved + out, pen
