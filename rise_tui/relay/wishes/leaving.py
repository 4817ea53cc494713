"""Texts that a wish lets leave: when they may, and how they are stored, told and put in line, many at once."""

from dataclasses import dataclass, field

from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.delivery import Status
from rise_tui.domain.policy import NowBecause, is_in_time, last_moment
from rise_tui.domain.segments import weigh
from rise_tui.relay.automatic.introducing import First, introduce
from rise_tui.relay.store import queue
from rise_tui.relay.store.access import TEL
from rise_tui.relay.store.behind import tell_behind
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.rules import office_hours
from rise_tui.relay.wishes.ways import Way
from rise_tui.relay.wishes.wished import Wished, invalid, too_late

GRACE_MS = 1000
"""The relay claims one second later than the screen promises: who takes a text back in the last moment still can."""


@dataclass(frozen=True, slots=True)
class Times:
    """By the relay's clock, in milliseconds: when a text is due, and after when it may no longer leave."""

    due_at: int
    not_sent_by_at: int

    def status_at(self, at: int) -> Status:
        """A text that waits for its hour is held."""
        return Status.HELD if self.due_at > at else Status.QUEUED


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same for all texts of a wish: what they belong to, their times, and whether they are kept back."""

    times: Times
    not_before: int | None
    expires_at: int
    broadcast_id: str | None = None
    is_paused: bool = False
    template_id: str | None = None
    seen_through: int = 0
    caseworker_id: str | None = None
    """in whose name; None: of whoever wishes it"""
    now_because: str | None = None
    is_to_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Outbound:
    """One text: to whom, which way, and what it says."""

    message_id: str
    conversation_id: str
    way: Way
    body: str = field(repr=False)
    media: tuple[str, ...] = ()


def times_of(
    tx: Tx, wish: Wished, hold_s: float, not_before: int | None, expires_at: int, *, is_broadcast: bool
) -> Times:
    """The times of a text that arrived now. Raises Refusal when it came too late, or never could leave."""
    at = wish.at
    if not is_in_time(from_ms(at), from_ms(expires_at)):
        raise too_late()
    if not_before is not None and not_before > expires_at:
        raise invalid("/not_before", "It would be over before it may leave.")
    hold = round(hold_s * 1000) + GRACE_MS if hold_s > 0 else 0
    hours = office_hours(tx, wish.office_id)
    latest = last_moment("broadcast" if is_broadcast else "one_to_one", from_ms(expires_at), hours=hours)
    return Times(max(at + hold, not_before or 0), to_ms(latest))


def let_leave(tx: Tx, wish: Wished, texts: list[Outbound], terms: Terms) -> int:
    """Store texts, tell the log, and put them in line; returns the number of the first one's event.

    Who does not know the office yet gets its introduction before.
    """
    introductions = introduce(tx, wish.office_id, [_first(text, terms, wish.at) for text in texts], wish.at)
    first = wish.tell_all(tx, "MessageAccepted", [(text.conversation_id, text.message_id) for text in texts])
    weights = [weigh(text.body) for text in texts]
    tx.insert_many(
        "message",
        [
            {
                "office_id": wish.office_id,
                "id": text.message_id,
                "conversation_id": text.conversation_id,
                "client_id": None if text.conversation_id.startswith(TEL) else text.conversation_id,
                "direction": "outbound",
                "e164": text.way.e164,
                "sender": text.way.sender,
                "body": text.body,
                "media": list(text.media),
                "caseworker_id": terms.caseworker_id or wish.by.caseworker_id,
                "broadcast_id": terms.broadcast_id,
                "template_id": terms.template_id,
                "kind": "one_to_one" if terms.broadcast_id is None else "broadcast",
                "status": str(terms.times.status_at(wish.at)),
                "encoding": weight.alphabet,
                "segments": max(1, weight.segments),
                "seen_through": terms.seen_through,
                "not_before_at": terms.not_before,
                "expires_at": terms.expires_at,
                "now_because": terms.now_because,
                "is_to_urgent": int(terms.is_to_urgent),
                "marks": [],
                "at": wish.at,
                "seq": seq,
                "status_seq": seq,
            }
            for seq, (text, weight) in enumerate(zip(texts, weights, strict=True), first)
        ],
    )
    line: list[queue.Waiting] = []
    for text, weight in zip(texts, weights, strict=True):
        before = introductions.before.get(text.message_id)
        if before is not None:
            line.append(before)
        line.append(
            queue.Waiting(
                message_id=text.message_id,
                sender=text.way.sender,
                e164=text.way.e164,
                conversation_id=text.conversation_id,
                broadcast_id=terms.broadcast_id,
                priority=queue.ONE_TO_ONE if terms.broadcast_id is None else queue.BULK,
                segments=max(1, weight.segments),
                due_at=terms.times.due_at,
                accepted_at=wish.at,
                not_sent_by_at=terms.times.not_sent_by_at,
                is_paused=terms.is_paused,
                after_id=introductions.after.get(text.message_id),
            )
        )
    queue.enqueue(tx, wish.office_id, line)
    standing = {*introductions.after.values()} - {one.message_id for one in introductions.before.values()}
    if standing:
        tell_behind(tx, wish.office_id, standing, wish.at)
    return first


def _first(text: Outbound, terms: Terms, at: int) -> First:
    return First(
        message_id=text.message_id,
        conversation_id=text.conversation_id,
        e164=text.way.e164,
        sender=text.way.sender,
        kind="one_to_one" if terms.broadcast_id is None else "broadcast",
        due_at=terms.times.due_at,
        expires_at=terms.expires_at,
        not_sent_by_at=terms.times.not_sent_by_at,
        status=str(terms.times.status_at(at)),
        is_paused=terms.is_paused,
        now_because=None if terms.now_because is None else NowBecause(terms.now_because),
    )
