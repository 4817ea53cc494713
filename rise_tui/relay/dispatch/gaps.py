"""Heals gaps: lists what came to the carrier, and takes in what no webhook brought, also after a restore."""

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from rise_tui.domain.clock import Clock, from_ms, now_ms
from rise_tui.relay.acts import Busy, DiskFull, Shut
from rise_tui.relay.carriers.base import AccountStopped, Carrier, Inbound, Listed, NotTold
from rise_tui.relay.dispatch.account import Account
from rise_tui.relay.dispatch.rounds import going_round
from rise_tui.relay.hub import Hub
from rise_tui.relay.store import hearing
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.hearing import OurNumber

log = logging.getLogger(__name__)

OVERLAP = timedelta(hours=1)
"""What is listed again each time: a carrier's list may lag behind, and the two clocks need not agree."""
AT_ONCE = 50
"""Texts taken in by one transaction."""


@dataclass(frozen=True)
class Intake:
    """How a text is taken in: `accept` in a transaction (how many were new); `on_media`: photos may be wanted.

    `on_looked`: every number was looked at, or could not be.
    """

    accept: Callable[[Tx, list[Inbound], int], int]
    on_media: Callable[[], None]
    on_looked: Callable[[], None] = lambda: None


class Gaps:
    """Looks at the carrier's list of every number at the start and then again and again (`async with watching()`).

    A webhook may come at the same moment: the text is stored once, by whoever is first. A text that is known is never
    touched, and one that was purged never comes back.
    """

    def __init__(
        self, hub: Hub, carrier: Carrier, clock: Clock, account: Account, intake: Intake, every_seconds: float
    ) -> None:
        self._hub = hub
        self._carrier = carrier
        self._clock = clock
        self._account = account
        self._intake = intake
        self._every = every_seconds

    def watching(self) -> AbstractAsyncContextManager[None]:
        """Look for as long as it is open."""
        return going_round(self._look, self._every, self._clock, "looking for missing texts")

    async def _look(self) -> None:
        try:
            await self.look_round()
        finally:
            self._intake.on_looked()

    async def look_round(self) -> int:
        """Look at every number once; returns how many texts were missing and are here now."""
        found = 0
        for number in self._hub.read(hearing.numbers):
            try:
                found += await self._heal(number)
            except NotTold as error:
                log.warning("what came to the carrier could not be listed: %s", error)
            except AccountStopped as stopped:
                await self._account.refused(stopped.code)
                return found
            else:
                await self._account.admitted()
        return found

    async def _heal(self, number: OurNumber) -> int:
        """Take in what this number misses, oldest first. The cursor moves only once all of it is stored."""
        began_at = now_ms(self._clock)
        heard = self._hub.read(lambda tx: hearing.heard_until(tx, number, began_at))
        missing = await self._missing(number, min(heard, began_at))
        found, is_whole = 0, True
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            texts = [text for one in some if (text := await self._whole(one)) is not None]
            stored = await self._store(texts)
            is_whole = is_whole and len(some) == len(texts) == len(stored)
            found += sum(stored)
            if any(text.media for text in texts):
                self._intake.on_media()
        if is_whole:
            await self._hub.write(lambda tx: hearing.heard(tx, number, began_at))
        if found == 1:
            log.warning("a text that no webhook had brought was taken in")
        elif found:
            log.warning("%d texts that no webhook had brought were taken in", found)
        return found

    async def _store(self, texts: list[Inbound]) -> list[int]:
        """How many were new, for all together or for each; one at which we fail keeps no other back."""
        try:
            return [await self._hub.write(partial(self._take_in, texts)), *[0] * (len(texts) - 1)] if texts else []
        except (Busy, DiskFull, Shut):
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours in one text; a STOP may be among the others
            log.error("a missing text could not be taken in: %s", type(error).__name__)
        if len(texts) == 1:
            return []
        return [new for text in texts for new in await self._store([text])]

    async def _missing(self, number: OurNumber, heard_until_at: int) -> list[Listed]:
        """What the carrier lists and nobody here knows, oldest first."""
        missing: dict[str, Listed] = {}
        since = from_ms(heard_until_at) - OVERLAP
        async with aclosing(self._carrier.received(number.e164, since)) as pages:
            async for page in pages:
                ids = [one.text.carrier_id for one in page]
                known = self._hub.read(partial(self._known, number, ids))
                missing |= {one.text.carrier_id: one for one in page if one.text.carrier_id not in known}
        newest_first = sorted(missing.values(), key=_came_at, reverse=True)  # of one second, in the list's own order
        return newest_first[::-1]

    async def _whole(self, listed: Listed) -> Inbound | None:
        """The text with where its photos are; None while that cannot be told: it waits for the next round, alone."""
        if not listed.media:
            return listed.text
        try:
            return replace(listed.text, media=await self._carrier.attached(listed.text.carrier_id))
        except NotTold as error:
            log.warning("the photos of a missing text could not be listed: %s", error)
            return None

    def _known(self, number: OurNumber, carrier_ids: list[str], tx: Tx) -> frozenset[str]:
        return hearing.known(tx, number.office_id, self._carrier.name, carrier_ids)

    def _take_in(self, texts: list[Inbound], tx: Tx) -> int:
        return self._intake.accept(tx, texts, now_ms(self._clock))


def _came_at(listed: Listed) -> float:
    return listed.came_at.timestamp()
