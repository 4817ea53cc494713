"""Working off the waiting list: what is decided about a conversation, and how it is taken back."""

from collections.abc import Mapping
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import client_names, is_here, must_be_here, wish, withdraw
from rise_tui.domain.clock import to_wire
from rise_tui.domain.errors import Conflict
from rise_tui.domain.say import say
from rise_tui.domain.triage import UNTIL_THEY_REPLY, ConversationState
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.lines import Line

PUT_BACK = "put_back"


def mark_read(desk: Desk, client_id: str, *, through: int | None = None) -> None:
    """What is on the screen (texts up to the seq `through`; all that are here if not given) has been read.

    Only ever moves forward.
    """
    store = desk.store
    with store.reading() as session:
        line = store.conversations.get(session, client_id)
        newest = store.threads.newest_inbound_seq(session, client_id)
    through = newest if through is None else min(through, newest)
    if line is None or line.read_through >= through or line.unread_count == 0:
        return
    with store.writing(Change("inbox", client_id), Change("outbox"), is_durable=True) as session:
        wish_conversation(desk, session, client_id, {"read_through": through}, {"read_through": through})


def done(desk: Desk, client_id: str, *, seen_through: int | None = None, label: str = "") -> str:
    """No answer needed, having seen texts up to that seq (all that are here, if not given).

    Returns what was done, in words (`label`, if given); it can be taken back. Raises NotFound for who is not here.
    """
    return _judge(
        desk, client_id, ConversationState.DONE, label or say("Done: {name}", name=_name(desk, client_id)), seen_through
    )


def need_reply(desk: Desk, client_id: str) -> str:
    """It needs a reply after all. Returns what was done, in words; it can be taken back. Raises NotFound as `done`."""
    label = say("Needs a reply: {name}", name=_name(desk, client_id))
    return _judge(desk, client_id, ConversationState.NEEDS_REPLY, label, None)


def snooze(desk: Desk, client_id: str, until_at: int, *, seen_through: int | None = None) -> str:
    """Put it away until then (milliseconds), or UNTIL_THEY_REPLY, having seen texts up to that seq (all, if not given).

    Returns what was done, in words; it can be taken back. Raises Conflict where they have written since: nothing that
    nobody has seen is put away; NotFound as `done`.
    """
    name = _name(desk, client_id)
    label = snoozed_words(desk, until_at, name)
    with desk.store.writing(*_changes(client_id), is_durable=True) as session:
        inverse = snooze_in(desk, session, client_id, until_at, seen_through)
        if inverse is None:
            raise Conflict(say("{name} has written meanwhile", name=name), "", say("Read it first; s asks again."))
        desk.store.undo.add(session, label=label, client_id=client_id, inverse=inverse, at=desk.now)
    return label


def snoozed_words(desk: Desk, until_at: int, who: str) -> str:
    """Who is put away until when, in words."""
    if until_at >= UNTIL_THEY_REPLY:
        return say("Snoozed until they reply: {who}", who=who)
    day, time = desk.day_and_time(until_at)
    return say("Snoozed until {day} {time}: {who}", day=day, time=time, who=who)


def is_flagged(desk: Desk, client_id: str) -> bool:
    """Is this conversation flagged?"""
    with desk.store.reading() as session:
        line = desk.store.conversations.get(session, client_id)
    return line is not None and line.is_flagged


def flag(desk: Desk, client_id: str, *, is_flagged: bool) -> str:
    """Flag a conversation, or take the flag off. Returns what was done, in words; it can be taken back.

    Raises NotFound as `done`.
    """
    name = _name(desk, client_id)
    label = say("Flagged: {name}", name=name) if is_flagged else say("Flag taken off: {name}", name=name)
    with desk.store.writing(*_changes(client_id), is_durable=True) as session:
        inverse = flag_in(desk, session, client_id, is_flagged=is_flagged)
        desk.store.undo.add(session, label=label, client_id=client_id, inverse=inverse, at=desk.now)
    return label


def flag_in(desk: Desk, session: Session, client_id: str, *, is_flagged: bool) -> dict[str, Any]:
    """Flag it, or take the flag off, in the caller's transaction; what takes it back. Raises NotFound."""
    line = _line(desk, session, client_id)
    body = {"is_flagged": is_flagged, "seen_through": line.seen_through}
    write_id = wish_conversation(desk, session, client_id, {"is_flagged": is_flagged}, body)
    return put_back_as(line, write_id, "is_flagged")


def judge_in(
    desk: Desk, session: Session, client_id: str, state: ConversationState, seen_through: int | None
) -> dict[str, Any]:
    """Decide, in the caller's transaction, having seen texts up to that seq; what takes it back. Raises NotFound."""
    line = _line(desk, session, client_id)
    newest = line.last_inbound_seq
    seen = newest if seen_through is None else min(seen_through, newest)
    changed = {
        "state": state.value,
        "seen_through": max(line.seen_through, seen),
        "read_through": max(line.read_through, seen),
        "snoozed_until_at": None,
    }
    body = {"state": state.value, "seen_through": seen, "snoozed_until": None, "read_through": seen}
    write_id = wish_conversation(desk, session, client_id, changed, body)
    return put_back_as(line, write_id, "state", "snoozed_until_at")


def snooze_in(
    desk: Desk, session: Session, client_id: str, until_at: int, seen_through: int | None
) -> dict[str, Any] | None:
    """Put it away until then, in the caller's transaction; what takes it back, None where they have written since.

    Raises NotFound.
    """
    line = _line(desk, session, client_id)
    if seen_through is not None and line.last_inbound_seq > seen_through:
        return None
    body = {"snoozed_until": to_wire(until_at), "seen_through": line.last_inbound_seq}
    write_id = wish_conversation(desk, session, client_id, {"snoozed_until_at": until_at}, body)
    return put_back_as(line, write_id, "snoozed_until_at")


def put_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back what was decided about a conversation: as it was, for the texts that were there then.

    A text that has come since keeps *needs reply*. What never left this machine leaves no trace.
    """
    client_id, store = inverse["client_id"], desk.store
    store.ring(session, *_changes(client_id))
    if withdraw(desk, session, inverse["write_id"]):
        store.conversations.refresh(session, client_id)
    elif is_here(desk, session, client_id):
        restore(desk, session, client_id, inverse["before"], inverse["seen_through"])
    return say("Taken back: {name}", name=name_of(desk, session, client_id))


def restore(desk: Desk, session: Session, client_id: str, before: Mapping[str, Any], seen_through: int) -> None:
    """Wish that a conversation stands as it did (`state`, `snoozed_until_at`…), for texts up to `seen_through`."""
    changed = dict(before)
    body = {name: value for name, value in before.items() if name != "snoozed_until_at"}
    body["seen_through"] = seen_through
    if "snoozed_until_at" in before:
        at = before["snoozed_until_at"]
        body["snoozed_until"] = None if at is None else to_wire(at)
    if "state" in before:
        changed["seen_through"] = seen_through
    wish_conversation(desk, session, client_id, changed, body)


def check_here(desk: Desk, client_id: str) -> None:
    """Raises NotFound for a client who has gone to a colleague, or was purged."""
    with desk.store.reading() as session:
        must_be_here(desk, session, client_id)


def _line(desk: Desk, session: Session, client_id: str) -> Line:
    """How the conversation stands; one without a text stands as nothing. Raises NotFound for who has gone."""
    line = desk.store.conversations.get(session, client_id)
    if line is None:
        must_be_here(desk, session, client_id)
    return line or Line(client_id)


def _changes(client_id: str) -> tuple[Change, Change]:
    return Change("inbox", client_id), Change("outbox")


def _judge(desk: Desk, client_id: str, state: ConversationState, label: str, seen_through: int | None) -> str:
    with desk.store.writing(*_changes(client_id), is_durable=True) as session:
        inverse = judge_in(desk, session, client_id, state, seen_through)
        desk.store.undo.add(session, label=label, client_id=client_id, inverse=inverse, at=desk.now)
    return label


def _name(desk: Desk, client_id: str) -> str:
    with desk.store.reading() as session:
        return name_of(desk, session, client_id)


def put_back_as(line: Line, write_id: str, *names: str) -> dict[str, Any]:
    """What puts these fields back as the line has them.

    A failed text was listed although all was done: our word was last, so they were waited for.
    """
    before = {name: getattr(line, name) for name in names}
    if before.get("state") == ConversationState.DONE and line.has_failed:
        before["state"] = ConversationState.WAITING.value
    seen = min(line.seen_through, line.last_inbound_seq)
    return {
        "act": PUT_BACK,
        "client_id": line.client_id,
        "write_id": write_id,
        "before": before,
        "seen_through": seen,
    }


def wish_conversation(
    desk: Desk, session: Session, client_id: str, changed: Mapping[str, Any], body: Mapping[str, Any]
) -> str:
    """Change the row, and wish the same of the relay; the wish's id."""
    write_id = wish(
        desk,
        session,
        "conversation",
        lane=client_id,
        ids={"client_id": client_id},
        body=body,
        names=client_names(client_id),
        shows=("conversation", client_id, changed),
    )
    desk.store.conversations.refresh(session, client_id)
    return write_id
