"""How a text, a note, or what happened is laid out in lines, at a width."""

from dataclasses import dataclass

from rich.cells import cell_len

from rise_tui.domain.pictures import Picture
from rise_tui.widgets.ink import Part

MEASURE = 72
"""Lines of text stop after so many cells, however wide the terminal is."""
SEPARATOR = " · "
"""Between the parts of what stands at the right."""
THEIRS, OURS = 2, 4
"""The columns at which their words and ours begin."""


@dataclass(frozen=True)
class Said:
    """One text, note or happening as it is shown; the words are already safe.

    `day` and `time` are local and in words; `status` how it went, in `role`; `notes` stand below it (photos).
    `label`: what it is, where it is no text of theirs or ours; `is_private`: the client does not see it.
    `pictures`: what came with it, small.
    """

    message_id: str
    day: str
    time: str
    words: str
    is_theirs: bool
    is_unread: bool = False
    status: str = ""
    role: str = "faint"
    notes: tuple[str, ...] = ()
    label: str = ""
    is_private: bool = False
    is_beside: bool = False
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line: what stands where, and whether it is on the ground of what the client does not see.

    `picture`: a row of a small picture stands on it, at the column at which their words begin.
    """

    parts: tuple[Part, ...]
    is_private: bool = False
    picture: tuple[Picture, int] | None = None


def lines_of(said: Said, width: int, *, is_hit: bool) -> tuple[Drawn, ...]:
    """The words, then what came with them; how and when it went stands at the right of the last line, or below it."""
    left = THEIRS if said.is_theirs or said.is_beside else OURS
    tail = said.status if said.status else said.time
    label = f"{said.label}  " if said.label else ""
    measure = max(8, min(MEASURE, width - 4) - (left - THEIRS))
    role = "bright" if said.is_unread or is_hit else "dim" if said.is_beside and not said.is_private else "text"
    words = [line for part in said.words.expandtabs(4).split("\n") for line in wrap(part, measure - cell_len(label))]
    words = words if said.words else [""] if label else []
    lines = [[Part(left + cell_len(label), line, role)] for line in words]
    if label:
        lines[0].insert(0, Part(left, said.label, "dim"))
    lines += [[Part(left, note, "photo")] for note in said.notes]
    bar = [Part(0, "▎", "accent")] if said.is_unread or is_hit else []
    *above, last = _tail_lines(tail, measure)
    lines += [[Part(left, line, said.role)] for line in above]
    told = Part(max(left, min(width - 2, MEASURE + 2) - cell_len(last)), last, said.role)
    if not above and lines and _end(lines[-1]) + 2 <= told.column:
        lines[-1].append(told)
    else:
        lines.append([told])
    drawn = [Drawn((*bar, *line), said.is_private) for line in lines]
    for picture in said.pictures:
        drawn += [Drawn(tuple(bar), picture=(picture, row)) for row in range(picture.rows)]
    return tuple(drawn)


def _tail_lines(tail: str, width: int) -> list[str]:
    """How it went, in lines that break between its parts where they can."""
    lines: list[str] = [""]
    for part in tail.split(SEPARATOR):
        joined = f"{lines[-1]}{SEPARATOR}{part}" if lines[-1] else part
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines = [*(line for line in lines if line), *wrap(part, width)]
    return lines


def _end(line: list[Part]) -> int:
    """The column after the last word of a line."""
    return line[-1].column + cell_len(line[-1].words)


def wrap(words: str, width: int) -> list[str]:
    """The words in lines of at most `width` cells, broken at spaces where there are any."""
    if cell_len(words) <= width:
        return [words]
    lines: list[str] = []
    line = ""
    for word in words.split(" "):
        candidate = f"{line} {word}" if line else word
        if cell_len(candidate) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        while cell_len(word) > width:
            head = _head(word, width)
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line]


def _head(word: str, width: int) -> str:
    cells = 0
    for index, char in enumerate(word):
        cells += cell_len(char)
        if cells > width:
            return word[: max(1, index)]
    return word
