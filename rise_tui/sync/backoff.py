"""How long to wait before the next try: full jitter, doubling, never longer than a minute, and the relay's own word."""

import asyncio
import random
from dataclasses import dataclass
from typing import Protocol

from rise_tui.domain.clock import Clock


class Waits(Protocol):
    """Says how many seconds to wait after so many failures in a row."""

    def seconds(self, failures: int, asked_s: float | None = None) -> float:
        """`failures` counts from 1; `asked_s` is what the relay asked for."""
        ...


@dataclass(frozen=True)
class Backoff:
    """Full jitter between 0 and `first_s` × 2ⁿ seconds: a caseworker's line comes back at any moment.

    `most_s` bounds the doubling, `asked_most_s` what a relay may ask for: a text waits.
    """

    first_s: float = 1.0
    most_s: float = 60.0
    asked_most_s: float = 300.0

    def seconds(self, failures: int, asked_s: float | None = None) -> float:
        """The seconds until the next try; never sooner than the relay asked for, within `asked_most_s`."""
        most = min(self.most_s, self.first_s * 2.0 ** min(failures, 30))
        wait = random.uniform(0.0, most)
        return max(wait, min(asked_s, self.asked_most_s)) if asked_s is not None else wait


async def rest(clock: Clock, seconds: float, wake: asyncio.Event) -> None:
    """Wait that long, or until somebody sets `wake`."""
    waiting = [asyncio.ensure_future(clock.sleep(seconds)), asyncio.ensure_future(wake.wait())]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
