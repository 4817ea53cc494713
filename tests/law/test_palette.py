"""Words can be read: in the dark and the light theme they stand out from their ground."""

import pytest

from rise_tui.domain.roles import ROLES
from rise_tui.terminal.palette import ANSI, DARK, LIGHT
from rise_tui.themes import THEMES

GROUNDS = ("ink", "panel-ground")
WORDS = sorted({colour for role, (colour, _) in ROLES.items() if role != "line"})


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.1 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_words_have_a_contrast_of_at_least_4_5(theme: str, word: str, ground: str) -> None:
    palette = DARK if theme == "dark" else LIGHT
    bright, dark = sorted((luminance(palette[word]), luminance(palette[ground])), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_every_theme_has_every_role_from_the_one_palette() -> None:
    assert DARK.keys() == LIGHT.keys() == ANSI.keys()
    assert {colour for colour, _ in ROLES.values()} <= DARK.keys()
    for theme in THEMES.values():
        assert theme.variables.keys() == DARK.keys()
    assert THEMES["dark"].variables == DARK
    assert THEMES["light"].variables == LIGHT
