"""Texts of ours that have not left and wait for something: whose, why, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass

from rise_tui.store.consents import IS_UNDECIDED
from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape

_SHOWN = "automatic IS NOT 'information'"
"""An introduction stands with the text that it goes before: it leaves with that one, or not at all."""
_WAITS = (
    f"status IN ('held', 'queued') AND direction = 'outbound' AND {_SHOWN}"
    " AND ((status = 'held' AND held_why IS NOT NULL) OR not_before_at > ?1)"
)
_UNDECIDED = (
    "SELECT message_id || ' ' || at FROM (SELECT message_id, client_id, at, e164, marks, position FROM message"
    " WHERE client_id = ?1 AND direction = 'inbound' ORDER BY position DESC LIMIT 50) AS m"
    f" WHERE {IS_UNDECIDED} ORDER BY position LIMIT 1"
)
"""The oldest of them."""
_STANDING = (
    "SELECT (SELECT group_concat(held_why, ' ') FROM message INDEXED BY message_waiting WHERE client_id = ?1"
    " AND status IN ('held', 'queued') AND direction = 'outbound' AND status = 'held' AND held_why IS NOT NULL"
    f" AND {_SHOWN}), ({_UNDECIDED})"
)
_INTRODUCTION = (
    "SELECT EXISTS (SELECT 1 FROM (SELECT automatic, status FROM message WHERE client_id = ? AND direction = 'outbound'"
    " ORDER BY position DESC LIMIT 50) WHERE automatic = 'information' AND status = 'unknown')"
)
_BEFORE = (
    "SELECT body FROM message INDEXED BY message_waiting WHERE client_id = ?1 AND status IN ('held', 'queued')"
    " AND direction = 'outbound' AND automatic = 'information' AND position < ?2"
    " AND (?3 IS NULL OR e164 IS NULL OR e164 = ?3) ORDER BY position LIMIT 1"
)
_KEPT = (
    "SELECT client_id, count(*) FROM message INDEXED BY message_waiting WHERE status IN ('held', 'queued')"
    f" AND direction = 'outbound' AND status = 'held' AND held_why = ? AND {_SHOWN} GROUP BY client_id"
    " ORDER BY client_id"
)
_STEP = "message_status AS step WHERE step.message_id = message.message_id"
_BEFORE_ITS_END = (
    f"SELECT status || ' ' || coalesce(reason, '') FROM {_STEP} AND step.status <> 'expired'"
    " ORDER BY step.seq DESC LIMIT 1"
)
_TOO_LATE = (
    "SELECT message_id FROM message WHERE client_id = ?1 AND direction = 'outbound' AND status = 'expired'"
    f" AND {_SHOWN} AND ((({_BEFORE_ITS_END}) = 'held ' || ?2 AND (SELECT max(step.at) FROM {_STEP}) >= ?3)"
    " OR (?3 > 0 AND at >= ?3 AND (broadcast_id IS NOT NULL OR automatic IS NOT NULL)"
    f"  AND NOT EXISTS (SELECT 1 FROM {_STEP}))) ORDER BY position DESC LIMIT ?4"
)
"""A machine that was not signed in then knows no step of them: what went to many since then is taken for one."""
_ORDER = "broadcast_id IS NOT NULL OR automatic IS NOT NULL, coalesce(kept_until_at, not_before_at, 0), position"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a client: of each held text why it is, and the text of theirs that sounds like STOP and about
    which nobody has decided, with when it came (milliseconds)."""

    whys: tuple[str, ...] = ()
    undecided: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class HeldText:
    """One of them. Times are milliseconds; `held_why` None: it leaves at `not_before_at`, as its writer wanted.

    `kept_until_at` None while it is held: until somebody has decided.
    """

    message_id: str
    client_id: str
    body: str
    at: int
    seq: int
    status: str
    held_why: str | None = None
    kept_until_at: int | None = None
    not_before_at: int | None = None
    broadcast_id: str | None = None


_SHAPE = Shape("message", HeldText)


class HeldTexts:
    """Those that wait, over all conversations or in one."""

    def ids(self, session: Session, now: int, client_id: str | None = None) -> tuple[str, ...]:
        """All of them, or those of a client: written to one person first, then those to many, the first to leave first.

        `now` in milliseconds.
        """
        whose = " AND client_id = ?2" if client_id is not None else ""
        rows = sql(session).execute(
            f"SELECT message_id FROM message INDEXED BY message_waiting WHERE {_WAITS}{whose} ORDER BY {_ORDER}",
            (now,) if client_id is None else (now, client_id),
        )
        return tuple(message_id for (message_id,) in rows)

    def get(self, session: Session, message_ids: Sequence[str]) -> dict[str, HeldText]:
        """The texts of these ids, held or not, by their ids."""
        places = ", ".join("?" * len(message_ids))
        found = _SHAPE.many(session, f"WHERE message_id IN ({places})", *message_ids)
        return {text.message_id: text for text in found}

    def kept(self, session: Session, why: str) -> dict[str, int]:
        """How many texts to each client are held for that reason."""
        return dict(sql(session).execute(_KEPT, (why,)).fetchall())

    def too_late(self, session: Session, client_id: str, why: str, since: int, limit: int) -> tuple[str, ...]:
        """Texts to that client that were held for that reason until it was too late to send them, the newest first.

        Only those of which that was so since then (milliseconds; 0: ever).
        """
        found = sql(session).execute(_TOO_LATE, (client_id, why, since, limit))
        return tuple(message_id for (message_id,) in found)

    def is_introduction_unknown(self, session: Session, client_id: str) -> bool:
        """Can nobody tell whether they were told who the office is? Looked for among our newest texts to them."""
        return bool(sql(session).execute(_INTRODUCTION, (client_id,)).fetchone()[0])

    def introduction(self, session: Session, client_id: str, position: int, e164: str | None) -> str:
        """The words in which the office introduces itself before the text at that place; empty: they know it.

        `e164`: where that text goes; None: only the relay knows it yet.
        """
        row = sql(session).execute(_BEFORE, (client_id, position, e164)).fetchone()
        return "" if row is None else str(row[0])

    def standing(self, session: Session, client_id: str) -> Waiting:
        """Why texts to this client are held, and what they wrote that sounds like STOP."""
        whys, undecided = sql(session).execute(_STANDING, (client_id,)).fetchone()
        message_id, _, at = (undecided or "").partition(" ")
        return Waiting(tuple(whys.split()) if whys else (), (message_id, int(at)) if message_id else None)
