"""The pace of one sender: when its next text may begin, and how many may be under way at once."""

from collections.abc import Callable
from math import ceil

SLACK_S = 0.02
"""How far back an unused moment still counts, so that a late timer costs no pace; more would be a burst."""
AHEAD_S = 0.25
"""Only what can be posted within this time is claimed, so that a STOP in between still counts."""

FIRST_LATENCY_S = 0.1
MOST_UNDER_WAY = 128
LEAST_UNDER_WAY = 2
HEADROOM = 1.3


class Pacer:
    """Hands out slots: `slot = max(slot, now − 20 ms) + cost / rate`, in monotonic seconds and segments."""

    def __init__(self, segments_per_second: float, monotonic: Callable[[], float]) -> None:
        self.rate = segments_per_second
        self._monotonic = monotonic
        self._free_at = monotonic()

    @property
    def free_at(self) -> float:
        """When the next text may begin."""
        return max(self._free_at, self._monotonic() - SLACK_S)

    def reserve(self, segments: int, until: float) -> float | None:
        """Take the next slot; returns when that text may begin, or None if that is later than `until`."""
        begin = self.free_at
        if begin > until:
            return None
        self._free_at = begin + segments / self.rate
        return begin

    def hold_until(self, at: float) -> None:
        """Nothing more begins before then: the carrier said that we are too fast."""
        self._free_at = max(self._free_at, at)

    def give_back(self, begin: float) -> None:
        """Slots from `begin` on were taken and not used."""
        self._free_at = min(self._free_at, begin)


class Window:
    """How many texts may be at the carrier at once: what the pace needs at the latency of late, and a third more."""

    def __init__(self, segments_per_second: float) -> None:
        self.rate = segments_per_second
        self.under_way = 0
        self._latency = FIRST_LATENCY_S

    @property
    def size(self) -> int:
        """The cap by now."""
        wanted = ceil(self.rate * self._latency * HEADROOM)
        return min(max(wanted, LEAST_UNDER_WAY), MOST_UNDER_WAY)

    @property
    def room(self) -> int:
        """How many may begin now."""
        return max(0, self.size - self.under_way)

    def claimable(self) -> int:
        """How many are worth claiming: those that find room now, and those that will within the time ahead."""
        soon = ceil(self.size * AHEAD_S / max(self._latency, AHEAD_S / 8))
        return self.room + min(soon, ceil(self.rate * AHEAD_S)) if self.room else 0

    def took(self, seconds: float) -> None:
        """A text was at the carrier for so long."""
        self._latency += (seconds - self._latency) / 16
