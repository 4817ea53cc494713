"""Reads what one caseworker may see as of one number of the log, newest conversations first, a page at a time.

It is the log itself, ordered by conversation, each begun by who it is and how it stands, and of what was said twice
only the last word: a replica applies both alike. Who gained or lost a client, and what was purged, is no part of it.
"""

from dataclasses import dataclass, replace
from typing import Any

from rise_tui.relay.store.access import Reader, seen_sql, seen_values
from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.joining import events_of
from rise_tui.relay.store.log_reading import client_rows, each_once, first_rows, last_seq, office_rows
from rise_tui.wire.codec import from_json

PAGE = 250
"""Rows of the log in a page, at most: nobody else is served while one is read."""

OFFICE, CONVERSATIONS, BROADCASTS = 0, 1, 2
_FROM_THE_TOP = 2**62


class BadPage(ValueError):
    """Not a page that a snapshot gave out."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a snapshot goes on: as of `seq`; in `section` after number `after`.

    Among the conversations: those whose newest text is below (`newest`, `client_id`), and in that one after `after`.
    """

    seq: int
    section: int = OFFICE
    after: int = 0
    newest: int = _FROM_THE_TOP
    client_id: str = ""

    def token(self) -> str:
        """How a page names the one that follows it."""
        return f"{self.seq}.{self.section}.{self.after}.{self.newest}.{self.client_id}"

    @classmethod
    def of(cls, token: str) -> "Place":
        """Read a token. Raises BadPage."""
        parts = token.split(".", 4)
        if len(parts) != 5 or not all(part.isascii() and part.isdigit() and len(part) < 20 for part in parts[:4]):
            raise BadPage(token)
        seq, section, after, newest = (int(part) for part in parts[:4])
        if section not in (OFFICE, CONVERSATIONS, BROADCASTS) or max(seq, after, newest) > _FROM_THE_TOP:
            raise BadPage(token)
        return cls(seq, section, after, newest, parts[4])


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a snapshot: its events, and where it goes on; None: this was the last."""

    seq: int
    events: list[dict[str, Any]]
    follows: Place | None


def read_snapshot(tx: Tx, reader: Reader, place: Place | None) -> Leaf:
    """The page at that place, or the first. An office's facts come first, then conversations, then broadcasts."""
    here: Place | None = place or Place(last_seq(tx, reader.office_id))
    assert here is not None
    seq = here.seq
    rows: list[Row] = []
    while here is not None and len(rows) < PAGE:
        room = PAGE - len(rows)
        if here.section == CONVERSATIONS:
            more, here = _conversations(tx, reader, here, room)
        else:
            more, here = _office(tx, reader, here, room)
        rows += more
    return Leaf(seq, events_of(tx, reader, _last_words(rows)), here)


def _office(tx: Tx, reader: Reader, here: Place, room: int) -> tuple[list[Row], Place | None]:
    rows = office_rows(tx, reader, here.after, here.seq, room, broadcasts=here.section == BROADCASTS)
    if len(rows) == room:
        return rows, replace(here, after=rows[-1]["seq"])
    return rows, Place(here.seq, CONVERSATIONS) if here.section == OFFICE else None


def _conversations(tx: Tx, reader: Reader, here: Place, room: int) -> tuple[list[Row], Place | None]:
    """As many conversations, from this place on, as there is room for; the last one perhaps only in part."""
    rows: list[Row] = []
    if here.after:
        rows = client_rows(tx, reader, here.client_id, here.after, here.seq, room)
        if len(rows) == room:
            return rows, replace(here, after=rows[-1]["seq"])
        here = replace(here, after=0)
    most = left = room - len(rows)
    following = _next_conversations(tx, reader, here, most)
    for here in following:
        more = client_rows(tx, reader, here.client_id, 0, here.seq, left)
        rows += [*first_rows(tx, reader, here.client_id, here.seq), *more]
        left -= len(more)
        if not left:
            return rows, replace(here, after=more[-1]["seq"])
    return rows, here if len(following) == most else Place(here.seq, BROADCASTS)


def _next_conversations(tx: Tx, reader: Reader, here: Place, most: int) -> list[Place]:
    """At most so many below this place: by the number of their newest text as of the snapshot, then by their key.

    That number does not change while the snapshot is read, so none is skipped when somebody writes meanwhile.
    """
    rows = tx.all(
        "WITH seen AS ("
        f" SELECT c.id FROM client c WHERE c.office_id = :office_id AND :reads_texts AND {seen_sql('c.id')}"
        " UNION SELECT v.id FROM conversation v WHERE v.office_id = :office_id AND :reads_texts"
        " AND v.id >= 'tel:' AND v.id < 'tel;'),"
        " dated AS (SELECT seen.id, max("
        "  COALESCE((SELECT max(m.seq) FROM message m WHERE m.office_id = :office_id"
        "   AND m.conversation_id = seen.id AND m.direction = 'outbound' AND m.seq <= :seq), 0),"
        "  CASE WHEN v.last_inbound_seq <= :seq THEN v.last_inbound_seq"
        f"  ELSE COALESCE((SELECT max(value) FROM {received_in('seen.id')} WHERE value <= :seq), 0) END) AS newest"
        "  FROM seen LEFT JOIN conversation v ON v.office_id = :office_id AND v.id = seen.id)"
        " SELECT id, newest FROM dated WHERE newest < :newest OR newest = :newest AND id > :client_id"
        " ORDER BY newest DESC, id LIMIT :limit",
        seq=here.seq,
        newest=here.newest,
        client_id=here.client_id,
        limit=most,
        **seen_values(reader),
    )
    return [Place(here.seq, CONVERSATIONS, 0, row["newest"], row["id"]) for row in rows]


def _last_words(rows: list[Row]) -> list[Row]:
    """Of several events that say the same of the same thing only the newest, once; else their order stays."""
    newest: dict[tuple[Any, ...], int] = {}
    for row in rows:
        newest[_subject(row)] = max(row["seq"], newest.get(_subject(row), 0))
    kept = set(newest.values())
    return each_once([row for row in rows if row["seq"] in kept])


def _subject(row: Row) -> tuple[Any, ...]:
    small = from_json(row["data"])
    part = small.get("index", small.get("e164"))
    return row["type"], row["client_id"], row["ref_id"], part
