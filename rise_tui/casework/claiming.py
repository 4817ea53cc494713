"""What a number that nobody knew turns out to be: somebody's, who is the first to say so; and who of several wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.amending import may_withdraw, withdraw
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import Shown, wish
from rise_tui.domain.clients import Holding
from rise_tui.domain.clock import to_ms, to_wire
from rise_tui.domain.errors import Conflict, NotFound, TooLate
from rise_tui.domain.ids import new_id
from rise_tui.domain.new_numbers import name_said, number_said
from rise_tui.domain.phone import pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

UNSAY_WHO = "unsay_who"
TEL = "tel:"
LOOKED_AT = 10
"""Texts in which a name or a new number is looked for."""


@dataclass(frozen=True)
class Held:
    """Wishes about a number that becomes somebody's. `brings`: what was said with it becomes theirs, too."""

    write_ids: tuple[str, ...]
    brings: bool


def must_be_nobodys(desk: Desk, session: Session, e164: str) -> None:
    """A number is nobody's as long as a conversation stands for it. Raises Conflict."""
    if desk.store.conversations.get(session, f"{TEL}{e164}") is None:
        raise Conflict(
            say("Somebody has said by now whose number it is"), "", say("/ finds the client, if it is one of yours.")
        )


def hold(desk: Desk, session: Session, client_id: str, e164: str, how: str | None) -> Held:
    """Wish that somebody has a number, with what was said with it before it was anybody's.

    A number that is not confirmed gets no texts until somebody says how it was confirmed. One that is nobody's is
    claimed: whoever is first has it, and the second is told so. One of several who share it has it as well.
    """
    confirmed = {"is_confirmed": how is not None, **({"confirmed_how": how} if how else {})}
    holding = {"from_at": desk.now, "confirmed_how": how, **confirmed, "until_at": None}
    brings = desk.store.conversations.get(session, f"{TEL}{e164}") is not None
    if brings and not _holders(desk, session, e164):
        shows = ("holding", (client_id, e164), holding)
        return Held((_claim(desk, session, client_id, e164, confirmed, shows),), brings)
    write_id = wish(
        desk,
        session,
        "number",
        lane=client_id,
        ids={"client_id": client_id, "e164": e164},
        body={"from_at": to_wire(desk.now), **confirmed},
        names=(client_id,),
        shows=("holding", (client_id, e164), holding),
    )
    return Held((write_id, *((_claim(desk, session, client_id, e164),) if brings else ())), brings)


def brings(inverse: Mapping[str, Any], alone: int) -> bool:
    """Did what a number had said come with the act that this takes back?

    One that an older version of the program left says it by having more wishes than the `alone` of an act without it.
    """
    return bool(inverse.get("brings", len(inverse["write_ids"]) > alone))


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
        held_now(desk, session, client_id, e164)
        label = say("It was {name}", name=name_of(desk, session, client_id))
        write_id = _claim(desk, session, client_id, e164)
        inverse = {"act": UNSAY_WHO, "client_id": client_id, "write_id": write_id}
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
    return label


def unsay_who(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back who wrote, while it is on this machine alone. Raises TooLate after that."""
    if not withdraw(desk, session, inverse["client_id"], inverse["write_id"]):
        raise TooLate(
            say("What was said with that number is theirs already"), "", say("Say in a note (m) who of them wrote.")
        )
    return say("Taken back: it is not said who wrote")


def may_unsay_who(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Not once what was said with that number is theirs."""
    return may_withdraw(desk, session, inverse["write_id"])


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


def held_now(desk: Desk, session: Session, client_id: str, e164: str) -> Mapping[str, Any]:
    """The number as somebody has it now. Raises NotFound when they do not."""
    held = desk.store.pending.row(session, "holding", (client_id, e164))
    if not held or held["until_at"] is not None:
        raise NotFound(say("They do not have this number now"))
    return held


def _claim(
    desk: Desk,
    session: Session,
    client_id: str,
    e164: str,
    confirmed: Mapping[str, Any] | None = None,
    shows: Shown | None = None,
) -> str:
    """Wish that what was said with a number becomes a client's; the wish's id."""
    claim_id = new_id()
    return wish(
        desk,
        session,
        "claim",
        lane=client_id,
        ids={"claim_id": claim_id},
        body={"e164": e164, "client_id": client_id, **(confirmed or {})},
        names=(client_id,),
        makes=claim_id,
        shows=shows,
    )


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


def _holders(desk: Desk, session: Session, e164: str) -> list[str]:
    """Who of those that are here has the number now."""
    held = (str(one.client_id) for one in desk.store.numbers.holders(session, e164))
    return [client_id for client_id in held if desk.store.clients.get(session, client_id) is not None]
