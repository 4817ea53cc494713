"""`rise demo`: an invented office, alive, in one line."""

import argparse


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `demo` on the command line."""
    demo = commands.add_parser("demo", help="try it with an invented office", epilog="Example: rise demo --reset")
    demo.add_argument("--reset", action="store_true", help="begin again with a fresh office")
    demo.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    from functools import partial

    from rise_tui.commands.screen import open_account
    from rise_tui.demo.open import open_demo

    return open_demo(partial(open_account, drains=False), is_reset=arguments.reset)
