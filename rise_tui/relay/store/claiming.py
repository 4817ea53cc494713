"""Whose turn it is: in one transaction the rules decide over what is known now, and what may go is claimed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rise_tui.domain.clock import to_ms
from rise_tui.domain.consent import Purpose
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.policy import PURPOSE_OF, Facts, Go, Hold, Kind, WhyNot, decide_here
from rise_tui.relay.store import queue
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.messages import Held, advance_message
from rise_tui.relay.store.queue import Claimed
from rise_tui.relay.store.weighing import DUE_COLUMNS, Weighing, day_of, weigh_due
from rise_tui.wire.codec import from_json

Reserve = Callable[[int], float | None]
"""Takes the pace's next slot for so many segments: monotonic seconds, or None when none is free soon enough."""


@dataclass(frozen=True)
class Sender:
    """A number that texts leave from, its pace in segments a second, and its next free moment (milliseconds)."""

    office_id: str
    e164: str = field(repr=False)
    segments_per_second: float
    slot_at: int = 0


@dataclass
class Claims:
    """What one look brought: texts to post now, in the order of their slots, and how many others were settled."""

    texts: list[Claimed] = field(default_factory=list)
    settled: int = 0


@dataclass(frozen=True)
class Claimant:
    """Who claims, when and for how long (milliseconds), and how many texts at most."""

    name: str
    now: int
    lease_ms: int
    reconcile_ms: int
    limit: int


_DUE = f"""
SELECT {DUE_COLUMNS.strip()},
       m.status, m.reason, m.error_code, m.carrier_status, m.price_micros, m.carrier, m.carrier_id, m.held_why,
       m.held_until_at, m.left_because
  FROM queue q
  JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id
  LEFT JOIN client c ON c.office_id = q.office_id AND c.id = m.client_id
  LEFT JOIN conversation v ON v.office_id = q.office_id AND v.id = q.conversation_id
  LEFT JOIN conversation t ON t.office_id = q.office_id AND t.id = 'tel:' || q.e164
 WHERE q.state = 'queued' AND q.sender = :sender AND q.priority = :priority AND q.due_at <= :now
   AND q.office_id = :office_id AND q.is_paused = 0 AND q.kept_why IS NULL
   AND NOT EXISTS (
       SELECT 1 FROM queue o WHERE o.office_id = q.office_id AND o.e164 = q.e164 AND o.sender = q.sender
          AND (o.state = 'sending' OR (o.state = 'unknown' AND o.reconcile_at > :blocked_since)))
   AND (q.after_id IS NULL OR NOT EXISTS (
       SELECT 1 FROM queue i WHERE i.office_id = q.office_id AND i.message_id = q.after_id))
 ORDER BY q.due_at, q.rowid LIMIT :limit
"""
"""One text per (sender, number) is under way; one that nobody can tell about keeps the next back only for a while.

What follows an introduction waits until that one has certainly left.

A text that looks like an opt-out holds whoever wrote it; where nobody can tell who of several did, the number itself.
"""

_CONSENT = """
COALESCE((SELECT k.state FROM consent k WHERE k.office_id = queue.office_id AND k.e164 = queue.e164
             AND k.is_current = 1 AND k.client_id IS {whose} AND k.purpose IN ('all', :purpose)
           ORDER BY k.seq DESC LIMIT 1), 'unknown')
"""

_IS_ALLOWED = (
    f"(:least_consent = 'none' OR ({_CONSENT.format(whose='NULL')} <> 'opted_out'"
    f" AND {_CONSENT.format(whose=':client_id')} IN (:least_consent, 'opted_in')))"
)
"""`none`: the confirmation of a STOP, to the number that said it."""

_LEAST_CONSENT: Mapping[Kind, str] = MappingProxyType(
    {"broadcast": "opted_in", "reminder": "opted_in", "confirmation": "none"}
)
"""What a client must at least have agreed to, of each kind of text; else only no opt-out."""

_CLAIM = f"""
UPDATE queue SET state = 'sending', claimed_by = :by, claimed_at = :now, lease_until_at = :lease_until_at,
       attempts = attempts + 1, reconcile_at = NULL
 WHERE office_id = :office_id AND message_id = :message_id AND state = 'queued' AND is_paused = 0
   AND kept_why IS NULL AND {_IS_ALLOWED}
"""
"""The consent condition once more, in the statement that claims: it holds whatever else this transaction did."""

_MAY_BEGIN = f"""
SELECT 1 FROM queue WHERE office_id = :office_id AND message_id = :message_id AND state = 'sending'
   AND claimed_by = :by AND {_IS_ALLOWED}
   AND NOT EXISTS (SELECT 1 FROM office o WHERE o.office_id = :office_id AND o.rules ->> '$.is_held')
   AND NOT EXISTS (
       SELECT 1 FROM message m LEFT JOIN client c ON c.office_id = m.office_id AND c.id = m.client_id
        WHERE m.office_id = :office_id AND m.id = :message_id AND m.kind <> 'one_to_one' AND (c.is_deleted = 1
           OR c.status = 'closed' OR (c.status = 'paused' AND COALESCE(c.status_until_at > :lease_until_at, 1))
           OR EXISTS (SELECT 1 FROM conversation v WHERE v.office_id = m.office_id
                         AND v.id IN (m.conversation_id, 'tel:' || m.e164) AND v.hold_message_id IS NOT NULL)))
"""


def senders(tx: Tx) -> list[Sender]:
    """All numbers that texts may leave from, with their office's pace."""
    rows = tx.all(
        "SELECT n.office_id, n.e164, n.slot_at, o.segments_per_second"
        " FROM number n JOIN office o ON o.office_id = n.office_id"
    )
    return [Sender(row["office_id"], row["e164"], row["segments_per_second"], row["slot_at"]) for row in rows]


def save_slot(tx: Tx, sender: Sender, slot_at: int) -> None:
    """Remember the sender's next free moment (milliseconds) for a later life of the relay."""
    tx.update("number", {"office_id": sender.office_id, "e164": sender.e164}, slot_at=slot_at)


def next_due_at(tx: Tx, sender: Sender) -> int | None:
    """When the sender's next text is due (milliseconds, perhaps past); None when nothing waits."""
    row = tx.one(
        "SELECT min(due_at) AS at FROM (SELECT * FROM (SELECT due_at FROM queue WHERE state = 'queued'"
        " AND sender = :sender AND priority = 0 AND is_paused = 0 AND kept_why IS NULL ORDER BY due_at LIMIT 1)"
        " UNION ALL SELECT * FROM (SELECT due_at FROM queue WHERE state = 'queued'"
        " AND sender = :sender AND priority = 1 AND is_paused = 0 AND kept_why IS NULL ORDER BY due_at LIMIT 1))",
        sender=sender.e164,
    )
    return None if row is None else row["at"]


def claim(tx: Tx, sender: Sender, claimant: Claimant, reserve: Reserve) -> Claims:
    """Claim what may leave now, one-to-one before all else; hold or drop what the rules keep back."""
    claims = Claims()
    taken: set[str] = set()
    for priority in (queue.ONE_TO_ONE, queue.BULK):
        rows = due_texts(tx, sender, claimant, priority)
        if not rows:
            continue
        weighing = weigh_due(tx, sender.office_id, rows, claimant.now)
        for row in rows:
            if row["e164"] in taken:
                continue
            facts = weighing.facts(row)
            go = _may_leave(tx, sender, row, facts, claimant.now)
            if go is None:
                claims.settled += 1
                continue
            slot = reserve(row["segments"])
            if slot is None:
                return claims
            claimed = _take(tx, sender, claimant, row, go, facts.kind, slot)
            if claimed is not None:
                taken.add(row["e164"])
                claims.texts.append(claimed)
                _count(tx, sender, row, weighing)
            if len(claims.texts) >= claimant.limit:
                return claims
    return claims


def may_begin(tx: Tx, text: Claimed) -> bool:
    """Is a claimed text still ours to post, and has nobody said STOP, stopped the office or paused the client since?

    Nor may they have written what sounds like a wish to stop, unless a person wrote it to them alone. Asked when its
    first byte goes.
    """
    row = tx.one(
        _MAY_BEGIN,
        office_id=text.office_id,
        message_id=text.message_id,
        by=text.claimed_by,
        client_id=text.client_id,
        purpose=text.purpose,
        least_consent=text.least_consent,
        lease_until_at=text.lease_until_at,
    )
    return row is not None


def due_texts(tx: Tx, sender: Sender, claimant: Claimant, priority: int) -> list[Row]:
    """What waits and is due, in its order, with all that the rules are told about it (store/weighing)."""
    return tx.all(
        _DUE,
        sender=sender.e164,
        office_id=sender.office_id,
        priority=priority,
        now=claimant.now,
        blocked_since=claimant.now - claimant.reconcile_ms,
        limit=claimant.limit + 16,
    )


def _may_leave(tx: Tx, sender: Sender, row: Row, facts: Facts, now: int) -> Go | None:
    """May it go now? If not (None) it is held or dropped here, and people see why."""
    message_id = row["message_id"]
    decision = decide_here(facts)
    if isinstance(decision, Go) and now <= row["not_sent_by_at"]:
        return decision
    if isinstance(decision, Hold):
        until_at = None if decision.until is None else to_ms(decision.until)
        if until_at is None or until_at <= row["not_sent_by_at"]:
            queue.hold(tx, sender.office_id, message_id, Held(str(decision.why), until_at), now)
            return None
    why = WhyNot.EXPIRED if isinstance(decision, Go | Hold) else decision.reason
    status = Status.EXPIRED if why is WhyNot.EXPIRED else Status.CANCELLED
    queue.drop(tx, sender.office_id, message_id, status, Reason(str(why)), now)
    return None


def _count(tx: Tx, sender: Sender, row: Row, weighing: Weighing) -> None:
    """A text was claimed: it counts for the day's ceiling, and for the office's limit, where it has one."""
    weighing.leaves(row)
    if weighing.rules.daily_segments:
        tx.run(
            "UPDATE number SET day_segments = :segments + CASE counted_day WHEN :day THEN day_segments ELSE 0 END,"
            " counted_day = :day WHERE e164 = :e164",
            segments=row["segments"],
            day=day_of(weighing.office["zone"], weighing.now),
            e164=sender.e164,
        )


def _take(tx: Tx, sender: Sender, claimant: Claimant, row: Row, go: Go, kind: Kind, slot: float) -> Claimed | None:
    """The claim itself; None when the statement's own condition said no."""
    lease_until_at = claimant.now + claimant.lease_ms
    needs = {
        "purpose": str(PURPOSE_OF.get(kind, Purpose.CONVERSATION)),
        "least_consent": _LEAST_CONSENT.get(kind, "unknown"),
    }
    changed = tx.run(
        _CLAIM,
        by=claimant.name,
        now=claimant.now,
        lease_until_at=lease_until_at,
        office_id=sender.office_id,
        message_id=row["message_id"],
        client_id=row["client_id"],
        **needs,
    )
    if not changed:
        return None
    now = claimant.now
    advance_message(
        tx,
        sender.office_id,
        row["message_id"],
        Status.SENDING,
        at=now,
        actor=queue.RELAY,
        left_at=now,
        left_because=None if go.why is None else str(go.why),
        known=row,
    )
    return Claimed(
        office_id=sender.office_id,
        message_id=row["message_id"],
        sender=sender.e164,
        e164=row["e164"],
        body=row["body"],
        media=tuple(from_json(row["media"])),
        segments=row["segments"],
        attempts=row["attempts"] + 1,
        claimed_by=claimant.name,
        lease_until_at=lease_until_at,
        not_sent_by_at=row["not_sent_by_at"],
        slot=slot,
        client_id=row["client_id"],
        **needs,
    )
