"""`rise held`: the texts that wait, why and until when; one let go for a reason, or taken back."""

import argparse
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output
from rise_tui.commands.texting import REASONS

if TYPE_CHECKING:
    from rise_tui.casework.held_texts import HeldLine
    from rise_tui.commands.signed_in import SignedIn

MOST = 200
"""Texts that are listed where nobody asks for more."""


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `held` on the command line."""
    held = commands.add_parser(
        "held",
        help="texts that wait: whose, why, until when; let one go",
        epilog="Example: rise held · rise held --release ID --because agreed_by_phone",
    )
    which = held.add_mutually_exclusive_group()
    which.add_argument("--release", metavar="ID", help="let this text go now; --because says why")
    which.add_argument("--take-back", metavar="ID", help="it does not leave; your own words are a draft again")
    held.add_argument(
        "--because", metavar="REASON", choices=REASONS, default="other", help=f"one of: {', '.join(REASONS)}"
    )
    held.add_argument("--limit", metavar="N", type=int, default=MOST, help=f"at most so many ({MOST})")
    add_output(held)
    held.set_defaults(run=_held)


def _held(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import held_texts
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import catch_up, signed_in

    with signed_in() as here:
        catch_up(here)
        if arguments.release or arguments.take_back:
            return _act(here, arguments)
        every = held_texts.held_texts(here.desk)
        found = every.page(0, max(1, arguments.limit))
        lines = [part for one in found for part in _lines(one)]
        if len(found) < every.count():
            lines.append(f"and {every.count() - len(found)} more: --limit N shows them")
        value = {"held": [_value(one) for one in found], "count": every.count()}
        answer(value, lines or ["No text is held."], arguments)
    return 0


def _act(here: "SignedIn", arguments: argparse.Namespace) -> int:
    """Let one go, or take it back, and let that out."""
    from rise_tui.casework import held_texts, releasing
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import carry
    from rise_tui.domain.policy import NowBecause

    message_id = arguments.release or arguments.take_back
    if arguments.release:
        label = releasing.release(here.desk, message_id, NowBecause(arguments.because))
    else:
        label = held_texts.drop(here.desk, message_id)
    with carry(here, lambda: held_texts.is_settled(here.desk, message_id)) as is_accepted:
        state = "accepted" if is_accepted else "queued"
        answer({"message_id": message_id, "state": state}, [label], arguments)
    return 0


def _value(one: "HeldLine") -> dict[str, Any]:
    return {
        "message_id": one.message_id,
        "client_id": one.client_id,
        "name": one.name,
        "why": one.words,
        "body": one.body,
        "group_text": one.group_text,
        "may_go": one.may_go,
        "may_come_back": one.may_come_back,
        "before": one.before,
    }


def _lines(one: "HeldLine") -> list[str]:
    """Which, whose, why; then what it says."""
    told = f"{one.message_id}  {one.name}: {one.words}"
    before = [f"      before it, and only with it: {' '.join(one.before.split())}"] if one.before else []
    return [f"{told}, {one.group_text}" if one.group_text else told, *before, f"      {' '.join(one.body.split())}"]
