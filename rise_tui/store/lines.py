"""What the lines of the inbox are read from: values, order and SQL, for the first page and for the app alike.

Standard library only, and little of it: it is read before the first picture, which a module like `dataclasses` keeps
waiting for 10 ms.
"""

import sqlite3
from typing import Any, Literal, NamedTuple

Filter = Literal["needs_reply", "waiting", "snoozed", "unknown", "all"]
"""What the inbox shows; `unknown`: numbers that nobody holds."""


class Line(NamedTuple):
    """One conversation as the inbox shows it. Times are milliseconds; `name` and `snippet` are safe for a terminal.

    `consent` is for the number that a text would go to: unknown, opted_in, opted_out. `last_by`: the colleague who
    wrote the last words, empty for oneself and for them; not yet safe for a terminal.
    """

    client_id: str
    name: str = ""
    phone_end: str = ""
    state: str = "done"
    is_flagged: bool = False
    is_urgent: bool = False
    needs_reply_since_at: int | None = None
    last_at: int = 0
    last_seq: int = 0
    last_direction: str = ""
    snippet: str = ""
    mark: str = ""
    unread_count: int = 0
    has_photo: bool = False
    has_failed: bool = False
    has_draft: bool = False
    snoozed_until_at: int | None = None
    consent: str = "unknown"
    last_inbound_seq: int = 0
    seen_through: int = 0
    read_through: int = 0
    seq: int = 0
    last_by: str = ""


class Counts(NamedTuple):
    """How many stand under each tab."""

    needs_reply: int = 0
    waiting: int = 0
    snoozed: int = 0
    unknown: int = 0


class Place(NamedTuple):
    """Where the caseworker stood when they left."""

    screen: str = "inbox"
    filter: str = "needs_reply"
    client_id: str | None = None
    focus: str = "list"
    at: int = 0


_LAST_BY = (
    "CASE last_direction WHEN 'outbound' THEN coalesce((SELECT caseworker.name FROM caseworker WHERE caseworker_id ="
    " (SELECT message.caseworker_id FROM message WHERE message.client_id = conversation.client_id"
    " ORDER BY message.position DESC LIMIT 1)"
    " AND caseworker_id <> (SELECT json_extract(words, '$.caseworker_id') FROM notice WHERE name = 'reader')), '')"
    " ELSE '' END AS last_by"
)
"""Who of the colleagues wrote what was last said; as whom one reads, the relay has told the last time."""
COLUMNS = ", ".join((*(name for name in Line._fields if name != "last_by"), _LAST_BY))
_YES_NO = tuple(i for i, type in enumerate(Line.__annotations__.values()) if type is bool)

_AWAKE = "(snoozed_until_at IS NULL OR snoozed_until_at <= :now)"
_WHERE = {
    "needs_reply": f"is_listed AND {_AWAKE}",
    "waiting": f"state = 'waiting' AND NOT is_listed AND {_AWAKE}",
    "snoozed": "snoozed_until_at > :now",
    "unknown": "client_id >= 'tel:' AND client_id < 'tel;' AND state <> 'done'",
    "all": "1",
}
_ORDER = {
    "needs_reply": "is_urgent DESC, needs_reply_since_at, client_id",
    "waiting": "last_at, client_id",
    "snoozed": "snoozed_until_at, client_id",
    "unknown": "is_urgent DESC, needs_reply_since_at, client_id",
    "all": "last_at DESC, client_id",
}
_FROM = {
    "needs_reply": "conversation INDEXED BY conversation_needs_reply",
    "waiting": "conversation INDEXED BY conversation_waiting",
    "snoozed": "conversation INDEXED BY conversation_snoozed",
    "unknown": "conversation",
    "all": "conversation INDEXED BY conversation_last",
}


PLACE = (
    "SELECT (SELECT count(*) FROM conversation AS other INDEXED BY conversation_needs_reply"
    " WHERE other.is_listed AND (other.snoozed_until_at IS NULL OR other.snoozed_until_at <= :now)"
    " AND (other.is_urgent > mine.is_urgent OR (other.is_urgent = mine.is_urgent"
    " AND (other.needs_reply_since_at, other.client_id) < (mine.needs_reply_since_at, mine.client_id))))"
    " FROM conversation AS mine WHERE mine.client_id = :client_id AND mine.is_listed"
    " AND (mine.snoozed_until_at IS NULL OR mine.snoozed_until_at <= :now)"
)
"""How many stand before :client_id among those who need a reply at :now; no row if they are not among them."""


def line_of(row: tuple[Any, ...]) -> Line:
    """The value of a row that was read with COLUMNS."""
    cells = list(row)
    for index in _YES_NO:
        cells[index] = bool(cells[index])
    return Line(*cells)


def page_sql(filter: Filter, columns: str = COLUMNS) -> str:
    """The lines under a tab in their order; takes :now (milliseconds), :limit and :offset.

    Who needs a reply or could not be reached: the urgent ones, then who has waited longest. Waiting for them: whose
    answer is out longest. Snoozed: who comes back next. All: the newest.
    """
    return (
        f"SELECT {columns} FROM {_FROM[filter]} WHERE {_WHERE[filter]} ORDER BY {_ORDER[filter]}"
        " LIMIT :limit OFFSET :offset"
    )


def read_page(connection: sqlite3.Connection, filter: Filter, now: int, limit: int, offset: int = 0) -> list[Line]:
    """A page of lines; `now` in milliseconds."""
    rows = connection.execute(page_sql(filter), {"now": now, "limit": limit, "offset": offset})
    return [line_of(row) for row in rows]


def read_counts(connection: sqlite3.Connection, now: int) -> Counts:
    """How many stand under each tab at `now` (milliseconds)."""
    each = (
        f"(SELECT count(*) FROM {_FROM[tab]} WHERE {_WHERE[tab]})"
        for tab in ("needs_reply", "waiting", "snoozed", "unknown")
    )
    return Counts(*connection.execute(f"SELECT {', '.join(each)}", {"now": now}).fetchone())


def read_marks(connection: sqlite3.Connection, now: int) -> dict[str, int]:
    """How many of those who need a reply at `now` have which mark (empty: none); `failed` where only a text failed."""
    rows = connection.execute(
        "SELECT CASE WHEN has_failed AND mark = '' THEN 'failed' ELSE mark END AS seen, count(*)"
        f" FROM {_FROM['needs_reply']} WHERE {_WHERE['needs_reply']} GROUP BY seen",
        {"now": now},
    )
    return dict(rows.fetchall())


def read_place(connection: sqlite3.Connection) -> Place | None:
    """Where the caseworker stood, if ever."""
    row = connection.execute("SELECT screen, filter, client_id, focus, at FROM place WHERE id = 1").fetchone()
    return Place(*row) if row else None


def tab_of(place: Place | None) -> Filter:
    """The tab that was left open; who needs a reply, if there is none of that name."""
    tabs: dict[str, Filter] = {"waiting": "waiting", "snoozed": "snoozed", "unknown": "unknown", "all": "all"}
    return "needs_reply" if place is None else tabs.get(place.filter, "needs_reply")
