"""The rules of what an office keeps: a client's legal hold, that a file was taken out, and that a device has purged."""

from rise_tui.domain.clients import Role
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.legal_holds import put_hold, standing_hold
from rise_tui.relay.wishes.wished import Accepted, Wished, must_see, not_found, not_yours, present_seq
from rise_tui.wire.resources import PutExport, PutLegalHold


def apply_hold(tx: Tx, wish: Wished) -> Accepted:
    """Let nothing of a client be purged, or let it be again: a supervisor or an administrator decides it.

    What is said again as it stands changes nothing.
    """
    body, client_id = wish.as_a(PutLegalHold), wish.ids["client_id"]
    if wish.by.role is Role.CASEWORKER:
        raise not_yours()
    known = tx.one(
        "SELECT 1 FROM client WHERE office_id = :office_id AND id = :id AND is_deleted = 0",
        office_id=wish.office_id,
        id=client_id,
    )
    if known is None:
        raise not_found("client")
    row = standing_hold(tx, wish.office_id, client_id)
    if row is not None and (bool(row["is_held"]), row["reason"]) == (body.is_held, body.reason):
        return Accepted(client_id, row["seq"])
    seq = wish.tell(tx, "LegalHoldChanged", client_id=client_id, ref_id=client_id)
    by = wish.by.caseworker_id
    put_hold(
        tx, wish.office_id, client_id, is_held=body.is_held, reason=body.reason.strip(), by=by, at=wish.at, seq=seq
    )
    return Accepted(client_id, seq, is_new=row is None)


def apply_export(tx: Tx, wish: Wished) -> Accepted:
    """That somebody took a client's file out: it makes no event, its entry in the audit log is all of it."""
    must_see(tx, wish, wish.as_a(PutExport).client_id)
    return Accepted(wish.ids["export_id"], present_seq(tx, wish), is_new=True)


def apply_purge_done(tx: Tx, wish: Wished) -> Accepted:
    """This device has purged it too; said once for each device."""
    purge_id = wish.ids["purge_id"]
    known = tx.one(
        "SELECT 1 FROM purge WHERE office_id = :office_id AND id = :id", office_id=wish.office_id, id=purge_id
    )
    if known is None:
        raise not_found("purge")
    is_new = tx.insert(
        "purge_report",
        or_ignore=True,
        office_id=wish.office_id,
        purge_id=purge_id,
        token_id=wish.by.token_id,
        at=wish.at,
    )
    return Accepted(purge_id, present_seq(tx, wish), is_new=is_new)
