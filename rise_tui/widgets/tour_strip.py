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
from rise_tui.widgets.said_lines import wrap

MARK = "`"
"""Around what is to be pressed, within a sentence."""
MEASURE = 100
"""Lines of words stop after so many cells, however wide the terminal is."""


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

    DEFAULT_CSS = "TourStrip { dock: bottom; height: auto; min-height: 3; max-height: 5; background: $ink; }"
    MOST = 4

    stop: reactive[Stop] = reactive(Stop())

    def watch_stop(self) -> None:
        """Only where it takes more lines, or fewer, everything above it moves."""
        if self.is_mounted and self._high(self.size.width) != self.size.height:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The title's line and the sentence's."""
        return self._high(width)

    def render(self) -> RenderResult:
        """Nothing: the lines are drawn by render_line."""
        return ""

    def render_line(self, y: int) -> Strip:
        """The title with the keys of the tour, then the sentence with its keys in their own colour."""
        width = self.size.width
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
        names, veil = self._names(), self.veil
        for name in self.stop.names:
            veil.name(name)
        pieces = self.stop.words.split(MARK)
        pressed = {place: names.get(piece, piece) for place, piece in enumerate(pieces) if place % 2}
        bare = veil.words("".join(pressed.get(place, piece) for place, piece in enumerate(pieces)))
        ends: list[tuple[int, int]] = []
        at = 0
        for place, piece in enumerate(pieces):
            shown = pressed.get(place, piece)
            if place in pressed:
                ends.append((at, at + len(shown)))
            at += len(shown)
        lines: list[list[Part]] = []
        begin = 0
        for words in wrap(bare, max(8, min(MEASURE, width - left - 2)))[: self.MOST]:
            lines.append(_in_parts(words, begin, ends, left))
            begin += len(words) + 1
        return lines

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
