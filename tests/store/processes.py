"""Real second processes over one store, which say when they are ready and wait to be told to go on."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OPENING = """
import sys
from pathlib import Path
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Draft
from rise_tui.store.store import Store
folder = Path(sys.argv[1])

def ready():
    print("ready", flush=True)

def told():
    sys.stdin.readline()
"""


@contextmanager
def other_process(folder: Path, script: str) -> Iterator[subprocess.Popen[str]]:
    """A process that runs the script (it has `folder`, `Store`, `Change`, `Draft`, `ready()`, `told()`); it is ready
    when this returns, and it is gone afterwards."""
    with subprocess.Popen(
        [sys.executable, "-c", _OPENING + script, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def tell(process: subprocess.Popen[str]) -> None:
    """Let it go on past `told()`."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def heard(process: subprocess.Popen[str]) -> str:
    """Its next line."""
    assert process.stdout is not None
    return process.stdout.readline().strip()
