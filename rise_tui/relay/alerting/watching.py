"""Looks who waits while nobody listens, and lets them be told: decided in one transaction, sent until it has left."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from rise_tui.domain.alerting import AlertKind, alert_words, occasion
from rise_tui.domain.clients import Role
from rise_tui.domain.clock import Clock, from_ms, now_ms
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.relay.alerting.ways import Mailer, NotTaken, post
from rise_tui.relay.dispatch.rounds import going_round
from rise_tui.relay.ears import Ear, News
from rise_tui.relay.hub import Hub
from rise_tui.relay.store import alerts
from rise_tui.relay.store.alerts import Teller, Urgent
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.rules import read_rules
from rise_tui.wire.codec import from_json

log = logging.getLogger(__name__)

LOOK_S = 10.0
SETTLE_S = 1.0
"""So long after a text came in the relay looks for what is urgent: whoever listened has taken it, and listens again."""
REJOIN_S = 5.0
"""Whoever listened so many seconds ago may only be about to listen again: streams end by themselves now and then."""
ABSENT_S = 120.0
"""So long nobody must have listened for somebody before they are told who waits: a line that drops is no absence. What
is urgent does not wait for that; but a relay that has just begun first lets the apps come back."""
PAUSES_S = (15, 60, 120, 300, 900, 1800, 3600)
TRIES = 20
TOO_OLD_MS = 2 * 3_600_000
"""Who waited two hours ago is no news; what is urgent goes on being tried."""

Present = Callable[[], frozenset[tuple[str, str]]]
"""Who listens now: (office, caseworker)."""


@dataclass
class Presence:
    """Who listens now, and since when nobody does for somebody, by the monotonic clock."""

    clock: Clock
    heard_at: dict[tuple[str, str], float] = field(default_factory=dict)
    present: frozenset[tuple[str, str]] = frozenset()
    began: float = 0.0
    began_through: Mapping[str, int] = field(default_factory=dict)
    """the newest number of each office's log when the relay began"""

    def __post_init__(self) -> None:
        self.began = self.clock.monotonic()

    def note(self, present: frozenset[tuple[str, str]]) -> None:
        """These listen now."""
        now = self.clock.monotonic()
        self.heard_at.update(dict.fromkeys(present, now))
        self.present = present

    def is_absent(self, office_id: str, caseworker_id: str) -> bool:
        """Has nobody listened for them for a while?"""
        heard = self.heard_at.get((office_id, caseworker_id), self.began)
        return self.clock.monotonic() - heard >= ABSENT_S

    def has_missed(self, text: Urgent, caseworker_id: str) -> bool:
        """Is no app of theirs there to show this text? One from before the relay began may have been shown then."""
        if (text.office_id, caseworker_id) in self.present:
            return False
        is_new = text.seq > self.began_through.get(text.office_id, 0)
        return is_new or self.is_absent(text.office_id, caseworker_id)


class _Inbound(Ear):
    """Hears that texts came in, of every office."""

    def hears_of(self, news: News) -> bool:
        """Did any?"""
        return any(event.type == "MessageReceived" for event in news.events)


class Watching:
    """The alerts of all offices of this relay (`async with watching()`)."""

    def __init__(self, hub: Hub, clock: Clock, mailer: Mailer | None, hosts: tuple[str, ...], present: Present) -> None:
        """Without a `mailer` nobody gets e-mail; `hosts`: where webhooks may go (alerting/ways)."""
        self._hub = hub
        self._clock = clock
        self._mailer = mailer
        self._hosts = hosts
        self._present = present
        self._inbound = _Inbound("")
        self._looking = asyncio.Lock()
        self._threads = ThreadPoolExecutor(alerts.AT_ONCE, "alert")
        """their own: a mail server that does not answer keeps no photo and no other alert waiting"""
        self.presence = Presence(clock, began_through=hub.read(alerts.logs_end))

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Look for as long as it is open: again and again, and soon after a text came in."""
        self._hub.ears.add(self._inbound)
        try:
            async with (
                going_round(self.look, LOOK_S, self._clock, "alerts"),
                going_round(self._look_after_a_text, 0, self._clock, "alerts"),
            ):
                yield
        finally:
            self._hub.ears.discard(self._inbound)
            self._threads.shutdown(wait=False, cancel_futures=True)

    async def _look_after_a_text(self) -> None:
        await self._inbound.is_woken.wait()
        await self._clock.sleep(SETTLE_S)
        self._inbound.is_woken.clear()
        await self.look()

    async def look(self) -> None:
        """Decide who is told what, then send what is due. Nothing to tell writes nothing."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        lately = self._hub.ears.left_since(self._clock.monotonic() - REJOIN_S)
        self.presence.note(self._present() | lately)
        at = now_ms(self._clock)
        if self._hub.read(lambda tx: decide(_Dry(tx), self.presence, at)):
            await self._hub.write(lambda tx: decide(tx, self.presence, at))
        if self._hub.read(lambda tx: alerts.has_old(tx, at)):
            await self._hub.write(lambda tx: alerts.forget_old(tx, at))
        due = self._hub.read(lambda tx: alerts.due_alerts(tx, at))
        for outcome in await asyncio.gather(*map(self._send, due), return_exceptions=True):
            if outcome is not None:
                raise outcome  # the others were sent all the same

    async def _send(self, alert: Row) -> None:
        """One try; sent at least once: a crash before it is noted sends it again."""
        why, is_final = "", False
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._hand_over, alert)
        except NotTaken as error:
            why, is_final = error.why, error.is_final
        at = now_ms(self._clock)
        if not why:
            await self._hub.write(lambda tx: alerts.settle(tx, alert, alerts.SENT, at))
            return
        is_old = alert["kind"] == AlertKind.WAITING and at - alert["at"] > TOO_OLD_MS
        if is_final or is_old or alert["attempts"] + 1 >= TRIES:
            log.warning("an alert was given up: %s", why)
            await self._hub.write(lambda tx: alerts.settle(tx, alert, alerts.DROPPED, at, trouble=why))
            return
        next_at = at + PAUSES_S[min(alert["attempts"], len(PAUSES_S) - 1)] * 1000
        await self._hub.write(lambda tx: alerts.settle(tx, alert, alerts.DUE, at, trouble=why, next_try_at=next_at))

    def _hand_over(self, alert: Row) -> None:
        """Waits for the other side. Raises NotTaken."""
        facts = from_json(alert["facts"])
        words = alert_words(alert["kind"], facts.get("waiting", 0), facts.get("oldest_minutes", 0))
        where = alert[alert["way"]]
        if where is None:
            raise NotTaken("they no longer want it", is_final=True)
        if alert["way"] == "webhook":
            post(where, {"alert_id": alert["id"], "kind": alert["kind"], "words": words, **facts}, self._hosts)
        elif self._mailer is None:
            raise NotTaken("this relay sends no e-mail", is_final=True)
        else:
            self._mailer.send(where, f"rise: {words.rstrip('.')}", f"{words}\n\nOpen rise to see who.\n", alert["id"])


class _Dry(Tx):
    """A transaction that only asks: an alert that would be new counts, and is not written."""

    def __init__(self, tx: Tx) -> None:
        super().__init__(tx.connection, tx.fail)

    def insert(self, table: str, /, *, or_ignore: bool = False, **values: object) -> bool:
        """Would it be new? Asked of `alert` alone."""
        key = {name: values[name] for name in ("office_id", "caseworker_id", "way", "kind", "about")}
        where = " AND ".join(f"{name} = :{name}" for name in key)
        return self.one(f"SELECT 1 FROM alert WHERE {where}", **key) is None


def decide(tx: Tx, presence: Presence, at: int) -> int:
    """Who is told what at this moment; returns how many alerts that makes. `at` is milliseconds.

    Who writes from a number of nobody is the supervisors' to look after; where none of those is told anything, of all
    who read texts.
    """
    people = alerts.tellers(tx)
    if not people:
        return 0
    rules = {office_id: read_rules(tx, office_id) for office_id in {teller.office_id for teller in people}}
    urgent = {office_id: alerts.urgent_of(tx, office_id, at, its.urgent_minutes) for office_id, its in rules.items()}
    watched = {teller.office_id for teller in people if teller.role == Role.SUPERVISOR}
    made = 0
    for teller in people:
        is_absent = presence.is_absent(teller.office_id, teller.caseworker_id)
        made += _urgent(tx, teller, urgent[teller.office_id], rules[teller.office_id], presence, at)
        if is_absent:
            looks_after = Role.SUPERVISOR if teller.office_id in watched else Role.CASEWORKER
            made += _waiting(tx, teller, at, with_nobodys=teller.role == looks_after)
        if teller.role == Role.ADMINISTRATOR and (seq := alerts.stopped_since(tx, teller.office_id)) is not None:
            made += alerts.put_alert(tx, teller, AlertKind.STOPPED, str(seq), {}, at)
    return made


def _waiting(tx: Tx, teller: Teller, at: int, *, with_nobodys: bool) -> int:
    """At their times, while clients of theirs wait; `with_nobodys`: or anybody whose number is nobody's."""
    last_at = alerts.told_last(tx, teller, AlertKind.WAITING)
    about = occasion(teller.wanted, teller.zone, from_ms(at), None if last_at is None else from_ms(last_at))
    if about is None:
        return 0
    waiting = alerts.waiting_of(tx, teller.office_id, teller.caseworker_id, at, with_nobodys=with_nobodys)
    if not waiting.count:
        return 0
    if not teller.wanted.at_times and last_at is not None and waiting.newest_at <= last_at:
        return 0  # they know of all of these
    facts = {"waiting": waiting.count, "oldest_minutes": waiting.oldest_minutes}
    return alerts.put_alert(tx, teller, AlertKind.WAITING, about, facts, at)


def _urgent(tx: Tx, teller: Teller, urgent: list[Urgent], rules: OfficeRules, presence: Presence, at: int) -> int:
    """At once whoever sees the client and does not listen, and whoever is on call unless one of those does; in time a
    supervisor."""
    made = 0
    for text in urgent:
        minutes = (at - text.at) // 60_000
        theirs = [person for person in text.caseworkers if person]
        is_alone = all(presence.has_missed(text, person) for person in theirs)
        has_missed = presence.has_missed(text, teller.caseworker_id)
        is_called = teller.caseworker_id == rules.on_call_at(at) and is_alone
        if is_called or (teller.caseworker_id in theirs and has_missed):
            facts = {"oldest_minutes": minutes}
            made += alerts.put_alert(tx, teller, AlertKind.URGENT, text.message_id, facts, at)
        if teller.role == Role.SUPERVISOR and minutes >= rules.urgent_minutes:
            facts = {"oldest_minutes": minutes}
            made += alerts.put_alert(tx, teller, AlertKind.UNANSWERED, text.message_id, facts, at)
    return made
