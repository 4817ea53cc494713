"""`rise on-call`: who is told at once of what is urgent, from when until when; a supervisor decides it."""

import argparse
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output, answer

if TYPE_CHECKING:
    from rise_tui.casework.being_on_call import OnCall


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `on-call` on the command line."""
    on_call = commands.add_parser(
        "on-call",
        help="who is told at once of what is urgent while nobody has rise open",
        epilog="Without anything it says who is. A supervisor decides it; they must have said how they want to be told "
        "(rise alerts). Example: rise on-call · rise on-call 'Luis Marin' --from 'fri 17:00' --until 'mon 8:00'",
    )
    on_call.add_argument("name", metavar="NAME", nargs="?", help="a colleague, or how the name begins")
    on_call.add_argument("--from", dest="from_at", metavar="WHEN", help="from when (now)")
    on_call.add_argument("--until", metavar="WHEN", help="until when (until told otherwise)")
    on_call.add_argument("--minutes", metavar="N", help="until the supervisors are told too (as it is)")
    on_call.add_argument("--nobody", action="store_true", help="nobody is")
    add_output(on_call)
    on_call.set_defaults(run=_on_call)


def _on_call(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import being_on_call
    from rise_tui.commands.acted import acted
    from rise_tui.commands.signed_in import catch_up, signed_in
    from rise_tui.domain.clock import to_ms
    from rise_tui.domain.errors import BadInput
    from rise_tui.domain.hours import when

    is_setting = bool(arguments.name or arguments.nobody or arguments.minutes)
    if (arguments.name and arguments.nobody) or (not arguments.name and (arguments.from_at or arguments.until)):
        raise BadInput("Who is on call?", "", "Give a name, or --nobody alone.")
    with signed_in() as here:
        desk = here.desk
        catch_up(here)
        known = being_on_call.on_call(desk)
        if not is_setting:
            answer({"on_call": _value(known)}, [f"{known.words(desk)}. {known.after}."], arguments)
            return 0
        now = desk.clock.now()
        from_at, until_at = (
            None if typed is None else to_ms(when(typed, now, desk.zone))
            for typed in (arguments.from_at, arguments.until)
        )
        minutes = arguments.minutes or str(known.minutes)
        if arguments.name or arguments.nobody:
            new = being_on_call.planned(desk, arguments.name or "", from_at, until_at, minutes)
        else:
            new = being_on_call.with_minutes(known, minutes)
        return acted(here, arguments, "on_call", lambda: being_on_call.decide(desk, new))


def _value(known: "OnCall") -> dict[str, Any]:
    from rise_tui.domain.clock import to_wire

    return {
        "caseworker_id": known.caseworker_id or None,
        "name": known.name or None,
        "from": None if known.from_at is None else to_wire(known.from_at),
        "until": None if known.until_at is None else to_wire(known.until_at),
        "minutes": known.minutes,
    }
