"""The days of the demo's office: when it is open, when people write, and what the days are called."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from rise_tui.domain.clock import from_ms, to_ms, zone

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
OPENS, CLOSES = 9, 17
WAKES, SLEEPS = 7, 23
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DIAS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


@dataclass(frozen=True)
class Days:
    """The time of the office as of `now` (milliseconds), in its zone."""

    now: int
    zone_name: str

    def local(self, at: int) -> datetime:
        """That time as the office's clock shows it."""
        return from_ms(at).astimezone(zone(self.zone_name))

    def at(self, day: datetime, hour: int, minute: int = 0) -> int:
        """That hour of a local day, in milliseconds."""
        return to_ms(day.replace(hour=hour, minute=minute, second=0, microsecond=0))

    def at_work(self, at: int) -> int:
        """That time, or the next at which the office is open."""
        local = self.local(at)
        if local.weekday() < 5 and OPENS <= local.hour < CLOSES:
            return at
        if local.weekday() < 5 and local.hour < OPENS:
            return self.at(local, OPENS, 5 + local.minute // 2)
        day = local + timedelta(days=1)
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return self.at(day, OPENS, 5 + local.minute // 2)

    def before_at_work(self, at: int) -> int:
        """That time, or the last before it at which the office was open."""
        local = self.local(at)
        if local.weekday() < 5 and OPENS <= local.hour < CLOSES:
            return at
        day = local if local.hour >= CLOSES else local - timedelta(days=1)
        while day.weekday() >= 5:
            day -= timedelta(days=1)
        is_open = OPENS <= local.hour < CLOSES
        return self.at(day, local.hour if is_open else OPENS + local.hour % (CLOSES - OPENS), local.minute)

    def awake(self, at: int) -> int:
        """That time, or the morning after it if people sleep then."""
        local = self.local(at)
        if WAKES <= local.hour < SLEEPS:
            return at
        return self.at(local + timedelta(days=local.hour >= SLEEPS), WAKES, 10 + local.minute // 2)

    def weekday(self, at: int, language: str) -> str:
        """What that day is called."""
        return (DIAS if language == "es" else DAYS)[self.local(at).weekday()]

    def next_workday(self, after: int = 1) -> datetime:
        """The office's day at least so many days from now on which it is open."""
        day = self.local(self.now) + timedelta(days=after)
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return day


def pause(chance: random.Random, *minutes: int) -> int:
    """About one of so many minutes, in milliseconds."""
    return int(chance.choice(minutes) * chance.uniform(0.6, 1.5) * MINUTE) + chance.randrange(MINUTE)
