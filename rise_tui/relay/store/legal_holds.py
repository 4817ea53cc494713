"""Legal holds: whose file must stay whole, whatever the office's period says."""

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
