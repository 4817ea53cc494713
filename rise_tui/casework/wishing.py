"""How an act becomes a wish: an id of its own, its lane, and what must be accepted before it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import NotFound, Refused
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say
from rise_tui.store.engine import Session
from rise_tui.store.outbox import Wish
from rise_tui.store.pending import Key

Shown = tuple[str, Key, Mapping[str, Any]]
"""The row in which a wish is seen here at once: its table, its key, and what is other in it from now on."""


def wish(
    desk: Desk,
    session: Session,
    kind: str,
    *,
    lane: str,
    ids: Mapping[str, str],
    body: Mapping[str, Any],
    if_match: int | None = None,
    names: Iterable[str] = (),
    makes: str | None = None,
    shows: Shown | None = None,
    write_id: str | None = None,
) -> str:
    """Put a wish into the outbox and change the row that shows it, in the caller's transaction; returns its write id.

    `kind` is one of wire/routes.RESOURCES, `ids` fill its path, `body` is its JSON. `lane` (a client or a broadcast)
    keeps order; `names` are ids that earlier wishes make and that must be there first; `makes` is what this one makes.
    What `shows` it is put back when the wish is refused or withdrawn. `write_id` may be given where it was needed
    before, for a row that was shelved under it.
    """
    ready = Wish(
        write_id=write_id or new_id(),
        lane=lane,
        kind=kind,
        ids=dict(ids),
        body=dict(body),
        if_match=if_match,
        names=tuple(names),
        makes=makes,
        at=desk.now,
    )
    if shows is not None:
        table, key, columns = shows
        desk.store.pending.shelve(session, table, key, ready.write_id, columns)
    desk.store.outbox.add(session, ready)
    return ready.write_id


def withdraw(desk: Desk, session: Session, write_id: str) -> bool:
    """Take a wish back that never left, with what it showed. False when the relay may have it: nothing is changed.

    Over a row that never left either, an earlier fact says nothing: the caller writes it as it was.
    """
    if not desk.store.outbox.withdraw(session, write_id):
        return False
    desk.store.pending.refuse(session, write_id)
    return True


def apart(
    desk: Desk,
    session: Session,
    kind: str,
    ids: Mapping[str, str],
    changed: Mapping[str, Any],
    on_wire: Callable[[str], str] = str,
) -> Sequence[Mapping[str, Any]]:
    """What is changed again before the relay has answered apart from what is not: each was seen as of another fact.

    So one's own earlier edit is never in one's way, and a colleague's edit of another field is not written over.
    `on_wire`: what the wire calls a field.
    """
    earlier = [one.body for one in desk.store.outbox.waiting_for(session, kind, ids) if not one.makes]
    parts: dict[tuple[int, ...], dict[str, Any]] = {}
    for name, value in changed.items():
        before = tuple(place for place, body in enumerate(earlier) if on_wire(name) in body)
        parts.setdefault(before, {})[name] = value
    return list(parts.values())


def put_shared(
    desk: Desk,
    session: Session,
    kind: str,
    key: str,
    fields: Mapping[str, Any],
    *,
    table: str,
    is_new: bool = False,
    if_match: int | None = None,
) -> str:
    """Change the row of something that all share (a group, a template), and wish the same; the wish's id.

    It has a lane of its own: nobody's texts wait for it.
    """
    columns = {("is_deleted" if name == "deleted" else name): value for name, value in fields.items()}
    return wish(
        desk,
        session,
        kind,
        lane=f"{kind}:{key}",
        ids={f"{kind}_id": key},
        body=fields,
        if_match=if_match,
        makes=key if is_new else None,
        names=() if is_new else (key,),
        shows=(table, key, columns),
    )


def client_names(client_id: str) -> tuple[str, ...]:
    """What a wish about this conversation names: its client; an unknown number names nothing."""
    return () if client_id.startswith("tel:") else (client_id,)


def is_here(desk: Desk, session: Session, client_id: str) -> bool:
    """Is it a client whom this machine knows, a conversation that stands here, or a number that anybody may have?"""
    store = desk.store
    return (
        client_id.startswith("tel:")
        or store.conversations.get(session, client_id) is not None
        or store.clients.get(session, client_id) is not None
    )


def must_be_here(desk: Desk, session: Session, client_id: str) -> None:
    """Nobody decides about a colleague's client whom the screen still showed. Raises NotFound for who has gone."""
    if not is_here(desk, session, client_id):
        raise NotFound(say("They are not one of your clients any more"), "", say("Ask a supervisor who has them now."))


def must_be_known(desk: Desk, session: Session, client_id: str) -> None:
    """Nothing may be wished about somebody whom the office refused to add, or who is not here: it would wait for ever.

    Raises Refused and NotFound.
    """
    made = desk.store.outbox.making(session, client_id)
    if made is not None and made.state == "parked":
        why = made.problem or {}
        raise Refused(
            say("The office did not add this client"),
            str(why.get("title") or ""),
            str(why.get("next_step") or say("Add them again.")),
        )
    must_be_here(desk, session, client_id)


def is_accepted(desk: Desk, write_id: str) -> bool:
    """Does the relay have this wish? False: it waits here. Raises Refused, with the reason, when the relay said no."""
    with desk.store.reading() as session:
        entry = desk.store.outbox.get(session, write_id)
    if entry is not None and entry.state == "parked":
        why = entry.problem or {}
        raise Refused(
            str(why.get("title") or say("The office did not take it")),
            str(why.get("detail") or ""),
            str(why.get("next_step") or ""),
        )
    return entry is None
