"""Invented people at a desk, what the relay says about them, and what stands in the outbox."""

import hashlib
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, from_ms
from rise_tui.domain.ids import CaseworkerId, new_id
from rise_tui.domain.messages import Media, MediaState
from rise_tui.store.lines import Line
from rise_tui.store.outbox import Entry
from rise_tui.store.store import Store
from rise_tui.wire.events import Answer
from rise_tui.wire.shapes import Problem
from tests.store.people import NOW, text_in

OFFICE_ID = "00000000-0000-7000-8000-0000000000f1"
DANA = CaseworkerId("00000000-0000-7000-8000-0000000000d1")
PHONE = "+12155550142"


def a_desk(store: Store, *, window: str = "", at: int = NOW) -> Desk:
    """Dana's desk over that store."""
    return Desk(store, FrozenClock(from_ms(at)), DANA, OFFICE_ID, "America/New_York", "Dana Reyes", "RISE", 8, window)


def a_client(desk: Desk, name: str = "Marcus Bell", e164: str | None = PHONE, seq: int = 1, **fields: Any) -> str:
    """Somebody whom the relay knows, with one confirmed number; the id."""
    client_id = new_id()
    first, _, last = name.partition(" ")
    with desk.store.writing() as session:
        desk.store.clients.put(session, client_id, seq=seq, first_name=first, last_name=last, **fields)
        if e164 is not None:
            desk.store.numbers.put(session, client_id, e164, seq=seq, is_confirmed=True, from_at=1)
    return client_id


def writes(desk: Desk, client_id: str, seq: int, body: str = "ok", photos: int = 0, **fields: Any) -> str:
    """The relay tells of a text of theirs, with photos that have arrived; its message id."""
    wanted = tuple(Media(index, None, "image/jpeg", MediaState.WANTED) for index in range(photos))
    with desk.store.writing() as session:
        message = text_in(desk.store, session, client_id, seq, body, media=wanted, **fields)
        desk.store.conversations.put(session, client_id, seq=seq, state="needs_reply")
        desk.store.conversations.refresh(session, client_id)
    for index in range(photos):
        photo_arrives(desk, client_id, message.message_id, index, seq)
    return message.message_id


def photo_arrives(desk: Desk, client_id: str, message_id: str, index: int, seq: int) -> str:
    """The relay has a photo now; its SHA-256."""
    sha256 = hashlib.sha256(f"{message_id}/{index}".encode()).hexdigest()
    with desk.store.writing() as session:
        facts = {"state": "stored", "sha256": sha256, "type": "image/jpeg", "bytes": 81_000}
        desk.store.photos.put(session, message_id, index, seq=seq, client_id=client_id, **facts)
    return sha256


def says(desk: Desk, client_id: str, e164: str, state: str, seq: int) -> None:
    """The relay tells what somebody said about being texted."""
    with desk.store.writing() as session:
        desk.store.consents.put(session, e164, client_id, seq=seq, state=state, how="word", at=desk.now)
        desk.store.conversations.refresh(session, client_id)


def in_group(desk: Desk, name: str, *client_ids: str, seq: int = 1) -> str:
    """A group of these people, as the relay has it; its id."""
    group_id = new_id()
    with desk.store.writing() as session:
        desk.store.groups.put(session, group_id, seq=seq, name=name, kind="list")
        for client_id in client_ids:
            desk.store.groups.put_member(session, group_id, client_id, is_member=True, seq=seq)
    return group_id


def line(desk: Desk, client_id: str) -> Line:
    """How the conversation stands."""
    with desk.store.reading() as session:
        found = desk.store.conversations.get(session, client_id)
    assert found is not None
    return found


def outbox(desk: Desk) -> list[Entry]:
    """All that waits."""
    with desk.store.reading() as session:
        return list(desk.store.outbox.list(session))


def offered(desk: Desk) -> None:
    """Everything in the outbox has been offered to the relay, which has not answered."""
    with desk.store.writing() as session:
        for entry in desk.store.outbox.list(session):
            desk.store.outbox.offer(session, entry.wish.write_id)


def accepted(desk: Desk, seq: int) -> None:
    """The relay takes everything in the outbox, from that number on; as sync settles it."""
    from rise_tui.sync.settling import Settling

    for number, entry in enumerate(outbox(desk), start=seq):
        answer = Answer(id=next(iter(entry.wish.ids.values()), ""), seq=number, at=desk.now)
        with desk.store.writing() as session:
            Settling(desk.store, desk.now).accepted(session, entry.wish.write_id, answer)


def refused(desk: Desk, title: str = "They said STOP", detail: str = "No text may go to them.", kind: str = "") -> None:
    """The relay refuses everything in the outbox, or all of that kind."""
    from rise_tui.sync.settling import Settling

    for entry in outbox(desk):
        if kind not in ("", entry.wish.kind):
            continue
        problem = Problem(type="/problems/opted-out", title=title, status=422, detail=detail)
        with desk.store.writing() as session:
            Settling(desk.store, desk.now).refused(session, entry.wish.write_id, problem)
