"""Putting a photo or paper into a client's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish
from rise_tui.domain.documents import DocumentKind, kind_words
from rise_tui.domain.errors import NotFound, Refused
from rise_tui.domain.ids import new_id
from rise_tui.domain.messages import MediaState
from rise_tui.domain.say import say
from rise_tui.domain.triage import ConversationState
from rise_tui.store.changes import Change

UNFILE = "unfile"


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
    """File the photo that came with a text (the `index`-th, from 0). With the last one nobody waits: it is done.

    Raises NotFound when there is no such photo, Refused when it has not arrived or the number is nobody's.
    """
    store = desk.store
    document_id, write_id = new_id(), new_id()
    changes = (Change("documents", client_id), Change("inbox", client_id), Change("outbox"))
    with store.writing(*changes, is_durable=True) as session:
        photo = store.photos.get(session, message_id, index)
        if photo is None or photo.client_id != client_id:
            raise NotFound(say("There is no such photo"), "", say("See `rise read` for the photos of a conversation."))
        if client_id.startswith("tel:"):
            raise Refused(say("This number is nobody's yet"), "", say("Say first whose it is."))
        if photo.state is not MediaState.STORED or photo.sha256 is None:
            raise Refused(say("This photo has not arrived yet"), "", say("Try again when it is here."))
        fields = {
            "client_id": client_id,
            "message_id": message_id,
            "sha256": photo.sha256,
            "kind": kind.value,
            **({"period": period} if period else {}),
            **({"note": note} if note else {}),
        }
        store.pending.shelve(session, "document", document_id, write_id, {**fields, "at": desk.now})
        wish(
            desk,
            session,
            "document",
            lane=client_id,
            ids={"document_id": document_id},
            body=fields,
            names=(client_id,),
            makes=document_id,
            write_id=write_id,
        )
        label = say("Filed as {kind}", kind=kind_words(kind))
        done_write = _done_with_the_last(desk, session, client_id)
        inverse = {"act": UNFILE, "document_id": document_id, "client_id": client_id, "done_write": done_write}
        store.undo.add(session, label, inverse, client_id=client_id, at=desk.now)
        store.conversations.refresh(session, client_id)
    return Filed(document_id, write_id, label)


def _done_with_the_last(desk: Desk, session: Session, client_id: str) -> str | None:
    """When no photo is left to file and a reply was needed: done. The wish's id, if one was made."""
    store = desk.store
    line = store.conversations.get(session, client_id)
    if line is None or line.state != ConversationState.NEEDS_REPLY or store.photos.unfiled(session, client_id):
        return None
    write_id = new_id()
    body = {"state": ConversationState.DONE.value, "seen_through": line.last_inbound_seq}
    store.pending.shelve(session, "conversation", client_id, write_id, body)
    return wish(
        desk,
        session,
        "conversation",
        lane=client_id,
        ids={"client_id": client_id},
        body=body,
        names=(client_id,),
        write_id=write_id,
    )


def unfile(desk: Desk, inverse: Mapping[str, Any]) -> str:
    """Take a filing back; the photo is unfiled again, and needs a reply again if filing it had ended that."""
    store = desk.store
    document_id, client_id = inverse["document_id"], inverse["client_id"]
    changes = (Change("documents", client_id), Change("inbox", client_id), Change("outbox"))
    with store.writing(*changes, is_durable=True) as session:
        made = store.outbox.making(session, document_id)
        if made is not None and store.outbox.withdraw(session, made.wish.write_id):
            store.pending.refuse(session, made.wish.write_id)
        else:
            document = store.documents.get(session, document_id)
            write_id = new_id()
            store.pending.shelve(session, "document", document_id, write_id, {"is_deleted": True})
            wish(
                desk,
                session,
                "document",
                lane=client_id,
                ids={"document_id": document_id},
                body={"deleted": True},
                if_match=document.seq if document is not None else 0,
                names=(document_id,),
                write_id=write_id,
            )
        if inverse.get("done_write"):
            _needs_reply_again(desk, session, client_id, inverse["done_write"])
        store.conversations.refresh(session, client_id)
    return say("Not filed any more")


def _needs_reply_again(desk: Desk, session: Session, client_id: str, done_write: str) -> None:
    store = desk.store
    if store.outbox.withdraw(session, done_write):
        store.pending.refuse(session, done_write)
        return
    write_id = new_id()
    body = {"state": ConversationState.NEEDS_REPLY.value, "seen_through": 0}
    store.pending.shelve(session, "conversation", client_id, write_id, body)
    wish(
        desk,
        session,
        "conversation",
        lane=client_id,
        ids={"client_id": client_id},
        body=body,
        names=(client_id,),
        write_id=write_id,
    )
