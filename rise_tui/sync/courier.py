"""Carries wishes to the relay: in order within a lane, some lanes at once, each until it has an answer."""

import asyncio
from dataclasses import dataclass

from rise_tui.domain.clock import Clock, from_wire, now_ms
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
from rise_tui.sync.answers import ComeBackLater, NoRelay, RefusedByRelay
from rise_tui.sync.backoff import Waits
from rise_tui.sync.relay_client import RelayClient
from rise_tui.sync.settling import TEXTS, Settling
from rise_tui.wire import routes
from rise_tui.wire.events import Answer
from rise_tui.wire.shapes import Problem

LANES = 6
"""Wishes under way at once."""
MEDIA = "media"
"""The kind of a wish that hands over the bytes of a photo or file; `ids` has `sha256`, `body` its `type`."""


@dataclass
class _Trouble:
    """A wish that got no answer: how often in a row, and when (monotonic) it is offered again."""

    failures: int
    until: float


class Courier:
    """Works off the outbox while the line is up. `poke` when something was put into it."""

    def __init__(self, store: Store, client: RelayClient, clock: Clock, waits: Waits, *, lanes: int = LANES) -> None:
        self.store, self.client, self.clock, self.waits, self.lanes = store, client, clock, waits, lanes
        self.last_seq = 0
        """The newest event that an answer named."""
        self._news = asyncio.Event()
        self._line = asyncio.Event()
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._troubles: dict[str, _Trouble] = {}
        self._idle = asyncio.Event()

    def poke(self) -> None:
        """There may be something to carry."""
        self._idle.clear()
        self._news.set()

    def line_is_up(self) -> None:
        """The relay answers: what rested because it did not may go at once."""
        self._troubles.clear()
        self._line.set()
        self.poke()

    def line_is_down(self) -> None:
        """The relay does not answer: nothing new is offered, so that it can still be taken back."""
        self._line.clear()

    async def is_idle(self) -> None:
        """Wait until there is nothing that could be offered now."""
        await self._idle.wait()

    async def run(self) -> None:
        """Carry for ever. Raises SignedOut as soon as the relay says so; every lane then stands still."""
        try:
            while True:
                await self._line.wait()
                self._news.clear()
                ticks = self.clock.monotonic()
                self._begin(ticks)
                if not self._under_way and not self._news.is_set():
                    self._idle.set()
                await self._wait(ticks)
        finally:
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _begin(self, ticks: float) -> None:
        """Start what may start at that moment (monotonic)."""
        for wish in self._ready(ticks):
            if len(self._under_way) >= self.lanes:
                return
            self._under_way[wish.write_id] = asyncio.create_task(self._carry(wish))

    def _ready(self, ticks: float) -> list[Wish]:
        now = now_ms(self.clock)
        resting = {write_id for write_id, trouble in self._troubles.items() if trouble.until > ticks}
        with self.store.reading() as session:
            without = resting | self._under_way.keys()
            return list(self.store.outbox.ready(session, now, limit=self.lanes, without=without))

    async def _wait(self, ticks: float) -> None:
        """Until there is news, a wish is done, or one that rested at `ticks` has rested enough.

        At that very moment, at which it was left out: one that has rested enough since must not be waited for in vain.
        """
        now = self.clock.monotonic()
        resting = [max(0.0, trouble.until - now) for trouble in self._troubles.values() if trouble.until > ticks]
        waiting = {*self._under_way.values(), asyncio.ensure_future(self._news.wait())}
        if resting and len(self._under_way) < self.lanes:
            waiting.add(asyncio.ensure_future(self.clock.sleep(min(resting))))
        tasks = set(self._under_way.values())
        try:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for extra in waiting - tasks:
                extra.cancel()
        for write_id in [write_id for write_id, task in self._under_way.items() if task in done]:
            self._under_way.pop(write_id).result()

    async def _carry(self, wish: Wish) -> None:
        """Offer one wish and settle it by its answer."""
        settling = Settling(self.store, now_ms(self.clock))
        if self._is_late(wish):
            with self.store.writing(is_durable=True) as session:
                if settling.too_late(session, wish):
                    return
        with self.store.writing(is_durable=True) as session:
            if not self.store.outbox.offer(session, wish.write_id):
                return  # withdrawn meanwhile
        try:
            answer = await self._put(wish)
        except RefusedByRelay as error:
            with self.store.writing(is_durable=True) as session:
                settling.refused(session, wish.write_id, error.problem)
        except NoRelay as error:
            self._rest(wish, error.after_s if isinstance(error, ComeBackLater) else None)
            return
        else:
            with self.store.writing(is_durable=wish.kind == "cancellation") as session:
                settling.accepted(session, wish.write_id, answer)
            self.last_seq = max(self.last_seq, answer.seq)
        self._troubles.pop(wish.write_id, None)

    async def _put(self, wish: Wish) -> Answer:
        if wish.kind == MEDIA:
            content = self.store.photo_file.get(wish.ids["sha256"])
            if content is None:
                raise RefusedByRelay(_gone())
            media_type = str(wish.body.get("type", "application/octet-stream"))
            return await self.client.put_media(wish.ids["sha256"], content, media_type, write_id=wish.write_id)
        if not _is_known(wish):
            raise RefusedByRelay(_unknown(wish.kind))
        return await self.client.put(wish.kind, wish.ids, wish.body, write_id=wish.write_id, if_match=wish.if_match)

    def _rest(self, wish: Wish, asked_s: float | None) -> None:
        """No answer: again after a while, for ever. Rests are by the monotonic clock, and a new line ends them."""
        known = self._troubles.get(wish.write_id)
        failures = 1 if known is None else known.failures + 1
        until = self.clock.monotonic() + self.waits.seconds(failures, asked_s)
        self._troubles[wish.write_id] = _Trouble(failures, until)

    def _is_late(self, wish: Wish) -> bool:
        """Is this a text that would come late? Once offered only the relay can tell."""
        expires_at = wish.body.get("expires_at")
        try:
            return wish.kind in TEXTS and expires_at is not None and from_wire(expires_at) < now_ms(self.clock)
        except (TypeError, ValueError):
            return False  # another version's way to write a time: the relay will say


def _is_known(wish: Wish) -> bool:
    """Does this version know the resource, and the wish all of its path?"""
    try:
        return bool(routes.RESOURCES[wish.kind].path(**wish.ids))
    except (KeyError, TypeError):
        return False


def _gone() -> Problem:
    return Problem(type="/problems/invalid", title="The photo is not on this machine any more", status=422)


def _unknown(kind: str) -> Problem:
    return Problem(
        type="/problems/invalid",
        title="Another version of rise has put this here",
        status=422,
        detail=f"This one does not know {kind}.",
        next_step="Upgrade rise on this machine.",
    )
