"""Colours and attributes as a terminal takes them: the shortest way from one look to the next.

A look is the parameter string of one SGR sequence as Rich writes it (`1;38;2;240;181;74`), always counted from a
reset; the empty string is the terminal's own look.
"""

from functools import lru_cache
from typing import NamedTuple

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29", "21": "24"}
_OFF |= {"51": "54", "52": "54", "53": "55"}
_IN_TABLE = {"2;255;255;255": "5;231", "2;0;0;0": "5;16"}
"""Colours that the table of 256 has too, at places that no terminal changes: told in fewer characters."""
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
            rest = ";".join([kind, *values])
            colour = f"{code};{_IN_TABLE.get(rest, rest)}"
            ink, ground = (colour, ground) if code == "38" else (ink, colour)
        elif len(code) == 2 and code[0] in "39" and code[1] in "01234567":
            ink = code
        elif code == "39":
            ink = ""
        elif code == "49":
            ground = ""
        elif code[:-1] in ("4", "10") and code[-1] in "01234567":
            ground = code
        else:
            return None
    return _Parts(frozenset(attributes), ink, ground)


@lru_cache(maxsize=4096)
def normal(look: str) -> str:
    """The one way to write a look: attributes in order, then ink and ground, none of them spelled out when it is the
    terminal's own. A look with a code that is not known here stays as it is.
    """
    parts = _parts(look)
    if parts is None:
        return look
    return ";".join([*sorted(parts.attributes), *filter(None, parts[1:])])


@lru_cache(maxsize=4096)
def on_blank(look: str) -> str:
    """What of a look can be seen on a blank: its ground; all of it when it draws lines or turns the colours round."""
    parts = _parts(look)
    if parts is None or parts.attributes & _SHOWS_ON_BLANK:
        return look
    return parts.ground


@lru_cache(maxsize=4096)
def rank(look: str) -> tuple[str, str, str]:
    """Looks in this order are told with few changes from one to the next: ground, then attributes, then ink."""
    parts = _parts(look)
    if parts is None:
        return look, "", ""
    return parts.ground, ";".join(sorted(parts.attributes)), parts.ink


@lru_cache(maxsize=8192)
def change(before: str, after: str) -> str:
    """The shortest SGR sequence that turns the look `before` into `after`; empty when they are the same."""
    before, after = normal(before), normal(after)
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
