"""The log as it comes down: nothing missing, nothing twice, whatever the line and what stands on it do."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from rise_tui.domain.clock import SystemClock
from rise_tui.sync.answers import ComeBackLater
from rise_tui.sync.event_stream import EventStream, Heard
from rise_tui.sync.relay_client import RelayClient
from tests.sync.small_relay import TOKEN, SmallRelay


@pytest.fixture
async def client(relay: SmallRelay) -> AsyncIterator[RelayClient]:
    client = RelayClient(relay.url, TOKEN, relay.instance_id, answer_s=5, quiet_s=5)
    yield client
    await client.aclose()


class Follower:
    """Follows from 0 and remembers; `until` says when a test has seen enough."""

    def __init__(self, stream: EventStream) -> None:
        self.stream = stream
        self.heard: list[Heard] = []
        self.after = 0
        self.came = asyncio.Event()

    @property
    def seqs(self) -> list[int]:
        return [event.seq for heard in self.heard for event in heard.events]

    async def take(self, heard: Heard) -> None:
        self.heard.append(heard)
        self.after = heard.next
        self.came.set()

    async def until(self, enough: Any) -> None:
        """Follow, again after every break, until `enough()`."""

        async def follow() -> None:
            while True:
                try:
                    await self.stream.follow(self.after, self.take)
                except ComeBackLater:
                    await asyncio.sleep(0)

        following = asyncio.create_task(follow())
        try:
            async with asyncio.timeout(20):
                while not enough():
                    self.came.clear()
                    await self.came.wait()
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


def follower(client: RelayClient, **more: Any) -> Follower:
    return Follower(EventStream(client, SystemClock(), **more))


async def test_pages_first_then_what_happens(relay: SmallRelay, client: RelayClient) -> None:
    for _ in range(25):
        relay.happens("OfficeChanged")
    seen = follower(client, page=10)

    def enough() -> bool:
        if len(seen.heard) == 4:  # three pages, and the stream has begun
            relay.happens("OfficeChanged")
        return len(seen.seqs) == 26

    await seen.until(enough)
    assert seen.seqs == list(range(1, 27))
    assert [heard.is_live for heard in seen.heard[:2]] == [False, False]
    assert not seen.stream.is_polling


async def test_a_burst_on_the_stream_is_handed_over_together(relay: SmallRelay, client: RelayClient) -> None:
    seen = follower(client)

    def enough() -> bool:
        if seen.heard and relay.seq == 0 and len(seen.heard) > 1:  # the stream has begun
            for _ in range(400):
                relay.log.append(relay.event("OfficeChanged"))
            relay.wake()
        return len(seen.seqs) == 400

    await seen.until(enough)
    batches = [len(heard.events) for heard in seen.heard if heard.events]
    assert max(batches) == 50
    assert len(batches) < 40
    assert seen.seqs == list(range(1, 401))


async def test_what_was_filtered_out_moves_the_cursor(relay: SmallRelay, client: RelayClient) -> None:
    relay.seq = 7_000
    relay.happens("OfficeChanged")
    relay.seq = 9_000
    seen = follower(client)
    await seen.until(lambda: seen.after == 9_000 and seen.heard[-1].is_live)
    assert seen.seqs == [7_001]


async def test_a_relay_that_closes_the_stream_loses_nothing(relay: SmallRelay, client: RelayClient) -> None:
    seen = follower(client)

    def enough() -> bool:
        if len(seen.seqs) < 5:
            relay.happens("OfficeChanged")
            relay.hang_up()
        return len(seen.seqs) >= 5

    await seen.until(enough)
    assert seen.seqs[:5] == [1, 2, 3, 4, 5]


async def test_where_a_proxy_turns_the_stream_into_pages_it_polls(relay: SmallRelay, client: RelayClient) -> None:
    relay.streams = False
    seen = follower(client, wait_s=5)

    def enough() -> bool:
        if seen.stream.is_polling and len(seen.seqs) < 3:
            relay.happens("OfficeChanged")
        return len(seen.seqs) >= 3

    await seen.until(enough)
    assert seen.stream.is_polling
    assert seen.seqs == [1, 2, 3]


async def test_where_a_proxy_keeps_the_stream_back_it_polls(relay: SmallRelay, client: RelayClient) -> None:
    def held(request: Request) -> Response | None:
        if "text/event-stream" not in request.headers["accept"]:
            return None

        async def nothing() -> AsyncIterator[bytes]:
            while not relay.is_closing:
                relay.news.clear()
                await relay.news.wait()
            yield b""

        return StreamingResponse(nothing(), media_type="text/event-stream")

    relay.before = held
    seen = follower(client, first_word_s=0.2, wait_s=1)
    relay.happens("OfficeChanged")
    await seen.until(lambda: seen.stream.is_polling and len(seen.heard) > 1)
    assert seen.seqs == [1]


async def test_the_epoch_of_the_stream_is_told(relay: SmallRelay, client: RelayClient) -> None:
    seen = follower(client)

    def enough() -> bool:
        if len(seen.heard) == 2:
            relay.epoch = "00000000-0000-7000-8000-00000000e002"
            relay.hang_up()
        return {heard.epoch[-1] for heard in seen.heard} == {"1", "2"}

    await seen.until(enough)
