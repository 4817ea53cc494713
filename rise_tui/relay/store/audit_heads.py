"""Which hashes of the audit log were given out, and which still wait to leave the machine."""

from collections.abc import Callable

from rise_tui.domain.audit_chain import Head
from rise_tui.domain.clock import to_wire
from rise_tui.relay.store import event_log
from rise_tui.relay.store.audit import head_of
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.office import RELAY


def due_heads(tx: Tx, at: int, every: int, is_at_once: Callable[[str], bool]) -> list[tuple[str, Head]]:
    """Each office's newest entry, if it is another than was given out last, and that was so long ago (milliseconds).

    The first goes when the log is as old as that; at once from an office of which `is_at_once` says so.
    """
    rows = tx.all(
        "SELECT o.office_id, max(h.n) AS n, max(h.at) AS at, (SELECT min(a.at) FROM audit a WHERE"
        " a.office_id = o.office_id AND a.n = 1) AS began_at FROM office o"
        " LEFT JOIN audit_head h ON h.office_id = o.office_id GROUP BY o.office_id"
    )
    due = []
    for row in rows:
        head = head_of(tx, row["office_id"])
        if head is None or head.n == row["n"]:
            continue
        since = row["at"] if row["n"] is not None else row["began_at"]
        if at - (since or 0) >= every or (row["n"] is None and is_at_once(row["office_id"])):
            due.append((row["office_id"], head))
    return due


def keep_heads(tx: Tx, due: list[tuple[str, Head]], at: int) -> None:
    """Remember that these are given out, and tell every app, wherever it stands."""
    for office_id, head in due:
        tx.insert("audit_head", or_ignore=True, office_id=office_id, n=head.n, hash=head.hash, at=at)
        event_log.append(
            tx, office_id, "AuditHead", actor=RELAY, at=at, n=head.n, hash=head.hash, newest_at=to_wire(at)
        )


def heads_to_send(tx: Tx) -> list[tuple[str, Head, int]]:
    """The newest of each office that has not left yet, with the moment (milliseconds) at which it was the newest.

    It binds all that came before it, so an older one need not leave any more.
    """
    rows = tx.all(
        "SELECT h.office_id, h.n, h.hash, h.at FROM audit_head h WHERE h.sent_at IS NULL AND h.n ="
        " (SELECT max(x.n) FROM audit_head x WHERE x.office_id = h.office_id) ORDER BY h.at, h.office_id"
    )
    return [(row["office_id"], Head(row["n"], row["hash"]), row["at"]) for row in rows]


def mark_sent(tx: Tx, office_id: str, n: int, at: int) -> None:
    """It has left, and with it all before it."""
    tx.run(
        "UPDATE audit_head SET sent_at = :at WHERE office_id = :office_id AND n <= :n AND sent_at IS NULL",
        at=at,
        office_id=office_id,
        n=n,
    )
