"""The rules of claims: an unknown number turns out to be somebody's, with all that was said with it."""

from dataclasses import replace
from typing import Any

from rise_tui.domain.triage import ConversationState
from rise_tui.relay.automatic.asking_whose import ask_whose
from rise_tui.relay.store.access import TEL
from rise_tui.relay.store.consents import open_holders
from rise_tui.relay.store.conversation_texts import move_received, received_in, texts_in
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.event_log import NOT_RECEIVED
from rise_tui.relay.wishes.standing import settle, standing_of
from rise_tui.relay.wishes.wished import Accepted, Refusal, Wished, id_taken, invalid, must_see
from rise_tui.wire.codec import from_json
from rise_tui.wire.resources import PutClaim


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Give an unknown number to a client; the first claim wins, and whoever is second is told who was quicker.

    Of a number that several clients share, what nobody could tell apart goes to the one of them who is named.
    """
    body = wish.as_a(PutClaim)
    must_see(tx, wish, body.client_id)
    holders = open_holders(tx, wish.office_id, body.e164, wish.at)
    others = [holder for holder in holders if holder != body.client_id]
    if others and (body.client_id not in holders or _is_settled_otherwise(tx, wish, body)):
        raise _quicker(tx, wish, others[0])
    ours = tx.one(
        "SELECT 1 FROM number WHERE office_id = :office_id AND e164 = :e164", office_id=wish.office_id, e164=body.e164
    )
    if ours is not None:
        raise invalid("/e164", "That is a number of the office itself.")
    seq = _hold(tx, wish, body)
    take_past(tx, wish, body.client_id, body.e164)
    if not (holders or body.is_confirmed):
        ask_whose(tx, wish.office_id, body.client_id, body.e164, wish.at)
    return Accepted(wish.ids["claim_id"], seq, is_new=not holders)


def take_past(tx: Tx, wish: Wished, client_id: str, e164: str) -> None:
    """What was said with a number while it was nobody's becomes the client's; nothing where nothing was.

    Everybody else is told to forget it (Purged), and whoever sees the client to read the client's past anew
    (ClientAssigned).
    """
    if not _move(tx, wish, client_id, e164):
        return
    wish.tell(tx, "Purged", client_id=TEL + e164, kind="conversation", ids=[TEL + e164])
    client = tx.one(
        "SELECT caseworker_id FROM client WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=client_id,
    )
    wish.tell(
        tx,
        "ClientAssigned",
        client_id=client_id,
        to_caseworker_id=None if client is None else client["caseworker_id"],
        why="claim",
        note="",
    )
    _join_standing(tx, wish, client_id, e164)


def _is_settled_otherwise(tx: Tx, wish: Wished, body: PutClaim) -> bool:
    """Of several who share a number: has somebody said already that another of them wrote?"""
    row = tx.one(
        "SELECT 1 FROM conversation WHERE office_id = :office_id AND id = :tel"
        " UNION ALL SELECT 1 FROM message m INDEXED BY message_seq WHERE m.office_id = :office_id"
        f" AND m.seq IN {received_in(':client_id')} AND m.e164 = :e164 LIMIT 1",
        office_id=wish.office_id,
        tel=TEL + body.e164,
        client_id=body.client_id,
        e164=body.e164,
    )
    return row is None


def _quicker(tx: Tx, wish: Wished, holder: str) -> Refusal:
    """The number is somebody's already: whose client that is, never who the client is."""
    row = tx.one(
        "SELECT w.id, w.name FROM client c JOIN caseworker w ON w.office_id = c.office_id AND w.id = c.caseworker_id"
        " WHERE c.office_id = :office_id AND c.id = :id",
        office_id=wish.office_id,
        id=holder,
    )
    if row is None:
        return id_taken("number", "It is somebody's already.")
    is_mine = row["id"] == wish.by.caseworker_id
    return Refusal(
        409,
        "id-taken",
        "This number is somebody's already",
        "It is another client of yours." if is_mine else f"{row['name']} was quicker: it is a client of theirs.",
        "Look at the client who has it." if is_mine else "Ask them if you think that it is wrong.",
        present={"caseworker_id": row["id"]},
    )


def _hold(tx: Tx, wish: Wished, body: PutClaim) -> int:
    """The holding, from the number's first text on; returns its event's number."""
    key = {"office_id": wish.office_id, "client_id": body.client_id, "e164": body.e164}
    row = tx.one(
        "SELECT until_at, seq, field_seqs FROM holding"
        " WHERE office_id = :office_id AND client_id = :client_id AND e164 = :e164",
        **key,
    )
    if row is not None and (row["until_at"] is None or row["until_at"] > wish.at):
        return int(row["seq"])
    seq = wish.tell(tx, "NumberChanged", client_id=body.client_id, ref_id=body.client_id, e164=body.e164)
    confirmed: dict[str, Any] = {
        "is_confirmed": int(body.is_confirmed),
        "confirmed_how": (body.confirmed_how or "claim") if body.is_confirmed else None,
    }
    if row is not None:
        seqs = from_json(row["field_seqs"]) | dict.fromkeys(("until_at", *confirmed), seq)
        tx.update("holding", key, until_at=None, **confirmed, seq=seq, field_seqs=seqs)
        return seq
    first = tx.one(
        "SELECT min(m.at) AS at FROM message m INDEXED BY message_seq"
        f" WHERE m.office_id = :office_id AND m.seq IN {texts_in(':tel')}",
        office_id=wish.office_id,
        tel=TEL + body.e164,
    )
    began = wish.at if first is None or first["at"] is None else min(first["at"], wish.at)
    seqs = dict.fromkeys(("from_at", "is_confirmed", "confirmed_how"), seq)
    tx.insert(
        "holding",
        office_id=wish.office_id,
        client_id=body.client_id,
        e164=body.e164,
        from_at=began,
        **confirmed,
        seq=seq,
        field_seqs=seqs,
    )
    return seq


def _move(tx: Tx, wish: Wished, client_id: str, e164: str) -> bool:
    """Let texts, events and what waits to leave belong to the client; False if there was nothing."""
    values = {"office_id": wish.office_id, "tel": TEL + e164, "client_id": client_id}
    tx.run(
        "UPDATE event SET client_id = :client_id WHERE office_id = :office_id AND type = 'MessageReceived'"
        f" AND seq IN {received_in(':tel')}",
        **values,
    )
    moved = tx.run(
        "UPDATE message INDEXED BY message_seq SET conversation_id = :client_id, client_id = :client_id"
        f" WHERE office_id = :office_id AND seq IN {texts_in(':tel')}",
        **values,
    )
    move_received(tx, wish.office_id, values["tel"], client_id)
    tx.run(
        "UPDATE event SET client_id = :client_id WHERE office_id = :office_id AND client_id = :tel"
        f" AND type <> 'Purged' AND {NOT_RECEIVED}",
        **values,
    )
    tx.run(
        "UPDATE queue SET conversation_id = :client_id WHERE office_id = :office_id AND conversation_id = :tel",
        **values,
    )
    tx.run(
        "DELETE FROM reading WHERE office_id = :office_id AND client_id = :tel",
        office_id=wish.office_id,
        tel=values["tel"],
    )
    return moved > 0


def _join_standing(tx: Tx, wish: Wished, client_id: str, e164: str) -> None:
    """Two conversations become one: a reply that either needs is needed; the later word says by which number."""
    tel = TEL + e164
    theirs, mine = standing_of(tx, wish.office_id, tel), standing_of(tx, wish.office_id, client_id)
    is_needed = ConversationState.NEEDS_REPLY in (theirs.state, mine.state)
    joined = replace(
        mine,
        state=ConversationState.NEEDS_REPLY if is_needed else mine.state if mine.is_there else theirs.state,
        is_flagged=mine.is_flagged or theirs.is_flagged,
        seen_through=max(mine.seen_through, theirs.seen_through),
        last_inbound_seq=max(mine.last_inbound_seq, theirs.last_inbound_seq),
    )
    settle(tx, wish, joined)
    tx.run(
        "UPDATE conversation SET (last_e164, last_sender, hold_message_id, last_at) ="
        " (SELECT CASE WHEN t.last_at >= c.last_at THEN t.last_e164 ELSE c.last_e164 END,"
        "  CASE WHEN t.last_at >= c.last_at THEN t.last_sender ELSE c.last_sender END,"
        "  COALESCE(c.hold_message_id, t.hold_message_id), max(t.last_at, c.last_at)"
        "  FROM conversation t JOIN conversation c ON c.office_id = t.office_id AND c.id = :client_id"
        "  WHERE t.office_id = :office_id AND t.id = :tel)"
        " WHERE office_id = :office_id AND id = :client_id",
        office_id=wish.office_id,
        client_id=client_id,
        tel=tel,
    )
    tx.run("DELETE FROM conversation WHERE office_id = :office_id AND id = :tel", office_id=wish.office_id, tel=tel)
