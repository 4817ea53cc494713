"""What texts cost, and how long many of them take."""

MICROS = 1_000_000
"""Micro-dollars in a dollar."""


def price_micros(segments: int, per_segment_micros: int) -> int:
    """The price of so many segments, in micro-dollars."""
    return segments * per_segment_micros


def dollars(micros: int) -> str:
    """Micro-dollars as money, half cents up: `$0.61`, `$1,204.50`, `-$0.02`; less than a cent is `under $0.01`."""
    if 0 < micros < MICROS // 100:
        return "under $0.01"
    cents = (abs(micros) + MICROS // 200) // (MICROS // 100)
    sign = "-" if micros < 0 and cents else ""
    return f"{sign}${cents // 100:,}.{cents % 100:02d}"


def seconds_to_finish(segments: int, per_second: float) -> float:
    """How many seconds a sender needs at its pace in segments a second. Raises ValueError for a pace of nothing."""
    if per_second <= 0:
        raise ValueError("a pace must be above zero")
    return segments / per_second
