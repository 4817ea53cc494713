"""Asks the terminal outside the app what it can: only one that is known to answer, and it is left as it was."""

import os
import re
import select
import termios
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

PATIENCE = 1.0
"""Seconds that an answer is waited for: a slow line has time for it."""
_FAMILIES = (
    *("xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "wezterm", "ghostty", "kitty", "contour"),
    *("konsole", "gnome", "vte", "mlterm", "iterm", "st-", "putty"),
)
"""Beginnings of TERM where a question is understood by a terminal as such, and never shown."""
_ATTRIBUTES = re.compile(r"\x1b\[\?([0-9;]{1,60})c")
_KITTY = re.compile(r"\x1b_G[^\x1b]{0,200};OK\x1b\\")
_CLEAN = "\r\x1b[K"
"""The line anew, should a terminal have shown the question after all."""
_SIXEL, _CLIPBOARD = "4", "52"
"""Attributes that a terminal names: sixel (DEC), and the clipboard by OSC 52 (xterm's list of device attributes)."""


@dataclass(frozen=True)
class Heard:
    """What a terminal said of itself."""

    has_kitty: bool
    has_sixel: bool
    has_clipboard: bool


def may_be_asked(environ: Mapping[str, str]) -> bool:
    """Would this terminal take a question as one?"""
    return environ.get("TERM", "").startswith(_FAMILIES) and "INSIDE_EMACS" not in environ


def ask(environ: Mapping[str, str], reads: int, writes: int) -> Heard | None:
    """Ask the terminal on these two descriptors; None if it may not be asked, or does not answer.

    What it answers is read, not shown. The kitty protocol's question goes only to one that has answered the first, and
    not into tmux or screen, which would take it for a name.
    """
    if not may_be_asked(environ) or not (os.isatty(reads) and os.isatty(writes)):
        return None
    try:
        if os.tcgetpgrp(reads) != os.getpgrp():
            return None  # somebody else has the terminal's keys
        before = termios.tcgetattr(reads)
    except (OSError, termios.error):
        return None
    quiet = [*before[:3], before[3] & ~(termios.ICANON | termios.ECHO), *before[4:]]
    try:
        termios.tcsetattr(reads, termios.TCSADRAIN, quiet)
        return _conversation(environ, reads, writes)
    finally:
        termios.tcsetattr(reads, termios.TCSADRAIN, before)


def _conversation(environ: Mapping[str, str], reads: int, writes: int) -> Heard | None:
    from rise_tui.terminal.answers import FENCE, KITTY_QUESTION

    first = _answer(FENCE, reads, writes)
    told = _ATTRIBUTES.search(first)
    if told is None:
        return None
    attributes = told[1].split(";")[1:]
    has_kitty = False
    if not (environ.get("TMUX") or environ.get("TERM", "").startswith(("screen", "tmux"))):
        has_kitty = _KITTY.search(_answer(KITTY_QUESTION + _CLEAN + FENCE, reads, writes)) is not None
    return Heard(has_kitty, _SIXEL in attributes, _CLIPBOARD in attributes)


def _answer(question: str, reads: int, writes: int) -> str:
    """What comes back, up to the attributes that end every answer."""
    os.write(writes, question.encode("ascii"))
    heard, until = "", monotonic() + PATIENCE
    while _ATTRIBUTES.search(heard) is None and (left := until - monotonic()) > 0:
        if not select.select([reads], [], [], left)[0]:
            break
        part = os.read(reads, 1024)
        if not part:
            break
        heard += part.decode("latin-1")
    return heard
