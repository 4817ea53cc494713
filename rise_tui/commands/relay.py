"""`rise relay …`: what an administrator does beside the relay: make an office, add people and numbers, serve."""

import argparse

from rise_tui.commands import (
    relay_alerts,
    relay_audit,
    relay_carrier,
    relay_devices,
    relay_holding,
    relay_keeping,
    relay_numbers,
    relay_people,
    relay_records,
    relay_rules,
)
from rise_tui.commands.relay_people import ROLES
from rise_tui.commands.relay_rules import quiet_hours
from rise_tui.commands.relay_writing import written as _written

QUIET_HOURS = "21:00-08:00"


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `relay` and what is below it on the command line."""
    relay = commands.add_parser(
        "relay",
        help="the service that speaks with the phone company",
        epilog="For whoever keeps the relay; its settings are RISE_RELAY_... in the environment. "
        "Example: rise relay serve --port 8080",
    )
    below = relay.add_subparsers(metavar="COMMAND", title="commands", required=True)
    _add_init(below)
    _add_serve(below)
    relay_people.add_parsers(below)
    relay_devices.add_parsers(below)
    relay_numbers.add_parsers(below)
    relay_records.add_parsers(below)
    relay_audit.add_parsers(below)
    relay_keeping.add_parsers(below)
    relay_holding.add_parsers(below)
    relay_alerts.add_parsers(below)
    relay_rules.add_parsers(below)
    relay_carrier.add_parsers(below)
    _add_simulator(below)


def _add_init(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    init = below.add_parser(
        "init",
        help="make an office; prints its first caseworker's token",
        epilog="Example: rise relay init --office RISE --zone America/New_York --number +12155550100 "
        "--caseworker 'Dana Reyes' > token",
    )
    init.add_argument("--office", required=True, metavar="NAME", help="what it is called")
    init.add_argument("--zone", required=True, metavar="TZ", help="an IANA time zone, such as America/New_York")
    init.add_argument("--number", required=True, metavar="+1...", help="the number that texts are sent from")
    init.add_argument("--caseworker", required=True, metavar="NAME", help="the first person who signs in")
    init.add_argument("--role", choices=ROLES, default="caseworker", help="what that person is (caseworker)")
    quiet = init.add_mutually_exclusive_group()
    quiet.add_argument(
        "--quiet-hours",
        metavar="HH:MM-HH:MM",
        default=QUIET_HOURS,
        help=f"when group texts wait, by the client's clock; or none (default {QUIET_HOURS})",
    )
    quiet.add_argument(
        "--no-quiet-hours", action="store_const", dest="quiet_hours", const="none", help="texts may leave at any hour"
    )
    init.set_defaults(run=_init)


def _add_serve(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = below.add_parser(
        "serve",
        help="take texts in and send them, until stopped",
        epilog="Settings come from RISE_RELAY_... in the environment, each also as ..._FILE. "
        "Example: rise relay serve --host 127.0.0.1 --port 8080",
    )
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8080, help="where to listen (8080); 0 takes any free port")
    serve.add_argument("--until-stdin-closes", action="store_true", help="also stop at the end of standard input")
    serve.set_defaults(run=_serve)


def _add_simulator(below: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from rise_tui.simulator.flags import add_flags

    simulator = below.add_parser(
        "simulator",
        help="a phone company that is not one, for trying things out",
        epilog="Example: rise relay simulator --file phones.sqlite --webhook http://127.0.0.1:8080/carriers/twilio/inbound",
    )
    add_flags(simulator)
    simulator.set_defaults(run=_simulate)


def _init(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.clients import Role
    from rise_tui.relay.settings import load_settings
    from rise_tui.relay.store.office import NewOffice, create_office

    settings = load_settings()
    quiet_from, quiet_to = quiet_hours(arguments.quiet_hours)
    new = NewOffice(
        name=arguments.office,
        zone=arguments.zone,
        number=arguments.number,
        caseworker=arguments.caseworker,
        role=Role(arguments.role),
        quiet_from=quiet_from,
        quiet_to=quiet_to,
        segments_per_second=settings.segments_per_second,
        price_micros=settings.price_micros,
    )
    made = _written(lambda tx, at: create_office(tx, new, at=at), is_new=True)
    print(made.token)
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    import gc
    import sys

    gc.disable()  # imports make next to nothing to collect, and a start is shorter; the server enables it again
    sys.modules["httpx._main"] = None  # type: ignore[assignment] # its command line, with rich, click and pygments
    from rise_tui.relay.serving import serve
    from rise_tui.relay.settings import load_settings

    return serve(load_settings(), arguments.host, arguments.port, until_stdin_closes=arguments.until_stdin_closes)


def _simulate(arguments: argparse.Namespace) -> int:
    from rise_tui.simulator.main import serve_flags

    return serve_flags(arguments)
