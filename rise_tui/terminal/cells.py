"""The shadow of the terminal's screen, cell by cell."""

from collections.abc import Sequence

from rise_tui.terminal.pen import NOWHERE
from rise_tui.terminal.sgr import on_blank

UNKNOWN = "\x00"
"""On the screen shown: nobody knows what this cell shows. On the screen wanted: leave this cell alone."""


class Row:
    """One line of cells: in each a cluster of characters and its look; a wide cluster is followed by an empty cell.

    A blank's look is what of it can be seen, so that blanks that look the same are the same.

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
        blank = on_blank(look)
        if blank == look:
            self.looks[x:end] = [look] * (end - x)
        else:
            self.looks[x:end] = [blank if cell == " " else look for cell in cells]

    def over(self, before: "Row") -> "Row":
        """These cells, and where they are unknown those of the row before."""
        pairs = [
            (old, was) if new == UNKNOWN else (new, look)
            for new, look, old, was in zip(self.text, self.looks, before.text, before.looks, strict=True)
        ]
        return Row([text for text, _ in pairs], [look for _, look in pairs])

    def join(self, x: int, marks: str, longest: int) -> None:
        """Add marks that have no width of their own to the cluster left of a column, up to `longest` code points."""
        self.source = ""
        at = min(x, len(self.text)) - 1
        while at > 0 and self.text[at] == "":
            at -= 1
        if at >= 0 and self.text[at] not in ("", UNKNOWN):
            self.text[at] = (self.text[at] + marks)[:longest]


class Screen:
    """A screen at one moment. Rows may be shared between screens and are never written on once a screen is made."""

    __slots__ = ("cursor", "height", "is_cursor_visible", "rows", "width")

    def __init__(
        self,
        width: int,
        height: int,
        rows: list[Row],
        cursor: tuple[int, int] = NOWHERE,
        is_cursor_visible: bool = False,
    ) -> None:
        self.width, self.height, self.rows = width, height, rows
        self.cursor, self.is_cursor_visible = cursor, is_cursor_visible

    @classmethod
    def unknown(cls, width: int, height: int) -> "Screen":
        """A screen of which nothing is known (shown), or which wants nothing yet."""
        return cls(width, height, [Row([UNKNOWN] * width, [""] * width)] * height)

    def over(self, before: "Screen") -> "Screen":
        """This screen where it wants anything, and elsewhere what was there before; both of one size."""
        rows = [
            new if new is old or UNKNOWN not in new.text else new.over(old)
            for old, new in zip(before.rows, self.rows, strict=True)
        ]
        return self._of(rows)

    def without(self, x: int, y: int, width: int, height: int) -> "Screen":
        """The same screen with a rectangle of unknown cells."""
        rows = list(self.rows)
        for line in range(max(y, 0), min(y + height, self.height)):
            rows[line] = rows[line].copy()
            rows[line].put(max(x, 0), UNKNOWN * max(0, min(x + width, self.width) - max(x, 0)), "")
        return self._of(rows)

    def _of(self, rows: list[Row]) -> "Screen":
        """The same with other rows."""
        return Screen(self.width, self.height, rows, self.cursor, self.is_cursor_visible)
