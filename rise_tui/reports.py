"""What is kept of an unexpected error: where it happened and its kind, never a value; told by a short code."""

import os
import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from rise_tui.version import __version__


def keep_report(error: BaseException, folder: Path) -> str:
    """Write where it happened to a file of its own (0600) in `folder`; returns the short code that names it.

    The exception's own words may quote a text or a number, and so may locals: neither is written.
    """
    code = secrets.token_hex(3)
    lines = [f"rise {__version__}  {datetime.now(UTC).isoformat(timespec='seconds')}  {code}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder / f"error-{code}.txt", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as report:
            report.write("\n".join(lines) + "\n")
    except OSError:
        pass  # there is no room for it; the code is told all the same
    return code
