"""`rise relay audit`: who did what, read by client, person and day, and whether anything in it was changed."""

import argparse
import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output
from rise_tui.commands.relay_days import day_of
from rise_tui.commands.relay_writing import asked, noted, opened, paged
from rise_tui.domain.errors import BadInput, Conflict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rise_tui.domain.audit_chain import Head
    from rise_tui.relay.records.reading import Told
    from rise_tui.relay.store.audit import Wanted
    from rise_tui.relay.store.engine import Tx

WHO_CELLS = 20
"""Columns for who did it."""


def add_parsers(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the command below `relay`."""
    audit = below.add_parser(
        "audit",
        help="who saw, sent, changed and took out what",
        epilog="Example: rise relay audit verify · rise relay audit show --day 2026-11-23",
    )
    acts = audit.add_subparsers(metavar="COMMAND", title="commands", required=True)
    verify = acts.add_parser(
        "verify",
        help="has anything been changed, removed or put in between?",
        epilog="Without a hash it is checked by itself and against what left this machine daily; only a hash that was "
        "kept elsewhere shows that nothing was cut off and made anew. Each caseworker's machine keeps them too: "
        "rise doctor. Example: rise relay audit verify · rise relay audit verify --head 1207:9f2c...",
    )
    verify.add_argument("--head", metavar="N:HASH", help="a number and hash as they left this machine")
    verify.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    verify.set_defaults(run=_verify)
    _add_show(acts)


def _add_show(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    show = acts.add_parser(
        "show",
        help="the entries, oldest first",
        epilog="One line each: its number, when by the office's clock, who, what, and on which machine. No text, note "
        "or number stands in it. Example: rise relay audit show --day 2026-11-23 · "
        "rise relay audit show --client 4711 --since 2026-11-01 · rise relay audit show --person 'Dana Reyes' --json",
    )
    show.add_argument("--client", metavar="CLIENT", help="only about this client: an id, or the office's own file id")
    show.add_argument("--person", metavar="NAME", help="only by this caseworker, or this user of the relay's machine")
    when = show.add_mutually_exclusive_group()
    when.add_argument("--day", metavar="DATE", help="only of this day, as 2026-11-23")
    when.add_argument("--since", metavar="DATE", help="from this day on, as 2026-11-01")
    show.add_argument("--until", metavar="DATE", help="up to the end of this day")
    show.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    add_output(show)
    show.set_defaults(run=_show)


def _verify(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.records.verifying import verify
    from rise_tui.relay.settings import load_settings
    from rise_tui.relay.store.office import find_office

    given = [head_typed(arguments.head)] if arguments.head else []
    where = load_settings().audit_head_to
    found = asked(lambda tx: verify(tx, find_office(tx, arguments.office), where, given))
    if found.fault is not None:
        raise Conflict("The audit log is not as it was written", f"{found.fault.words}.", "Compare it with a backup.")
    if found.head is None:
        print("nothing was recorded yet")
        return 0
    print(f"whole: {found.head.n} entries, newest {found.head.n}:{found.head.hash}")
    if found.before_restore:
        print(f"{found.before_restore} kept hashes name entries that a restore from a backup took away")
    return 0


def head_typed(text: str) -> "Head":
    """`1207:9f2c…` as a head. Raises BadInput."""
    from rise_tui.domain.audit_chain import Head

    number, _, digest = text.strip().partition(":")
    if not (number.isascii() and number.isdigit() and len(digest) == 64):
        raise BadInput(f"{text!r} is no number and hash", "", "Write them as they left this machine, like 1207:9f2c...")
    return Head(int(number), digest.lower())


def _show(arguments: argparse.Namespace) -> int:
    """Who reads it stands in it too, also if they break off."""
    from rise_tui.relay.store.office import find_office, zone_of

    def wanted(tx: "Tx") -> "tuple[str, str, Wanted]":
        office_id = find_office(tx, arguments.office)
        zone_name = zone_of(tx, office_id)
        return office_id, zone_name, _wanted(tx, office_id, zone_name, arguments)

    noted(opened())
    office_id, zone_name, chosen = asked(wanted)
    entries = _entries(office_id, chosen)
    if arguments.json:
        _print_json(entries)
    else:
        for told in entries:
            print(_line(told, zone_name))
    return 0


def _entries(office_id: str, wanted: "Wanted") -> "Iterator[Told]":
    from rise_tui.relay.records.reading import read_entries
    from rise_tui.relay.store.audit import PAGE

    def page(tx: "Tx", after: int) -> "list[Told]":
        return list(islice(read_entries(tx, office_id, wanted, after), PAGE))

    return paged(page, lambda told: told.entry.n)


def _wanted(tx: "Tx", office_id: str, zone_name: str, arguments: argparse.Namespace) -> "Wanted":
    """Which entries were asked for. Raises NotFound, BadInput."""
    from rise_tui.relay.records.reading import person_named
    from rise_tui.relay.store.audit import FOR_EVER, Wanted
    from rise_tui.relay.store.office import find_client

    first, last = arguments.day or arguments.since, arguments.day or arguments.until
    return Wanted(
        client_id=None if arguments.client is None else find_client(tx, office_id, arguments.client),
        who=None if arguments.person is None else person_named(tx, office_id, arguments.person),
        since=0 if first is None else day_of(first, zone_name),
        until=FOR_EVER if last is None else day_of(last, zone_name, days_later=1),
    )


def _line(told: "Told", zone_name: str) -> str:
    from rise_tui.domain.clock import from_ms, zone
    from rise_tui.domain.safe_text import one_line

    at = from_ms(told.entry.at).astimezone(zone(zone_name))
    machine = f"  [{told.machine}]" if told.machine else ""
    who = one_line(told.who, WHO_CELLS)
    return f"{told.entry.n:>6}  {at:%Y-%m-%d %H:%M:%S}  {who:<{WHO_CELLS}}  {told.words}{machine}"


def _print_json(entries: "Iterator[Told]") -> None:
    """One object, an entry a line: however many there are, none waits in memory."""
    print('{"entries": [', end="")
    for place, told in enumerate(entries):
        print(",\n" if place else "\n", json.dumps(_value(told)), sep="", end="")
    print("\n]}")


def _value(told: "Told") -> dict[str, Any]:
    from rise_tui.domain.clock import to_wire

    entry = told.entry
    return {
        "n": entry.n,
        "at": to_wire(entry.at),
        "who": entry.who,
        "name": told.who,
        "act": entry.act,
        "words": told.words,
        "client_id": entry.client_id,
        "client": told.client or None,
        "machine": told.machine or None,
        "facts": dict(entry.facts),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }
