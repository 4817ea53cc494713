"""What was typed wrongly, told calmly: what is wrong, and what was probably meant."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import argparse

    from rise_tui.commands.parser import CommandParser

_CHOICE = re.compile(
    r"argument (?P<what>.+?): invalid choice: (?P<quote>['\"])(?P<typed>.*)(?P=quote) \(choose from .*\)", re.DOTALL
)
_MISSING = "the following arguments are required: "


class Slip(NamedTuple):
    """What is wrong, in one line, and what to do about it."""

    title: str
    lines: Sequence[str]


def told(parser: "CommandParser", message: str) -> Slip:
    """What argparse says of words that this command cannot take, for a person."""
    wrong = _CHOICE.fullmatch(message)
    if wrong is not None and parser.commands:
        return _no_command(parser, wrong["typed"])
    if wrong is not None:
        return _no_choice(parser, wrong["what"], wrong["typed"])
    if message.startswith(_MISSING):
        return _gap(parser, message.removeprefix(_MISSING))
    return Slip(message.removeprefix("argument "), _how(parser))


def stranger(parser: "CommandParser", word: str) -> Slip:
    """A word or an option that this command does not know."""
    near = _nearest(word.partition("=")[0], parser.options) if word.startswith("-") else ""
    return Slip(f"it does not know {word!r}", [f"Did you mean: {near}"] if near else _how(parser))


def _no_command(parser: "CommandParser", typed: str) -> Slip:
    elsewhere = [below.prog for below in parser.walk() if below.prog.split()[-1] == typed]
    near = _nearest(typed, list(parser.commands))
    meant = elsewhere or ([f"{parser.prog} {near}"] if near else [])
    lines = [f"Did you mean: {meant[0]}"] if meant else []
    return Slip(f"there is no command {typed!r}", [*lines, f"All commands: {parser.prog} --help"])


def _no_choice(parser: "CommandParser", what: str, typed: str) -> Slip:
    action = next(one for one in parser.arguments if what in _names(one))
    allowed = [str(choice) for choice in action.choices or ()]
    if allowed == ["-"]:  # words where only standard input could be named
        return Slip("the text comes after --body, or with - on standard input", _how(parser))
    near = _nearest(typed, allowed)
    lines = [f"Did you mean: {near}"] if near else []
    return Slip(f"{what} cannot be {typed!r}", [*lines, f"It can be: {', '.join(allowed)}", *_how(parser)])


def _gap(parser: "CommandParser", missing: str) -> Slip:
    if not parser.commands:
        return Slip(f"it needs {missing}", _how(parser))
    width = max(map(len, parser.commands)) + 2
    return Slip("it needs one of these commands", [f"{name:{width}}{parser.what(name)}" for name in parser.commands])


def _how(parser: "CommandParser") -> list[str]:
    return [*(f"Example: {one}" for one in parser.examples[:1]), f"More: {parser.prog} --help"]


def _names(action: "argparse.Action") -> list[str]:
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    return ["/".join(action.option_strings), metavar, action.dest]


def _nearest(typed: str, known: list[str]) -> str:
    """The one that was probably meant; empty if none looks like it."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(typed, known, n=1, cutoff=0.6)), "")
