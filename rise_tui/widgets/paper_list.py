"""The papers of a client: what is there, what is due, what is missing."""

from dataclasses import dataclass

from textual.strip import Strip

from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.line_list import LineList
from rise_tui.widgets.page_line import NARROW, edge


@dataclass(frozen=True)
class PaperLine:
    """A paper in words: a glyph and how it stands in a role, what it is, the note; all safe."""

    key: str
    glyph: str
    words: str
    standing: str
    role: str
    aside: str = ""
    note: str = ""


class PaperList(LineList[PaperLine]):
    """A line a paper."""

    def key_of(self, row: PaperLine) -> str:
        """The document, or the kind that is missing."""
        return row.key

    def draw(self, row: PaperLine, width: int, *, is_selected: bool) -> Strip:
        """The glyph, what it is, how it stands, whether it was checked, the note."""
        left = edge(self.app.size.width)
        is_wide = width >= NARROW
        standing, aside = (left + 18, left + 46) if is_wide else (left + 15, left + 40)
        note = aside + 22
        parts = [
            Part(left, row.glyph, row.role),
            Part(left + 2, cut(row.words, standing - left - 3), "title" if is_selected else "text"),
            Part(standing, cut(row.standing, aside - standing - 2), row.role),
            Part(aside, cut(row.aside, max(0, min(20, width - aside - 2))), "dim"),
            Part(note, cut(row.note, max(0, width - note - 3)), "dim"),
        ]
        if is_selected:
            parts.append(Part(left - 2, "▌", "accent"))
        return self.line(width, parts, is_selected=is_selected)
