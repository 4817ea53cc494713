"""Purges: what is older than a day, or all of one client, goes from every table, a little in each transaction.

A purge is begun (`begin`), goes on in steps (`purge_some`, a transaction each, also after a crash), and is finished
(`finish`). Each step tells the log which ids are gone; the last event has the purge's own id, for devices to report.
What stays on purpose: the log's ids and small facts, the audit log, a number that said STOP (so that nobody texts it
again), and the carrier's id of each text (`purged_text`), so that no list of the carrier's brings it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clock import to_wire
from rise_tui.domain.ids import new_id
from rise_tui.relay.store import event_log
from rise_tui.relay.store.access import TEL
from rise_tui.relay.store.audit import record
from rise_tui.relay.store.conversation_texts import texts_in
from rise_tui.relay.store.doomed_files import doom_files_of
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.legal_holds import is_held
from rise_tui.relay.store.purge_scope import OLD, OLD_TEXT, count, must_be_free
from rise_tui.relay.store.purging_clients import erase_client, silent_clients
from rise_tui.relay.store.purging_rows import (
    ERASE,
    IDS,
    clear_answers,
    clear_asides,
    clear_uploads,
    clear_wordings,
    erase_texts,
)
from rise_tui.wire.codec import from_json, to_json

SLICE = 200
"""Rows that go in one transaction."""


@dataclass(frozen=True, slots=True)
class Purge:
    """A purge that is under way: of what is older than `before_at` (milliseconds), or of one client."""

    office_id: str
    id: str
    by: str
    before_at: int | None
    client_id: str | None
    counts: dict[str, int]
    at: int


@dataclass(slots=True)
class Place:
    """How far the texts were gone through: they stand in the order in which they came."""

    after: int = 0
    are_texts_done: bool = False


def begin(
    tx: Tx, office_id: str, *, by: str, at: int, before_at: int | None = None, client_id: str | None = None
) -> Purge:
    """Decide that this goes; from here on it is gone on with until it is whole. `by`: relay, or who ran the command.

    Raises NotFound for a client who is not there, Conflict for one under a legal hold or with a text on its way.
    """
    if client_id is not None:
        must_be_free(tx, office_id, client_id)
    purge = Purge(office_id, new_id(), by, before_at, client_id, {}, at)
    record(tx, office_id, by, "purge_begun", at=at, client_id=client_id, purge_id=purge.id, before_at=before_at)
    tx.insert(
        "purge", office_id=office_id, id=purge.id, by=by, before_at=before_at, client_id=client_id, counts={}, at=at
    )
    return purge


def under_way(tx: Tx, office_id: str | None = None) -> list[Purge]:
    """The purges that are not whole yet, the oldest first; of one office, or of all."""
    rows = tx.all(
        "SELECT office_id, id, by, before_at, client_id, counts, at FROM purge WHERE done_at IS NULL"
        " AND office_id = COALESCE(:office_id, office_id) ORDER BY at, id",
        office_id=office_id,
    )
    return [
        Purge(
            row["office_id"],
            row["id"],
            row["by"],
            row["before_at"],
            row["client_id"],
            from_json(row["counts"]),
            row["at"],
        )
        for row in rows
    ]


def purge_some(tx: Tx, purge: Purge, at: int, place: Place) -> bool:
    """Let a little of it go and tell the log; False: nothing is left of it, and `finish` is next.

    `place` is handed from step to step; a new one begins from the start, where by then less is left.
    """
    if purge.client_id is not None and is_held(tx, purge.office_id, purge.client_id):
        return False  # the hold came meanwhile: what is left stays
    if purge.client_id is not None:
        return bool(_texts_of_client(tx, purge, at) or _rest_of_client(tx, purge, at))
    return bool(
        _texts_by_age(tx, purge, at, place)
        or _rest_by_age(tx, purge, at)
        or _clients(tx, purge, at)
        or _silent_numbers(tx, purge, at)
    )


def finish(tx: Tx, purge: Purge, at: int) -> None:
    """Forget what repeated it elsewhere, and tell every device that the purge is whole: they report when theirs is."""
    if not any(other.id == purge.id for other in under_way(tx, purge.office_id)):
        return  # the command and the relay both go on with it: the other one was quicker
    if purge.before_at is not None:
        clear_answers(tx, purge.office_id, purge.before_at)
        clear_asides(tx, purge.office_id, purge.before_at)
        clear_wordings(tx, purge.office_id, purge.before_at)
        clear_uploads(tx, purge.office_id, purge.before_at, at)
    _tell(tx, purge, "whole", [], at, is_whole=True)
    tx.update("purge", {"office_id": purge.office_id, "id": purge.id}, done_at=at)
    gone = counts_of(tx, purge)
    record(tx, purge.office_id, purge.by, "purged", at=at, client_id=purge.client_id, purge_id=purge.id, gone=gone)


def counts_of(tx: Tx, purge: Purge) -> dict[str, int]:
    """How many of each kind have gone by it."""
    row = tx.one(
        "SELECT counts FROM purge WHERE office_id = :office_id AND id = :id", office_id=purge.office_id, id=purge.id
    )
    return {} if row is None else from_json(row["counts"])


def _tell(tx: Tx, purge: Purge, kind: str, ids: Sequence[str], at: int, *, is_whole: bool = False) -> None:
    """To everybody: who has lost the client since may still have it on a machine that was off."""
    of: dict[str, Any] = {"purge_id" if is_whole else "part_of": purge.id}
    if is_whole and purge.before_at is not None:
        of["before_at"] = to_wire(purge.before_at)
    event_log.append(tx, purge.office_id, "Purged", actor="relay", at=at, kind=kind, ids=list(ids), **of)
    _count_more(tx, purge, kind, len(ids))


def _count_more(tx: Tx, purge: Purge, kind: str, more: int) -> None:
    if more:
        tx.run(
            "UPDATE purge SET counts = json_set(counts, '$.' || :kind,"
            " COALESCE(json_extract(counts, '$.' || :kind), 0) + :more) WHERE office_id = :office_id AND id = :id",
            kind=kind,
            more=more,
            office_id=purge.office_id,
            id=purge.id,
        )


def _texts_by_age(tx: Tx, purge: Purge, at: int, place: Place) -> int:
    """The next old texts, oldest first: so many rows are looked at in each step, however many there are."""
    while not place.are_texts_done:
        rows = tx.all(
            f"SELECT t.rowid AS place, t.id, t.at, t.office_id = :office_id AND {OLD_TEXT} AS goes FROM message t"
            " WHERE t.rowid > :after ORDER BY t.rowid LIMIT :most",
            office_id=purge.office_id,
            before=purge.before_at,
            after=place.after,
            most=SLICE,
        )
        assert purge.before_at is not None
        place.are_texts_done = not any(row["at"] < purge.before_at for row in rows)
        place.after = rows[-1]["place"] if rows else place.after
        ids = [row["id"] for row in rows if row["goes"]]
        if ids:
            erase_texts(tx, purge.office_id, ids, at)
            _tell(tx, purge, "message", ids, at)
            return len(ids)
    return 0


def _rest_by_age(tx: Tx, purge: Purge, at: int) -> int:
    """The next old rows of the first other kind that has any."""
    for kind, (table, where) in OLD.items():
        if kind == "message":
            continue
        rows = tx.all(
            f'SELECT t.id FROM "{table}" t WHERE t.office_id = :office_id AND {where} LIMIT :most',
            office_id=purge.office_id,
            before=purge.before_at,
            most=SLICE,
        )
        ids = [row["id"] for row in rows]
        if ids:
            ERASE[kind](tx, purge.office_id, ids, at)
            _tell(tx, purge, kind, ids, at)
            return len(ids)
    return 0


def _texts_of_client(tx: Tx, purge: Purge, at: int) -> int:
    """The next texts of the one client; what waits to go to them never leaves."""
    rows = tx.all(
        "SELECT id FROM message INDEXED BY message_seq WHERE office_id = :office_id"
        f" AND seq IN {texts_in(':client_id')} LIMIT :most",
        office_id=purge.office_id,
        client_id=purge.client_id,
        most=SLICE,
    )
    ids = [row["id"] for row in rows]
    if ids:
        these = {"office_id": purge.office_id, "ids": to_json(ids)}
        tx.run(f"DELETE FROM queue WHERE office_id = :office_id AND message_id IN {IDS}", **these)
        erase_texts(tx, purge.office_id, ids, at)
        _tell(tx, purge, "message", ids, at)
    return len(ids)


def _rest_of_client(tx: Tx, purge: Purge, at: int) -> int:
    """All else of the one client, once the texts are gone."""
    assert purge.client_id is not None
    if not _is_there(tx, purge.office_id, purge.client_id):
        return 0
    _erase_whole(tx, purge, purge.client_id, at)
    return 1


def _clients(tx: Tx, purge: Purge, at: int) -> int:
    """Clients closed or deleted for so long that nothing is left of them but their name."""
    assert purge.before_at is not None
    found = silent_clients(tx, purge.office_id, purge.before_at, SLICE)
    for client_id in found:
        _erase_whole(tx, purge, client_id, at)
    return len(found)


def _erase_whole(tx: Tx, purge: Purge, client_id: str, at: int) -> None:
    for kind in ("note", "document", "appointment"):
        _count_more(tx, purge, kind, count(tx, kind, "t.client_id = :id", purge.office_id, id=client_id))
    doom_files_of(tx, purge.office_id, "document", "client_id = :client_id", at, client_id=client_id)
    erase_client(tx, purge.office_id, client_id)
    _tell(tx, purge, "client", [client_id], at)


def _is_there(tx: Tx, office_id: str, client_id: str) -> bool:
    row = tx.one(
        "SELECT is_deleted, first_name, last_name FROM client WHERE office_id = :office_id AND id = :id",
        office_id=office_id,
        id=client_id,
    )
    held = tx.one(
        "SELECT 1 FROM holding WHERE office_id = :office_id AND client_id = :id", office_id=office_id, id=client_id
    )
    return row is not None and (not row["is_deleted"] or bool(row["first_name"] + row["last_name"]) or held is not None)


def _silent_numbers(tx: Tx, purge: Purge, at: int) -> int:
    """Unknown numbers of which no text is left: how things stood with them, and every event that is named after them.

    That they are gone is told under the number itself, as every replica keeps them so; the next purge takes that away.
    """
    rows = tx.all(
        "SELECT v.id FROM conversation v WHERE v.office_id = :office_id AND v.id >= 'tel:' AND v.id < 'tel;'"
        " AND v.last_at < :before AND NOT EXISTS (SELECT 1 FROM message m INDEXED BY message_seq"
        f" WHERE m.office_id = v.office_id AND m.seq IN {texts_in('v.id', 'v.office_id')}) LIMIT :most",
        office_id=purge.office_id,
        before=purge.before_at,
        most=SLICE,
    )
    for row in rows:
        key = row["id"]
        values = {"office_id": purge.office_id, "tel": key}
        for statement in (
            "DELETE FROM conversation WHERE office_id = :office_id AND id = :tel",
            "DELETE FROM received_run WHERE office_id = :office_id AND conversation_id = :tel",
            "DELETE FROM reading WHERE office_id = :office_id AND client_id = :tel",
            "DELETE FROM look WHERE office_id = :office_id AND client_id = :tel",
            f"DELETE FROM event WHERE office_id = :office_id AND client_id = :tel AND {event_log.NOT_RECEIVED}",
        ):
            tx.run(statement, **values)
        tx.run(
            "DELETE FROM consent WHERE office_id = :office_id AND e164 = :e164 AND client_id IS NULL"
            " AND NOT (is_current = 1 AND state = 'opted_out')",
            office_id=purge.office_id,
            e164=key.removeprefix(TEL),
        )
        of = {"kind": "conversation", "part_of": purge.id}
        event_log.append(tx, purge.office_id, "Purged", actor="relay", at=at, client_id=key, ids=[key], **of)
    return len(rows)
