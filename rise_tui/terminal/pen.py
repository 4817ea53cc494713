"""What goes to the terminal, in order: the shortest cursor moves, looks, text and erasures."""

from functools import lru_cache

from rise_tui.terminal.sgr import change, on_blank

NOWHERE = (-1, -1)
"""The cursor's place when it is not known."""


@lru_cache(maxsize=16384)
def move(from_x: int, from_y: int, x: int, y: int) -> str:
    """The shortest way for the cursor; a negative coordinate to start from is one that is not known."""
    ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
    down = y - from_y
    if from_y >= 0 and x == 0 and 0 <= down <= 2:
        ways.append("\r" + "\r\n" * down if down == 0 else "\r\n" * down)
    if from_y == y:
        ways.append(f"\x1b[{x + 1}G")
    if from_x >= 0 and from_y >= 0:
        vertical = f"\x1b[{abs(down) if abs(down) > 1 else ''}{'B' if down > 0 else 'A'}" if down else ""
        ways.append(vertical + _along(x - from_x))
    return min(ways, key=len)


def _along(right: int) -> str:
    """So many columns to the right, or back."""
    if right > 0:
        return f"\x1b[{right if right > 1 else ''}C"
    return min("\b" * -right, f"\x1b[{-right}D", key=len)


class Pen:
    """Collects the bytes of one difference, and knows where the terminal's cursor and look are then."""

    def __init__(self, cursor: tuple[int, int], has_bce: bool) -> None:
        self.out: list[str] = []
        self.x, self.y = cursor
        self.look = ""
        self.has_bce = has_bce

    def to(self, x: int, y: int, look: str | None = None) -> None:
        """Go there, and take on that look if one is given."""
        if (self.x, self.y) != (x, y):
            self.out.append(move(self.x, self.y, x, y))
            self.x, self.y = x, y
        if look is not None and look != self.look:
            self.out.append(change(self.look, look))
            self.look = look

    def write(self, x: int, y: int, text: str, look: str, width: int, right: int) -> None:
        """Text of a known width; at the right edge the cursor's column is no longer known."""
        self.to(x, y, None if self._has_ground(look) and not text.strip(" ") else look)
        self.out.append(text)
        self.x = x + width if x + width < right else -1

    def erase(self, x: int, y: int, look: str, count: int = 0) -> None:
        """Blank `count` cells, or all to the end of the line; the cursor stays."""
        self.to(x, y, None if self._has_ground(look) else look)
        self.out.append(f"\x1b[{count}X" if count else "\x1b[K")

    def _has_ground(self, look: str) -> bool:
        """Whether a blank of that look can be written in the present one."""
        return on_blank(self.look) == look
