"""`rise.log`: what the app says about itself while nobody can see it, without a name, a number or anybody's words."""

import logging
import os
import time
import traceback
from pathlib import Path

NAME = "rise.log"
LARGEST = 1_000_000
"""Bytes after which a start puts the file aside, as `rise.log.1`; what was there before goes."""


class _Sober(logging.Formatter):
    """Time, grade, place and words; of an error only what it was and where: its own words may be a client's."""

    converter = time.gmtime  # type: ignore[assignment]  # as logging's own documentation sets it
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatException(self, ei: object) -> str:
        """The type and the places, without the message."""
        kind, _, trace = ei if isinstance(ei, tuple) else (None, None, None)
        places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "no error", *places])


def write_to(folder: Path) -> None:
    """From now on warnings and errors of this program go to `rise.log` in that folder (0600).

    Where it cannot be written there is none: a full disk must not keep anybody from working.
    """
    ours = logging.getLogger("rise_tui")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / NAME
        if file.exists() and file.stat().st_size > LARGEST:
            file.replace(file.with_name(f"{NAME}.1"))
        os.close(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
        handler: logging.Handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_Sober("%(asctime)s %(levelname)s %(name)s [%(process)d]: %(message)s"))
    handler.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk is told on the screen
    for old in [each for each in ours.handlers if isinstance(each, (logging.FileHandler, logging.NullHandler))]:
        ours.removeHandler(old)
        old.close()
    ours.addHandler(handler)
