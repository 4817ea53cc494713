"""`rise relay hold|release`: stop all that is sent, at once, and let it go on."""

import argparse
from typing import TYPE_CHECKING

from rise_tui.commands.relay_writing import written

if TYPE_CHECKING:
    from rise_tui.relay.store.engine import Tx


def add_parsers(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the commands below `relay`."""
    hold = below.add_parser(
        "hold",
        help="stop all texts at once; what clients write still comes in",
        epilog="What waits, waits; what is taken by the phone company already cannot be called back. Every app says "
        "it, with the reason. Let it go on with: rise relay release. "
        "Example: rise relay hold --all --because 'A wrong group text went out.'",
    )
    hold.add_argument("--all", action="store_true", required=True, help="every text of the office, also one to one")
    hold.add_argument("--because", metavar="TEXT", default="", help="why; everybody in the office reads it")
    hold.add_argument("--office", metavar="NAME", help="only this one, if the relay has more (all of them)")
    hold.set_defaults(run=_hold)
    release = below.add_parser(
        "release",
        help="let texts go again after rise relay hold",
        epilog="What waited leaves now, by the same rules as ever. Example: rise relay release",
    )
    release.add_argument("--office", metavar="NAME", help="only this one, if the relay has more (all of them)")
    release.set_defaults(run=_release)


def _hold(arguments: argparse.Namespace) -> int:
    waiting = written(lambda tx, at: _set(tx, at, arguments.office, is_held=True, because=arguments.because.strip()))
    print(f"No text leaves any more; {waiting} {'waits' if waiting == 1 else 'wait'}.")
    return 0


def _release(arguments: argparse.Namespace) -> int:
    waiting = written(lambda tx, at: _set(tx, at, arguments.office, is_held=False, because=""))
    print(f"Texts leave again; {waiting} {'waits' if waiting == 1 else 'wait'} in line.")
    return 0


def _set(tx: "Tx", at: int, office: str | None, *, is_held: bool, because: str) -> int:
    """Hold or release; returns how many texts stand in line there."""
    from dataclasses import replace

    from rise_tui.relay.store import queue
    from rise_tui.relay.store.office import find_office, office_ids
    from rise_tui.relay.store.rules import read_rules, set_rules

    found = [find_office(tx, office)] if office else office_ids(tx)
    waiting = 0
    for office_id in found:
        rules = replace(read_rules(tx, office_id), is_held=is_held, held_because=because)
        set_rules(tx, office_id, rules, at=at)
        waiting += queue.length(tx, office_id)
    return waiting
