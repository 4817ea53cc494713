"""A family of `rise relay …` commands: each with its help and an example, the person and the office it is about."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from rise_tui.commands.output import add_output
from rise_tui.commands.relay_writing import written

if TYPE_CHECKING:
    from rise_tui.relay.store.engine import Tx
    from rise_tui.relay.store.people import Deed

T = TypeVar("T")
Below: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_family(below: Below, name: str, *, help: str, epilog: str) -> Below:
    """Put a noun below `relay`; what is done with it goes below what is returned."""
    noun = below.add_parser(name, help=help, epilog=epilog)
    return noun.add_subparsers(metavar="COMMAND", title="commands", required=True)


def add_command(
    family: Below,
    name: str,
    run: Callable[[argparse.Namespace], int],
    *,
    help: str,
    epilog: str,
    person: str = "",
    has_output: bool = False,
) -> argparse.ArgumentParser:
    """Put a verb below its noun.

    `person`: who is to be named, if somebody is; `has_output`: it answers in lines or as JSON.
    """
    command = family.add_parser(name, help=help, epilog=epilog)
    if person:
        command.add_argument("name", metavar="NAME", help=person)
    command.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    if has_output:
        add_output(command)
    command.set_defaults(run=run)
    return command


def done(arguments: argparse.Namespace, act: "Callable[[Tx, Deed], T]") -> T:
    """Run `act(tx, deed)` in one transaction, in the office that is named, as a deed of the relay's own."""
    from rise_tui.relay.store.office import RELAY, find_office
    from rise_tui.relay.store.people import Deed

    return written(lambda tx, at: act(tx, Deed(find_office(tx, arguments.office), RELAY, at)))


def counted(count: int, what: str) -> str:
    """`1 machine`, `2 machines`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def columns(rows: list[list[str]], most: tuple[int, ...]) -> list[str]:
    """Rows as lines that stand under each other; `most`: the cells that each column but the last may take."""
    from wcwidth import wcswidth

    from rise_tui.domain.safe_text import one_line

    cut = [[*(one_line(*pair) for pair in zip(row, most, strict=False)), *row[len(most) :]] for row in rows]
    widths = [max(wcswidth(row[place]) for row in cut) for place in range(len(most))] if cut else []
    return ["  ".join([*map(_padded, row, widths), *row[len(widths) :]]) for row in cut]


def _padded(cell: str, cells: int) -> str:
    from wcwidth import wcswidth

    return cell + " " * max(0, cells - wcswidth(cell))
