"""How a conversation stands: its row in the inbox, made anew from its facts in the transaction that changes them.

Only the newest texts of this one client are read, by index, however long the conversation is.
"""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clients import full_name
from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.delivery import Reason, Status, words
from rise_tui.domain.marks import Mark, language_of
from rise_tui.domain.phone import end, pretty
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.telling import Unanswered, first_words, told
from rise_tui.domain.triage import ConversationState, judge
from rise_tui.store.consents import IS_UNDECIDED, state_for
from rise_tui.store.engine import Session, sql
from rise_tui.store.numbers import Numbers
from rise_tui.store.rows import insert_row, updates

SNIPPET_CELLS = 160
NAME_CELLS = 80
LOOKED_AT = 50
"""How many of the oldest unanswered texts are looked at for the one to tell."""
GRAVE_AMONG = 2000
"""How many of the newest unanswered texts are looked at for what must not be overlooked."""

_FAILED = (Status.FAILED, Status.UNDELIVERED, Status.EXPIRED)


@dataclass(frozen=True)
class _Turn:
    """The newest text of a kind."""

    at: int
    position: int
    seq: int
    direction: str
    body: str
    status: str
    reason: str | None
    status_seq: int


_TURN = "SELECT at, position, seq, direction, body, status, reason, status_seq FROM message WHERE client_id = ?"
_OURS = (
    f"{_TURN} AND direction = 'outbound' AND broadcast_id IS NULL AND automatic IS NULL ORDER BY position DESC LIMIT 1"
)
_THEIRS = f"{_TURN} AND direction = 'inbound' ORDER BY position DESC LIMIT 1"
_EITHER = f"{_TURN} ORDER BY position DESC LIMIT 1"
_IS_PENDING = "SELECT 1 FROM pending WHERE table_name = 'conversation' AND row_key = json_array(?)"


@dataclass(frozen=True)
class _Decided:
    """What was decided of the conversation, and by which event."""

    state: str = ConversationState.DONE
    seen_through: int = 0
    read_through: int = 0
    seq: int = 0


def refresh_conversation(session: Session, client_id: str) -> None:
    """Make the client's row of `conversation` true; without a text or a state there is none.

    A state never covers a text that came after it was decided: such a text needs a reply.
    """
    connection = sql(session)
    before = connection.execute(
        "SELECT state, seen_through, read_through, seq FROM conversation WHERE client_id = ?", (client_id,)
    ).fetchone()
    newest = _turn(connection, _EITHER, client_id)
    if before is None and newest is None:
        return
    decided = _Decided(*before) if before else _Decided()
    e164 = Numbers().to_text(session, client_id)
    values: dict[str, Any] = {
        "name": _name(connection, client_id),
        "phone_end": end(e164) if e164 else "",
        "consent": _consent(connection, client_id, e164),
        **_last(newest),
        **_turns(connection, client_id, decided, newest),
        "unread_count": _unread(connection, client_id, decided.read_through),
        "has_draft": _has_draft(connection, client_id),
    }
    if before is None:
        insert_row(session, "conversation", {**values, "client_id": client_id})
    else:
        connection.execute(
            f"UPDATE conversation SET {updates(values)} WHERE client_id = :client_id",
            {**values, "client_id": client_id},
        )


def _turn(connection: sqlite3.Connection, which: str, client_id: str) -> _Turn | None:
    row = connection.execute(which, (client_id,)).fetchone()
    return None if row is None else _Turn(*row)


def _name(connection: sqlite3.Connection, client_id: str) -> str:
    if client_id.startswith("tel:"):
        return pretty(client_id.removeprefix("tel:"))
    found = connection.execute("SELECT first_name, last_name FROM client WHERE client_id = ?", (client_id,)).fetchone()
    return one_line(full_name(*found), NAME_CELLS) if found else ""


def _last(newest: _Turn | None) -> dict[str, Any]:
    if newest is None:
        return {"last_at": 0, "last_seq": 0, "last_direction": "", "snippet": ""}
    return {
        "last_at": newest.at,
        "last_seq": newest.seq,
        "last_direction": newest.direction,
        "snippet": one_line(newest.body, SNIPPET_CELLS),
    }


def _turns(connection: sqlite3.Connection, client_id: str, decided: _Decided, newest: _Turn | None) -> dict[str, Any]:
    """Whose turn it is and why: state, since when, marks, photo, failure."""
    theirs = newest if newest and newest.direction == "inbound" else _turn(connection, _THEIRS, client_id)
    inbound_seq = theirs.position if theirs else 0
    state = judge(ConversationState(decided.state), decided.seen_through, inbound_seq)
    failed = _failed(connection, client_id, state, decided.seq)
    needs_reply = state is ConversationState.NEEDS_REPLY
    seen = min(decided.seen_through, inbound_seq - 1)  # asked again by hand: their last text is what needs a reply
    unanswered = unanswered_texts(connection, client_id, seen) if needs_reply else []
    one = told([text for text, _ in unanswered])
    values: dict[str, Any] = {
        "state": state.value,
        "last_inbound_seq": inbound_seq,
        "mark": one.marks[0] if one is not None and one.marks else "",
        "is_urgent": one is not None and Mark.URGENT in one.marks,
        "has_photo": needs_reply and _has_photo(connection, client_id, seen),
        "has_failed": failed is not None,
        "needs_reply_since_at": None,
        "is_listed": needs_reply or failed is not None,
    }
    if one is not None:
        values["snippet"] = one_line(first_words(one), SNIPPET_CELLS)
    if needs_reply:
        since = unanswered[0][1] if unanswered else newest.at if newest else 0
        values["needs_reply_since_at"] = since
    elif failed is not None:
        values["needs_reply_since_at"] = failed.at
        reason = Reason(failed.reason) if failed.reason in set(Reason) else None
        values["snippet"] = one_line(words(Status(failed.status), reason), SNIPPET_CELLS)
    return values


def _failed(connection: sqlite3.Connection, client_id: str, state: ConversationState, decided_seq: int) -> _Turn | None:
    """Our last one-to-one text if it did not arrive, unless somebody has said *done* since it failed."""
    ours = _turn(connection, _OURS, client_id)
    if ours is None or ours.status not in _FAILED:
        return None
    if state is not ConversationState.DONE:
        return ours
    is_dealt_with = ours.status_seq <= decided_seq or connection.execute(_IS_PENDING, (client_id,)).fetchone()
    return None if is_dealt_with else ours


_THEIR_TEXTS = (
    "SELECT position, at, body, marks, message_id FROM message"
    " WHERE client_id = :client_id AND direction = 'inbound' AND position > :seen"
)
_OLDEST = f"{_THEIR_TEXTS} ORDER BY position LIMIT {LOOKED_AT}"
_GRAVE = (
    f"{_THEIR_TEXTS} AND position > coalesce((SELECT position FROM message WHERE client_id = :client_id"
    f" AND direction = 'inbound' ORDER BY position DESC LIMIT 1 OFFSET {GRAVE_AMONG}), 0)"
    " AND (marks LIKE '%urgent%' OR marks LIKE '%stop_like%') ORDER BY position LIMIT 20"
)
_UNDECIDED = f"SELECT 1 FROM message AS m WHERE m.message_id = ? AND {IS_UNDECIDED}"
_HAS_SINCE = "SELECT e164, from_at FROM holding WHERE client_id = ? AND until_at IS NULL"
_LANGUAGE = "SELECT language FROM client WHERE client_id = ?"


def unanswered_texts(connection: sqlite3.Connection, client_id: str, seen: int) -> list[tuple[Unanswered, int]]:
    """The texts after the position `seen` with when they came (ms), in order: the oldest, and whatever is grave.

    A stop-like text about which somebody has decided counts as any other, and so does one about a number that they have
    by now; a text in the client's own language as of now is in no other one.
    """
    key = {"client_id": client_id, "seen": seen}
    found = {row[0]: row for which in (_OLDEST, _GRAVE) for row in connection.execute(which, key)}
    language: str | None = None
    texts = []
    for position in sorted(found):
        _, at, body, marked, message_id = found[position]
        marks = json.loads(marked) if marked != "[]" else []
        if Mark.STOP_LIKE in marks and not connection.execute(_UNDECIDED, (message_id,)).fetchone():
            marks.remove(Mark.STOP_LIKE)
        if Mark.NEW_NUMBER in marks and _has_number(connection, client_id, body, at):
            marks.remove(Mark.NEW_NUMBER)
        if Mark.OTHER_LANGUAGE in marks:
            language = language or _language(connection, client_id)
            if language_of(body) == language:
                marks.remove(Mark.OTHER_LANGUAGE)
        texts.append((Unanswered(position, body, tuple(marks)), at))
    return texts


def _has_number(connection: sqlite3.Connection, client_id: str, body: str, at: int) -> bool:
    """Have they got a number since that time (ms), or do they have the one that the text names?"""
    from rise_tui.domain.new_numbers import number_said  # read with the first such text only

    held = dict(connection.execute(_HAS_SINCE, (client_id,)).fetchall())
    return any(from_at >= at for from_at in held.values()) or number_said(body) in held


def _language(connection: sqlite3.Connection, client_id: str) -> str:
    row = connection.execute(_LANGUAGE, (client_id,)).fetchone()
    return str(row[0]) if row else "en"


def _has_photo(connection: sqlite3.Connection, client_id: str, seen: int) -> bool:
    found = connection.execute(
        "SELECT 1 FROM message JOIN medium USING (message_id)"
        " WHERE message.client_id = ? AND message.direction = 'inbound' AND message.position > ? LIMIT 1",
        (client_id, seen),
    )
    return found.fetchone() is not None


def _unread(connection: sqlite3.Connection, client_id: str, read_through: int) -> int:
    found = connection.execute(
        "SELECT count(*) FROM message WHERE client_id = ? AND direction = 'inbound' AND position > ?",
        (client_id, read_through),
    )
    return int(found.fetchone()[0])


def _has_draft(connection: sqlite3.Connection, client_id: str) -> bool:
    found = connection.execute("SELECT body <> '' OR media <> '[]' FROM draft WHERE key = ?", (client_id,)).fetchone()
    return bool(found and found[0])


def _consent(connection: sqlite3.Connection, client_id: str, e164: str | None) -> str:
    """What stands for a one-to-one text to that number: STOP from any of the person's numbers closes it too."""
    if e164 is None:
        return ConsentState.UNKNOWN.value
    if connection.execute("SELECT 1 FROM number WHERE e164 = ? AND is_blocked", (e164,)).fetchone():
        return ConsentState.OPTED_OUT.value
    return state_for(connection, client_id, e164, Purpose.CONVERSATION).value
