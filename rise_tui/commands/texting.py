"""`rise send` and `rise reply`: a text to one person, queued first and then on its way."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output

if TYPE_CHECKING:
    from rise_tui.commands.signed_in import SignedIn


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `send` and `reply` on the command line."""
    for name, what in (("send", "a text to a client"), ("reply", "answer the client's last text")):
        parser = commands.add_parser(
            name, help=what, epilog=f"Example: rise {name} 'Marcus Bell' --body 'Monday is fine.'"
        )
        parser.add_argument(
            "client", metavar="CLIENT", help="an id, external id, number, or a name that fits one person"
        )
        parser.add_argument("body_from", nargs="?", choices=("-",), help="- reads the text from standard input")
        parser.add_argument("--body", metavar="TEXT", help="the text")
        parser.add_argument("--now", action="store_true", help="do not hold it for the usual seconds")
        add_output(parser)
        parser.set_defaults(run=_send, is_reply=name == "reply")


def _send(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import texting
    from rise_tui.casework.finding import the_client
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import signed_in
    from rise_tui.domain.clock import to_wire

    with signed_in() as here:
        body = _body(arguments)
        client_id = the_client(here.desk, arguments.client)
        if arguments.is_reply:
            _somebody_wrote(here, client_id)
        sent = texting.send(here.desk, client_id, body, hold_seconds=0 if arguments.now else None)
        is_accepted = let_out(here, sent.write_id)
        value: dict[str, Any] = {
            "message_id": sent.message_id,
            "write_id": sent.write_id,
            "state": "accepted" if is_accepted else "queued",
        }
        if sent.not_before_at is not None:
            value["not_before"] = to_wire(sent.not_before_at)
        answer(value, ["It is on its way." if is_accepted else "It waits here, on this machine only."], arguments)
    return 0


def _body(arguments: argparse.Namespace) -> str:
    from rise_tui.domain.errors import BadInput

    if arguments.body is not None and arguments.body_from is None:
        body: str = arguments.body
        return body
    if arguments.body is None and (arguments.body_from == "-" or not sys.stdin.isatty()):
        return sys.stdin.read().rstrip("\n")
    raise BadInput("There is no text", "", "Give it with --body TEXT, or - to read it from standard input.")


def _somebody_wrote(here: "SignedIn", client_id: str) -> None:
    from rise_tui.domain.errors import BadInput

    with here.desk.store.reading() as session:
        wrote = here.desk.store.threads.newest_inbound_seq(session, client_id)
    if not wrote:
        raise BadInput("They never wrote", "There is nothing to answer.", "Use: rise send")


def let_out(here: "SignedIn", write_id: str) -> bool:
    """Let the outbox out; does the relay have this wish now? Where it does not, say so and go on trying unseen."""
    from rise_tui.commands.output import notice
    from rise_tui.commands.signed_in import catch_up
    from rise_tui.domain.errors import Refused
    from rise_tui.sync.draining import spawn_drain

    catch_up(here)
    with here.desk.store.reading() as session:
        entry = here.desk.store.outbox.get(session, write_id)
    if entry is None:
        return True
    if entry.state == "parked":
        problem = entry.problem or {}
        raise Refused(
            str(problem.get("title") or "The relay refused it"),
            str(problem.get("detail") or ""),
            str(problem.get("next_step") or ""),
        )
    spawn_drain(here.account, here.settings.paths)
    notice("queued: it goes out as soon as the line is there")
    return False
