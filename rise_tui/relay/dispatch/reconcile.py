"""Texts of which nobody can tell whether they left: the carrier is asked; only what it certainly lacks goes again."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from rise_tui.domain.automatic import Automatic
from rise_tui.domain.clock import Clock, from_ms, now_ms
from rise_tui.domain.delivery import Reason, Status
from rise_tui.relay.acts import Busy, DiskFull, Shut
from rise_tui.relay.carriers.base import Absent, Carrier, Found, OutboundText
from rise_tui.relay.dispatch.posting import Posting, Terms
from rise_tui.relay.dispatch.retry import look_pause
from rise_tui.relay.dispatch.schedule import rest
from rise_tui.relay.hub import Hub
from rise_tui.relay.store import clock_back, outcomes, queue
from rise_tui.relay.store.engine import Row, Tx

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(hours=24)
"""How much older than its claim a text at the carrier may seem: the two clocks need not agree."""
AT_ONCE = 8
"""How many texts are looked up together."""
LOOKS_TOLD = 3
"""After so many looks that told nothing a person may decide, also about a text that a restore put in doubt."""
LONGEST_TICK_S = 1.0
SWEEP_S = 15.0
"""How often texts are dropped whose time is over while they wait."""

_OPEN = """
SELECT q.office_id, q.message_id, q.state, q.sender, q.e164, q.claimed_at, q.lease_until_at, q.reconcile_at, m.body,
       m.automatic,
       EXISTS (SELECT 1 FROM queue o WHERE o.office_id = q.office_id AND o.e164 = q.e164 AND o.sender = q.sender
                  AND o.state = 'sending' AND o.message_id <> q.message_id) AS has_sibling
  FROM queue q JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id
 WHERE q.state IN ('sending', 'unknown')
 ORDER BY q.claimed_at
"""


@dataclass
class _Case:
    """One unknown text: from when on it may be sent again, and when the carrier is asked next (monotonic seconds)."""

    again_from: float
    look_at: float
    looks: int = 0


class Reconcile:
    """Settles what a crash, a time-out or a lost answer left open."""

    def __init__(
        self,
        name: str,
        hub: Hub,
        carrier: Carrier,
        clock: Clock,
        terms: Terms,
        posting: Posting,
        wake: Callable[[], None],
    ) -> None:
        """`name` is this process's in its claims; `wake` is called when a text may be sent again."""
        self._name = name
        self._hub = hub
        self._carrier = carrier
        self._clock = clock
        self._terms = terms
        self._posting = posting
        self._wake = wake
        self._cases: dict[str, _Case] = {}
        self._swept_at = float("-inf")
        self._bell = asyncio.Event()

    async def take_over(self) -> None:
        """What earlier lives of this relay had under way becomes `unknown`; called once, before anything is claimed."""
        now = now_ms(self._clock)
        lease_ms = round(self._terms.lease_seconds * 1000)

        def act(tx: Tx) -> int:
            rows = tx.all("SELECT office_id, message_id, lease_until_at FROM queue WHERE state = 'sending'")
            for row in rows:
                lease_until_at = min(max(row["lease_until_at"] or now, now), now + lease_ms)
                self._park(tx, row, now, lease_until_at)
            clock_back.forget_future(tx, now)
            return len(rows)

        if count := await self._hub.write(act):
            log.warning("%d texts were under way when the relay went down; the carrier is asked", count)

    async def run(self) -> None:
        """Look at what is open again and again."""
        tick = min(LONGEST_TICK_S, max(0.05, self._terms.reconcile_seconds / 4))
        while True:
            try:
                await self.look_round()
                await self._posting.tell()
            except (Busy, DiskFull) as error:
                log.warning("what is open could not be settled: %s", type(error).__name__)
            except Shut:
                return
            except Exception as error:  # noqa: BLE001 - the next round tries again; the type alone is told
                log.error("a round of looking up failed: %s", type(error).__name__)
            await rest(self._clock, self._bell, tick)

    async def look_round(self) -> None:
        """Park claims whose lease is over, ask about what is unknown and due, drop what waited too long."""
        await self._follow_clock()
        await self._sweep()
        rows = self._hub.read(lambda tx: tx.all(_OPEN))
        await self._park_lapsed(rows)
        now = self._clock.monotonic()
        unknown = [row for row in rows if row["state"] == "unknown"]
        self._cases = {row["message_id"]: self._case(row, now) for row in unknown}
        asked: dict[tuple[str, str], Row] = {}
        for row in unknown:
            if not row["has_sibling"] and self._cases[row["message_id"]].look_at <= now and len(asked) < AT_ONCE:
                asked.setdefault((row["sender"], row["e164"]), row)
        await asyncio.gather(*(self._look(row, self._cases[row["message_id"]]) for row in asked.values()))

    async def _follow_clock(self) -> None:
        """Has the time of day gone back? Then nothing waits for a time that was never there."""
        now = now_ms(self._clock)
        if self._hub.read(lambda tx: clock_back.is_from_future(tx, now)):
            log.warning("the clock has gone back; what waited for the time before waits no longer")
            await self._hub.write(lambda tx: clock_back.forget_future(tx, now))

    def _case(self, row: Row, now: float) -> _Case:
        """By the monotonic clock, once a text is known here: the time of day may jump."""
        known = self._cases.get(row["message_id"])
        if known is not None:
            return known
        left = (row["reconcile_at"] - now_ms(self._clock)) / 1000
        longest = self._terms.lease_seconds + self._terms.reconcile_seconds
        return _Case(again_from=now + min(max(left, 0.0), longest), look_at=now)

    async def _park_lapsed(self, rows: list[Row]) -> None:
        now = now_ms(self._clock)
        lapsed = [
            row
            for row in rows
            if row["state"] == "sending"
            and row["lease_until_at"] < now
            and row["message_id"] not in self._posting.under_way
        ]
        if lapsed:

            def act(tx: Tx) -> None:
                for row in lapsed:
                    self._park(tx, row, now, row["lease_until_at"])

            await self._hub.write(act)

    def _park(self, tx: Tx, row: Row, now: int, lease_until_at: int) -> None:
        again_at = lease_until_at + round(self._terms.reconcile_seconds * 1000)
        outcomes.park_unknown(tx, row["office_id"], row["message_id"], now, again_at)

    async def _look(self, row: Row, case: _Case) -> None:
        """Ask the carrier about one text, and settle it if the answer allows."""
        asked_at = self._clock.monotonic()
        text = OutboundText(
            message_id=row["message_id"],
            e164=row["e164"],
            sender=row["sender"],
            body=row["body"],
            taken=self._hub.read(lambda tx: _taken(tx, row)),
        )
        since = from_ms(row["claimed_at"]) - LOOK_BACK
        answer = await self._carrier.find(text, since)
        if isinstance(answer, Absent) and row["automatic"] == Automatic.INFORMATION:
            answer = await self._carrier.find(replace(text, is_any=True), since)
            if isinstance(answer, Found):  # whoever got anything knows us, whatever that text was
                await self._hub.write(
                    lambda tx: outcomes.spare(tx, row["office_id"], row["message_id"], now_ms(self._clock))
                )
                self._wake()
                return
        if isinstance(answer, Found):
            await self._hub.write(lambda tx: self._adopt(tx, row, answer))
        elif isinstance(answer, Absent) and asked_at >= case.again_from:
            await self._hub.write(
                lambda tx: outcomes.requeue_unknown(tx, row["office_id"], row["message_id"], now_ms(self._clock))
            )
            self._wake()
        elif isinstance(answer, Absent):
            case.look_at = case.again_from
        else:
            case.looks += 1
            log.info("nobody can tell about a text yet: %s", answer.why)
            if case.looks == LOOKS_TOLD:
                await self._hub.write(
                    lambda tx: outcomes.tell_unknown(tx, row["office_id"], row["message_id"], self._at())
                )
            case.look_at = self._clock.monotonic() + look_pause(case.looks)

    def _at(self) -> int:
        return now_ms(self._clock)

    def _adopt(self, tx: Tx, row: Row, found: Found) -> None:
        if found.carrier_id in _taken(tx, row):
            return
        outcomes.finish(
            tx,
            row["office_id"],
            row["message_id"],
            found.carrier_id,
            now_ms(self._clock),
            carrier=self._carrier.name,
            carrier_status=found.word or None,
            error_code=found.error_code,
        )

    async def _sweep(self) -> None:
        if self._clock.monotonic() - self._swept_at < SWEEP_S:
            return
        self._swept_at = self._clock.monotonic()
        now = now_ms(self._clock)
        if self._hub.read(lambda tx: queue.overdue(tx, now, limit=1)):

            def act(tx: Tx) -> None:
                for row in queue.overdue(tx, now):
                    queue.drop(tx, row["office_id"], row["message_id"], Status.EXPIRED, Reason.EXPIRED, now)

            await self._hub.write(act)


def _taken(tx: Tx, row: Row) -> frozenset[str]:
    """The carrier's ids that already belong to other texts to this number."""
    rows = tx.all(
        "SELECT carrier_id FROM message WHERE office_id = :office_id AND e164 = :e164 AND direction = 'outbound'"
        " AND id <> :message_id AND carrier_id IS NOT NULL",
        office_id=row["office_id"],
        e164=row["e164"],
        message_id=row["message_id"],
    )
    return frozenset(other["carrier_id"] for other in rows)
