"""A line that heads a part of a page: its title, counts beside it in words, and at the right what stands or a key."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.reactive import reactive

from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.page_line import NARROW, PageLine, edge

Told = tuple[tuple[str, str], ...]
"""Words, each with its role."""


@dataclass(frozen=True)
class Section:
    """A title with its role, what is told beside it, and at the right. All words are safe already."""

    title: str
    beside: Told = ()
    right: str = ""
    right_role: str = "faint"
    title_role: str = "title"
    is_name: bool = False
    """whether the title is somebody's or something's name, which may be masked"""


class SectionLine(PageLine):
    """The title gives way last, then what stands at the right, then what is told beside it."""

    section: reactive[Section | None] = reactive(None)

    def parts(self, width: int) -> list[Part]:
        """The title at the left edge, the rest while there is room."""
        section = self.section
        if section is None:
            return []
        left = edge(self.app.size.width)
        title = cut(section.title, max(0, width - left - 2))
        parts = [Part(left, title, section.title_role)]
        column = left + cell_len(title) + (3 if title else 0)
        end = width - (4 if self.app.size.width >= NARROW else 3)
        if section.right and column + cell_len(section.right) <= end:
            parts.append(Part(end - cell_len(section.right), section.right, section.right_role))
            end -= cell_len(section.right) + 3
        for words, role in section.beside:
            shown = cut(words, max(0, end - column))
            if cell_len(shown) < min(4, cell_len(words)):
                break
            parts.append(Part(column, shown, role))
            column += cell_len(shown) + 3
        return parts


class RuleLine(PageLine):
    """A faint rule between what is told and what one works on."""

    def parts(self, width: int) -> list[Part]:
        """From the left edge to the right one."""
        left = edge(self.app.size.width)
        return [Part(left, "─" * max(0, width - left - (4 if left == 4 else 3)), "line")]
