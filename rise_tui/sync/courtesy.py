"""Who sits at the keys goes first: while a key is answered, sync rests instead of taking turns with the answer."""

from rise_tui.domain.clock import Clock

ANSWERED_S = 0.03
"""Seconds in which a key, or a screen that is read anew, is answered where nobody takes turns with it."""
MOST_S = 0.1
"""Seconds that sync rests at most between two transactions, however fast keys come: it never stands still."""


class Courtesy:
    """Asked for by any thread; sync looks between two events, and rests between two transactions."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until = 0.0

    def ask(self, seconds: float = ANSWERED_S) -> None:
        """Go first for so long from now on."""
        self._until = max(self._until, self._clock.monotonic() + seconds)

    @property
    def is_asked(self) -> bool:
        """Whether somebody is being answered now."""
        return self._clock.monotonic() < self._until

    async def give_way(self) -> None:
        """Rest until everybody is answered, but no longer than `MOST_S`."""
        latest = self._clock.monotonic() + MOST_S
        while (left := min(self._until, latest) - self._clock.monotonic()) > 0:
            await self._clock.sleep(left)
