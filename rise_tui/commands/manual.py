"""`rise man`: the manual page, made from the parsers; the wheel carries it as share/man/man1/rise.1."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rise_tui.version import __version__

if TYPE_CHECKING:
    from rise_tui.commands.parser import CommandParser

EXIT_CODES = (
    (0, "done, or queued: it goes out by itself"),
    (1, "failed, or something is wrong"),
    (2, "typed wrongly, or there is no terminal to draw on"),
    (3, "not signed in"),
    (4, "the office cannot be reached, and nothing could be queued"),
    (5, "part of a group text failed"),
    (6, "the copy on this machine is being changed by another rise"),
    (130, "stopped with Control-C"),
)
_PLACES = (
    ("~/.config/rise/config.toml", "settings (RISE_CONFIG names another folder)"),
    ("~/.config/rise/token", "the sign-in, for its owner's eyes only"),
    ("~/.local/share/rise/", "what is kept on this machine (RISE_DATA names another folder)"),
)
_SETTINGS = (
    ("RISE_THEME, RISE_LANGUAGE, RISE_HOLD_SECONDS, RISE_MOUSE, RISE_IMAGES, RISE_BELL, RISE_TITLE, RISE_EDITOR",
     "each goes before the setting of that name in config.toml"),
    ("RISE_RELAY_URL, RISE_TOKEN", "another address of the office, another sign-in, for this run"),
    ("NO_COLOR", "no colours"),
)  # fmt: skip


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", whole: "CommandParser") -> None:
    """Put `man` on the command line; it describes all of `whole`."""
    manual = commands.add_parser(
        "man",
        help="print the manual page",
        epilog="Where it is installed as usual, `man rise` shows it. Example: rise man | man -l -",
    )

    def run(_arguments: argparse.Namespace) -> int:
        print(page(whole), end="")
        return 0

    manual.set_defaults(run=run)


def page(whole: "CommandParser") -> str:
    """The manual page, in the macros of man(7); ASCII only, the same for everybody who has this version."""
    lines = [f'.TH RISE 1 "" "rise {__version__}" "User Commands"']
    lines += [".SH NAME", r"rise \- two\-way texting for caseworkers", ".SH SYNOPSIS", *_usage(whole)]
    lines += [".SH DESCRIPTION", _text(whole.description or ""), ".SH OPTIONS", *_arguments(whole), ".SH COMMANDS"]
    for parser in whole.walk():
        if parser is not whole and not parser.commands:
            lines += _command(parser, _what(whole, parser))
    lines += [".SH EXIT STATUS", *_list((str(code), words) for code, words in EXIT_CODES)]
    lines += [".SH FILES", *_list(_PLACES), ".SH ENVIRONMENT", *_list(_SETTINGS)]
    return "\n".join(lines) + "\n"


def _command(parser: "CommandParser", what: str) -> Iterator[str]:
    yield f".SS {_text(parser.prog)}"
    yield _text(what[:1].upper() + what[1:] + ".")
    yield ".PP"
    yield from _usage(parser)
    yield from _arguments(parser, is_whole=False)
    if parser.remark:
        yield from (".PP", _text(parser.remark))
    if parser.examples:
        said = "Examples:" if len(parser.examples) > 1 else "Example:"
        yield from (".PP", said, ".PP", ".RS 4", ".nf", *map(_text, parser.examples), ".fi", ".RE")


def _what(whole: "CommandParser", parser: "CommandParser") -> str:
    above = whole
    *path, name = parser.prog.split()[1:]
    for word in path:
        above = above.commands[word]
    return above.what(name)


def _usage(parser: "CommandParser") -> Sequence[str]:
    usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    return (".nh", ".ad l", rf"\fB{_text(parser.prog)}\fR{_text(usage.removeprefix(parser.prog))}", ".ad", ".hy")


def _arguments(parser: "CommandParser", *, is_whole: bool = True) -> Iterator[str]:
    """What may be typed after it; that each command has `--help` is told once."""
    for action in parser.arguments:
        if not isinstance(action, argparse._SubParsersAction) and (is_whole or action.dest != "help"):
            yield from _entry(_written(action), (action.help or "") % {"default": action.default, "prog": parser.prog})


def _written(action: argparse.Action) -> str:
    """How an argument is written: `--limit N`, `CLIENT`, `{bash,zsh}`."""
    choices = "{" + ",".join(map(str, action.choices)) + "}" if action.choices else ""
    metavar = action.metavar if isinstance(action.metavar, str) else choices
    if not action.option_strings:
        return metavar or action.dest
    value = "" if action.nargs == 0 else f" {metavar or action.dest.upper()}"
    return ", ".join(action.option_strings) + value


def _list(entries: "Iterator[tuple[str, str]] | Sequence[tuple[str, str]]") -> Iterator[str]:
    for word, words in entries:
        yield from _entry(word, words)


def _entry(word: str, words: str) -> Sequence[str]:
    return (".TP", rf"\fB{_text(word)}\fR", _text(words))


def _text(words: str) -> str:
    """Words as roff takes them literally; a line of it never begins with a control character."""
    escaped = words.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("\u2026", "...")
    escaped = escaped.encode("ascii", "replace").decode("ascii").replace("`", r"\(ga")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
