"""The colours of the first picture, by role: what the themes mean before Textual knows them."""

from collections.abc import Callable, Mapping
from enum import Enum, auto


class Ink(Enum):
    """A role of text on the screen."""

    LINE = auto()
    FAINT = auto()
    DIM = auto()
    TEXT = auto()
    BOLD = auto()
    TITLE = auto()
    AMBER = auto()
    GREEN = auto()
    RED = auto()
    BLUE = auto()


_Rgb = tuple[int, int, int]
_IS_BOLD = frozenset({Ink.BOLD, Ink.TITLE})
_DARK_GROUND, _DARK_PANEL = 0x12151A, 0x1A1E25
_DARK = {
    Ink.LINE: 0x2A303A,
    Ink.FAINT: 0x7D8795,
    Ink.DIM: 0x98A1AD,
    Ink.TEXT: 0xCDD3DB,
    Ink.BOLD: 0xFFFFFF,
    Ink.TITLE: 0xF0B54A,
    Ink.AMBER: 0xF0B54A,
    Ink.GREEN: 0x7FBF7A,
    Ink.RED: 0xF0796E,
    Ink.BLUE: 0x79AEF2,
}
_LIGHT_GROUND, _LIGHT_PANEL = 0xFBFAF7, 0xEFECE5
_LIGHT = {
    Ink.LINE: 0xD5D0C5,
    Ink.FAINT: 0x6C6A64,
    Ink.DIM: 0x5A5953,
    Ink.TEXT: 0x2B2C2E,
    Ink.BOLD: 0x000000,
    Ink.TITLE: 0x8A5800,
    Ink.AMBER: 0x8A5800,
    Ink.GREEN: 0x2C6B2F,
    Ink.RED: 0xB3261E,
    Ink.BLUE: 0x1D5AA8,
}
_ANSI = {
    Ink.LINE: "90",
    Ink.FAINT: "39",
    Ink.DIM: "39",
    Ink.TEXT: "39",
    Ink.BOLD: "39",
    Ink.TITLE: "33",
    Ink.AMBER: "33",
    Ink.GREEN: "32",
    Ink.RED: "31",
    Ink.BLUE: "34",
}


def paint_of(theme: str, environment: Mapping[str, str]) -> Callable[[Ink, bool], str]:
    """How to write a role on the ground (False) or on the panel (True): an SGR sequence, counted from a reset.

    `theme` is `dark light ansi none`; where the terminal has no 256 colours, dark and light become `ansi`.
    """
    if theme == "none" or environment.get("NO_COLOR"):
        return lambda ink, is_panel: f"\x1b[0{';1' if ink in _IS_BOLD else ''}{';7' if is_panel else ''}m"
    is_true = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    if theme == "ansi" or not (is_true or "256" in environment.get("TERM", "")):
        return lambda ink, _: f"\x1b[0{';1' if ink in _IS_BOLD else ''};{_ANSI[ink]}m"
    inks, ground, panel = (
        (_LIGHT, _LIGHT_GROUND, _LIGHT_PANEL) if theme == "light" else (_DARK, _DARK_GROUND, _DARK_PANEL)
    )
    colour = _true if is_true else _of_256

    def look(ink: Ink, is_panel: bool) -> str:
        bold = ";1" if ink in _IS_BOLD else ""
        return f"\x1b[0{bold};38;{colour(inks[ink])};48;{colour(panel if is_panel else ground)}m"

    return look


def _rgb(colour: int) -> _Rgb:
    return colour >> 16, colour >> 8 & 255, colour & 255


def _true(colour: int) -> str:
    return "2;{};{};{}".format(*_rgb(colour))


def _of_256(colour: int) -> str:
    """The nearest of the 6×6×6 cube and the 24 greys of a terminal with 256 colours."""
    red, green, blue = _rgb(colour)
    steps = (0, 95, 135, 175, 215, 255)
    cube = [min(range(6), key=lambda step: abs(steps[step] - part)) for part in (red, green, blue)]
    grey = min(range(24), key=lambda step: abs(8 + 10 * step - (red + green + blue) // 3))

    def away(rgb: _Rgb) -> int:
        return (rgb[0] - red) ** 2 + (rgb[1] - green) ** 2 + (rgb[2] - blue) ** 2

    in_cube = steps[cube[0]], steps[cube[1]], steps[cube[2]]
    level = 8 + 10 * grey
    is_cube = away(in_cube) <= away((level, level, level))
    return f"5;{16 + 36 * cube[0] + 6 * cube[1] + cube[2] if is_cube else 232 + grey}"
