"""Which processes of this account still try to let something out, though they should have ended long ago."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

OLD = timedelta(minutes=20)
"""`rise sync --drain` ends by itself after 15."""
_PROCESSES = Path("/proc")
_WORDS = (b"sync", b"--drain")
_SAME = ("HOME", "RISE_CONFIG", "RISE_DATA")
"""What makes two processes use the same store."""


def old_drains(environ: Mapping[str, str], processes: Path = _PROCESSES) -> dict[int, timedelta]:
    """How long each has been running, by its process id; empty where the machine does not tell."""
    try:
        up = float((processes / "uptime").read_text("ascii").split()[0])
        folders = [folder for folder in processes.iterdir() if folder.name.isdigit()]
    except (OSError, ValueError, IndexError):
        return {}
    found = {}
    for folder in folders:
        try:
            if folder.stat().st_uid == os.geteuid() and _is_drain(folder, environ):
                running = timedelta(seconds=up - _began(folder))
                if running > OLD:
                    found[int(folder.name)] = running
        except (OSError, ValueError, IndexError):
            continue  # it has ended meanwhile, or is not ours to look at
    return found


def _is_drain(folder: Path, environ: Mapping[str, str]) -> bool:
    words = tuple((folder / "cmdline").read_bytes().rstrip(b"\0").split(b"\0"))
    if words[-2:] != _WORDS or not any(b"rise" in word for word in words[:-2]):
        return False
    theirs = dict(pair.partition(b"=")[::2] for pair in (folder / "environ").read_bytes().split(b"\0"))
    return all(theirs.get(name.encode(), b"") == os.fsencode(environ.get(name, "")) for name in _SAME)


def _began(folder: Path) -> float:
    """Seconds after the machine's start (proc(5): field 22 of `stat`, after the name in brackets)."""
    fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")
