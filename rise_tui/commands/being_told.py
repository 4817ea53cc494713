"""`rise alerts`: how one is told, by e-mail or webhook, that clients wait while rise is closed."""

import argparse
from dataclasses import asdict, replace

from rise_tui.commands.output import add_output, answer


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `alerts` on the command line."""
    alerts = commands.add_parser(
        "alerts",
        help="how you are told that clients wait while rise is closed",
        epilog="Without anything it says how it is. You are told how many wait and for how long, never who; what is "
        "urgent at once. What is not given stays; an empty one ('') goes. "
        "Example: rise alerts --email dana@example.org --at '8:30 13:00' --quiet 21:00-8:00",
    )
    alerts.add_argument("--email", metavar="ADDRESS", help="by e-mail")
    alerts.add_argument("--webhook", metavar="URL", help="by a POST to an https address")
    alerts.add_argument("--at", metavar="TIMES", help="at these times of the office's day (as clients wait)")
    alerts.add_argument("--quiet", metavar="HH:MM-HH:MM", help="not in these hours, but for what is urgent")
    alerts.add_argument("--least", metavar="MINUTES", help="so many minutes between two, at least (60)")
    alerts.add_argument("--off", action="store_true", help="you are told nothing")
    add_output(alerts)
    alerts.set_defaults(run=_alerts)


def _alerts(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import being_told
    from rise_tui.commands.acted import acted
    from rise_tui.commands.signed_in import catch_up, signed_in
    from rise_tui.domain.errors import BadInput

    names = ("email", "webhook", "at", "quiet", "least")
    given = {name: value for name in names if (value := getattr(arguments, name)) is not None}
    if arguments.off and given:
        raise BadInput("Told, or not told?", "", "Give --off alone.")
    with signed_in() as here:
        desk = here.desk
        if arguments.off:
            return acted(here, arguments, "alerts", lambda: being_told.switch_off(desk))
        catch_up(here)
        known = being_told.wishes(desk)
        if given:
            return acted(here, arguments, "alerts", lambda: being_told.set_alerts(desk, replace(known, **given)))
        answer({"alerts": asdict(known)}, [f"{being_told.told_words(known)}."], arguments)
        return 0
