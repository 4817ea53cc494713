"""The strip of a tour: at which stop one is, what to press and what it is good for; below everything else."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import RenderResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from rise_tui.domain.say import say
from rise_tui.widgets.ink import Inked, Part
from rise_tui.widgets.key_names import changed
from rise_tui.widgets.page_line import edge
from rise_tui.widgets.plan_list import veiled
from rise_tui.widgets.said_lines import wrap

MARK = "`"
"""Around what is to be pressed, within a sentence."""
MEASURE = 112
"""Lines of words stop after so many cells, however wide the terminal is."""

ROOMY = 12
"""Lines of the terminal below which there is no strip: the tour waits for a higher one."""


@dataclass(frozen=True)
class Stop:
    """Where one is, in words: `place` and `title` above, the sentence below; `names` of people that stand in it.

    In `words` what is to be pressed stands between backquotes. `keys`: what leads on and out, each with its word.
    """

    place: str = ""
    title: str = ""
    words: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()


class TourStrip(Inked):
    """A line with the stop and the keys of the tour, then the sentence; where it is narrow, in up to four lines."""

    DEFAULT_CSS = "TourStrip { dock: bottom; height: auto; max-height: 5; background: $ink; }"
    MOST = 4

    stop: reactive[Stop] = reactive(Stop())
    is_covered: reactive[bool] = reactive(False)
    """Whether a dialog lies over it in which no step is done."""

    def watch_stop(self) -> None:
        """Only where it takes more lines, or fewer, everything above it moves."""
        if self.is_mounted and self._high(self.size.width) != self.size.height:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The title's line and the sentence's; none where what one works on would have no room beside them."""
        return self._high(width) if self.app.size.height >= ROOMY else 0

    def render(self) -> RenderResult:
        """Nothing: the lines are drawn by render_line."""
        return ""

    def render_line(self, y: int) -> Strip:
        """The title with the keys of the tour, then the sentence with its keys in their own colour."""
        width = self.size.width
        if self.is_covered:
            return self.line(width, [])
        if y == 0:
            return self.line(width, self._title(width))
        lines = self._sentence(width)
        return self.line(width, lines[y - 1] if y <= len(lines) else [])

    def _high(self, width: int) -> int:
        return max(3, 1 + len(self._sentence(width)))

    def _title(self, width: int) -> list[Part]:
        left = edge(self.app.size.width)
        place = Part(left, self.stop.place, "key")
        title = Part(left + cell_len(self.stop.place) + 3, self.stop.title, "title")
        column = width - 2 - sum(cell_len(key) + cell_len(words) + 1 for key, words in self.stop.keys)
        column -= 3 * max(0, len(self.stop.keys) - 1)
        parts = [place]
        if title.column + cell_len(title.words) + 2 <= column:
            parts.append(title)
        names = self._names()
        for key, words in self.stop.keys:
            sign = names.get(key, key)
            parts += [Part(column, sign, "key"), Part(column + cell_len(sign) + 1, words, "dim")]
            column += cell_len(sign) + cell_len(words) + 4
        return parts

    def _sentence(self, width: int) -> list[list[Part]]:
        """The lines, each in parts; what is to be pressed never breaks from its line, for it is a single word."""
        left = edge(self.app.size.width)
        bare, pressed = self._spelled()
        lines: list[list[Part]] = []
        begin = 0
        for words in wrap(veiled(self.veil, bare, self.stop.names), max(8, min(MEASURE, width - left - 2)))[
            : self.MOST
        ]:
            lines.append(_in_parts(words, begin, pressed, left))
            begin += len(words) + 1
        return lines

    def _spelled(self) -> tuple[str, list[tuple[int, int]]]:
        """The sentence as one reads it, and from where to where in it stands what is to be pressed."""
        names = self._names()
        words, pressed = "", []
        for place, piece in enumerate(self.stop.words.split(MARK)):
            shown = names.get(piece, piece) if place % 2 else piece
            if place % 2:
                pressed.append((len(words), len(words) + len(shown)))
            words += shown
        return words, pressed

    def _names(self) -> dict[str, str]:
        """Which keys the settings have changed, where the focus is."""
        return changed((self.screen.focused or self.screen).ancestors_with_self)


def tour_keys(*, is_over: bool = False) -> tuple[tuple[str, str], ...]:
    """The keys of the tour itself; at its end there is nothing to skip."""
    if is_over:
        return (("C-n", say("closes this")),)
    return (("C-n", say("skip")), ("F9", say("leave the tour")))


def _in_parts(words: str, begin: int, pressed: list[tuple[int, int]], left: int) -> list[Part]:
    """A line that begins at this place of the sentence, with what is to be pressed in it."""
    parts = []
    column, done = left, 0
    for first, past in pressed:
        first, past = first - begin, past - begin
        if first < done or first >= len(words):
            continue
        for piece, role in ((words[done:first], "text"), (words[first:past], "key")):
            parts.append(Part(column, piece, role))
            column += cell_len(piece)
        done = past
    parts.append(Part(column, words[done:], "text"))
    return [part for part in parts if part.words]
