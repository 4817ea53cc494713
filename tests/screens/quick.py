"""What Textual does again for every app, done once for all apps of a test process."""

from typing import Any

from textual.css.stylesheet import Stylesheet

_parsed: dict[tuple[object, ...], list[Any]] = {}
_parse_rules = Stylesheet._parse_rules


def _parse_once(self: Stylesheet, css: str, *where: object, **more: object) -> list[Any]:
    """The rules of a style sheet: nothing changes them, so all apps share what was read once with the same colours."""
    key = (css, where, tuple(more.items()), tuple(self._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse_rules(self, css, *where, **more)
    return _parsed[key]


def quicken() -> None:
    """Let every app of this process read each style sheet once."""
    Stylesheet._parse_rules = _parse_once
