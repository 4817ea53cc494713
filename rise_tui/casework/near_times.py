"""Times that are not far, as one says them."""

from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import from_ms
from rise_tui.domain.hours import echo
from rise_tui.domain.say import say


def soon(desk: Desk, at: int) -> str:
    """A time that is not far, in milliseconds, as one says it: `8:00`, `Tue 8:00`, `Tue 24 Nov 8:00`."""
    day, time = desk.day_and_time(at)
    if day == say("Today"):
        return time
    full = echo(from_ms(at), desk.zone, desk.clock.now())
    return f"{full.split(' ', 1)[0]} {time}" if abs(at - desk.now) < 6 * 24 * 3600_000 else full
