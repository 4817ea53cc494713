"""Some lines of words under a heading, broken at the measure: the text of a broadcast, and what it costs."""

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
    MOST = 6

    block: reactive[Block | None] = reactive(None, layout=True)

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
        if self.block is None:
            return []
        left = edge(self.app.size.width)
        measure = max(8, min(MEASURE, width - left - 2))
        words = [line for part in self.block.words.expandtabs(4).split("\n") for line in wrap(part, measure)]
        if len(words) > self.MOST:
            words = [*words[: self.MOST - 1], "…"]
        lines = [Part(left, self.block.heading, "dim")] if self.block.heading else []
        lines += [Part(left, line, self.block.role) for line in words]
        if self.block.below:
            lines.append(Part(left, self.block.below, "dim"))
        return lines
