"""Brings the bytes of photos and files to this machine, the newest first, and keeps only what has the right hash."""

import asyncio
import hashlib
from collections import Counter

from rise_tui.domain.clock import Clock
from rise_tui.store.changes import Change
from rise_tui.store.photos import Medium
from rise_tui.store.store import Store
from rise_tui.sync.answers import NoRelay, RefusedByRelay, TooMuch
from rise_tui.sync.backoff import Waits, rest
from rise_tui.sync.relay_client import MEDIA_LIMIT, RelayClient

AT_ONCE = 2
"""Photos under way at once: texts go first on a narrow line."""
WINDOW = 50
"""The newest missing ones that are looked at."""


class PhotoFetcher:
    """Fetches what the replica names and this machine lacks: only of clients one sees, for there is no other here."""

    def __init__(
        self, store: Store, client: RelayClient, clock: Clock, waits: Waits, *, most_bytes: int = MEDIA_LIMIT
    ) -> None:
        self.store, self.client, self.clock, self.waits, self.most_bytes = store, client, clock, waits, most_bytes
        self._news = asyncio.Event()
        self._given_up: set[str] = set()
        self._missed: Counter[str] = Counter()
        """How often each was asked for in vain: one that never comes does not hold up the others."""
        self._failures = 0
        self._idle = asyncio.Event()
        self._wish = asyncio.Event()
        self._under_way: set[str] = set()

    def poke(self) -> None:
        """There may be new ones."""
        self._idle.clear()
        self._news.set()

    def look(self) -> None:
        """Somebody may be waiting for one that they look at."""
        self._wish.set()

    async def run_wanted(self) -> None:
        """Fetch for ever what somebody waits for, beside whatever else is under way. Raises SignedOut."""
        while True:
            self._wish.clear()
            for sha256 in self.store.photo_file.wanted():
                if sha256 not in self._given_up | self._under_way:
                    await self._fetch(sha256)
            await self._wish.wait()

    async def is_idle(self) -> None:
        """Wait until nothing is missing, or the relay did not answer."""
        await self._idle.wait()

    async def run(self) -> None:
        """Fetch for ever. Raises SignedOut."""
        while True:
            self._news.clear()
            if await self.fetch_some():
                continue
            if not self._news.is_set():
                self._idle.set()
            if self._failures:
                await rest(self.clock, self.waits.seconds(self._failures), self._news)
            else:
                await self._news.wait()

    async def fetch_some(self) -> bool:
        """Fetch the newest ones that are missing. False when there were none, or the relay did not answer."""
        hashes = self._missing()[:AT_ONCE]
        if not hashes:
            self._failures = 0
            return False
        fetched = await asyncio.gather(*(self._fetch(sha256) for sha256 in hashes))
        self._failures = 0 if any(fetched) else self._failures + 1
        return any(fetched)

    @property
    def _window(self) -> int:
        return WINDOW + len(self._given_up) + len(self._missed)

    def _missing(self) -> list[str]:
        """What is looked at first, then the newest; what was asked for in vain comes after what was not."""
        with self.store.reading() as session:
            missing: list[Medium] = list(self.store.photos.missing(session, self._window))
        hashes = dict.fromkeys(self.store.photo_file.wanted())
        hashes |= dict.fromkeys(medium.sha256 for medium in missing if medium.sha256 is not None)
        left_out = self._given_up | self._under_way
        return sorted((sha256 for sha256 in hashes if sha256 not in left_out), key=lambda sha256: self._missed[sha256])

    async def _fetch(self, sha256: str) -> bool:
        """True when it need not be asked for again."""
        self._under_way.add(sha256)
        try:
            return await self._fetch_one(sha256)
        finally:
            self._under_way.discard(sha256)

    async def _fetch_one(self, sha256: str) -> bool:
        content = self.store.photo_file.get(sha256)
        if content is None:
            try:
                content = await self.client.get_media(sha256, most_bytes=self.most_bytes)
            except RefusedByRelay:
                self._given_up.add(sha256)  # purged, or not ours any more; until the next start
                return True
            except TooMuch:
                self._given_up.add(sha256)
                return True
            except NoRelay:
                self._missed[sha256] += 1
                return False
            if hashlib.sha256(content).hexdigest() != sha256:
                self._missed[sha256] += 1
                return False  # cut short, or changed on the way: never kept as good
            self.store.photo_file.put(sha256, content)
        self._arrived(sha256)
        return True

    def _arrived(self, sha256: str) -> None:
        with self.store.writing() as session:
            for medium in self.store.photos.arrived(session, sha256):
                self.store.ring(session, Change("photo", medium.client_id), Change("thread", medium.client_id))
