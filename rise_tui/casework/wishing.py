"""How an act becomes a wish: an id of its own, its lane, and what must be accepted before it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import Refused
from rise_tui.domain.ids import new_id
from rise_tui.domain.say import say
from rise_tui.store.outbox import Wish


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
    write_id: str | None = None,
) -> str:
    """Put a wish into the outbox, in the caller's transaction; returns its write id.

    `kind` is one of wire/routes.RESOURCES, `ids` fill its path, `body` is its JSON. `lane` (a client or a broadcast)
    keeps order; `names` are ids that earlier wishes make and that must be there first; `makes` is what this one makes.
    `write_id` may be given when it was needed before (a row that was shelved under it).
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
    desk.store.outbox.add(session, ready)
    return ready.write_id


def client_names(client_id: str) -> tuple[str, ...]:
    """What a wish about this conversation names: its client; an unknown number names nothing."""
    return () if client_id.startswith("tel:") else (client_id,)


def must_be_known(desk: Desk, session: Session, client_id: str) -> None:
    """Nothing may be wished about somebody whom the office refused to add: it would wait for ever. Raises Refused."""
    made = desk.store.outbox.making(session, client_id)
    if made is not None and made.state == "parked":
        why = made.problem or {}
        raise Refused(
            say("The office did not add this client"),
            str(why.get("title") or ""),
            str(why.get("next_step") or say("Add them again.")),
        )


def is_accepted(desk: Desk, write_id: str) -> bool:
    """Does the relay have this wish? False: it waits here. Raises Refused, with the reason, when the relay said no."""
    with desk.store.reading() as session:
        entry = desk.store.outbox.get(session, write_id)
    if entry is not None and entry.state == "parked":
        why = entry.problem or {}
        raise Refused(
            str(why.get("title") or say("The office refused it")),
            str(why.get("detail") or ""),
            str(why.get("next_step") or ""),
        )
    return entry is None
