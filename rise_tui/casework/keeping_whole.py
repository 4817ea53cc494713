"""Keeping all of a client whatever is purged: a supervisor says so, with the reason; it stands on the card."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.colleagues import keeps_people
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import must_be_known, wish
from rise_tui.domain.errors import BadInput, Refused, Unchanged
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

KEEP_BACK = "keep_whole_back"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Hold:
    """That nothing of a client may be purged: why, safe for a terminal, and since when (milliseconds)."""

    reason: str
    since_at: int | None


def hold_in(desk: Desk, session: Session, client_id: str) -> Hold | None:
    """The hold that stands for this client."""
    row = desk.store.pending.row(session, "legal_hold", client_id)
    return Hold(one_line(row["reason"], 200), row["held_at"]) if row and row["is_held"] else None


def may_hold(desk: Desk) -> bool:
    """May whoever sits here decide it?"""
    with desk.store.reading() as session:
        return keeps_people(desk, session)


def keep_whole(desk: Desk, client_id: str, reason: str) -> str:
    """Let nothing of a client be purged. Returns what was done, in words; it can be taken back.

    Raises BadInput without a reason, Refused for who may not decide it, Unchanged where it stands so.
    """
    if not reason.strip():
        raise BadInput(say("Why is it kept?"), "", say("Say it in a few words: it stands on the card."))
    if len(reason) > LONGEST_REASON:
        raise BadInput(say("That is too long"), "", say("At most {most} letters.", most=LONGEST_REASON))
    return _decide(desk, client_id, is_held=True, reason=reason.strip())


def let_purge(desk: Desk, client_id: str) -> str:
    """Let what is kept of a client go as everybody's does. Returns what was done; it can be taken back."""
    return _decide(desk, client_id, is_held=False, reason="")


def _decide(desk: Desk, client_id: str, *, is_held: bool, reason: str) -> str:
    if not may_hold(desk):
        raise Refused(say("A supervisor decides what is kept"), "", say("Ask yours."))
    changes = (Change("thread", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        must_be_known(desk, session, client_id)
        before = desk.store.pending.row(session, "legal_hold", client_id)
        stood = {"is_held": bool(before and before["is_held"]), "reason": before["reason"] if before else ""}
        if (stood["is_held"], stood["reason"]) == (is_held, reason):
            raise Unchanged(say("It stands so already"))
        _wish(desk, session, client_id, is_held, reason)
        name = name_of(desk, session, client_id)
        label = (
            say("Everything of {name} is kept", name=name)
            if is_held
            else say("What is kept of {name} may be purged again", name=name)
        )
        desk.store.undo.add(
            session, label, {"act": KEEP_BACK, "client_id": client_id, **stood}, client_id=client_id, at=desk.now
        )
    return label


def keep_whole_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """It stands as it stood before."""
    client_id = inverse["client_id"]
    _wish(desk, session, client_id, inverse["is_held"], inverse["reason"])
    desk.store.ring(session, Change("thread", client_id), Change("outbox"))
    return say("Taken back: what is kept of {name}", name=name_of(desk, session, client_id))


def _wish(desk: Desk, session: Session, client_id: str, is_held: bool, reason: str) -> None:
    wish(
        desk,
        session,
        "legal_hold",
        lane=client_id,
        ids={"client_id": client_id},
        body={"is_held": is_held, "reason": reason},
        names=(client_id,),
        shows=("legal_hold", client_id, {"is_held": is_held, "reason": reason, "held_at": desk.now}),
    )
