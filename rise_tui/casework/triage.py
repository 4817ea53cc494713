"""Working off the waiting list: who is on it, what was said, and what is done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import Session

from rise_tui.casework.desk import Desk
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


def open_thread(desk: Desk, client_id: str, earlier: int = 0, hit: str | None = None) -> Thread:
    """A conversation's newest texts, `earlier` stretches more of them; or those around the text `hit`."""
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
        read_through = 0 if line is None else line.read_through
        name = "" if line is None else line.name
        language, about = _about(desk, session, client_id)
    closed = say("They said STOP: they cannot be texted.") if line is not None and line.consent == "opted_out" else ""
    return Thread(
        client_id, name, about, language, closed, tuple(text_of(message, read_through) for message in found), has_more
    )


def _about(desk: Desk, session: Session, client_id: str) -> tuple[str, str]:
    store = desk.store
    client = store.clients.get(session, client_id)
    number = store.numbers.to_text(session, client_id)
    if client is None:
        return "en", say("a new number: nobody's yet") if client_id.startswith("tel:") else ""
    shown = pretty(number) if number else say("no number")
    groups = " · ".join(group.name for group in store.groups.of_client(session, client_id))
    return client.language, one_line(f"{shown}   {groups}", 160)


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
    kind = item.type or say("file")
    if item.state is MediaState.FAILED:
        return say("{kind}: it did not arrive", kind=kind)
    if item.state is MediaState.WANTED:
        return say("{kind}: on its way", kind=kind)
    if item.bytes is None:
        return kind
    return say("{kind}  {size} kB", kind=kind, size=max(1, item.bytes // 1000))


def mark_read(desk: Desk, client_id: str) -> None:
    """What is on the screen has been read; only ever moves forward."""
    with desk.store.reading() as session:
        line = desk.store.conversations.get(session, client_id)
        newest = desk.store.threads.newest_inbound_seq(session, client_id)
    if line is None or line.read_through >= newest or line.unread_count == 0:
        return
    _wish_conversation(desk, client_id, {"read_through": newest}, {"read_through": newest, "seen_through": 0})


def done(desk: Desk, client_id: str) -> str:
    """No answer needed. Returns what was done, in words; it can be taken back."""
    return _judge(desk, client_id, ConversationState.DONE, say("Done: {name}"))


def need_reply(desk: Desk, client_id: str) -> str:
    """It needs a reply after all. Returns what was done, in words; it can be taken back."""
    return _judge(desk, client_id, ConversationState.NEEDS_REPLY, say("Needs a reply: {name}"))


def snooze(desk: Desk, client_id: str, until_at: int) -> str:
    """Put it away until then (milliseconds). Returns what was done, in words; it can be taken back."""
    line = _line(desk, client_id)
    label = say("Snoozed: {name}", name=line.name)
    changed = {"snoozed_until_at": until_at}
    body = {"snoozed_until": to_wire(until_at), "seen_through": line.last_inbound_seq}
    _wish_conversation(desk, client_id, changed, body, label, _inverse(line, "snoozed_until_at"))
    return label


def put_back(desk: Desk, inverse: Mapping[str, Any]) -> str:
    """Take back what was decided about a conversation."""
    client_id, before = inverse["client_id"], inverse["before"]
    line = _line(desk, client_id)
    body = dict(before) | {"seen_through": line.last_inbound_seq if before.get("state") != "needs_reply" else 0}
    changed = dict(before)
    if "snoozed_until_at" in before:
        at = body.pop("snoozed_until_at")
        body["snoozed_until"] = None if at is None else to_wire(at)
    _wish_conversation(desk, client_id, changed, body)
    return say("Taken back: {name}", name=line.name)


def _judge(desk: Desk, client_id: str, state: ConversationState, label: str) -> str:
    line = _line(desk, client_id)
    label = label.replace("{name}", line.name)
    seen = line.last_inbound_seq
    changed = {"state": state.value, "seen_through": seen, "snoozed_until_at": None}
    body = {"state": state.value, "seen_through": seen, "snoozed_until": None, "read_through": seen}
    _wish_conversation(desk, client_id, changed, body, label, _inverse(line, "state", "snoozed_until_at"))
    return label


def _line(desk: Desk, client_id: str) -> Line:
    with desk.store.reading() as session:
        line = desk.store.conversations.get(session, client_id)
    return line or Line(client_id)


def _inverse(line: Line, *names: str) -> dict[str, Any]:
    return {"act": PUT_BACK, "client_id": line.client_id, "before": {name: getattr(line, name) for name in names}}


def _wish_conversation(
    desk: Desk,
    client_id: str,
    changed: Mapping[str, Any],
    body: Mapping[str, Any],
    label: str = "",
    inverse: Mapping[str, Any] | None = None,
) -> None:
    """Change the row, wish the same of the relay, remember the inverse: one transaction."""
    store, write_id = desk.store, new_id()
    with store.writing(Change("inbox", client_id), Change("outbox"), is_durable=True) as session:
        store.pending.shelve(session, "conversation", client_id, write_id, changed)
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
        if inverse is not None:
            store.undo.add(session, label=label, client_id=client_id, inverse=dict(inverse), at=desk.now)
        store.conversations.refresh(session, client_id)
