"""The lines of a file that is to be taken in: what becomes of each, in a word and a glyph."""

from collections.abc import Mapping
from typing import Protocol

from textual.strip import Strip

from rise_tui.domain.say import say
from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, edge


class TakenLine(Protocol):
    """A line of the file; texts are already safe."""

    @property
    def line(self) -> int: ...
    @property
    def what(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def words(self) -> str: ...


def becomes(what: str) -> tuple[str, str]:
    """What becomes of a line, with its glyph, and the role of both."""
    known: Mapping[str, tuple[str, str]] = {
        "added": (say("+ new"), "good"),
        "changed": (say("~ changed"), "accent"),
        "unchanged": (say("= as it is"), "dim"),
        "question": (say("? asks"), "accent"),
        "left_out": (say("– left out"), "dim"),
        "bad": (say("✕ cannot"), "bad"),
    }
    return known[what]


class ImportLines(LineList[TakenLine]):
    """One line of the file a row."""

    def key_of(self, row: TakenLine) -> str:
        """Its line in the file."""
        return str(row.line)

    def draw(self, row: TakenLine, width: int, *, is_selected: bool) -> Strip:
        """Line, what becomes of it, name, what is new or wrong."""
        left = edge(width)
        words, role = becomes(row.what)
        name = 24 if width >= NARROW else 18
        parts = [Part(left - 2, "▌", "accent")] if is_selected else []
        parts.append(Part(left, f"{row.line:>5}", "faint"))
        parts.append(Part(left + 7, words, role))
        parts.append(Part(left + 19, cut(self.veil.name(row.name), name - 2), "bright" if is_selected else "text"))
        told = "bad" if row.what == "bad" else "text" if row.what == "question" else "dim"
        parts.append(Part(left + 19 + name, cut(row.words, max(0, width - left - 21 - name)), told))
        return self.line(width, parts, is_selected=is_selected)
