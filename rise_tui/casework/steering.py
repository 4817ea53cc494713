"""Steering a broadcast that has been confirmed: pause it, let it go on, drop what has not left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.tallying import dropping_lane, pausing_lane
from rise_tui.casework.wishing import wish, withdraw
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import Conflict, NotFound
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.domain.tallies import tally_of
from rise_tui.store.broadcasts import Broadcast
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session

PAUSE_BACK = "pause_back"
NAME_CELLS = 60


@dataclass(frozen=True)
class Dropped:
    """What dropping did, in words. `is_settled`: it is done; else the office will answer how many were caught."""

    words: str
    is_settled: bool


def pause(desk: Desk, broadcast_id: str, *, is_paused: bool) -> str:
    """Keep back what has not left, or let it go on. Returns what was done, in words; it can be taken back.

    The wish may overtake its broadcast: then that one begins paused. Raises NotFound, Conflict when nothing is left.
    """
    changes = (Change("broadcast", broadcast_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        found = _open_one(desk, session, broadcast_id)
        if found.is_paused is is_paused:
            raise Conflict(say("It is paused already") if is_paused else say("It goes out already"))
        write_id = _wish_pause(desk, session, broadcast_id, is_paused=is_paused)
        name = one_line(found.name, NAME_CELLS)
        label = say("Paused: {name}", name=name) if is_paused else say("Goes on: {name}", name=name)
        inverse = {
            "act": PAUSE_BACK,
            "broadcast_id": broadcast_id,
            "write_id": write_id,
            "is_paused": not is_paused,
            "name": name,
        }
        desk.store.undo.add(session, label, inverse, at=desk.now)
    return label


def may_pause_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> bool:
    """May anything of it still leave, so that pausing it or letting it go on means something?"""
    found = desk.store.broadcasts.get(session, inverse["broadcast_id"])
    return found is not None and found.state != "refused" and _is_open(desk, session, found.broadcast_id)


def unpause(desk: Desk, session: Session, broadcast_id: str) -> None:
    """It never left this machine: what was said of pausing it is void, or the office would keep it back next time."""
    store, lane = desk.store, pausing_lane(broadcast_id)
    is_told = False
    for entry in store.outbox.list(session, lane):
        is_told = not store.outbox.withdraw(session, entry.wish.write_id) or is_told
        store.pending.refuse(session, entry.wish.write_id)
    found = store.broadcasts.get(session, broadcast_id)
    if is_told or (found is not None and found.is_paused):
        ids = {"broadcast_id": broadcast_id}
        wish(desk, session, "broadcast_pause", lane=lane, ids=ids, body={"is_paused": False})


def pause_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Let it go on, or pause it again."""
    broadcast_id, store = inverse["broadcast_id"], desk.store
    store.ring(session, Change("broadcast", broadcast_id), Change("outbox"))
    if not withdraw(desk, session, inverse["write_id"]):
        _wish_pause(desk, session, broadcast_id, is_paused=inverse["is_paused"])
    return say("Taken back: {name}", name=inverse["name"])


def drop(desk: Desk, broadcast_id: str) -> Dropped:
    """Drop all that has not left; what has left cannot be called back. It cannot be undone, so the screen asks first.

    What never left this machine is dropped at once, else the office answers how many were caught. Raises NotFound,
    Conflict when nothing is left to drop or it is being dropped.
    """
    store = desk.store
    changes = (Change("broadcast", broadcast_id), Change("outbox"))
    with store.writing(*changes, is_durable=True) as session:
        found = _open_one(desk, session, broadcast_id)
        name = one_line(found.name, NAME_CELLS)
        if store.outbox.list(session, dropping_lane(broadcast_id)):
            raise Conflict(say("It is being dropped already"))
        made = store.outbox.making(session, broadcast_id)
        if made is not None and store.outbox.withdraw(session, made.wish.write_id):
            _drop_here(desk, session, found, made.wish.write_id)
            return Dropped(say("Dropped: {name}; nothing has left", name=name), is_settled=True)
        wish(
            desk,
            session,
            "broadcast_cancellation",
            lane=dropping_lane(broadcast_id),
            ids={"broadcast_id": broadcast_id},
            body={},
        )
    return Dropped(say("Dropping what has not left of {name} …", name=name), is_settled=False)


def _drop_here(desk: Desk, session: Session, found: Broadcast, write_id: str) -> None:
    """It never left this machine: it stands as dropped, with everybody who was to get it."""
    store = desk.store
    unpause(desk, session, found.broadcast_id)
    store.pending.refuse(session, write_id)
    people = store.broadcasts.drop_all(session, found.broadcast_id, Status.CANCELLED)
    store.broadcasts.put(
        session,
        found.broadcast_id,
        name=found.name,
        body=found.body,
        left_out=list(found.left_out),
        caseworker_id=found.caseworker_id,
        not_before_at=found.not_before_at,
        at=found.at,
        state="cancelled",
        cancelled=people,
        too_late=0,
    )


def _wish_pause(desk: Desk, session: Session, broadcast_id: str, *, is_paused: bool) -> str:
    return wish(
        desk,
        session,
        "broadcast_pause",
        lane=pausing_lane(broadcast_id),
        ids={"broadcast_id": broadcast_id},
        body={"is_paused": is_paused},
        shows=("broadcast", broadcast_id, {"is_paused": is_paused}),
    )


def _open_one(desk: Desk, session: Session, broadcast_id: str) -> Broadcast:
    """The broadcast, of which something may still leave."""
    found = standing_broadcast(desk, session, broadcast_id)
    if not _is_open(desk, session, broadcast_id):
        raise Conflict(say("All of it has left already"))
    return found


def _is_open(desk: Desk, session: Session, broadcast_id: str) -> bool:
    return tally_of(desk.store.tallies.counts(session, [broadcast_id]).get(broadcast_id, ())).to_come > 0


def standing_broadcast(desk: Desk, session: Session, broadcast_id: str) -> Broadcast:
    """The broadcast of that id, unless the office refused it. Raises NotFound."""
    found = desk.store.broadcasts.get(session, broadcast_id)
    if found is None or found.state == "refused":
        raise NotFound(say("There is no such group text"))
    return found
