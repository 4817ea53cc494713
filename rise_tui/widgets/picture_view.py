"""A photo as a terminal shows it: half-blocks drawn here, or room for a picture that the terminal draws itself."""

from functools import lru_cache
from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from rise_tui.domain.pictures import Form, Picture
from rise_tui.domain.say import say
from rise_tui.widgets.ink import Inked, Part
from rise_tui.widgets.said_lines import wrap

SHADES = " ░▒▓█"
"""From dark to bright, where there are no colours of one's own."""
Colours = tuple[tuple[int, int, int], tuple[int, int, int]]


class PictureView(Inked):
    """Draws a picture from its upper left corner, or a sentence where there is none."""

    picture: reactive[Picture | None] = reactive(None)
    words: reactive[tuple[str, ...]] = reactive(())
    """why there is nothing to see: what it is, then what one can do"""

    class Placed(Message):
        """The cells of a picture that the terminal draws itself were drawn on: it may stand there now."""

        def __init__(self, sender: "PictureView") -> None:
            super().__init__()
            self.sender = sender

        def can_replace(self, message: Message) -> bool:
            """Once is enough."""
            return isinstance(message, PictureView.Placed) and message.sender is self.sender

    @property
    def is_hidden(self) -> bool:
        """Whether photos are masked, like names."""
        return self.veil.is_down

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines; what stood over them is gone with that."""
        if self.picture is not None and self.picture.form is not Form.BLOCKS and not self.is_hidden:
            self.post_message(self.Placed(self))
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A line of the picture, or of the sentence."""
        width = self.size.width
        if self.is_hidden:
            return self._sentence(y, (say("Photos are masked."), say("C-t shows them.")))
        picture = self.picture
        if picture is None:
            return self._sentence(y, self.words)
        if picture.form is not Form.BLOCKS or y >= picture.rows:
            return self.line(width, ())
        segments = row_of(self, picture, y)
        rest = width - picture.columns
        if rest > 0:
            segments.append(Segment(" " * rest, self.ink("text")))
        return Strip(segments)

    def _sentence(self, y: int, words: tuple[str, ...]) -> Strip:
        width = self.size.width
        lines = [
            Part(0, line, "dim" if number else "text")
            for number, part in enumerate(words)
            for line in wrap(part, max(8, width - 1))
        ]
        return self.line(width, lines[y : y + 1])


def row_of(widget: Inked, picture: Picture, row: int) -> list[Segment]:
    """A row of a picture in half-blocks; in shades where a terminal has only colours of its own."""
    cells = [picture.colours(column, row) for column in range(picture.columns)]
    runs = [(colours, len(list(same))) for colours, same in groupby(cells)]
    if not widget.app.native_ansi_color:
        return [_coloured(*run) for run in runs]
    ink = widget.ink("text")
    return [Segment(_shade(colours) * length, ink) for colours, length in runs]


def _shade(colours: Colours) -> str:
    light = sum(sum(colour) for colour in colours) / (6 * 255)
    return SHADES[min(len(SHADES) - 1, int(light * len(SHADES)))]


def _coloured(colours: Colours, length: int) -> Segment:
    return Segment((" " if colours[0] == colours[1] else "▀") * length, _style(colours))


@lru_cache(maxsize=4096)
def _style(colours: Colours) -> Style:
    """The photo's own colours: the only ones on a screen that no theme knows."""
    upper, lower = (Color.from_rgb(*colour) for colour in colours)
    return Style(bgcolor=upper) if colours[0] == colours[1] else Style(color=upper, bgcolor=lower)


def region_of(view: Widget, picture: Picture) -> tuple[int, int] | None:
    """Where on the screen a picture in that widget begins; None while it is not all in view."""
    region = view.content_region
    room = view.screen.size
    is_whole = region.right <= room.width and region.y + picture.rows <= room.height
    is_in_it = picture.columns <= region.width and picture.rows <= region.height
    return (region.x, region.y) if is_whole and is_in_it and region.x >= 0 and region.y >= 0 else None
