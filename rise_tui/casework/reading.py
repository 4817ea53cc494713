"""Reading a conversation: what was said and what happened, a stretch at a time, however long it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rise_tui.casework.asides import Aside, asides
from rise_tui.casework.attaching import attached
from rise_tui.casework.desk import Desk
from rise_tui.casework.faring import Faring, author_of, how, not_typed, reason_of
from rise_tui.casework.introducing import Person, person_of
from rise_tui.domain.attachments import kind_words
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.messages import Media, MediaState
from rise_tui.domain.say import say
from rise_tui.store.engine import Session
from rise_tui.store.threads import Message

PAGE = 80
"""Texts that are read at a time, when one opens a conversation and when one goes on in it."""
SHOWN = 160
"""Texts that are loaded at most: what is further away is read again when one comes there."""
_LEAD = 4
"""Texts that are shown before the first unread one, if it is not among the newest."""


@dataclass(frozen=True)
class Stretch:
    """Which texts are loaded: from the position `first` on, to `last`; None: to the newest, also those to come."""

    first: int
    last: int | None = None


@dataclass(frozen=True)
class Text:
    """One text of a conversation. `at` in milliseconds; `body` as it was written, not yet safe for a terminal.

    `fares`: how one of ours fares; `author`: the colleague who wrote it, empty for oneself; `group_text`: that it went
    to many, in words; both safe for a terminal.
    """

    message_id: str
    seq: int
    at: int
    body: str
    is_theirs: bool
    is_unread: bool
    status: Status
    reason: Reason | None
    broadcast_id: str | None
    media: tuple[Media, ...]
    fares: Faring | None = None
    author: str = ""
    group_text: str = ""

    @property
    def attachments(self) -> tuple[str, ...]:
        """What came with it, in words."""
        return tuple(_attachment(item) for item in self.media)


@dataclass(frozen=True)
class Thread:
    """A conversation: who, and a stretch of it in order; `read_before`: up to which of their texts it had been read.

    `has_more`: earlier texts are there; `has_later`: newer ones are; `through`: the seq of the newest that has one.
    """

    client_id: str
    person: Person
    items: tuple[Text | Aside, ...]
    stretch: Stretch
    has_more: bool
    has_later: bool
    read_before: int = 0
    through: int = 0

    @property
    def messages(self) -> tuple[Text, ...]:
        """The texts alone."""
        return tuple(item for item in self.items if isinstance(item, Text))


def open_thread(
    desk: Desk,
    client_id: str,
    stretch: Stretch | None = None,
    hit: str | None = None,
    read_before: int | None = None,
) -> Thread:
    """A stretch of a conversation: where one opens it, if not given: at the text `hit`, the first unread, or the end.

    Their texts after `read_before` (what has been read, if not given) are marked as unread.
    """
    store = desk.store
    with store.reading() as session:
        line = store.conversations.get(session, client_id)
        chosen = stretch or _arrival(desk, session, client_id, hit, is_read=line is not None and not line.unread_count)
        found = store.threads.stretch(session, client_id, chosen.first, chosen.last, SHOWN + PAGE)
        is_short = chosen.last is None and len(found) < PAGE and stretch is None
        has_more = bool(found) and not is_short and store.threads.has(session, client_id, before=found[0].position)
        has_later = chosen.last is not None and store.threads.has(session, client_id, after=chosen.last)
        seen = read_before if read_before is not None else 0 if line is None else line.read_through
        since = found[0].position if has_more else -1
        until = chosen.last + 1 if has_later and chosen.last is not None else None
        beside = asides(desk, session, client_id, since, until)
        items = in_order([*told(desk, session, found, seen), *beside])
        who = person_of(desk, session, client_id, line)
        through = max([text.seq for text in found] + ([line.last_seq] if line is not None else []), default=0)
        if has_later and line is not None and not line.last_seq:  # what stands last waits here yet
            through = store.threads.newest_seq(session, client_id)
    kept = replace(chosen, last=chosen.last if has_later else None)
    return Thread(client_id, who, items, kept, has_more, has_later, seen, through)


def _arrival(desk: Desk, session: Session, client_id: str, hit: str | None, *, is_read: bool) -> Stretch:
    """The newest texts, if the text to open at is among them; else those around it."""
    threads = desk.store.threads
    newest = threads.back(session, client_id, None, PAGE)
    around = threads.get(session, hit) if hit is not None else None
    wanted = around.position if around is not None else None
    if around is None and not is_read:
        wanted = threads.first_unread(session, client_id)
    if newest is None or wanted is None or wanted >= newest:
        return Stretch(newest or 0)
    before = PAGE // 2 if around is not None else _LEAD
    first = threads.back(session, client_id, wanted, before) or 0
    return Stretch(first, threads.forth(session, client_id, first, PAGE))


def earlier(desk: Desk, client_id: str, stretch: Stretch) -> Stretch:
    """The stretch with more before it; what is far below it is let go."""
    with desk.store.reading() as session:
        first = desk.store.threads.back(session, client_id, stretch.first, PAGE)
        if first is None:
            return stretch
        last = desk.store.threads.forth(session, client_id, first, SHOWN)
    if stretch.last is not None and (last is None or last > stretch.last):
        last = stretch.last
    return Stretch(first, last)


def later(desk: Desk, client_id: str, stretch: Stretch) -> Stretch:
    """The stretch with more after it; what is far above it is let go."""
    if stretch.last is None:
        return stretch
    with desk.store.reading() as session:
        last = desk.store.threads.forth(session, client_id, stretch.last, PAGE + 1)
        first = desk.store.threads.back(session, client_id, None if last is None else last + 1, SHOWN)
    return Stretch(max(stretch.first, first or 0), last)


def newest(desk: Desk, client_id: str) -> Stretch:
    """The stretch that ends with the newest text."""
    with desk.store.reading() as session:
        return Stretch(desk.store.threads.back(session, client_id, None, PAGE) or 0)


def told(desk: Desk, session: Session, messages: Sequence[Message], read_through: int) -> list[Text]:
    """Messages as the screens and commands show them; theirs are unread if they came after `read_through`."""
    store = desk.store
    ours = [message for message in messages if message.direction == "outbound"]
    sent_to_many = {message.broadcast_id for message in ours if message.broadcast_id is not None}
    broadcasts = {broadcast_id: store.broadcasts.get(session, broadcast_id) for broadcast_id in sent_to_many}
    authors = {one: author_of(desk, session, one) for one in {message.caseworker_id for message in ours}}
    since = store.statuses.latest_at(session, [message.message_id for message in ours]) if ours else {}
    texts = []
    for message in messages:
        text = _text_of(message, read_through)
        if not text.is_theirs:
            broadcast = broadcasts.get(message.broadcast_id or "")
            fares = how(desk, session, message, broadcast, since.get(message.message_id))
            group_text = not_typed(message, broadcast)
            text = replace(text, fares=fares, author=authors[message.caseworker_id], group_text=group_text)
            text = replace(text, media=_carried(desk, text.media)) if text.media else text
        texts.append(text)
    return texts


def in_order(items: Iterable[Text | Aside]) -> tuple[Text | Aside, ...]:
    """In the order of the log; what only this machine has stands last, in the order in which it was written."""
    return tuple(sorted(items, key=lambda item: (item.seq == 0, item.seq or item.at)))


def _text_of(message: Message, read_through: int) -> Text:
    is_theirs = message.direction == "inbound"
    return Text(
        message.message_id,
        message.seq,
        message.at,
        message.body,
        is_theirs,
        is_theirs and message.position > read_through,
        Status(message.status),
        reason_of(message),
        message.broadcast_id,
        message.media,
    )


def _carried(desk: Desk, media: Sequence[Media]) -> tuple[Media, ...]:
    """What went out with a text of ours, as far as its bytes on this machine say it."""
    here = attached(desk, [item.sha256 or "" for item in media])
    return tuple(replace(item, type=one.type, bytes=one.bytes or None) for item, one in zip(media, here, strict=True))


def _attachment(item: Media) -> str:
    kind = kind_words(item.type)
    if item.state is MediaState.FAILED:
        return say("{kind}: it did not arrive", kind=kind)
    if item.state is MediaState.WANTED:
        return say("{kind}: on its way", kind=kind)
    if item.bytes is None:
        return kind
    return say("{kind}  {size} kB", kind=kind, size=max(1, item.bytes // 1000))
