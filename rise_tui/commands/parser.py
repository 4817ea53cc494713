"""The parser of the command line: each command's examples on lines of their own, and slips told calmly."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn

from rise_tui.commands.slips import Slip, stranger, told

USAGE = 2
"""The exit code for what was typed wrongly."""
EXAMPLE, BETWEEN = "Example: ", " · "
"""What stands before the examples at the end of a command's epilog, and between two of them."""
_COLUMN = 16
"""Where at least what an argument is begins: beside the longest command, not below it."""


class _Columns(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self._action_max_length = _COLUMN  # it forgets that commands are indented, and would break the longer ones


class CommandParser(argparse.ArgumentParser):
    """A command, or `rise` itself; those below it are made by `add_subparsers` as anywhere."""

    def __init__(self, **options: object) -> None:
        super().__init__(formatter_class=_Columns, add_help=False, **options)  # type: ignore[arg-type] # handed on
        self._positionals.title = "arguments"
        self.add_argument("-h", "--help", action="help", help="show this")

    @property
    def examples(self) -> list[str]:
        """How it is used, ready to be typed; none where its epilog has none."""
        return [one for one in (self.epilog or "").partition(EXAMPLE)[2].split(BETWEEN) if one]

    @property
    def remark(self) -> str:
        """What its epilog says before the examples."""
        return (self.epilog or "").partition(EXAMPLE)[0].strip()

    @property
    def arguments(self) -> list[argparse.Action]:
        """What may be typed after it."""
        return self._actions

    @property
    def options(self) -> list[str]:
        """The same that begins with a dash."""
        return [option for action in self.arguments for option in action.option_strings]

    @property
    def commands(self) -> "dict[str, CommandParser]":
        """The commands below it, by the word that is typed."""
        chosen = [action.choices for action in self.arguments if isinstance(action, argparse._SubParsersAction)]
        return {name: below for choices in chosen for name, below in choices.items()}

    def what(self, name: str) -> str:
        """What the command of that name below it does, in the words of the list of commands."""
        chosen = [action for action in self.arguments if isinstance(action, argparse._SubParsersAction)]
        listed = [one for action in chosen for one in action._get_subactions()]
        return next((one.help or "" for one in listed if one.dest == name), "")

    def walk(self) -> "Iterator[CommandParser]":
        """It and every command below it, each before those below."""
        yield self
        for below in self.commands.values():
            yield from below.walk()

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """What the words say; `run` of it does it. Words that it cannot read end the program with 2, told calmly."""
        if words and words[0].startswith("-") and words[0] not in self.options:
            self._end(stranger(self, words[0]))
        found, rest = self.parse_known_args(words)
        if rest:
            named = self._named(words)
            named._end(stranger(named, rest[0]))
        return found

    def format_help(self) -> str:
        """The help, with the examples where they can be copied from."""
        epilog, examples = self.epilog, self.examples
        if not examples:
            return super().format_help()
        self.epilog = self.remark or None
        try:
            return "\n  ".join([f"{super().format_help()}\nExample{'s' * (len(examples) > 1)}:", *examples]) + "\n"
        finally:
            self.epilog = epilog

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and what may have been meant; ends with 2."""
        self._end(told(self, message))

    def _named(self, words: Sequence[str]) -> "CommandParser":
        """The command that the words name."""
        parser = self
        for word in words:
            if word in parser.commands:
                parser = parser.commands[word]
            elif not word.startswith("-"):
                break
        return parser

    def _end(self, slip: Slip) -> NoReturn:
        from rise_tui.domain.safe_text import safe_text

        self.print_usage(sys.stderr)
        said = [f"{self.prog}: {safe_text(slip.title)}", *(f"      {safe_text(line)}" for line in slip.lines)]
        self.exit(USAGE, "\n".join(said) + "\n")
