"""`rise transfer`, `rise cover`, `rise device`: giving clients to a colleague, who covers, and one's own machines."""

import argparse
from typing import TYPE_CHECKING, Any

from rise_tui.commands.output import add_output, answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from rise_tui.casework.covering import Covering
    from rise_tui.commands.signed_in import SignedIn

SHORT = 8
"""Characters of an id that are shown from its end, and by which it may be named."""


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Put `transfer`, `cover` and `device` on the command line."""
    transfer = commands.add_parser(
        "transfer",
        help="give a client to a colleague",
        epilog="With all that was said they go from this machine. "
        "Example: rise transfer 'Marcus Bell' --to 'Luis Ortega' --note 'Works nights.' --tell",
    )
    transfer.add_argument("client", metavar="CLIENT", help="an id, file id, number, or a name that fits one person")
    transfer.add_argument("--to", required=True, metavar="NAME", help="the colleague, by their name")
    transfer.add_argument("--note", default="", metavar="TEXT", help="what the colleague should know")
    transfer.add_argument(
        "--tell", nargs="?", const="", metavar="TEXT", help="tell the client by a text; without words the usual ones"
    )
    transfer.add_argument(
        "--as", dest="text_from", choices=("old", "new"), default="new", help="who tells them: old or new (new)"
    )
    add_output(transfer)
    transfer.set_defaults(run=_transfer)
    _add_cover(commands)
    _add_device(commands)


def _add_cover(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    cover = commands.add_parser(
        "cover", help="who sees to whose clients", epilog="Example: rise cover plan 'Luis Ortega' --until 'fri 17:00'"
    )
    below = cover.add_subparsers(metavar="COMMAND", title="commands", required=True)
    listed = below.add_parser("list", help="who covers, now and later", epilog="Example: rise cover list")
    add_output(listed)
    listed.set_defaults(run=_covers)
    plan = below.add_parser(
        "plan",
        help="let a colleague see to your clients",
        epilog="A supervisor plans it for anybody with --for. "
        "Example: rise cover plan 'Luis Ortega' --from 'mon 8:00' --until 'fri 17:00' --note 'Ana may call.'",
    )
    plan.add_argument("name", metavar="NAME", help="the colleague who covers")
    plan.add_argument("--until", required=True, metavar="WHEN", help="such as: fri 17:00, in 3 days")
    plan.add_argument("--from", dest="from_at", metavar="WHEN", help="from when (now)")
    plan.add_argument("--for", dest="whom", metavar="NAME", help="whose clients (your own)")
    plan.add_argument("--group", metavar="GROUP", help="only the clients of this group")
    plan.add_argument("--note", default="", metavar="TEXT", help="what the colleague should know")
    add_output(plan)
    plan.set_defaults(run=_plan)
    end = below.add_parser("end", help="end a cover now", epilog="Example: rise cover end 9f3a01bc")
    end.add_argument("cover", metavar="COVER", help="the end of its id, or the name of who covers")
    add_output(end)
    end.set_defaults(run=_end)


def _add_device(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    device = commands.add_parser(
        "device", help="the machines on which you are signed in", epilog="Example: rise device list"
    )
    below = device.add_subparsers(metavar="COMMAND", title="commands", required=True)
    listed = below.add_parser("list", help="each of them, with its state", epilog="Example: rise device list")
    add_output(listed)
    listed.set_defaults(run=_devices)
    for word, what in (
        ("revoke", "lock a machine that is lost; signing in there again opens it"),
        ("wipe", "let a machine that is lost delete everything of the office"),
    ):
        ended = below.add_parser(word, help=what, epilog=f"Example: rise device {word} 9f3a01bc")
        ended.add_argument("device", metavar="DEVICE", help="the end of its id, or its name")
        add_output(ended)
        ended.set_defaults(run=_take_back, is_wiped=word == "wipe")


def _transfer(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import colleagues, transferring
    from rise_tui.casework.finding import the_client
    from rise_tui.commands.signed_in import signed_in

    with signed_in() as here:
        client_id = the_client(here.desk, arguments.client)
        to = colleagues.named(here.desk, arguments.to, with_me=True).caseworker_id
        text = arguments.tell
        if text == "":
            text = transferring.suggested_text(here.desk, client_id, to, arguments.text_from)
        said = {"note": arguments.note, "text": text or "", "text_from": arguments.text_from}
        return _acted(here, arguments, lambda: transferring.transfer(here.desk, client_id, to, **said))


def _covers(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import covering
    from rise_tui.commands.signed_in import catch_up, signed_in
    from rise_tui.domain.clock import to_wire

    with signed_in() as here:
        catch_up(here)
        found = covering.covers(here.desk)
        lines = [_cover_words(here, one) for one in found] or ["Nobody covers for anybody."]
        names = ("cover_id", "of_name", "by_name", "group", "note", "has_begun", "is_of_me", "is_by_me")
        told = [
            {
                **{name: getattr(one, name) for name in names},
                "from": to_wire(one.from_at),
                "until": to_wire(one.until_at),
            }
            for one in found
        ]
        answer({"covers": told}, lines, arguments)
    return 0


def _cover_words(here: "SignedIn", one: "Covering") -> str:
    times = [" ".join(here.desk.day_and_time(at)) for at in (one.from_at, one.until_at)]
    when = f"until {times[1]}" if one.has_begun else f"from {times[0]} until {times[1]}"
    group = f", only {one.group}" if one.group else ""
    return (
        f"{one.cover_id[-SHORT:]}  {one.by_name} for {one.of_name}{group}, {when}{f': {one.note}' if one.note else ''}"
    )


def _plan(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import colleagues, covering
    from rise_tui.commands.signed_in import signed_in
    from rise_tui.domain.clock import to_ms
    from rise_tui.domain.hours import when

    with signed_in() as here:
        desk = here.desk
        now = desk.clock.now()
        until_at = to_ms(when(arguments.until, now, desk.zone))
        from_at = None if arguments.from_at is None else to_ms(when(arguments.from_at, now, desk.zone))
        by = colleagues.named(desk, arguments.name, with_me=True).caseworker_id
        of = None if arguments.whom is None else colleagues.named(desk, arguments.whom, with_me=True).caseworker_id
        group = None if arguments.group is None else _group(here, arguments.group)
        more: dict[str, Any] = {"of_caseworker_id": of, "from_at": from_at, "group_id": group, "note": arguments.note}
        return _acted(here, arguments, lambda: covering.plan(desk, by, until_at, **more))


def _group(here: "SignedIn", name: str) -> str:
    from rise_tui.domain.errors import NotFound

    with here.desk.store.reading() as session:
        found = here.desk.store.groups.named(session, name)
    if len(found) != 1:
        raise NotFound("There is no such group" if not found else "Several groups are called so", "", "Check its name.")
    return str(found[0].group_id)


def _end(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import covering
    from rise_tui.commands.signed_in import signed_in
    from rise_tui.domain.errors import NotFound

    with signed_in() as here:
        wanted = arguments.cover.strip().casefold()
        found = [
            one
            for one in covering.covers(here.desk)
            if (len(wanted) >= SHORT and one.cover_id.endswith(wanted)) or one.by_name.casefold() == wanted
        ]
        if len(found) != 1:
            title = "Which cover?" if found else "There is no such cover"
            raise NotFound(title, "", "See them with: rise cover list")
        return _acted(here, arguments, lambda: covering.end(here.desk, found[0].cover_id))


def _devices(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import signed_in_devices
    from rise_tui.commands.signed_in import catch_up, signed_in

    with signed_in() as here:
        catch_up(here)
        found = signed_in_devices.machines(here.desk)
        lines = []
        for one in found:
            day = here.desk.day_and_time(one.seen_at or one.created_at)[0]
            this = ", this one" if one.is_this else ""
            lines.append(f"{one.device_id[-SHORT:]}  {one.name or '-':24}  {one.whose}{this}, {one.state}, used {day}")
        names = ("device_id", "name", "whose", "state", "is_mine", "is_this")
        answer({"devices": [{name: getattr(one, name) for name in names} for one in found]}, lines, arguments)
    return 0


def _take_back(arguments: argparse.Namespace) -> int:
    from rise_tui.casework import signed_in_devices
    from rise_tui.commands.signed_in import signed_in
    from rise_tui.domain.errors import NotFound

    with signed_in() as here:
        wanted = arguments.device.strip().casefold()
        found = [
            one
            for one in signed_in_devices.machines(here.desk)
            if (len(wanted) >= SHORT and one.device_id.endswith(wanted)) or (one.name and one.name.casefold() == wanted)
        ]
        if len(found) != 1:
            title = "Which machine?" if found else "There is no such machine"
            raise NotFound(title, "", "See them with: rise device list")
        device_id, is_wiped = found[0].device_id, arguments.is_wiped
        return _acted(here, arguments, lambda: signed_in_devices.take_back(here.desk, device_id, is_wiped=is_wiped))


def _acted(here: "SignedIn", arguments: argparse.Namespace, act: "Callable[[], str]") -> int:
    """Do it, let it out, and say what was done; raises Refused, with the reason, when the office said no."""
    from rise_tui.casework.wishing import is_accepted
    from rise_tui.commands.signed_in import carry

    before = _wishes(here)
    label = act()
    made = _wishes(here) - before
    with carry(here, lambda: all(is_accepted(here.desk, write_id) for write_id in made)) as is_there:
        state = "accepted" if is_there else "queued"
        answer({"done": label, "state": state}, [f"{label}." if is_there else f"{label}; it waits here."], arguments)
    return 0


def _wishes(here: "SignedIn") -> set[str]:
    with here.desk.store.reading() as session:
        return {entry.wish.write_id for entry in here.desk.store.outbox.list(session)}
