"""`rise relay alerts|on-call`: what somebody was told while nobody listened, and who is told of what is urgent."""

import argparse
from typing import TYPE_CHECKING

from rise_tui.commands.output import add_output, answer, how_many, notice
from rise_tui.commands.relay_writing import asked, written

if TYPE_CHECKING:
    from rise_tui.relay.store.engine import Row, Tx

SHOWN = 30


def add_parsers(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the commands below `relay`."""
    told = below.add_parser(
        "alerts",
        help="what people were told by e-mail and webhook",
        epilog="The newest first: when, who, how, what, and what became of it. Nothing of any client is in it. How one "
        "is told, each sets in the app, or with: rise alerts. Example: rise relay alerts --limit 10",
    )
    told.add_argument("--limit", metavar="N", type=how_many, default=SHOWN, help=f"how many ({SHOWN})")
    add_output(told)
    told.set_defaults(run=_alerts)
    on_call = below.add_parser(
        "on-call",
        help="who is told of what is urgent while nobody has rise open",
        epilog="They must have said how they want to be told (rise alerts). What nobody has answered for "
        "urgent_minutes is told to the supervisors too. From when until when, a supervisor says in the app, with E. "
        "Without anything it says who is. Example: rise relay on-call 'Dana Reyes' · rise relay on-call --nobody",
    )
    who = on_call.add_mutually_exclusive_group()
    who.add_argument("name", metavar="NAME", nargs="?", help="a caseworker of the office")
    who.add_argument("--nobody", action="store_true", help="nobody is")
    on_call.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    on_call.set_defaults(run=_on_call)


def _alerts(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store.alerts import latest

    found = asked(lambda tx: latest(tx, arguments.limit))
    lines = [_line(row) for row in found] or ["Nobody was told anything yet."]
    answer({"alerts": [_value(row) for row in found]}, lines, arguments)
    return 0


def _value(row: "Row") -> dict[str, object]:
    from rise_tui.domain.clock import to_wire

    told = {"at": to_wire(row["at"]), "name": row["name"], "attempts": row["attempts"], "trouble": row["trouble"]}
    return {**told, **{name: row[name] for name in ("way", "kind", "state")}}


def _line(row: "Row") -> str:
    from rise_tui.domain.clock import from_ms, zone
    from rise_tui.domain.safe_text import one_line

    at = from_ms(row["at"]).astimezone(zone(row["zone"]))
    trouble = f" ({row['trouble']})" if row["trouble"] else ""
    name = one_line(row["name"] or "", 24)
    return f"{at:%Y-%m-%d %H:%M}  {row['state']:<7}  {row['way']:<7}  {row['kind']:<17}  {name}{trouble}"


def _on_call(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.safe_text import one_line

    if arguments.name is None and not arguments.nobody:
        print(asked(lambda tx: _who(tx, arguments.office)))
        return 0
    name, is_told = written(lambda tx, at: _set(tx, arguments.office, None if arguments.nobody else arguments.name, at))
    print("Nobody is on call." if name is None else f"{one_line(name, 40)} is on call.")
    if not is_told:
        notice("nobody would reach them: they have not said yet how they want to be told (rise alerts)")
    return 0


def _who(tx: "Tx", office: str | None) -> str:
    """Who is on call now, in a sentence: from when until when, by the office's clock, where that was said."""
    from rise_tui.domain.clock import SystemClock, from_ms, from_wire, now_ms, zone
    from rise_tui.domain.safe_text import one_line
    from rise_tui.relay.store.office import find_office, zone_of
    from rise_tui.relay.store.rules import read_rules
    from rise_tui.relay.store.staff import everybody

    office_id = find_office(tx, office)
    rules, clock, now = read_rules(tx, office_id), zone(zone_of(tx, office_id)), now_ms(SystemClock())
    name = next((str(one["name"]) for one in everybody(tx, office_id) if one["id"] == rules.on_call), None)
    is_over = bool(rules.on_call_until) and from_wire(rules.on_call_until) <= now
    if name is None or is_over:
        return "Nobody is on call."
    since, until = (
        f" {word} {from_ms(from_wire(at)).astimezone(clock):%Y-%m-%d %H:%M}" if at else ""
        for word, at in (("from", rules.on_call_from), ("until", rules.on_call_until))
    )
    if not rules.on_call_at(now):
        return f"Nobody is on call now; {one_line(name, 40)} is{since}{until}."
    return f"{one_line(name, 40)} is on call{until}."


def _set(tx: "Tx", office: str | None, name: str | None, at: int) -> tuple[str | None, bool]:
    """Put somebody on call until told otherwise; their name, and whether they can be told. Raises NotFound."""
    from dataclasses import replace

    from rise_tui.relay.store.alerts import tellers
    from rise_tui.relay.store.office import find_office
    from rise_tui.relay.store.rules import read_rules, set_rules
    from rise_tui.relay.store.staff import find

    office_id = find_office(tx, office)
    person = None if name is None else find(tx, office_id, name)
    who = "" if person is None else str(person["id"])
    rules = replace(read_rules(tx, office_id), on_call=who, on_call_from="", on_call_until="")
    set_rules(tx, office_id, rules, at=at)
    if person is None:
        return None, True
    return str(person["name"]), any(one.caseworker_id == person["id"] for one in tellers(tx))
