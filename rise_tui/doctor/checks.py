"""What a check found: its group and name, a state as a word, what is, and how it is mended."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from rise_tui.domain.safe_text import one_line

LONGEST = 400
"""Cells of what others say that are shown."""
_NUMBER = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){6,}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{40,}")


class State(StrEnum):
    """How it is: well; worth a look; wrong, so that something does not work or others can read it."""

    OK = "ok"
    LOOK = "look"
    WRONG = "wrong"


class Group(StrEnum):
    """What a check is about; the value is its heading."""

    MACHINE = "This machine"
    OFFICE = "The line to the office"
    KEPT = "What is kept here"
    TERMINAL = "This terminal"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `name` stays the same from version to version; `next_step` mends it."""

    group: Group
    name: str
    state: State
    detail: str
    next_step: str = ""


def ok(group: Group, name: str, detail: str) -> Check:
    """All is well with it."""
    return Check(group, name, State.OK, detail)


def look(group: Group, name: str, detail: str, next_step: str) -> Check:
    """It works; somebody should look at it."""
    return Check(group, name, State.LOOK, detail, next_step)


def wrong(group: Group, name: str, detail: str, next_step: str) -> Check:
    """It does not work, or is not safe."""
    return Check(group, name, State.WRONG, detail, next_step)


def outside(words: str) -> str:
    """What somebody else says, fit to be passed on: on one line, without orders, phone numbers and secrets."""
    return one_line(_SECRET.sub("…", _NUMBER.sub("…", words)), LONGEST)


def shown(path: Path) -> str:
    """A path as a person writes it, from their home where it stands there; it may hold spaces and other letters."""
    try:
        home = Path.home()
    except RuntimeError:
        home = None
    if home is not None and home != Path("/") and path.is_relative_to(home):
        path = Path("~") / path.relative_to(home)
    return one_line(str(path), LONGEST)


def in_shell(path: Path) -> str:
    """A path as it is typed at the prompt."""
    import shlex

    said = shown(path)
    return f"~/{shlex.quote(said[2:])}" if said.startswith("~/") else shlex.quote(said)


def size(count: int) -> str:
    """So many bytes."""
    for unit, of in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= of:
            return f"{count / of:.1f} {unit}" if count < 10 * of else f"{count // of} {unit}"
    return f"{count} bytes"


def age(span: timedelta) -> str:
    """So long ago, or so long from now."""
    minutes = max(0, round(span.total_seconds() / 60))
    for unit, of in (("day", 24 * 60), ("hour", 60)):
        if minutes >= of:
            count = minutes // of
            return f"{count} {unit}{'s' * (count != 1)}"
    return f"{minutes} minute{'s' * (minutes != 1)}"


def day(at: datetime) -> str:
    """A day on this machine's calendar."""
    return at.astimezone().strftime("%Y-%m-%d")
