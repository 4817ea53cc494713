"""`rise send` and `rise reply`: a text to one person, queued first and then on its way."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output

if TYPE_CHECKING:
    from rise_tui.casework.forecasting import Kept
    from rise_tui.commands.signed_in import SignedIn

MOST_BYTES = 64 * 1024
"""Of standard input that are read: far more than a text may have, so that too much is told, not cut."""
REASONS = ("asked_for_it", "urgent", "appointment_today", "agreed_by_phone", "other")
"""Why a text goes whatever the hour: the words of domain/policy.NowBecause, which no `--help` imports."""


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `send` and `reply` on the command line."""
    for name, what in (("send", "a text to a client"), ("reply", "answer the client's last text")):
        parser = commands.add_parser(
            name,
            help=what,
            epilog=f"Example: rise {name} 'Marcus Bell' --body 'Monday is fine.'"
            f" · rise {name} 'Marcus Bell' --body 'Yes, come now.' --now-because asked_for_it",
        )
        parser.add_argument("client", metavar="CLIENT", help="an id, file id, number, or a name that fits one person")
        parser.add_argument(
            "body_from", nargs="?", choices=("-",), metavar="-", help="read the text from standard input"
        )
        parser.add_argument("--body", metavar="TEXT", help="the text")
        parser.add_argument("--now", action="store_true", help="do not hold it for the usual seconds")
        parser.add_argument(
            "--now-because",
            metavar="REASON",
            choices=REASONS,
            help=f"send it although they sleep or it is a holiday, because: {', '.join(REASONS)}",
        )
        add_output(parser)
        parser.set_defaults(run=_send, is_reply=name == "reply")


def _send(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import forecasting, texting
    from rise_tui.casework.finding import the_client
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import carry, signed_in
    from rise_tui.domain.clock import to_wire
    from rise_tui.domain.policy import NowBecause

    with signed_in() as here:
        body = _body(arguments)
        client_id = the_client(here.desk, arguments.client)
        if arguments.is_reply:
            _somebody_wrote(here, client_id)
        because = None if arguments.now_because is None else NowBecause(arguments.now_because)
        held = None if because is not None else forecasting.kept(here.desk, client_id)
        sent = texting.send(here.desk, client_id, body, hold_seconds=0 if arguments.now else None, now_because=because)
        value: dict[str, Any] = {"message_id": sent.message_id, "write_id": sent.write_id, "state": "queued"}
        if held is not None:
            _warn(here, client_id, held)
        if sent.not_before_at is not None:
            value["not_before"] = to_wire(sent.not_before_at)
        with carry(here, lambda: texting.has_arrived(here.desk, sent)) as is_accepted:
            value["state"] = "accepted" if is_accepted else "queued"
            heard = forecasting.kept_now(here.desk, sent.message_id)
            if heard is not None and (held is None or heard.why is not held.why):
                _warn(here, client_id, heard)
            held = heard or held
            if held is not None:
                value["held"] = {"why": held.why.value}
                if held.until_at is not None:
                    value["held"]["until"] = to_wire(held.until_at)
            there = "It is on its way." if held is None else "The office has it, and holds it."
            words = there if is_accepted else "It waits here, on this machine only."
            answer(value, [words], arguments)
    return 0


def _warn(here: "SignedIn", client_id: str, held: "Kept") -> None:
    """That it waits, and what sends it all the same, as a notice beside the answer."""
    from rise_tui.casework.finding import name_of
    from rise_tui.commands.output import notice
    from rise_tui.domain.policy import WhyHeld

    with here.desk.store.reading() as session:
        name = name_of(here.desk, session, client_id)
    is_for_all = held.why in (WhyHeld.OFFICE_HOLD, WhyHeld.INTRODUCTION)
    rest = "It waits." if is_for_all else "It waits; send it now with --now-because REASON."
    notice(f"{held.before(name)}. {rest}")


def _body(arguments: argparse.Namespace) -> str:
    from rise_tui.domain.errors import BadInput

    if arguments.body is not None and arguments.body_from is None:
        body: str = arguments.body
        return body
    if arguments.body is None and (arguments.body_from == "-" or not sys.stdin.isatty()):
        return sys.stdin.buffer.read(MOST_BYTES).decode("utf-8", "replace").rstrip("\r\n")
    raise BadInput("There is no text", "", "Give it with --body TEXT, or - to read it from standard input.")


def _somebody_wrote(here: "SignedIn", client_id: str) -> None:
    from rise_tui.domain.errors import BadInput

    with here.desk.store.reading() as session:
        wrote = here.desk.store.threads.newest_inbound_seq(session, client_id)
    if not wrote:
        raise BadInput("They never wrote", "There is nothing to answer.", "Use: rise send")
