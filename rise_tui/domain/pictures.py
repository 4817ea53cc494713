"""Pictures as values: how one wants to look at a photo, and what there is to see of it."""

from dataclasses import dataclass, replace
from enum import StrEnum

MOST_TURNS = 4
ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""How far one may go in; 1 is all of it."""
STEP = 0.2
"""By how much of what is in view one moves over a photo."""


class Form(StrEnum):
    """How a terminal shows pictures: in half-block characters, or by one of two protocols."""

    BLOCKS = "blocks"
    KITTY = "kitty"
    SIXEL = "sixel"


class Trouble(StrEnum):
    """Why there is nothing to see."""

    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    OTHER_KIND = "other_kind"
    NO_MEANS = "no_means"


@dataclass(frozen=True, slots=True)
class View:
    """How one looks at a photo: turned by so many quarters to the right, so near, at that place of it (0 to 1)."""

    turns: int = 0
    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def turned(self, quarters: int) -> "View":
        """Turned by so many quarters to the right, all of it in view."""
        return View((self.turns + quarters) % MOST_TURNS)

    def nearer(self, steps: int) -> "View":
        """So many steps nearer, or further away; the middle stays."""
        place = ZOOMS.index(self.zoom) if self.zoom in ZOOMS else 0
        zoom = ZOOMS[min(max(0, place + steps), len(ZOOMS) - 1)]
        return View(self.turns) if zoom == 1 else replace(self, zoom=zoom)

    def moved(self, right: int, down: int) -> "View":
        """So many steps over the photo; never off it."""
        half = 0.5 / self.zoom
        step = STEP / self.zoom
        x, y = (min(max(half, at), 1 - half) for at in (self.x + right * step, self.y + down * step))
        return replace(self, x=x, y=y)


@dataclass(frozen=True, slots=True)
class Box:
    """The cells that a picture may take, and the size of a cell in pixels."""

    columns: int
    rows: int
    cell: tuple[int, int] = (10, 20)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown, in so many cells. `data`: for blocks RGB of columns × 2 rows pixels, else the terminal's sequence.

    `pages`: how many a PDF has; 0 for a photo. `width` and `height`: the photo's own, in pixels.
    """

    form: Form
    columns: int
    rows: int
    data: bytes
    width: int = 0
    height: int = 0
    pages: int = 0

    def colours(self, column: int, row: int) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """The upper and the lower colour of a cell of half-blocks."""
        upper = 3 * (2 * row * self.columns + column)
        lower = upper + 3 * self.columns
        return _rgb(self.data, upper), _rgb(self.data, lower)


def _rgb(data: bytes, at: int) -> tuple[int, int, int]:
    return data[at], data[at + 1], data[at + 2]
