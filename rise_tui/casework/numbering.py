"""Whose number it is: added, ended, confirmed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rise_tui.casework.amending import Thing, amend, change_in, may_withdraw, remember, the_holding, withdraw
from rise_tui.casework.claiming import brings, held_now, hold, must_be_nobodys
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import must_be_known
from rise_tui.domain.errors import Conflict, TooLate
from rise_tui.domain.phone import parse, pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

UNNUMBER = "unnumber"


@dataclass(frozen=True)
class Numbered:
    """A number that was added: which, and what was done in words."""

    e164: str
    label: str


def add(desk: Desk, client_id: str, written: str, *, how: str | None = None, was_nobodys: bool = False) -> Numbered:
    """Give somebody the number that was typed; `how` it was confirmed, None: not yet. It can be taken back.

    A number that has written to the office before brings what it said; the first who says whose it is wins. One that
    they had before is theirs again. Raises BadPhone, Conflict when they have it or it `was_nobodys` and is not any
    more, Refused for somebody whom the office did not add.
    """
    e164 = str(parse(written))
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        must_be_known(desk, session, client_id)
        must_not_be_ours(desk, session, e164)
        if was_nobodys:
            must_be_nobodys(desk, session, e164)
        held = desk.store.pending.row(session, "holding", (client_id, e164))
        if held and held["until_at"] is None:
            raise Conflict(say("They have this number already"))
        name = name_of(desk, session, client_id)
        label = say("{name}: number added", name=name) if how else say("{name}: number to be confirmed", name=name)
        confirmed = {"is_confirmed": how is not None, "confirmed_how": how}
        if held:
            _again(desk, session, the_holding(client_id, e164), held, confirmed, label)
        else:
            wished = hold(desk, session, client_id, e164, how)
            inverse = {"act": UNNUMBER, "client_id": client_id, "e164": e164, **asdict(wished)}
            desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
        desk.store.conversations.refresh(session, client_id)
    return Numbered(e164, label)


def check(desk: Desk, client_id: str, written: str) -> str:
    """The number that was typed, as it is kept, if it can be added to them. Raises BadPhone, Conflict."""
    e164 = str(parse(written))
    with desk.store.reading() as session:
        must_not_be_ours(desk, session, e164)
        held = desk.store.pending.row(session, "holding", (client_id, e164))
    if held and held["until_at"] is None:
        raise Conflict(say("They have this number already"))
    return e164


def holder(desk: Desk, client_id: str, written: str) -> tuple[str, str] | None:
    """Who else has the number that was typed: their id and name, safe for a terminal. None: nobody. Raises BadPhone."""
    e164 = str(parse(written))
    with desk.store.reading() as session:
        for one in desk.store.numbers.holders(session, e164):
            other = desk.store.clients.get(session, one.client_id)
            if other is not None and one.client_id != client_id:
                return str(one.client_id), one_line(other.name, 60)
    return None


def must_not_be_ours(desk: Desk, session: Session, e164: str) -> None:
    """A number of the office itself is nobody's phone. Raises Conflict."""
    office = desk.store.office.get(session)
    if office is not None and e164 in office.numbers:
        raise Conflict(say("That is the office's own number"), "", say("Check it."))


def end(desk: Desk, client_id: str, e164: str) -> str:
    """The number is no longer theirs, from now on. Returns what was done, in words; it can be taken back.

    Raises NotFound when they do not have it.
    """
    with desk.store.writing(is_durable=True) as session:
        return end_in(desk, session, client_id, e164)


def end_in(desk: Desk, session: Session, client_id: str, e164: str) -> str:
    """The same in the caller's transaction."""
    held = held_now(desk, session, client_id, e164)
    label = say("{number} is no longer theirs", number=pretty(e164))
    until_at = max(desk.now, int(held["from_at"]))
    change_in(desk, session, the_holding(client_id, e164), {"until_at": until_at}, label)
    return label


def confirm(desk: Desk, client_id: str, e164: str, how: str) -> str:
    """Say how it was confirmed that the number is theirs: from now on it is texted. It can be taken back.

    Raises NotFound when they do not have it.
    """
    with desk.store.writing(is_durable=True) as session:
        return confirm_in(desk, session, client_id, e164, how)


def confirm_in(desk: Desk, session: Session, client_id: str, e164: str, how: str) -> str:
    """The same in the caller's transaction."""
    held_now(desk, session, client_id, e164)
    label = say("{number} is confirmed", number=pretty(e164))
    change_in(desk, session, the_holding(client_id, e164), {"is_confirmed": 1, "confirmed_how": how}, label)
    return label


def unnumber(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back that somebody was given a number: it ends. Raises TooLate when what it had said is theirs already."""
    client_id, e164 = inverse["client_id"], inverse["e164"]
    if withdraw(desk, session, client_id, *inverse["write_ids"]):
        return say("Taken back: the number is not theirs")
    if brings(inverse, 1):
        raise TooLate(
            say("What was said with that number is theirs already"),
            "",
            say("End the number in the card if it is somebody else's."),
        )
    amend(desk, session, the_holding(client_id, e164), {"until_at": desk.now}, None)
    return say("Taken back: the number is not theirs")


def may_unnumber(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Not once what was said with that number is theirs."""
    return not brings(inverse, 1) or may_withdraw(desk, session, *inverse["write_ids"])


def _again(
    desk: Desk, session: Session, thing: Thing, held: Mapping[str, Any], confirmed: Mapping[str, Any], label: str
) -> None:
    """A number that was theirs before is theirs again, from now on."""
    after = {"until_at": None, "from_at": desk.now, **confirmed, "is_confirmed": int(confirmed["is_confirmed"])}
    write_ids = amend(desk, session, thing, after, None)
    if write_ids:
        remember(desk, session, label, thing, write_ids, {name: held.get(name) for name in after}, after)
