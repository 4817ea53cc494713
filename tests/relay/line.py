"""Texts in line, as the relay's wishes leave them there, for tests and benchmarks of sending."""

from rise_tui.domain.ids import new_id
from rise_tui.domain.segments import weigh
from rise_tui.relay.store import event_log, queue
from rise_tui.relay.store.engine import Tx

HOUR = 3_600_000


def put_text(
    tx: Tx,
    office_id: str,
    *,
    sender: str,
    e164: str,
    at: int,
    client_id: str | None = None,
    body: str = "See you tomorrow at nine.",
    kind: str = "one_to_one",
    broadcast_id: str | None = None,
    due_at: int | None = None,
    expires_at: int | None = None,
    not_sent_by_at: int | None = None,
    event_at: int | None = None,
    media: list[str] | None = None,
) -> str:
    """Accept a text and put it in line; returns its message id. Times are milliseconds."""
    message_id = new_id()
    conversation_id = client_id or f"tel:{e164}"
    expires_at = at + 2 * HOUR if expires_at is None else expires_at
    segments = max(1, weigh(body).segments)
    seq = event_log.append(
        tx, office_id, "MessageAccepted", actor="relay", at=at, client_id=conversation_id, ref_id=message_id
    )
    tx.insert(
        "message",
        office_id=office_id,
        id=message_id,
        conversation_id=conversation_id,
        client_id=client_id,
        direction="outbound",
        e164=e164,
        sender=sender,
        body=body,
        media=media or [],
        broadcast_id=broadcast_id,
        kind=kind,
        status="queued",
        encoding="GSM-7",
        segments=segments,
        seen_through=0,
        expires_at=expires_at,
        marks=[],
        at=at,
        seq=seq,
        status_seq=seq,
    )
    waiting = queue.Waiting(
        message_id,
        sender=sender,
        e164=e164,
        conversation_id=conversation_id,
        broadcast_id=broadcast_id,
        priority=queue.ONE_TO_ONE if kind == "one_to_one" else queue.BULK,
        segments=segments,
        due_at=at if due_at is None else due_at,
        accepted_at=at,
        not_sent_by_at=expires_at + 24 * HOUR if not_sent_by_at is None else not_sent_by_at,
        event_at=event_at,
    )
    queue.enqueue(tx, office_id, [waiting])
    return message_id


def put_consent(tx: Tx, office_id: str, e164: str, client_id: str | None, state: str, *, purpose: str = "all") -> None:
    """A current consent, without the log."""
    seq = tx.one("SELECT count(*) + 1 AS n FROM consent")
    tx.insert(
        "consent",
        office_id=office_id,
        id=new_id(),
        e164=e164,
        client_id=client_id,
        purpose=purpose,
        state=state,
        how="import",
        wording="",
        actor="relay",
        is_current=1,
        at=0,
        seq=0 if seq is None else seq["n"],
    )


def number_of(index: int) -> str:
    """An invented number, a different one for each index below 160,000: (NXX) 555-01xx."""
    area, end = divmod(index, 100)
    return f"+1{area + 201}55501{end:02d}"


def state_of(tx: Tx, message_id: str) -> tuple[str | None, str]:
    """The queue's state of a text (None: no row) and the status that people see."""
    row = tx.one(
        "SELECT q.state, m.status FROM message m LEFT JOIN queue q ON q.message_id = m.id WHERE m.id = :id",
        id=message_id,
    )
    assert row is not None
    return row["state"], row["status"]
