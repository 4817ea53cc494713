"""What Textual does again and again for every app and every key, done once: style sheets are read, frames drawn."""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from textual import _callback
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

_parsed: dict[tuple[object, ...], list[Any]] = {}
_parse_rules = Stylesheet._parse_rules


def _parse_once(self: Stylesheet, css: str, *where: object, **more: object) -> list[Any]:
    """The rules of a style sheet: nothing changes them, so all apps share what was read once with the same colours."""
    key = (css, where, tuple(more.items()), tuple(self._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse_rules(self, css, *where, **more)
    return _parsed[key]


_counted: dict[object, int] = {}
_count = _callback._count_parameters


def _count_once(func: Callable[..., Any]) -> int:
    """How many parameters it takes: what is made anew for each call is of the same code, and takes as many."""
    if not isinstance(func, FunctionType) or hasattr(func, "__wrapped__"):
        return _count(func)
    if func.__code__ not in _counted:
        _counted[func.__code__] = _count(func)
    return _counted[func.__code__]


_draw = Screen._compositor_refresh


def _draw_later(self: Screen[Any]) -> None:
    """The screen in front is laid out, and what has to be drawn is noted: nobody looks at it before it is at rest.

    On a real terminal somebody does.
    """
    if self is not self.app.screen or not self.app.is_headless:
        _draw(self)
        return
    self._dirty_widgets.clear()
    self.app._update_mouse_over(self)


def draw(screen: Screen[Any]) -> None:
    """Draw what has changed since the last time, as the terminal would get it."""
    _draw(screen)


def quicken() -> None:
    """Let every app of this process read each style sheet once, and draw a frame only when it is asked to."""
    Stylesheet._parse_rules = _parse_once
    _callback._count_parameters = _count_once
    Screen._compositor_refresh = _draw_later
