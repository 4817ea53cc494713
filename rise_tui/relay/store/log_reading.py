"""Reads the log as one caseworker may see it: pages after a cursor, and a client's own past."""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from rise_tui.domain.triage import ConversationState
from rise_tui.relay.store.access import Reader, event_sql, seen_values
from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.event_log import NOT_RECEIVED
from rise_tui.relay.store.joining import events_of
from rise_tui.wire.codec import from_json, to_json

WINDOW = 5_000
"""Numbers of the log looked at in one read; what was filtered out costs too."""

MOST_WAITING = 50
"""Texts that wait for an answer, told before all else of a client."""

_COLUMNS = "e.seq, e.at, e.type, e.actor, e.client_id, e.ref_id, e.write_id, e.data"

_RECEIVED = (
    f"SELECT {_COLUMNS} FROM event e WHERE e.office_id = :office_id"
    f" AND e.seq IN {received_in(':client_id', after=':after')} AND +e.seq <= :upto"
    f" AND e.type = 'MessageReceived' AND {event_sql()}"
)
_CLIENT_ROWS = (
    f"SELECT {_COLUMNS} FROM event e WHERE e.office_id = :office_id AND e.client_id = :client_id"
    f" AND e.seq > :after AND e.seq <= :upto AND e.{NOT_RECEIVED}"
    f" AND e.type NOT IN ('ClientAssigned', 'ClientReleased', 'Purged') AND {event_sql()}"
    f" UNION ALL {_RECEIVED} ORDER BY 1 LIMIT :limit"
)
"""Each half by an index of the client's own, else SQLite goes through the log; and both come in its order."""

_CLIENT_FIRST = (
    f"SELECT {_COLUMNS} FROM event e WHERE e.office_id = :office_id AND e.seq <= :upto AND e.type = 'ClientChanged'"
    " AND e.seq = (SELECT c.seq FROM client c WHERE c.office_id = :office_id AND c.id = :client_id)"
    f" AND {event_sql()}"
)
_STATE_FIRST = (
    f"SELECT {_COLUMNS} FROM event e WHERE e.office_id = :office_id AND e.client_id = :client_id AND e.seq <= :upto"
    f" AND e.type = 'ConversationChanged' AND e.{NOT_RECEIVED} AND e.audience IS NULL AND {event_sql()}"
    " ORDER BY e.seq DESC LIMIT 1"
)

_OFFICE_ROWS = (
    f"SELECT {_COLUMNS} FROM event e WHERE e.office_id = :office_id AND e.client_id IS NULL AND e.{NOT_RECEIVED}"
    " AND e.seq > :after AND e.seq <= :upto AND (e.type LIKE 'Broadcast%') = :broadcasts AND e.type <> 'Purged'"
    f" AND {event_sql()} ORDER BY e.seq LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Events in their shapes, the last number looked at, and whether the log ends there."""

    events: list[dict[str, Any]]
    next: int
    is_end: bool


def epoch_of(tx: Tx) -> str:
    """The log's epoch."""
    return str(instance_of(tx)["epoch"])


def instance_of(tx: Tx) -> Row:
    """The relay's own row. Raises LookupError when there is none."""
    row = tx.one("SELECT instance_id, epoch, media_secret FROM instance")
    if row is None:
        raise LookupError("this database was never initialised")
    return row


def last_seq(tx: Tx, office_id: str) -> int:
    """The number of the newest event of the office."""
    row = tx.one("SELECT last_seq FROM office WHERE office_id = :office_id", office_id=office_id)
    return 0 if row is None else int(row["last_seq"])


def read_log(tx: Tx, reader: Reader, after: int, limit: int) -> Stretch:
    """What this caseworker may see after that number, oldest first, at most `limit` events of one `WINDOW`.

    `next` moves over what was filtered out. A cursor from beyond the end (of another epoch) comes back to the end.
    """
    newest = last_seq(tx, reader.office_id)
    if after >= newest:
        return Stretch([], newest, is_end=True)
    upto = min(newest, after + WINDOW)
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM event e WHERE e.office_id = :office_id AND e.seq > :after AND e.seq <= :upto"
        f" AND {event_sql()} ORDER BY e.seq LIMIT :limit",
        after=after,
        upto=upto,
        limit=limit,
        **seen_values(reader),
    )
    reached = rows[-1]["seq"] if len(rows) == limit else upto
    return Stretch(events_of(tx, reader, rows), reached, is_end=reached == newest)


def read_these(tx: Tx, reader: Reader, seqs: list[int]) -> list[dict[str, Any]]:
    """The events of these numbers, whoever may see them; what was purged is left out."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM event e WHERE e.office_id = :office_id"
        " AND e.seq IN (SELECT value FROM json_each(:seqs)) ORDER BY e.seq",
        office_id=reader.office_id,
        seqs=to_json(seqs),
    )
    return events_of(tx, reader, rows)


def read_past(tx: Tx, reader: Reader, client_id: str, after: int, limit: int) -> Stretch:
    """A client's own past, oldest first after who they are and how things stand; who asks must be allowed to see them.

    Who gained or lost the client, and what was purged, is no part of it: it would undo itself while it is read.
    """
    newest = last_seq(tx, reader.office_id)
    rows = client_rows(tx, reader, client_id, after, newest, limit)
    reached = rows[-1]["seq"] if len(rows) == limit else max(after, newest)
    first = [] if after else first_rows(tx, reader, client_id, newest)
    return Stretch(events_of(tx, reader, each_once([*first, *rows])), reached, is_end=len(rows) < limit)


def first_rows(tx: Tx, reader: Reader, client_id: str, upto: int) -> list[Row]:
    """Who a client is, how the conversation stands, what of theirs waits for an answer, all as of that number.

    Told before what was said long ago: otherwise a text that was answered last year needs a reply, or stands in the
    line of who needs one, while the rest is still on its way.
    """
    asked = {"client_id": client_id, "upto": upto, **seen_values(reader)}
    states = tx.all(_STATE_FIRST, **asked)
    waiting: list[Row] = []
    for state in map(_standing, states):
        after = state["seen_through"]
        if state["state"] == ConversationState.NEEDS_REPLY:  # said by hand: then it is their last text that needs one
            newest = tx.all(f"{_RECEIVED} ORDER BY 1 DESC LIMIT 1", after=0, **asked)
            after = min([after, *(row["seq"] - 1 for row in newest)])
        waiting = tx.all(f"{_RECEIVED} ORDER BY 1 LIMIT {MOST_WAITING}", after=after, **asked)
    return [*tx.all(_CLIENT_FIRST, **asked), *sorted([*states, *waiting], key=itemgetter("seq"))]


def _standing(row: Row) -> dict[str, Any]:
    return {"state": "done", "seen_through": 0, **from_json(row["data"])}


def each_once(rows: list[Row]) -> list[Row]:
    """The rows without those that were there already."""
    return list({row["seq"]: row for row in rows}.values())


def client_rows(tx: Tx, reader: Reader, client_id: str, after: int, upto: int, limit: int) -> list[Row]:
    """The rows of the log about one client (or `tel:+1…`) that this caseworker may see, oldest first."""
    return tx.all(
        _CLIENT_ROWS,
        client_id=client_id,
        after=after,
        upto=upto,
        limit=limit,
        **seen_values(reader),
    )


def office_rows(tx: Tx, reader: Reader, after: int, upto: int, limit: int, *, broadcasts: bool) -> list[Row]:
    """The rows that concern no client, oldest first: broadcasts alone, or everything else."""
    return tx.all(
        _OFFICE_ROWS,
        broadcasts=int(broadcasts),
        after=after,
        upto=upto,
        limit=limit,
        **seen_values(reader),
    )
