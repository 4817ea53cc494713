"""The lines above a photo: whose it is, when it came, which of how many, and what came with it."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.reactive import reactive

from rise_tui.widgets.ink import Part, cut
from rise_tui.widgets.page_line import PageLine, edge


@dataclass(frozen=True)
class Headline:
    """A name (safe), what is said beside it, and what stands at the right."""

    name: str
    beside: str = ""
    right: str = ""


class PhotoTitle(PageLine):
    """Whose photo it is."""

    headline: reactive[Headline | None] = reactive(None)

    def parts(self, width: int) -> list[Part]:
        """The name, then when it came and what it is; at the right which one it is."""
        if self.headline is None:
            return []
        left = edge(self.app.size.width)
        right = Part(-4, self.headline.right, "dim")
        name = cut(self.veil.name(self.headline.name), max(8, width // 2))
        room = width - left - cell_len(name) - 3 - cell_len(right.words) - 6
        return [
            Part(left, name, "title"),
            Part(left + cell_len(name) + 3, cut(self.headline.beside, max(0, room)), "dim"),
            right,
        ]


class PhotoWords(PageLine):
    """What they wrote with it."""

    words: reactive[str] = reactive("")

    def parts(self, width: int) -> list[Part]:
        """Their words, in quotation marks."""
        left = edge(self.app.size.width)
        return [Part(left, cut(f"“{self.words}”", max(0, width - left - 4)), "text")] if self.words else []
