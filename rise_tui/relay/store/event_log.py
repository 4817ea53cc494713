"""The office's log: an event gets its number inside the transaction that makes it happen.

The index of a client's events leaves out that a text came in, so that a text costs no page of it. Whoever asks for the
events of a client therefore asks for all but those (`NOT_RECEIVED`), and for those by the numbers of the texts
(store/conversation_texts). When a text is purged, the event that it came goes with it.
"""

from collections.abc import Sequence
from typing import Any

from rise_tui.relay.store.engine import Appended, Tx

NOT_RECEIVED = "type <> 'MessageReceived'"
"""The condition of the index `event_client`, word for word: else SQLite looks through the whole log."""


def append(
    tx: Tx,
    office_id: str,
    type: str,  # the wire's own word
    *,
    actor: str,
    at: int,
    client_id: str | None = None,
    audience: str | None = None,
    ref_id: str | None = None,
    write_id: str | None = None,
    **data: Any,
) -> int:
    """Put an event into the log; returns its seq.

    Numbers follow the order of commits: the office's counter row is moved inside the transaction, and whoever moves it
    holds the write lock until the commit. `data` holds ids and small facts only; words, names and numbers are joined
    from the resource `ref_id` when the log is read, so that a purge reaches every later reader.
    `client_id`: whose file it concerns (`tel:+1…` for an unknown number); None tells everybody, unless `audience`
    names the one caseworker it is for.
    """
    seq = _next(tx, office_id, 1)
    tx.insert(
        "event",
        office_id=office_id,
        seq=seq,
        at=at,
        type=type,
        actor=actor,
        client_id=client_id,
        audience=audience,
        ref_id=ref_id,
        write_id=write_id,
        data=data,
    )
    tx.appended.append(Appended(office_id, seq, type, client_id, audience))
    return seq


def append_all(
    tx: Tx,
    office_id: str,
    type: str,
    about: Sequence[tuple[str, str]],
    *,
    actor: str,
    at: int,
    write_id: str | None = None,
) -> int:
    """Put as many events of one type into the log as there are (`client_id`, `ref_id`) in `about`, in that order.

    Returns the seq of the first; the others follow without a gap.
    """
    first = _next(tx, office_id, len(about))
    same = {"office_id": office_id, "at": at, "type": type, "actor": actor, "audience": None, "write_id": write_id}
    tx.insert_many(
        "event",
        [
            {**same, "seq": seq, "client_id": client_id, "ref_id": ref_id, "data": {}}
            for seq, (client_id, ref_id) in enumerate(about, first)
        ],
    )
    tx.appended += [Appended(office_id, seq, type, client_id, None) for seq, (client_id, _) in enumerate(about, first)]
    return first


def append_received(tx: Tx, office_id: str, texts: Sequence[tuple[int, str, str]]) -> int:
    """Put texts that came in into the log, each as (`at`, `client_id`, `ref_id`), in that order.

    Returns the seq of the first; the others follow without a gap.
    """
    first = _next(tx, office_id, len(texts))
    tx.run_many(
        "INSERT INTO event (office_id, seq, at, type, actor, client_id, ref_id, data)"
        " VALUES (?, ?, ?, 'MessageReceived', 'client', ?, ?, '{}')",
        [(office_id, seq, *text) for seq, text in enumerate(texts, first)],
    )
    tx.appended += [
        Appended(office_id, seq, "MessageReceived", client_id, None)
        for seq, (_, client_id, _) in enumerate(texts, first)
    ]
    return first


def newest_before(tx: Tx, office_id: str, at: int) -> int:
    """When the newest event from before that moment happened, and so until when this log told everything; milliseconds.

    Found by halves, for the log is ordered by its numbers and not by time. That moment itself where there is none.
    """
    low, high, found = 0, _last(tx, office_id), at
    while low < high:
        middle = (low + high + 1) // 2
        row = tx.one(
            "SELECT seq, at FROM event WHERE office_id = :office_id AND seq <= :middle ORDER BY seq DESC LIMIT 1",
            office_id=office_id,
            middle=middle,
        )
        if row is None or row["at"] < at:
            low, found = middle, found if row is None else row["at"]
        else:
            high = min(middle, row["seq"]) - 1
    return int(found)


def _last(tx: Tx, office_id: str) -> int:
    row = tx.one("SELECT last_seq FROM office WHERE office_id = :office_id", office_id=office_id)
    return 0 if row is None else int(row["last_seq"])


def _next(tx: Tx, office_id: str, count: int) -> int:
    """The first of so many numbers that the log has not given out."""
    row = tx.one(
        "UPDATE office SET last_seq = last_seq + :count WHERE office_id = :office_id RETURNING last_seq",
        count=count,
        office_id=office_id,
    )
    if row is None:
        raise LookupError("an event for an office that is not there")
    return int(row["last_seq"]) - count + 1
