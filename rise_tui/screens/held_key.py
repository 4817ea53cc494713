"""A key that takes something back, held down: one act only, for the terminal repeats it thirty times a second."""

from weakref import WeakKeyDictionary

from textual.message_pump import MessagePump

from rise_tui.domain.say import say
from rise_tui.screens.at_desk import AtDesk

HELD = 0.7
"""Seconds within which the same key again may be a key that is held: terminals wait for up to 0.66 s before they repeat
one. Deliberately pressed it comes after one has read what was taken back."""

_last: WeakKeyDictionary[MessagePump, float] = WeakKeyDictionary()
"""Of each app: when `z` was last pressed, or repeated (seconds that never go back)."""


def is_held(place: AtDesk) -> bool:
    """Whether this `z` may be the one before, still held down: then it goes on being held."""
    now = place.desk.clock.monotonic()
    last = _last.get(place.app)
    is_again = last is not None and now - last < HELD
    if is_again:
        _last[place.app] = now
    return is_again


def pressed(place: AtDesk) -> None:
    """It has done what it does: what comes at once is the same press."""
    _last[place.app] = place.desk.clock.monotonic()


def held_words() -> tuple[str, str]:
    """Why it did nothing, and what to do."""
    return say("Held down, z takes back one act only."), say("press it again for one more")
