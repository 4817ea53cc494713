"""Somebody else answers on a client's number: what they were sent, what still waits to go there, and ending it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.casework import triage
from rise_tui.casework.amending import amend, the_holding
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.together import SEVERAL
from rise_tui.casework.wishing import must_be_known, wish, withdraw
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import NotFound
from rise_tui.domain.ids import new_id
from rise_tui.domain.marks import Mark
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.domain.triage import ConversationState
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.threads import Message

UNSTRANGE = "unstrange"
LOOKED_BACK = 500
"""Texts among which those are looked for that the stranger was sent."""
LONGEST = 200
_WAITING = (Status.HELD, Status.QUEUED)
_NEVER_LEFT = (Status.CANCELLED, Status.EXPIRED, Status.FAILED)


@dataclass(frozen=True)
class Stranger:
    """Whom the office has been writing to by mistake. Texts are the oldest first, and not yet safe for a terminal.

    `sent`: what went there since the client last surely wrote from it; `waiting`: what is taken off when it ends.
    """

    name: str
    e164: str
    message_id: str
    words: str
    sent: tuple[Message, ...]
    waiting: tuple[Message, ...]


def stranger(desk: Desk, client_id: str) -> Stranger:
    """Who answers there, by the oldest unanswered text that says it is the wrong person.

    Raises NotFound when no text of theirs says so.
    """
    with desk.store.reading() as session:
        return _stranger(desk, session, client_id)


def stop_number(desk: Desk, client_id: str, *, seen_through: int | None = None) -> str:
    """The number is not theirs any more: nothing goes there for them, what waited is taken off, no answer is needed.

    Returns what was done, in words; it can be taken back, but what was taken off is not sent by that. Raises NotFound
    when no text of theirs says that it is the wrong person.
    """
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        must_be_known(desk, session, client_id)
        found = _stranger(desk, session, client_id)
        key = (found.e164, client_id, Purpose.ALL.value)
        held = desk.store.pending.row(session, "holding", (client_id, found.e164))
        before = desk.store.pending.row(session, "consent", key).get("state", ConsentState.UNKNOWN.value)
        wrong_person_id = new_id()
        write_id = wish(
            desk,
            session,
            "wrong_person",
            lane=client_id,
            ids={"wrong_person_id": wrong_person_id},
            body={"e164": found.e164, "client_id": client_id, "message_id": found.message_id},
            names=(client_id,),
            makes=wrong_person_id,
            shows=("holding", (client_id, found.e164), {"until_at": max(desk.now, int(held.get("from_at") or 0))}),
        )
        said = {
            "state": ConsentState.OPTED_OUT.value,
            "how": "caseworker",
            "wording": one_line(found.words, LONGEST),
            "message_id": found.message_id,
            "at": desk.now,
        }
        desk.store.pending.shelve(session, "consent", key, write_id, said)
        back = {"act": UNSTRANGE, "client_id": client_id, "e164": found.e164, "write_id": write_id, "before": before}
        put_back = triage.judge_in(desk, session, client_id, ConversationState.DONE, seen_through)
        label = say("Not the number of {name} any more", name=found.name)
        desk.store.undo.add(
            session, label, {"act": SEVERAL, "acts": [put_back, back]}, client_id=client_id, at=desk.now
        )
        desk.store.conversations.refresh(session, client_id)
    return label


def unstrange(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """The number is theirs after all: without a trace if the office never heard of it, else from now on again."""
    client_id, e164 = inverse["client_id"], inverse["e164"]
    label = say("Taken back: the number is theirs")
    if withdraw(desk, session, inverse["write_id"]):
        desk.store.conversations.refresh(session, client_id)
        return label
    amend(desk, session, the_holding(client_id, e164), {"until_at": None}, None)
    said = {"state": inverse["before"], "how": "caseworker", "wording": say("it is their number after all")}
    consent_id = new_id()
    wish(
        desk,
        session,
        "consent",
        lane=client_id,
        ids={"consent_id": consent_id},
        body={**said, "e164": e164, "client_id": client_id, "purpose": Purpose.ALL.value},
        names=(client_id,),
        makes=consent_id,
        shows=("consent", (e164, client_id, Purpose.ALL.value), {**said, "at": desk.now}),
    )
    desk.store.conversations.refresh(session, client_id)
    return label


def _stranger(desk: Desk, session: Session, client_id: str) -> Stranger:
    unanswered = desk.store.conversations.unanswered(session, client_id)
    said = next((text for text in unanswered if Mark.WRONG_PERSON in text.marks), None)
    if said is None:
        raise NotFound(say("No text of theirs says that it is the wrong person"))
    texts = desk.store.threads.window(session, client_id, limit=LOOKED_BACK)
    theirs = next((text for text in texts if text.position == said.position), None)
    if theirs is None:
        theirs = desk.store.threads.window(session, client_id, after=said.position - 1, limit=1)[0]
    e164 = theirs.e164 or ""
    since = _surely_theirs(texts, e164, theirs.position)
    ours = [
        text for text in texts if text.direction == "outbound" and text.position > since and text.e164 in (None, e164)
    ]
    return Stranger(
        name_of(desk, session, client_id),
        e164,
        theirs.message_id,
        theirs.body,
        tuple(text for text in ours if text.status not in (*_WAITING, *_NEVER_LEFT)),
        tuple(text for text in ours if text.status in _WAITING),
    )


def _surely_theirs(texts: Sequence[Message], e164: str, before: int) -> int:
    """The position of the newest text from that number before this one that says no such thing; 0: there is none."""
    sure = (
        text.position
        for text in texts
        if text.direction == "inbound"
        and text.e164 == e164
        and text.position < before
        and Mark.WRONG_PERSON not in text.marks
    )
    return max(sure, default=0)
