"""The second lock: which characters and sequences may leave for the terminal, whatever a widget put on the screen."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.segment import Segment
from textual.strip import Strip

from rise_tui.domain.safe_text import without_orders

if TYPE_CHECKING:
    from rich.console import Console

_BLANKS = {0x09: " ", 0x0A: " "}
_MODES = r"\?(?:1049|25|1004|1000|1003|1015|1006|1016|2004|2026|2048|7)[hl]"
_CONTROL = re.compile(
    rf"(?:\x1b\[(?:{_MODES}|\?(?:2026|2048)\$p|>[0-9]+u|<u)"
    r"|\x07|\x1b\]22;[a-z-]*\x07|\x1b\]52;c;[A-Za-z0-9+/=]*\x07)"
)
_PICTURE = re.compile(
    rb"(?:\x1bP[0-9;]*q[\x20-\x7e\r\n]*\x1b\\|\x1b_G[\x20-\x7e]*\x1b\\|\x1b\]1337;File=[A-Za-z0-9=;:+/.\-]*\x07)+"
)


@lru_cache(maxsize=8192)
def visible(text: str) -> str:
    """A piece of one line with every character that could act on a terminal, or hide in it, as a visible mark."""
    return without_orders(text).translate(_BLANKS)


def is_control(data: str) -> bool:
    """Whether this is one of the sequences that Textual itself writes beside its frames: they pass unchanged.

    Modes and queries, the bell, the pointer's shape, text for the clipboard in base64 (Textual 8.2.8).
    """
    return _CONTROL.fullmatch(data) is not None


def is_picture(data: bytes) -> bool:
    """Whether this is whole pictures and nothing else: sixel, the kitty protocol, or iTerm2's."""
    return _PICTURE.fullmatch(data) is not None


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _harmless(strip: Strip) -> Strip:
    """The strip, with every character that could act on the terminal as a visible mark; as wide as before."""
    if not any(control or not (_is_plain(text) or visible(text) == text) for text, _, control in strip):
        return strip
    segments = [Segment(visible(text), style) for text, style, control in strip if not control]
    return Strip(segments).crop(0, strip.cell_length)


def _render(strip: Strip, console: "Console") -> str:
    """What `Strip.render` writes, without control characters from segments and without hyperlinks."""
    if strip._render_cache is None:
        colours = console._color_system or ColorSystem.TRUECOLOR
        pieces: list[str] = []
        for text, style, _ in _harmless(strip):
            look = "" if style is None else (style._ansi or Strip.render_ansi(style, colours))
            pieces.append(f"\x1b[{look}m{text}\x1b[0m" if look else text)
        strip._render_cache = "".join(pieces)
    return strip._render_cache


def lock_strips() -> None:
    """From now on, no segment of this process can forge a sequence inside a frame.

    A frame is one string in which Textual's own sequences and the widgets' text stand side by side, so the text is made
    harmless where the two are still apart: `Strip.render` is the only place of Textual 8.2.8 where they meet.
    """
    Strip.render = _render  # type: ignore[method-assign, assignment]  # the seam between text and sequences has no other hook
