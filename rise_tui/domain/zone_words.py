"""Time zones as people call them, `Pacific time`, and moments that are near: `Tue 8:00`."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.hours import DAYS, echo
from rise_tui.domain.say import say

NEAR = timedelta(days=6)
"""Within which a day of the week names one day."""

_EASTERN, _CENTRAL = ("New_York", "Detroit", "Toronto"), ("Chicago", "Menominee", "Winnipeg")
_MOUNTAIN, _PACIFIC = ("Denver", "Boise", "Phoenix", "Edmonton"), ("Los_Angeles", "Vancouver", "Tijuana")
_NAMED: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        **dict.fromkeys(_EASTERN, lambda: say("Eastern time")),
        **dict.fromkeys(_CENTRAL, lambda: say("Central time")),
        **dict.fromkeys(_MOUNTAIN, lambda: say("Mountain time")),
        **dict.fromkeys(_PACIFIC, lambda: say("Pacific time")),
        "Anchorage": lambda: say("Alaska time"),
        "Honolulu": lambda: say("Hawaii time"),
        "Puerto_Rico": lambda: say("Puerto Rico time"),
    }
)


def zone_words(zone: str) -> str:
    """What people call an IANA zone; where they have no name for it, its city's time."""
    city = zone.rpartition("/")[2]
    named = _NAMED.get(city)
    return named() if named is not None else say("{city} time", city=city.replace("_", " "))


def soon(at: datetime, zone: str, now: datetime) -> str:
    """A moment to come on the wall clock of a zone: `8:00` today, `Tue 8:00` within six days, else with its date."""
    where = zone_of(zone)
    local, today = at.astimezone(where), now.astimezone(where).date()
    if not timedelta() <= at - now < NEAR:
        return echo(at, zone, now)
    time = f"{local.hour}:{local.minute:02d}"
    return time if local.date() == today else f"{DAYS[local.weekday()]} {time}"
