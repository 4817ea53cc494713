"""Whose number it is: added, ended, confirmed; and what a number that nobody knew turns out to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.amending import Thing, amend, change_in, may_withdraw, remember, the_holding, withdraw
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import must_be_known, wish
from rise_tui.domain.clients import Holding
from rise_tui.domain.clock import to_ms, to_wire
from rise_tui.domain.errors import Conflict, NotFound, TooLate
from rise_tui.domain.ids import new_id
from rise_tui.domain.new_numbers import name_said, number_said
from rise_tui.domain.phone import parse, pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

UNNUMBER, UNSAY_WHO = "unnumber", "unsay_who"
TEL = "tel:"
LOOKED_AT = 10
"""Texts in which a name or a new number is looked for."""


@dataclass(frozen=True)
class Numbered:
    """A number that was added: which, and what was done in words."""

    e164: str
    label: str


def add(desk: Desk, client_id: str, written: str, *, how: str | None = None) -> Numbered:
    """Give somebody the number that was typed; `how` it was confirmed, None: not yet. It can be taken back.

    A number that has written to the office before brings what it said. One that they had before is theirs again.
    Raises BadPhone, Conflict when they have it, Refused for somebody whom the office did not add.
    """
    e164 = str(parse(written))
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        must_be_known(desk, session, client_id)
        must_not_be_ours(desk, session, e164)
        held = desk.store.pending.row(session, "holding", (client_id, e164))
        if held and held["until_at"] is None:
            raise Conflict(say("They have this number already"))
        name = name_of(desk, session, client_id)
        label = say("{name}: number added", name=name) if how else say("{name}: number to be confirmed", name=name)
        confirmed = {"is_confirmed": how is not None, "confirmed_how": how}
        if held:
            _again(desk, session, the_holding(client_id, e164), held, confirmed, label)
        else:
            write_ids = hold(desk, session, client_id, e164, how)
            inverse = {"act": UNNUMBER, "client_id": client_id, "e164": e164, "write_ids": write_ids}
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


def hold(desk: Desk, session: Session, client_id: str, e164: str, how: str | None) -> list[str]:
    """Wish that somebody has a number, with what was said with it before it was anybody's; the wishes' ids.

    A number that is not confirmed gets no texts until somebody says how it was confirmed.
    """
    holding = {"from_at": desk.now, "is_confirmed": how is not None, "confirmed_how": how}
    body = {"from_at": to_wire(desk.now), "is_confirmed": how is not None}
    write_id = wish(
        desk,
        session,
        "number",
        lane=client_id,
        ids={"client_id": client_id, "e164": e164},
        body=body | ({"confirmed_how": how} if how else {}),
        names=(client_id,),
        shows=("holding", (client_id, e164), {**holding, "until_at": None}),
    )
    if desk.store.conversations.get(session, f"{TEL}{e164}") is None:
        return [write_id]
    return [write_id, _claim(desk, session, client_id, e164)]


def _claim(desk: Desk, session: Session, client_id: str, e164: str) -> str:
    """Wish that what was said with a number becomes a client's; the wish's id."""
    claim_id = new_id()
    return wish(
        desk,
        session,
        "claim",
        lane=client_id,
        ids={"claim_id": claim_id},
        body={"e164": e164, "client_id": client_id},
        names=(client_id,),
        makes=claim_id,
    )


def end(desk: Desk, client_id: str, e164: str) -> str:
    """The number is no longer theirs, from now on. Returns what was done, in words; it can be taken back.

    Raises NotFound when they do not have it.
    """
    with desk.store.writing(is_durable=True) as session:
        return end_in(desk, session, client_id, e164)


def end_in(desk: Desk, session: Session, client_id: str, e164: str) -> str:
    """The same in the caller's transaction."""
    held = _held(desk, session, client_id, e164)
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
    _held(desk, session, client_id, e164)
    label = say("{number} is confirmed", number=pretty(e164))
    change_in(desk, session, the_holding(client_id, e164), {"is_confirmed": 1, "confirmed_how": how}, label)
    return label


def claimed_by(desk: Desk, conversation_id: str) -> str | None:
    """Whose name an unknown number is to become, as long as the office has not refused it; None: nobody's."""
    if not conversation_id.startswith(TEL):
        return None
    with desk.store.reading() as session:
        line = desk.store.conversations.get(session, conversation_id)
        for holding in desk.store.numbers.holders(session, conversation_id.removeprefix(TEL)):
            if desk.store.clients.get(session, holding.client_id) is None:
                continue
            if _is_claimed(desk, session, holding, 0 if line is None else line.last_at):
                return name_of(desk, session, holding.client_id)
    return None


def _is_claimed(desk: Desk, session: Session, holding: Holding, last_at: int) -> bool:
    """Is what was said with that number, last at `last_at` (ms), to become theirs?

    It is wished for, or the office has the wish and only has not told of it yet: they got the number after those words.
    """
    lane = desk.store.outbox.list(session, holding.client_id)
    states = [one.state for one in lane if one.wish.kind == "claim" and one.wish.body["e164"] == holding.e164]
    if states:
        return any(state != "parked" for state in states)
    is_pending = desk.store.pending.has(session, "holding", (holding.client_id, holding.e164))
    return is_pending or to_ms(holding.from_at) >= last_at


def sharers(desk: Desk, conversation_id: str) -> dict[str, str]:
    """Who has an unknown number, where nobody can tell which of them wrote: their names by id, safe for a terminal."""
    if not conversation_id.startswith(TEL):
        return {}
    with desk.store.reading() as session:
        if desk.store.conversations.get(session, conversation_id) is None:
            return {}
        holders = _holders(desk, session, conversation_id.removeprefix(TEL))
        return {client_id: name_of(desk, session, client_id) for client_id in holders}


def say_who_wrote(desk: Desk, conversation_id: str, client_id: str) -> str:
    """Of several who share a number this one wrote: what was said with it becomes theirs; what was done, in words.

    Until the office has it, it can be taken back. Raises NotFound for somebody who does not have the number.
    """
    e164 = conversation_id.removeprefix(TEL)
    with desk.store.writing(Change("inbox", client_id), Change("outbox"), is_durable=True) as session:
        _held(desk, session, client_id, e164)
        label = say("It was {name}", name=name_of(desk, session, client_id))
        write_id = _claim(desk, session, client_id, e164)
        inverse = {"act": UNSAY_WHO, "client_id": client_id, "write_id": write_id}
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
    return label


def unsay_who(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back who wrote, while it is on this machine alone. Raises TooLate after that."""
    if not withdraw(desk, session, inverse["client_id"], inverse["write_id"]):
        raise TooLate(say("What was said with that number is theirs already"))
    return say("Taken back: it is not said who wrote")


def may_unsay_who(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Not once what was said with that number is theirs."""
    return may_withdraw(desk, session, inverse["write_id"])


def _holders(desk: Desk, session: Session, e164: str) -> list[str]:
    """Who of those that are here has the number now."""
    held = (str(one.client_id) for one in desk.store.numbers.holders(session, e164))
    return [client_id for client_id in held if desk.store.clients.get(session, client_id) is not None]


def became(desk: Desk, conversation_id: str) -> str | None:
    """The client whose a conversation with an unknown number has become; None while it stands for itself."""
    if not conversation_id.startswith(TEL):
        return None
    with desk.store.reading() as session:
        if desk.store.conversations.get(session, conversation_id) is not None:
            return None
        holders = desk.store.numbers.holders(session, conversation_id.removeprefix(TEL))
    return str(holders[0].client_id) if holders else None


def hint(desk: Desk, client_id: str) -> tuple[str, str]:
    """Who their newest texts say they are, and which number they name; empty where they do not say."""
    with desk.store.reading() as session:
        texts = desk.store.threads.window(session, client_id, limit=LOOKED_AT)
    bodies = [text.body for text in reversed(texts) if text.direction == "inbound"]
    name = next((said for body in bodies if (said := name_said(body))), "")
    numbers = (number_said(body) for body in bodies)
    return one_line(name, 60), next((pretty(number) for number in numbers if number is not None), "")


def unnumber(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back that somebody was given a number: it ends. Raises TooLate when what it had said is theirs already."""
    client_id, e164 = inverse["client_id"], inverse["e164"]
    if withdraw(desk, session, client_id, *inverse["write_ids"]):
        return say("Taken back: the number is not theirs")
    if len(inverse["write_ids"]) > 1:
        raise TooLate(
            say("What was said with that number is theirs already"),
            "",
            say("End the number in the card if it is somebody else's."),
        )
    amend(desk, session, the_holding(client_id, e164), {"until_at": desk.now}, None)
    return say("Taken back: the number is not theirs")


def may_unnumber(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Not once what was said with that number is theirs."""
    return len(inverse["write_ids"]) <= 1 or may_withdraw(desk, session, *inverse["write_ids"])


def _again(
    desk: Desk, session: Session, thing: Thing, held: Mapping[str, Any], confirmed: Mapping[str, Any], label: str
) -> None:
    """A number that was theirs before is theirs again, from now on."""
    after = {"until_at": None, "from_at": desk.now, **confirmed, "is_confirmed": int(confirmed["is_confirmed"])}
    write_ids = amend(desk, session, thing, after, None)
    if write_ids:
        remember(desk, session, label, thing, write_ids, {name: held.get(name) for name in after}, after)


def _held(desk: Desk, session: Session, client_id: str, e164: str) -> Mapping[str, Any]:
    held = desk.store.pending.row(session, "holding", (client_id, e164))
    if not held or held["until_at"] is not None:
        raise NotFound(say("They do not have this number now"))
    return held
