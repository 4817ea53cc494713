"""An emulated terminal screen (pyte) that knows clusters as wide as Rich does, and steps over what pyte cannot read."""

import codecs
import re
from typing import Any

import pyte
from rich.cells import split_graphemes

_SEQUENCE = re.compile(
    r"\x1b(?:\[(?P<private>[<=>?]?)(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)|[P_^X][^\x1b]*\x1b\\"
    r"|(?P<charset>[()*+#%][ -~])|(?P<one>[^\[\]P_^X()*+#%\x1b]))"
)


class _Screen(pyte.Screen):
    """A screen whose cells hold whole clusters, and that leaves no half of a wide one behind."""

    def __init__(self, columns: int, lines: int) -> None:
        self._last: tuple[int, int, str] | None = None
        super().__init__(columns, lines)

    def draw(self, data: str) -> None:
        """Draw text cluster by cluster; marks that follow without a move join the cluster before."""
        last, self._last = self._last, None
        if last is not None and last[:2] == (self.cursor.x, self.cursor.y):
            self._last = last
            data = self._join(last[2], data)
        for start, end, width in split_graphemes(data)[0]:
            if width:
                self._put(data[start:end], width, self.cursor.attrs)
        self.dirty.add(self.cursor.y)

    def _join(self, before: str, data: str) -> str:
        """Let the cluster just drawn take what belongs to it; the rest of the text."""
        spans = split_graphemes(before + data)[0]
        _, end, width = spans[0]
        if end > len(before):
            was = split_graphemes(before)[1]
            self.cursor.x -= was
            self._put((before + data)[:end], width, self.buffer[self.cursor.y][self.cursor.x])
        return (before + data)[end:]

    def _put(self, cluster: str, width: int, attrs: Any) -> None:
        if self.cursor.x + width > self.columns:
            self.cursor.x = self.columns - width
        line, x = self.buffer[self.cursor.y], self.cursor.x
        self._halve(line, x)
        self._halve(line, x + width)
        line[x] = attrs._replace(data=cluster)
        for at in range(x + 1, x + width):
            line[at] = attrs._replace(data="")
        self.cursor.x += width
        self._last = (self.cursor.x, self.cursor.y, cluster)

    def _halve(self, line: Any, x: int) -> None:
        """A write that begins at x: what it cuts in two becomes blanks."""
        if 0 < x < self.columns and line[x].data == "":
            line[x] = line[x]._replace(data=" ")
            line[x - 1] = line[x - 1]._replace(data=" ")

    def scroll(self, count: int) -> None:
        """SU, or SD for a negative count."""
        x, y = self.cursor.x, self.cursor.y
        top, bottom = self.margins or (0, self.lines - 1)
        for _ in range(min(abs(count), self.lines)):
            self.cursor.y = bottom if count > 0 else top
            (self.index if count > 0 else self.reverse_index)()
        self.cursor.x, self.cursor.y = x, y


class Glass:
    """What a person would see: feed it bytes, look at cells, text and cursor."""

    def __init__(self, columns: int, lines: int) -> None:
        self.columns, self.lines = columns, lines
        self.screen = _Screen(columns, lines)
        self.title = ""
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._rest = ""

    def feed(self, data: bytes) -> None:
        """Take bytes as they come; sequences may be cut anywhere."""
        text = self._rest + self._decoder.decode(data)
        self._rest, at = "", 0
        while (escape := text.find("\x1b", at)) >= 0:
            self._stream.feed(text[at:escape])
            found = _SEQUENCE.match(text, escape)
            if found is None:
                self._rest = text[escape:]
                return
            self._obey(found)
            at = found.end()
        self._stream.feed(text[at:])

    def _obey(self, found: re.Match[str]) -> None:
        final, numbers, private = found["final"], found["numbers"], found["private"]
        if found["osc"] is not None and found["osc"].startswith("2;"):
            self.title = found["osc"][2:]
        if final in ("S", "T") and not private:
            self.screen.scroll(int(numbers or 1) * (1 if final == "S" else -1))
        elif final == "r" and not private:
            self._stream.feed(found[0])
            self.screen.cursor_position()
        elif (
            final
            and final not in "tqpxu"
            and not found["between"]
            and (not private or (private == "?" and final in "hl"))
        ) or (found["one"] and found["one"] in "78DEHM"):
            self._stream.feed(found[0])

    def resize(self, columns: int, lines: int) -> None:
        """Another size; what is shown is cut or padded."""
        self.columns, self.lines = columns, lines
        self.screen.resize(lines, columns)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor, from 0."""
        return min(self.screen.cursor.x, self.columns - 1), self.screen.cursor.y

    @property
    def is_cursor_visible(self) -> bool:
        """Whether the terminal shows its cursor."""
        return not self.screen.cursor.hidden

    def cells(self) -> list[list[Any]]:
        """Every cell with its character, colours and attributes, line by line."""
        return [[self.screen.buffer[y][x] for x in range(self.columns)] for y in range(self.lines)]

    def seen(self) -> list[list[Any]]:
        """Every cell as an eye sees it: of a blank only the ground, unless lines are drawn through it."""
        return [[_seen(cell) for cell in line] for line in self.cells()]

    def text(self) -> str:
        """What stands there, line by line, without the blanks at the ends."""
        return "\n".join("".join(cell.data for cell in line).rstrip() for line in self.cells())


def _seen(cell: Any) -> Any:
    is_bare = cell.data == " " and not (cell.underscore or cell.strikethrough or cell.reverse or cell.blink)
    return cell._replace(fg="default", bold=False, italics=False) if is_bare else cell
