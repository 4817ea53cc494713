"""The states in which the texts of a broadcast are, a line each: how many, in words, and what to know about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import from_ms, zone_here
from rise_tui.domain.held_words import why_words
from rise_tui.domain.hours import next_allowed, next_safe
from rise_tui.domain.phone import pretty
from rise_tui.domain.policy import WhyHeld
from rise_tui.domain.say import say
from rise_tui.domain.tallies import Phase, Standing, Tally, short_why, standing_words
from rise_tui.domain.zone_words import soon, zone_words
from rise_tui.store.broadcasts import Broadcast
from rise_tui.store.office import Office
from rise_tui.store.tallies import Held

_REASONS_TOLD = 3
_WATCHED = (Standing.DELIVERED, Standing.SENT, Standing.WAITING, Standing.FAILED)
"""States that have a line while it goes out, even of nobody: so nothing jumps."""


@dataclass(frozen=True)
class StateLine:
    """So many texts in one state, in words, and what to know about them. All of it safe for a terminal."""

    standing: Standing
    count: int
    words: str
    hint: str = ""


def state_lines(
    desk: Desk,
    found: Broadcast,
    phase: Phase,
    tally: Tally,
    office: Office | None,
    held: Sequence[Held],
) -> tuple[StateLine, ...]:
    """A line a state; what is nobody's stands there only while it may still become somebody's."""
    if phase is Phase.REFUSED:
        return ()
    is_moving = phase in (Phase.GOING, Phase.HELD, Phase.PAUSED)
    lines = []
    for standing in Standing:
        count = tally.of(standing)
        if standing is Standing.HELD:
            lines += _held_lines(desk, found, office, held)
        elif count:
            lines.append(_line(standing, count, tally, phase, office, is_paused=found.is_paused))
        elif is_moving and standing in _WATCHED:
            lines.append(StateLine(standing, 0, standing_words(standing)))
    return tuple(lines)


def _line(
    standing: Standing, count: int, tally: Tally, phase: Phase, office: Office | None, *, is_paused: bool
) -> StateLine:
    words, hint = standing_words(standing), ""
    if standing is Standing.WAITING:
        if phase is Phase.HERE:
            words = say("on this machine only")
            hint = say("paused: p goes on") if is_paused else say("they leave when the office has them")
        elif phase is Phase.PAUSED:
            hint = say("paused: p goes on")
        else:
            hint = _pace(office)
    elif standing in (Standing.FAILED, Standing.DROPPED) and count:
        hint = _why(tally, standing)
    elif standing is Standing.UNKNOWN:
        hint = say("no answer from the phone company: = decides")
    return StateLine(standing, count, words, hint)


def _why(tally: Tally, standing: Standing) -> str:
    """`2 phone off or out of reach · 1 landline`; what a person dropped has no reason."""
    told = [one for one in tally.reasons(standing) if standing is Standing.FAILED or one[0] is not None]
    parts = [f"{count} {short_why(reason)}" for reason, count in told[:_REASONS_TOLD]]
    rest = sum(count for _, count in told[_REASONS_TOLD:])
    if rest:
        parts.append(say("{count} for other reasons", count=rest))
    return " · ".join(parts)


def _pace(office: Office | None) -> str:
    """`3.75 texts a second on (215) 555-0199`."""
    if office is None:
        return ""
    pace = f"{office.segments_per_second:g}"
    if len(office.numbers) == 1:
        return say("{pace} texts a second on {number}", pace=pace, number=pretty(office.numbers[0]))
    return say("{pace} texts a second on {count} numbers", pace=pace, count=len(office.numbers))


def _held_lines(desk: Desk, found: Broadcast, office: Office | None, held: Sequence[Held]) -> list[StateLine]:
    """A line for each moment until which texts are held and why, those that wait for somebody's decision among them."""
    counted: dict[tuple[str, str], int] = {}
    for one in held:
        key = _as_an_older_relay(desk, found, office, one) if one.why is None else _as_told(desk, office, one, one.why)
        counted[key] = counted.get(key, 0) + one.count
    return [StateLine(Standing.HELD, count, *key) for key, count in counted.items()]


def _as_told(desk: Desk, office: Office | None, one: Held, why: str) -> tuple[str, str]:
    """What the relay says of texts that it holds: until when, and why."""
    where = _where(desk, office, one)
    hint = {
        WhyHeld.STOP_LIKE: say("what they wrote last sounds like STOP: decide in their conversation"),
        WhyHeld.INTRODUCTION: say("were they told who you are? = decides it"),
        WhyHeld.NO_HOUR: say("their hours never meet the office's: card"),
        WhyHeld.PAUSED: say("they are paused, or were: H lets go or drops"),
        WhyHeld.QUIET_HOURS: say("it is night there: {zone}", zone=zone_words(where)),
        WhyHeld.SAFE_HOURS: say("not in the hours that are safe for them: {zone}", zone=zone_words(where)),
    }.get(WhyHeld(why) if why in set(WhyHeld) else WhyHeld.OFFICE_HOLD, why_words(why))
    if one.until_at is None:
        return say("held"), hint
    return say("held until {time}", time=soon(from_ms(one.until_at), where, desk.clock.now())), hint


def _where(desk: Desk, office: Office | None, one: Held) -> str:
    return zone_here(one.zone, office.zone if office is not None else desk.zone)


def _as_an_older_relay(desk: Desk, found: Broadcast, office: Office | None, one: Held) -> tuple[str, str]:
    """Until when texts are held and why, where the relay does not say it: as it decides."""
    now = desk.clock.now()
    begins = max(now, from_ms(found.not_before_at)) if found.not_before_at is not None else now
    quiet = (office.quiet_from, office.quiet_to) if office is not None else (None, None)
    where = _where(desk, office, one)
    until = next_safe(begins, where, quiet, one.safe)
    if one.is_undecided:
        return say("held"), say("what they wrote last sounds like STOP: decide in their conversation")
    if until is not None:
        words, there = say("held until {time}", time=soon(until, where, now)), zone_words(where)
        if until == next_allowed(begins, where, *quiet):
            return words, say("it is night there: {zone}", zone=there)
        return words, say("not in the hours that are safe for them: {zone}", zone=there)
    if begins > now:
        return say("held until {time}", time=soon(begins, desk.zone, now)), say("as you chose")
    return say("held"), say("until the office lets them go")
