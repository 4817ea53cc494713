"""A folder that is gone when its demo is: a small process of its own sees to it, also after the demo was killed."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TRIES, REST = 60, 0.25
"""How often, and after how many seconds, it looks whether somebody has written into the folder once more."""


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A new folder for this machine's user alone (0700), which does not outlive this process by more than seconds."""
    folder = Path(tempfile.mkdtemp(prefix="rise-demo-"))
    sweeper = subprocess.Popen(
        [sys.executable, "-I", "-S", __file__, str(folder)],  # by its path: it needs nothing of anybody else's
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
    )
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if sweeper.stdin is not None:
            sweeper.stdin.close()
        sweeper.wait()


def sweep(folder: Path) -> None:
    """Wait until standard input ends, then remove the folder; who still writes into it is ending as well."""
    while os.read(0, 4096):
        pass
    for _ in range(TRIES):
        if not folder.exists():
            return
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(REST)


if __name__ == "__main__":
    sweep(Path(sys.argv[1]))
