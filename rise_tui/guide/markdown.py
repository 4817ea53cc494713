"""The guide's Markdown as lines of a width: headings, paragraphs, lists, tables and commands; bold where one may."""

import re
from collections.abc import Iterable, Iterator

BOLD, END = "\x02", "\x03"
"""Around bold words until the lines stand; they take no room."""
BLANK = "\x04"
"""A blank at which no line ends."""
UNBROKEN = 30
"""Characters to which something to type stays on one line."""
INDENT = "  "
GAP = 2
"""Blanks between two columns."""

_ITEM = re.compile(r"(- |\d+\. )(.*)", re.DOTALL)
_MARKED = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)]+)\)|(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])")
_HEADING = re.compile(r"(#{1,3}) (.*)")


def lines_of(text: str, width: int, *, is_plain: bool = False) -> list[str]:
    """A page's lines, at most `width` cells wide (but for commands and words that are longer themselves).

    With `is_plain` nothing but characters: what is typed stands in `…`. Else bold is written as a terminal takes it.
    """
    lines: list[str] = []
    for block in _blocks(text):
        if lines and lines[-1]:
            lines.append("")
        lines += _lines_of_block(block, width, is_plain)
    return [_shown(line, is_plain).rstrip() for line in lines]


def _blocks(text: str) -> Iterator[list[str]]:
    """What stands between empty lines; a block of commands is one, whatever is in it. Remarks are left out."""
    is_code = False
    block: list[str] = []
    for line in re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).splitlines():
        is_fence = line.startswith("```")
        if is_fence and not is_code and block:
            yield block
            block = []
        if line.strip() or is_code:
            block.append(line)
        if is_fence:
            is_code = not is_code
        if block and not is_code and (is_fence or not line.strip()):
            yield block
            block = []
    if block:
        yield block


def _lines_of_block(block: list[str], width: int, is_plain: bool) -> list[str]:
    if block[0].startswith("```"):
        return [INDENT + line for line in block if not line.startswith("```")]
    if heading := _HEADING.match(block[0]):
        return _heading(heading[1], heading[2], is_plain)
    if block[0].startswith("|"):
        return _table([_cells(row, is_plain) for row in block], width)
    if _ITEM.match(block[0]):
        return [line for item in _items(block) for line in _item(item, width, is_plain)]
    return _wrapped(_marked(" ".join(block), is_plain), width)


def _heading(level: str, words: str, is_plain: bool) -> list[str]:
    told = words.upper() if len(level) == 1 else words
    if is_plain:
        return [told] if len(level) == 1 else [told, "-" * len(told)] if len(level) == 2 else [told]
    return [f"{BOLD}{told}{END}"]


def _items(block: Iterable[str]) -> list[str]:
    items: list[str] = []
    for line in block:
        if _ITEM.match(line) or not items:
            items.append(line)
        else:
            items[-1] += " " + line.strip()
    return items


def _item(item: str, width: int, is_plain: bool) -> list[str]:
    found = _ITEM.fullmatch(item)
    mark, words = (found[1], found[2]) if found else ("", item)
    wrapped = _wrapped(_marked(words, is_plain), width - len(mark))
    return [(mark if at == 0 else " " * len(mark)) + line for at, line in enumerate(wrapped)]


def _cells(row: str, is_plain: bool) -> list[str]:
    cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]
    return [_marked(cell, is_plain and not _is_typed(cell)) for cell in cells]


def _is_typed(cell: str) -> bool:
    """Whether all of a cell is something to type: it then needs no marks of its own."""
    return re.fullmatch(r"(`[^`]+`\s*)+", cell) is not None


def _table(rows: list[list[str]], width: int) -> list[str]:
    """Columns that begin under each other; headings stand out, and are left out where all of them are empty."""
    head = [" ".join(f"{BOLD}{word}{END}" for word in cell.split()) for cell in rows[0]]
    rows = [row for row in (head, *rows[2:]) if any(row)]
    columns = max(len(row) for row in rows)
    rows = [row + [""] * (columns - len(row)) for row in rows]
    widths = _widths([[row[column] for row in rows] for column in range(columns)], width - GAP * (columns - 1))
    lines: list[str] = []
    for row in rows:
        cells = [_wrapped(cell, room) for cell, room in zip(row, widths, strict=True)]
        for at in range(max(len(cell) for cell in cells)):
            parts = [cell[at] if at < len(cell) else "" for cell in cells]
            padded = (part + " " * (room - _room(part)) for part, room in zip(parts, widths, strict=True))
            lines.append((" " * GAP).join(padded))
    return lines


def _widths(columns: list[list[str]], width: int) -> list[int]:
    """As wide as their cells are; where that is too much, the widest give way, but no word is broken."""
    widths = [max(map(_room, column)) for column in columns]
    least = [max((_room(word) for cell in column for word in cell.split()), default=0) for column in columns]
    while sum(widths) > width and widths != least:
        widest = max(range(len(widths)), key=lambda at: (widths[at] > least[at], widths[at]))
        widths[widest] -= 1
    return widths


def _marked(words: str, is_plain: bool) -> str:
    """Marks of Markdown as bold or in quotes, an address after its words. Each word is bold by itself."""

    def put(found: "re.Match[str]") -> str:
        typed, bold, named, address, word = found.groups()
        if word:
            return f"“{word}”"
        if named:
            return f"{named} ({address})" if "://" in address else str(named)
        if typed and len(typed) <= UNBROKEN:
            typed = typed.replace(" ", BLANK)
        if is_plain and typed:
            return f"`{typed}`"
        return " ".join(f"{BOLD}{word}{END}" for word in (typed or bold).split(" "))

    return _MARKED.sub(put, words)


def _wrapped(words: str, width: int) -> list[str]:
    """Words in lines; one that is longer than a line stands alone on its own."""
    lines: list[str] = []
    for word in words.split():
        if lines and _room(lines[-1]) + 1 + _room(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines or [""]


def _room(words: str) -> int:
    return len(words) - words.count(BOLD) - words.count(END)


def _shown(line: str, is_plain: bool) -> str:
    line = line.replace(BLANK, " ")
    if is_plain:
        return line.replace(BOLD, "").replace(END, "")
    return line.replace(f"{END} {BOLD}", " ").replace(BOLD, "\x1b[1m").replace(END, "\x1b[0m")
