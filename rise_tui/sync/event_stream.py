"""The log as it comes down: pages until nothing is missing, then the stream, or long polls where a proxy breaks it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from httpx_sse import EventSource, ServerSentEvent, SSEError

from rise_tui.domain.clock import Clock
from rise_tui.sync.answers import ComeBackLater
from rise_tui.sync.relay_client import RelayClient
from rise_tui.wire.events import Cursor, Event, Page

BATCH = 50
"""Events that are handed over together at most: what one transaction takes."""
SHORT_LIFE_S = 5.0
"""A stream that ends sooner was cut by something on the way."""
CUTS = 3
"""So many of them in a row, and the stream is given up for a while."""
POLL_FOR_S = 600.0
"""How long the app polls before it tries a stream again, in seconds."""


@dataclass(frozen=True)
class Heard:
    """A stretch of the log: its events, the last number looked at, and whether the relay has no more for now."""

    epoch: str
    events: tuple[Event, ...]
    next: int
    is_live: bool


Take = Callable[[Heard], Awaitable[None]]


class _Broken(Exception):
    """Something on the way does not let a stream through."""


class EventStream:
    """Follows the log of one relay."""

    def __init__(
        self, client: RelayClient, clock: Clock, *, page: int = 500, wait_s: int = 25, first_word_s: float = 10.0
    ) -> None:
        self.client, self.clock = client, clock
        self.page, self.wait_s, self.first_word_s = page, wait_s, first_word_s
        self._poll_until = 0.0
        self._cuts = 0
        self._began = 0.0
        self._heard = 0

    @property
    def is_polling(self) -> bool:
        """Are these long polls, because a stream did not come through?"""
        return self.clock.monotonic() < self._poll_until

    async def follow(self, after: int, take: Take) -> None:
        """Hand over everything after `after`, in order, as it happens; returns only by an exception of the client's."""
        while True:
            after = await self._catch_up(after, take)
            if self.is_polling:
                after = await self._poll(after, take)
                continue
            self._began, self._heard = self.clock.monotonic(), 0
            try:
                after = await self._stream(after, take)
            except _Broken:
                self._poll_until = self.clock.monotonic() + POLL_FOR_S
            except ComeBackLater:
                self._count_cut()
                raise
            else:
                self._count_cut()

    def _count_cut(self) -> None:
        """A stream that ended at once, or said nothing after its first word, was cut or kept back on the way."""
        is_cut = self._heard < 2 or self.clock.monotonic() - self._began < SHORT_LIFE_S
        self._cuts = self._cuts + 1 if is_cut else 0
        if self._cuts >= CUTS:
            self._cuts, self._poll_until = 0, self.clock.monotonic() + POLL_FOR_S

    async def _catch_up(self, after: int, take: Take) -> int:
        while True:
            page = await self.client.events(after, limit=self.page)
            is_live = len(page.events) < self.page and page.next - after < self.page
            after = await self._hand_over(page, is_live, take)
            if is_live:
                return after

    async def _poll(self, after: int, take: Take) -> int:
        page = await self.client.events(after, limit=self.page, wait=self.wait_s)
        return await self._hand_over(page, len(page.events) < self.page, take)

    async def _hand_over(self, page: Page, is_live: bool, take: Take) -> int:
        for start in range(0, max(len(page.events), 1), BATCH):
            events = tuple(page.events[start : start + BATCH])
            is_last = start + BATCH >= len(page.events)
            await take(Heard(page.epoch, events, page.next if is_last else events[-1].seq, is_live and is_last))
        return page.next

    async def _stream(self, after: int, take: Take) -> int:
        """Listen until the relay closes the stream; a stream that fails after its first word raises ComeBackLater."""
        async with self.client.listen(after) as source:
            words = _words(source)
            try:
                async with asyncio.timeout(self.first_word_s):
                    first = await anext(words, None)
            except (TimeoutError, SSEError) as error:
                raise _Broken from error
            if first is None:
                raise _Broken
            return await self._listen(first, words, after, take)

    async def _listen(
        self, first: ServerSentEvent, words: AsyncIterator[ServerSentEvent], after: int, take: Take
    ) -> int:
        if first.event != "cursor":
            raise _Broken
        epoch = Cursor.model_validate_json(first.data).epoch
        word: ServerSentEvent | None = first
        ahead = asyncio.ensure_future(_next(words))
        try:
            while word is not None:
                events: list[Event] = []
                while word is not None:
                    self._heard += 1
                    if word.event == "cursor":
                        cursor = Cursor.model_validate_json(word.data)
                        epoch, after = cursor.epoch, max(after, cursor.next)
                    elif word.data:
                        events.append(Event.model_validate_json(word.data))
                        after = max(after, events[-1].seq)
                    await asyncio.wait({ahead}, timeout=0)
                    if not ahead.done() or len(events) >= BATCH:
                        break  # nothing more has arrived, or it is enough for one transaction
                    word = ahead.result()
                    if word is not None:
                        ahead = asyncio.ensure_future(_next(words))
                await take(Heard(epoch, tuple(events), after, True))
                if word is not None:
                    word = await ahead
                    if word is not None:
                        ahead = asyncio.ensure_future(_next(words))
            return after
        finally:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)


async def _words(source: EventSource) -> AsyncIterator[ServerSentEvent]:
    """What the stream says, without its comments."""
    async for word in source.aiter_sse():
        yield word


async def _next(words: AsyncIterator[ServerSentEvent]) -> ServerSentEvent | None:
    return await anext(words, None)
