"""For whom one covers, and that one is away: what stands beside one's name in the first line, at any width."""

from collections.abc import Callable, Iterable

from rise_tui.casework import being_away, covering
from rise_tui.casework.colleagues import initials
from rise_tui.casework.desk import Desk
from rise_tui.domain.say import say

NAMED = 2
"""Of more colleagues the short words say only how many they are."""


def stands_in(desk: Desk) -> tuple[str, ...]:
    """`for Priya Shah, away until Fri 17:00`, then shorter words down to `for PS, away`; empty: nothing to be said.

    All are safe for a terminal.
    """
    names = tuple(dict.fromkeys(one.of_name for one in covering.now_by_me(desk)))
    until = being_away.away_words(desk)
    away = say("away") if until else ""
    covers = (_for(names), _short(names, _first), _short(names, initials))
    told = (_both(covers[0], until), *(_both(cover, away) for cover in covers))
    return tuple(dict.fromkeys(words for words in told if words))


def _for(names: Iterable[str]) -> str:
    listed = ", ".join(dict.fromkeys(names))
    return say("for {names}", names=listed) if listed else ""


def _short(names: tuple[str, ...], shorten: Callable[[str], str]) -> str:
    return say("for {count} colleagues", count=len(names)) if len(names) > NAMED else _for(map(shorten, names))


def _first(name: str) -> str:
    return name.partition(" ")[0]


def _both(cover: str, away: str) -> str:
    return ", ".join(part for part in (cover, away) if part)
