"""Names for the things of an invented office: the same ones for the same seed."""

import random


class Ids:
    """Names for things as `domain/ids` makes them, but the same ones for the same seed."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def at(self, ms: int) -> str:
        """A UUIDv7 of that time (milliseconds)."""
        digits = f"{ms:012x}7{self._chance.getrandbits(12):03x}{0x8 << 60 | self._chance.getrandbits(62):016x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
