"""Wishes on their way to the relay: in order within a lane, each behind what it names."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, cells, insert_row


@dataclass(frozen=True)
class Wish:
    """One `PUT`. `lane`: a client's id, `broadcast:` and an id, or another line of its own; `kind`: of `wire.routes`.

    `ids` fill the path; `names`: ids that earlier wishes make and that must be accepted first; `makes`: the id that
    this one makes. `if_match` None: no condition. `at`: when it was wished, milliseconds.
    """

    write_id: str
    lane: str
    kind: str
    ids: Mapping[str, str]
    body: Mapping[str, Any] = field(default_factory=dict)
    if_match: int | None = None
    names: tuple[str, ...] = ()
    makes: str | None = None
    at: int = 0


@dataclass(frozen=True)
class Entry:
    """A wish and how it fares: waiting, offered (the relay may have it), parked (refused, with `problem`)."""

    wish: Wish
    state: str
    attempts: int
    next_try_at: int
    problem: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _State:
    state: str
    attempts: int
    next_try_at: int
    problem: dict[str, Any] | None


_WISH = Shape("outbox", Wish)
_STATE = Shape("outbox", _State)
_WISH_WIDTH = len(Wish.__dataclass_fields__)

_READY = f"""
    SELECT {_WISH.columns} FROM outbox AS o
    WHERE state <> 'parked' AND next_try_at <= ?
        AND NOT EXISTS (SELECT 1 FROM outbox AS e
            WHERE e.lane = o.lane AND e.position < o.position AND e.state <> 'parked')
        AND NOT EXISTS (SELECT 1 FROM json_each(o.names) AS n JOIN outbox AS m ON m.makes = n.value
            WHERE m.position < o.position AND m.state <> 'parked')
    ORDER BY position
"""
"""What names something that was refused before it was itself wished for does not wait for ever: the relay says no."""


class Outbox:
    """Wishes in the order in which they were made."""

    def add(self, session: Session, wish: Wish) -> bool:
        """Put a wish at the end of its lane. A wish that stands here already is nothing: False."""
        values = {name: getattr(wish, name) for name in Wish.__dataclass_fields__}
        values["ids"] = dict(sorted(wish.ids.items()))
        return (
            insert_row(session, "outbox", {**values, "body": dict(wish.body)}, "ON CONFLICT(write_id) DO NOTHING") > 0
        )

    def ready(self, session: Session, now: int, limit: int = 64, without: Collection[str] = ()) -> Sequence[Wish]:
        """What may be offered at `now` (milliseconds), oldest first: heads of their lanes, nothing unmade named.

        Offered ones come again until they are accepted or parked; `without`: the write ids that are under way.
        """
        found = sql(session).execute(_READY, (now,))
        wishes: list[Wish] = []
        for row in found:
            wish = _WISH.of(row)
            if wish.write_id not in without:
                wishes.append(wish)
            if len(wishes) == limit:
                break
        return wishes

    def get(self, session: Session, write_id: str) -> Entry | None:
        """The wish of that id."""
        return next(iter(_entries(session, "WHERE write_id = ?", write_id)), None)

    def making(self, session: Session, made: str) -> Entry | None:
        """The wish that makes that id: a text, a document, a broadcast."""
        return next(iter(_entries(session, "WHERE makes = ? ORDER BY position", made)), None)

    def being_made(self, session: Session) -> set[str]:
        """The ids of all that wishes on their way make."""
        found = sql(session).execute("SELECT makes FROM outbox WHERE makes IS NOT NULL AND state <> 'parked'")
        return {made for (made,) in found}

    def is_untouched(self, session: Session, made: str) -> bool:
        """Has the wish that makes that id never been offered, so that it can be withdrawn without a trace?"""
        asked = "SELECT 1 FROM outbox WHERE makes = ? AND attempts = 0 AND state = 'waiting'"
        return sql(session).execute(asked, (made,)).fetchone() is not None

    def list(self, session: Session, lane: str | None = None) -> Sequence[Entry]:
        """All wishes, or those of one lane, in order."""
        if lane is None:
            return _entries(session, "ORDER BY position")
        return _entries(session, "WHERE lane = ? ORDER BY position", lane)

    def parked(self, session: Session) -> Sequence[Entry]:
        """Those that were refused, and those that name what was refused."""
        return _entries(session, "WHERE state = 'parked' ORDER BY position")

    def parked_about(self, session: Session, client_id: str) -> Sequence[Entry]:
        """Those of them that are about this client: theirs by the path, by what is in it, or by its lane."""
        about = "lane = ?1 OR json_extract(ids, '$.client_id') = ?1 OR json_extract(body, '$.client_id') = ?1"
        return _entries(session, f"WHERE state = 'parked' AND ({about}) ORDER BY position", client_id)

    def offer(self, session: Session, write_id: str) -> bool:
        """It goes out now: from here on the relay may have it. False if it was withdrawn meanwhile."""
        offered = sql(session).execute(
            "UPDATE outbox SET state = 'offered', attempts = attempts + 1 WHERE write_id = ? AND state <> 'parked'",
            (write_id,),
        )
        return offered.rowcount > 0

    def retry(self, session: Session, write_id: str, next_try_at: int) -> None:
        """No answer: again from that time on (milliseconds). Also wakes a parked wish."""
        sql(session).execute(
            "UPDATE outbox SET next_try_at = ?, problem = NULL,"
            " state = CASE WHEN attempts > 0 THEN 'offered' ELSE 'waiting' END WHERE write_id = ?",
            (next_try_at, write_id),
        )

    def accept(self, session: Session, write_id: str) -> Wish | None:
        """The relay has it: the wish leaves the outbox. None if it is not there."""
        return _take(session, "write_id = ?", write_id)

    def raise_if_match(
        self, session: Session, kind: str, ids: Mapping[str, str], seq: int, fields: Iterable[str] | None = None
    ) -> int:
        """Our own answer moved these fields of a resource (None: all) to `seq`: later edits of them are made on that.

        An edit of any other field stands on what its writer saw: who changed that meanwhile is not written over. How
        many were raised.
        """
        named = json.dumps(dict(sorted(ids.items())), separators=(",", ":"))
        where, moved = "kind = ? AND ids = ? AND if_match < ?", [kind, named, seq]
        if fields is not None:
            where += (
                " AND NOT EXISTS (SELECT 1 FROM json_each(outbox.body) AS its"
                " WHERE its.key NOT IN (SELECT value FROM json_each(?)))"
            )
            moved.append(json.dumps(list(fields)))
        return sql(session).execute(f"UPDATE outbox SET if_match = ? WHERE {where}", (seq, *moved)).rowcount

    def waiting_for(self, session: Session, kind: str, ids: Mapping[str, str]) -> Sequence[Wish]:
        """The wishes about that very thing which the relay has not answered, in order; not those it refused."""
        named = json.dumps(dict(sorted(ids.items())), separators=(",", ":"))
        where = "WHERE kind = ? AND ids = ? AND state <> 'parked' ORDER BY position"
        return [entry.wish for entry in _entries(session, where, kind, named)]

    def park(self, session: Session, write_id: str, problem: Mapping[str, Any]) -> Sequence[Wish]:
        """The relay refused it: it stays with the reason, and so does all that names what it would have made.

        The wishes that are parked by it, itself first.
        """
        parked: list[Wish] = []
        queue: list[tuple[str, Mapping[str, Any]]] = [(write_id, problem)]
        for each, why in queue:
            sql(session).execute(
                "UPDATE outbox SET state = 'parked', problem = ? WHERE write_id = ?",
                (cells({"p": dict(why)})["p"], each),
            )
            entry = self.get(session, each)
            if entry is None:
                continue
            parked.append(entry.wish)
            queue.extend((later, {"waits_for": each}) for later in _naming(session, entry.wish))
        return parked

    def withdraw(self, session: Session, write_id: str) -> bool:
        """Take a wish back; only one that was never offered can be. True if it is gone."""
        return _take(session, "write_id = ? AND attempts = 0 AND state = 'waiting'", write_id) is not None

    def remove(self, session: Session, write_id: str) -> Wish | None:
        """Drop a parked wish for good."""
        return _take(session, "write_id = ? AND state = 'parked'", write_id)

    def waiting(self, session: Session) -> int:
        """How many wishes the relay does not have yet; the parked ones do not count."""
        return int(sql(session).execute("SELECT count(*) FROM outbox WHERE state <> 'parked'").fetchone()[0])

    def acts(self, session: Session) -> int:
        """How many of those that wait somebody would miss: not how far one has read, nor what rise tells."""
        found = sql(session).execute(
            "SELECT count(*) FROM outbox WHERE state <> 'parked' AND kind NOT IN ('look', 'export', 'purge_done')"
            " AND NOT (kind = 'conversation' AND json_remove(body, '$.read_through', '$.seen_through') = '{}')"
        )
        return int(found.fetchone()[0])


def _naming(session: Session, wish: Wish) -> Sequence[str]:
    if wish.makes is None:
        return []
    found = sql(session).execute(
        "SELECT DISTINCT o.write_id, o.position FROM outbox AS o, json_each(o.names) AS n"
        " WHERE n.value = ? AND o.state <> 'parked' AND o.write_id <> ? ORDER BY o.position",
        (wish.makes, wish.write_id),
    )
    return [write_id for write_id, _ in found.fetchall()]


def _take(session: Session, where: str, write_id: str) -> Wish | None:
    connection = sql(session)
    found = connection.execute(f"SELECT {_WISH.columns} FROM outbox WHERE {where}", (write_id,)).fetchone()
    if found is None:
        return None
    connection.execute("DELETE FROM outbox WHERE write_id = ?", (write_id,))
    return _WISH.of(found)


def _entries(session: Session, rest: str, *arguments: Any) -> Sequence[Entry]:
    found = sql(session).execute(f"SELECT {_WISH.columns}, {_STATE.columns} FROM outbox {rest}", arguments)
    entries = []
    for row in found.fetchall():
        state = _STATE.of(row[_WISH_WIDTH:])
        entries.append(
            Entry(_WISH.of(row[:_WISH_WIDTH]), state.state, state.attempts, state.next_try_at, state.problem)
        )
    return entries
