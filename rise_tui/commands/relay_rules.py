"""`rise relay rules`: what an office decides about texting, shown, and set one by one."""

import argparse
import re
from typing import TYPE_CHECKING

from rise_tui.commands.output import filled
from rise_tui.commands.relay_writing import asked, written
from rise_tui.domain.errors import BadInput

if TYPE_CHECKING:
    from rise_tui.relay.store.engine import Tx

QUIET_HOURS = "quiet_hours"
_MOMENTS = frozenset({"on_call_from", "on_call_until"})
_SPAN = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])-([01]?[0-9]|2[0-3]):([0-5][0-9])")
ABOUT_QUIET_HOURS = "From when to when nothing leaves but answers, by the client's clock."


def add_parsers(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put the commands below `relay`."""
    rules = below.add_parser(
        "rules",
        help="what the office decides about texting: hours, holidays, limits, words",
        epilog="Without a command all rules are shown with what they mean. Example: rise relay rules",
    )
    rules.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    rules.add_argument("--json", action="store_true", help="as one JSON object")
    rules.set_defaults(run=_show)
    commands = rules.add_subparsers(metavar="COMMAND", title="commands")
    setting = commands.add_parser(
        "set",
        help="change one rule; it holds at once, also for what waits",
        epilog="VALUE is a number, yes or no, a list with commas, words, or none. "
        "Example: rise relay rules set holidays 2026-11-26,2026-12-25",
    )
    setting.add_argument("name", metavar="NAME", help="as rise relay rules shows it")
    setting.add_argument("value", metavar="VALUE", help="what it shall be; none empties it")
    setting.add_argument("--office", metavar="NAME", help="if the relay has more than one")
    setting.set_defaults(run=_set)


def quiet_hours(text: str) -> tuple[int, int] | tuple[None, None]:
    """`21:00-08:00` as minutes of the day; `none` as none. Raises BadInput."""
    if text.strip().lower() == "none":
        return None, None
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise BadInput(f"{text!r} are no quiet hours", "", "Write them like 21:00-08:00, or none.")
    from_h, from_m, to_h, to_m = (int(part) for part in match.groups())
    span = from_h * 60 + from_m, to_h * 60 + to_m
    if span[0] == span[1]:
        raise BadInput(
            "Quiet hours that begin when they end", "That would be all day, or never.", "Write none for none."
        )
    return span


def _show(arguments: argparse.Namespace) -> int:
    shown = asked(lambda tx: _values(tx, arguments.office))
    if arguments.json:
        import json

        print(json.dumps(shown, ensure_ascii=False))
        return 0
    from rise_tui.domain.rule_words import ABOUT, rule_in_words

    people, zone_name = asked(lambda tx: _people(tx, arguments.office))
    _print(QUIET_HOURS, str(shown.pop(QUIET_HOURS)), ABOUT_QUIET_HOURS)
    for name, about in ABOUT.items():
        words = rule_in_words(name, shown[name])
        if name == "on_call":
            words = people.get(str(shown[name]), words)
        elif name in _MOMENTS and shown[name]:
            words = _moment(str(shown[name]), zone_name)
        _print(name, words, about)
    return 0


def _print(name: str, words: str, about: str) -> None:
    print(f"{name}  {words}", *(f"    {line}" for line in filled(about, 4)), sep="\n")


def _people(tx: "Tx", office: str | None) -> tuple[dict[str, str], str]:
    """What everybody is called by their ids, and the office's zone."""
    from rise_tui.domain.safe_text import one_line
    from rise_tui.relay.store.office import find_office, names_of_people, zone_of

    office_id = find_office(tx, office)
    names = {id: one_line(name, 40) for id, name in names_of_people(tx, office_id).items()}
    return names, zone_of(tx, office_id)


def _moment(on_wire: str, zone_name: str) -> str:
    """A moment by the office's clock: `2026-11-27 17:00`."""
    from rise_tui.domain.clock import from_ms, from_wire, zone

    return f"{from_ms(from_wire(on_wire)).astimezone(zone(zone_name)):%Y-%m-%d %H:%M}"


def _set(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.rule_words import read_rule, rule_in_words
    from rise_tui.relay.store.office import find_office
    from rise_tui.relay.store.rules import read_rules, set_quiet_hours, set_rules

    def act(tx: "Tx", at: int) -> str:
        office_id = find_office(tx, arguments.office)
        if arguments.name == QUIET_HOURS:
            set_quiet_hours(tx, office_id, *quiet_hours(arguments.value), at=at)
            return str(_values(tx, arguments.office)[QUIET_HOURS])
        rules = read_rule(read_rules(tx, office_id), arguments.name, arguments.value)
        set_rules(tx, office_id, rules, at=at)
        return rule_in_words(arguments.name, getattr(rules, arguments.name))

    print(f"{arguments.name}  {written(act)}")
    return 0


def _values(tx: "Tx", office: str | None) -> dict[str, object]:
    """All rules of the office by their names, the quiet hours first."""
    from rise_tui.relay.store.office import find_office
    from rise_tui.relay.store.rules import read_quiet_hours, read_rules

    office_id = find_office(tx, office)
    quiet = read_quiet_hours(tx, office_id)
    words = "none" if quiet is None else "-".join(f"{each // 60:02d}:{each % 60:02d}" for each in quiet)
    return {QUIET_HOURS: words, **read_rules(tx, office_id).values()}
