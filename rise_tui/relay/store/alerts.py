"""Who wants to be told and how, who waits, and what somebody was told: kept until it has left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rise_tui.domain.alerting import AlertKind, Wanted
from rise_tui.domain.ids import new_id
from rise_tui.relay.store.access import TEL
from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.wire.codec import from_json

HOUR_MS = 3_600_000
MOST_AN_HOUR = 12
"""So much one person is told in an hour by one way; what is more waits until the hour is over. Who waits is counted
apart from what is urgent, which it never keeps back."""
AT_ONCE = 20
"""Alerts that are sent side by side."""
URGENT_MS = 24 * HOUR_MS
"""An urgent text older than that is no news, once the supervisors know."""
KEPT_MS = 90 * 24 * HOUR_MS
_OLD = "at < :before AND state <> 'due'"
DUE, SENT, DROPPED = "due", "sent", "dropped"
STOPPED = ("stopped", "shut_out")
"""How the relay remembers a phone company that refuses the account (dispatch/alerts)."""

_OPEN = f"""
  CROSS JOIN message m INDEXED BY message_seq ON m.office_id = v.office_id
   AND m.seq IN {received_in("v.id", "v.office_id", "v.seen_through")}
 WHERE v.office_id = :office_id AND v.state = 'needs_reply'
   AND (v.snoozed_until_at IS NULL OR v.snoozed_until_at <= :now)
"""
_THEIRS = f"""
SELECT v.id, m.at FROM access a JOIN conversation v ON v.office_id = a.office_id AND v.id = a.client_id {_OPEN}
   AND a.office_id = :office_id AND a.caseworker_id = :caseworker_id AND a.until_at IS NULL
   AND a.why IN ('own', 'cover', 'claim')
"""
_NOBODYS = f"SELECT v.id, m.at FROM conversation v {_OPEN} AND v.id >= '{TEL}' AND v.id < '{TEL}~' AND :with_nobodys"


@dataclass(frozen=True, slots=True)
class Teller:
    """Somebody who wants to be told: who, as what, where to, and when. `zone` is the office's."""

    office_id: str
    caseworker_id: str
    role: str
    zone: str
    email: str | None = field(repr=False)
    webhook: str | None = field(repr=False)
    wanted: Wanted

    @property
    def ways(self) -> tuple[str, ...]:
        """How they are told: email, webhook or both."""
        return (*(("email",) if self.email else ()), *(("webhook",) if self.webhook else ()))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many clients wait, for how many minutes the oldest does, and when the newest text came (milliseconds)."""

    count: int
    oldest_minutes: int
    newest_at: int


@dataclass(frozen=True, slots=True)
class Urgent:
    """An urgent text that nobody has answered, who sees whoever wrote it, and when it came (milliseconds)."""

    office_id: str
    message_id: str
    at: int
    caseworkers: tuple[str, ...]
    seq: int = 0
    """of the event that it came"""


def tellers(tx: Tx) -> list[Teller]:
    """Everybody who wants to be told and works here."""
    rows = tx.all(
        "SELECT s.*, c.role, o.zone FROM alert_setting s"
        " JOIN caseworker c ON c.office_id = s.office_id AND c.id = s.caseworker_id AND c.is_active = 1"
        " JOIN office o ON o.office_id = s.office_id WHERE s.email IS NOT NULL OR s.webhook IS NOT NULL"
    )
    return [
        Teller(
            row["office_id"],
            row["caseworker_id"],
            row["role"],
            row["zone"],
            row["email"],
            row["webhook"],
            Wanted(tuple(from_json(row["at_times"])), row["quiet_from"], row["quiet_to"], row["least_minutes"]),
        )
        for row in rows
    ]


def waiting_of(tx: Tx, office_id: str, caseworker_id: str, now: int, *, with_nobodys: bool = False) -> Waiting:
    """Those of somebody's clients who wait for an answer; `with_nobodys`: and who writes from a number of nobody."""
    row = tx.one(
        "SELECT count(DISTINCT w.id) AS n, min(w.at) AS oldest_at, max(w.at) AS newest_at"
        f" FROM ({_THEIRS} UNION ALL {_NOBODYS}) w",
        office_id=office_id,
        caseworker_id=caseworker_id,
        now=now,
        with_nobodys=int(with_nobodys),
    )
    if row is None or row["oldest_at"] is None:
        return Waiting(0, 0, 0)
    return Waiting(int(row["n"]), max(0, (now - row["oldest_at"]) // 60_000), row["newest_at"])


def urgent_of(tx: Tx, office_id: str, now: int, urgent_minutes: int) -> list[Urgent]:
    """The urgent texts that nobody has answered, the oldest first, also from numbers of nobody: of the last day, and of
    the `urgent_minutes` before it, for a supervisor is told only then, and the relay may have been down."""
    rows = tx.all(
        "SELECT m.office_id, m.id, m.at, m.seq, group_concat(a.caseworker_id) AS caseworkers FROM conversation v"
        " CROSS JOIN message m INDEXED BY message_seq ON m.office_id = v.office_id"  # few wait, of all there are
        f" AND m.seq IN {received_in('v.id', 'v.office_id', 'v.seen_through')}"
        " LEFT JOIN access a ON a.office_id = v.office_id AND a.client_id = v.id AND a.until_at IS NULL"
        " AND a.why IN ('own', 'cover', 'claim') WHERE v.office_id = :office_id"
        " AND v.state = 'needs_reply' AND v.last_at >= :since AND m.at >= :since"
        " AND m.marks LIKE '%\"urgent\"%' GROUP BY m.office_id, m.id ORDER BY m.at",
        office_id=office_id,
        since=now - URGENT_MS - urgent_minutes * 60_000,
    )
    return [
        Urgent(row["office_id"], row["id"], row["at"], tuple((row["caseworkers"] or "").split(",")), row["seq"])
        for row in rows
    ]


def logs_end(tx: Tx) -> dict[str, int]:
    """The newest number of each office's log."""
    return {row["office_id"]: row["last_seq"] for row in tx.all("SELECT office_id, last_seq FROM office")}


def stopped_since(tx: Tx, office_id: str) -> int | None:
    """The event that told that the phone company refuses the account, while it does; None: it takes texts."""
    told = tx.one("SELECT carrier_trouble FROM instance")
    if told is None or told["carrier_trouble"] not in STOPPED:
        return None
    row = tx.one(
        "SELECT seq FROM event WHERE office_id = :office_id AND client_id IS NULL AND type <> 'MessageReceived'"
        " AND type = 'CarrierAlert' ORDER BY seq DESC LIMIT 1",  # as event_client has them: not all of the log
        office_id=office_id,
    )
    return None if row is None else row["seq"]


def told_last(tx: Tx, teller: Teller, kind: str) -> int | None:
    """When they were last told something of this kind, in milliseconds."""
    row = tx.one(
        "SELECT max(at) AS at FROM alert WHERE office_id = :office_id AND caseworker_id = :caseworker_id"
        " AND kind = :kind AND state <> 'dropped'",
        office_id=teller.office_id,
        caseworker_id=teller.caseworker_id,
        kind=kind,
    )
    return None if row is None else row["at"]


def put_alert(tx: Tx, teller: Teller, kind: str, about: str, facts: Mapping[str, int], at: int) -> int:
    """Let them be told by each of their ways; once for one thing (`about`). Returns how many alerts that makes."""
    made = 0
    for way in teller.ways:
        if _in_last_hour(tx, teller, way, kind, at) >= MOST_AN_HOUR:
            continue
        made += tx.insert(
            "alert",
            or_ignore=True,
            office_id=teller.office_id,
            id=new_id(),
            caseworker_id=teller.caseworker_id,
            way=way,
            kind=str(kind),
            about=about,
            facts=dict(facts),
            state=DUE,
            attempts=0,
            at=at,
            next_try_at=at,
        )
    return made


def due_alerts(tx: Tx, now: int, limit: int = AT_ONCE) -> list[Row]:
    """What is to leave now, who waits last, with where it goes (`email`, `webhook`); an address that is gone takes
    nothing."""
    return tx.all(
        "SELECT a.*, s.email, s.webhook FROM alert a LEFT JOIN alert_setting s"
        " ON s.office_id = a.office_id AND s.caseworker_id = a.caseworker_id"
        " WHERE a.state = 'due' AND a.next_try_at <= :now ORDER BY a.kind = :waiting, a.at LIMIT :limit",
        now=now,
        waiting=str(AlertKind.WAITING),
        limit=limit,
    )


def settle(tx: Tx, alert: Row, state: str, at: int, *, trouble: str | None = None, next_try_at: int = 0) -> None:
    """What became of one try; `due` again at `next_try_at`."""
    tx.update(
        "alert",
        {"office_id": alert["office_id"], "id": alert["id"]},
        state=state,
        attempts=alert["attempts"] + 1,
        trouble=trouble,
        next_try_at=next_try_at,
        done_at=None if state == DUE else at,
    )


def has_old(tx: Tx, now: int) -> bool:
    """Is there anything that was told so long ago that it goes?"""
    return tx.one(f"SELECT 1 FROM alert WHERE {_OLD} LIMIT 1", before=now - KEPT_MS) is not None


def forget_old(tx: Tx, now: int) -> int:
    """What was told long ago goes; returns how many."""
    return tx.run(f"DELETE FROM alert WHERE {_OLD}", before=now - KEPT_MS)


def latest(tx: Tx, limit: int) -> list[Row]:
    """What somebody was told, the newest first, with their `name`."""
    return tx.all(
        "SELECT a.*, c.name, o.zone FROM alert a JOIN office o ON o.office_id = a.office_id"
        " LEFT JOIN caseworker c ON c.office_id = a.office_id AND c.id = a.caseworker_id"
        " ORDER BY a.at DESC, a.id DESC LIMIT :limit",
        limit=limit,
    )


def put_setting(tx: Tx, office_id: str, caseworker_id: str, values: Mapping[str, Any], seq: int) -> bool:
    """How somebody wants to be told from now on; returns whether they never said before."""
    was = tx.run(
        "DELETE FROM alert_setting WHERE office_id = :office_id AND caseworker_id = :caseworker_id",
        office_id=office_id,
        caseworker_id=caseworker_id,
    )
    tx.insert("alert_setting", office_id=office_id, caseworker_id=caseworker_id, seq=seq, **values)
    return not was


def _in_last_hour(tx: Tx, teller: Teller, way: str, kind: str, at: int) -> int:
    row = tx.one(
        "SELECT count(*) AS n FROM alert WHERE office_id = :office_id AND caseworker_id = :caseworker_id"
        " AND way = :way AND at > :since AND state <> 'dropped' AND (kind = :waiting) = :is_waiting",
        office_id=teller.office_id,
        caseworker_id=teller.caseworker_id,
        way=way,
        since=at - HOUR_MS,
        waiting=str(AlertKind.WAITING),
        is_waiting=kind == AlertKind.WAITING,
    )
    return 0 if row is None else int(row["n"])
