"""Which colour a role is: dark, light, the terminal's own sixteen, and none."""

from textual.theme import Theme

DARK = {
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
LIGHT = {
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
ANSI = {
    "ink": "ansi_default",
    "panel-ground": "ansi_default",
    "rule": "ansi_bright_black",
    "faint": "ansi_default",
    "dim": "ansi_default",
    "text-plain": "ansi_default",
    "bright": "ansi_default",
    "amber": "ansi_yellow",
    "good": "ansi_green",
    "bad": "ansi_red",
    "photo": "ansi_blue",
}
NONE = dict.fromkeys(ANSI, "ansi_default")


def _theme(name: str, roles: dict[str, str], *, is_dark: bool) -> Theme:
    return Theme(
        name=f"rise-{name}",
        primary=roles["amber"],
        accent=roles["amber"],
        foreground=roles["text-plain"],
        background=roles["ink"],
        surface=roles["ink"],
        panel=roles["panel-ground"],
        success=roles["good"],
        error=roles["bad"],
        dark=is_dark,
        variables=roles,
    )


THEMES = {
    "dark": _theme("dark", DARK, is_dark=True),
    "light": _theme("light", LIGHT, is_dark=False),
    "ansi": _theme("ansi", ANSI, is_dark=True),
    "none": _theme("none", NONE, is_dark=True),
}
"""By the word of the setting `theme`."""
