"""Writing down what the client does not see: notes, calls, visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework import drafting
from rise_tui.casework.asides import note_label
from rise_tui.casework.desk import Desk
from rise_tui.casework.faring import author_of
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import must_be_known, wish, withdraw
from rise_tui.domain.errors import BadInput, NotFound, Refused, TooLate
from rise_tui.domain.ids import new_id
from rise_tui.domain.safe_text import safe_text
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.rows import whole

UNNOTE = "unnote"
LONGEST = 20_000
"""Characters that the relay takes."""
_OF_NOTE = "note:"


@dataclass(frozen=True)
class Noted:
    """Something that was written down; `label`, `words` and `author` are safe for a terminal.

    `when`: a day, or a time of today; `author`: empty for oneself; `at` in milliseconds.
    """

    note_id: str
    kind: str
    label: str
    words: str
    author: str
    when: str
    at: int


def notes(desk: Desk, client_id: str, limit: int = 50) -> list[Noted]:
    """What was written down about a client, the newest first."""
    with desk.store.reading() as session:
        found = desk.store.notes.list(session, client_id, limit)
        authors = {note.caseworker_id: author_of(desk, session, note.caseworker_id) for note in found}
    noted = []
    for note in found:
        day, time = desk.day_and_time(note.at)
        when = time if day == say("Today") else day
        label, words = note_label(note.kind), safe_text(note.body)
        noted.append(Noted(note.note_id, note.kind, label, words, authors[note.caseworker_id], when, note.at))
    return noted


def draft_key(client_id: str) -> str:
    """Under which key the half-written note about a client is kept among the drafts."""
    return f"{_OF_NOTE}{client_id}"


def about_whom(key: str) -> str | None:
    """Whom the half-written note with that key is about; None: it is no note's."""
    return key.removeprefix(_OF_NOTE) if key.startswith(_OF_NOTE) else None


def check(desk: Desk, client_id: str) -> str:
    """Whose name the note is under. Raises Refused for a number that is nobody's, NotFound for somebody who is gone."""
    if client_id.startswith("tel:"):
        raise Refused(say("This number is nobody's yet"), "", say("Say first whose it is."))
    with desk.store.reading() as session:
        must_be_known(desk, session, client_id)
        if desk.store.clients.get(session, client_id) is None:
            raise NotFound(say("This client is not here any more"))
        return name_of(desk, session, client_id)


def write(desk: Desk, client_id: str, body: str, kind: str = "note") -> str:
    """Write a note (or a call, a visit) into a client's file; the half-written note goes if these are its words.

    Returns what was done, in words; it can be taken back. Raises BadInput for nothing or too much, and what `check`
    raises.
    """
    body = whole(body).strip()
    name = check(desk, client_id)
    if not body:
        raise BadInput(say("There is nothing to save"), "", say("Write something first."))
    if len(body) > LONGEST:
        over = len(body) - LONGEST
        raise BadInput(say("The note is too long"), say("By {over} characters.", over=over), say("Make two of it."))
    store, key = desk.store, draft_key(client_id)
    label = say("{label} about {name} saved", label=note_label(kind), name=name)
    with (
        drafting.late(desk, key) as late_one,
        store.writing(Change("thread", client_id), Change("outbox"), is_durable=True) as session,
    ):
        typed = drafting.present(desk, session, key, late_one)
        is_typed = typed is not None and typed.body.strip() == body
        if late_one is not None and typed is not None and not is_typed:
            store.drafts.put(session, typed)
        if is_typed:
            store.drafts.remove(session, key)
        write_in(desk, session, client_id, body, kind, label, was_typed=is_typed)
    return label


def write_in(
    desk: Desk, session: Session, client_id: str, body: str, kind: str, label: str, *, was_typed: bool = False
) -> None:
    """The same in the caller's transaction; what is half written is not looked at (`was_typed`: these words were it).

    Raises Refused for somebody whom the office did not add.
    """
    inverse = note_in(desk, session, client_id, body, kind)
    desk.store.undo.add(session, label, {**inverse, "was_typed": was_typed}, client_id=client_id, at=desk.now)


def note_in(desk: Desk, session: Session, client_id: str, body: str, kind: str) -> dict[str, Any]:
    """Write the note alone, in the caller's transaction; what takes it back. Raises Refused as `write_in`."""
    must_be_known(desk, session, client_id)
    note_id = new_id()
    _wish_note(desk, session, note_id, {"client_id": client_id, "body": body, "kind": kind})
    return {"act": UNNOTE, "note_id": note_id, "client_id": client_id}


def _wish_note(desk: Desk, session: Session, note_id: str, fields: Mapping[str, Any]) -> None:
    """The note stands here, and is wished of the relay."""
    client_id = fields["client_id"]
    columns = {**fields, "caseworker_id": str(desk.caseworker_id), "at": desk.now}
    wish(
        desk,
        session,
        "note",
        lane=client_id,
        ids={"note_id": note_id},
        body=fields,
        names=(client_id,),
        makes=note_id,
        shows=("note", note_id, columns),
    )


def unnote(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take a note back; what was typed stands in the place for notes again.

    Raises TooLate when it is gone, Conflict when another window is writing a note about them.
    """
    note_id, client_id, store = inverse["note_id"], inverse["client_id"], desk.store
    note = store.notes.get(session, note_id)
    if note is None:
        raise TooLate(say("This note is not here any more"))
    if inverse.get("was_typed"):
        key = draft_key(client_id)
        drafting.put_first(desk, session, key, note.body, drafting.take_late(desk, session, key))
    store.ring(session, Change("thread", client_id), Change("outbox"))
    made = store.outbox.making(session, note_id)
    if made is None or not withdraw(desk, session, made.wish.write_id):
        _wish_gone(desk, session, client_id, note_id)
    return say("Note taken back: {name}", name=name_of(desk, session, client_id))


def _wish_gone(desk: Desk, session: Session, client_id: str, note_id: str) -> None:
    wish(
        desk,
        session,
        "note",
        lane=client_id,
        ids={"note_id": note_id},
        body={"client_id": client_id, "deleted": True},
        names=(note_id,),
        shows=("note", note_id, {"is_deleted": True}),
    )
