"""What the rules are told about texts that are due: gathered for many at once, in the transaction that claims them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from rise_tui.domain.clients import ClientStatus, status_at
from rise_tui.domain.clock import from_ms, to_ms
from rise_tui.domain.clock import zone as zone_of
from rise_tui.domain.consent import ConsentFact, ConsentState, Purpose, effective
from rise_tui.domain.errors import BadTime
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.policy import PURPOSE_OF, Facts, Kind, NowBecause
from rise_tui.domain.waiting_hours import Hours, day_began
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.rules import rules_of
from rise_tui.wire.codec import to_json

LONGEST_DAY_MS = 26 * 3_600_000
"""No day of anybody's, in whatever zones they may be, began longer ago."""
MINUTE_MS = 60_000

DUE_COLUMNS = """
       q.message_id, q.e164, q.segments, q.conversation_id, q.accepted_at, q.not_sent_by_at, q.event_at, q.attempts,
       m.kind, m.body, m.media, m.client_id, m.expires_at, m.now_because, m.is_to_urgent, m.automatic,
       c.zone, c.safe_from, c.safe_to, c.status_until_at,
       CASE WHEN c.is_deleted THEN 'closed' ELSE c.status END AS client_status,
       COALESCE(v.hold_message_id, t.hold_message_id) AS hold_message_id,
       (SELECT i.at FROM message i INDEXED BY message_seq WHERE i.office_id = q.office_id
           AND i.seq = v.last_inbound_seq AND i.conversation_id = q.conversation_id) AS wrote_at
"""
"""What a row must have to be weighed, of queue q, message m, client c, conversation v and its number's t."""

_GOT = """
SELECT id, conversation_id, body, left_at FROM message
 WHERE office_id = :office_id AND conversation_id IN (SELECT value FROM json_each(:conversations))
   AND left_at > :since AND left_at IS NOT NULL AND kind <> 'one_to_one' AND kind <> 'answer'
   AND automatic IS NOT 'information'
   AND status NOT IN ('failed', 'undelivered', 'cancelled', 'expired')
"""


@dataclass
class Got:
    """A group text, reminder or automatic text that left for somebody (milliseconds)."""

    message_id: str
    body: str = field(repr=False)
    left_at: int


@dataclass
class Weighing:
    """The office at this moment (milliseconds), what is known of these numbers, and what these people got lately."""

    now: int
    office: Row
    rules: OfficeRules
    consents: dict[str, list[Row]]
    got: dict[str, list[Got]]
    segments_today: int = 0

    def facts(self, row: Row) -> Facts:
        """What the rules are told about one text, a row with `DUE_COLUMNS`."""
        kind = cast(Kind, row["kind"])
        purpose = PURPOSE_OF.get(kind, Purpose.CONVERSATION)
        facts = self.consents.get(row["e164"], [])
        event_at, expires_at, wrote_at = row["event_at"], row["expires_at"], row["wrote_at"]
        now, hours = from_ms(self.now), self._hours(row)
        is_ones_own = kind == "one_to_one"
        return Facts(
            kind=kind,
            now=now,
            hours=hours,
            client_status=_status(row, self.now),
            consent=effective_of(facts, row["client_id"], purpose),
            accepted_at=from_ms(row["accepted_at"]),
            expires_at=from_ms(row["not_sent_by_at"] if expires_at is None else expires_at),
            event_at=None if event_at is None else from_ms(event_at),
            is_number_blocked=effective_of(facts, None, purpose) is ConsentState.OPTED_OUT,
            has_automatic_hold=row["hold_message_id"] is not None,
            wrote_at=None if wrote_at is None else from_ms(wrote_at),
            is_to_urgent=bool(row["is_to_urgent"]),
            now_because=None if row["now_because"] is None else NowBecause(row["now_because"]),
            got_today=0 if is_ones_own else self._got_today(row, hours),
            is_duplicate=not is_ones_own and row["automatic"] is None and self._has_it_already(row),
            is_day_full=0 < self.rules.daily_segments < self.segments_today + row["segments"],
        )

    def leaves(self, row: Row) -> None:
        """This text was claimed: it counts for those after it."""
        self.segments_today += row["segments"]
        if row["kind"] not in ("one_to_one", "answer") and row["automatic"] != "information":
            left = Got(row["message_id"], row["body"], self.now)
            self.got.setdefault(row["conversation_id"], []).append(left)

    def _hours(self, row: Row) -> Hours:
        return Hours(
            office_zone=self.office["zone"],
            quiet_from=self.office["quiet_from"],
            quiet_to=self.office["quiet_to"],
            zone=_known(row["zone"]),
            e164=row["e164"],
            safe_from=row["safe_from"],
            safe_to=row["safe_to"],
            rules=self.rules,
        )

    def _got_today(self, row: Row, hours: Hours) -> int:
        got = self.got.get(row["conversation_id"])
        if not got:
            return 0
        began = to_ms(day_began(from_ms(self.now), hours.zones))
        return sum(each.left_at >= began and each.message_id != row["message_id"] for each in got)

    def _has_it_already(self, row: Row) -> bool:
        since = self.now - self.rules.duplicate_minutes * MINUTE_MS
        return any(
            each.left_at > since and each.body == row["body"] and each.message_id != row["message_id"]
            for each in self.got.get(row["conversation_id"], ())
        )


def _known(zone: str | None) -> str | None:
    """A client's zone, if this machine knows it: one text whose hours nobody can tell never stops all others."""
    if zone is None:
        return None
    try:
        zone_of(zone)
    except BadTime:
        return None
    return zone


def weigh_due(tx: Tx, office_id: str, rows: Sequence[Row], now: int) -> Weighing:
    """Gather what must be known to decide about these rows. Raises LookupError for an office that is not there."""
    office = tx.one("SELECT zone, quiet_from, quiet_to, rules FROM office WHERE office_id = :id", id=office_id)
    if office is None:
        raise LookupError("texts of an office that is not there")
    rules = rules_of(office["rules"])
    return Weighing(
        now=now,
        office=office,
        rules=rules,
        consents=_consents(tx, office_id, rows),
        got=_got(tx, office_id, rows, now - max(LONGEST_DAY_MS, rules.duplicate_minutes * MINUTE_MS)),
        segments_today=_segments_today(tx, office_id, day_of(office["zone"], now)) if rules.daily_segments else 0,
    )


def day_of(zone: str, now: int) -> str:
    """The office's day at that moment (milliseconds), as `2026-11-23`."""
    return from_ms(now).astimezone(zone_of(zone)).date().isoformat()


def effective_of(facts: Sequence[Row], client_id: str | None, purpose: Purpose) -> ConsentState:
    """What stands for that client, or with None for the number itself, among the current facts about a number."""
    return effective(
        (
            ConsentFact(fact["seq"], Purpose(fact["purpose"]), ConsentState(fact["state"]))
            for fact in facts
            if fact["client_id"] == client_id
        ),
        purpose,
    )


def _consents(tx: Tx, office_id: str, rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The current facts about the numbers of these texts."""
    found: dict[str, list[Row]] = {}
    if rows:
        facts = tx.all(
            "SELECT e164, client_id, purpose, state, seq FROM consent WHERE office_id = :office_id AND is_current = 1"
            " AND e164 IN (SELECT value FROM json_each(:numbers))",
            office_id=office_id,
            numbers=to_json([row["e164"] for row in rows]),
        )
        for fact in facts:
            found.setdefault(fact["e164"], []).append(fact)
    return found


def _got(tx: Tx, office_id: str, rows: Sequence[Row], since: int) -> dict[str, list[Got]]:
    """What left lately for the people of those of these texts that the ceiling and the window concern."""
    conversations = {row["conversation_id"] for row in rows if row["kind"] != "one_to_one"}
    got: dict[str, list[Got]] = {}
    if conversations:
        for row in tx.all(_GOT, office_id=office_id, conversations=to_json(sorted(conversations)), since=since):
            got.setdefault(row["conversation_id"], []).append(Got(row["id"], row["body"], row["left_at"]))
    return got


def _segments_today(tx: Tx, office_id: str, day: str) -> int:
    row = tx.one(
        "SELECT COALESCE(sum(day_segments), 0) AS n FROM number WHERE office_id = :office_id AND counted_day = :day",
        office_id=office_id,
        day=day,
    )
    return 0 if row is None else int(row["n"])


def _status(row: Row, now: int) -> ClientStatus | None:
    """How it is with the client at that time; None: nobody's number."""
    if row["client_status"] is None:
        return None
    until_at = row["status_until_at"]
    return status_at(ClientStatus(row["client_status"]), None if until_at is None else from_ms(until_at), from_ms(now))
