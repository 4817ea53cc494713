"""The one palette: which colour a role is, dark and light, and how it is written before Textual is there to do it."""

from collections.abc import Callable, Mapping

DARK: Mapping[str, str] = {
    "ink": "#12151a",
    "panel-ground": "#1a1e25",
    "rule": "#2a303a",
    "faint": "#7d8795",
    "dim": "#98a1ad",
    "text-plain": "#cdd3db",
    "bright": "#ffffff",
    "amber": "#f0b54a",
    "good": "#7fbf7a",
    "bad": "#f0796e",
    "photo": "#79aef2",
}
"""`ink` and `panel-ground` are grounds, `rule` divides, the others are for words."""
LIGHT: Mapping[str, str] = {
    "ink": "#fbfaf7",
    "panel-ground": "#efece5",
    "rule": "#d5d0c5",
    "faint": "#6c6a64",
    "dim": "#5a5953",
    "text-plain": "#2b2c2e",
    "bright": "#000000",
    "amber": "#8a5800",
    "good": "#2c6b2f",
    "bad": "#b3261e",
    "photo": "#1d5aa8",
}
ROLES: Mapping[str, tuple[str, bool]] = {
    "bright": ("bright", False),
    "title": ("bright", True),
    "text": ("text-plain", False),
    "dim": ("dim", False),
    "faint": ("faint", False),
    "line": ("rule", False),
    "accent": ("amber", False),
    "key": ("amber", True),
    "good": ("good", False),
    "bad": ("bad", False),
    "photo": ("photo", False),
}
"""The palette's name of each role in which words are drawn, and whether it is bold."""
ANSI: Mapping[str, str] = {
    "ink": "default",
    "panel-ground": "default",
    "rule": "bright_black",
    "faint": "default",
    "dim": "default",
    "text-plain": "default",
    "bright": "default",
    "amber": "yellow",
    "good": "green",
    "bad": "red",
    "photo": "blue",
}
"""The terminal's own colours: which they are is the owner's choice."""
_ANSI_SGR = {"default": "39", "bright_black": "90", "yellow": "33", "green": "32", "red": "31", "blue": "34"}
_Rgb = tuple[int, int, int]


def paint_of(theme: str, environment: Mapping[str, str]) -> Callable[[str, bool], str]:
    """How to write a role on the ground (False) or on the panel (True): an SGR sequence, counted from a reset.

    `theme` is `dark light ansi none`; where the terminal has no 256 colours, dark and light become `ansi`.
    """
    if theme == "none" or environment.get("NO_COLOR"):
        return lambda role, is_panel: f"\x1b[0{_bold(role)}{';7' if is_panel else ''}m"
    is_true = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    if theme == "ansi" or not (is_true or "256" in environment.get("TERM", "")):
        return lambda role, _: f"\x1b[0{_bold(role)};{_ANSI_SGR[ANSI[ROLES[role][0]]]}m"
    colours = LIGHT if theme == "light" else DARK
    written = _true if is_true else _of_256
    ground, panel = written(colours["ink"]), written(colours["panel-ground"])

    def look(role: str, is_panel: bool) -> str:
        return f"\x1b[0{_bold(role)};38;{written(colours[ROLES[role][0]])};48;{panel if is_panel else ground}m"

    return look


def _bold(role: str) -> str:
    return ";1" if ROLES[role][1] else ""


def _rgb(colour: str) -> _Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _true(colour: str) -> str:
    return "2;{};{};{}".format(*_rgb(colour))


def _of_256(colour: str) -> str:
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
