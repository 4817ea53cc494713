"""One spell of sync by whoever holds the role: the log down, wishes up, photos in, until somebody ends it."""

import asyncio
from collections.abc import Coroutine

from rise_tui.account import Account
from rise_tui.domain.clock import Clock
from rise_tui.domain.ids import new_id
from rise_tui.store.stirring import Listening
from rise_tui.store.store import Store
from rise_tui.sync.answers import NoRelay, RefusedByRelay, SignedOut, WrongRelay
from rise_tui.sync.backoff import Waits, rest
from rise_tui.sync.courier import Courier
from rise_tui.sync.courtesy import Courtesy
from rise_tui.sync.event_stream import EventStream, Heard
from rise_tui.sync.line import Line
from rise_tui.sync.photos import PhotoFetcher
from rise_tui.sync.relay_client import RelayClient
from rise_tui.sync.replica import EpochChanged, Replica, wipe
from rise_tui.sync.settling import in_words
from rise_tui.sync.taking import Reader

WIPED = "device-wiped"
CONFIRMATION = "wiped"
"""The kind of wish by which a wiped machine says that it is empty."""


class Sitting:
    """Sync for one account over one client; made for each spell, and not used again."""

    def __init__(
        self,
        store: Store,
        client: RelayClient,
        account: Account,
        clock: Clock,
        waits: Waits,
        courtesy: Courtesy | None = None,
    ) -> None:
        """`courtesy`: to whom the log's events give way."""
        self.store, self.client, self.account, self.clock, self.waits = store, client, account, clock, waits
        self.line = Line(store, clock)
        self.courier = Courier(store, client, clock, waits)
        self.photos = PhotoFetcher(store, client, clock, waits)
        self.stream = EventStream(client, clock)
        self.replica = Replica(store, client, Reader(account.caseworker_id), clock, courtesy)
        self.applied = 0
        self.caught_up = asyncio.Event()
        """Set once everything up to now is here."""
        self.missed = asyncio.Event()
        """Set once the relay did not answer."""
        self._hurry = asyncio.Event()
        self._failures = 0

    def poke(self) -> None:
        """Something was put into the outbox, or somebody does not want to wait for the next try."""
        self._hurry.set()
        self.courier.poke()

    async def run(self) -> None:
        """Sync until cancelled. Raises SignedOut; the line then says so, and a wiped device has forgotten all."""
        self.line.begin()
        photos = (self.photos.run(), self.photos.run_wanted())
        parts = [self._down(), self.courier.run(), *photos, self._listen()]
        try:
            await _together(parts)
        except SignedOut as error:
            self.line.signed_out(error.kind)
            if error.kind == WIPED:
                wipe(self.store)
                await self._confirm_wiped()
            raise
        finally:
            self.line.end()

    async def _confirm_wiped(self) -> None:
        """Tell the office that nothing of it is on this machine any more, until it has heard that.

        Cut short, this sign-in is not closed: the next start finds nothing, is told again to wipe, and confirms then.
        """
        write_id, failures = new_id(), 0
        while True:
            try:
                await self.client.put(CONFIRMATION, {}, {}, write_id=write_id)
            except (SignedOut, RefusedByRelay):
                return  # it was heard before, or the office is too old to be told
            except NoRelay:
                failures += 1
                await self.clock.sleep(self.waits.seconds(failures))
            else:
                return

    async def _down(self) -> None:
        """Follow the log for ever, over as many connections as it takes."""
        while True:
            self._hurry.clear()
            try:
                await self._follow()
            except EpochChanged:
                continue  # the next round asks which epoch it is, and loads the snapshot
            except (NoRelay, RefusedByRelay) as error:
                self._lost(in_words(error.problem) if isinstance(error, RefusedByRelay) else error.sentence)
            self._failures += 1
            await rest(self.clock, self.waits.seconds(self._failures), self._hurry)

    async def _follow(self) -> None:
        me = await self.client.me()
        if me.instance_id != self.account.instance_id or me.caseworker_id != self.account.caseworker_id:
            raise WrongRelay(self.client.url)
        self.replica.me = Reader(me.caseworker_id, me.role, me.device_id)
        self.line.heard(is_live=False)
        self.courier.line_is_up()
        after = await self.replica.begin(me.epoch)
        self.photos.poke()
        await self.stream.follow(after, self._take)

    async def _take(self, heard: Heard) -> None:
        await self.replica.take(heard)
        self.applied = self.replica.applied
        self._failures = 0
        self.line.heard(heard.is_live)
        if any(event.type == "MediaStored" for event in heard.events):
            self.photos.poke()
        if heard.is_live:
            self.caught_up.set()

    def _lost(self, why: str) -> None:
        self.courier.line_is_down()
        self.line.lost(why)
        self.missed.set()

    async def _listen(self) -> None:
        """Notice what other processes and windows put into the outbox, and which photo they look at."""
        bell, stirred = self.store.bell(), asyncio.Event()
        listening = Listening(self.store.folder, stirred.set)
        try:
            while await stirred.wait():
                stirred.clear()
                topics = bell.topics()
                if "outbox" in topics:
                    self.courier.poke()
                if "photo" in topics:
                    self.photos.look()
        finally:
            listening.end()
            bell.close()


async def _together(parts: list[Coroutine[None, None, None]]) -> None:
    """Run all until the first one fails, end the others, and raise what that one raised."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
