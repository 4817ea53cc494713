"""Time: aware UTC inside, milliseconds in SQL, RFC 3339 on the wire; every clock and every wait is injected."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rise_tui.domain.errors import BadTime

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The time of day, aware, UTC. It may jump."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back; for leases, pace and time-outs."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that long by the monotonic clock."""
        ...


class SystemClock:
    """The machine's clock, shifted by `offset` seconds (a wrong clock, for tests of wrong clocks)."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = timedelta(seconds=offset)

    def now(self) -> datetime:
        """The time of day, aware, UTC."""
        return datetime.now(UTC) + self.offset

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""
        import asyncio  # 50 ms, which the first picture would wait for

        await asyncio.sleep(seconds)


class FrozenClock:
    """A clock that stands still until it is told to go; `sleep` moves it and returns at once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.ticks = 0.0

    def now(self) -> datetime:
        """The time it was set to."""
        return self.at

    def monotonic(self) -> float:
        """Seconds gone since it was made."""
        return self.ticks

    def go(self, seconds: float) -> None:
        """Let that much time pass."""
        self.at += timedelta(seconds=seconds)
        self.ticks += seconds

    async def sleep(self, seconds: float) -> None:
        """Let that much time pass, without waiting."""
        import asyncio  # as above

        self.go(seconds)
        await asyncio.sleep(0)


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970, for a column named `*_at`. The datetime must be aware."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return (at - EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    """The aware UTC datetime of a column named `*_at`."""
    return EPOCH + timedelta(milliseconds=ms)


def to_wire(ms: int) -> str:
    """RFC 3339, UTC, milliseconds, `Z`: how a `*_at` column is written on the wire."""
    return from_ms(ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_wire(text: str) -> int:
    """The milliseconds of an RFC 3339 time. Raises ValueError when it is none or has no zone."""
    return to_ms(datetime.fromisoformat(text))


def now_ms(clock: Clock) -> int:
    """The clock's time of day as milliseconds."""
    return to_ms(clock.now())


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name. Raises BadTime with what to write instead."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadTime(f"{name!r} is not a time zone", "", "Write it like America/New_York.") from error


def zone_here(name: str | None, otherwise: str) -> str:
    """The name of that zone, or the other one's where there is none or this machine does not know it."""
    if name is None:
        return otherwise
    try:
        zone(name)
    except BadTime:
        return otherwise
    return name


def local_to_utc(wall: datetime, name: str) -> datetime:
    """The UTC time of a wall-clock time in a zone.

    A time that the spring change leaves out raises BadTime; one that the autumn change has twice means the first.
    """
    at = wall.replace(tzinfo=zone(name), fold=0).astimezone(UTC)
    if at.astimezone(zone(name)).replace(tzinfo=None) != wall.replace(tzinfo=None, fold=0):
        raise BadTime(
            f"{wall:%a %d %b %H:%M} does not exist", "The clocks go forward in that hour.", "Choose an hour later."
        )
    return at
