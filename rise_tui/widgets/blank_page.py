"""A place with nothing in it: a title, and what one could do next."""

from textual.app import RenderResult
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.widgets.ink import Inked, Part
from rise_tui.widgets.page_line import edge


class BlankPage(Inked, can_focus=True):
    """Says that there is nothing here, and which keys lead on."""

    title: reactive[str] = reactive("")
    hints: reactive[tuple[tuple[str, str], ...]] = reactive(())
    """A key and what it does, a line each."""

    def render(self) -> RenderResult:
        """Nothing: the lines are drawn by render_line."""
        return ""

    def render_line(self, y: int) -> Strip:
        """The title on the second line, the hints below it."""
        width = self.size.width
        left = edge(self.app.size.width)
        if y == 1:
            return self.line(width, [Part(left, self.title, "title")])
        if 3 <= y < 3 + len(self.hints):
            key, words = self.hints[y - 3]
            return self.line(width, [Part(left, key, "key"), Part(left + 8, words, "dim")])
        return self.line(width, [])
