"""`rise guide`: the pages for caseworkers and administrators, in the terminal."""

import argparse

from rise_tui.guide.pages import NAMES

MEASURE = 96
"""Cells a line is wide at most: longer ones are hard to read."""
PIPED = 80
"""Cells a line is wide where there is no terminal to ask."""


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `guide` on the command line."""
    guide = commands.add_parser("guide", help="how it is used and kept: the pages", epilog="Example: rise guide keys")
    guide.add_argument("page", nargs="?", choices=NAMES, metavar="PAGE", help=f"one of: {', '.join(NAMES)}")
    guide.add_argument("--plain", action="store_true", help="all at once, without bold (as when it is piped)")
    guide.set_defaults(run=_guide)


def _guide(arguments: argparse.Namespace) -> int:
    import os
    import shutil
    import sys

    from rise_tui.guide.markdown import lines_of
    from rise_tui.guide.pager import show
    from rise_tui.guide.pages import contents, read

    is_plain = arguments.plain or not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb"
    size = shutil.get_terminal_size((PIPED, 24))
    if arguments.page is None:
        rows = [f"| `{page.name}` | {page.about} |" for page in contents()]
        text = "\n".join(["# The guide", "", "| | |", "| --- | --- |", *rows, "", "Read one with `rise guide PAGE`."])
    else:
        text = read(arguments.page).text
    lines = lines_of(text, min(size.columns, MEASURE), is_plain=is_plain)
    if is_plain:
        print("\n".join(lines))
    else:
        show(lines, size.lines)
    return 0
