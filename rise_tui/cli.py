"""The command line: what is typed after `rise`. Nothing heavy is imported before it is known what is wanted."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rise_tui.version import __version__

if TYPE_CHECKING:
    from rise_tui.commands.parser import CommandParser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code.

    0 done, or queued · 1 failed · 2 usage, or no terminal · 3 not signed in · 4 relay unreachable and nothing could be
    queued · 5 part of a broadcast failed · 6 the store is being changed · 128+n ended by a signal.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:
        print(f"rise {__version__}")
        return 0
    if not words:
        from rise_tui.commands.screen import open_app

        return open_app(lambda: main(["inbox", "--plain"]))
    from rise_tui.commands.output import speaking

    if words[0] == "help":
        words = [*words[1:], "--help"]
    return speaking(build_parser().read(words))


def build_parser() -> "CommandParser":
    """Every command with its arguments; `run` of what is parsed does it."""
    from rise_tui.commands import (
        account,
        being_away,
        being_told,
        broadcast,
        colleagues,
        completion,
        demo,
        doctor,
        exporting,
        filing,
        guide,
        held,
        importing,
        manual,
        on_call,
        reading,
        refusals,
        relay,
        syncing,
        texting,
    )
    from rise_tui.commands.parser import CommandParser

    parser = CommandParser(
        prog="rise",
        description="Two-way texting for caseworkers. Without a command the app opens.",
        epilog="What one command takes: rise help COMMAND. Exit codes: 0 done or queued, 1 failed, 2 typed wrongly, "
        "3 not signed in, 4 office out of reach, 5 part of a group text failed, 6 the copy here is busy. "
        "Example: rise demo · rise inbox",
    )
    parser.add_argument("--version", action="version", version=f"rise {__version__}", help="say which rise this is")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", required=True)
    for noun in (
        demo,
        account,
        reading,
        texting,
        held,
        filing,
        exporting,
        colleagues,
        being_away,
        being_told,
        on_call,
        broadcast,
        importing,
        syncing,
        refusals,
        doctor,
        guide,
        relay,
    ):
        noun.add_parsers(commands)
    for whole in (completion, manual):
        whole.add_parsers(commands, parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
