"""Legal holds: whose file must stay whole, whatever the office's period says."""

from rise_tui.relay.store import event_log
from rise_tui.relay.store.audit import record
from rise_tui.relay.store.engine import Row, Tx


def is_held(tx: Tx, office_id: str, client_id: str) -> bool:
    """Must everything of this client stay?"""
    row = tx.one(
        "SELECT 1 FROM legal_hold WHERE office_id = :office_id AND client_id = :client_id AND is_held = 1",
        office_id=office_id,
        client_id=client_id,
    )
    return row is not None


def put_hold(tx: Tx, office_id: str, client_id: str, *, is_held: bool, reason: str, by: str, at: int, seq: int) -> None:
    """Let it stand from now on; `seq` is the event that tells it, `at` milliseconds."""
    tx.run(
        "INSERT INTO legal_hold (office_id, client_id, is_held, reason, by, at, seq)"
        " VALUES (:office_id, :client_id, :is_held, :reason, :by, :at, :seq)"
        " ON CONFLICT (office_id, client_id) DO UPDATE SET is_held = excluded.is_held, reason = excluded.reason,"
        " by = excluded.by, at = excluded.at, seq = excluded.seq",
        office_id=office_id,
        client_id=client_id,
        is_held=int(is_held),
        reason=reason,
        by=by,
        at=at,
        seq=seq,
    )


def standing_hold(tx: Tx, office_id: str, client_id: str) -> Row | None:
    """The newest word on it; None where nobody ever said one."""
    return tx.one(
        "SELECT * FROM legal_hold WHERE office_id = :office_id AND client_id = :client_id",
        office_id=office_id,
        client_id=client_id,
    )


def all_holds(tx: Tx, office_id: str) -> list[Row]:
    """The holds that stand, the oldest first."""
    return tx.all(
        "SELECT * FROM legal_hold WHERE office_id = :office_id AND is_held = 1 ORDER BY at, client_id",
        office_id=office_id,
    )


def hold_by_command(tx: Tx, office_id: str, client_id: str, *, is_held: bool, reason: str, by: str, at: int) -> None:
    """What an administrator decides beside the relay: told to whoever sees the client. `at`: milliseconds."""
    seq = event_log.append(
        tx, office_id, "LegalHoldChanged", actor="relay", at=at, client_id=client_id, ref_id=client_id
    )
    put_hold(tx, office_id, client_id, is_held=is_held, reason=reason.strip(), by=by, at=at, seq=seq)
    record(tx, office_id, by, "legal_hold", at=at, client_id=client_id, is_held=is_held)
