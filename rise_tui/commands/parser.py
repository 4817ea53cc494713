"""The parser of the command line: calm about what is typed wrongly; each command's example on a line of its own."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn

USAGE = 2
"""The exit code for what was typed wrongly."""
EXAMPLE, BETWEEN = "Example: ", " · "
"""What stands before the examples at the end of a command's epilog, and between two of them."""
_COLUMN = 16
"""Where at least what an argument is begins: beside the longest command, not below it."""
_CHOICE = re.compile(
    r"argument (?P<what>.+?): invalid choice: (?P<quote>['\"])(?P<typed>.*)(?P=quote) \(choose from .*\)", re.DOTALL
)
_MISSING = "the following arguments are required: "


class _Columns(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self._action_max_length = _COLUMN  # it forgets that commands are indented, and would break the longer ones


class CommandParser(argparse.ArgumentParser):
    """A command, or `rise` itself; those below it are made by `add_subparsers` as anywhere."""

    def __init__(self, **options: object) -> None:
        super().__init__(formatter_class=_Columns, **options)  # type: ignore[arg-type] # handed on as they come

    @property
    def examples(self) -> list[str]:
        """How it is used, ready to be typed; none where its epilog has none."""
        return [one for one in (self.epilog or "").partition(EXAMPLE)[2].split(BETWEEN) if one]

    @property
    def remark(self) -> str:
        """What its epilog says before the examples."""
        return (self.epilog or "").partition(EXAMPLE)[0].strip()

    @property
    def commands(self) -> "dict[str, CommandParser]":
        """The commands below it, by the word that is typed."""
        return {name: below for action in self.arguments for name, below in _below(action)}

    @property
    def arguments(self) -> list[argparse.Action]:
        """What may be typed after it."""
        return self._actions

    def walk(self) -> "Iterator[CommandParser]":
        """It and every command below it, each before those below."""
        yield self
        for below in self.commands.values():
            yield from below.walk()

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """What the words say; `run` of it does it. Words that it cannot read end the program with 2, told calmly."""
        if words and words[0].startswith("-") and words[0] not in self._options():
            self._refuse_strangers(words)
        found, rest = self.parse_known_args(words)
        if rest:
            self._named(words)._refuse_strangers(rest)
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
        wrong = _CHOICE.fullmatch(message)
        if wrong is not None:
            self._refuse_choice(wrong["what"], wrong["typed"])
        if message.startswith(_MISSING):
            self._refuse_gap(message.removeprefix(_MISSING))
        self._end(message.removeprefix("argument "), self._how())

    def _named(self, words: Sequence[str]) -> "CommandParser":
        """The command that the words name."""
        parser = self
        for word in words:
            if word in parser.commands:
                parser = parser.commands[word]
            elif not word.startswith("-"):
                break
        return parser

    def _refuse_strangers(self, rest: Sequence[str]) -> NoReturn:
        stranger = rest[0]
        near = _nearest(stranger.partition("=")[0], self._options()) if stranger.startswith("-") else ""
        self._end(f"it does not know {stranger!r}", [f"Did you mean: {near}"] if near else self._how())

    def _refuse_choice(self, what: str, typed: str) -> NoReturn:
        if self.commands:
            elsewhere = [parser.prog for parser in self.walk() if parser.prog.split()[-1] == typed]
            near = _nearest(typed, list(self.commands))
            meant = elsewhere or ([f"{self.prog} {near}"] if near else [])
            lines = [f"Did you mean: {meant[0]}"] if meant else []
            self._end(f"there is no command {typed!r}", [*lines, f"All commands: {self.prog} --help"])
        action = next(one for one in self.arguments if what in (*_names(one), "/".join(one.option_strings)))
        allowed = [str(choice) for choice in action.choices or ()]
        near = _nearest(typed, allowed)
        lines = [f"Did you mean: {near}"] if near else []
        self._end(f"{what} cannot be {typed!r}", [*lines, f"It can be: {', '.join(allowed)}", *self._how()])

    def _refuse_gap(self, missing: str) -> NoReturn:
        if not self.commands:
            self._end(f"it needs {missing}", self._how())
        width = max(map(len, self.commands)) + 2
        told = {name: help_ for action in self.arguments for name, help_ in _told(action)}
        lines = [f"{name:{width}}{told.get(name, '')}" for name in self.commands]
        self._end("it needs one of these commands", lines)

    def _options(self) -> list[str]:
        return [option for action in self.arguments for option in action.option_strings]

    def _how(self) -> list[str]:
        return [*(f"{EXAMPLE}{one}" for one in self.examples[:1]), f"More: {self.prog} --help"]

    def _end(self, title: str, lines: Sequence[str]) -> NoReturn:
        from rise_tui.domain.safe_text import safe_text

        self.print_usage(sys.stderr)
        said = [f"{self.prog}: {safe_text(title)}", *(f"      {safe_text(line)}" for line in lines)]
        self.exit(USAGE, "\n".join(said) + "\n")


def _below(action: argparse.Action) -> "list[tuple[str, CommandParser]]":
    """The commands that this action chooses among; none for any other."""
    choices = action.choices if isinstance(action.choices, dict) else {}
    return [(name, below) for name, below in choices.items() if isinstance(below, CommandParser)]


def _told(action: argparse.Action) -> list[tuple[str, str]]:
    """The commands that this action chooses among, each with what it does."""
    listed = action._get_subactions() if isinstance(action, argparse._SubParsersAction) else []
    return [(one.dest, one.help or "") for one in listed]


def summary_of(parser: CommandParser, name: str) -> str:
    """What the command of that name below this one does, in the words of the list of commands."""
    return next((what for action in parser.arguments for told, what in _told(action) if told == name), "")


def _names(action: argparse.Action) -> list[str]:
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    return [*action.option_strings, metavar, action.dest]


def _nearest(typed: str, known: list[str]) -> str:
    """The one that was probably meant; empty if none looks like it."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(typed, known, n=1, cutoff=0.6)), "")
