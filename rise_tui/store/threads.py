"""The texts of a conversation, in the order of the log; those that the relay has not numbered yet stand last."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rise_tui.domain.messages import Media, MediaState
from rise_tui.store.columns import AFTER_ALL
from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, cells, insert_row, updates

_SECOND = 1 << 16
"""Rows that one second has room for; see `message.row`."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text. Times are milliseconds; `seq` 0: on this machine only; `held_until_at` by this machine's clock."""

    message_id: str
    client_id: str
    direction: str
    body: str
    status: str
    at: int = 0
    position: int = 0
    seq: int = 0
    e164: str | None = None
    to_e164: str | None = None
    caseworker_id: str | None = None
    broadcast_id: str | None = None
    reason: str | None = None
    error_code: int | None = None
    carrier_status: str | None = None
    status_seq: int = 0
    segments: int = 1
    encoding: str = "GSM-7"
    price_micros: int | None = None
    not_before_at: int | None = None
    expires_at: int | None = None
    held_until_at: int | None = None
    held_why: str | None = None
    kept_until_at: int | None = None
    now_because: str | None = None
    automatic: str | None = None
    marks: tuple[str, ...] = ()
    opt_word: str | None = None
    media: tuple[Media, ...] = ()


_PLAIN = [name for name in Message.__dataclass_fields__ if name != "media"]
_SHAPE = Shape("message", Message)
_NOT_AN_UPDATE = frozenset({"message_id", "row"})
_STATUS = frozenset(
    {
        *("status", "reason", "error_code", "carrier_status", "price_micros"),
        *("held_until_at", "held_why", "kept_until_at", "now_because"),
    }
)
_AS_TOLD = frozenset({"held_until_at", "held_why", "kept_until_at"})
"""What a status without it takes away."""

NEWEST = 8
"""Texts of ours that are looked at for one that somebody else wrote just now."""
_TYPED = (
    "SELECT message_id, status, at, position, caseworker_id, coalesce((SELECT max(theirs.position) FROM message AS"
    " theirs WHERE theirs.client_id = ?1 AND theirs.direction = 'inbound'), 0) FROM message WHERE client_id = ?1 AND"
    " direction = 'outbound' AND broadcast_id IS NULL AND automatic IS NULL AND status NOT IN"
    " ('failed', 'undelivered', 'expired', 'cancelled') ORDER BY position DESC LIMIT ?2"
)


class Threads:
    """Messages by conversation and position."""

    def put(self, session: Session, message: Message) -> bool:
        """A text that the relay has numbered; `position` becomes its seq. True if it was not known as such before.

        One that stands here unnumbered (typed on this machine) is numbered and keeps its status; a repeat is nothing.
        """
        numbered = replace(message, position=message.seq)
        known = _identity(session, message.message_id)
        if known is None:
            return _insert(session, numbered)
        if known[1] >= message.seq:
            return False
        values = {name: value for name, value in _columns(numbered).items() if name not in _STATUS}
        values = {name: value for name, value in values.items() if value is not None and name != "status_seq"}
        _update(session, message.message_id, values)
        return not known[1]

    def put_local(self, session: Session, message: Message) -> Message:
        """A text typed here that the relay has not numbered: it stands last. The text with its position; a repeat is
        the text that is there."""
        last = (
            sql(session)
            .execute(
                "SELECT max(position) FROM message WHERE client_id = ? AND position > ?", (message.client_id, AFTER_ALL)
            )
            .fetchone()[0]
        )
        local = replace(message, seq=0, position=(last or AFTER_ALL) + 1)
        if _insert(session, local):
            return local
        return self.get(session, message.message_id) or local

    def set_status(self, session: Session, message_id: str, status: str, *, seq: int = 0, **columns: Any) -> bool:
        """How a text fares (`reason error_code carrier_status price_micros held_until_at` beside), as of an event.

        An older event than the one that set it changes nothing. `seq` 0: said here. True if it changed.
        """
        for name in columns:
            if name not in _STATUS:
                raise KeyError(f"a status has no {name}")
        known = {name: value for name, value in columns.items() if value is not None or name in _AS_TOLD}
        values = {"status": status, **cells(known), "message_id": message_id, "status_seq": seq}
        names = (*(name for name in values if name not in ("message_id", "status_seq")),)
        changed = sql(session).execute(
            f"UPDATE message SET {updates(names)}, status_seq = max(status_seq, :status_seq)"
            " WHERE message_id = :message_id AND (:status_seq = 0 OR status_seq <= :status_seq)",
            values,
        )
        return changed.rowcount > 0

    def get(self, session: Session, message_id: str) -> Message | None:
        """The text of that id."""
        return next(iter(_read(session, "WHERE message_id = ?", message_id)), None)

    def remove(self, session: Session, message_ids: Iterable[str]) -> None:
        """Forget texts and what was attached to them."""
        connection = sql(session)
        for message_id in message_ids:
            connection.execute("DELETE FROM medium WHERE message_id = ?", (message_id,))
            connection.execute("DELETE FROM message WHERE message_id = ?", (message_id,))

    def window(
        self,
        session: Session,
        client_id: str,
        *,
        before: int | None = None,
        after: int | None = None,
        around: int | None = None,
        limit: int = 50,
    ) -> list[Message]:
        """At most `limit` texts in order: the last ones, those before or after a position, or those around one."""
        if around is not None:
            later = self.window(session, client_id, after=around - 1, limit=limit - limit // 2)
            return self.window(session, client_id, before=around, limit=limit - len(later)) + later
        if after is not None:
            return _read(
                session, "WHERE client_id = ? AND position > ? ORDER BY position, row LIMIT ?", client_id, after, limit
            )
        bound = before if before is not None else 1 << 62
        found = _read(
            session,
            "WHERE client_id = ? AND position < ? ORDER BY position DESC, row DESC LIMIT ?",
            client_id,
            bound,
            limit,
        )
        return found[::-1]

    def stretch(self, session: Session, client_id: str, first: int, last: int | None, limit: int) -> list[Message]:
        """The texts from a position to another one (None: to the newest) in order; the last ones, if they are more."""
        found = _read(
            session,
            "WHERE client_id = ? AND position >= ? AND position <= ? ORDER BY position DESC, row DESC LIMIT ?",
            client_id,
            first,
            1 << 62 if last is None else last,
            limit,
        )
        return found[::-1]

    def back(self, session: Session, client_id: str, before: int | None, count: int) -> int | None:
        """The position of the text that stands `count` before that one (None: before the end), or of the first there
        is; None: there is none before it."""
        found = sql(session).execute(
            "SELECT min(position) FROM (SELECT position FROM message WHERE client_id = ? AND position < ?"
            " ORDER BY position DESC LIMIT ?)",
            (client_id, 1 << 62 if before is None else before, count),
        )
        position = found.fetchone()[0]
        return None if position is None else int(position)

    def forth(self, session: Session, client_id: str, first: int, count: int) -> int | None:
        """The position of the last of `count` texts from that one on; None: so many are not there."""
        found = sql(session).execute(
            "SELECT position FROM message WHERE client_id = ? AND position >= ? ORDER BY position LIMIT 1 OFFSET ?",
            (client_id, first, count - 1),
        )
        row = found.fetchone()
        return None if row is None else int(row[0])

    def has(self, session: Session, client_id: str, *, before: int | None = None, after: int = -1) -> bool:
        """Are there texts before a position, or after one?"""
        bound = before if before is not None else 1 << 62
        found = sql(session).execute(
            "SELECT 1 FROM message WHERE client_id = ? AND position < ? AND position > ? LIMIT 1",
            (client_id, bound, after),
        )
        return found.fetchone() is not None

    def count(self, session: Session, client_id: str, *, before: int | None = None) -> int:
        """How many texts a conversation has, in all or before a position."""
        bound = before if before is not None else 1 << 62
        found = sql(session).execute(
            "SELECT count(*) FROM message WHERE client_id = ? AND position < ?", (client_id, bound)
        )
        return int(found.fetchone()[0])

    def first_unread(self, session: Session, client_id: str) -> int | None:
        """The position of the oldest inbound text that this caseworker has not read."""
        found = sql(session).execute(
            "SELECT min(position) FROM message WHERE client_id = ?1 AND direction = 'inbound' AND position >"
            " coalesce((SELECT read_through FROM conversation WHERE client_id = ?1), 0)",
            (client_id,),
        )
        position = found.fetchone()[0]
        return None if position is None else int(position)

    def newest_inbound_seq(self, session: Session, client_id: str) -> int:
        """What `seen_through` is once the whole conversation has been on the screen; 0: they never wrote."""
        found = sql(session).execute(
            "SELECT max(position) FROM message WHERE client_id = ? AND direction = 'inbound'", (client_id,)
        )
        return int(found.fetchone()[0] or 0)

    def newest_seq(self, session: Session, client_id: str) -> int:
        """The seq of the newest text that the relay has numbered, theirs or ours; 0: there is none."""
        found = sql(session).execute(
            "SELECT max(position) FROM message WHERE client_id = ? AND position <= ?", (client_id, AFTER_ALL)
        )
        return int(found.fetchone()[0] or 0)

    def newest_typed(self, session: Session, client_id: str) -> tuple[list[Message], int]:
        """The newest texts that a person wrote to them alone and that stand, the newest first; and the position of
        theirs that is the newest (0: they never wrote)."""
        found = sql(session).execute(_TYPED, (client_id, NEWEST)).fetchall()
        ours = [
            Message(message_id, client_id, "outbound", "", status, at, position, caseworker_id=caseworker_id)
            for message_id, status, at, position, caseworker_id, _ in found
        ]
        return ours, int(found[0][-1]) if found else 0

    def newest_inbound_at(self, session: Session, client_id: str) -> int | None:
        """When they wrote last, in milliseconds; None: they never did."""
        found = sql(session).execute(
            "SELECT at FROM message WHERE client_id = ? AND direction = 'inbound' ORDER BY position DESC LIMIT 1",
            (client_id,),
        )
        row = found.fetchone()
        return None if row is None else int(row[0])

    def of_broadcast(self, session: Session, broadcast_id: str) -> list[Message]:
        """The texts of a broadcast, in order."""
        return _read(session, "WHERE broadcast_id = ? ORDER BY position, row", broadcast_id)

    def move(self, session: Session, from_key: str, to_key: str) -> int:
        """Give a conversation's texts to another one (an unknown number that turned out to be somebody's). How many."""
        connection = sql(session)
        connection.execute("UPDATE medium SET client_id = ? WHERE client_id = ?", (to_key, from_key))
        return connection.execute("UPDATE message SET client_id = ? WHERE client_id = ?", (to_key, from_key)).rowcount


def _identity(session: Session, message_id: str) -> tuple[int, int] | None:
    found = sql(session).execute("SELECT row, seq FROM message WHERE message_id = ?", (message_id,)).fetchone()
    return None if found is None else (int(found[0]), int(found[1]))


def first_row(at: int) -> int:
    """The row that a text of that moment (milliseconds) has at least: rows go up with the times of their texts."""
    return at // 1000 * _SECOND


def _columns(message: Message) -> dict[str, Any]:
    values = {name: getattr(message, name) for name in _PLAIN}
    return {**values, "media": [m.sha256 for m in message.media] if message.direction == "outbound" else []}


def _insert(session: Session, message: Message) -> bool:
    connection = sql(session)
    first = first_row(message.at)
    taken = connection.execute(
        "SELECT max(row) FROM message WHERE row >= ? AND row < ?", (first, first + _SECOND)
    ).fetchone()[0]
    row = first if taken is None else taken + 1
    while taken is not None and connection.execute("SELECT 1 FROM message WHERE row = ?", (row,)).fetchone():
        row += _SECOND  # that second is full: its last place is in a later one
    values = {**_columns(message), "row": row}
    if not insert_row(session, "message", values, "ON CONFLICT(message_id) DO NOTHING"):
        return False
    if message.direction == "inbound":
        for item in message.media:
            insert_row(session, "medium", _medium(message, item), "ON CONFLICT DO NOTHING")
    return True


def _update(session: Session, message_id: str, values: Mapping[str, Any]) -> None:
    columns = cells({name: value for name, value in values.items() if name not in _NOT_AN_UPDATE})
    sql(session).execute(
        f"UPDATE message SET {updates(columns)} WHERE message_id = :message_id",
        {**columns, "message_id": message_id},
    )


def _read(session: Session, rest: str, *arguments: Any) -> list[Message]:
    found = _SHAPE.many(session, rest, *arguments)
    inbound = [message.message_id for message in found if message.direction == "inbound"]
    media = _media_of(session, inbound) if inbound else {}
    if not media and not any(message.media for message in found):
        return found
    return [replace(message, media=tuple(media.get(message.message_id, ())) or _outbound(message)) for message in found]


def _outbound(message: Message) -> tuple[Media, ...]:
    return tuple(Media(index, str(sha256), "", MediaState.STORED) for index, sha256 in enumerate(message.media))


def _medium(message: Message, item: Media) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "position": item.index,
        "client_id": message.client_id,
        "declared_type": item.type,
        "state": item.state,
        "sha256": item.sha256,
        "seq": message.seq,
    }


def _media_of(session: Session, message_ids: list[str]) -> dict[str, list[Media]]:
    places = ", ".join("?" * len(message_ids))
    found = sql(session).execute(
        "SELECT message_id, position, sha256, coalesce(type, declared_type), state, bytes, width, height FROM medium"
        f" WHERE message_id IN ({places}) ORDER BY message_id, position",
        message_ids,
    )
    media: dict[str, list[Media]] = defaultdict(list)
    for message_id, index, sha256, kind, state, size, width, height in found:
        media[message_id].append(Media(index, sha256, kind, MediaState(state), size, width, height))
    return media
