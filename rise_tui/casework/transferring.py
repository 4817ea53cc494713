"""Giving a client to a colleague, with a note for them and, if wanted, a text that tells the client."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from rise_tui.casework.colleagues import Colleague, colleagues, is_supervisor, name_of_colleague
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.outgoing import IN_TIME_MS, check
from rise_tui.casework.together import SEVERAL
from rise_tui.casework.wishing import is_here, must_be_known, wish, withdraw
from rise_tui.domain.clock import to_wire
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.errors import BadInput, NotFound, Refused, TooLate, Unchanged
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say, say_many
from rise_tui.domain.transfer_words import transfer_text
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.rows import whole

TRANSFER_BACK = "transfer_back"
UNDO_MS = 3600 * 1000
"""How long one's own transfer can be taken back, in milliseconds; the office has the same."""
LONGEST_NOTE = 2000
From = Literal["old", "new"]
"""In whose name the client is told: who had them, or who gets them."""


def who_may_have(desk: Desk, client_id: str) -> list[Colleague]:
    """To whom this client can go, by name: everybody who sees to clients but who has them now.

    Raises Refused for a client whom one may not give away: a colleague's, or somebody unknown.
    """
    with desk.store.reading() as session:
        has_them = _must_be_mine(desk, session, client_id)
    return [one for one in colleagues(desk, with_me=True) if one.caseworker_id != has_them]


def may_transfer(desk: Desk, client_id: str) -> bool:
    """Is it one's own client, or is one a supervisor?"""
    with desk.store.reading() as session:
        try:
            _must_be_mine(desk, session, client_id)
        except Refused:
            return False
    return True


def why_no_text(desk: Desk, client_id: str) -> str | None:
    """Why the client cannot be told by a text, in words; None: they can."""
    with desk.store.reading() as session:
        number = desk.store.numbers.to_text(session, client_id)
        if number is None:
            return say("They have no number that can be texted.")
        said = desk.store.consents.state(session, client_id, number, Purpose.CONVERSATION)
        if said is ConsentState.OPTED_OUT or desk.store.numbers.is_blocked(session, number):
            return say("They said STOP: no text may go to them.")
    return None


def suggested_text(desk: Desk, client_id: str, to_caseworker_id: str, text_from: From = "new") -> str:
    """Words to begin with, in the client's language; neutral where others read their phone. Not yet sent anywhere."""
    with desk.store.reading() as session:
        client = desk.store.clients.get(session, client_id)
        if client is None:
            return ""
        people = desk.store.office.caseworker
        new, old = people(session, to_caseworker_id), people(session, str(client.caseworker_id or ""))
    return transfer_text(
        client.language,
        first_name=client.first_name,
        caseworker="" if new is None else new.name,
        former=desk.name if old is None else old.name,
        office=desk.office,
        is_from_new=text_from == "new",
        is_discreet=client.is_discreet,
    )


def transfer(
    desk: Desk, client_id: str, to_caseworker_id: str, *, note: str = "", text: str = "", text_from: From = "new"
) -> str:
    """Give the client to that colleague; returns what was done, in words. For an hour it can be taken back.

    With all that was said they go from this machine once the office has it, unless one sees them for another reason.
    Words for the client (none: no text) leave as a text of their own, in the name of who had or of who gets them; they
    are held as any text. Raises Refused, BadInput, NotFound, Unchanged.
    """
    note, text = _kept_note(note), whole(text.strip())
    if text:
        check(text, ())
        if (why := why_no_text(desk, client_id)) is not None:
            raise Refused(say("They cannot be told by a text"), why, say("Transfer them without one."))
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        body: dict[str, Any] = {"note": note} if note else {}
        if text:
            body |= {"text": text, "text_from": text_from, "message_id": new_id(), "hold_s": desk.hold_seconds}
            body["expires_at"] = to_wire(desk.now + IN_TIME_MS)
        inverse = _transfer_in(desk, session, client_id, to_caseworker_id, body)
        label = say("Transferred to {name}", name=name_of_colleague(desk, session, to_caseworker_id))
        desk.store.undo.add(session, label, inverse, at=desk.now)  # names nobody who may go from here
    return label


def transfer_all(desk: Desk, client_ids: Sequence[str], to_caseworker_id: str, *, note: str = "") -> str:
    """Give all of these clients to that colleague, with one note and no text; those who are theirs already stay so,
    and who has gone to somebody else meanwhile is left out.

    Returns what was done, in words; it is taken back as one act. Raises as `transfer` does; then nobody is given.
    """
    note = _kept_note(note)
    changes = [Change("inbox", client_id) for client_id in client_ids]
    with desk.store.writing(*changes, Change("outbox"), is_durable=True) as session:
        acts = []
        for client_id in [one for one in client_ids if is_here(desk, session, one)] or client_ids:
            try:
                acts.append(_transfer_in(desk, session, client_id, to_caseworker_id, {"note": note} if note else {}))
            except Unchanged:
                continue
        if not acts:
            raise Unchanged(say("They have these clients already"))
        name = name_of_colleague(desk, session, to_caseworker_id)
        label = say_many("{count} transferred to {name}", "{count} transferred to {name}", len(acts), name=name)
        desk.store.undo.add(session, label, {"act": SEVERAL, "acts": acts}, at=desk.now)
    return label


def _kept_note(note: str) -> str:
    kept = whole(note.strip())
    if len(kept) > LONGEST_NOTE:
        raise BadInput(say("The note is too long"), "", say("At most {most} letters.", most=LONGEST_NOTE))
    return kept


def _transfer_in(
    desk: Desk, session: Session, client_id: str, to_caseworker_id: str, beside: Mapping[str, Any]
) -> dict[str, Any]:
    """Wish it, and show it here; what takes it back. `beside`: what else the wish says."""
    before = _must_be_mine(desk, session, client_id)
    if before == to_caseworker_id:
        raise Unchanged(say("They have this client already"))
    if desk.store.office.caseworker(session, to_caseworker_id) is None:
        raise NotFound(say("Nobody here is called that"))
    transfer_id = new_id()
    body = {"client_id": client_id, "to_caseworker_id": to_caseworker_id, **beside}
    write_id = _wish(desk, session, transfer_id, client_id, body)
    desk.store.conversations.refresh(session, client_id)
    return {
        "act": TRANSFER_BACK,
        "client_id": client_id,
        "transfer_id": transfer_id,
        "write_id": write_id,
        "from": before,
        "to": to_caseworker_id,
        "at": desk.now,
    }


def transfer_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take a transfer back: without a trace if it never left, else they come back. Raises TooLate after an hour."""
    client_id = inverse["client_id"]
    desk.store.ring(session, Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    words = say("Taken back: they are with {name}", name=name_of_colleague(desk, session, inverse["from"]))
    parked = desk.store.outbox.remove(session, inverse["write_id"]) is not None
    if parked or withdraw(desk, session, inverse["write_id"]):
        desk.store.conversations.refresh(session, client_id)
        return words
    if not may_transfer_back(desk, session, inverse):
        raise TooLate(
            say("This transfer can no longer be taken back"),
            "",
            say("Ask the colleague, or a supervisor, to transfer them back."),
        )
    body = {"client_id": client_id, "to_caseworker_id": inverse["from"], "undoes": inverse["transfer_id"]}
    _wish(desk, session, new_id(), client_id, body)
    return words


def may_transfer_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """Within the hour, or while it is still on this machine alone; never to nobody."""
    entry = desk.store.outbox.get(session, inverse["write_id"])
    if entry is not None and (entry.state == "parked" or not entry.attempts):
        return True
    return inverse["from"] is not None and desk.now - inverse["at"] < UNDO_MS


def _wish(desk: Desk, session: Session, transfer_id: str, client_id: str, body: Mapping[str, Any]) -> str:
    """In the client's own lane, behind what was wished for them before; seen on their card if they are here."""
    is_here = desk.store.clients.get(session, client_id) is not None
    return wish(
        desk,
        session,
        "transfer",
        lane=client_id,
        ids={"transfer_id": transfer_id},
        body=body,
        names=(client_id,),
        makes=transfer_id,
        shows=("client", client_id, {"caseworker_id": body["to_caseworker_id"]}) if is_here else None,
    )


def _must_be_mine(desk: Desk, session: Session, client_id: str) -> str | None:
    """Who has the client, whom one may give away. Raises Refused, and NotFound for who has gone."""
    must_be_known(desk, session, client_id)
    client = desk.store.clients.get(session, client_id)
    if client is None and client_id.startswith("tel:"):
        raise Refused(
            say("This number is nobody's client yet"), "", say("Say whose it is first: i on the conversation.")
        )
    if client is None:
        raise Refused(say("They are not one of your clients any more"), "", say("Ask a supervisor who has them now."))
    if client.caseworker_id != desk.caseworker_id and not is_supervisor(desk, session):
        raise Refused(
            say("{name} is a colleague's client", name=name_of(desk, session, client_id)),
            say("You cover for them; only who has them transfers them."),
            say("Ask the colleague, or a supervisor."),
        )
    return None if client.caseworker_id is None else str(client.caseworker_id)
