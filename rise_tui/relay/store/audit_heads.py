"""Which hashes of the audit log were given out, and which still wait to leave the machine."""

from rise_tui.domain.audit_chain import Head
from rise_tui.relay.store.audit import head_of
from rise_tui.relay.store.engine import Tx


def keep_head(tx: Tx, at: int, every: int) -> None:
    """Remember each office's newest entry if it is another one and the last was so long ago (both milliseconds)."""
    rows = tx.all(
        "SELECT o.office_id, max(h.n) AS n, max(h.at) AS at FROM office o"
        " LEFT JOIN audit_head h ON h.office_id = o.office_id GROUP BY o.office_id"
    )
    for row in rows:
        head = head_of(tx, row["office_id"])
        is_due = row["n"] is None or at - row["at"] >= every
        if head is not None and head.n != row["n"] and is_due:
            tx.insert("audit_head", or_ignore=True, office_id=row["office_id"], n=head.n, hash=head.hash, at=at)


def heads_to_send(tx: Tx) -> list[tuple[str, Head, int]]:
    """Those that have not left yet, the oldest first, with the moment (milliseconds) at which they were the newest."""
    rows = tx.all("SELECT office_id, n, hash, at FROM audit_head WHERE sent_at IS NULL ORDER BY at, office_id, n")
    return [(row["office_id"], Head(row["n"], row["hash"]), row["at"]) for row in rows]


def mark_sent(tx: Tx, office_id: str, n: int, at: int) -> None:
    """It has left."""
    tx.update("audit_head", {"office_id": office_id, "n": n}, sent_at=at)
