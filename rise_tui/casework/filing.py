"""Putting a photo or paper into a client's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.triage import wish_conversation
from rise_tui.casework.wishing import is_accepted, must_be_known, wish, withdraw
from rise_tui.domain.documents import DocumentKind, kind_words
from rise_tui.domain.errors import BadInput, Conflict, NotFound, Refused, TooLate
from rise_tui.domain.ids import new_id
from rise_tui.domain.messages import MediaState
from rise_tui.domain.periods import period_days
from rise_tui.domain.say import say
from rise_tui.domain.triage import ConversationState
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.photos import Medium

UNFILE = "unfile"
MOST_UNANSWERED = 500
"""Texts in a row without an answer that are looked at for photos."""


@dataclass(frozen=True)
class Filed:
    """What was filed, and the wish that carries it."""

    document_id: str
    write_id: str
    label: str


def file_photo(
    desk: Desk,
    client_id: str,
    message_id: str,
    index: int,
    kind: DocumentKind,
    *,
    period: str | None = None,
    note: str | None = None,
) -> Filed:
    """File the photo that came with a text (the `index`-th, from 0). With the last unanswered one the client is done.

    Raises NotFound when there is no such photo, Refused when it has not arrived or the number is nobody's, Conflict
    when it is filed so already, BadInput for a period that is none.
    """
    if period is not None and period_days(period) is None:
        raise BadInput(
            say("That is no period"), "", say("Write a month (2026-11) or two days (2026-11-02/2026-11-15).")
        )
    store = desk.store
    changes = (Change("documents", client_id), Change("inbox", client_id), Change("outbox"))
    with store.writing(*changes, is_durable=True) as session:
        photo = stored_photo(desk, session, client_id, message_id, index)
        _must_be_new(desk, session, photo, kind, period)
        document_id, write_id = wish_document(
            desk, session, client_id, message_id, index, kind, period=period, note=note
        )
        label = say("Filed as {kind}", kind=kind_words(kind))
        inverse = {"act": UNFILE, "document_id": document_id, "client_id": client_id}
        inverse |= _done_with_the_last(desk, session, client_id, message_id)
        store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
        store.conversations.refresh(session, client_id)
    return Filed(document_id, write_id, label)


def wish_document(
    desk: Desk,
    session: Session,
    client_id: str,
    message_id: str,
    index: int,
    kind: DocumentKind,
    *,
    period: str | None = None,
    note: str | None = None,
    is_dismissed: bool = False,
) -> tuple[str, str]:
    """Make a document of a photo, here and as a wish, in the caller's transaction: its id and the wish's.

    Raises NotFound and Refused as `stored_photo` does.
    """
    photo = stored_photo(desk, session, client_id, message_id, index)
    document_id = new_id()
    fields = {
        "client_id": client_id,
        "message_id": message_id,
        "sha256": photo.sha256,
        "kind": kind.value,
        **({"period": period} if period else {}),
        **({"note": note} if note else {}),
        **({"is_dismissed": True} if is_dismissed else {}),
    }
    write_id = wish(
        desk,
        session,
        "document",
        lane=client_id,
        ids={"document_id": document_id},
        body=fields,
        names=(client_id,),
        makes=document_id,
        shows=("document", document_id, {**fields, "at": desk.now}),
    )
    return document_id, write_id


def stored_photo(desk: Desk, session: Session, client_id: str, message_id: str, index: int) -> Medium:
    """The photo of a text, which the office must have to file it.

    Raises NotFound when there is none, Refused when it has not arrived or its client is nobody yet.
    """
    must_be_known(desk, session, client_id)
    photo = desk.store.photos.get(session, message_id, index)
    if photo is None or photo.client_id != client_id:
        raise NotFound(say("There is no such photo"), "", say("See `rise read` for the photos of a conversation."))
    if client_id.startswith("tel:"):
        raise Refused(say("This number is nobody's yet"), "", say("Say first whose it is."))
    if photo.state is not MediaState.STORED or photo.sha256 is None:
        raise Refused(say("This photo has not arrived yet"), "", say("Try again when it is here."))
    return photo


def _must_be_new(desk: Desk, session: Session, photo: Medium, kind: DocumentKind, period: str | None) -> None:
    for filed in desk.store.documents.of_message(session, photo.client_id, photo.message_id):
        if (filed.sha256, filed.kind, filed.period) == (photo.sha256, kind, period) and not filed.is_dismissed:
            raise Conflict(say("This photo is filed already"), say("As {kind}.", kind=kind_words(kind)))


def _done_with_the_last(desk: Desk, session: Session, client_id: str, message_id: str) -> dict[str, Any]:
    """When no unanswered photo is left to file, and this was one: done. What the inverse must know of it."""
    store = desk.store
    line = store.conversations.get(session, client_id)
    if line is None or line.state != ConversationState.NEEDS_REPLY:
        return {}
    seen = min(line.seen_through, line.last_inbound_seq - 1)
    unanswered = store.threads.window(session, client_id, after=seen, limit=MOST_UNANSWERED)
    if message_id not in {text.message_id for text in unanswered}:
        return {}
    unfiled = {photo.message_id for photo in store.photos.unfiled(session, client_id)}
    on_their_way = {t.message_id for t in unanswered if any(item.state is MediaState.WANTED for item in t.media)}
    if any(text.message_id in unfiled | on_their_way for text in unanswered):
        return {}
    body = {"state": ConversationState.DONE.value, "seen_through": line.last_inbound_seq}
    return {"done_write": wish_conversation(desk, session, client_id, body, body), "seen_through": seen}


def unfile(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take a filing back; the photo is unfiled again, and needs a reply again if filing it had ended that.

    Raises TooLate when a colleague has deleted the document meanwhile.
    """
    store = desk.store
    document_id, client_id = inverse["document_id"], inverse["client_id"]
    store.ring(session, Change("documents", client_id), Change("inbox", client_id), Change("outbox"))
    made = store.outbox.making(session, document_id)
    if made is None or not withdraw(desk, session, made.wish.write_id):
        _wish_deleted(desk, session, client_id, document_id)
    if inverse.get("done_write"):
        _needs_reply_again(desk, session, client_id, inverse["done_write"], inverse["seen_through"])
    store.conversations.refresh(session, client_id)
    return say("Not filed any more")


def _wish_deleted(desk: Desk, session: Session, client_id: str, document_id: str) -> None:
    document = desk.store.documents.get(session, document_id)
    if document is None:
        raise TooLate(say("This paper is not in the file any more"))
    wish(
        desk,
        session,
        "document",
        lane=client_id,
        ids={"document_id": document_id},
        body={"deleted": True},
        if_match=document.seq,
        names=(document_id,),
        shows=("document", document_id, {"is_deleted": True}),
    )


def _needs_reply_again(desk: Desk, session: Session, client_id: str, done_write: str, seen_through: int) -> None:
    if not withdraw(desk, session, done_write):
        body = {"state": ConversationState.NEEDS_REPLY.value, "seen_through": seen_through}
        wish_conversation(desk, session, client_id, body, body)


def has_arrived(desk: Desk, filed: Filed) -> bool:
    """Does the relay have it? False: it waits here. Raises Refused, with the reason, when the relay said no."""
    return is_accepted(desk, filed.write_id)
