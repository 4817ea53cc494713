"""Text from outside made harmless for a terminal, a spreadsheet and a folder; what was written stays in the database.

A client's text, a name, a carrier's error can hold orders to the terminal: set the clipboard, retitle the window, turn
the writing round. Every one of them becomes a mark that can be seen.
"""

import re
import unicodedata

MARK = "\N{SYMBOL FOR SUBSTITUTE FORM TWO}"
"""Stands for an invisible character that could mislead: `␦`."""
HOLDER = "\N{DOTTED CIRCLE}"
"""Carries an accent that had no letter, which else would land on our own frame."""
MOST_ACCENTS = 6
"""Marks that one letter may carry; no language needs more."""
MOST_JOINS = 4
"""Joiners within one emoji: a family of four has three."""
ELLIPSIS = "…"
LOOKED_AT = 16
"""Characters a cell of a line that are looked at: the most that a cell can hold, joiners and accents included."""

_ALSO_WIDE = (
    ("\u2630", "\u2637"),
    ("\u268a", "\u268f"),
    ("\u4dc0", "\u4dff"),
    ("\U0001d300", "\U0001d376"),
    ("\U0001f1e6", "\U0001faff"),
)
"""Two cells in terminals that know a newer Unicode than this Python, or that join flags; counted wide everywhere."""
_ZWJ = "\u200d"
_PLAIN = re.compile(r"[\n\t\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]*")
_HIDDEN = (
    *(0x00AD, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200E, 0x200F, 0x3164, 0xFEFF, 0xFFA0),
    *(*range(0x80, 0xA0), *range(0x2028, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC)),
    *range(0xE0000, 0xE0080),
)
_HARMLESS = (
    dict.fromkeys(_HIDDEN, MARK)
    | {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
    | {0x7F: "\N{SYMBOL FOR DELETE}"}
    | dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
)
"""What becomes of every character that a terminal could obey, or that hides what a line says."""
_FLAG = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f)")
_ONE_LINE = dict.fromkeys(map(ord, "\n\r\t"), " ")
_BAD_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")


def safe_text(text: str, keep_newlines: bool = True) -> str:
    """The text with nothing in it that a terminal obeys or that hides what it says; applying it twice is once.

    ESC is shown as `␛`, other control characters as their pictures, C1, writing-direction and invisible characters as
    `␦`; a lone surrogate is U+FFFD. Newline and tab stay (CR LF is a newline), or are a space each without
    `keep_newlines`. Joiners and variation selectors stay, so emoji do; floods of accents and joiners are cut.
    """
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if not keep_newlines:
        text = text.replace("\n", " ").replace("\t", " ")
    return text if _PLAIN.fullmatch(text) else _without_floods(without_orders(text))


def without_orders(text: str) -> str:
    """The text with each character that a terminal obeys or that hides as its mark, and nothing else changed.

    For pieces of a line that is safe already (the last lock before the terminal); whole texts go through `safe_text`.
    """
    pieces = _FLAG.split(text)
    pieces[::2] = [piece.translate(_HARMLESS) for piece in pieces[::2]]
    return "".join(pieces)


def editable(text: str, keep_newlines: bool = True) -> str:
    """The text as it may stand where one types: as `safe_text`, but a character stays a character.

    So a place in the text stays that place, and nothing that somebody wrote is cut. Line ends are newlines; without
    `keep_newlines` each sign of one, and a tab, is a space.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n") if keep_newlines else text.translate(_ONE_LINE)
    return text if _PLAIN.fullmatch(text) else without_orders(text)


def as_kept(typed: str, was: str, keep_newlines: bool = True) -> str:
    """What was typed over `was`; where nobody changed it, `was` itself, with all that could not be shown."""
    return was if typed == editable(was, keep_newlines) else typed


def one_line(text: str, cells: int) -> str:
    """The text made safe, on one line of at most so many terminal cells; what is cut off ends in `…`.

    White space becomes single spaces. Widths are guessed to the wide side: a joined emoji counts all its parts.
    However long the text is, only as much as may fill the line is looked at: each new text makes such a line.
    """
    begun = text[: cells * LOOKED_AT]
    line = " ".join(safe_text(begun, keep_newlines=False).split())
    if len(begun) < len(text):
        line += ELLIPSIS
    if cells <= 0:
        return ""
    if line.isascii():
        return line if len(line) <= cells else line[: cells - 1].rstrip() + ELLIPSIS
    used = kept = 0
    for start, end in clusters(line):
        width = _width(line[start:end])
        if used + width > cells:
            return line[:kept].rstrip() + ELLIPSIS
        used += width
        if used <= cells - 1:
            kept = end
    return line


def csv_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: made safe, with `'` before `= + - @`, tab and CR.

    What stands in the cell is looked at, spaces aside, and not only the text: a joiner before a `=` is left out of it.
    """
    safe = safe_text(text)
    runs = any(kept.lstrip(" \n\xa0\u3000").startswith(_BAD_STARTS) for kept in (safe, text))
    return f"'{safe}" if runs else safe


def file_name(sha256: str, extension: str) -> str:
    """The name of a stored photo or file: its hash and a short plain extension, nothing that somebody outside chose.

    An extension that is not one to eight letters or digits becomes `bin`. Raises ValueError when the hash is none.
    """
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256 in lower-case hex")
    ending = extension.lower().removeprefix(".")
    return f"{sha256}.{ending if _EXTENSION.fullmatch(ending) else 'bin'}"


def _clings(character: str) -> bool:
    """Does it sit in the cell of what stands before it?"""
    if character < "\u0300":
        return False
    if character in "\u200c\u200d" or "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return True
    return unicodedata.category(character) in ("Mn", "Me", "Mc")


def _without_floods(text: str) -> str:
    """At most so many accents a letter and joiners an emoji, and none without a letter; the rest is left out."""
    kept: list[str] = []
    accents = joins = 0
    is_open = False  # is there a letter for an accent to sit on?
    for character in text:
        if not _clings(character):
            if not kept or kept[-1] != _ZWJ:
                joins = 0
            accents = 0
            is_open = not character.isspace()
        elif character == _ZWJ:
            if not is_open or joins == MOST_JOINS or kept[-1] == _ZWJ:
                continue
            joins += 1
        else:
            if accents == MOST_ACCENTS:
                continue
            accents += 1
            if not is_open:
                kept.append(HOLDER)
                is_open = True
        kept.append(character)
    return "".join(kept)


def clusters(line: str) -> list[tuple[int, int]]:
    """Where each cell's cluster begins and ends: a character, what clings to it, and what a joiner ties to it."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for index in range(1, len(line) + 1):
        is_tied = index < len(line) and (
            _clings(line[index])
            or line[index - 1] == _ZWJ
            or "\U0001f3fb" <= line[index] <= "\U0001f3ff"
            or "\U000e0020" <= line[index] <= "\U000e007f"
        )
        if not is_tied:
            bounds.append((start, index))
            start = index
    return bounds


def _width(cluster: str) -> int:
    """Cells of a cluster, never fewer than a terminal takes."""
    cells = sum(map(_cells, cluster))
    return max(cells, 2) if "\ufe0f" in cluster else cells


def _cells(character: str) -> int:
    if "\U000e0000" <= character <= "\U000e007f":
        return 0
    if _clings(character):
        return 1 if unicodedata.category(character) == "Mc" else 0
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 2 if any(first <= character <= last for first, last in _ALSO_WIDE) else 1
