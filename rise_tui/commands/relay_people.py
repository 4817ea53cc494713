"""`rise relay caseworker …`: who works at the office: added, listed, renamed, given a role, let go, taken back."""

import argparse
from typing import TYPE_CHECKING

from rise_tui.commands.output import answer
from rise_tui.commands.relay_family import Below, add_command, add_family, columns, counted, done
from rise_tui.commands.relay_writing import asked, written

if TYPE_CHECKING:
    from rise_tui.relay.store.engine import Row, Tx
    from rise_tui.relay.store.people import Deed
    from rise_tui.relay.store.staff import Left

ROLES = ("caseworker", "supervisor", "administrator")
NAME_CELLS = 40
WHO = "who it is, or their id"


def add_parsers(below: Below) -> None:
    """Put `caseworker` and what is below it below `relay`."""
    people = add_family(
        below, "caseworker", help="who signs in", epilog="Example: rise relay caseworker add 'Luis Ortega' > token"
    )
    added = add_command(
        people,
        "add",
        _add,
        help="add somebody; prints their token",
        epilog="Example: rise relay caseworker add 'Luis Ortega' --role supervisor > token",
        person="as colleagues will read it",
    )
    added.add_argument("--role", choices=ROLES, default="caseworker", help="what that person is (caseworker)")
    add_command(
        people,
        "list",
        _list,
        help="who works here, with their clients and machines",
        epilog="Example: rise relay caseworker list",
        has_output=True,
    )
    renamed = add_command(
        people,
        "rename",
        _rename,
        help="call somebody otherwise",
        epilog="Example: rise relay caseworker rename 'Luis Ortega' --as 'Luis Ortega-Ruiz'",
        person=WHO,
    )
    renamed.add_argument("--as", dest="new_name", required=True, metavar="NAME", help="as colleagues will read it")
    role = add_command(
        people,
        "role",
        _role,
        help="make somebody a caseworker, a supervisor or an administrator",
        epilog="A supervisor sees every client; an administrator reads no texts and can have no clients. "
        "Example: rise relay caseworker role 'Luis Ortega' supervisor",
        person=WHO,
    )
    role.add_argument("role", metavar="ROLE", choices=ROLES, help="caseworker, supervisor or administrator")
    _add_leaving(people)


def _add_leaving(people: Below) -> None:
    leaving = add_command(
        people,
        "leave",
        _leave,
        help="somebody leaves: a colleague gets their clients, their sign-ins end",
        epilog="Texts of theirs that wait for their time stay in line, under the colleague; --drop-scheduled drops "
        "them. What was half written on their machines is lost with --wipe. "
        "Example: rise relay caseworker leave 'Luis Ortega' --to 'Dana Reyes'",
        person="who leaves, or their id",
        has_output=True,
    )
    leaving.add_argument("--to", required=True, metavar="NAME", help="who gets their clients")
    leaving.add_argument("--drop-scheduled", action="store_true", help="drop texts of theirs that have not left yet")
    leaving.add_argument("--wipe", action="store_true", help="let their machines delete everything, too")
    add_command(
        people,
        "reactivate",
        _reactivate,
        help="somebody who had left works here again; prints a token",
        epilog="Their former clients stay where they are. Example: rise relay caseworker reactivate 'Luis Ortega'",
        person=WHO,
    )


def _add(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.clients import Role
    from rise_tui.relay.store import staff
    from rise_tui.relay.store.office import add_caseworker, find_office

    def act(tx: "Tx", at: int) -> str:
        office_id = find_office(tx, arguments.office)
        staff.must_be_new(tx, office_id, arguments.name)
        return add_caseworker(tx, office_id, arguments.name, at=at, role=Role(arguments.role))[1]

    print(written(act))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store import staff
    from rise_tui.relay.store.office import find_office

    people = asked(lambda tx: staff.everybody(tx, find_office(tx, arguments.office)))
    rows = [
        [row["name"], row["role"], f"{counted(row['clients'], 'client')}, {counted(row['devices'], 'machine')}"]
        if row["is_active"]
        else [row["name"], row["role"], "left"]
        for row in people
    ]
    lines = columns(rows, (NAME_CELLS, 13))
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
    lines = [f"{person['name']} works here no longer.", *_told(left, to["name"], is_wiped=arguments.wipe)]
    counts = {name: getattr(left, name) for name in ("clients", "kept", "dropped", "covers", "devices")}
    answer(counts, lines, arguments)
    return 0


def _told(left: "Left", to: str, *, is_wiped: bool) -> list[str]:
    """What became of all that was theirs, a line each; nothing of what there was nothing of."""
    machines = counted(left.devices, "machine")
    lines = [
        (left.clients, f"{counted(left.clients, 'client')} went to {to}."),
        (left.kept, f"{counted(left.kept, 'text')} of theirs {'waits' if left.kept == 1 else 'wait'} on in line."),
        (left.dropped, f"{counted(left.dropped, 'text')} of theirs dropped."),
        (left.covers, f"{counted(left.covers, 'cover')} ended."),
        (
            left.devices,
            f"{machines} {'is' if left.devices == 1 else 'are'} to delete everything."
            if is_wiped
            else f"{machines} signed out.",
        ),
        (left.was_on_call, f"{to} is on call now."),
    ]
    return [words for is_so, words in lines if is_so]


def _reactivate(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store import staff
    from rise_tui.relay.store.office import add_token

    def act(tx: "Tx", deed: "Deed") -> str:
        person = staff.find(tx, deed.office_id, arguments.name, is_active=False)
        staff.reactivate(tx, deed, person)
        return add_token(tx, deed.office_id, person["id"], at=deed.at)

    print(done(arguments, act))
    return 0
