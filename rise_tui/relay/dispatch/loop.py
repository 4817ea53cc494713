"""All that sends: a lane for every number of every office, and the look-ups of what is open."""

import asyncio
import logging
from contextlib import suppress

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.domain.ids import new_id
from rise_tui.relay.carriers.base import Carrier
from rise_tui.relay.carriers.media_links import MediaLinks
from rise_tui.relay.dispatch.account import Account
from rise_tui.relay.dispatch.lane import Lane
from rise_tui.relay.dispatch.posting import Posting, Terms
from rise_tui.relay.dispatch.reconcile import Reconcile
from rise_tui.relay.dispatch.retry import Trouble
from rise_tui.relay.dispatch.schedule import OfficeBell, rest
from rise_tui.relay.hub import Hub
from rise_tui.relay.store import hearing
from rise_tui.relay.store.claiming import senders
from rise_tui.relay.store.engine import Tx

log = logging.getLogger(__name__)

LOOK_FOR_SENDERS_S = 30.0
LOOK_S = 0.5
HEARD_S = 10.0
"""So long after its start the relay waits at most until it has heard what came while it was away."""
HEARD_AGAIN_S = 600.0
"""The same of a relay that was put back from a backup: much may have come since, and one try may fail."""
RESTORED_MS = 24 * 3_600_000
"""A relay that was put back so long ago has no more to hear of that."""


class Dispatch:
    """Takes texts from the line to the carrier for as long as it is open (`async with`)."""

    def __init__(
        self, hub: Hub, carrier: Carrier, clock: Clock, settings: Terms, has_heard: asyncio.Event | None = None
    ) -> None:
        """`has_heard`: nothing leaves before it is set, or `HEARD_S` are over: a STOP may have come meanwhile."""
        self.lanes: dict[str, Lane] = {}
        self.trouble = Trouble()
        self._hub = hub
        self._clock = clock
        self._terms = settings
        self._has_heard = has_heard
        self._name = new_id()
        links = MediaLinks(settings.public_url, carrier.name, hub.read(_media_secret))
        self._posting = Posting(hub, carrier, clock, settings, links, self.trouble)
        self._posting.alerts.resume(self.trouble)
        self.account = Account(self.trouble, self._posting.alerts, clock)
        self._reconcile = Reconcile(self._name, hub, carrier, clock, settings, self._posting, self._wake)
        self._tasks: list[asyncio.Task[None]] = []
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Dispatch":
        await self._reconcile.take_over()
        self._running = asyncio.create_task(self.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        for lane in self.lanes.values():
            lane.stop()
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        await asyncio.gather(*self._tasks)

    async def run(self) -> None:
        """Keep a lane for every sender, and settle what is open, until cancelled."""
        bell = OfficeBell("")
        self._hub.ears.add(bell)
        looking = asyncio.create_task(self._reconcile.run())
        try:
            if self._has_heard is not None:
                await rest(self._clock, self._has_heard, HEARD_S)
                await self._hear_again()
            while True:
                self._open_lanes()
                self._wake()  # the office's rules may let leave what waits
                await rest(self._clock, bell.is_woken, LOOK_FOR_SENDERS_S)
        finally:
            self._hub.ears.discard(bell)
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    async def _hear_again(self) -> None:
        """After a restore: until every number was listed once. Who said STOP since the backup stands only there."""
        until = self._clock.monotonic() + HEARD_AGAIN_S
        while self._clock.monotonic() < until:
            since = now_ms(self._clock) - RESTORED_MS
            if not self._hub.read(lambda tx, since=since: hearing.is_deaf(tx, since)):  # type: ignore[misc] # bound now
                return
            await self._clock.sleep(LOOK_S)
        log.warning("what came since the backup could not be listed; texts leave all the same")

    def _open_lanes(self) -> None:
        """A lane for each new sender, and each office's present pace for all."""
        for sender in self._hub.read(senders):
            lane = self.lanes.get(sender.e164)
            if lane is None:
                lane = Lane(self._name, sender, self._hub, self._clock, self._terms, self._posting, self.trouble)
                self.lanes[sender.e164] = lane
                self._tasks.append(asyncio.create_task(lane.run()))
            lane.set_pace(sender.segments_per_second)

    def _wake(self) -> None:
        for lane in self.lanes.values():
            lane.bell.is_woken.set()


def _media_secret(tx: Tx) -> str:
    row = tx.one("SELECT media_secret FROM instance")
    return "" if row is None else str(row["media_secret"])
