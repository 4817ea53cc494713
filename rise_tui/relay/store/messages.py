"""What becomes of a text: the one function that moves its status, and only upwards."""

from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clock import to_wire
from rise_tui.domain.delivery import Reason, Status, advance, reason_of
from rise_tui.relay.store import event_log
from rise_tui.relay.store.engine import Row, Tx

FAILURES = frozenset({Status.FAILED, Status.UNDELIVERED})
TWILIO = "twilio"
FIRST_ASK_MS = 15 * 60_000
"""So long after a text was sent the carrier is asked what became of it, if it has not told by then."""


KNOWN = (
    "status, reason, error_code, carrier_status, price_micros, carrier, carrier_id, conversation_id,"
    " held_why, held_until_at, left_because"
)
"""The columns of a text that decide where it may go from there."""


@dataclass(frozen=True)
class _Change:
    status: Status
    is_climb: bool
    error_code: int | None
    reason: str | None
    price_micros: int | None
    carrier_id: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """Why a text waits (a word of domain/policy), and until when: milliseconds, None until a person decides."""

    why: str
    until_at: int | None = None


def advance_message(
    tx: Tx,
    office_id: str,
    message_id: str,
    status: Status,
    *,
    at: int,
    carrier_status: str | None = None,
    error_code: int | None = None,
    reason: Reason | str | None = None,
    price_micros: int | None = None,
    carrier_id: str | None = None,
    carrier: str = TWILIO,
    actor: str = "carrier",
    held: Held | None = None,
    now_because: str | None = None,
    left_at: int | None = None,
    left_because: str | None = None,
    known: Row | None = None,
) -> bool:
    """Move a text up the ladder of domain/delivery; returns whether people see a change, which the log is then told.

    A lower word does not move it, but a price, an id, or the error code of a failure that it brings is kept. What is
    known is never erased: a later word without them leaves the stored ones. The carrier's id is stored once, without a
    word to the log, and never one that another text has. `at` is milliseconds. `held`: why a held text waits; without
    it, it waits as it did. `now_because`: why a person let it go, for the log alone. `left_at`:
    when it was claimed, kept even if nothing else changes, and with it `left_because`, why at that hour, of which the
    log is told; `known`: the text with at least its KNOWN columns, as this transaction has just read it. False for a
    text that is not there.
    """
    row = known or tx.one(
        f"SELECT {KNOWN} FROM message WHERE office_id = :office_id AND id = :message_id",
        office_id=office_id,
        message_id=message_id,
    )
    if row is None:
        return False
    if carrier_id is not None and not _may_adopt(tx, office_id, row, carrier, carrier_id):
        carrier_id = None
    was_held = (row["held_why"], row["held_until_at"])
    change = _weigh(row, status, error_code, reason, price_micros, carrier_id)
    if change is None and held is not None and status is Status.HELD and row["status"] == Status.HELD:
        change = _as_it_is(row)
    is_new_because = left_because is not None and left_because != row["left_because"]
    if change is None and is_new_because and row["status"] == status:
        change = _as_it_is(row)
    if change is None:
        if left_at is not None:
            leaves = {"left_at": left_at, "left_because": left_because}
            tx.update("message", {"office_id": office_id, "id": message_id}, **leaves)
        return False
    is_held = (None, None) if change.status is not Status.HELD else was_held
    if held is not None and change.status is Status.HELD:
        is_held = (held.why, held.until_at)
    word = carrier_status if change.is_climb and carrier_status is not None else row["carrier_status"]
    is_visible = (
        change.is_climb
        or change.error_code != row["error_code"]
        or change.reason != row["reason"]
        or change.price_micros != row["price_micros"]
        or is_held != was_held
        or is_new_because
    )
    seq: int | None = None
    if is_visible:
        facts: dict[str, Any] = {
            "status": str(change.status),
            "carrier_status": word,
            "error_code": change.error_code,
            "reason": change.reason,
            "price_micros": change.price_micros,
            "held_why": is_held[0],
            "held_until": None if is_held[1] is None else to_wire(is_held[1]),
            "now_because": now_because,
            "left_because": left_because,
        }
        seq = event_log.append(
            tx,
            office_id,
            "MessageStatusChanged",
            actor=actor,
            at=at,
            client_id=row["conversation_id"],
            ref_id=message_id,
            **{name: value for name, value in facts.items() if value is not None},
        )
    tx.run(
        "UPDATE message SET status = :status, carrier_status = :word, error_code = :error_code, reason = :reason,"
        " price_micros = :price, carrier_id = :carrier_id, carrier = :carrier,"
        " held_why = :held_why, held_until_at = :held_until_at, left_at = COALESCE(:left_at, left_at),"
        " left_because = CASE WHEN :left_at IS NULL THEN left_because ELSE :left_because END,"
        " sent_at = CASE WHEN :is_climb AND :status = 'sent' THEN :at ELSE sent_at END,"
        " ask_at = CASE WHEN NOT :is_climb THEN ask_at"
        " WHEN :status = 'sent' AND :carrier_id IS NOT NULL THEN :at + :first_ask END,"
        " status_seq = COALESCE(:seq, status_seq) WHERE office_id = :office_id AND id = :message_id",
        status=str(change.status),
        word=word,
        error_code=change.error_code,
        reason=change.reason,
        price=change.price_micros,
        held_why=is_held[0],
        held_until_at=is_held[1],
        left_at=left_at,
        left_because=left_because,
        is_climb=change.is_climb,
        at=at,
        first_ask=FIRST_ASK_MS,
        carrier_id=change.carrier_id,
        carrier=carrier if carrier_id is not None else row["carrier"],
        seq=seq,
        office_id=office_id,
        message_id=message_id,
    )
    return is_visible


def due_to_ask(tx: Tx, now: int, limit: int) -> list[Row]:
    """The texts about whose end the carrier is to be asked, the longest due first: `office_id`, `id`, `carrier_id`,
    `sent_at`. `now` is milliseconds."""
    return tx.all(
        "SELECT office_id, id, carrier_id, sent_at FROM message INDEXED BY message_ask"
        " WHERE ask_at <= :now AND carrier_id IS NOT NULL ORDER BY ask_at LIMIT :limit",
        now=now,
        limit=limit,
    )


def ask_again(tx: Tx, office_id: str, message_id: str, at: int | None) -> None:
    """Ask about a text once more then (milliseconds); None: never again."""
    tx.update("message", {"office_id": office_id, "id": message_id}, ask_at=at)


def _as_it_is(row: Row) -> _Change:
    """Nothing climbs, but there is more to tell of where it stands."""
    names = ("error_code", "reason", "price_micros", "carrier_id")
    return _Change(Status(row["status"]), False, *(row[name] for name in names))


def _weigh(
    row: Row,
    status: Status,
    error_code: int | None,
    reason: Reason | str | None,
    price_micros: int | None,
    carrier_id: str | None,
) -> _Change | None:
    """What the row will hold; None if it holds all of it already."""
    now = Status(row["status"])
    new = advance(now, status)
    is_climb = new != now
    code, why = row["error_code"], row["reason"]
    if is_climb and why == Reason.NO_RECEIPT:
        why = None  # a receipt has come after all
    if status == new == Status.SENT and reason == Reason.NO_RECEIPT:
        why = str(reason)
    elif status == new and (is_climb or new in FAILURES):
        if error_code is not None and (is_climb or code is None):
            code = error_code
            why = str(reason or reason_of(error_code) or Reason.OTHER)
        elif reason is not None and (is_climb or why is None):
            why = str(reason)
        elif is_climb and new in FAILURES and why is None:
            why = str(Reason.OTHER)
    price = price_micros if price_micros is not None else row["price_micros"]
    adopted = carrier_id if carrier_id is not None else row["carrier_id"]
    change = _Change(new, is_climb, code, why, price, adopted)
    is_same = (code, why, price, adopted) == (
        row["error_code"],
        row["reason"],
        row["price_micros"],
        row["carrier_id"],
    )
    return None if is_same and not is_climb else change


def _may_adopt(tx: Tx, office_id: str, row: Row, carrier: str, carrier_id: str) -> bool:
    if row["carrier_id"] is not None:
        return False
    other = tx.one(
        "SELECT 1 FROM message WHERE office_id = :office_id AND carrier = :carrier AND carrier_id = :carrier_id",
        office_id=office_id,
        carrier=carrier,
        carrier_id=carrier_id,
    )
    return other is None
