"""Photos come in over a real socket, whatever becomes of one of them."""

import asyncio
from pathlib import Path

from rise_tui.domain.clock import SystemClock
from rise_tui.store.store import Store
from rise_tui.sync.backoff import Backoff
from rise_tui.sync.inbound import apply_all
from rise_tui.sync.photos import AT_ONCE, PhotoFetcher
from rise_tui.sync.relay_client import RelayClient
from tests.sync.people import ME, Log
from tests.sync.small_relay import START_MS, TOKEN, SmallRelay, sha256


async def test_photos_that_never_come_right_do_not_hold_up_the_others(tmp_path: Path) -> None:
    log = Log()
    dana = log.client("Dana")
    contents = [f"photo {number}".encode() for number in range(AT_ONCE + 3)]
    for content in contents:
        message_id = log.received(dana, "here", media=[{"index": 0}]).data["message_id"]
        stored = {"sha256": sha256(content), "type": "image/png", "bytes": len(content)}
        log.add("MediaStored", dana, "relay", message_id=message_id, index=0, **stored)
    broken = contents[-AT_ONCE:]
    with SmallRelay() as relay, Store(tmp_path, wait_ms=5_000) as store:
        relay.media = {sha256(content): b"cut" if content in broken else content for content in contents}
        with store.writing() as session:
            apply_all(session, store, log.events, ME, START_MS)
        client = RelayClient(relay.url, TOKEN, relay.instance_id, answer_s=5)
        fetcher = PhotoFetcher(store, client, SystemClock(), Backoff())
        assert not await fetcher.fetch_some(), "the newest are the broken ones"
        while await fetcher.fetch_some():
            pass
        await client.aclose()
        for content in contents:
            assert store.photo_file.get(sha256(content)) == (None if content in broken else content)


async def test_a_photo_that_somebody_looks_at_comes_before_all_others(tmp_path: Path) -> None:
    log = Log()
    dana = log.client("Dana")
    contents = [f"photo {number}".encode() for number in range(AT_ONCE + 4)]
    for content in contents:
        message_id = log.received(dana, "here", media=[{"index": 0}]).data["message_id"]
        stored = {"sha256": sha256(content), "type": "image/png", "bytes": len(content)}
        log.add("MediaStored", dana, "relay", message_id=message_id, index=0, **stored)
    oldest, second = (sha256(content) for content in contents[:2])
    with SmallRelay() as relay, Store(tmp_path, wait_ms=5_000) as store:
        relay.media = {sha256(content): content for content in contents}
        with store.writing() as session:
            apply_all(session, store, log.events, ME, START_MS)
        client = RelayClient(relay.url, TOKEN, relay.instance_id, answer_s=5)
        fetcher = PhotoFetcher(store, client, SystemClock(), Backoff())
        store.photo_file.want(oldest)
        assert await fetcher.fetch_some()
        assert store.photo_file.get(oldest) == contents[0]
        assert store.photo_file.wanted() == []
        beside = asyncio.create_task(fetcher.run_wanted())
        bell = store.bell()
        store.photo_file.want(second)
        fetcher.look()
        while not any(change.topic == "photo" for change in bell.heard()):  # noqa: ASYNC110  # the store's bell is no Event
            await asyncio.sleep(0)
        beside.cancel()
        bell.close()
        await client.aclose()
        assert store.photo_file.get(second) == contents[1]
        assert store.photo_file.get(sha256(contents[2])) is None
