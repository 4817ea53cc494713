"""Working off the waiting list: who is on it, what was said, and what is done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import Session

from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.wishing import client_names, wish
from rise_tui.domain.clock import to_wire
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.ids import new_id
from rise_tui.domain.messages import Media, MediaState
from rise_tui.domain.phone import pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.domain.triage import ConversationState
from rise_tui.store.changes import Change
from rise_tui.store.lines import Counts, Filter, Line
from rise_tui.store.threads import Message

PUT_BACK = "put_back"
SHOWN = 200
"""Texts of a conversation that are loaded at a time."""


@dataclass(frozen=True)
class WaitingList:
    """The conversations under a filter, in their order, page by page."""

    desk: Desk
    filter_id: Filter

    def count(self) -> int:
        """How many there are."""
        store, now = self.desk.store, self.desk.now
        with store.reading() as session:
            if self.filter_id == "all":
                return store.conversations.count(session)
            return int(getattr(store.conversations.counts(session, now=now), self.filter_id))

    def page(self, offset: int, limit: int) -> list[Line]:
        """A stretch of them."""
        store = self.desk.store
        with store.reading() as session:
            return store.conversations.page(session, self.filter_id, now=self.desk.now, limit=limit, offset=offset)


@dataclass(frozen=True)
class Text:
    """One text of a conversation. `at` in milliseconds; `body` as it was written, not yet safe for a terminal."""

    message_id: str
    seq: int
    at: int
    body: str
    is_theirs: bool
    is_unread: bool
    is_only_here: bool
    status: Status
    reason: Reason | None
    broadcast_id: str | None
    media: tuple[Media, ...]

    @property
    def attachments(self) -> tuple[str, ...]:
        """What came with it, in words."""
        return tuple(_attachment(item) for item in self.media)


@dataclass(frozen=True)
class Thread:
    """A conversation: who, what to know about them (safe for a terminal), and the texts in order.

    `closed`: why they cannot be texted, empty if they can. `has_more`: earlier texts are there.
    """

    client_id: str
    name: str
    about: str
    language: str
    closed: str
    messages: tuple[Text, ...]
    has_more: bool


def waiting_list(desk: Desk, filter_id: str = "needs_reply") -> WaitingList:
    """Who is under a filter: needs_reply, waiting, snoozed, unknown or all."""
    return WaitingList(desk, cast("Filter", filter_id))


def counts(desk: Desk) -> Counts:
    """How many stand under each filter now."""
    with desk.store.reading() as session:
        return desk.store.conversations.counts(session, now=desk.now)


def read_through(desk: Desk, client_id: str) -> int:
    """Up to which text (its seq) this conversation has been read."""
    with desk.store.reading() as session:
        line = desk.store.conversations.get(session, client_id)
    return 0 if line is None else line.read_through


def open_thread(
    desk: Desk, client_id: str, earlier: int = 0, hit: str | None = None, read_before: int | None = None
) -> Thread:
    """A conversation's newest texts, `earlier` stretches more of them; or those around the text `hit`.

    Their texts after `read_before` (what has been read, if not given) are marked as unread.
    """
    store = desk.store
    with store.reading() as session:
        line = store.conversations.get(session, client_id)
        around = store.threads.get(session, hit) if hit is not None else None
        limit = SHOWN * (1 + earlier)
        if around is not None and store.threads.count(session, client_id) > limit:
            found = store.threads.window(session, client_id, around=around.position, limit=limit)
        else:
            first = store.threads.first_unread(session, client_id)
            found = store.threads.window(session, client_id, limit=limit)
            if first is not None and found and found[0].position > first:
                found = store.threads.window(session, client_id, after=first - 1, limit=limit)
        has_more = bool(found) and store.threads.count(session, client_id, before=found[0].position) > 0
        seen = read_before if read_before is not None else 0 if line is None else line.read_through
        name = "" if line is None else line.name
        language, about = _about(desk, session, client_id)
    closed = say("They said STOP: they cannot be texted.") if line is not None and line.consent == "opted_out" else ""
    return Thread(
        client_id, name, about, language, closed, tuple(text_of(message, seen) for message in found), has_more
    )


def _about(desk: Desk, session: Session, client_id: str) -> tuple[str, str]:
    store = desk.store
    client = store.clients.get(session, client_id)
    number = store.numbers.to_text(session, client_id)
    if client is None:
        return "en", say("a new number: nobody's yet") if client_id.startswith("tel:") else ""
    shown = pretty(number) if number else say("no number")
    groups = " · ".join(group.name for group in store.groups.of_client(session, client_id))
    return client.language, one_line(" · ".join(part for part in (shown, groups) if part), 160)


def text_of(message: Message, read_through: int) -> Text:
    """A message as the screens and commands show it; unread if it came after `read_through`."""
    is_theirs = message.direction == "inbound"
    return Text(
        message.message_id,
        message.seq,
        message.at,
        message.body,
        is_theirs,
        is_theirs and message.position > read_through,
        message.seq == 0 and not is_theirs,
        Status(message.status),
        Reason(message.reason) if message.reason in set(Reason) else None,
        message.broadcast_id,
        message.media,
    )


def _attachment(item: Media) -> str:
    kind = say("photo") if item.type.startswith("image/") else item.type or say("file")
    if item.state is MediaState.FAILED:
        return say("{kind}: it did not arrive", kind=kind)
    if item.state is MediaState.WANTED:
        return say("{kind}: on its way", kind=kind)
    if item.bytes is None:
        return kind
    return say("{kind}  {size} kB", kind=kind, size=max(1, item.bytes // 1000))


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
        _wish_conversation(desk, session, client_id, {"read_through": through}, {"read_through": through})


def done(desk: Desk, client_id: str, *, seen_through: int | None = None) -> str:
    """No answer needed, having seen texts up to that seq (all that are here, if not given).

    Returns what was done, in words; it can be taken back.
    """
    return _judge(
        desk, client_id, ConversationState.DONE, say("Done: {name}", name=_name(desk, client_id)), seen_through
    )


def need_reply(desk: Desk, client_id: str) -> str:
    """It needs a reply after all. Returns what was done, in words; it can be taken back."""
    label = say("Needs a reply: {name}", name=_name(desk, client_id))
    return _judge(desk, client_id, ConversationState.NEEDS_REPLY, label, None)


def snooze(desk: Desk, client_id: str, until_at: int) -> str:
    """Put it away until then (milliseconds). Returns what was done, in words; it can be taken back."""
    label = say("Snoozed: {name}", name=_name(desk, client_id))
    changes = (Change("inbox", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        line = desk.store.conversations.get(session, client_id) or Line(client_id)
        body = {"snoozed_until": to_wire(until_at), "seen_through": line.last_inbound_seq}
        write_id = _wish_conversation(desk, session, client_id, {"snoozed_until_at": until_at}, body)
        _remember(desk, session, label, line, write_id, "snoozed_until_at")
    return label


def put_back(desk: Desk, session: Session, inverse: Mapping[str, Any]) -> str:
    """Take back what was decided about a conversation: as it was, for the texts that were there then.

    A text that has come since keeps *needs reply*. What never left this machine leaves no trace.
    """
    client_id, store = inverse["client_id"], desk.store
    store.ring(session, Change("inbox", client_id), Change("outbox"))
    if store.outbox.withdraw(session, inverse["write_id"]):
        store.pending.refuse(session, inverse["write_id"])
        store.conversations.refresh(session, client_id)
    else:
        restore(desk, session, client_id, inverse["before"], inverse["seen_through"])
    return say("Taken back: {name}", name=name_of(desk, session, client_id))


def restore(desk: Desk, session: Session, client_id: str, before: Mapping[str, Any], seen_through: int) -> None:
    """Wish that a conversation stands as it did (`state`, `snoozed_until_at`), for texts up to `seen_through`."""
    changed = dict(before)
    body = {name: value for name, value in before.items() if name != "snoozed_until_at"}
    body["seen_through"] = seen_through
    if "snoozed_until_at" in before:
        at = before["snoozed_until_at"]
        body["snoozed_until"] = None if at is None else to_wire(at)
    if "state" in before:
        changed["seen_through"] = seen_through
    _wish_conversation(desk, session, client_id, changed, body)


def _judge(desk: Desk, client_id: str, state: ConversationState, label: str, seen_through: int | None) -> str:
    changes = (Change("inbox", client_id), Change("outbox"))
    with desk.store.writing(*changes, is_durable=True) as session:
        line = desk.store.conversations.get(session, client_id) or Line(client_id)
        newest = line.last_inbound_seq
        seen = newest if seen_through is None else min(seen_through, newest)
        changed = {
            "state": state.value,
            "seen_through": max(line.seen_through, seen),
            "read_through": max(line.read_through, seen),
            "snoozed_until_at": None,
        }
        body = {"state": state.value, "seen_through": seen, "snoozed_until": None, "read_through": seen}
        write_id = _wish_conversation(desk, session, client_id, changed, body)
        _remember(desk, session, label, line, write_id, "state", "snoozed_until_at")
    return label


def _name(desk: Desk, client_id: str) -> str:
    with desk.store.reading() as session:
        return name_of(desk, session, client_id)


def _remember(desk: Desk, session: Session, label: str, line: Line, write_id: str, *names: str) -> None:
    """Keep how it was. A failed text listed although all was done: our word was last, so they were waited for."""
    before = {name: getattr(line, name) for name in names}
    if before.get("state") == ConversationState.DONE and line.has_failed:
        before["state"] = ConversationState.WAITING.value
    seen = min(line.seen_through, line.last_inbound_seq)
    inverse = {
        "act": PUT_BACK,
        "client_id": line.client_id,
        "write_id": write_id,
        "before": before,
        "seen_through": seen,
    }
    desk.store.undo.add(session, label=label, client_id=line.client_id, inverse=inverse, at=desk.now)


def _wish_conversation(
    desk: Desk, session: Session, client_id: str, changed: Mapping[str, Any], body: Mapping[str, Any]
) -> str:
    """Change the row, and wish the same of the relay; the wish's id."""
    write_id = new_id()
    desk.store.pending.shelve(session, "conversation", client_id, write_id, changed)
    wish(
        desk,
        session,
        "conversation",
        lane=client_id,
        ids={"client_id": client_id},
        body=body,
        names=client_names(client_id),
        write_id=write_id,
    )
    desk.store.conversations.refresh(session, client_id)
    return write_id
