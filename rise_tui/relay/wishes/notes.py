"""The rules of notes and looks: written once, by whoever sees the client; a note is taken back by who wrote it."""

from rise_tui.relay.store.access import ever_had_access
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.wishes.wished import (
    Accepted,
    Wished,
    id_taken,
    invalid,
    must_see,
    not_found,
    not_yours,
    present_seq,
)
from rise_tui.wire.resources import PutLook, PutNote


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Write a note into a client's file; the client does not see it."""
    body = wish.as_a(PutNote)
    note_id = wish.ids["note_id"]
    must_see(tx, wish, body.client_id)
    row = tx.one(
        "SELECT client_id, caseworker_id, body, kind, is_deleted, seq FROM note"
        " WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=note_id,
    )
    if body.deleted:
        return _take_back(tx, wish, row)
    if row is not None:
        if row["is_deleted"]:
            raise not_found("note")
        if (row["client_id"], row["body"], row["kind"]) != (body.client_id, body.body, body.kind):
            raise id_taken("note")
        return Accepted(note_id, row["seq"])
    if "body" not in body.model_fields_set:
        raise invalid("/body", "A note has words.")
    seq = wish.tell(tx, "NoteChanged", client_id=body.client_id, ref_id=note_id)
    tx.insert(
        "note",
        office_id=wish.office_id,
        id=note_id,
        client_id=body.client_id,
        caseworker_id=wish.by.caseworker_id,
        body=body.body,
        kind=body.kind,
        is_deleted=0,
        at=wish.at,
        seq=seq,
    )
    return Accepted(note_id, seq, is_new=True)


def _take_back(tx: Tx, wish: Wished, row: Row | None) -> Accepted:
    """Nobody is shown the note any more; its words stay where the office keeps its files, until they are purged."""
    note_id = wish.ids["note_id"]
    if row is None:
        raise not_found("note")
    if row["client_id"] != wish.as_a(PutNote).client_id:
        raise id_taken("note")
    if row["caseworker_id"] != wish.by.caseworker_id:
        raise not_yours()
    if row["is_deleted"]:
        return Accepted(note_id, row["seq"])
    seq = wish.tell(tx, "NoteChanged", client_id=row["client_id"], ref_id=note_id)
    tx.run(
        "UPDATE note SET is_deleted = 1, seq = :seq WHERE office_id = :office_id AND id = :id",
        seq=seq,
        office_id=wish.office_id,
        id=note_id,
    )
    return Accepted(note_id, seq)


def apply_look(tx: Tx, wish: Wished) -> Accepted:
    """Remember that somebody opened a client's file. It makes no event: the answer has the newest number.

    It is told of what was, also by who sees the client no longer: the copy was on their machine until they heard so.
    """
    body = wish.as_a(PutLook)
    look_id = wish.ids["look_id"]
    if body.to_at < body.from_at:
        raise invalid("/to_at", "It ends before it begins.")
    if not ever_had_access(tx, wish.office_id, wish.by.caseworker_id, body.client_id):
        must_see(tx, wish, body.client_id)
    row = tx.one(
        "SELECT caseworker_id, client_id, from_at, to_at, seq FROM look WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=look_id,
    )
    mine = (wish.by.caseworker_id, body.client_id, body.from_at, body.to_at)
    if row is not None:
        if (row["caseworker_id"], row["client_id"], row["from_at"], row["to_at"]) != mine:
            raise id_taken("look")
        return Accepted(look_id, row["seq"])
    seq = present_seq(tx, wish)
    tx.insert(
        "look",
        office_id=wish.office_id,
        id=look_id,
        caseworker_id=wish.by.caseworker_id,
        client_id=body.client_id,
        from_at=body.from_at,
        to_at=body.to_at,
        seq=seq,
    )
    return Accepted(look_id, seq, is_new=True)
