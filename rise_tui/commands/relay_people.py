"""`rise relay caseworker …`: who works at the office: added, listed, renamed, given a role, let go, taken back."""

import argparse
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output, answer
from rise_tui.commands.relay_writing import asked, written

if TYPE_CHECKING:
    from rise_tui.relay.store.engine import Row, Tx
    from rise_tui.relay.store.people import Deed
    from rise_tui.relay.store.staff import Left

ROLES = ("caseworker", "supervisor", "administrator")
NAME_CELLS = 40


def add_parsers(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `caseworker` and what is below it below `relay`."""
    caseworker = below.add_parser(
        "caseworker", help="who signs in", epilog="Example: rise relay caseworker add 'Luis Ortega' > token"
    )
    people = caseworker.add_subparsers(metavar="COMMAND", title="commands", required=True)
    _add_adding(people)
    listed = people.add_parser(
        "list", help="who works here, with their clients and machines", epilog="Example: rise relay caseworker list"
    )
    add_office(listed)
    add_output(listed)
    listed.set_defaults(run=_list)
    renamed = people.add_parser(
        "rename",
        help="call somebody otherwise",
        epilog="Example: rise relay caseworker rename 'Luis Ortega' --as 'Luis Ortega-Ruiz'",
    )
    renamed.add_argument("name", metavar="NAME", help="who it is, or their id")
    renamed.add_argument("--as", dest="new_name", required=True, metavar="NAME", help="as colleagues will read it")
    add_office(renamed)
    renamed.set_defaults(run=_rename)
    _add_role(people)
    _add_leaving(people)


def add_office(parser: argparse.ArgumentParser) -> None:
    """Let the command name the office."""
    parser.add_argument("--office", metavar="NAME", help="if the relay has more than one")


def _add_adding(people: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    person = people.add_parser(
        "add",
        help="add somebody; prints their token",
        epilog="Example: rise relay caseworker add 'Luis Ortega' --role supervisor > token",
    )
    person.add_argument("name", metavar="NAME", help="as colleagues will read it")
    person.add_argument("--role", choices=ROLES, default="caseworker", help="what that person is (caseworker)")
    add_office(person)
    person.set_defaults(run=_add)


def _add_role(people: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    role = people.add_parser(
        "role",
        help="make somebody a caseworker, a supervisor or an administrator",
        epilog="A supervisor sees every client; an administrator reads no texts and can have no clients. "
        "Example: rise relay caseworker role 'Luis Ortega' supervisor",
    )
    role.add_argument("name", metavar="NAME", help="who it is, or their id")
    role.add_argument("role", metavar="ROLE", choices=ROLES, help="caseworker, supervisor or administrator")
    add_office(role)
    role.set_defaults(run=_role)


def _add_leaving(people: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    leaving = people.add_parser(
        "leave",
        help="somebody leaves: a colleague gets their clients, their sign-ins end",
        epilog="Texts of theirs that wait for their time stay in line, under the colleague; --drop-scheduled drops "
        "them. What was half written on their machines is lost with --wipe. "
        "Example: rise relay caseworker leave 'Luis Ortega' --to 'Dana Reyes'",
    )
    leaving.add_argument("name", metavar="NAME", help="who leaves, or their id")
    leaving.add_argument("--to", required=True, metavar="NAME", help="who gets their clients")
    leaving.add_argument("--drop-scheduled", action="store_true", help="drop texts of theirs that have not left yet")
    leaving.add_argument("--wipe", action="store_true", help="let their machines delete everything, too")
    add_office(leaving)
    add_output(leaving)
    leaving.set_defaults(run=_leave)
    back = people.add_parser(
        "reactivate",
        help="somebody who had left works here again; prints a token",
        epilog="Their former clients stay where they are. Example: rise relay caseworker reactivate 'Luis Ortega'",
    )
    back.add_argument("name", metavar="NAME", help="who it is, or their id")
    add_office(back)
    back.set_defaults(run=_reactivate)


def _add(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.clients import Role
    from rise_tui.relay.store.office import add_caseworker, find_office

    def act(tx: "Tx", at: int) -> str:
        office_id = find_office(tx, arguments.office)
        return add_caseworker(tx, office_id, arguments.name, at=at, role=Role(arguments.role))[1]

    print(written(act))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.safe_text import one_line
    from rise_tui.relay.store import staff
    from rise_tui.relay.store.office import find_office

    people = asked(lambda tx: staff.everybody(tx, find_office(tx, arguments.office)))
    lines = [
        f"{_padded(one_line(row['name'], NAME_CELLS))}  {row['role']:13}  "
        + (
            f"{_counted(row['clients'], 'client')}, {_counted(row['devices'], 'device')}"
            if row["is_active"]
            else "left"
        )
        for row in people
    ]
    names = ("id", "name", "role", "clients", "devices")
    told = [{**{name: row[name] for name in names}, "is_active": bool(row["is_active"])} for row in people]
    answer({"caseworkers": told}, lines, arguments)
    return 0


def _rename(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store import staff

    def act(tx: "Tx", deed: "Deed") -> str:
        person = staff.find(tx, deed.office_id, arguments.name)
        staff.rename(tx, deed, person, arguments.new_name)
        return f"{person['name']} is {arguments.new_name.strip()} now."

    print(done(arguments, act))
    return 0


def _role(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.clients import Role
    from rise_tui.relay.store import staff

    def act(tx: "Tx", deed: "Deed") -> str:
        person = staff.find(tx, deed.office_id, arguments.name)
        staff.set_role(tx, deed, person, Role(arguments.role))
        return f"{person['name']} is {'an' if arguments.role[0] == 'a' else 'a'} {arguments.role} now."

    print(done(arguments, act))
    return 0


def _leave(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store import staff

    def act(tx: "Tx", deed: "Deed") -> "tuple[Left, Row, Row]":
        person, to = (staff.find(tx, deed.office_id, name) for name in (arguments.name, arguments.to))
        left = staff.leave(tx, deed, person, to, drops_scheduled=arguments.drop_scheduled, is_wiped=arguments.wipe)
        return left, person, to

    left, person, to = done(arguments, act)
    lines = [
        f"{person['name']} works here no longer.",
        f"{_counted(left.clients, 'client')} went to {to['name']}.",
        f"{_counted(left.dropped, 'waiting text')} dropped, {left.kept} kept in line.",
        f"{_counted(left.covers, 'cover')} ended, {_counted(left.devices, 'device')} signed out.",
    ]
    if left.was_on_call:
        lines.append(f"{to['name']} is on call now.")
    counts = {name: getattr(left, name) for name in ("clients", "kept", "dropped", "covers", "devices")}
    answer(counts, lines, arguments)
    return 0


def _reactivate(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store import staff
    from rise_tui.relay.store.office import add_token

    def act(tx: "Tx", deed: "Deed") -> str:
        person = staff.find(tx, deed.office_id, arguments.name, is_active=False)
        staff.reactivate(tx, deed, person)
        return add_token(tx, deed.office_id, person["id"], at=deed.at)

    print(done(arguments, act))
    return 0


def done(arguments: argparse.Namespace, act: Any) -> Any:
    """Run `act(tx, deed)` in one transaction, in the office that is named, as a deed of the relay's own."""
    from rise_tui.relay.store.office import RELAY, find_office
    from rise_tui.relay.store.people import Deed

    return written(lambda tx, at: act(tx, Deed(find_office(tx, arguments.office), RELAY, at)))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _padded(name: str) -> str:
    from wcwidth import wcswidth

    return name + " " * max(0, 24 - wcswidth(name))
