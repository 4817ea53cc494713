"""How commands speak: plain lines or one JSON object on stdout, notices and errors on stderr, an exit code."""

import errno
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from rise_tui.domain.errors import RiseError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

FAILED, BROKEN_PIPE, INTERRUPTED = 1, 141, 130
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})
WIDEST = 100
"""Cells to which words are filled, however wide the terminal is."""
MOST = 10_000
"""The largest number that a command takes for how much it should show."""


def speaking(arguments: "argparse.Namespace") -> int:
    """Run the parsed command; a trouble is told in words and gives its exit code."""
    for name, value in vars(arguments).items():
        setattr(arguments, name, _whole(value))
    return told(lambda: arguments.run(arguments), is_json=bool(getattr(arguments, "json", False)))


def told(run: "Callable[[], int]", *, is_json: bool = False) -> int:
    """Run it; a trouble is told in words and gives its exit code."""
    _write_whatever_it_is()
    try:
        code = run()
        sys.stdout.flush()
    except RiseError as error:
        complain(error, is_json=is_json)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except ModuleNotFoundError as error:
        complain(_missing(error), is_json=is_json)
        return FAILED
    except OSError as error:
        complain(_of_the_disk(error) or _unexpected(error), is_json=is_json)
        return FAILED
    except Exception as error:  # noqa: BLE001 - told by a short code: Python's own traceback could quote a text or a number
        complain(_unexpected(error), is_json=is_json)
        return FAILED
    return code


def _whole(value: Any) -> Any:
    """What was typed, with U+FFFD for bytes that are no UTF-8; file names stay as they are."""
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if isinstance(value, str) else value


def _write_whatever_it_is() -> None:
    """A terminal of another alphabet gets `?` for what it cannot show, never an end in the middle of a line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _missing(error: ModuleNotFoundError) -> RiseError:
    from rise_tui.commands.extras import not_installed

    return not_installed(error) or _unexpected(error)


def _of_the_disk(error: OSError) -> RiseError | None:
    """A disk that is full, or may not be written by who is here; None for any other trouble."""
    if error.errno not in NO_ROOM:
        return None
    where = f": {error.filename}" if error.filename else ""
    return RiseError(
        "A file could not be read or written",
        f"{error.strerror}{where}",
        "Make room, or let this account write there; rise doctor looks at all such places.",
    )


def _unexpected(error: Exception) -> RiseError:
    """Keep where it happened, and give it a name that a person can pass on."""
    from pathlib import Path

    from rise_tui import settings
    from rise_tui.reports import keep_report

    try:
        folder = settings.paths(os.environ).state
    except (OSError, RuntimeError):  # no home folder to be found
        folder = Path(os.devnull)
    code = keep_report(error, folder)
    where = folder / f"error-{code}.txt"
    told = f"Where it happened stands in {where}." if where.is_file() else f"It was a {type(error).__name__}."
    return RiseError(f"Something unexpected happened ({code})", told, "Nothing that was typed is lost; try again.")


def complain(error: RiseError, *, is_json: bool) -> None:
    """Tell an error: title, what exactly, what to do next. Its words may hold a client's name: they are made safe."""
    if is_json:
        words = {"title": error.title, "detail": error.detail, "next_step": error.next_step}
        print(json.dumps({"error": words}), file=sys.stderr)
        return
    from rise_tui.domain.safe_text import one_line, safe_text

    print(f"rise: {one_line(error.title, 400)}", file=sys.stderr)
    for part in (error.detail, error.next_step):
        for line in safe_text(part).splitlines():
            print(f"      {line}", file=sys.stderr)


def notice(words: str) -> None:
    """Something worth knowing that is no error."""
    print(f"rise: {words}", file=sys.stderr)


def answer(value: dict[str, Any], lines: list[str], arguments: "argparse.Namespace") -> None:
    """The result: as one JSON object with `--json`, else as plain lines (already made safe).

    JSON is written in ASCII: a text can then hold nothing that a terminal obeys, and every locale can show it.
    """
    if arguments.json:
        print(json.dumps(value))
        return
    for line in lines:
        print(line)


def filled(words: str, before: int) -> list[str]:
    """Words behind so many cells, filled to the terminal; in a pipe one line."""
    import shutil
    import textwrap

    if not sys.stdout.isatty():
        return [words]
    width = max(24, min(WIDEST, shutil.get_terminal_size().columns - 1) - before)
    return textwrap.wrap(words, width, break_on_hyphens=False) or [""]


def add_output(parser: "argparse.ArgumentParser") -> None:
    """Give a command `--json` and `--plain` (which is what it does anyway, and says so in scripts)."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--json", action="store_true", help="one JSON object on standard output")
    which.add_argument("--plain", action="store_true", help="plain lines, one an item (the default)")


def how_many(written: str) -> int:
    """An argument that says how many: from 1 to 10,000."""
    return _within(written, 1, MOST)


def which_one(written: str) -> int:
    """An argument that is a number in a list, from 0."""
    return _within(written, 0, (1 << 53) - 1)


def _within(written: str, least: int, most: int) -> int:
    try:
        number = int(written)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        import argparse

        raise argparse.ArgumentTypeError(f"{written[:20]!r} is not a number from {least} to {most}")
    return number
