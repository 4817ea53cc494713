"""What the relay does by itself for its records: the office's period, purges to their end, and the audit log's hash."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.relay.acts import Busy, DiskFull, Shut
from rise_tui.relay.hub import Hub
from rise_tui.relay.records.daily_heads import Heads
from rise_tui.relay.records.heads import Leaving
from rise_tui.relay.store.doomed_files import has_doomed, remove_doomed
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.media import MediaFolder
from rise_tui.relay.store.purge_scope import has_old
from rise_tui.relay.store.purging import Place, Purge, begin, finish, purge_some, under_way
from rise_tui.wire.codec import from_json

log = logging.getLogger(__name__)

LOOK_S = 60.0
"""Seconds between two looks."""
DAY_MS = 24 * 3600 * 1000
EMPTYING_TRIES = 10
EMPTYING_PAUSE_S = 1.0


class Sweeping:
    """Looks after the records again and again (`async with watching()`)."""

    def __init__(self, hub: Hub, clock: Clock, folder: MediaFolder, leaving: Leaving | None = None) -> None:
        """`leaving`: by which ways the audit log's hash leaves once a day; None: to the apps alone."""
        self._hub = hub
        self._clock = clock
        self._folder = folder
        self._heads = Heads(hub, clock, leaving)
        self._looked_at: dict[str, int] = {}

    def watching(self) -> AbstractAsyncContextManager[None]:
        """Look for as long as it is open."""
        return self._watching()

    @asynccontextmanager
    async def _watching(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        while True:
            try:
                await self.look_round()
            except (Busy, DiskFull, sqlite3.Error) as error:
                log.warning("the records wait: %s", type(error).__name__)
            except Shut:
                return
            except Exception as error:  # noqa: BLE001 - the next round tries again; the type alone is told
                log.error("the records could not be looked after: %s", type(error).__name__)
            await self._clock.sleep(LOOK_S)

    async def look_round(self) -> None:
        """Everything that is due now, once."""
        for office_id, days in self._hub.read(_periods):
            await self._keep_period(office_id, days)
        is_less = False
        for purge in self._hub.read(under_way):
            await self._carry_out(purge)
            is_less = True
        while self._hub.read(has_doomed) and await self._hub.write(self._remove_files):
            is_less = True
        if is_less:
            await self._empty_log()
        await self._heads.let_out()

    async def _carry_out(self, purge: Purge) -> None:
        """Take a purge to its end, step by step; others write in between."""
        place, is_more = Place(), True
        while is_more:
            is_more = await self._hub.write(lambda tx: purge_some(tx, purge, now_ms(self._clock), place))
        await self._hub.write(lambda tx: finish(tx, purge, now_ms(self._clock)))

    async def _empty_log(self) -> None:
        """What was purged stands in the write-ahead log until that is emptied too."""
        for _ in range(EMPTYING_TRIES):
            if await self._hub.empty_log():
                return
            await self._clock.sleep(EMPTYING_PAUSE_S)
        log.warning("what was purged still stands in the write-ahead log: somebody reads it all the time")

    async def _keep_period(self, office_id: str, days: int) -> None:
        """Once a day, if anything is older than the office keeps it."""
        at = now_ms(self._clock)
        if at - self._looked_at.get(office_id, at - DAY_MS) < DAY_MS:
            return
        self._looked_at[office_id] = at
        before = at - days * DAY_MS
        if self._hub.read(lambda tx: has_old(tx, office_id, before)):
            await self._hub.write(lambda tx: begin(tx, office_id, by="relay", at=at, before_at=before))

    def _remove_files(self, tx: Tx) -> bool:
        return remove_doomed(tx, self._folder, now_ms(self._clock)) > 0


def _periods(tx: Tx) -> list[tuple[str, int]]:
    """The offices that do not keep everything for ever, and for how many days they do."""
    rows = tx.all("SELECT office_id, rules FROM office")
    kept = [(row["office_id"], OfficeRules.of(from_json(row["rules"])).retention_days) for row in rows]
    return [(office_id, days) for office_id, days in kept if days > 0]
