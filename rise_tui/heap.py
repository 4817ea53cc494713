"""One heap for all threads: Python lets only one of them work at a time, and a heap each leaves holes in every one."""

import ctypes

_ARENA_MAX = -8
"""M_ARENA_MAX of glibc's malloc.h."""


def share() -> None:
    """Let threads that begin from now on take memory where the first one does: 1.5 MB less. Only glibc knows how."""
    try:
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
    except (AttributeError, OSError):
        return
