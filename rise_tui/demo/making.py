"""Makes the office of a demo when there is none yet, and says how far it is."""

import secrets
import sys
import time
from datetime import UTC, datetime

from rise_tui.demo.founding import Secrets
from rise_tui.demo.place import Kept, Place, clear, save
from rise_tui.demo.sizes import Size
from rise_tui.domain.clock import to_ms
from rise_tui.domain.say import say

QUIET_S = 1.0
"""What is made within a second is made without a word."""
LONG = 20_000
"""Of so many texts one hears from the first moment on that they are being made."""


def make(place: Place, size: Size) -> Kept:
    """A new office with secrets of its own; half a one is never left: what makes it count is written last.

    Raises BadInput for a size that cannot be made.
    """
    from rise_tui.demo.seed import seed

    size.check()
    clear(place)
    now = datetime.now(UTC)
    own = Secrets(secrets.token_hex(32), secrets.token_hex(32), secrets.token_urlsafe(32))
    try:
        with _Progress(size) as progress:
            seed(place.database, place.media, now, own, size, progress.tell)
    except BaseException:
        clear(place)
        raise
    kept = Kept(
        own.token,
        secrets.token_hex(16),
        own.instance_id,
        size.seed,
        size.clients,
        size.texts,
        to_ms(now),
    )
    save(place, kept)
    return kept


class _Progress:
    """One line on standard error, written over itself on a terminal and gone at the end."""

    def __init__(self, size: Size) -> None:
        self._words = say(
            "Making an office of {clients:,} clients and {texts:,} texts …", clients=size.clients, texts=size.texts
        )
        self._is_long = size.texts > LONG
        self._is_live = sys.stderr.isatty()
        self._began = time.monotonic()
        self._width = 0

    def __enter__(self) -> "_Progress":
        if self._is_long:
            self._say(self._words)
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_live and self._width:
            sys.stderr.write(f"\r{' ' * self._width}\r")
            sys.stderr.flush()

    def tell(self, done: int, of: int) -> None:
        """So many of so many things that happened are written."""
        if self._is_live and (self._is_long or time.monotonic() - self._began >= QUIET_S):
            self._say(f"{self._words} {100 * done // max(1, of)} %")

    def _say(self, line: str) -> None:
        """Write the line over the one before; where that is no terminal, once."""
        sys.stderr.write(f"\r{line}" if self._is_live else f"{line}\n")
        sys.stderr.flush()
        self._width = len(line)
