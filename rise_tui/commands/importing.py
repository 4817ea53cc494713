"""`rise import`: people from a list."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output

if TYPE_CHECKING:
    from rise_tui.casework.importing import Outcome


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `import` on the command line."""
    importing = commands.add_parser(
        "import",
        help="people from a spreadsheet, .xlsx or CSV",
        epilog="Its columns: name, phone, group, language, id, consent. "
        "Good rows go in; every other row is told with its line and reason, and the exit code is then 1. "
        "Of a workbook it takes the first sheet with a list. Example: rise import class-3.xlsx --dry-run",
    )
    importing.add_argument(
        "file", type=Path, metavar="FILE", help="an Excel workbook, or CSV as a spreadsheet saves it"
    )
    importing.add_argument("--dry-run", action="store_true", help="say what would happen; change nothing")
    add_output(importing)
    importing.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> int:
    from rise_tui.casework.importing import import_file
    from rise_tui.casework.texting import waits_here
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import carry, catch_up, signed_in

    with signed_in() as here:
        catch_up(here)
        outcome = import_file(here.desk, arguments.file, is_dry_run=arguments.dry_run)
        if outcome.is_dry_run or not outcome.added + outcome.changed:
            answer(_value(outcome), _words(outcome), arguments)
        else:
            with carry(here, lambda: not waits_here(here.desk)):
                answer(_value(outcome), _words(outcome), arguments)
    return 1 if outcome.bad or outcome.questions else 0


def _value(outcome: "Outcome") -> dict[str, Any]:
    return {
        "rows": outcome.rows,
        "added": outcome.added,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "questions": [{"line": told.line, "reason": told.reason} for told in outcome.questions],
        "bad": [{"line": told.line, "reason": told.reason} for told in outcome.bad],
        "is_dry_run": outcome.is_dry_run,
        **({"sheet": outcome.tab} if outcome.tab else {}),
    }


def _words(outcome: "Outcome") -> list[str]:
    from rise_tui.domain.safe_text import one_line
    from rise_tui.domain.say import say_many

    would = "would be " if outcome.is_dry_run else ""
    lines = [
        f"{say_many('{count} row', '{count} rows', outcome.rows)}: "
        f"{outcome.added} {would}added, {outcome.changed} {would}changed, "
        f"{outcome.unchanged} as they were, {len(outcome.bad) + len(outcome.questions)} left out"
    ]
    if outcome.tab:
        lines.append(f"sheet: {outcome.tab}")
    if outcome.ignored_columns:
        lines.append(f"columns left alone: {', '.join(one_line(name, 30) for name in outcome.ignored_columns)}")
    lines += [f"line {told.line}: {one_line(told.reason, 200)}" for told in outcome.bad]
    lines += [f"line {told.line}, a question: {one_line(told.reason, 200)}" for told in outcome.questions]
    return lines
