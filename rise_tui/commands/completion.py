"""`rise completion`: a script by which the shell completes what is typed after `rise`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rise_tui.commands.parser import CommandParser

SHELLS = ("bash", "zsh", "fish", "tcsh")


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", whole: "CommandParser") -> None:
    """Put `completion` on the command line; it completes all of `whole`."""
    completion = commands.add_parser(
        "completion",
        help="let the Tab key complete commands, in your shell",
        epilog="Have the shell read it at its start: bash ~/.bashrc, zsh a folder of $fpath as _rise, "
        "fish ~/.config/fish/completions/rise.fish, tcsh ~/.tcshrc. Example: rise completion bash > ~/.rise-completion",
    )
    completion.add_argument("shell", choices=SHELLS, help="the shell that you type in")

    def run(arguments: argparse.Namespace) -> int:
        print(script(whole, arguments.shell))
        return 0

    completion.set_defaults(run=run)


def script(whole: "CommandParser", shell: str) -> str:
    """The script for that shell, one of `SHELLS`; where a file is wanted it completes file names."""
    import shtab

    for parser in whole.walk():
        for action in parser.arguments:
            if action.type is Path:
                action.complete = shtab.FILE  # type: ignore[attr-defined] # how shtab is told
    made: str = shtab.complete(whole, shell=shell)
    return made
