"""What would keep texts of a broadcast back: hours, holidays, what people had already today, or just now."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rise_tui.casework.desk import Desk
from rise_tui.casework.gathering import Crowd
from rise_tui.domain.broadcasts import Recipient
from rise_tui.domain.clock import from_ms, to_ms, zone_here
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.waiting_hours import Hours, WhyHeld, day_began, tomorrow, wait

_MINUTE_MS = 60_000
_Lives = tuple[str | None, tuple[int, int] | None, str | None]
"""What decides in which hours somebody is: their zone, their own hours, and where their number is from."""


@dataclass(frozen=True)
class Held:
    """How many texts would wait, until when (milliseconds; None: until somebody decides), where, and why.

    `client_ids`: whose, where there is no hour for them.
    """

    until_at: int | None
    zone: str
    people: int
    why: WhyHeld
    client_ids: tuple[str, ...] = ()


def held(desk: Desk, crowd: Crowd, recipients: Sequence[Recipient], not_before_at: int | None) -> tuple[Held, ...]:
    """Whose texts wait for the morning, for the end of a holiday, for the hours that are safe for them, or for another
    day because they have had enough on this one; the first to leave first, those who have no hour at all last.

    The hours are asked once for all who live in the same ones.
    """
    office = crowd.office
    if office is None:
        return ()
    rules = OfficeRules.of(office.rules)
    if rules.is_held:
        return (Held(None, office.zone, len(recipients), WhyHeld.OFFICE_HOLD),) if recipients else ()
    at = from_ms(max(desk.now, not_before_at or 0))
    living = _Living(crowd, rules)
    groups: dict[object, int] = Counter(living.key(one) for one in recipients)
    waits = {key: wait(at, living.hours[key]) for key in groups}
    kept: dict[tuple[int, WhyHeld], Counter[str]] = {}
    for key, waiting in waits.items():
        if waiting is not None and waiting[0] is not None:
            kept.setdefault((to_ms(waiting[0]), waiting[1]), Counter())[living.hours[key].zones[0]] += groups[key]
    for hours in _had_enough(crowd, recipients, living, waits, at):
        until = to_ms(tomorrow(at, hours, hours.zones))
        kept.setdefault((until, WhyHeld.CEILING), Counter())[hours.zones[0]] += 1
    closed = {key for key, waiting in waits.items() if waiting is not None and waiting[0] is None}
    whose = tuple(one.client_id for one in recipients if living.key(one) in closed) if closed else ()
    return (
        *(
            Held(until_at, zones.most_common(1)[0][0], zones.total(), why)
            for (until_at, why), zones in sorted(kept.items())
        ),
        *((Held(None, office.zone, len(whose), WhyHeld.NO_HOUR, whose),) if whose else ()),
    )


def had_already(
    desk: Desk, crowd: Crowd, recipients: Sequence[Recipient], not_before_at: int | None
) -> tuple[str, ...]:
    """Who had the very same words so short a time ago that the relay does not send them again."""
    office = crowd.office
    if office is None or not crowd.got:
        return ()
    window = OfficeRules.of(office.rules).duplicate_minutes * _MINUTE_MS
    since = max(desk.now, not_before_at or 0) - window
    return tuple(
        one.client_id
        for one in recipients
        if any(got.left_at > since and got.body == one.body for got in crowd.got.get(one.client_id, ()))
    )


class _Living:
    """In which hours everybody lives, those of all who live alike under one key."""

    def __init__(self, crowd: Crowd, rules: OfficeRules) -> None:
        self.hours: dict[object, Hours] = {}
        self.ceiling = rules.daily_ceiling
        self._crowd = crowd
        self._rules = rules
        self._keys: dict[_Lives, object] = {}

    def key(self, one: Recipient) -> object:
        """Whose hours are the same has the same one."""
        lives = self._lives(one)
        if lives not in self._keys:
            hours = self._hours(*lives)
            self._keys[lives] = key = (hours.zones, hours.state, lives[1])
            self.hours.setdefault(key, hours)
        return self._keys[lives]

    def _lives(self, one: Recipient) -> _Lives:
        person = self._crowd.by_id[one.client_id]
        beginning = (person.e164 or "")[:5] or None
        return self._crowd.zones.get(one.client_id), self._crowd.safe.get(one.client_id), beginning

    def _hours(self, zone: str | None, safe: tuple[int, int] | None, beginning: str | None) -> Hours:
        office = self._crowd.office
        assert office is not None
        where = None if zone is None else zone_here(zone, office.zone)
        begins, ends = safe or (None, None)
        return Hours(office.zone, office.quiet_from, office.quiet_to, where, beginning, begins, ends, self._rules)


def _had_enough(
    crowd: Crowd,
    recipients: Sequence[Recipient],
    living: _Living,
    waits: Mapping[object, object],
    at: datetime,
) -> Iterator[Hours]:
    """The hours of each who may be texted at that moment, but has had as many on that day of theirs as one gets."""
    ceiling = living.ceiling
    if not ceiling or not crowd.got:
        return
    for one in recipients:
        got = crowd.got.get(one.client_id)
        if got is None or len(got) < ceiling:
            continue
        key = living.key(one)
        hours = living.hours[key]
        began = to_ms(day_began(at, hours.zones))
        if waits[key] is None and sum(each.left_at >= began for each in got) >= ceiling:
            yield hours
