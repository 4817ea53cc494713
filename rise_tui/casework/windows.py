"""Which windows of rise are open on this machine, so that a draft is written in by one of them only."""

import os
from pathlib import Path


def this_window() -> str:
    """A name for this process that no later one has: its number and when it began."""
    return f"{os.getpid()}:{_began(os.getpid())}"


def is_open(window: str) -> bool:
    """Does the process of that name still run?"""
    number, _, began = window.partition(":")
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _began(int(number)) == began


def _began(pid: int) -> str:
    """When a process began, in the kernel's ticks (proc(5), stat field 22); empty where there is no /proc."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
