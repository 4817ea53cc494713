"""`rise relay device …`: the machines on which people have signed in: listed, one more let in, taken back, wiped."""

import argparse
from typing import TYPE_CHECKING

from rise_tui.commands.output import answer
from rise_tui.commands.relay_family import Below, add_command, add_family, columns, done
from rise_tui.commands.relay_writing import asked, who

if TYPE_CHECKING:
    from rise_tui.relay.store.engine import Row, Tx
    from rise_tui.relay.store.people import Deed

_ENDED = {"revoked": "is locked", "wiped": "is to delete everything"}
SHORT = 8
"""Characters of an id that are shown from its end, where ids differ; as many, or more, name a device."""
NAME_CELLS = 40
LISTED_CELLS = 16, 12
"""Of a person's name and of a machine's in the list, which has room on 80 columns."""


def add_parsers(below: Below) -> None:
    """Put `device` and what is below it below `relay`."""
    devices = add_family(
        below,
        "device",
        help="where people have signed in",
        epilog="Each machine has a sign-in of its own, that ends after 30 days without use (sign_in_days among the "
        "rules). Example: rise relay device list",
    )
    listed = add_command(
        devices,
        "list",
        _list,
        help="every sign-in, with its state",
        epilog="Example: rise relay device list",
        has_output=True,
    )
    listed.add_argument("name", nargs="?", metavar="NAME", help="only of this person")
    add_command(
        devices,
        "add",
        _add,
        help="let somebody sign in on one more machine, or anew; prints a token",
        epilog="Example: rise relay device add 'Luis Ortega' > token",
        person="who it is, or their id",
    )
    for word, what, remark in (
        ("revoke", "lock a machine: what is on it stays closed until somebody signs in", ""),
        (
            "wipe",
            "let a machine delete everything of the office",
            "It is locked out at once, deletes when it next reaches the office, and says so: device list shows it. ",
        ),
    ):
        examples = f"Example: rise relay device {word} 9f3a01bc · rise relay device {word} 'Luis Ortega'"
        ended = add_command(devices, word, _end, help=what, epilog=remark + examples)
        ended.add_argument("device", metavar="DEVICE", help="the end of its id, its name, or a person: all of theirs")
        ended.set_defaults(state={"revoke": "revoked", "wipe": "wiped"}[word])


def _list(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.clock import SystemClock, now_ms
    from rise_tui.relay.store import staff
    from rise_tui.relay.store.facts import device_facts
    from rise_tui.relay.store.office import find_office, zone_of

    def ask(tx: "Tx") -> "tuple[str, list[tuple[Row, Row]]]":
        office_id = find_office(tx, arguments.office)
        only = None if arguments.name is None else staff.find(tx, office_id, arguments.name)["id"]
        found = [(person, device) for person, device in _all(tx, office_id) if only in (None, person["id"])]
        return zone_of(tx, office_id), found

    now = now_ms(SystemClock())
    zone, found = asked(ask)
    rows = [
        [device["id"][-SHORT:], person["name"], device["device"] or "-", _used(device, zone), _state(device, now, zone)]
        for person, device in found
    ]
    told = [
        {**device_facts(device), "caseworker": person["name"], "is": _state(device, now, zone)}
        for person, device in found
    ]
    answer({"devices": told}, columns(rows, (SHORT, *LISTED_CELLS, 15)), arguments)
    return 0


def _used(device: "Row", zone: str) -> str:
    """The day on which it was last used, or made where it was not used after that."""
    from rise_tui.commands.relay_days import day_words

    if device["seen_at"] is None:
        return f"made {day_words(device['created_at'], zone)}"
    return f"used {day_words(device['seen_at'], zone)}"


def _state(device: "Row", now: int, zone: str) -> str:
    """What a device may do, in words."""
    from rise_tui.commands.relay_days import day_words

    if device["state"] == "wiped":
        wiped_at = device["wiped_at"]
        return "wipe not confirmed" if wiped_at is None else f"wiped {day_words(wiped_at, zone)}"
    if device["state"] == "revoked":
        return "locked"
    if device["expires_at"] is not None and device["expires_at"] <= now:
        return "must sign in again"
    return "good" if device["expires_at"] is None else f"good until {day_words(device['expires_at'], zone)}"


def _add(arguments: argparse.Namespace) -> int:
    from rise_tui.relay.store import staff
    from rise_tui.relay.store.office import add_token

    def act(tx: "Tx", deed: "Deed") -> str:
        person = staff.find(tx, deed.office_id, arguments.name)
        return add_token(tx, deed.office_id, person["id"], at=deed.at)

    print(done(arguments, act))
    return 0


def _end(arguments: argparse.Namespace) -> int:
    from rise_tui.domain.safe_text import one_line
    from rise_tui.relay.store import devices
    from rise_tui.relay.store.audit import record

    def act(tx: "Tx", deed: "Deed") -> list[str]:
        lines = []
        for person, device in _meant(tx, deed.office_id, arguments.device):
            is_news = devices.take_back(tx, deed, device, arguments.state) is not None
            if is_news:
                facts = {"device_id": device["id"], "state": arguments.state}
                record(tx, deed.office_id, who(), "device", at=deed.at, client_id=None, **facts)
            name = one_line(device["device"], NAME_CELLS) or device["id"][-SHORT:]
            what = _ENDED[arguments.state] if is_news else "was so already"
            lines.append(f"{name} of {one_line(person['name'], NAME_CELLS)} {what}.")
        return lines

    for line in done(arguments, act):
        print(line)
    return 0


def _all(tx: "Tx", office_id: str) -> "list[tuple[Row, Row]]":
    """Every device with its person."""
    from rise_tui.relay.store import devices, staff

    people = staff.everybody(tx, office_id)
    return [(who, device) for who in people for device in devices.of_caseworker(tx, office_id, who["id"])]


def _meant(tx: "Tx", office_id: str, words: str) -> "list[tuple[Row, Row]]":
    """The device whose id ends so, or of that name; or all of a person's. Raises NotFound, BadInput."""
    from rise_tui.domain.errors import BadInput, NotFound

    everything = _all(tx, office_id)
    wanted = words.strip().casefold()
    by_id = [(who, device) for who, device in everything if len(wanted) >= SHORT and device["id"].endswith(wanted)]
    by_name = [
        (who, device) for who, device in everything if device["device"] and device["device"].casefold() == wanted
    ]
    of_person = [(who, device) for who, device in everything if wanted in (who["name"].casefold(), who["id"])]
    if len(by_id) == 1:
        return by_id
    if len(by_id) + len(by_name) > 1 and not of_person:
        ids = ", ".join(device["id"][-SHORT:] for _, device in by_id + by_name)
        raise BadInput("That fits several machines", f"Their ids end in: {ids}.", "Give the end of one id.")
    found = by_name or of_person
    if not found:
        raise NotFound("There is no such machine", "", "See all with: rise relay device list")
    return found
