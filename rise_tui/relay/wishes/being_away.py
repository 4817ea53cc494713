"""The rules of being away: said by oneself, or by a supervisor; the last word counts."""

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, not_found, not_yours
from rise_tui.wire.resources import PutAway


def apply(tx: Tx, wish: Wished) -> Accepted:
    """From when until when a caseworker is away; whoever writes to them meanwhile gets their words (automatic/away).

    Without `until_at` they are back. Everybody in the office is told.
    """
    body = wish.as_a(PutAway)
    caseworker_id = wish.ids["caseworker_id"]
    if not wish.by.reads_texts or (caseworker_id != wish.by.caseworker_id and not wish.by.sees_all):
        raise not_yours()
    person = tx.one(
        "SELECT 1 FROM caseworker WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=caseworker_id,
    )
    if person is None:
        raise not_found("caseworker")
    if body.until_at is not None and body.until_at <= body.from_at:
        raise invalid("/until_at", "It ends before it begins.")
    seq = wish.tell(tx, "AwayChanged", ref_id=caseworker_id)
    was = tx.run(
        "DELETE FROM away WHERE office_id = :office_id AND id = :id", office_id=wish.office_id, id=caseworker_id
    )
    tx.insert(
        "away",
        office_id=wish.office_id,
        id=caseworker_id,
        from_at=body.from_at,
        until_at=body.until_at,
        bodies={str(language): words for language, words in body.bodies.items()},
        seq=seq,
    )
    return Accepted(caseworker_id, seq, is_new=not was)
