"""What a colour is for: the roles in which words are drawn, and what the palette calls each of them."""

from collections.abc import Mapping

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
"""The palette's name of each role, which is the theme's variable too, and whether it is bold."""
