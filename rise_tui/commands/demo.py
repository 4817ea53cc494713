"""`rise demo`: an invented office, alive, in one line."""

import argparse
import sys

EXAMPLES = "Example: rise demo · rise demo --tour · rise demo --fresh --fast · rise demo --reset --clients 500"


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `demo` on the command line."""
    demo = commands.add_parser("demo", help="try it with an invented office", epilog=EXAMPLES)
    demo.add_argument("--reset", action="store_true", help="throw away what you did in it, and begin again")
    demo.add_argument("--fresh", action="store_true", help="an office of its own, gone at the end; nothing is touched")
    demo.add_argument("--fast", action="store_true", help="clients answer within seconds, not minutes")
    demo.add_argument("--seed", type=int, metavar="N", help="which office; the same number, the same one (usually 1)")
    demo.add_argument("--clients", type=int, metavar="N", help="how many clients you have, 40 to 10000 (usually 120)")
    demo.add_argument("--messages", type=int, metavar="N", help="how many texts, 500 to 1000000 (usually 6000)")
    demo.add_argument("--tour", action="store_true", help="begin with a short tour: six stops, with your own keys")
    demo.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    from functools import partial

    from rise_tui.commands.extras import must_hold_the_demo
    from rise_tui.commands.screen import has_screen, open_account
    from rise_tui.demo.open import Wanted, open_demo
    from rise_tui.domain.errors import BadInput

    must_hold_the_demo()
    if not (sys.stdin.isatty() and has_screen()):
        raise BadInput(
            "The demo needs a terminal",
            "There is no screen or no keyboard here, or TERM is dumb.",
            "Type rise demo in a terminal's own window.",
        )
    wanted = Wanted(
        arguments.seed,
        arguments.clients,
        arguments.messages,
        is_reset=arguments.reset,
        is_fresh=arguments.fresh,
        is_fast=arguments.fast,
    )
    return open_demo(partial(open_account, drains=False, tour=arguments.tour), wanted)
