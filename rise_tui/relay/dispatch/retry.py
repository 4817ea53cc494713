"""What a carrier in trouble does to the pace: everybody waits, then one text at a time tries until one gets through."""

from dataclasses import dataclass, field
from enum import StrEnum

from tenacity import RetryCallState, Retrying, wait_exponential_jitter
from tenacity.wait import wait_base

FIRST_STORM_S = 0.25
"""The pause after a first 429 that does not say how long."""
PROBE_S = 1.0
"""Between two tries while 429s go on."""
LONGEST_STORM_S = 1.5
"""A longer `Retry-After` is not waited out: a 429 is safe to repeat, and the pace must be back soon after the storm."""
TOLERATED = 3
"""So many texts in a row may fail without an answer before everybody waits."""
STOPPED_S = 60.0
"""Between two tries while the account is stopped."""

_silent_wait = wait_exponential_jitter(initial=1, max=10, jitter=0.25)
_look_wait = wait_exponential_jitter(initial=1, max=300, jitter=1)


class Kind(StrEnum):
    """What is wrong with the carrier."""

    STORM = "storm"
    SILENT = "silent"
    STOPPED = "stopped"


@dataclass
class Trouble:
    """Whether the carrier takes texts now, for all senders of the account. Times are monotonic seconds."""

    kind: Kind | None = None
    since: float = 0.0
    until: float = 0.0
    code: int | None = None
    is_from_asking: bool = False
    _in_a_row: int = 0
    _probes: set[str] = field(default_factory=set)

    def pause(self, now: float) -> float:
        """Seconds until a text may be claimed; infinite while another text is trying."""
        if self.kind is None:
            return 0.0
        return float("inf") if self._probes else max(0.0, self.until - now)

    def probe(self, message_id: str) -> None:
        """This text tries; no other does before it has its answer."""
        if self.kind is not None:
            self._probes.add(message_id)

    @property
    def probes(self) -> frozenset[str]:
        """The texts that try now."""
        return frozenset(self._probes)

    def forget_probes(self, but: frozenset[str]) -> None:
        """Those that are not among `but` were never claimed after all."""
        self._probes &= but

    def lets_begin(self, message_id: str) -> bool:
        """May this claimed text begin: is all well, or is it the one that tries?"""
        return self.kind is None or message_id in self._probes

    def settled(self, message_id: str) -> None:
        """This text has its answer, or was given back."""
        self._probes.discard(message_id)

    def went_well(self, began: float) -> bool:
        """A text got its answer; returns whether that ended a trouble. One that began before it says nothing."""
        if began < self.since:
            return False
        was, self.kind, self._in_a_row = self.kind, None, 0
        return was is not None

    def stormed(self, retry_after: float | None, began: float, now: float) -> None:
        """A 429. Whoever began before the storm was known makes it no longer."""
        if self.kind is Kind.STOPPED or (self.kind is Kind.STORM and began < self.since):
            return
        is_going_on = self.kind is Kind.STORM
        least = PROBE_S if is_going_on else 0.0
        asked = FIRST_STORM_S if retry_after is None else retry_after
        self._start(Kind.STORM, now, min(max(asked, least), LONGEST_STORM_S))

    def fell_silent(self, began: float, now: float) -> None:
        """No connection, no answer, or a 5xx."""
        if self.kind is Kind.STOPPED or (self.kind is not None and began < self.since):
            return
        self._in_a_row += 1
        if self._in_a_row >= TOLERATED:
            self._start(Kind.SILENT, now, _wait(_silent_wait, self._in_a_row - TOLERATED + 1))

    def stopped(self, code: int | None, now: float, *, is_asking: bool = False) -> bool:
        """The account is refused; returns whether that is news. `is_asking`: whoever only asked was told so."""
        is_news = self.kind is not Kind.STOPPED
        self.is_from_asking = is_asking and (is_news or self.is_from_asking)
        self.code = code
        self._start(Kind.STOPPED, now, STOPPED_S)
        return is_news

    def resume(self, kind: Kind, code: int | None, now: float, *, is_from_asking: bool = False) -> None:
        """An earlier life of this relay ended in this trouble: one text tries at once, and the others wait for it."""
        self.code, self.is_from_asking = code, is_from_asking
        self._start(kind, now, 0.0)

    def admitted(self) -> bool:
        """Whoever only asks was let in; returns whether that ended a trouble. What sending met, only sending ends."""
        if self.kind is not Kind.STOPPED or not self.is_from_asking:
            return False
        self.kind, self._in_a_row = None, 0
        return True

    def _start(self, kind: Kind, now: float, pause: float) -> None:
        if self.kind is not kind:
            self.since = now
        self.kind = kind
        self.until = now + pause


def look_pause(looks: int) -> float:
    """Seconds before the carrier is asked again about one text, after so many looks that told nothing."""
    return _wait(_look_wait, looks)


def _wait(schedule: wait_base, attempt: int) -> float:
    state = RetryCallState(retry_object=Retrying(), fn=None, args=(), kwargs={})
    state.attempt_number = min(max(attempt, 1), 64)
    return schedule(state)
