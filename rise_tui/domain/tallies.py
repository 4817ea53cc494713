"""How a broadcast stands: its texts counted by what people call their states, and what may be done with them now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rise_tui.domain.broadcasts import LeftOut
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.say import say

HERE = "here"
"""The status of a text that is on this machine only."""


class Standing(StrEnum):
    """What people call the state of one person's text, in the order in which it is told."""

    DELIVERED = "delivered"
    SENT = "sent"
    WAITING = "waiting"
    HELD = "held"
    UNKNOWN = "unknown"
    FAILED = "failed"
    LATE = "late"
    DROPPED = "dropped"


class Phase(StrEnum):
    """How far a whole broadcast is."""

    HERE = "here"
    SCHEDULED = "scheduled"
    GOING = "going"
    HELD = "held"
    PAUSED = "paused"
    DROPPED = "dropped"
    DONE = "done"
    REFUSED = "refused"


_OF_STATUS: Mapping[str, Standing] = MappingProxyType(
    {
        HERE: Standing.WAITING,
        Status.QUEUED: Standing.WAITING,
        Status.SENDING: Standing.WAITING,
        Status.HELD: Standing.HELD,
        Status.UNKNOWN: Standing.UNKNOWN,
        Status.SENT: Standing.SENT,
        Status.DELIVERED: Standing.DELIVERED,
        Status.READ: Standing.DELIVERED,
        Status.UNDELIVERED: Standing.FAILED,
        Status.FAILED: Standing.FAILED,
        Status.EXPIRED: Standing.LATE,
        Status.CANCELLED: Standing.DROPPED,
    }
)
_TO_COME = frozenset({Standing.WAITING, Standing.HELD})
_GRAVITY: Mapping[LeftOut, int] = MappingProxyType({reason: place for place, reason in enumerate(LeftOut)})
_MAY_WORK = frozenset({Reason.UNREACHABLE, Reason.ACCOUNT, Reason.OTHER})
"""Reasons that may be gone by now: the phone was off, the office's account was closed, nobody said why."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many texts at one status, for one reason (empty: none is known)."""

    status: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A broadcast's texts, counted."""

    counts: tuple[Count, ...] = ()

    @property
    def people(self) -> int:
        """Who gets it, or was to."""
        return sum(one.count for one in self.counts)

    @property
    def to_come(self) -> int:
        """How many have not left, and may."""
        return sum(one.count for one in self.counts if standing_of(one.status) in _TO_COME)

    @property
    def left(self) -> int:
        """How many have left, or may have, whatever became of them."""
        away = (Standing.DELIVERED, Standing.SENT, Standing.UNKNOWN, Standing.FAILED)
        return sum(self.of(standing) for standing in away)

    def of(self, standing: Standing) -> int:
        """How many people call so."""
        return sum(one.count for one in self.counts if standing_of(one.status) is standing)

    def reasons(self, standing: Standing) -> tuple[tuple[Reason | None, int], ...]:
        """Why, with how many each, the most frequent first; those of no known reason under None."""
        found: dict[Reason | None, int] = {}
        for one in self.counts:
            if standing_of(one.status) is standing:
                reason = reason_in(one.reason)
                found[reason] = found.get(reason, 0) + one.count
        return tuple(sorted(found.items(), key=lambda item: (-item[1], str(item[0]))))

    @property
    def may_retry(self) -> int:
        """How many failed for a reason that may be gone by now."""
        return sum(one.count for one in self.counts if may_retry(one.status, one.reason))


def tally_of(counts: Iterable[tuple[str, str | None, int]]) -> Tally:
    """The tally of (status, reason, how many); what nobody is counted in is left out."""
    return Tally(tuple(Count(status, reason or "", count) for status, reason, count in counts if count > 0))


def standing_of(status: str) -> Standing:
    """What people call a status; one that a newer relay made up is waiting."""
    return _OF_STATUS.get(status, Standing.WAITING)


def statuses_of(standing: Standing) -> tuple[str, ...]:
    """The statuses that people call so."""
    return tuple(status for status, named in _OF_STATUS.items() if named is standing)


def reason_in(word: str | None) -> Reason | None:
    """The reason of that word; None for one that this version does not know."""
    return Reason(word) if word in set(Reason) else None


def may_retry(status: str, reason: str | None) -> bool:
    """May a text that failed be sent again with any hope?

    Not to who said STOP, to a landline or a number that nobody has, not words that are too long or were blocked, and
    never one that came too late.
    """
    failed = standing_of(status) is Standing.FAILED
    return failed and (reason_in(reason) or Reason.OTHER) in _MAY_WORK


def phase_of(state: str, tally: Tally, *, is_paused: bool, not_before_at: int | None, now: int) -> Phase:
    """How far it is. `state`: here, accepted, cancelled, refused; times in milliseconds."""
    if state == "refused":
        return Phase.REFUSED
    if state == HERE:
        return Phase.HERE
    if not tally.to_come:
        return Phase.DROPPED if state == "cancelled" else Phase.DONE
    if is_paused:
        return Phase.PAUSED
    if not_before_at is not None and not_before_at > now:
        return Phase.SCHEDULED
    return Phase.HELD if tally.of(Standing.HELD) == tally.to_come else Phase.GOING


def standing_words(standing: Standing) -> str:
    """The state in a word or two, as it stands beside its number."""
    match standing:
        case Standing.DELIVERED:
            return say("delivered")
        case Standing.SENT:
            return say("sent, no receipt yet")
        case Standing.WAITING:
            return say("waiting")
        case Standing.HELD:
            return say("held")
        case Standing.UNKNOWN:
            return say("perhaps sent")
        case Standing.FAILED:
            return say("failed")
        case Standing.LATE:
            return say("not sent: too late")
        case Standing.DROPPED:
            return say("dropped before it left")


def shares(counts: Sequence[int], cells: int) -> tuple[int, ...]:
    """How many of so many cells each count gets: all of them together, and one at least for whoever is not nobody.

    By the largest remainders. Where there are more counts than cells, the first ones get theirs.
    """
    total = sum(counts)
    if not total or cells <= 0:
        return tuple(0 for _ in counts)
    exact = [count * cells / total for count in counts]
    given = [max(1, int(part)) if count else 0 for count, part in zip(counts, exact, strict=True)]
    rest = cells - sum(given)
    by_need = sorted(range(len(counts)), key=lambda place: (given[place] - exact[place], place))
    while rest:
        step = 1 if rest > 0 else -1
        for place in by_need if step > 0 else reversed(by_need):
            if rest and counts[place] and given[place] + step >= (1 if cells >= len(counts) else 0):
                given[place] += step
                rest -= step
    return tuple(given)


def short_why(reason: Reason | None) -> str:
    """Why a text failed, in as few words as stand in a list of reasons."""
    match reason:
        case Reason.OPTED_OUT:
            return say("said STOP")
        case Reason.BAD_NUMBER:
            return say("nobody's number")
        case Reason.LANDLINE:
            return say("landline")
        case Reason.UNREACHABLE:
            return say("phone off or out of reach")
        case Reason.FILTERED:
            return say("blocked by the phone company")
        case Reason.TOO_LONG:
            return say("too long")
        case Reason.MEDIA_REFUSED:
            return say("photo not taken")
        case Reason.ACCOUNT:
            return say("the office's account was refused")
        case Reason.EXPIRED:
            return say("too late")
        case Reason.CONSENT_UNKNOWN:
            return say("has not agreed")
        case Reason.CLOSED:
            return say("file closed")
        case Reason.DUPLICATE:
            return say("had the same words already")
        case Reason.WRONG_PERSON:
            return say("somebody else's number")
        case Reason.NOT_WANTED:
            return say("wants none")
        case Reason.DISCREET:
            return say("phone read by others")
        case Reason.NO_RECEIPT:
            return say("no receipt")
        case Reason.OTHER | None:
            return say("no reason given")


def left_out_in(word: str) -> LeftOut | None:
    """The reason of that word; None for one that this version does not know."""
    return LeftOut(word) if word in set(LeftOut) else None


def gravity(reason: LeftOut | None) -> int:
    """Where a reason stands wherever people are told reason by reason: what they said first, then what the office
    knows, then what cannot work, then what was forgotten; last what is not known."""
    return len(LeftOut) if reason is None else _GRAVITY[reason]


def short_left_out(reason: LeftOut | None) -> str:
    """Why somebody gets nothing, in as few words as stand in a list of reasons."""
    match reason:
        case LeftOut.OPTED_OUT:
            return say("said STOP")
        case LeftOut.CONSENT_UNKNOWN:
            return say("not asked yet")
        case LeftOut.PAUSED:
            return say("paused")
        case LeftOut.CLOSED:
            return say("closed")
        case LeftOut.DISCREET:
            return say("phone read by others")
        case LeftOut.NO_NUMBER:
            return say("no number")
        case LeftOut.LANDLINE:
            return say("landline")
        case LeftOut.DUPLICATE:
            return say("twice in the list")
        case LeftOut.MISSING_FIELD:
            return say("empty blank")
        case None:
            return say("left out by the office")


def in_about(seconds: float) -> str:
    """How long something takes, as one says it: `20 s`, `1 min 20 s`, `14 min`, `2 h 5 min`."""
    whole = max(1, round(seconds))
    if whole < 60:
        return say("{seconds} s", seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 5 and rest >= 5:
        return say("{minutes} min {seconds} s", minutes=minutes, seconds=rest - rest % 5)
    if minutes < 60:
        return say("{minutes} min", minutes=minutes)
    hours, rest = divmod(minutes, 60)
    return say("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else say("{hours} h", hours=hours)
