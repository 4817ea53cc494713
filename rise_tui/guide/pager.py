"""Shows lines a screen at a time: through the pager of the shell where there is a terminal, else as they are."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

SAFE = {"LESSSECURE": "1", "LESSCHARSET": "utf-8"}
"""What `less` is told beside its own settings: no shell from within it, and how the lines are written."""
USUAL = "-F -R -X -PsSpace goes on, / finds, q leaves$"
"""How `less` reads where nothing is set: ends where all fits on one screen, takes bold, leaves the page standing.

What its last line says stands there too.
"""


def pager_of(environ: Mapping[str, str]) -> list[str]:
    """The words of the pager's command: what PAGER names, else `less`, else `more`; none where there is none."""
    named = environ.get("PAGER")
    if named is not None:
        words = _split(named)
        return words if words and shutil.which(words[0]) else []
    return next(([name] for name in ("less", "more") if shutil.which(name)), [])


def _split(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:  # a quotation mark that does not close
        return []


def show(lines: Sequence[str], height: int) -> None:
    """Print the lines; if they are more than `height` and there is a pager, through it."""
    text = "\n".join(lines) + "\n"
    pager = pager_of(os.environ) if len(lines) >= height else []
    if not pager or not _paged(pager, text):
        sys.stdout.write(text)


def _paged(pager: list[str], text: str) -> bool:
    """Whether the pager could be started. A C-c belongs to it while it shows."""
    asked = os.environ.get("LESS")
    environ = {**os.environ, **SAFE, "LESS": f"-R {asked}" if asked else USUAL}
    encoded = text.encode(sys.stdout.encoding or "utf-8", "replace")
    try:
        shown = subprocess.Popen(pager, stdin=subprocess.PIPE, env=environ)
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        shown.communicate(encoded)
    finally:
        signal.signal(signal.SIGINT, before)
    return True
