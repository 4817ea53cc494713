"""Changing what stands: shown at once, wished with what was on the screen, taken back field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import apart, must_be_known, wish
from rise_tui.domain.clock import to_wire
from rise_tui.domain.errors import TooLate, Unchanged
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.pending import Key

AMEND_BACK = "amend_back"
_ON_THE_WIRE = {"status_until_at": "status_until", "is_deleted": "deleted"}
"""Columns that the wire calls otherwise."""
_OWN_IDS = frozenset({"document", "appointment"})
"""Kinds with an id that a wish of ours may still be making."""
_TIMES = frozenset({"status_until", "from_at", "until_at", "starts_at", "verified_at"})


@dataclass(frozen=True)
class Thing:
    """Something that is edited: what the wire calls it, its row here, and the client whom it is about."""

    kind: str
    table: str
    key: Key
    ids: Mapping[str, str]
    client_id: str


def the_client(client_id: str) -> Thing:
    """A person."""
    return Thing("client", "client", client_id, {"client_id": client_id}, client_id)


def the_holding(client_id: str, e164: str) -> Thing:
    """That a person has a number."""
    ids = {"client_id": client_id, "e164": e164}
    return Thing("number", "holding", (client_id, e164), ids, client_id)


def the_document(client_id: str, document_id: str) -> Thing:
    """A paper in somebody's file."""
    return Thing("document", "document", document_id, {"document_id": document_id}, client_id)


def the_appointment(client_id: str, appointment_id: str) -> Thing:
    """An appointment of one person's own."""
    return Thing("appointment", "appointment", appointment_id, {"appointment_id": appointment_id}, client_id)


def amend(desk: Desk, session: Session, thing: Thing, columns: Mapping[str, Any], seen: int | None) -> tuple[str, ...]:
    """Change these columns here and wish the same of the relay, in the caller's transaction; the wishes' ids.

    `seen`: the seq that stood on the screen when it was typed (None: what stands now). No id when nothing would change.
    Raises Refused for somebody whom the office did not add.
    """
    store = desk.store
    must_be_known(desk, session, thing.client_id)
    present = store.pending.row(session, thing.table, thing.key)
    changed = {name: value for name, value in columns.items() if present.get(name) != value}
    if not changed:
        return ()
    sights = store.pending.sights(session, thing.table, thing.key, changed, seen)
    write_ids = tuple(
        wish(
            desk,
            session,
            thing.kind,
            lane=thing.client_id,
            ids=thing.ids,
            body=on_the_wire(part),
            if_match=sight,
            names=(thing.client_id, *thing.ids.values()) if thing.kind in _OWN_IDS else (thing.client_id,),
            shows=(thing.table, thing.key, part),
        )
        for together in apart(desk, session, thing.kind, thing.ids, changed, _wire_name)
        for sight, part in _by_sight(together, sights)
    )
    if thing.table == "client":
        store.clients.put(session, thing.client_id, **changed)  # the name for finding follows
    store.conversations.refresh(session, thing.client_id)
    store.ring(session, Change("inbox", thing.client_id), Change("thread", thing.client_id), Change("outbox"))
    if thing.kind == "document":
        store.ring(session, Change("documents", thing.client_id))
    return write_ids


def _by_sight(columns: Mapping[str, Any], sights: Mapping[str, int]) -> list[tuple[int, dict[str, Any]]]:
    """What is changed on the same sight goes as one wish."""
    parts: dict[int, dict[str, Any]] = {}
    for name, value in columns.items():
        parts.setdefault(sights[name], {})[name] = value
    return list(parts.items())


def change(desk: Desk, thing: Thing, columns: Mapping[str, Any], label: str, seen: int | None = None) -> str:
    """Change these columns in a transaction of their own. Returns what was done, in words; it can be taken back.

    Raises Unchanged where nothing would change, Refused as `amend` does.
    """
    with desk.store.writing(is_durable=True) as session:
        change_in(desk, session, thing, columns, label, seen)
    return label


def change_in(
    desk: Desk, session: Session, thing: Thing, columns: Mapping[str, Any], label: str, seen: int | None = None
) -> None:
    """The same in the caller's transaction."""
    before = desk.store.pending.row(session, thing.table, thing.key)
    write_ids = amend(desk, session, thing, columns, seen)
    if not write_ids:
        raise Unchanged(say("It stands so already"))
    after = {name: value for name, value in columns.items() if before.get(name) != value}
    remember(desk, session, label, thing, write_ids, {name: before.get(name) for name in after}, after)


def remember(
    desk: Desk,
    session: Session,
    label: str,
    thing: Thing,
    write_ids: Sequence[str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Keep how it was, so that it can be taken back."""
    inverse = {
        "act": AMEND_BACK,
        "thing": [thing.kind, thing.table, thing.key, dict(thing.ids), thing.client_id],
        "write_ids": list(write_ids),
        "before": dict(before),
        "after": dict(after),
    }
    desk.store.undo.add(session, label, inverse, client_id=thing.client_id, at=desk.now)


def amend_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take a change back: what of it never left, or was refused, without a trace, the rest as a change of its own.

    Raises TooLate where what stands now is not what was changed: somebody else has changed it since, or it is gone.
    """
    kind, table, key, ids, client_id = inverse["thing"]
    thing = Thing(kind, table, key if isinstance(key, str) else tuple(key), ids, client_id)
    withdrawn: set[str] = set()
    for write_id in reversed(inverse.get("write_ids") or [inverse["write_id"]]):
        entry = desk.store.outbox.get(session, write_id)
        if entry is not None and withdraw(desk, session, client_id, write_id):
            withdrawn.update(entry.wish.body)
    left = {name: value for name, value in inverse["after"].items() if _wire_name(name) not in withdrawn}
    present = desk.store.pending.row(session, table, thing.key)
    if left and present.get("is_deleted"):
        raise TooLate(say("It is not there any more"), say("Somebody has taken it away since."), "")
    if any(present.get(name) != value for name, value in left.items()):
        raise TooLate(say("It has been changed since"), say("What stands there now is not what you had written."), "")
    amend(desk, session, thing, {name: inverse["before"].get(name) for name in left}, None)
    return say("Taken back: it is as it was")


def may_withdraw(desk: Desk, session: Session, *write_ids: str) -> bool:
    """Has none of these wishes been offered yet, or was it refused?"""
    entries = [desk.store.outbox.get(session, write_id) for write_id in write_ids]
    return not any(entry is None or (entry.state != "parked" and entry.attempts) for entry in entries)


def withdraw(desk: Desk, session: Session, client_id: str, *write_ids: str) -> bool:
    """Take wishes back that never left, or were refused, with what they showed: all of them, or none (False)."""
    if not may_withdraw(desk, session, *write_ids):
        return False
    for write_id in reversed(write_ids):
        if desk.store.outbox.remove(session, write_id) is None:
            desk.store.outbox.withdraw(session, write_id)
            desk.store.pending.refuse(session, write_id)
    desk.store.conversations.refresh(session, client_id)
    topics = ("inbox", "thread", "documents")
    desk.store.ring(session, *(Change(topic, client_id) for topic in topics), Change("outbox"))
    return True


def _wire_name(column: str) -> str:
    return _ON_THE_WIRE.get(column, column)


def on_the_wire(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as the wire calls and writes them: times as RFC 3339, yes and no as such."""
    body: dict[str, Any] = {}
    for column, value in columns.items():
        name = _wire_name(column)
        if value is not None and name in _TIMES:
            value = to_wire(value)
        body[name] = bool(value) if name.startswith("is_") or name == "deleted" else value
    return body
