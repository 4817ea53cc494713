"""Every pause of the simulator, in one place, so that a test can end them all instead of sleeping."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Waits:
    """Pauses that can be cut short, and the stories that run in the background between them."""

    def __init__(self) -> None:
        self._pauses: dict[asyncio.Future[None], float] = {}
        self._stories: set[asyncio.Task[None]] = set()

    async def pause(self, seconds: float) -> None:
        """Wait that long, or until `tick` says that the time has passed."""
        if seconds <= 0:
            return
        loop = asyncio.get_running_loop()
        pause: asyncio.Future[None] = loop.create_future()
        self._pauses[pause] = loop.time() + seconds
        timer = loop.call_later(seconds, self._end, pause)
        try:
            await pause
        finally:
            timer.cancel()
            self._pauses.pop(pause, None)

    def begin(self, story: Coroutine[Any, Any, None]) -> None:
        """Let a story run in the background."""
        task = asyncio.get_running_loop().create_task(story)
        self._stories.add(task)
        task.add_done_callback(self._stories.discard)

    def tick(self, seconds: float | None = None) -> int:
        """End every pause that is due within `seconds` (None: all of them); returns how many."""
        until = float("inf") if seconds is None else asyncio.get_running_loop().time() + seconds
        due = [pause for pause, at in self._pauses.items() if at <= until]
        for pause in due:
            self._end(pause)
        return len(due)

    async def settle(self) -> None:
        """End every pause again and again until no story is under way."""
        while self._stories:
            self.tick()
            await asyncio.wait(set(self._stories), timeout=0.02, return_when=asyncio.FIRST_COMPLETED)

    @property
    def under_way(self) -> int:
        """How many stories are not at their end."""
        return len(self._stories)

    async def stop(self) -> None:
        """Break off what is under way; the witness knows where each story stood."""
        stories = list(self._stories)
        for story in stories:
            story.cancel()
        await asyncio.gather(*stories, return_exceptions=True)

    @staticmethod
    def _end(pause: asyncio.Future[None]) -> None:
        if not pause.done():
            pause.set_result(None)
