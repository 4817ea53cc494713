"""Colours and attributes as a terminal takes them: the shortest way from one look to the next.

A look is the parameter string of one SGR sequence as Rich writes it (`1;38;2;240;181;74`), always counted from a
reset; the empty string is the terminal's own look.
"""

from functools import lru_cache
from typing import NamedTuple

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29", "21": "24"}
_OFF |= {"51": "54", "52": "54", "53": "55"}
_SHOWS_ON_BLANK = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})


class _Parts(NamedTuple):
    """What a look sets."""

    attributes: frozenset[str]
    ink: str
    ground: str


@lru_cache(maxsize=4096)
def _parts(look: str) -> _Parts | None:
    """The parts of a look; None when it has a code that is not known here."""
    attributes: set[str] = set()
    ink = ground = ""
    codes = iter(look.split(";") if look else ())
    for code in codes:
        if code in _OFF:
            attributes.add(code)
        elif code in ("38", "48"):
            kind = next(codes, "")
            values = [next(codes, "") for _ in range({"5": 1, "2": 3}.get(kind, 0))]
            if not values or not all(value.isdigit() for value in values):
                return None
            colour = ";".join([code, kind, *values])
            ink, ground = (colour, ground) if code == "38" else (ink, colour)
        elif len(code) == 2 and code[0] in "39" and code[1] in "01234567":
            ink = code
        elif code[:-1] in ("4", "10") and code[-1] in "01234567":
            ground = code
        else:
            return None
    return _Parts(frozenset(attributes), ink, ground)


@lru_cache(maxsize=8192)
def change(before: str, after: str) -> str:
    """The shortest SGR sequence that turns the look `before` into `after`; empty when they are the same."""
    if before == after:
        return ""
    if not after:
        return "\x1b[m"
    whole = f"\x1b[0;{after}m" if before else f"\x1b[{after}m"
    old, new = _parts(before), _parts(after)
    if old is None or new is None:
        return whole
    ends = {_OFF[code] for code in old.attributes - new.attributes}
    begins = {code for code in new.attributes if code not in old.attributes or _OFF[code] in ends}
    codes = sorted(ends) + sorted(begins)
    if old.ink != new.ink:
        codes.append(new.ink or "39")
    if old.ground != new.ground:
        codes.append(new.ground or "49")
    delta = f"\x1b[{';'.join(codes)}m"
    return delta if codes and len(delta) < len(whole) else whole


@lru_cache(maxsize=4096)
def may_erase(look: str, has_bce: bool) -> bool:
    """Whether an erased cell looks like a space in that look.

    A terminal erases with the present ground (`bce`) or, without, with its own; underline and the like never show.
    """
    parts = _parts(look)
    return parts is not None and not parts.attributes & _SHOWS_ON_BLANK and (has_bce or not parts.ground)
