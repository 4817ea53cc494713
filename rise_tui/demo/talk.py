"""Threads of talk, read from the form in which they are written: what is said, by whom, in which order.

# name [once]          a thread; `once`: it happens to nobody twice
> one way | another    the caseworker's words, said in one way or another
> one way & another    the same, but which one goes with the other lines of the thread that have an &
< [id] here            the client's, perhaps with a photo of a paper
= id                   the caseworker files that photo
@ words, @call words   a note, or a note of a call
"""

import re
from dataclasses import dataclass
from functools import cache

_HEAD = re.compile(r"# ([a-z-]+)( once)?")
_LINE = re.compile(r"(>|<|=|@call|@) ?(.*)")
_PHOTO = re.compile(r"\[([a-z]+)\] ?(.*)")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a line; `paper` is the kind of the photo with it."""

    text: str
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A step of a thread: `who` is `>`, `<`, `=`, `@` or `@call`."""

    who: str
    ways: tuple[Way, ...]
    is_bound: bool
    """goes the way that the thread goes"""


@dataclass(frozen=True, slots=True)
class Thread:
    """Something that is talked about."""

    name: str
    is_once: bool
    lines: tuple[Line, ...]

    @property
    def texts(self) -> int:
        """How many texts it has."""
        return sum(line.who in "<>" for line in self.lines)

    @property
    def has_paper(self) -> bool:
        """Does somebody send a photo?"""
        return any(way.paper for line in self.lines for way in line.ways)


@cache
def threads(language: str) -> tuple[Thread, ...]:
    """All threads in that language (`en` or `es`)."""
    from rise_tui.demo import talk_english, talk_spanish

    return tuple(map(_thread, (talk_spanish if language == "es" else talk_english).THREADS.strip().split("\n\n")))


def _thread(written: str) -> Thread:
    head, *lines = written.strip().splitlines()
    match = _HEAD.fullmatch(head)
    if match is None:
        raise ValueError(f"no thread begins with {head!r}")
    return Thread(match[1], match[2] is not None, tuple(map(_line, lines)))


def _line(written: str) -> Line:
    match = _LINE.fullmatch(written)
    if match is None:
        raise ValueError(f"no line of a thread: {written!r}")
    is_bound = " & " in match[2]
    return Line(match[1], tuple(_way(way.strip()) for way in match[2].split("&" if is_bound else "|")), is_bound)


def _way(written: str) -> Way:
    photo = _PHOTO.fullmatch(written)
    return Way(written) if photo is None else Way(photo[2], photo[1])
