"""How the three places stand in the header, for the first picture and for the app alike; standard library only."""

from collections.abc import Callable

from rise_tui.domain.say import say

PLACES: dict[str, Callable[[], str]] = {
    "inbox": lambda: say("Inbox"),
    "clients": lambda: say("Clients"),
    "broadcasts": lambda: say("Broadcast"),
}
"""Their words by their ids, in the order of their keys."""
BEGIN = 10
"""The column of the first one."""
_WIDE, _ALL = 100, 72
"""From so many columns on they stand further apart; below the second only the one that one is in is named."""


def in_header(active: str, width: int) -> list[tuple[int, str, bool]]:
    """The places that are named at this width: the column, `1 Inbox`, and whether one is in it."""
    gap = 4 if width >= _WIDE else 2
    column, found = BEGIN, []
    for number, (place_id, words) in enumerate(PLACES.items(), 1):
        if width < _ALL and place_id != active:
            continue
        named = f"{number} {words()}"
        found.append((column, named, place_id == active))
        column += len(named) + gap
    return found
