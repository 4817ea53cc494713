"""Invented clients and texts for the store's tests."""

from typing import Any

from rise_tui.store.engine import Session
from rise_tui.store.store import Store
from rise_tui.store.threads import Message

NOW = 1_763_820_000_000
"""A Saturday in November, milliseconds."""
MINUTE = 60_000


def add_client(store: Store, session: Session, client_id: str, name: str = "Ana Ruiz", e164: str | None = None) -> str:
    """A client with one confirmed number."""
    first_name, _, last_name = name.partition(" ")
    store.clients.put(session, client_id, seq=1, first_name=first_name, last_name=last_name)
    if e164:
        store.numbers.put(session, client_id, e164, seq=1, is_confirmed=True, from_at=1)
    return client_id


def text_in(store: Store, session: Session, client_id: str, seq: int, body: str = "ok", **fields: Any) -> Message:
    """A text of the client's, numbered by the relay; the inbox follows."""
    message = Message(
        message_id=f"in-{seq}",
        client_id=client_id,
        direction="inbound",
        body=body,
        status="received",
        **{"at": NOW + seq * MINUTE, "seq": seq, **fields},
    )
    store.threads.put(session, message)
    store.conversations.refresh(session, client_id)
    return message


def text_out(store: Store, session: Session, client_id: str, seq: int, body: str = "fine", **fields: Any) -> Message:
    """A text of ours, numbered by the relay; the inbox follows."""
    message = Message(
        message_id=f"out-{seq}",
        client_id=client_id,
        direction="outbound",
        body=body,
        **{"status": "sent", "at": NOW + seq * MINUTE, "seq": seq, **fields},
    )
    store.threads.put(session, message)
    store.conversations.refresh(session, client_id)
    return message


def decide(store: Store, session: Session, client_id: str, state: str, seen_through: int, seq: int) -> None:
    """The relay says how things stand with somebody; the inbox follows."""
    store.conversations.put(session, client_id, seq=seq, state=state, seen_through=seen_through)
    store.conversations.refresh(session, client_id)
