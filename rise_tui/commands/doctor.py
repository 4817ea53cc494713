"""`rise doctor`: what is well and what is not, each with the way to mend it.

With `--json`: `{"version", "checks": [{"group", "name", "state", "is_ok", "detail", "next_step"?}]}`. `group` is
machine, office, kept or terminal; `state` is ok, look or wrong; `is_ok` is false only where it is wrong, and then the
exit code is 1. Names and keys stay from version to version, details are for people. No name, number, text or token of
anybody is in it.
"""

import argparse
import os
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output, filled

if TYPE_CHECKING:
    from rise_tui.doctor.checks import Check


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `doctor` on the command line."""
    doctor = commands.add_parser(
        "doctor",
        help="find out what is wrong, and how to mend it",
        epilog="It looks and changes nothing, also offline and before signing in. The exit code is 1 if something is "
        "wrong; what it prints can be passed on: no name, number or text is in it. With --json every check has its "
        "group, name, state (ok, look or wrong), is_ok, detail, and next_step where there is something to mend. "
        "Example: rise doctor · rise doctor --json",
    )
    add_output(doctor)
    doctor.set_defaults(run=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import clock_of
    from rise_tui.doctor.checks import State
    from rise_tui.doctor.round import look_round
    from rise_tui.version import __version__

    checks = look_round(os.environ, clock_of(os.environ))
    answer({"version": __version__, "checks": [_value(check) for check in checks]}, _lines(checks), arguments)
    return 1 if any(check.state is State.WRONG for check in checks) else 0


def _value(check: "Check") -> dict[str, Any]:
    from rise_tui.doctor.checks import State

    value = {
        "group": check.group.name.lower(),
        "name": check.name,
        "state": check.state.value,
        "is_ok": check.state is not State.WRONG,
        "detail": check.detail,
    }
    return value | ({"next_step": check.next_step} if check.next_step else {})


def _lines(checks: "list[Check]") -> list[str]:
    """Group by group, the states below each other; filled to the terminal, in a pipe one line a check."""
    from rise_tui.doctor.checks import Group

    widest = max(len(check.name) for check in checks)
    lines: list[str] = []
    for group in Group:
        of_it = [check for check in checks if check.group is group]
        if of_it:
            lines += [group.value, *(line for check in of_it for line in _told(check, widest)), ""]
    return [*lines, _summary(checks)]


def _told(check: "Check", widest: int) -> list[str]:
    head = f"  {check.state.value:<5}  {check.name:<{widest}}  "
    said = filled(check.detail, len(head))
    mended = filled(check.next_step, len(head) + 2) if check.next_step else []
    below = [*said[1:], *(f"  {line}" for line in mended)]
    return [head + said[0], *(" " * len(head) + line for line in below)]


def _summary(checks: "list[Check]") -> str:
    from rise_tui.doctor.checks import State

    wrong = sum(check.state is State.WRONG for check in checks)
    look = sum(check.state is State.LOOK for check in checks)
    if not wrong and not look:
        return "All is well."
    parts = [f"{count} {word}" for count, word in ((wrong, "wrong"), (look, "to look at")) if count]
    return ", ".join(parts) + "; the line below each says how it is mended."
