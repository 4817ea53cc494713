"""The palette as Textual's themes: dark, light, the terminal's own sixteen colours, and none."""

from collections.abc import Mapping

from textual.theme import Theme

from rise_tui.terminal.palette import ANSI, DARK, LIGHT


def _theme(name: str, roles: Mapping[str, str], *, is_dark: bool) -> Theme:
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
        variables=dict(roles),
    )


THEMES = {
    "dark": _theme("dark", DARK, is_dark=True),
    "light": _theme("light", LIGHT, is_dark=False),
    "ansi": _theme("ansi", {role: f"ansi_{colour}" for role, colour in ANSI.items()}, is_dark=True),
    "none": _theme("none", dict.fromkeys(ANSI, "ansi_default"), is_dark=True),
}
"""By the word of the setting `theme`."""
