"""The rules of what an office keeps: a client's legal hold, that a file was taken out, and that a device has purged."""

from rise_tui.domain.clients import Role
from rise_tui.relay.store.access import ever_had_access
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.legal_holds import put_hold, standing_hold
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, must_see, not_found, not_yours, present_seq
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
    """That somebody takes something out: it makes no event, its entries in the audit log are all of it.

    It is told of what is done on their machine, also by who sees the client no longer: the copy was there until they
    heard so.
    """
    body = wish.as_a(PutExport)
    if body.broadcast_id is not None:
        _must_have_sent(tx, wish, body.broadcast_id)
    elif body.client_id is None:
        raise invalid("/client_id", "Name whose file it is, or the group text.")
    elif not ever_had_access(tx, wish.office_id, wish.by.caseworker_id, body.client_id):
        must_see(tx, wish, body.client_id)
    return Accepted(wish.ids["export_id"], present_seq(tx, wish), is_new=True)


def _must_have_sent(tx: Tx, wish: Wished, broadcast_id: str) -> None:
    """Raises Refusal unless its author or a supervisor asks."""
    row = tx.one(
        "SELECT caseworker_id FROM broadcast WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=broadcast_id,
    )
    if row is None or (row["caseworker_id"] != wish.by.caseworker_id and not wish.by.sees_all):
        raise not_found("broadcast")


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
