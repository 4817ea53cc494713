"""The rules of transfers: a client goes to a colleague, with a note and, if wanted, a text that tells the client."""

from rise_tui.domain.broadcasts import LeftOut
from rise_tui.domain.clients import Role
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.relay.store import queue, transfers
from rise_tui.relay.store.consents import consent_state
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.people import role_of
from rise_tui.relay.wishes.leaving import Outbound, Terms, let_leave, times_of
from rise_tui.relay.wishes.ways import Way, way_to
from rise_tui.relay.wishes.wished import Accepted, Refusal, Wished, id_taken, invalid, must_see, not_found, not_yours
from rise_tui.wire.resources import PutTransfer

UNDO_MS = 3600 * 1000
"""How long whoever handed a client over may take that back by themself, in milliseconds."""
EXPIRED = "expired"


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Give a client to a colleague, with all that was said: who had them forgets, who gets them reads the past.

    One's own client, or by a supervisor anybody's. A text that cannot go (they said STOP, no number, too late) is left
    out, and the marker says so. Raises Refusal.
    """
    body = wish.as_a(PutTransfer)
    transfer_id = wish.ids["transfer_id"]
    known = _row(tx, wish, transfer_id)
    if known is not None:
        if (known["client_id"], known["to_caseworker_id"]) != (body.client_id, body.to_caseworker_id):
            raise id_taken("transfer")
        return Accepted(transfer_id, known["seq"])
    undone = _undone(tx, wish, body)
    client = _client(tx, wish, body.client_id) if undone is not None else must_see(tx, wish, body.client_id)
    assert client is not None
    if undone is None and client["caseworker_id"] != wish.by.caseworker_id and not wish.by.sees_all:
        raise not_yours()
    if role_of(tx, wish.office_id, body.to_caseworker_id) in (None, Role.ADMINISTRATOR):
        raise invalid("/to_caseworker_id", "No caseworker of this office has that id.")
    if client["caseworker_id"] == body.to_caseworker_id:
        raise invalid("/to_caseworker_id", "They have this client already.", next_step="Choose another colleague.")
    if undone is not None and undone["message_id"] is not None:
        queue.cancel(tx, wish.office_id, undone["message_id"], wish.at)
    why, way = _way(tx, wish, body)
    message_id = None if way is None else body.message_id
    new = transfers.Transfer(
        transfer_id,
        body.client_id,
        client["caseworker_id"],
        body.to_caseworker_id,
        body.note.strip(),
        message_id,
        why,
        body.undoes,
    )
    seq = transfers.make(tx, wish.deed, new)
    if way is not None:
        writer = body.to_caseworker_id if body.text_from == "new" else client["caseworker_id"]
        _tell_client(tx, wish, body, way, writer)
    return Accepted(transfer_id, seq, is_new=True)


def _row(tx: Tx, wish: Wished, transfer_id: str) -> Row | None:
    return tx.one(
        "SELECT * FROM transfer WHERE office_id = :office_id AND id = :id", office_id=wish.office_id, id=transfer_id
    )


def _client(tx: Tx, wish: Wished, client_id: str) -> Row:
    row = tx.one(
        "SELECT * FROM client WHERE office_id = :office_id AND id = :id", office_id=wish.office_id, id=client_id
    )
    if row is None or row["is_deleted"]:
        raise not_found("client")
    return row


def _undone(tx: Tx, wish: Wished, body: PutTransfer) -> Row | None:
    """The transfer that this one takes back; None: it takes none back. Raises Refusal where that is over.

    Whoever handed a client over sees them no longer, and may still take it back for a while: to whom they came from,
    and only while they are where they went.
    """
    if body.undoes is None:
        return None
    row = _row(tx, wish, body.undoes)
    if row is None or row["actor"] != wish.by.caseworker_id or row["client_id"] != body.client_id:
        raise not_found("transfer")
    client = _client(tx, wish, body.client_id)
    is_over = wish.at - row["at"] > UNDO_MS or client["caseworker_id"] != row["to_caseworker_id"]
    if is_over or body.to_caseworker_id != row["from_caseworker_id"]:
        raise Refusal(
            409,
            "id-taken",
            "This transfer can no longer be taken back",
            "It was made too long ago, or they have gone on to somebody else.",
            "Ask the colleague, or a supervisor, to transfer them back.",
        )
    return row


def _way(tx: Tx, wish: Wished, body: PutTransfer) -> tuple[str | None, Way | None]:
    """Which way the text goes, if there is one; else why there is none although there are words."""
    if not body.text.strip():
        return None, None
    if body.message_id is None or body.expires_at is None:
        raise invalid("/message_id", "A text needs an id and a time by which it must be here.")
    if body.expires_at <= wish.at:
        return EXPIRED, None
    way = way_to(tx, wish.office_id, body.client_id, wish.at)
    if way is None:
        return str(LeftOut.NO_NUMBER), None
    for key in (None, body.client_id):
        if consent_state(tx, wish.office_id, way.e164, key, Purpose.CONVERSATION) is ConsentState.OPTED_OUT:
            return str(LeftOut.OPTED_OUT), None
    return None, way


def _tell_client(tx: Tx, wish: Wished, body: PutTransfer, way: Way, writer: str | None) -> None:
    assert body.message_id is not None
    assert body.expires_at is not None
    times = times_of(tx, wish, body.hold_s, None, body.expires_at, is_broadcast=False)
    text = Outbound(body.message_id, body.client_id, way, body.text)
    let_leave(tx, wish, [text], Terms(times, None, body.expires_at, caseworker_id=writer))
