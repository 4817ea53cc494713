"""Who is put away comes back in the moment that was said, and the ages of the list grow."""

from typing import TYPE_CHECKING

from rise_tui.casework import waiting
from rise_tui.domain.say import say
from rise_tui.domain.triage import UNTIL_THEY_REPLY

if TYPE_CHECKING:
    from rise_tui.screens.inbox_list import InboxList

TICK = 30
"""Seconds after which ages are drawn anew."""
A_MOMENT = 0.05
"""Seconds after somebody's time has come."""


class ComingBack:
    """Draws the inbox's list anew now and then, and whenever somebody's time has come."""

    def __init__(self, room: "InboxList") -> None:
        self._room = room

    def begin(self) -> None:
        """From now on."""
        self._room.set_interval(TICK, self.tick)
        self._wait_for_the_next()

    def in_words(self, until_at: int) -> str:
        """When somebody who is put away until then (in milliseconds) comes back."""
        if until_at >= UNTIL_THEY_REPLY:
            return say("until they reply")
        day, time = self._room.desk.day_and_time(until_at)
        return time if day == say("Today") else f"{day} {time}"

    def tick(self) -> None:
        """Half a minute has gone by, or somebody's time has come: only what that makes another is drawn."""
        room = self._room
        room.show_who()
        if room.is_in_front and room.taken_in.is_overtaken:
            room.taken_in.hear()
            room.show_list()
        elif room.is_in_front:
            room.people.grow_older(room.desk.now)
        self._wait_for_the_next()

    def _wait_for_the_next(self) -> None:
        """Who comes back before the next tick is counted in that moment."""
        desk = self._room.desk
        back_at = waiting.next_back(desk)
        seconds = TICK if back_at is None else (back_at - desk.now) / 1000
        if seconds < TICK:
            self._room.set_timer(max(0.0, seconds) + A_MOMENT, self.tick)
