"""`rise relay number …`: what an office's texts are sent from: added, listed."""

import argparse
from typing import TYPE_CHECKING

from rise_tui.commands.output import answer
from rise_tui.commands.relay_family import Below, add_command, add_family
from rise_tui.commands.relay_writing import asked, written

if TYPE_CHECKING:
    from rise_tui.relay.store.engine import Row, Tx


def add_parsers(below: Below) -> None:
    """Put `number` and what is below it below `relay`."""
    numbers = add_family(
        below, "number", help="what texts are sent from", epilog="Example: rise relay number add +12155550101"
    )
    added = add_command(
        numbers, "add", _add, help="add a number to send from", epilog="Example: rise relay number add +12155550101"
    )
    added.add_argument("number", metavar="+1...", help="with the country's code")
    add_command(
        numbers,
        "list",
        _list,
        help="the numbers that the office texts from, the usual one first",
        epilog="Who writes to one of them is answered from it. Example: rise relay number list",
        has_output=True,
    )


def _add(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store.office import add_number, find_office

    print(written(lambda tx, at: add_number(tx, find_office(tx, arguments.office), arguments.number, at=at)))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store.office import find_office, numbers_of

    def ask(tx: "Tx") -> "list[Row]":
        return numbers_of(tx, find_office(tx, arguments.office))

    found = [str(row["e164"]) for row in asked(ask)]
    answer({"numbers": found}, found, arguments)
    return 0
