"""Some lines of words under headings, broken at the measure: the texts of a broadcast, and what they cost."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.app import RenderResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.widgets.ink import Inked, Part
from rise_tui.widgets.page_line import edge
from rise_tui.widgets.said_lines import MEASURE, wrap


@dataclass(frozen=True)
class Block:
    """A heading, the words (safe, lines kept), and a line below them."""

    heading: str
    words: str
    below: str = ""
    role: str = "text"


class WordsBlock(Inked):
    """At most so many lines of words as there is room for; what is cut ends in an ellipsis."""

    DEFAULT_CSS = "WordsBlock { height: auto; }"
    MOST, SEVERAL, FEWEST = 6, 8, 2
    """Lines of one block's words; of those of several together; of each of several at least."""

    blocks: reactive[tuple[Block, ...]] = reactive((), layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """Nothing: the lines are drawn by render_line."""
        return ""

    def render_line(self, y: int) -> Strip:
        """Heading, words, what stands below."""
        width = self.size.width
        lines = self._lines(width)
        return self.line(width, [lines[y]] if y < len(lines) else [])

    def _lines(self, width: int) -> list[Part]:
        left = edge(self.app.size.width)
        measure = max(8, min(MEASURE, width - left - 2))
        most = self.MOST if len(self.blocks) < 2 else max(self.FEWEST, self.SEVERAL // len(self.blocks))
        return [part for block in self.blocks for part in _drawn(block, left, measure, most)]


def _drawn(block: Block, left: int, measure: int, most: int) -> Iterator[Part]:
    """Its lines; of its words at most so many."""
    words = [line for part in block.words.expandtabs(4).split("\n") for line in wrap(part, measure)]
    if len(words) > most:
        words = [*words[: most - 1], "…"]
    if block.heading:
        yield Part(left, block.heading, "dim")
    yield from (Part(left, line, block.role) for line in words)
    if block.below:
        yield Part(left, block.below, "dim")
