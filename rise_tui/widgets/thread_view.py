"""A conversation: day lines, what they wrote, what we wrote and how it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rise_tui.widgets.ink import INKS, Inked, Part

MEASURE = 72
"""Lines of text stop after so many cells, however wide the terminal is."""


@dataclass(frozen=True)
class Said:
    """One text as it is shown; the words are already safe.

    `day` and `time` are local and in words; `status` how it went, in `role`; `notes` stand below it (photos).
    """

    message_id: str
    day: str
    time: str
    words: str
    is_theirs: bool
    is_unread: bool = False
    status: str = ""
    role: str = "faint"
    notes: tuple[str, ...] = ()


class ThreadView(ScrollView, Inked, can_focus=True):
    """The texts of one conversation, the newest at the bottom: right above where one answers it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_by(1)", "Down", id="thread.down", tooltip="A line down.", show=False),
        Binding("k,up", "scroll_by(-1)", "Up", id="thread.up", tooltip="A line up.", show=False),
        Binding("g,home", "scroll_top", "Top", id="thread.top", tooltip="To the oldest text shown.", show=False),
        Binding("G,end", "scroll_bottom", "Bottom", id="thread.bottom", tooltip="To the newest text.", show=False),
        Binding("pagedown", "leaf(1)", "Page down", id="thread.page-down", tooltip="A screen down.", show=False),
        Binding("pageup", "leaf(-1)", "Page up", id="thread.page-up", tooltip="A screen up.", show=False),
    ]
    DEFAULT_CSS = "ThreadView { scrollbar-size: 0 0; overflow-x: hidden; overflow-y: auto; }"

    class EarlierWanted(Message):
        """Somebody scrolled to the oldest text that is loaded."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said: Sequence[Said] = ()
        self._lines: list[list[Part]] = []
        self._places: dict[str, int] = {}
        """the first line of each text, once they are laid out"""
        self._hit: str | None = None
        self._is_unplaced = False
        """whether something was shown before it was known how much of it can be seen"""
        self._new = frozenset[str]()
        """the unread texts that had not been laid out here before"""

    def show(self, said: Sequence[Said], *, hit: str | None = None, is_other: bool = False) -> None:
        """Show these texts. The place stays unless it was the end, or `is_other` (another conversation), or a `hit`.

        `hit` is the message that was searched for: it is marked, and on arrival brought into view.
        """
        was_at_end = is_other or self.scroll_offset.y >= self.max_scroll_y
        kept = self._top_text()
        stood_here = frozenset(self._places) if not is_other else frozenset[str]()
        self._said, self._hit = said, hit
        self._new = frozenset(one.message_id for one in said if one.is_unread) - stood_here
        self._is_unplaced = self._is_unplaced or not self.size.height
        self._lay_out()
        if hit is not None and is_other:
            self._go(self._line_of(hit) - self.size.height // 2)
        elif was_at_end:
            self._go(self._first_in_view())
        else:
            self._keep_on_top(kept)
        self.refresh()

    def _top_text(self) -> tuple[str, int]:
        """The text at the top of the view, and how far the view's first line is below its own."""
        top = self.scroll_offset.y
        first = next(iter(self._places.items()), ("", top))
        message_id, line = max((at for at in self._places.items() if at[1] <= top), key=itemgetter(1), default=first)
        return message_id, top - line

    def _keep_on_top(self, kept: tuple[str, int]) -> None:
        message_id, below = kept
        if message_id in self._places:
            self._go(self._places[message_id] + below)

    def _first_in_view(self) -> int:
        """The end, or further up so that nothing unread that has just come is above the view."""
        end = len(self._lines) - self.size.height
        first = min((self._line_of(message_id) for message_id in self._new), default=end + 1)
        return min(end, max(0, first - 1))

    def _line_of(self, message_id: str) -> int:
        return self._places.get(message_id, len(self._lines))

    def _go(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, force=True, immediate=True)

    def _lay_out(self) -> None:
        self._places, self._lines = {}, []
        width = self.size.width
        if width <= 0:
            return
        day = ""
        for said in self._said:
            if said.day != day:
                day = said.day
                self._lines += [[], [Part(2, day, "faint")]] if self._lines else [[Part(2, day, "faint")]]
            self._places[said.message_id] = len(self._lines)
            self._lines += _lines_of(said, width, is_hit=said.message_id == self._hit)
        self.set_reactive(ThreadView.virtual_size, Size(width, len(self._lines)))  # no bars: nothing to lay out anew

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again."""
        is_first, self._is_unplaced = self._is_unplaced, False
        at_end = is_first or self.scroll_offset.y >= self.max_scroll_y
        kept = self._top_text()
        self._lay_out()
        if is_first and self._hit is not None:
            self._go(self._line_of(self._hit) - self.size.height // 2)
        elif at_end:
            self._go(self._first_in_view())
        else:
            self._keep_on_top(kept)
        self.refresh()

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: on the newest line in view."""
        x, y = self.region.offset
        return Offset(x, y + max(0, self.size.height - 1))

    def render_line(self, y: int) -> Strip:
        """The line at that height."""
        width = self.size.width
        index = y + self.scroll_offset.y - max(0, self.size.height - len(self._lines))
        if not 0 <= index < len(self._lines):
            return Strip.blank(width, self.rich_style)
        return self.line(width, self._lines[index])

    def action_scroll_by(self, step: int) -> None:
        """Move so many lines; above the first one earlier texts are asked for."""
        if step < 0 and self.scroll_offset.y == 0:
            self.post_message(self.EarlierWanted())
        self._go(self.scroll_offset.y + step)

    def action_leaf(self, step: int) -> None:
        """Move a screen."""
        self.action_scroll_by(step * max(1, self.size.height - 1))

    def action_scroll_top(self) -> None:
        """To the oldest text that is loaded; once more asks for earlier ones."""
        self.action_scroll_by(-max(1, self.scroll_offset.y))

    def action_scroll_bottom(self) -> None:
        """To the newest text."""
        self._go(len(self._lines))


def _lines_of(said: Said, width: int, *, is_hit: bool) -> list[list[Part]]:
    """The words, then what came with them; how and when it went stands at the right of the last line, or below it."""
    tail = said.status if not said.is_theirs else said.time
    measure = min(MEASURE, max(8, width - 4))
    role = "bright" if said.is_unread or is_hit else "text"
    words = [line for part in said.words.split("\n") for line in wrap(part, measure)] if said.words else []
    lines = [Part(2, line, role) for line in words] + [Part(2, note, "photo") for note in said.notes]
    bar = [Part(0, "▎", "accent")] if said.is_unread or is_hit else []
    *above, last = wrap(tail, measure)
    lines += [Part(2, line, said.role) for line in above]
    told = Part(max(2, min(width - 2, MEASURE + 2) - cell_len(last)), last, said.role)
    if not above and lines and lines[-1].column + cell_len(lines[-1].words) + 2 <= told.column:
        return [[*bar, line] for line in lines[:-1]] + [[*bar, lines[-1], told]]
    return [[*bar, line] for line in lines] + [[*bar, told]]


def wrap(words: str, width: int) -> list[str]:
    """The words in lines of at most `width` cells, broken at spaces where there are any."""
    lines: list[str] = []
    line = ""
    for word in words.split(" "):
        candidate = f"{line} {word}" if line else word
        if cell_len(candidate) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        while cell_len(word) > width:
            head = _head(word, width)
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line]


def _head(word: str, width: int) -> str:
    cells = 0
    for index, char in enumerate(word):
        cells += cell_len(char)
        if cells > width:
            return word[: max(1, index)]
    return word
