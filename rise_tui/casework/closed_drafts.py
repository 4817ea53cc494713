"""Words to somebody who may not be texted any more: made a note, or dropped; each can be taken back."""

from dataclasses import asdict
from typing import Any

from rise_tui.casework import drafting, noting
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.left_behind import LEFT_BACK
from rise_tui.casework.together import SEVERAL
from rise_tui.domain.errors import Conflict, NotFound
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import Session


def may_be_note(desk: Desk, client_id: str) -> bool:
    """Has the draft words, and may a note be written about them? A number that is nobody's has none."""
    return not client_id.startswith("tel:") and bool(drafting.recall(desk, client_id).body.strip())


def make_note(desk: Desk, client_id: str) -> str:
    """What was half written is a note now, which the client does not see; what was done, in words.

    What was to go with the words is in no note, and that is said. Raises what `noting.check` raises, NotFound
    when there is nothing, Conflict while another window is writing in it.
    """
    name = noting.check(desk, client_id)
    changes = (Change("drafts", client_id), Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        draft = _taken(desk, session, client_id)
        body = say("Not sent: {words}", words=draft.body.strip())
        label = say("Kept as a note: {name}", name=name)
        if draft.media:
            label = say("Kept as a note, without what was attached: {name}", name=name)
        note = noting.note_in(desk, session, client_id, body, "note")
        inverse = {"act": SEVERAL, "acts": [note, _back(draft)]}
        desk.store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
        desk.store.conversations.refresh(session, client_id)
    return label


def drop(desk: Desk, client_id: str) -> str:
    """What was half written is not wanted any more; what was done, in words. Raises NotFound and Conflict."""
    changes = (Change("drafts", client_id), Change("inbox", client_id), Change("thread", client_id))
    with desk.store.writing(*changes, is_durable=True) as session:
        draft = _taken(desk, session, client_id)
        label = say("Dropped: what was half written to {name}", name=name_of(desk, session, client_id))
        desk.store.undo.add(session, label, _back(draft), client_id=client_id, at=desk.now)
        desk.store.conversations.refresh(session, client_id)
    return label


def _taken(desk: Desk, session: Session, client_id: str) -> Draft:
    draft = desk.store.drafts.get(session, client_id)
    if draft is None or not (draft.body.strip() or draft.media):
        raise NotFound(say("This is dropped already"), "", say("Another window did it."))
    if drafting.is_elsewhere(desk, draft):
        raise Conflict(say("It is open in another window"), "", say("Close it there."))
    desk.store.drafts.remove(session, client_id)
    return draft


def _back(draft: Draft) -> dict[str, Any]:
    return {"act": LEFT_BACK, "draft": asdict(draft), "client_id": draft.key}
