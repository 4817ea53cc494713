"""All that decides whether people may get a broadcast, for thousands of them in a handful of statements."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.consent import ConsentFact, ConsentState, Purpose, effective_on
from rise_tui.store.columns import AFTER_ALL
from rise_tui.store.consents import IS_STRANGERS, IS_UNDECIDED
from rise_tui.store.engine import Session, sql
from rise_tui.store.threads import first_row

_PICKED = "(SELECT value FROM json_each(:ids))"
_PEOPLE = (
    "SELECT c.client_id, first_name, last_name, language, zone, status, status_until_at, is_discreet, safe_from,"
    " safe_to, h.e164, h.is_confirmed, coalesce(n.is_landline, 0), coalesce(n.is_blocked, 0) FROM client AS c"
    " LEFT JOIN holding AS h ON h.client_id = c.client_id AND h.until_at IS NULL"
    " LEFT JOIN number AS n ON n.e164 = h.e164"
    f" WHERE c.client_id IN {_PICKED} AND NOT c.is_deleted AND c.is_mine"
    " ORDER BY name_folded, c.client_id, h.from_at DESC, h.e164"
)
"""A row for each number that somebody holds, the newest first; one without a number for who holds none."""
_HELD_AT = 10
"""Where the number begins in such a row."""
_WROTE_FROM = "SELECT e164 FROM message WHERE client_id = ? AND direction = 'inbound' ORDER BY position DESC LIMIT 50"
_SAID = (
    "SELECT client_id, e164, purpose, state, seq FROM consent AS k"
    f" WHERE purpose IN ('all', 'group_news') AND (client_id = '' OR client_id IN {_PICKED})"
    f" AND NOT ({IS_STRANGERS})"
)
_OURS = "SELECT row_key, max(rowid) FROM pending WHERE table_name = 'consent' GROUP BY row_key"
_SEGMENTS_SINCE = (
    "SELECT coalesce(sum(segments), 0) FROM message NOT INDEXED WHERE row >= ? AND direction = 'outbound'"
    " AND status IN ('sending', 'unknown', 'sent', 'delivered', 'undelivered', 'read')"
)
_NEWEST = "coalesce((SELECT row FROM message ORDER BY row DESC LIMIT 1 OFFSET 20000), 0)"
"""Where the newest texts begin among which something is looked for over all people: more than anybody has in weeks."""
_UNDECIDED = (
    f"SELECT client_id FROM conversation WHERE mark = 'stop_like' AND client_id IN {_PICKED} UNION"
    " SELECT m.client_id FROM message AS m NOT INDEXED"
    f" WHERE m.row >= max(:lately, {_NEWEST}) AND m.direction = 'inbound' AND {IS_UNDECIDED}"
)
"""Also where they have had an answer since; what nobody decides about counts as STOP before it is `_DECIDED_MS` old."""
_DECIDED_MS = 14 * 86_400_000
_UNMET = (
    "SELECT value FROM json_each(:ids) WHERE NOT EXISTS (SELECT 1 FROM message WHERE client_id = value"
    " AND status IN ('sent', 'delivered', 'read', 'received'))"
)
_LONGEST_DAY_MS = 26 * 3_600_000
"""No day of anybody's, in whatever zones they may be, began longer ago."""
_WAITED_MS = 4 * 86_400_000
"""So long a group text may have waited at the office before it left."""
_LEFT = (
    "SELECT m.client_id, m.body, coalesce((SELECT min(s.at) FROM message_status AS s"
    "  WHERE s.message_id = m.message_id AND s.status IN ('sending', 'unknown', 'sent', 'delivered', 'read')),"
    " max(m.at, coalesce(m.not_before_at, 0)))"
)
_GONE = "m.status IN ('sending', 'unknown', 'sent', 'delivered', 'read') AND m.broadcast_id IS NOT NULL"
_GOT = (
    f"{_LEFT} FROM message AS m NOT INDEXED WHERE m.row >= max(:accepted, {_NEWEST}) AND {_GONE} UNION ALL"
    f" {_LEFT} FROM broadcast AS b CROSS JOIN message AS m ON m.broadcast_id = b.broadcast_id"
    f" WHERE b.not_before_at > :since AND m.row < :accepted AND {_GONE}"
)
_STATUS = {status.value: status for status in ClientStatus}
_PURPOSE = {purpose.value: purpose for purpose in Purpose}
_STATE = {state.value: state for state in ConsentState}

Row = tuple[Any, ...]


class Addressee(NamedTuple):
    """A client, the number that a text would go to, and what stands for group news on it.

    `until_at` (milliseconds): when a pause ends by itself. `safe`: their own hours for texts, minutes of their day, if
    they have any. `is_undecided`: a text of theirs sounds like STOP, and nobody
    has decided about it.
    """

    client_id: str
    first_name: str
    last_name: str
    language: str
    zone: str | None
    status: ClientStatus
    until_at: int | None
    is_discreet: bool
    e164: str | None
    consent: ConsentState
    is_landline: bool
    is_undecided: bool
    safe: tuple[int, int] | None = None
    is_unmet: bool = False
    """no text of ours has reached them, and none of theirs us"""


class Got(NamedTuple):
    """A group text that somebody has had, and when it left (milliseconds)."""

    left_at: int
    body: str


class Addressees:
    """Clients as a broadcast sees them."""

    def list(self, session: Session, client_ids: Collection[str], now: int) -> Sequence[Addressee]:
        """These clients by name, without those who are gone; which number and what consent as for one text at `now`
        (milliseconds)."""
        connection = sql(session)
        ids = {"ids": json.dumps(list(client_ids))}
        said = _Said(connection.execute(_SAID, ids), dict(connection.execute(_OURS).fetchall()))
        lately = {**ids, "lately": first_row(now - _DECIDED_MS)}
        undecided = {client_id for (client_id,) in connection.execute(_UNDECIDED, lately)}
        unmet = {client_id for (client_id,) in connection.execute(_UNMET, ids)}
        found = _by_client(connection.execute(_PEOPLE, ids))
        return [_addressee(connection, rows, said, undecided, unmet) for rows in found]

    def segments_since(self, session: Session, at: int) -> int:
        """How many texts, as the phone company counts them, were written since then (ms) and have left by now."""
        found = sql(session).execute(_SEGMENTS_SINCE, (first_row(at),)).fetchone()
        return int(found[0])

    def got(self, session: Session, client_ids: Collection[str], now: int) -> Mapping[str, Sequence[Got]]:
        """The group texts that left for these clients in the last day, in whatever zone that is; `now` in ms.

        Also those of colleagues; one that waited for longer than some days is looked for among one's own only.
        """
        since = now - _LONGEST_DAY_MS
        times = {"since": since, "accepted": first_row(now - _WAITED_MS)}
        picked = client_ids if isinstance(client_ids, Set) else set(client_ids)
        found: dict[str, list[Got]] = {}
        for client_id, body, left_at in sql(session).execute(_GOT, times):
            if client_id in picked and left_at > since:
                found.setdefault(client_id, []).append(Got(left_at, body))
        return found


def _by_client(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each client together; they stand one after the other."""
    clients: list[list[Row]] = []
    before = None
    for row in rows:
        if row[0] == before:
            clients[-1].append(row)
        else:
            before = row[0]
            clients.append([row])
    return clients


def _addressee(
    connection: sqlite3.Connection, rows: list[Row], said: "_Said", undecided: set[str], unmet: set[str]
) -> Addressee:
    client_id, first_name, last_name, language, zone, status, until_at, is_discreet, *safe = rows[0][:_HELD_AT]
    chosen = rows[0] if len(rows) == 1 and rows[0][_HELD_AT + 1] else _to_text(connection, rows)
    e164, is_landline, consent = None, False, ConsentState.UNKNOWN
    if chosen is not None:
        e164, _, is_landline, is_blocked = chosen[_HELD_AT:]
        consent = ConsentState.OPTED_OUT if is_blocked else said.of(client_id, e164)
    return Addressee(
        client_id,
        first_name,
        last_name,
        language,
        zone,
        _STATUS[status],
        until_at,
        bool(is_discreet),
        e164,
        consent,
        bool(is_landline),
        client_id in undecided,
        None if None in safe else (safe[0], safe[1]),
        client_id in unmet,
    )


def _to_text(connection: sqlite3.Connection, rows: list[Row]) -> Row | None:
    """As `Numbers.to_text`: the one held that they last wrote from, else the newest confirmed one."""
    confirmed = {row[_HELD_AT]: row for row in rows if row[_HELD_AT + 1]}
    if len(rows) > 1 and confirmed:
        for (e164,) in connection.execute(_WROTE_FROM, (rows[0][0],)):
            if e164 in confirmed:
                return confirmed[e164]
    return next(iter(confirmed.values()), None)


class _Said:
    """What was said of group news, by person and number; STOP from any of a person's numbers closes the others."""

    def __init__(self, rows: Iterable[Row], ours: Mapping[str, int]) -> None:
        """`ours`: the keys of what was said here and waits for the relay, each with its place in the order in which it
        was said: it comes after all that has a number."""
        self._said: dict[tuple[str, str], list[ConsentFact]] = {}
        self._stops: dict[str, list[ConsentFact]] = {}
        for client_id, e164, purpose, state, seq in rows:
            key = json.dumps([e164, client_id, purpose], separators=(",", ":")) if ours else ""
            one = ConsentFact(AFTER_ALL + ours[key] if key in ours else seq, _PURPOSE[purpose], _STATE[state])
            self._said.setdefault((client_id, e164), []).append(one)
            if state == "opted_out" and client_id:
                self._stops.setdefault(client_id, []).append(one)

    def of(self, client_id: str, e164: str) -> ConsentState:
        """What stands, as `Consents.state` says it."""
        own = self._said.get((client_id, e164), [])
        number = self._said.get(("", e164))
        stops = self._stops.get(client_id)
        if number is None and stops is None and len(own) == 1:
            return own[0].state
        return effective_on(own, number or (), stops or (), Purpose.GROUP_NEWS)
