"""What goes out with the draft, below it: a line for each photo or PDF."""

from textual.app import RenderResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.say import say
from rise_tui.widgets.ink import Inked, Part, cut


class AttachedLine(Inked):
    """Says what is attached and how large it is; no line where nothing is."""

    DEFAULT_CSS = "AttachedLine { display: none; height: auto; } AttachedLine.-told { display: block; }"

    attached: reactive[tuple[str, ...]] = reactive((), layout=True)
    """Each in words, which are safe already."""

    def watch_attached(self, attached: tuple[str, ...]) -> None:
        """Without anything there is no line."""
        self.set_class(bool(attached), "-told")

    def render(self) -> RenderResult:
        """Nothing: the lines are drawn by render_line."""
        return ""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line each."""
        return len(self.attached)

    def render_line(self, y: int) -> Strip:
        """`▣ photo  312 kB`, and on the last line the key for more."""
        width = self.size.width
        if y >= len(self.attached):
            return self.line(width, [])
        hint = say("C-f adds or takes off") if y == len(self.attached) - 1 and width >= 56 else ""
        words = cut(f"▣ {self.attached[y]}", max(4, width - 6 - len(hint)))
        return self.line(width, [Part(2, words, "photo"), Part(-2, hint, "faint")])
