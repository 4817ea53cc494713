"""Textual's frames, turned once into the screen that they want."""

import re
from functools import lru_cache

from rich.cells import split_graphemes

from rise_tui.terminal.cells import Row, Screen
from rise_tui.terminal.lock import visible

_TOKEN = re.compile(r"\x1b\[([0-9;]*)([Hm])")
_START = re.compile(r"\x1b\[[0-9]+;[0-9]+H")
_LONGEST_CLUSTER = 24
"""Code points in one cell: a family with skin tones has 11; a flood of joiners must not fill the line."""


def is_frame(data: str) -> bool:
    """Whether this is a screen update: Textual 8.2.8 begins each by placing the cursor (`_compositor`)."""
    return _START.match(data) is not None


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
        self._copied: set[int] = set()

    def row(self) -> Row | None:
        """The row to write on; None below the screen."""
        if not 0 <= self.y < self.height:
            return None
        if self.y not in self._copied:
            self._copied.add(self.y)
            self.rows[self.y] = self.rows[self.y].copy()
        return self.rows[self.y]

    def put(self, text: str, look: str) -> None:
        """Write text (no line ends) in a look and go on behind it; what is right of the screen is dropped."""
        row = self.row()
        if row is None:
            return
        if text.isascii() and text.isprintable():
            row.put(self.x, text, look)
            self.x += len(text)
            return
        joins, cells = _clusters(visible(text))
        if joins:
            row.join(self.x, joins, _LONGEST_CLUSTER)
        if cells:
            row.put(self.x, cells, look)
            self.x += len(cells)


def parse(frame: str, on: Screen) -> Screen:
    """The screen after the frame is written on `on`, which does not change.

    Anything but text, line ends, SGR and cursor positions is shown as visible marks.
    """
    writer = _Writer(on)
    parts = _TOKEN.split(frame)
    look = ""
    for index in range(0, len(parts), 3):
        if text := parts[index]:
            for line, piece in enumerate(text.split("\n")):
                if line:
                    writer.x, writer.y = 0, writer.y + 1
                if piece:
                    writer.put(piece, look)
        if index + 1 < len(parts):
            numbers = parts[index + 1]
            if parts[index + 2] == "m":
                look = "" if numbers in ("", "0") else numbers
            else:
                line_no, _, column = numbers.partition(";")
                writer.y = max(int(line_no or 1), 1) - 1
                writer.x = max(int(column.partition(";")[0] or 1), 1) - 1
    x, y = min(writer.x, on.width - 1), min(writer.y, on.height - 1)
    return Screen(on.width, on.height, writer.rows, (x, y), on.is_cursor_visible)
