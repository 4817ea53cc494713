"""`rise login`: sign in on this machine with a token."""

import argparse
import sys

from rise_tui.commands.output import add_output


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `login` on the command line."""
    login = commands.add_parser(
        "login",
        help="sign in on this machine; the token comes on standard input",
        epilog="Example: rise login https://relay.example.org < token",
    )
    login.add_argument("url", metavar="URL", help="the office's address, as you were given it")
    add_output(login)
    login.set_defaults(run=_login)


def _login(arguments: argparse.Namespace) -> int:
    from rise_tui import account as accounts
    from rise_tui import settings as settings_of
    from rise_tui.commands.output import answer
    from rise_tui.domain.errors import BadInput
    from rise_tui.domain.safe_text import one_line
    from rise_tui.sync.relay_client import login

    settings = settings_of.load()
    if settings.token:
        token = settings.token
    elif sys.stdin.isatty():
        import getpass

        token = getpass.getpass("Token (it is not shown): ").strip()
    else:
        token = sys.stdin.read().strip()
    if not token:
        raise BadInput("There is no token", "", "Give it on standard input: rise login URL < token")
    account = login(arguments.url, token)
    accounts.save(account, settings.paths)
    words = f"Signed in as {one_line(account.name, 60)}, {one_line(account.office, 60)}."
    answer({"office": account.office, "name": account.name}, [words], arguments)
    return 0
