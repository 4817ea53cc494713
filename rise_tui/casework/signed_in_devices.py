"""The machines on which one has signed in (for who keeps the people: everybody's), taken back or wiped when lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.colleagues import keeps_people, name_of_colleague
from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish, withdraw
from rise_tui.domain.errors import NotFound, Refused, TooLate, Unchanged
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.devices import Device
from rise_tui.store.engine import Session
from rise_tui.store.notices import READER

LET_IN_BACK = "let_in_back"
REVOKED, WIPED = "revoked", "wiped"


@dataclass(frozen=True)
class Machine:
    """One of them; `name` and `whose` are safe for a terminal, times are milliseconds.

    `is_this`: the one at which one sits. `state`: active, expired (must sign in again), revoked (locked), wiped (it is
    to delete all; `wiped_at` once it said that it did).
    """

    device_id: str
    name: str
    whose: str
    is_mine: bool
    is_this: bool
    state: str
    created_at: int
    seen_at: int | None
    expires_at: int | None
    wiped_at: int | None


def machines(desk: Desk) -> list[Machine]:
    """All that one may see, one's own first, in each the last used first."""
    with desk.store.reading() as session:
        this = this_device(desk, session)
        found = [_told(desk, session, one, this) for one in desk.store.devices.list(session)]
    return sorted(found, key=lambda one: (not one.is_mine, one.whose.casefold()))


def this_device(desk: Desk, session: Session) -> str:
    """The machine at which one sits, as the office calls it; empty where it has not said so."""
    notice = desk.store.notices.get(session, READER)
    return "" if notice is None else str(notice.words.get("device_id", ""))


def take_back(desk: Desk, device_id: str, *, is_wiped: bool = False) -> str:
    """Lock that machine until somebody signs in on it anew; `is_wiped`: all of the office's is deleted there, too.

    What only stands there (half-written texts, what waits to go out) is kept by a lock and lost by a wipe. Returns what
    was done, in words; until the office has it, it can be taken back. Raises NotFound, Refused, Unchanged.
    """
    state = WIPED if is_wiped else REVOKED
    with desk.store.writing(Change("office"), Change("outbox"), is_durable=True) as session:
        device = desk.store.devices.get(session, device_id)
        if device is None:
            raise NotFound(say("There is no such machine"))
        if device.caseworker_id != desk.caseworker_id and not keeps_people(desk, session):
            raise Refused(say("This is a colleague's machine"), "", say("Ask a supervisor or an administrator."))
        if device.state in (state, WIPED):
            raise Unchanged(say("It stands so already"))
        name = one_line(device.name, 40) or say("a machine")
        label = say("{name} is to delete everything", name=name) if is_wiped else say("{name} is locked", name=name)
        write_id = wish(
            desk,
            session,
            "device",
            lane=f"device:{device_id}",
            ids={"device_id": device_id},
            body={"state": state},
            shows=("device", device_id, {"state": state}),
        )
        inverse = {"act": LET_IN_BACK, "device_id": device_id, "write_id": write_id}
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def let_in_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take it back while it is on this machine alone. Raises TooLate once the office may have it."""
    desk.store.ring(session, Change("office"), Change("outbox"))
    write_id = inverse["write_id"]
    if desk.store.outbox.remove(session, write_id) is None and not withdraw(desk, session, write_id):
        raise TooLate(say("The office has it already"), "", say("Whoever sits there signs in again with a new token."))
    return say("Taken back: the machine stays signed in")


def may_let_in_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """While it has not left this machine, or was refused."""
    entry = desk.store.outbox.get(session, inverse["write_id"])
    return entry is not None and (entry.state == "parked" or not entry.attempts)


def _told(desk: Desk, session: Session, one: Device, this: str) -> Machine:
    is_over = one.state == "active" and one.expires_at is not None and one.expires_at <= desk.now
    return Machine(
        one.device_id,
        one_line(one.name, 40),
        name_of_colleague(desk, session, one.caseworker_id),
        one.caseworker_id == desk.caseworker_id,
        one.device_id == this,
        "expired" if is_over else one.state,
        one.created_at,
        one.seen_at,
        one.expires_at,
        one.wiped_at,
    )
