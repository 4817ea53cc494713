"""`rise` with a clock that is wrong by as many seconds as stand in the file that WRONG_CLOCK names, at every look."""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rise_tui.cli import main
from rise_tui.domain.clock import SystemClock

_OFF = Path(os.environ.get("WRONG_CLOCK", os.devnull))


def _now(_: SystemClock) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(_OFF.read_text() or 0))


if __name__ == "__main__":
    SystemClock.now = _now  # type: ignore[method-assign] # the point of this program
    sys.exit(main())
