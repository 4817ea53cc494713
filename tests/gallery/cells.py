"""What differs between two pictures, cell by cell: where it is, what stood there and what stands there now."""

import html
import re
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len

CELL_WIDTH, LINE_HEIGHT = 12.2, 24.4
"""Of a picture's cell, in the units of its drawing."""
STYLE = re.compile(r"\.(\S+-r\d+) \{ ([^}]*) \}")
WORDS = re.compile(r'<text class="(\S+)" x="([\d.]+)" y="[\d.]+"[^>]*-line-(\d+)\)">([^<]*)</text>')
GROUND = re.compile(r'<rect fill="(#\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"')
MOST = 20
"""Differences that are told; the pictures have the rest."""


class Cell(NamedTuple):
    """A character, how it is written, and the ground under it."""

    sign: str = " "
    look: str = ""
    ground: str = ""


Cells = dict[tuple[int, int], Cell]


def cells(svg: str) -> Cells:
    """The cells of a picture by line and column, both from 0; blank ones on the plain ground are left out."""
    looks = dict(STYLE.findall(svg))
    found: Cells = {}
    for colour, x, y, width in GROUND.findall(svg):
        line, first = round((float(y) - 1.5) / LINE_HEIGHT), round(float(x) / CELL_WIDTH)
        for column in range(first, first + round(float(width) / CELL_WIDTH)):
            found[line, column] = Cell(ground=colour)
    for style, x, line, words in WORDS.findall(svg):
        column = round(float(x) / CELL_WIDTH)
        for sign in html.unescape(words).replace("\xa0", " ").rstrip("\n"):
            at = int(line), column
            found[at] = Cell(sign, looks.get(style, ""), found.get(at, Cell()).ground)
            column += max(1, cell_len(sign))
    return {at: cell for at, cell in found.items() if cell.sign != " " or cell.ground}


def differences(before: str, after: str) -> list[str]:
    """Each stretch of a line that differs, in words; counted from 1 as a terminal counts."""
    old, new = cells(before), cells(after)
    changed = sorted(at for at in old.keys() | new.keys() if old.get(at, Cell()) != new.get(at, Cell()))
    told = []
    for _, stretch in groupby(enumerate(changed), key=lambda one: (one[1][0], one[1][1] - one[0])):
        places = [at for _, at in stretch]
        line, first, last = places[0][0] + 1, places[0][1] + 1, places[-1][1] + 1
        was = "".join(old.get(at, Cell()).sign for at in places)
        now = "".join(new.get(at, Cell()).sign for at in places)
        if was == now:
            styles = [" ".join(filter(None, (side.get(places[0], Cell())[1:]))) for side in (old, new)]
            told.append(f"line {line}, columns {first}-{last}: “{was}” was {styles[0]}, is {styles[1]}")
        else:
            told.append(f"line {line}, columns {first}-{last}: was “{was}”, is “{now}”")
    return [*told[:MOST], f"… and {len(told) - MOST} more"] if len(told) > MOST else told


class Words(NamedTuple):
    """Words in one colour on one ground; counted from 1 as a terminal counts."""

    line: int
    column: int
    words: str
    colour: str
    ground: str


def words_of(svg: str) -> list[Words]:
    """The words of a picture, a stretch of one look each; those on the plain ground have an empty one."""
    colours = {name: look.partition("fill: ")[2][:7] for name, look in STYLE.findall(svg)}
    grounds: dict[int, list[tuple[float, float, str]]] = {}
    for colour, x, y, width in GROUND.findall(svg):
        line = round((float(y) - 1.5) / LINE_HEIGHT)
        grounds.setdefault(line, []).append((float(x), float(x) + float(width), colour))
    found = []
    for style, x, line, words in WORDS.findall(svg):
        at, row = float(x), int(line)
        ground = next((colour for first, last, colour in grounds.get(row, ()) if first <= at + 1 < last), "")
        written = html.unescape(words).replace("\xa0", " ").strip()
        if written:
            found.append(Words(row + 1, round(at / CELL_WIDTH) + 1, written, colours.get(style, ""), ground))
    return found


def contrast(word: str, ground: str) -> float:
    """How much two colours (`#rrggbb`) stand out from each other, 1 to 21, as WCAG 2.1 has it."""
    bright, dark = sorted((_luminance(word), _luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
