"""Days as an administrator types and reads them: by the clock of the office."""

from datetime import date, datetime, timedelta

from rise_tui.domain.clock import from_ms, to_ms, zone
from rise_tui.domain.errors import BadInput


def day_of(text: str, zone_name: str, *, days_later: int = 0) -> int:
    """The beginning of a day such as 2024-01-31 in an office's zone, or of one so much later; milliseconds.

    Raises BadInput.
    """
    try:
        day = date.fromisoformat(text) + timedelta(days=days_later)
    except (ValueError, OverflowError):
        raise BadInput(f"{text!r} is no day", "", "Write it like 2024-01-31.") from None
    return to_ms(datetime(day.year, day.month, day.day, tzinfo=zone(zone_name)))


def day_words(at: int, zone_name: str) -> str:
    """The day of a moment (milliseconds), as 2024-01-31."""
    return from_ms(at).astimezone(zone(zone_name)).date().isoformat()
