"""How broadcasts stand, whatever their size: kept counts, people a page at a time, and what was answered."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape

_NOT_AWAY = "('here', 'queued', 'held', 'cancelled', 'expired', 'failed')"
"""Statuses of texts that nobody can have answered."""
_THEIRS = "EXISTS (SELECT 1 FROM json_each(:statuses) AS s WHERE s.value = r.status)"
_NAMED = (
    "coalesce(c.first_name, ''), coalesce(c.last_name, '') FROM recipient AS r"
    " LEFT JOIN client AS c ON c.client_id = r.client_id"
)
_REPLIES = f"""
    SELECT r.client_id, coalesce(c.first_name, ''), coalesce(c.last_name, ''), c.zone, o.at, o.not_before_at,
        i.position, i.at, substr(i.body, 1, :cut), i.marks
    FROM recipient AS r
    LEFT JOIN client AS c ON c.client_id = r.client_id
    JOIN message AS o ON o.message_id = r.message_id
    JOIN message AS i ON i.client_id = r.client_id AND i.direction = 'inbound' AND i.position > o.position
        AND i.at <= max(o.at, coalesce(o.not_before_at, 0)) + :within
        AND i.position < coalesce((SELECT min(position) FROM message AS n WHERE n.client_id = r.client_id
            AND n.direction = 'outbound' AND n.position > o.position), 1 << 62)
    WHERE r.broadcast_id = :broadcast_id AND o.seq > 0 AND r.status NOT IN {_NOT_AWAY}
    ORDER BY r.client_id, i.position
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """A broadcast without its people: what a line of a list needs. Times in milliseconds."""

    broadcast_id: str
    name: str
    state: str = "here"
    is_paused: bool = False
    not_before_at: int | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Addressed:
    """Somebody who gets it: whom, how it fares, and the text that says so."""

    client_id: str
    message_id: str
    status: str
    reason: str | None
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A text that somebody wrote after the broadcast's; times in milliseconds. `marks` are JSON, `body` its beginning.

    `zone`: where they live, None: the office's; `sent_at`, `not_before_at`: when the broadcast's text was accepted, and
    from when on it could leave.
    """

    client_id: str
    first_name: str
    last_name: str
    zone: str | None
    sent_at: int
    not_before_at: int | None
    position: int
    at: int
    body: str
    marks: str


@dataclass(frozen=True, slots=True)
class Held:
    """So many people whose texts are held: where they live, their own hours for texts (minutes of the day, if any).

    `is_undecided`: what they wrote last sounds like STOP. `why`, `until_at` (milliseconds): what the relay says of it.
    """

    zone: str | None
    safe: tuple[int | None, int | None]
    is_undecided: bool
    count: int
    why: str | None = None
    until_at: int | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """What a broadcast's texts are together, as far as the relay has numbered them; `price_micros`: billed so far."""

    texts: int
    segments: int
    price_micros: int


_HEADING = Shape("broadcast", Heading)


class Tallies:
    """Counts of broadcasts, and the people in them."""

    def count(self, session: Session) -> int:
        """How many broadcasts there are."""
        return int(sql(session).execute("SELECT count(*) FROM broadcast").fetchone()[0])

    def headings(self, session: Session, *, limit: int, offset: int = 0) -> Sequence[Heading]:
        """A stretch of them, the newest first."""
        return _HEADING.many(session, "ORDER BY at DESC, broadcast_id DESC LIMIT ? OFFSET ?", limit, offset)

    def counts(self, session: Session, broadcast_ids: Iterable[str]) -> Mapping[str, Sequence[tuple[str, str, int]]]:
        """How many texts stand at each (status, reason) of these broadcasts, in one statement over the kept counts."""
        rows = sql(session).execute(
            "SELECT broadcast_id, status, reason, count FROM recipient_count"
            " WHERE broadcast_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(broadcast_ids)),),
        )
        found: dict[str, list[tuple[str, str, int]]] = {}
        for broadcast_id, status, reason, count in rows:
            found.setdefault(broadcast_id, []).append((status, reason, count))
        return found

    def weight(self, session: Session, broadcast_id: str) -> Weight:
        """What its texts weigh and have cost."""
        row = sql(session).execute(
            "SELECT count(*), coalesce(sum(segments), 0), coalesce(sum(price_micros), 0) FROM message"
            " WHERE broadcast_id = ?",
            (broadcast_id,),
        )
        return Weight(*row.fetchone())

    def people(self, session: Session, broadcast_id: str, statuses: Sequence[str]) -> Sequence[str]:
        """Who stands at one of these statuses, by last and first name, as ids."""
        rows = sql(session).execute(
            f"SELECT r.client_id, {_NAMED} WHERE r.broadcast_id = :broadcast_id AND {_THEIRS}"
            " ORDER BY c.last_name, c.first_name, r.client_id",
            {"broadcast_id": broadcast_id, "statuses": json.dumps(list(statuses))},
        )
        return [row[0] for row in rows]

    def heaviest(self, session: Session, broadcast_id: str) -> Sequence[str]:
        """Everybody who gets it, whose texts are the longest first, as ids."""
        rows = sql(session).execute(
            "SELECT r.client_id FROM recipient AS r LEFT JOIN message AS m ON m.message_id = r.message_id"
            " WHERE r.broadcast_id = ? ORDER BY m.segments DESC, length(m.body) DESC, r.client_id",
            (broadcast_id,),
        )
        return [client_id for (client_id,) in rows]

    def addressed(self, session: Session, broadcast_id: str, client_ids: Sequence[str]) -> Sequence[Addressed]:
        """These recipients, in the order in which they were asked for; who is not one is left out."""
        rows = sql(session).execute(
            f"SELECT r.client_id, r.message_id, r.status, r.reason, {_NAMED} WHERE r.broadcast_id = ?"
            " AND r.client_id IN (SELECT value FROM json_each(?))",
            (broadcast_id, json.dumps(list(client_ids))),
        )
        found = {row[0]: Addressed(*row) for row in rows}
        return [found[client_id] for client_id in client_ids if client_id in found]

    def names(self, session: Session, client_ids: Sequence[str]) -> Mapping[str, tuple[str, str, str]]:
        """First name, last name and the office's own id of these clients, in one statement."""
        rows = sql(session).execute(
            "SELECT client_id, first_name, last_name, coalesce(external_id, '') FROM client"
            " WHERE client_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(client_ids)),),
        )
        return {client_id: (first, last, external_id) for client_id, first, last, external_id in rows}

    def held(self, session: Session, broadcast_id: str) -> Sequence[Held]:
        """Whose texts are held, the most first."""
        rows = sql(session).execute(
            "SELECT c.zone, c.safe_from, c.safe_to, coalesce(v.mark = 'stop_like', 0), m.held_why, m.kept_until_at,"
            " count(*) FROM recipient AS r"
            " LEFT JOIN client AS c ON c.client_id = r.client_id"
            " LEFT JOIN conversation AS v ON v.client_id = r.client_id"
            " LEFT JOIN message AS m ON m.message_id = r.message_id"
            " WHERE r.broadcast_id = ? AND r.status = 'held' GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 7 DESC, 1",
            (broadcast_id,),
        )
        return [
            Held(zone, (begins, ends), bool(is_undecided), count, why, until_at)
            for zone, begins, ends, is_undecided, why, until_at, count in rows
        ]

    def answered(self, session: Session, broadcast_id: str, *, within: int, cut: int) -> Sequence[Answered]:
        """What its people wrote after their text and before our next one to them, within so many milliseconds.

        In the order of their ids and of the texts; of each at most `cut` characters.
        """
        rows = sql(session).execute(_REPLIES, {"broadcast_id": broadcast_id, "within": within, "cut": cut})
        return [Answered(*row) for row in rows]

    # sorted by hand

    def sorts(self, session: Session, broadcast_id: str) -> Mapping[str, tuple[str, int]]:
        """As what replies were sorted by hand, and up to which position, by client."""
        rows = sql(session).execute(
            "SELECT client_id, sort, through FROM reply_sort WHERE broadcast_id = ?", (broadcast_id,)
        )
        return {client_id: (sort, through) for client_id, sort, through in rows}

    def put_sort(
        self, session: Session, broadcast_id: str, client_id: str, sort: str, through: int, *, at: int
    ) -> None:
        """Somebody has sorted this reply, having seen texts up to that position."""
        sql(session).execute(
            "INSERT INTO reply_sort(broadcast_id, client_id, sort, through, at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET sort = excluded.sort, through = excluded.through, at = excluded.at",
            (broadcast_id, client_id, sort, through, at),
        )

    def remove_sort(self, session: Session, broadcast_id: str, client_id: str) -> None:
        """The rule alone says again what this reply is."""
        sql(session).execute(
            "DELETE FROM reply_sort WHERE broadcast_id = ? AND client_id = ?", (broadcast_id, client_id)
        )
