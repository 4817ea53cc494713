"""The one palette: which colour a role is, dark and light, and how it is written before Textual is there to do it."""

from collections.abc import Callable, Mapping

from rise_tui.domain.roles import ROLES
from rise_tui.terminal.sgr import normal

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
_ANSI_SGR = {"default": "", "bright_black": "90", "yellow": "33", "green": "32", "red": "31", "blue": "34"}
_GREY = 0.15
"""Saturation below which a colour is taken for a grey."""
_Rgb = tuple[int, int, int]
Looks = Callable[[str, bool], str]
"""How a role is written on the ground (False) or on the panel (True): the parameters of an SGR sequence."""


def looks_of(theme: str, environment: Mapping[str, str]) -> Looks:
    """How roles are written in a theme, `dark light ansi none`, as the app itself will write them.

    Where the terminal has no 256 colours, dark and light become `ansi`; with NO_COLOR every theme is `none`.
    """
    if theme == "none" or environment.get("NO_COLOR"):
        return lambda role, is_panel: _joined(role, "7" if is_panel else "")
    is_true = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    if theme == "ansi" or not (is_true or "256" in environment.get("TERM", "")):
        return lambda role, _: _joined(role, _ANSI_SGR[ANSI[ROLES[role][0]]])
    colours = LIGHT if theme == "light" else DARK
    written = _true if is_true else _of_256
    ground, panel = written(colours["ink"]), written(colours["panel-ground"])

    def look(role: str, is_panel: bool) -> str:
        return _joined(role, f"38;{written(colours[ROLES[role][0]])};48;{panel if is_panel else ground}")

    return look


def has_bce(environment: Mapping[str, str]) -> bool:
    """Whether the terminal erases with the present ground: all do that one meets, but for GNU screen."""
    return "TMUX" in environment or not environment.get("TERM", "").startswith("screen")


def _joined(role: str, colours: str) -> str:
    return normal(";".join(filter(None, ("1" if ROLES[role][1] else "", colours))))


def _rgb(colour: str) -> _Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _true(colour: str) -> str:
    return "2;{};{};{}".format(*_rgb(colour))


def _of_256(colour: str) -> str:
    """One of the 6×6×6 cube or of the 24 greys of a terminal with 256 colours: the one that Rich takes."""
    red, green, blue = _rgb(colour)
    darkest, lightest = min(red, green, blue) / 255, max(red, green, blue) / 255
    light = (darkest + lightest) / 2
    spread = lightest - darkest
    if spread == 0 or spread / (2 * light if light <= 0.5 else 2 - 2 * light) < _GREY:
        grey = round(light * 25)
        return f"5;{16 if grey == 0 else 231 if grey == 25 else 231 + grey}"
    steps = [round(part / 95 if part < 95 else 1 + (part - 95) / 40) for part in (red, green, blue)]
    return f"5;{16 + 36 * steps[0] + 6 * steps[1] + steps[2]}"
