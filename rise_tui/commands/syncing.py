"""`rise sync`: hear what is new and let out what waits, now."""

import argparse

from rise_tui.commands.output import add_output


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `sync` on the command line."""
    sync = commands.add_parser(
        "sync", help="catch up with the office and let out what waits", epilog="Example: rise sync · rise sync --drain"
    )
    sync.add_argument("--drain", action="store_true", help="go on until nothing waits, for 15 minutes at most")
    add_output(sync)
    sync.set_defaults(run=_sync)


def _sync(arguments: argparse.Namespace) -> int:
    from rise_tui import log_file
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import signed_in
    from rise_tui.domain.errors import Unreachable
    from rise_tui.sync.once import run_once

    with signed_in() as here:
        if arguments.drain:
            log_file.write_to(here.settings.paths.state)
        outcome = run_once(here.account, here.settings.paths, drain=arguments.drain, clock=here.desk.clock)
        with here.desk.store.reading() as session:
            cursor = here.desk.store.cursor.get(session)
            waiting = here.desk.store.outbox.waiting(session)
        value = {
            "cursor": cursor.seq,
            "applied": outcome.applied,
            "outbox": waiting,
            "is_online": outcome.is_online,
        }
        answer(value, [f"{outcome.applied} new, {waiting} on this machine only"], arguments)
        is_left_to_another = not outcome.has_role and (arguments.drain or cursor.line == "catching_up")
        is_drained = not waiting and (arguments.drain or not outcome.has_role)
        if not (outcome.is_online or is_left_to_another or is_drained):
            raise Unreachable("The office cannot be reached", cursor.problem or "", "It is tried again by itself.")
    return 0
