"""The command line: what is typed after `rise`. Nothing heavy is imported before it is known what is wanted."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rise_tui.version import __version__

if TYPE_CHECKING:
    import argparse


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

    arguments = build_parser().parse_args(words)
    return speaking(arguments)


def build_parser() -> "argparse.ArgumentParser":
    """Every command with its arguments; `run` of what is parsed does it."""
    import argparse

    from rise_tui.commands import (
        account,
        broadcast,
        demo,
        doctor,
        filing,
        importing,
        reading,
        refusals,
        relay,
        syncing,
        texting,
    )

    parser = argparse.ArgumentParser(
        prog="rise",
        description="Two-way texting for caseworkers. Without a command the app opens.",
        epilog="Exit codes: 0 done or queued, 1 failed, 2 usage, 3 not signed in, 4 relay unreachable, "
        "5 part of a broadcast failed, 6 the store is busy.",
    )
    parser.add_argument("--version", action="version", version=f"rise {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for noun in (demo, account, reading, texting, filing, broadcast, importing, syncing, refusals, doctor, relay):
        noun.add_parsers(commands)
    _add_completion(commands, parser)
    return parser


def _add_completion(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", parser: "argparse.ArgumentParser"
) -> None:
    completion = commands.add_parser(
        "completion", help="print a completion script", epilog="Example: rise completion bash > ~/.rise-completion"
    )
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))

    def run(arguments: "argparse.Namespace") -> int:
        import shtab

        print(shtab.complete(parser, shell=arguments.shell))
        return 0

    completion.set_defaults(run=run)


if __name__ == "__main__":
    sys.exit(main())
