"""Textual's frames, turned once into the screen that they want."""

import re
from functools import lru_cache

from rich.cells import split_graphemes

from rise_tui.terminal.cells import Row, Screen
from rise_tui.terminal.lock import visible
from rise_tui.terminal.sgr import normal

_TOKEN = re.compile(r"\x1b\[([0-9;]*)([Hm])")
_LINE = re.compile(r"\x1b\[([0-9]{1,4});([0-9]{1,4})H")
_END = re.compile(r"\x1b\[([0-9;]*)H\Z")
_LONGEST_CLUSTER = 24
"""Code points in one cell: a family with skin tones has 11; a flood of joiners must not fill the line."""


_WIDENING = {0x200D: None, 0xFE0F: None}
"""What would change the width of a cell that was laid out without it (a cursor between the parts of an emoji)."""


@lru_cache(maxsize=8192)
def _clusters(text: str) -> tuple[str, tuple[str, ...]]:
    """What joins the cell before the text, and the text cell by cell: a wide cluster is followed by empty cells.

    Widths are Rich's, so that they agree with what Textual laid out.
    """
    spans, _ = split_graphemes(text)
    joins = ""
    cells: list[str] = []
    for start, end, width in spans:
        cluster = text[start:end][:_LONGEST_CLUSTER]
        if width:
            cells += [cluster] + [""] * (width - 1)
        elif not cells:
            joins += cluster.translate(_WIDENING)
    return joins, tuple(cells)


class _Writer:
    """Where a frame is writing: rows are copied when first touched, the screen before stays as it was."""

    def __init__(self, on: Screen) -> None:
        self.rows = list(on.rows)
        self.width = on.width
        self.height = on.height
        self.x = 0
        self.y = 0
        self.look = ""
        self.has_joined = False
        self._copied: set[int] = set()

    def line(self, line: str) -> None:
        """Write one line of a frame; cells that were last written from the same line stay as they are, unread."""
        found = _LINE.match(line)
        y = int(found[1]) - 1 if found is not None else self.height
        if found is None or self.look or not 0 <= y < self.height:
            self._tokens(line)
        elif self.rows[y].source == line:
            self.x, self.y = self.rows[y].span[1], y
        else:
            is_one_piece = self._tokens(line)
            if is_one_piece and not self.look and self.x <= self.width:
                self.rows[y].source, self.rows[y].span = line, (int(found[2]) - 1, self.x)

    def _tokens(self, line: str) -> bool:
        """Write what the line holds; whether it is one piece: after its first place, no jump."""
        jumps = 0
        self.has_joined = False
        parts = _TOKEN.split(line)
        for index in range(0, len(parts), 3):
            if text := parts[index]:
                self._put(text)
            if index + 1 < len(parts):
                numbers = parts[index + 1]
                if parts[index + 2] == "m":
                    self.look = "" if numbers in ("", "0") else normal(numbers)
                else:
                    place = _place(numbers)
                    jumps += index > 0 and place != (self.x, self.y)
                    self.x, self.y = place
        return not (jumps or self.has_joined)

    def _row(self) -> Row | None:
        """The row to write on; None below the screen."""
        if not 0 <= self.y < self.height:
            return None
        if self.y not in self._copied:
            self._copied.add(self.y)
            self.rows[self.y] = self.rows[self.y].copy()
        return self.rows[self.y]

    def _put(self, text: str) -> None:
        """Write text (no line ends) and go on behind it; what is right of the screen is dropped."""
        row = self._row()
        if row is None:
            return
        if text.isascii() and text.isprintable():
            row.put(self.x, text, self.look)
            self.x += len(text)
            return
        joins, cells = _clusters(visible(text))
        if joins:
            row.join(self.x, joins, _LONGEST_CLUSTER)
            self.has_joined = True
        if cells:
            row.put(self.x, cells, self.look)
            self.x += len(cells)


def _place(numbers: str) -> tuple[int, int]:
    """Column and row, from 0, of a cursor position's parameters."""
    line_no, _, rest = numbers.partition(";")
    return max(int(rest.partition(";")[0] or 1), 1) - 1, max(int(line_no or 1), 1) - 1


def parse(frame: str, on: Screen) -> Screen:
    """The screen after the frame is written on `on`, which does not change.

    Anything but text, line ends, SGR and cursor positions is shown as visible marks.
    """
    writer = _Writer(on)
    end = _END.search(frame)
    for number, line in enumerate(frame[: end.start()].split("\n") if end is not None else frame.split("\n")):
        if number:
            writer.x, writer.y = 0, writer.y + 1
        writer.line(line)
    x, y = _place(end[1]) if end is not None else (writer.x, writer.y)
    cursor = min(x, on.width - 1), min(y, on.height - 1)
    return Screen(on.width, on.height, writer.rows, cursor, on.is_cursor_visible)
