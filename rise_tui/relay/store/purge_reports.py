"""Which purges there were, and which devices have done them too."""

from rise_tui.relay.store.engine import Row, Tx


def purge_rows(tx: Tx, office_id: str) -> list[Row]:
    """All purges of the office, the newest first, with how many devices have done it and how many there are.

    A device counts that was signed in when the purge was decided, and still is: another one never had it, or has been
    told to forget everything.
    """
    return tx.all(
        "SELECT p.*, (SELECT count(*) FROM purge_report r WHERE r.office_id = p.office_id AND r.purge_id = p.id)"
        " AS done,"
        " (SELECT count(*) FROM token t WHERE t.office_id = p.office_id AND t.state = 'active' AND t.created_at <= p.at"
        " AND NOT EXISTS (SELECT 1 FROM purge_report r WHERE r.office_id = p.office_id AND r.purge_id = p.id"
        " AND r.token_id = t.id)) AS missing FROM purge p WHERE p.office_id = :office_id ORDER BY p.at DESC, p.id DESC",
        office_id=office_id,
    )


def devices_without(tx: Tx, office_id: str, purge_id: str) -> list[Row]:
    """The devices that have not yet reported this purge: whose, and what they are called."""
    return tx.all(
        "SELECT c.name, t.device FROM token t JOIN caseworker c ON c.office_id = t.office_id AND c.id = t.caseworker_id"
        " JOIN purge p ON p.office_id = t.office_id AND p.id = :purge_id"
        " WHERE t.office_id = :office_id AND t.state = 'active' AND t.created_at <= p.at AND NOT EXISTS"
        " (SELECT 1 FROM purge_report r WHERE r.office_id = t.office_id AND r.purge_id = p.id AND r.token_id = t.id)"
        " ORDER BY c.name, t.device",
        office_id=office_id,
        purge_id=purge_id,
    )
