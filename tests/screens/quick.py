"""What Textual does again for every app and at the pace of an eye, done once and at the pace of a test."""

from typing import Any

import textual.screen
from textual.css.stylesheet import Stylesheet

FRAME = 0.001
"""Seconds between two looks at what is to be painted; for people Textual takes a sixtieth."""

_parsed: dict[tuple[object, ...], list[Any]] = {}
_parse_rules = Stylesheet._parse_rules


def _parse_once(self: Stylesheet, css: str, *where: object, **more: object) -> list[Any]:
    """The rules of a style sheet: nothing changes them, so all apps of the tests share what was read once."""
    key = (css, where, tuple(more.items()), tuple(self._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse_rules(self, css, *where, **more)
    return _parsed[key]


def quicken() -> None:
    """Let every app of this process read style sheets once and paint without delay."""
    Stylesheet._parse_rules = _parse_once
    textual.screen.UPDATE_PERIOD = FRAME
