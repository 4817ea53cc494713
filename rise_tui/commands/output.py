"""How commands speak: plain lines or one JSON object on stdout, notices and errors on stderr, an exit code."""

import argparse
import json
import os
import sys
from typing import Any

from rise_tui.domain.errors import RiseError


def speaking(arguments: argparse.Namespace) -> int:
    """Run the parsed command; an expected trouble is told in words and gives its exit code."""
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except RiseError as error:
        complain(error, is_json=getattr(arguments, "json", False))
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130
    return code


def complain(error: RiseError, *, is_json: bool) -> None:
    """Tell an error: title, what exactly, what to do next."""
    if is_json:
        words = {"title": error.title, "detail": error.detail, "next_step": error.next_step}
        print(json.dumps({"error": words}, ensure_ascii=False), file=sys.stderr)
        return
    from rise_tui.domain.safe_text import safe_text

    print(f"rise: {error.title}", file=sys.stderr)
    for line in (error.detail, error.next_step):
        if line:
            print(f"      {safe_text(line)}", file=sys.stderr)


def notice(words: str) -> None:
    """Something worth knowing that is no error."""
    print(f"rise: {words}", file=sys.stderr)


def answer(value: dict[str, Any], lines: list[str], arguments: argparse.Namespace) -> None:
    """The result: as one JSON object with `--json`, else as plain lines (already made safe)."""
    if arguments.json:
        print(json.dumps(value, ensure_ascii=False))
        return
    for line in lines:
        print(line)


def add_output(parser: argparse.ArgumentParser) -> None:
    """Give a command `--json` and `--plain` (which is what it does anyway, and says so in scripts)."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--json", action="store_true", help="one JSON object on standard output")
    which.add_argument("--plain", action="store_true", help="plain lines, one an item (the default)")
