"""Sending a text: into the outbox, out of the draft, once; and sending one again that did not arrive."""

from dataclasses import dataclass, replace

from rise_tui.casework import drafting, outgoing
from rise_tui.casework.counted_stops import counted
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.forecasting import kept_in
from rise_tui.casework.outgoing import Outgoing
from rise_tui.casework.wishing import must_be_known
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.delivery import Reason, Status, words
from rise_tui.domain.errors import Conflict, Refused
from rise_tui.domain.ids import new_id
from rise_tui.domain.policy import NowBecause
from rise_tui.domain.say import say
from rise_tui.store.changes import Change
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import Session
from rise_tui.store.lines import Line
from rise_tui.store.rows import whole
from rise_tui.store.threads import Message

NOT_ARRIVED = (Status.FAILED, Status.UNDELIVERED, Status.EXPIRED)
"""Texts that can be sent again."""
LOOKED_THROUGH = 200
"""Texts after a failed one that are looked through for the same words."""


@dataclass(frozen=True)
class Sent:
    """A text that is on its way: it stands in the outbox, and goes out by itself."""

    client_id: str
    message_id: str
    write_id: str
    not_before_at: int | None = None


def send(
    desk: Desk,
    client_id: str,
    body: str,
    *,
    message_id: str | None = None,
    seen_through: int | None = None,
    not_before_at: int | None = None,
    hold_seconds: float | None = None,
    template_id: str | None = None,
    now_because: NowBecause | None = None,
) -> Sent:
    """Send a text to a client, or to an unknown number (`tel:+1…`): outbox in, draft out, one transaction.

    It has the draft's id, and carries what is attached to the draft; a second send of that id is nothing. Words that
    are not the draft's leave the draft alone. `seen_through`: the newest inbound text on the writer's screen, all that
    are here if not given. It is held `hold_seconds` (the desk's, if not given) from when the relay has it.
    `now_because`: why it goes whatever the hour; else it waits where `forecasting.kept` says so.

    Raises BadInput for an empty or too long text, Refused for somebody who said STOP or has no number and for an
    attached photo that is gone, and the store's troubles: then nothing was sent.
    """
    body = whole(body)
    store = desk.store
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with (
        drafting.late(desk, client_id) as late_one,
        store.writing(*changes, Change("drafts", client_id), is_durable=True) as session,
    ):
        typed = drafting.present(desk, session, client_id, late_one)
        is_typed = typed is not None and _is_draft(desk, typed, body, message_id)
        wanted = message_id or (typed.message_id if typed is not None and is_typed else new_id())
        known = store.outbox.making(session, wanted)
        is_gone = message_id is None and late_one is not None and late_one.body == body
        if late_one is not None and typed is not None and not is_typed and not is_gone:
            store.drafts.put(session, typed)
        if known is not None or store.threads.get(session, wanted) is not None:
            return Sent(client_id, wanted, known.wish.write_id if known is not None else "")
        hold = desk.hold_seconds if hold_seconds is None else hold_seconds
        media = typed.media if typed is not None and is_typed else ()
        because = None if now_because is None else now_because.value
        text = Outgoing(wanted, new_id(), client_id, body, hold, desk.now, not_before_at, media, template_id, because)
        if now_because is None:
            held = kept_in(desk, session, client_id, at=not_before_at)
            text = replace(text, kept_until_at=None if held is None else held.until_at)
        _let_go(desk, session, text, seen_through)
        if is_typed:
            store.drafts.remove(session, client_id)
        store.conversations.refresh(session, client_id)
    return Sent(client_id, wanted, text.write_id, not_before_at)


def send_again(desk: Desk, message_id: str) -> str:
    """Send a text that did not arrive once more, as a new one; what was done, in words. It can be taken back.

    The old one stays as it is; one of a text to many counts for that again. Raises Conflict for a text that is not here
    or did not fail, or whose words went to them again since, and what `send` or `retrying.retry` raises.
    """
    store = desk.store
    with store.reading() as session:
        failed = store.threads.get(session, message_id)
        to_many = store.broadcasts.recipient(session, message_id)
    if failed is None or failed.direction != "outbound":
        raise Conflict(say("This text is not here any more"))
    if failed.status not in NOT_ARRIVED:
        raise Conflict(say("This text did not fail"), words(Status(failed.status), None), say("Write a new one."))
    client_id = failed.client_id
    if to_many is not None:
        from rise_tui.casework import retrying  # no start should pay for it

        return retrying.retry(desk, to_many.broadcast_id, [client_id])
    text = Outgoing(new_id(), new_id(), client_id, failed.body, desk.hold_seconds, desk.now, None, _photos(failed))
    changes = (Change("inbox", client_id), Change("thread", client_id), Change("outbox"))
    with store.writing(*changes, is_durable=True) as session:
        if _went_again(desk, session, failed):
            raise Conflict(say("This text was sent again already"), "", say("Look at how that one fares: h shows it."))
        _let_go(desk, session, text, None, is_new=not failed.seq)
        store.conversations.refresh(session, client_id)
        return say("Sent again: {name}", name=name_of(desk, session, client_id))


def _went_again(desk: Desk, session: Session, failed: Message) -> bool:
    """Did the same words, with the same photos, go to them after that text, and are they not back?"""
    later = desk.store.threads.window(session, failed.client_id, after=failed.position, limit=LOOKED_THROUGH)
    gone = (one for one in later if one.direction == "outbound" and one.status not in (*NOT_ARRIVED, Status.CANCELLED))
    return any((one.body, _photos(one)) == (failed.body, _photos(failed)) for one in gone)


def _photos(message: Message) -> tuple[str, ...]:
    return tuple(item.sha256 for item in message.media if item.sha256 is not None)


def _let_go(desk: Desk, session: Session, text: Outgoing, seen_through: int | None, *, is_new: bool = True) -> None:
    """Show the text and wish that it leaves. `is_new`: what it carries has not gone out before."""
    outgoing.check(text.body, text.media)
    line = desk.store.conversations.get(session, text.client_id) or Line(text.client_id)
    seen = line.last_inbound_seq if seen_through is None else min(seen_through, line.last_inbound_seq)
    number = _may_text(desk, session, text.client_id)
    outgoing.show(desk, session, text, line, number, seen)
    outgoing.wish_for(desk, session, text, seen, is_new=is_new)


def _is_draft(desk: Desk, typed: Draft, body: str, message_id: str | None) -> bool:
    """Is it the draft that is sent? This window's own always is; else only one of the same words."""
    if message_id is not None:
        return typed.message_id == message_id
    return typed.body == body or (bool(desk.window) and typed.owner == desk.window)


def _may_text(desk: Desk, session: Session, client_id: str) -> str:
    """The number that the text goes to."""
    store = desk.store
    must_be_known(desk, session, client_id)
    number = store.numbers.to_text(session, client_id)
    name = name_of(desk, session, client_id)
    if number is None:
        raise Refused(
            say("{name} has no number that can be texted", name=name), "", say("Add or confirm a number first.")
        )
    said = store.consents.state(session, client_id, number, Purpose.CONVERSATION)
    if said is ConsentState.OPTED_OUT or store.numbers.is_blocked(session, number):
        if counted(desk, session, client_id) is not None:
            raise Refused(
                say("What {name} wrote counts as STOP", name=name),
                say("Nobody decided in time whether it is one."),
                say("Was it no stop? - says so and why."),
            )
        raise Refused(
            say("{name} said STOP", name=name),
            say("No text may go to them."),
            say("Call them, or wait until they text START."),
        )
    return number


def has_arrived(desk: Desk, sent: Sent) -> bool:
    """Does the relay have the text? False: it waits here. Raises Refused, with the reason, when it came back."""
    with desk.store.reading() as session:
        message = desk.store.threads.get(session, sent.message_id)
        entry = desk.store.outbox.making(session, sent.message_id)
        typed = desk.store.drafts.get(session, sent.client_id)
    if message is not None and message.seq:
        return True
    if entry is not None and entry.state != "parked":
        return False
    if message is not None:
        why = words(Status(message.status), Reason(message.reason) if message.reason in set(Reason) else None)
        raise Refused(say("The text was not sent"), why, say("It stands in the conversation, marked as not sent."))
    why = typed.problem if typed is not None and typed.problem else say("It was taken back.")
    raise Refused(say("The text was not sent"), why, say("Its words stand in the draft again."))


def waits_here(desk: Desk) -> int:
    """How many wishes the relay does not have yet."""
    with desk.store.reading() as session:
        return desk.store.outbox.waiting(session)
