"""When to look at the line again: at the next due time, or at once when a text may have joined it."""

import asyncio
from dataclasses import dataclass

from rise_tui.domain.clock import Clock
from rise_tui.relay.ears import Ear, News

LONGEST_REST_S = 5.0
"""A look at least this often: the time of day may jump, and then a due time is nearer than it was."""


@dataclass(eq=False)
class QueueBell(Ear):
    """Rings when a text of this office may have joined the line."""

    def hears_of(self, news: News) -> bool:
        """Has the line of this office become longer?"""
        return self.office_id in news.lines


@dataclass(eq=False)
class OfficeBell(Ear):
    """Rings when an office's numbers or pace may have changed."""

    def hears_of(self, news: News) -> bool:
        """Could one of its events mean another sender or another pace?"""
        return any(event.type == "OfficeChanged" for event in news.events)


async def rest(clock: Clock, bell: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until the bell rings; the bell is silent again afterwards."""
    if seconds > 0 and not bell.is_set():
        tasks = (asyncio.ensure_future(bell.wait()), asyncio.ensure_future(clock.sleep(seconds)))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
    bell.clear()
