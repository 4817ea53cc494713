"""Taking a text back while it is held, or while it has not left this machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.casework import drafting
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.triage import restore
from rise_tui.casework.wishing import wish
from rise_tui.domain.automatic import MAY_BE_DROPPED
from rise_tui.domain.delivery import Status
from rise_tui.domain.errors import Conflict
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.lines import Line
from rise_tui.store.threads import Message
from rise_tui.store.undo import KEPT

TAKE_BACK = "take_back"


def seconds_held(desk: Desk, message_id: str) -> int:
    """For how many seconds more a text is held, by this machine's clock; 0: it is not."""
    with desk.store.reading() as session:
        return _seconds_held(desk, desk.store.threads.get(session, message_id))


def _seconds_held(desk: Desk, message: Message | None) -> int:
    if message is None or message.status not in (Status.HELD, Status.QUEUED):
        return 0
    until = max(message.held_until_at or 0, message.not_before_at or 0)
    return max(0, -(-(until - desk.now) // 1000))


def is_kept(desk: Desk, session: Session, message_id: str) -> bool:
    """Does the relay keep it back until an hour, or until somebody decides?"""
    message = desk.store.threads.get(session, message_id)
    return message is not None and message.status == Status.HELD and message.held_why is not None


def is_here(desk: Desk, session: Session, message_id: str) -> bool:
    """Does the text wait on this machine, for its answer at least? No clock ends that."""
    entry = desk.store.outbox.making(session, message_id)
    return entry is not None and entry.state != "parked"


def may_take_back(desk: Desk, session: Session, message_id: str) -> bool:
    """Is it still held, or on this machine only, and nobody has taken it back yet?

    An answer to their own HELP, STOP or START is theirs to get (domain/automatic).
    """
    message = desk.store.threads.get(session, message_id)
    if message is not None and message.automatic is not None and message.automatic not in MAY_BE_DROPPED:
        return False
    held_here = is_here(desk, session, message_id) or is_kept(desk, session, message_id)
    if not held_here and not _seconds_held(desk, message):
        return False
    return not is_asked(desk, session, message_id)


def is_asked(desk: Desk, session: Session, message_id: str) -> bool:
    """Was the relay asked to give it back, and has not answered?"""
    return bool(desk.store.outbox.list(session, _cancelling(message_id)))


def take_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take a text back: at once if it never left this machine, else by the relay's answer, which the screen will tell.

    Its words stand in the draft again, before anything that was typed since. Raises Conflict when it is gone, or when
    another window is writing in that draft.
    """
    message_id, client_id, name = inverse["message_id"], inverse["client_id"], inverse["name"]
    store = desk.store
    message = store.threads.get(session, message_id)
    if message is None:
        raise Conflict(say("This text is not here any more"))
    entry = store.outbox.making(session, message_id)
    changes = [Change("inbox", client_id), Change("thread", client_id), Change("outbox"), Change("drafts", client_id)]
    store.ring(session, *changes)
    if entry is not None and store.outbox.withdraw(session, entry.wish.write_id):
        store.threads.remove(session, [message_id])
        store.pending.refuse(session, entry.wish.write_id)
        media = tuple(item.sha256 for item in message.media if item.sha256 is not None)
        late_one = drafting.take_late(desk, session, client_id)
        drafting.put_first(desk, session, client_id, message.body, late_one, media)
        store.conversations.refresh(session, client_id)
        return say("Taken back: {name}", name=name)
    wish(desk, session, "cancellation", lane=_cancelling(message_id), ids={"message_id": message_id}, body={})
    store.threads.set_status(session, message_id, message.status, held_until_at=None)
    if message.seq and store.conversations.seq(session, client_id) > message.seq + 1:
        # decided about since, and put back: the relay restores only what nobody has touched
        restore(desk, session, client_id, inverse["before"], inverse["seen_through"])
    return say("Taking back the text to {name} …", name=name)


def take_back_text(desk: Desk, message_id: str) -> str:
    """Take one text back, whatever was done since; what was done, in words. For one that leaves at a time of its own.

    Raises Conflict when it is gone or on its way, or when another window is writing in that draft.
    """
    store = desk.store
    with store.writing(is_durable=True) as session:
        message = store.threads.get(session, message_id)
        if message is None or not may_take_back(desk, session, message_id):
            raise Conflict(
                say("This text cannot be taken back any more"), "", say("It is on its way, or back already.")
            )
        acts = store.undo.list(session, KEPT, kinds=(TAKE_BACK,))
        act = next((act for act in acts if act.inverse.get("message_id") == message_id), None)
        line = store.conversations.get(session, message.client_id) or Line(message.client_id)
        label = take_back(desk, session, act.inverse if act is not None else _inverse(desk, session, message, line))
        if act is not None:
            store.undo.remove(session, act.undo_id)
    return label


def drop_in(desk: Desk, session: Session, message: Message) -> str:
    """A held text is not to leave: one's own is taken back, of a text to many that person's is.

    In the caller's transaction; returns what was done, in words.
    """
    line = desk.store.conversations.get(session, message.client_id) or Line(message.client_id)
    return take_back(desk, session, _inverse(desk, session, message, line))


def _inverse(desk: Desk, session: Session, message: Message, line: Line) -> dict[str, Any]:
    """What takes a text back that another machine, or a forgotten act, has sent: the conversation stays as it is."""
    return {
        "act": TAKE_BACK,
        "message_id": message.message_id,
        "name": name_of(desk, session, message.client_id),
        "client_id": message.client_id,
        "before": {"state": line.state},
        "seen_through": min(line.seen_through, line.last_inbound_seq),
    }


@dataclass(frozen=True)
class Answer:
    """What became of taking a text back, in words; whether it is back, and where its words stand."""

    words: str
    is_back: bool
    is_in_draft: bool = False


def answer_to(desk: Desk, message_id: str, client_id: str) -> Answer | None:
    """The relay's answer to taking that text back; None while there is none."""
    with desk.store.reading() as session:
        if desk.store.outbox.list(session, _cancelling(message_id)):
            return None
        message = desk.store.threads.get(session, message_id)
        name = name_of(desk, session, client_id)
        typed = desk.store.drafts.get(session, client_id)
    if message is None or message.status == Status.CANCELLED:
        is_in_draft = message is None or (typed is not None and message.body in typed.body)
        return Answer(say("Taken back: {name}", name=name), is_back=True, is_in_draft=is_in_draft)
    return Answer(say("Already on its way to {name}", name=name), is_back=False)


def _cancelling(message_id: str) -> str:
    """The lane of a cancellation: one of its own, so that it may overtake its text."""
    return f"cancellation:{message_id}"


def forget_past(desk: Desk, session: Session) -> None:
    """Texts that have left cannot be taken back: what would do it is not kept, so that other acts stay in reach."""
    for act in desk.store.undo.list(session, kinds=(TAKE_BACK,)):
        if not may_take_back(desk, session, act.inverse["message_id"]):
            desk.store.undo.remove(session, act.undo_id)
