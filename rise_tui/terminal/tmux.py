"""Pictures through tmux: wrapped for the terminal outside, and standing in tmux's own cells as text.

tmux knows nothing of pictures, but with `allow-passthrough` it hands on what is wrapped for it. By kitty's protocol a
picture can be tied to characters (U+10EEEE; an accent says which row): tmux moves, covers and clears them like others.
"""

import subprocess
from collections.abc import Mapping

TERMINALS = ("xterm-kitty", "xterm-ghostty")
"""Terminals outside that show pictures by such characters, as they name themselves to tmux."""
SECONDS = 1.0
_CELL = "\U0010eeee"
_ROWS = (
    "\u0305\u030d\u030e\u0310\u0312\u033d\u033e\u033f\u0346\u034a\u034b\u034c\u0350\u0351\u0352\u0357\u035b"
    "\u0363\u0364\u0365\u0366\u0367\u0368\u0369\u036a\u036b\u036c\u036d\u036e\u036f\u0483\u0484\u0485\u0486\u0487"
    "\u0592\u0593\u0594\u0595\u0597\u0598\u0599\u059c\u059d\u059e\u059f\u05a0\u05a1\u05a8\u05a9\u05ab\u05ac\u05af\u05c4"
    "\u0610\u0611\u0612\u0613\u0614\u0615\u0616\u0617"
)
"""The accents that number rows, from 0 (kitty, graphics protocol, rowcolumn-diacritics.txt)."""
MOST_ROWS = len(_ROWS)


def lets_pictures_through(environ: Mapping[str, str]) -> bool:
    """Does this tmux hand pictures on, to a terminal that shows them? Asks tmux itself; at most two seconds."""
    if not environ.get("TMUX"):
        return False
    passes = _asked("show-options", "-Apqv", "allow-passthrough")
    return passes in ("on", "all") and _asked("display-message", "-p", "#{client_termname}") in TERMINALS


def takes_clipboard(environ: Mapping[str, str]) -> bool:
    """Does this tmux take text for the clipboard from what runs inside? Asks tmux itself; at most a second.

    Only `on` does; with `external`, as usual, it sets the clipboard from its own copies alone (tmux(1), set-clipboard).
    """
    return bool(environ.get("TMUX")) and _asked("show-options", "-sqv", "set-clipboard") == "on"


def _asked(*words: str) -> str:
    try:
        answer = subprocess.run(
            ["tmux", *words], capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.decode("utf-8", "replace").strip()


def wrapped(sequence: bytes) -> bytes:
    """The sequence for the terminal outside."""
    return b"\x1bPtmux;" + sequence.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\"


def through(picture: bytes, region: tuple[int, int, int, int]) -> bytes:
    """A picture of the kitty protocol (its number is 1) for the terminal outside, and the characters that it stands on.

    Of a picture with more rows than can be numbered the rest stays blank.
    """
    x, y, width, height = region
    pieces = picture.replace(b"a=T,", b"a=T,U=1,", 1).split(b"\x1b\\")[:-1]
    sent = b"".join(wrapped(piece + b"\x1b\\") for piece in pieces)
    rows = [
        f"\x1b[{y + row + 1};{x + 1}H\x1b[38;5;1m{_CELL}{_ROWS[row]}{_ROWS[0]}{_CELL * (width - 1)}\x1b[m"
        for row in range(min(height, MOST_ROWS))
    ]
    return sent + "".join(rows).encode()
