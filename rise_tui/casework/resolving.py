"""Deciding what became of a text of which nobody can tell whether it left."""

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import client_names, wish
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import Conflict
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session


def lane_of(message_id: str) -> str:
    """The lane of that decision: one of its own, so that no later text waits for it."""
    return f"resolution:{message_id}"


def decided(desk: Desk, session: Session, message_id: str) -> str:
    """What was decided here and the relay has not answered yet: send_again, mark_sent; empty: nothing."""
    entry = next((one for one in desk.store.outbox.list(session, lane_of(message_id)) if one.state != "parked"), None)
    return "" if entry is None else str(entry.wish.body["as"])


def resolve(desk: Desk, message_id: str, *, is_sent: bool) -> None:
    """Count it as sent, or let the office send it again under the same id; the relay's answer shows in its history.

    What was sent twice cannot be called back, so there is no undo. Raises Conflict where it is known by now.
    """
    store = desk.store
    with store.reading() as session:
        message = store.threads.get(session, message_id)
        is_decided = message is not None and bool(decided(desk, session, message_id))
    if message is None:
        raise Conflict(say("This text is not here any more"))
    if is_decided or message.status != Status.UNKNOWN:
        raise Conflict(say("This is decided already"), say("Look at how it fared: h shows it."))
    changes = (Change("inbox", message.client_id), Change("thread", message.client_id), Change("outbox"))
    with store.writing(*changes, is_durable=True) as session:
        wish(
            desk,
            session,
            "resolution",
            lane=lane_of(message_id),
            ids={"message_id": message_id},
            body={"as": "mark_sent" if is_sent else "send_again"},
            names=client_names(message.client_id),
        )
