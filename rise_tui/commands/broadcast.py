"""`rise broadcast`: one text to a group, looked at first and confirmed by the number of people."""

import argparse
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output, which_one

if TYPE_CHECKING:
    from rise_tui.casework.keeping_back import Held
    from rise_tui.casework.previewing import Preview
    from rise_tui.commands.signed_in import SignedIn

SHOWN = 3
"""Texts of a preview that are shown in full."""


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `broadcast` on the command line."""
    broadcast = commands.add_parser(
        "broadcast",
        help="a group text: one text for many people",
        epilog="Example: rise broadcast --to 'Class 3' --body 'Hi {first_name}, Monday at 9.' --dry-run",
    )
    broadcast.add_argument(
        "--to", required=True, action="append", metavar="GROUP", help="who gets it; may be given several times"
    )
    broadcast.add_argument("--without", action="append", default=[], metavar="GROUP", help="leave its members out")
    broadcast.add_argument("--body", required=True, metavar="TEXT", help="what it says; {first_name} is filled in")
    broadcast.add_argument("--body-es", default="", metavar="TEXT", help="for those who read Spanish")
    broadcast.add_argument("--name", default="", metavar="NAME", help="what it is called afterwards")
    which = broadcast.add_mutually_exclusive_group(required=True)
    which.add_argument("--dry-run", action="store_true", help="say who gets it and what it costs; send nothing")
    which.add_argument("--confirm", type=which_one, metavar="N", help="send it, if exactly N people get it")
    add_output(broadcast)
    broadcast.set_defaults(run=_broadcast)


def _broadcast(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import broadcasting
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import carry, catch_up, signed_in
    from rise_tui.domain.broadcasts import in_languages

    with signed_in() as here:
        catch_up(here)
        words = in_languages(arguments.body, arguments.body_es)
        name, without = arguments.name, arguments.without
        ready = broadcasting.preview(here.desk, arguments.to, words, name=name, without=without)
        if arguments.dry_run:
            answer(_value(ready), [*_words(ready), *_held(here, ready)], arguments)
            return 0
        broadcast_id = broadcasting.confirm(here.desk, ready, arguments.confirm)
        with carry(here, lambda: broadcasting.has_arrived(here.desk, broadcast_id)) as is_accepted:
            failed = _failed(here, ready, broadcast_id)
            people = len(ready.recipients)
            waiting = sum(held.people for held in ready.held)
            there = f"It goes to {people} people." if waiting < people else "The office has it, and holds it."
            lines = [there if is_accepted else "It waits here, on this machine only."]
            if failed:
                lines.append(f"{failed} of them do not get it: see rise read, and who is left out.")
            lines += _held(here, ready)
            answer({"broadcast_id": broadcast_id, **_value(ready)}, lines, arguments)
        return 5 if failed else 0


def _value(ready: "Preview") -> dict[str, Any]:
    from rise_tui.casework.introducing_us import introduced

    first = introduced(ready)
    return {
        "recipients": len(ready.recipients),
        "left_out": [{"client_id": p.client_id, "reason": p.reason.value} for p in ready.left_out_in_order],
        "segments": ready.segments,
        "price_micros": ready.price_micros,
        "introduced": 0 if first is None else first.people,
        "introduction_segments": 0 if first is None else first.segments,
        "held": [_kept(held) for held in ready.held],
        "not_again": list(ready.had_already),
    }


def _kept(held: "Held") -> dict[str, Any]:
    from rise_tui.domain.clock import to_wire

    until = {} if held.until_at is None else {"until": to_wire(held.until_at)}
    return {"people": held.people, "why": held.why.value, **until}


def _words(ready: "Preview") -> list[str]:
    from rise_tui.domain.pricing import dollars
    from rise_tui.domain.safe_text import one_line
    from rise_tui.domain.say import say_many

    lines = [
        f"{say_many('{count} person', '{count} people', len(ready.recipients))}, "
        f"{say_many('{count} text', '{count} texts', ready.segments)}, {dollars(ready.price_micros)}, "
        f"done in about {round(ready.seconds)} s"
    ]
    for recipient in ready.recipients[:SHOWN]:
        lines.append(f"  {ready.name_of(recipient.client_id)}: {one_line(recipient.body, 200)}")
    if len(ready.recipients) > SHOWN:
        lines.append(f"  and {len(ready.recipients) - SHOWN} more")
    for person in ready.left_out_in_order:
        reason = person.reason.value.replace("_", " ")
        lines.append(f"left out: {ready.name_of(person.client_id)}, {reason}")
    return lines


def _held(here: "SignedIn", ready: "Preview") -> list[str]:
    """What the office keeps back of it, until when and why; and what is to be done about it, where something is."""
    from rise_tui.casework.foretelling import kept_back

    return [f"{told.words}{f' ({told.hint})' if told.role == 'bad' else ''}" for told in kept_back(here.desk, ready)]


def _failed(here: "SignedIn", ready: "Preview", broadcast_id: str) -> int:
    """How many of those who were to get it do not, as far as that is known by now: left out at the relay, or failed."""
    from rise_tui.casework.broadcasting import tally

    stands = tally(here.desk, broadcast_id)
    return stands.failed + max(0, stands.left_out - len(ready.left_out))
