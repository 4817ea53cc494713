"""What is to leave: texts that are put in line, wait, are held, let go or taken back; store/outcomes has the rest.

The state here is the queue's own (`queued`, `sending`, `unknown`) and may go back to `queued`; the status that people
see is the message's and only climbs. A text that is finished has no row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.ids import made_at
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.event_log import newest_before
from rise_tui.relay.store.messages import Held, advance_message

RELAY = "relay"
ONE_TO_ONE, BULK = 0, 1
"""Priorities: an answer to a person goes before broadcasts and what the relay sends by itself."""

_GONE = ("sending", "unknown", "sent", "delivered", "undelivered", "read")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A text that this process may post now. `slot` is monotonic seconds; the other times are milliseconds.

    `purpose` and `least_consent`: what its client must at least have agreed to, and for what.
    """

    office_id: str
    message_id: str
    sender: str = field(repr=False)
    e164: str = field(repr=False)
    body: str = field(repr=False)
    media: tuple[str, ...]
    segments: int
    attempts: int
    claimed_by: str
    lease_until_at: int
    not_sent_by_at: int
    client_id: str | None
    purpose: str
    least_consent: str
    slot: float = 0.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An accepted text on its way into the line; its message row stands. Times are milliseconds, by our clock."""

    message_id: str
    sender: str = field(repr=False)
    e164: str = field(repr=False)
    conversation_id: str
    broadcast_id: str | None
    priority: int
    segments: int
    due_at: int
    accepted_at: int
    not_sent_by_at: int
    event_at: int | None = None
    is_paused: bool = False
    after_id: str | None = None
    """the introduction that must have left before"""
    may_have_gone: bool = False
    """the same was perhaps said already, in the time that a backup knows nothing of"""


FROM_BEFORE_MS = 15 * 60_000
"""So long after a restore a text may still have been begun before it: clocks need not agree."""
DOUBTED_MS = 30 * 24 * 3_600_000
"""So long after a restore the carrier is asked whether it has an introduction already, from when the backup ends on."""
_SETTLES_MS = 90_000
"""So long after a restore the carrier may still get to know a text that left just before it."""


def enqueue(tx: Tx, office_id: str, texts: Sequence[Waiting]) -> None:
    """Put accepted texts in line.

    One that was begun before the database came back from a backup may have left already, in the time that the backup
    knows nothing of: the carrier is asked about it first.
    """
    tx.insert_many(
        "queue",
        [
            {
                "office_id": office_id,
                "message_id": text.message_id,
                "state": "queued",
                "sender": text.sender,
                "e164": text.e164,
                "conversation_id": text.conversation_id,
                "broadcast_id": text.broadcast_id,
                "priority": text.priority,
                "segments": text.segments,
                "due_at": text.due_at,
                "accepted_at": text.accepted_at,
                "not_sent_by_at": text.not_sent_by_at,
                "event_at": text.event_at,
                "is_paused": int(text.is_paused),
                "after_id": text.after_id,
                "attempts": 0,
            }
            for text in texts
        ],
    )
    restored = tx.one("SELECT restored_at FROM instance WHERE restored_at IS NOT NULL")
    if restored is not None:
        _doubt(tx, office_id, texts, restored["restored_at"])
    tx.lines.add(office_id)


def _doubt(tx: Tx, office_id: str, texts: Sequence[Waiting], restored_at: int) -> None:
    """Let the carrier be asked about those of these texts that were begun before a restore."""
    for text in texts:
        begun_at = made_at(text.broadcast_id or text.message_id)
        if text.may_have_gone and text.accepted_at <= restored_at + DOUBTED_MS:
            begun_at = newest_before(tx, office_id, restored_at)
        if begun_at is None or begun_at > restored_at + FROM_BEFORE_MS:
            continue
        tx.run(
            "UPDATE queue SET state = 'unknown', claimed_at = :begun_at, reconcile_at = :again_at"
            " WHERE office_id = :office_id AND message_id = :message_id",
            begun_at=begun_at,
            again_at=restored_at + _SETTLES_MS if begun_at <= restored_at else text.accepted_at,
            office_id=office_id,
            message_id=text.message_id,
        )


def cancel(tx: Tx, office_id: str, message_id: str, at: int) -> bool:
    """Take back a text that still waits; its status becomes `cancelled`. False: it is on its way, gone, or not here."""
    dropped = _drop(tx, office_id, message_id)
    if dropped is None:
        return False
    advance_message(tx, office_id, message_id, Status.CANCELLED, at=at, actor=RELAY)
    _share_fate(tx, office_id, message_id, dropped, (Status.CANCELLED, None), at)
    return True


def cancel_broadcast(tx: Tx, office_id: str, broadcast_id: str, at: int) -> tuple[int, int]:
    """Take back all of a broadcast that still waits; returns how many were, and how many had left or may have left."""
    waiting = tx.all(
        "SELECT message_id FROM queue WHERE office_id = :office_id AND broadcast_id = :broadcast_id"
        " AND state = 'queued'",
        office_id=office_id,
        broadcast_id=broadcast_id,
    )
    cancelled = sum(cancel(tx, office_id, row["message_id"], at) for row in waiting)
    gone = tx.one(
        "SELECT count(*) AS n FROM message WHERE office_id = :office_id AND broadcast_id = :broadcast_id"
        f" AND direction = 'outbound' AND status IN {_GONE!r}",
        office_id=office_id,
        broadcast_id=broadcast_id,
    )
    return cancelled, 0 if gone is None else int(gone["n"])


def pause_broadcast(tx: Tx, office_id: str, broadcast_id: str, is_paused: bool) -> int:
    """Keep back, or let go on, what has not left of a broadcast; returns how many texts that concerns.

    An introduction that nothing else follows waits with it.
    """
    if not is_paused:
        tx.lines.add(office_id)
    changed = tx.run(
        "UPDATE queue SET is_paused = :is_paused WHERE office_id = :office_id AND broadcast_id = :broadcast_id",
        is_paused=int(is_paused),
        office_id=office_id,
        broadcast_id=broadcast_id,
    )
    tx.run(
        "UPDATE queue SET is_paused = :is_paused WHERE office_id = :office_id AND message_id IN"
        " (SELECT after_id FROM queue WHERE office_id = :office_id AND broadcast_id = :broadcast_id)"
        " AND NOT EXISTS (SELECT 1 FROM queue f WHERE f.after_id = queue.message_id AND f.is_paused <> :is_paused"
        "  AND :is_paused = 1)",
        is_paused=int(is_paused),
        office_id=office_id,
        broadcast_id=broadcast_id,
    )
    return changed


def hold(tx: Tx, office_id: str, message_id: str, held: Held, at: int) -> None:
    """Let a waiting text wait until then, or until it is let go; people see that it is held, and why.

    What follows it waits as long.
    """
    for waiting in (message_id, *followers(tx, office_id, message_id)):
        _hold(tx, office_id, waiting, held, at)


def _hold(tx: Tx, office_id: str, message_id: str, held: Held, at: int) -> None:
    tx.run(
        "UPDATE queue SET due_at = COALESCE(:until_at, due_at), kept_why = :kept_why"
        " WHERE office_id = :office_id AND message_id = :message_id AND state = 'queued'",
        until_at=held.until_at,
        kept_why=held.why if held.until_at is None else None,
        office_id=office_id,
        message_id=message_id,
    )
    advance_message(tx, office_id, message_id, Status.HELD, at=at, actor=RELAY, held=held)


def let_go(tx: Tx, office_id: str, why: str, conversation_id: str | None = None, e164: str | None = None) -> int:
    """What was kept for that reason is asked about again, in its old place; returns how many texts that were.

    Of everybody, or only what is for this conversation or this number.
    """
    tx.lines.add(office_id)
    return tx.run(
        "UPDATE queue SET kept_why = NULL WHERE office_id = :office_id AND kept_why = :why AND state = 'queued'"
        " AND (:conversation_id IS NULL OR conversation_id = :conversation_id OR e164 = :e164)",
        office_id=office_id,
        why=why,
        conversation_id=conversation_id,
        e164=e164,
    )


def ask_again(tx: Tx, office_id: str, at: int) -> None:
    """The rules have changed: what waits for an hour of the day is decided about anew at once (`at`, milliseconds)."""
    tx.run(
        "UPDATE queue SET due_at = :at WHERE office_id = :office_id AND state = 'queued' AND due_at > :at"
        " AND message_id IN (SELECT m.id FROM message m WHERE m.office_id = :office_id AND m.held_until_at IS NOT NULL"
        "  AND m.id IN (SELECT q.message_id FROM queue q WHERE q.office_id = :office_id))",
        at=at,
        office_id=office_id,
    )
    tx.lines.add(office_id)


def drop(tx: Tx, office_id: str, message_id: str, status: Status, reason: Reason | None, at: int) -> None:
    """A waiting text never leaves; its message gets this status and reason, and so does what was to follow it."""
    dropped = _drop(tx, office_id, message_id)
    if dropped is not None:
        advance_message(tx, office_id, message_id, status, at=at, reason=reason, actor=RELAY)
        _share_fate(tx, office_id, message_id, dropped, (status, reason), at)


def drop_followers(
    tx: Tx, office_id: str, message_id: str, status: Status, reason: Reason | str | None, at: int
) -> None:
    """What was to follow an introduction that never arrived does not leave either."""
    for follower in followers(tx, office_id, message_id):
        drop(tx, office_id, follower, status, None if reason is None else Reason(str(reason)), at)


def followers(tx: Tx, office_id: str, message_id: str) -> list[str]:
    """What waits in line until this introduction has left."""
    rows = tx.all(
        "SELECT message_id FROM queue WHERE after_id = :message_id AND office_id = :office_id AND state = 'queued'",
        office_id=office_id,
        message_id=message_id,
    )
    return [row["message_id"] for row in rows]


def drop_group_texts(tx: Tx, office_id: str, client_id: str, at: int) -> None:
    """What waits for somebody of any broadcast never leaves: it was not worded for a phone that others read."""
    waiting = tx.all(
        "SELECT message_id FROM queue WHERE office_id = :office_id AND conversation_id = :client_id"
        " AND broadcast_id IS NOT NULL AND state = 'queued'",
        office_id=office_id,
        client_id=client_id,
    )
    for row in waiting:
        drop(tx, office_id, row["message_id"], Status.CANCELLED, Reason.DISCREET, at)


def length(tx: Tx, office_id: str) -> int:
    """How many texts of the office have not been settled."""
    row = tx.one("SELECT count(*) AS n FROM queue WHERE office_id = :office_id", office_id=office_id)
    return 0 if row is None else int(row["n"])


def overdue(tx: Tx, now: int, limit: int = 200) -> list[Row]:
    """Waiting texts that may no longer leave, paused ones too: `office_id`, `message_id`."""
    return tx.all(
        "SELECT office_id, message_id FROM queue WHERE state = 'queued' AND not_sent_by_at < :now LIMIT :limit",
        now=now,
        limit=limit,
    )


def _drop(tx: Tx, office_id: str, message_id: str) -> Row | None:
    """Take a waiting text out of the line: its row's `after_id`; None: it does not wait."""
    return tx.one(
        "DELETE FROM queue WHERE office_id = :office_id AND message_id = :message_id AND state = 'queued'"
        " RETURNING after_id",
        office_id=office_id,
        message_id=message_id,
    )


def _share_fate(
    tx: Tx, office_id: str, message_id: str, dropped: Row, fate: tuple[Status, Reason | None], at: int
) -> None:
    """What was to follow an introduction falls with it; an introduction that nothing follows any more falls too."""
    introduction = dropped["after_id"]
    if introduction is None:
        drop_followers(tx, office_id, message_id, *fate, at)
    elif not followers(tx, office_id, introduction):
        drop(tx, office_id, introduction, Status.CANCELLED, None, at)
    else:
        _go_with_the_rest(tx, office_id, introduction)


_REST = """
SELECT min(q.due_at) AS due_at, max(q.not_sent_by_at) AS not_sent_by_at, min(q.is_paused) AS is_paused,
       min(q.priority) AS priority, CASE WHEN count(*) = count(q.kept_why) THEN max(q.kept_why) END AS kept_why,
       max(m.kind = 'one_to_one') AS is_ones_own, max(m.kind) AS kind, max(m.now_because) AS now_because
  FROM queue q JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id
 WHERE q.office_id = :office_id AND q.after_id = :introduction_id AND q.state = 'queued'
"""


def _go_with_the_rest(tx: Tx, office_id: str, introduction_id: str) -> None:
    """A text that was sooner is gone from behind an introduction: it leaves by the rules of what still follows it."""
    rest = tx.one(_REST, office_id=office_id, introduction_id=introduction_id)
    assert rest is not None
    line = {name: rest[name] for name in ("due_at", "not_sent_by_at", "is_paused", "priority", "kept_why")}
    key = {"office_id": office_id}
    if tx.update("queue", {**key, "message_id": introduction_id, "state": "queued"}, **line):
        kind = "one_to_one" if rest["is_ones_own"] else rest["kind"]
        tx.update("message", {**key, "id": introduction_id}, kind=kind, now_because=rest["now_because"])
        tx.lines.add(office_id)
