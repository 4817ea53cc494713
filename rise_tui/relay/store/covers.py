"""Covers over time: which begin and end now, what then changes, and what the covered one is told at the end."""

from typing import Any

from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.people import Deed, caseworker_of, settle_cover

RELAY = "relay"


def next_turn(tx: Tx) -> int | None:
    """When the next cover of any office begins or ends (milliseconds); None: none is planned."""
    row = tx.one(
        "SELECT min(CASE WHEN began_at IS NULL THEN from_at ELSE until_at END) AS at FROM cover WHERE ended_at IS NULL"
    )
    return None if row is None else row["at"]


def turn(tx: Tx, at: int) -> int:
    """Let begin and end what is due at `at` (milliseconds), in every office; how many covers that were."""
    due = tx.all(
        "SELECT * FROM cover WHERE ended_at IS NULL AND (until_at <= :at OR began_at IS NULL AND from_at <= :at)"
        " ORDER BY from_at, id",
        at=at,
    )
    for cover in due:
        deed = Deed(cover["office_id"], RELAY, at)
        if cover["until_at"] <= at:
            end(tx, deed, cover)
        else:
            begin(tx, deed, cover)
    return len(due)


def begin(tx: Tx, deed: Deed, cover: Row) -> int:
    """From now on the colleague sees the clients; returns the number of the event that says so.

    One between people of whom one has left meanwhile is over without having begun.
    """
    if any(caseworker_of(tx, deed.office_id, cover[each]) is None for each in ("of_caseworker_id", "by_caseworker_id")):
        return end(tx, deed, cover)
    seq = _changed(tx, deed, cover["id"], began_at=deed.at)
    settle_cover(tx, deed, cover["by_caseworker_id"])
    return seq


def end(tx: Tx, deed: Deed, cover: Row) -> int:
    """The colleague sees the clients no longer; the covered one is told what is open. The number of the first event."""
    told = None if cover["began_at"] is None else _summary(tx, cover, deed.at)
    seq = _changed(tx, deed, cover["id"], is_ended=1, ended_at=deed.at)
    settle_cover(tx, deed, cover["by_caseworker_id"])
    if told is not None:
        deed.tell(tx, "CoverEnded", audience=cover["of_caseworker_id"], ref_id=cover["id"], **told)
    return seq


def end_all_of(tx: Tx, deed: Deed, caseworker_id: str) -> int:
    """End every cover that somebody has part in; how many."""
    rows = tx.all(
        "SELECT * FROM cover WHERE office_id = :office_id AND ended_at IS NULL"
        " AND :who IN (of_caseworker_id, by_caseworker_id)",
        office_id=deed.office_id,
        who=caseworker_id,
    )
    for cover in rows:
        end(tx, deed, cover)
    return len(rows)


def _changed(tx: Tx, deed: Deed, cover_id: str, **columns: int) -> int:
    seq = deed.tell(tx, "CoverChanged", ref_id=cover_id)
    tx.update("cover", {"office_id": deed.office_id, "id": cover_id}, **columns, seq=seq)
    return seq


def _summary(tx: Tx, cover: Row, at: int) -> dict[str, Any]:
    """Which of the covered clients need a reply, how many texts came from them, and how many the colleague wrote."""
    values = {
        "office_id": cover["office_id"],
        "me": cover["by_caseworker_id"],
        "of": cover["of_caseworker_id"],
        "group_id": cover["group_id"],
        "began": cover["began_at"],
        "at": at,
    }
    covered = (
        "SELECT c.id FROM client c WHERE c.office_id = :office_id AND c.caseworker_id = :of AND c.is_deleted = 0"
        " AND (:group_id IS NULL OR EXISTS (SELECT 1 FROM group_member g WHERE g.office_id = c.office_id"
        " AND g.group_id = :group_id AND g.client_id = c.id AND g.is_member = 1))"
    )
    open_ = tx.all(
        f"SELECT id FROM conversation WHERE office_id = :office_id AND state = 'needs_reply' AND id IN ({covered})"
        " ORDER BY last_at, id",
        **values,
    )
    counted = tx.one(
        f"SELECT (SELECT count(*) FROM ({covered}) c CROSS JOIN message m INDEXED BY message_seq"
        f"  WHERE m.office_id = :office_id AND m.seq IN {received_in('c.id')} AND m.at >= :began AND m.at <= :at"
        ") AS received, (SELECT count(*) FROM message WHERE office_id = :office_id AND direction = 'outbound'"
        f" AND caseworker_id = :me AND broadcast_id IS NULL AND conversation_id IN ({covered})"
        " AND at >= :began AND at <= :at) AS written",
        **values,
    )
    assert counted is not None
    return {
        "open": [row["id"] for row in open_],
        "received": counted["received"],
        "written": counted["written"],
    }
