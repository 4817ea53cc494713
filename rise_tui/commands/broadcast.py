"""`rise broadcast`: one text to a group, looked at first and confirmed by the number of people."""

import argparse
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output

if TYPE_CHECKING:
    from rise_tui.casework.broadcasting import Preview
    from rise_tui.commands.signed_in import SignedIn


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `broadcast` on the command line."""
    broadcast = commands.add_parser(
        "broadcast",
        help="one text to a group",
        epilog="Example: rise broadcast --to 'Class 3' --body 'Hi {first_name}, Monday at 9.' --dry-run",
    )
    broadcast.add_argument("--to", required=True, action="append", metavar="GROUP", help="may be given several times")
    broadcast.add_argument("--body", required=True, metavar="TEXT")
    broadcast.add_argument("--name", default="", metavar="NAME", help="what it is called afterwards")
    which = broadcast.add_mutually_exclusive_group(required=True)
    which.add_argument("--dry-run", action="store_true", help="say who gets it and what it costs; send nothing")
    which.add_argument("--confirm", type=int, metavar="N", help="send it, if exactly N people get it")
    add_output(broadcast)
    broadcast.set_defaults(run=_broadcast)


def _broadcast(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import broadcasting
    from rise_tui.commands.output import answer
    from rise_tui.commands.signed_in import catch_up, signed_in
    from rise_tui.domain.errors import BadInput

    with signed_in() as here:
        catch_up(here)
        ready = broadcasting.preview(here.desk, arguments.to, arguments.body, name=arguments.name)
        value = _value(ready)
        if arguments.dry_run:
            answer(value, _words(here, ready), arguments)
            return 0
        if arguments.confirm != len(ready.recipients):
            raise BadInput(
                f"{len(ready.recipients)} people would get it, not {arguments.confirm}",
                "Nothing was sent.",
                "Look again with --dry-run.",
            )
        broadcast_id = broadcasting.confirm(here.desk, ready)
        is_accepted = _let_out(here, broadcast_id)
        refused = _refused_people(here, broadcast_id)
        lines = [
            f"It goes to {len(ready.recipients)} people." if is_accepted else "It waits here, on this machine only."
        ]
        if refused:
            lines.append(f"{refused} were left out by the relay.")
        answer({"broadcast_id": broadcast_id, **value}, lines, arguments)
        return 5 if refused else 0


def _value(ready: "Preview") -> dict[str, Any]:
    return {
        "recipients": len(ready.recipients),
        "left_out": [{"client_id": p.client_id, "reason": p.reason.value} for p in ready.left_out],
        "segments": ready.segments,
        "price_micros": ready.price_micros,
    }


def _words(here: "SignedIn", ready: "Preview") -> list[str]:
    from rise_tui.domain.pricing import dollars
    from rise_tui.domain.safe_text import one_line

    store = here.desk.store
    lines = [
        f"{len(ready.recipients)} people, {ready.segments} texts, {dollars(ready.price_micros)}, "
        f"done in about {round(ready.seconds)} s"
    ]
    with store.reading() as session:
        for recipient in ready.recipients[:3]:
            client = store.clients.get(session, recipient.client_id)
            lines.append(f"  {one_line(client.name if client else '', 40)}: {one_line(recipient.body, 200)}")
        for person in ready.left_out:
            client = store.clients.get(session, person.client_id)
            reason = person.reason.value.replace("_", " ")
            lines.append(f"left out: {one_line(client.name if client else '', 40)}, {reason}")
    return lines


def _let_out(here: "SignedIn", broadcast_id: str) -> bool:
    from rise_tui.commands.texting import let_out

    with here.desk.store.reading() as session:
        entry = here.desk.store.outbox.making(session, broadcast_id)
    return entry is None or let_out(here, entry.wish.write_id)


def _refused_people(here: "SignedIn", broadcast_id: str) -> int:
    """How many the relay left out beyond those whom the preview had left out."""
    from rise_tui.casework.broadcasting import tally

    stands = tally(here.desk, broadcast_id)
    return stands.counts.get("failed", 0) + stands.counts.get("left_out", 0)
