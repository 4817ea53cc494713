"""What is asked and written about a group of texts that came in: a few statements, however many texts there are."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

from rise_tui.domain.consent import OptWord
from rise_tui.domain.ids import ClientId
from rise_tui.domain.triage import ConversationState
from rise_tui.relay.store import event_log
from rise_tui.relay.store.engine import Tx
from rise_tui.wire.codec import to_json

_LEFT = "('sending', 'unknown', 'sent', 'delivered', 'undelivered', 'read')"
"""The statuses of a text that was sent, or may have been."""


class Photo(Protocol):
    """What hangs on a text: where the carrier keeps it, and what it says that it is."""

    @property
    def url(self) -> str: ...
    @property
    def declared_type(self) -> str: ...


class Incoming(Protocol):
    """A text as a carrier brings it (carriers/base.Inbound)."""

    @property
    def carrier_id(self) -> str: ...
    @property
    def e164(self) -> str: ...
    @property
    def to_e164(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def raw(self) -> bytes | None: ...
    @property
    def media(self) -> Sequence[Photo]: ...
    @property
    def came_at(self) -> datetime | None: ...
    @property
    def opt_out_type(self) -> str | None: ...


class Known(NamedTuple):
    """A text as it was stored before; `body` None: it was purged, and is stepped over for ever."""

    message_id: str
    body: str | None
    raw: bytes | None
    e164: str


class Holder(NamedTuple):
    """Somebody who has, had or will have a number, from when to when (milliseconds), and what they speak."""

    client_id: str
    from_at: int
    until_at: int | None
    language: str
    is_confirmed: bool = True


class Arrived(NamedTuple):
    """A text that has just come in, whose it is and what it seems to be; `at` is milliseconds.

    `hold`: it looks like an opt-out, which holds what is automatic until a person decides; `is_confirmed`: somebody
    knows that the number is theirs.
    """

    office_id: str
    message_id: str
    conversation_id: ClientId
    client_id: str | None
    inbound: Incoming
    at: int
    marks: tuple[str, ...]
    word: OptWord | None
    hold: bool
    is_confirmed: bool = True


def offices_of(tx: Tx, numbers: Collection[str]) -> dict[str, str]:
    """Which office has each of these numbers; one that nobody has is missing."""
    rows = tx.all(
        "SELECT e164, office_id FROM number WHERE e164 IN (SELECT value FROM json_each(:numbers))",
        numbers=to_json([*numbers]),
    )
    return {row["e164"]: row["office_id"] for row in rows}


def known_texts(tx: Tx, office_id: str, carrier: str, carrier_ids: Sequence[str]) -> dict[str, Known]:
    """Those of the carrier's ids that are here already, and those that were here and are purged."""
    rows = tx.all(
        "SELECT carrier_id, id, body, raw, e164 FROM message WHERE office_id = :office_id AND carrier = :carrier"
        " AND carrier_id IN (SELECT value FROM json_each(:ids))"
        " UNION ALL SELECT carrier_id, '', NULL, NULL, '' FROM purged_text WHERE office_id = :office_id"
        " AND carrier = :carrier AND carrier_id IN (SELECT value FROM json_each(:ids))",
        office_id=office_id,
        carrier=carrier,
        ids=to_json(carrier_ids),
    )
    return {row["carrier_id"]: Known(row["id"], row["body"], row["raw"], row["e164"]) for row in rows}


def holders_of(tx: Tx, office_id: str, numbers: Collection[str]) -> dict[str, list[Holder]]:
    """Who has each of these numbers at any time, the earliest holder first."""
    rows = tx.all(
        "SELECT h.e164, h.client_id, h.from_at, h.until_at, h.is_confirmed, c.language FROM holding h"
        " JOIN client c ON c.office_id = h.office_id AND c.id = h.client_id"
        " WHERE h.office_id = :office_id AND h.e164 IN (SELECT value FROM json_each(:numbers))"
        " AND c.is_deleted = 0 ORDER BY h.from_at, h.client_id",
        office_id=office_id,
        numbers=to_json([*numbers]),
    )
    found: dict[str, list[Holder]] = {}
    for row in rows:
        found.setdefault(row["e164"], []).append(
            Holder(row["client_id"], row["from_at"], row["until_at"], row["language"], bool(row["is_confirmed"]))
        )
    return found


def holders_at(holders: Sequence[Holder], at: int) -> list[Holder]:
    """Those of them who have the number at that moment (milliseconds), the earliest holder first."""
    return [each for each in holders if each.from_at <= at and (each.until_at is None or each.until_at > at)]


def last_texted(tx: Tx, office_id: str, inbound: Incoming, holders: Sequence[Holder]) -> Holder | None:
    """Of several who share the number the one whom we last texted from the number that was written to; else nobody."""
    row = tx.one(
        "SELECT client_id FROM message WHERE office_id = :office_id AND e164 = :e164 AND direction = 'outbound'"
        f" AND sender = :sender AND status IN {_LEFT}"
        " AND client_id IN (SELECT value FROM json_each(:holders)) ORDER BY seq DESC LIMIT 1",
        office_id=office_id,
        e164=inbound.e164,
        sender=inbound.to_e164,
        holders=to_json([holder.client_id for holder in holders]),
    )
    return None if row is None else next(each for each in holders if each.client_id == row["client_id"])


def store_texts(tx: Tx, carrier: str, texts: Sequence[Arrived]) -> int:
    """Write texts of one office: their events, the texts, their photos, and that a reply is needed.

    Returns the seq of the first; the others follow without a gap.
    """
    office_id = texts[0].office_id
    first = event_log.append_received(
        tx, office_id, [(text.at, text.conversation_id, text.message_id) for text in texts]
    )
    numbered = list(enumerate(texts, first))
    tx.run_many(
        _MESSAGE,
        [
            (
                office_id,
                text.message_id,
                text.conversation_id,
                text.client_id or "",
                text.inbound.e164,
                text.inbound.to_e164,
                text.inbound.body,
                text.inbound.raw or "",
                carrier,
                text.inbound.carrier_id,
                _marks_json(text.marks),
                text.word or "",
                text.at,
                seq,
                seq,
            )
            for seq, text in numbered
        ],
    )
    tx.run_many(_MEDIUM, [row for text in texts if text.inbound.media for row in _media(text)])
    tx.run_many(_CONVERSATION, [_conversation(seq, text) for seq, text in numbered])
    return first


# `NULLIF(?, '')`: to bind None costs sqlite3 more than all the rest of a row's values.
_MESSAGE = """
INSERT INTO message (office_id, id, conversation_id, client_id, direction, e164, sender, body, raw, media, carrier,
       carrier_id, kind, status, encoding, segments, seen_through, marks, opt_word, at, seq, status_seq)
VALUES (?, ?, ?, NULLIF(?, ''), 'inbound', ?, ?, ?, NULLIF(?, ''), '[]', ?, ?, 'received', 'received', 'GSM-7', 1, 0,
       ?, NULLIF(?, ''), ?, ?, ?)
"""

_MEDIUM = """
INSERT INTO medium (office_id, message_id, position, url, declared_type, state, attempts, next_try_at)
VALUES (?, ?, ?, ?, ?, 'wanted', 0, ?)
"""

_CONVERSATION = f"""
INSERT INTO conversation (office_id, id, state, is_flagged, seen_through, last_inbound_seq, last_at, last_e164,
       last_sender, hold_message_id, seq, recent)
VALUES (?, ?, '{ConversationState.NEEDS_REPLY}', 0, 0, ?, ?, ?, ?, NULLIF(?, ''), ?, ?)
    ON CONFLICT (office_id, id) DO UPDATE SET state = excluded.state, snoozed_until_at = NULL,
       last_inbound_seq = excluded.last_inbound_seq, last_at = MAX(last_at, excluded.last_at),
       last_e164 = excluded.last_e164, last_sender = excluded.last_sender, seq = excluded.seq,
       hold_message_id = COALESCE(excluded.hold_message_id, hold_message_id),
       recent = CASE recent WHEN '' THEN excluded.recent ELSE recent || ',' || excluded.recent END
"""
"""Their word is last now: a reply is needed, also where the conversation was put off until later."""


@lru_cache(maxsize=256)
def _marks_json(marks: tuple[str, ...]) -> str:
    return to_json(marks)


def _media(text: Arrived) -> list[tuple[str | int, ...]]:
    return [
        (text.office_id, text.message_id, position, media.url, media.declared_type, text.at)
        for position, media in enumerate(text.inbound.media)
    ]


def _conversation(seq: int, text: Arrived) -> tuple[str | int, ...]:
    inbound = text.inbound
    hold = text.message_id if text.hold else ""
    return (text.office_id, text.conversation_id, seq, text.at, inbound.e164, inbound.to_e164, hold, seq, str(seq))
