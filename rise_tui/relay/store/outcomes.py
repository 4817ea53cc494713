"""What became of a text that was claimed: given back, taken by the carrier, refused, or nobody can tell."""

from typing import Literal

from rise_tui.domain.delivery import Reason, Status, from_carrier, reason_of
from rise_tui.relay.store.behind import free_behind, tell_behind
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.messages import FAILURES, advance_message
from rise_tui.relay.store.queue import RELAY, Claimed, cancel, drop_followers


def give_back(tx: Tx, text: Claimed, at: int) -> bool:
    """A claimed text was certainly not taken by the carrier: it waits again, in its old place. False: it is not ours.

    Of a broadcast that was dropped meanwhile it never leaves.
    """
    is_back = tx.run(
        "UPDATE queue SET state = 'queued', claimed_by = NULL, claimed_at = NULL, lease_until_at = NULL,"
        " reconcile_at = NULL"
        " WHERE office_id = :office_id AND message_id = :message_id AND state = 'sending' AND claimed_by = :by",
        office_id=text.office_id,
        message_id=text.message_id,
        by=text.claimed_by,
    )
    if is_back:
        _rejoin(tx, text.office_id, text.message_id, at)
    return bool(is_back)


def finish(
    tx: Tx,
    office_id: str,
    message_id: str,
    carrier_id: str,
    at: int,
    *,
    carrier: str,
    carrier_status: str | None = None,
    error_code: int | None = None,
) -> None:
    """The carrier has the text under this id: no row any more, and the message climbs to what the carrier says of it.

    `carrier_status` is the carrier's own word; without one, or with one that is new to us, the text is `sent`.
    """
    if forget(tx, office_id, message_id) == "unknown":
        free_behind(tx, office_id, message_id, at)
    said = from_carrier(carrier_status) if carrier_status is not None else None
    advance_message(
        tx,
        office_id,
        message_id,
        said or Status.SENT,
        at=at,
        carrier=carrier,
        carrier_id=carrier_id,
        carrier_status=carrier_status,
        error_code=error_code,
    )
    if said in FAILURES:
        drop_followers(tx, office_id, message_id, Status.FAILED, reason_of(error_code), at)


def fail(tx: Tx, office_id: str, message_id: str, reason: Reason, error_code: int | None, at: int) -> None:
    """The carrier refused the text for good: no row any more, and the message is `failed`."""
    forget(tx, office_id, message_id)
    advance_message(tx, office_id, message_id, Status.FAILED, at=at, reason=reason, error_code=error_code)
    drop_followers(tx, office_id, message_id, Status.FAILED, reason, at)


def spare(tx: Tx, office_id: str, message_id: str, at: int) -> bool:
    """An introduction is not needed: who was to get it knows us. It never leaves, and what follows it leaves now.

    False: meanwhile it was found out, or a person has decided.
    """
    spared = tx.run(
        "DELETE FROM queue WHERE office_id = :office_id AND message_id = :message_id AND state = 'unknown'",
        office_id=office_id,
        message_id=message_id,
    )
    if spared:
        free_behind(tx, office_id, message_id, at)
        advance_message(tx, office_id, message_id, Status.CANCELLED, at=at, actor=RELAY)
        tx.run(
            "UPDATE queue SET after_id = NULL WHERE office_id = :office_id AND after_id = :message_id",
            office_id=office_id,
            message_id=message_id,
        )
        tx.lines.add(office_id)
    return bool(spared)


def park_unknown(tx: Tx, office_id: str, message_id: str, at: int, reconcile_at: int) -> bool:
    """Nobody can tell whether a claimed text left: it is looked up, and not sent again before `reconcile_at`.

    False: meanwhile it was found out.
    """
    parked = tx.run(
        "UPDATE queue SET state = 'unknown', reconcile_at = :reconcile_at"
        " WHERE office_id = :office_id AND message_id = :message_id AND state = 'sending'",
        reconcile_at=reconcile_at,
        office_id=office_id,
        message_id=message_id,
    )
    if parked:
        advance_message(tx, office_id, message_id, Status.UNKNOWN, at=at, actor=RELAY)
        tell_behind(tx, office_id, [message_id], at)
    return bool(parked)


def tell_unknown(tx: Tx, office_id: str, message_id: str, at: int) -> None:
    """Let people see that nobody can tell whether a text left, and decide; not if meanwhile it was found out."""
    row = tx.one(
        "SELECT 1 FROM queue WHERE office_id = :office_id AND message_id = :message_id AND state = 'unknown'",
        office_id=office_id,
        message_id=message_id,
    )
    if row is not None:
        advance_message(tx, office_id, message_id, Status.UNKNOWN, at=at, actor=RELAY)
        tell_behind(tx, office_id, [message_id], at)


def requeue_unknown(tx: Tx, office_id: str, message_id: str, at: int) -> bool:
    """The carrier certainly does not have an unknown text: it waits again, one for later until its time.

    False: meanwhile it was found out. Of a broadcast that was dropped meanwhile it never leaves.
    """
    is_back = tx.run(
        "UPDATE queue SET state = 'queued', due_at = max(due_at, :at), claimed_by = NULL, claimed_at = NULL,"
        " lease_until_at = NULL, reconcile_at = NULL"
        " WHERE office_id = :office_id AND message_id = :message_id AND state = 'unknown'",
        at=at,
        office_id=office_id,
        message_id=message_id,
    )
    if is_back:
        free_behind(tx, office_id, message_id, at)
        _rejoin(tx, office_id, message_id, at)
    return bool(is_back)


def resolve(tx: Tx, office_id: str, message_id: str, resolution: Literal["send_again", "mark_sent"], at: int) -> bool:
    """What a person decides about an unknown text: it waits again, or counts as sent. False: it is not unknown."""
    if resolution == "send_again":
        return requeue_unknown(tx, office_id, message_id, at)
    row = tx.one(
        "DELETE FROM queue WHERE office_id = :office_id AND message_id = :message_id AND state = 'unknown'"
        " RETURNING message_id",
        office_id=office_id,
        message_id=message_id,
    )
    if row is not None:
        advance_message(tx, office_id, message_id, Status.SENT, at=at, actor=RELAY)
        free_behind(tx, office_id, message_id, at)
        tx.lines.add(office_id)
    return row is not None


def _rejoin(tx: Tx, office_id: str, message_id: str, at: int) -> None:
    """A text that was on its way is in the line again; what waits of a broadcast that was dropped is taken back."""
    tx.lines.add(office_id)
    _count_back(tx, office_id, message_id)
    is_dropped = tx.one(
        "SELECT 1 FROM queue q JOIN broadcast b ON b.office_id = q.office_id AND b.id = q.broadcast_id"
        " WHERE q.office_id = :office_id AND q.message_id = :message_id AND b.is_cancelled = 1",
        office_id=office_id,
        message_id=message_id,
    )
    if is_dropped is not None:
        cancel(tx, office_id, message_id, at)


def _count_back(tx: Tx, office_id: str, message_id: str) -> None:
    """It has not left after all: no day counts it."""
    tx.run(
        "UPDATE number SET day_segments = max(0, day_segments - (SELECT segments FROM message"
        "  WHERE office_id = :office_id AND id = :message_id)) WHERE day_segments > 0"
        " AND e164 = (SELECT sender FROM message WHERE office_id = :office_id AND id = :message_id"
        "  AND left_at IS NOT NULL)",
        office_id=office_id,
        message_id=message_id,
    )
    tx.run(
        "UPDATE message SET left_at = NULL WHERE office_id = :office_id AND id = :message_id",
        office_id=office_id,
        message_id=message_id,
    )


def forget(tx: Tx, office_id: str, message_id: str) -> str | None:
    """The carrier has it, or refused it: take it out of the line. Returns the state that it had there, if any."""
    row = tx.one(
        "DELETE FROM queue WHERE office_id = :office_id AND message_id = :message_id RETURNING state",
        office_id=office_id,
        message_id=message_id,
    )
    return None if row is None else str(row["state"])
