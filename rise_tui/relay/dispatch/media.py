"""Fetches the photos that texts brought: works off the rows in state `wanted`, also those of an earlier life."""

import asyncio
import logging
import sqlite3
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Literal

from rise_tui.domain.clock import now_ms
from rise_tui.relay.acts import Busy, DiskFull, Shut
from rise_tui.relay.carriers.base import Carrier, MediaRef, MediaRefused, MediaUnready
from rise_tui.relay.failpoints import ArmedFailure
from rise_tui.relay.hub import Hub
from rise_tui.relay.store import event_log
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.media import MediaFolder, Part, TooLarge
from rise_tui.relay.store.sniffing import Sniffed, sniff

log = logging.getLogger(__name__)

AT_ONCE = 4
PATIENCE_S = 300.0
"""How long one photo may take to come."""
TRIES = 5
PAUSES_S = (2.0, 15.0, 60.0, 300.0)
"""After the first, second, third and fourth time that a photo did not come whole."""
OUTAGE_MS = (2_000, 900_000)
"""While the carrier cannot be asked: half of the photo's age, within these."""
GIVE_UP_MS = 7 * 24 * 3_600_000
LOOK_S = 5.0

Reason = Literal["incomplete", "too_large", "refused"]
Key = tuple[str, str, int]


@dataclass(frozen=True)
class Wanted:
    """A photo that is still to be fetched; times are milliseconds."""

    office_id: str
    message_id: str
    position: int
    url: str
    declared_type: str
    attempts: int
    since_at: int
    conversation_id: str

    @property
    def key(self) -> Key:
        """Which one it is."""
        return self.office_id, self.message_id, self.position


@dataclass(frozen=True)
class _Stored:
    sniffed: Sniffed
    sha256: str
    bytes: int


@dataclass(frozen=True)
class _Failed:
    """`reason` None: it may come later. What has come is noted, never filed."""

    reason: Reason | None
    sha256: str | None = None
    bytes: int | None = None
    is_counted: bool = True


class MediaFetcher:
    """Fetches photos in the background, a few at once, each at most five times unless the carrier is out of reach."""

    def __init__(self, hub: Hub, carrier: Carrier, folder: MediaFolder, limit: int) -> None:
        """`limit`: the most bytes a photo may have."""
        self.hub = hub
        self._carrier = carrier
        self._folder = folder
        self._limit = limit
        self._is_wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._under_way: dict[Key, asyncio.Task[None]] = {}

    async def __aenter__(self) -> "MediaFetcher":
        self._folder.sweep()
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = [*self._under_way.values(), *([self._task] if self._task is not None else [])]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def wake(self) -> None:
        """There is something new to fetch."""
        self._is_wanted.set()

    async def sweep(self) -> int:
        """Try all photos that are due now, once each; returns how many that were."""
        tried: set[Key] = set()
        while True:
            tried |= self._start_due(but=tried)
            if not self._under_way:
                return len(tried)
            await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    async def _run(self) -> None:
        while True:
            self._is_wanted.clear()
            try:
                self._start_due(but=set())
            except sqlite3.Error as error:
                log.error("wanted photos could not be read: %s", type(error).__name__)
            waking = asyncio.create_task(self._is_wanted.wait())
            try:
                await asyncio.wait(
                    {waking, *self._under_way.values()}, timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                waking.cancel()

    def _start_due(self, but: set[Key]) -> set[Key]:
        """Begin with what is due, as far as there is room; a slow photo never keeps the others waiting."""
        started: set[Key] = set()
        for wanted in self.hub.read(self._due):
            if wanted.key in but or wanted.key in self._under_way or len(self._under_way) >= AT_ONCE:
                continue
            task = asyncio.create_task(self._fetch(wanted))
            self._under_way[wanted.key] = task
            task.add_done_callback(partial(self._ended, wanted.key))
            started.add(wanted.key)
        return started

    def _ended(self, key: Key, _: "asyncio.Task[None]") -> None:
        self._under_way.pop(key, None)

    def _due(self, tx: Tx) -> list[Wanted]:
        now = now_ms(self.hub.clock)
        rows = tx.all(
            "SELECT d.office_id, d.message_id, d.position, d.url, d.declared_type, d.attempts, m.at, m.conversation_id"
            " FROM medium d JOIN message m ON m.office_id = d.office_id AND m.id = d.message_id"
            " WHERE d.state = 'wanted' AND (d.next_try_at <= :now OR d.next_try_at > :far)"
            " ORDER BY d.next_try_at LIMIT :limit",
            now=now,
            far=now + 2 * OUTAGE_MS[1],
            limit=AT_ONCE * 4,
        )
        return [Wanted(*row) for row in rows]

    async def _fetch(self, wanted: Wanted) -> None:
        """Fetch one and note what became of it; what cannot be noted now stays wanted, after a pause."""
        try:
            self.hub.fail.at("media_before_fetch")
            outcome = await self._brought(wanted)
            if isinstance(outcome, _Stored):
                self.hub.fail.at("media_after_store")
            at = now_ms(self.hub.clock)
            await self.hub.write(lambda tx: _note(tx, wanted, outcome, at))
        except Shut:
            return
        except (Busy, DiskFull, ArmedFailure, sqlite3.Error) as error:
            log.error("what became of a photo could not be stored: %s", type(error).__name__)
            await self.hub.clock.sleep(LOOK_S)

    async def _brought(self, wanted: Wanted) -> _Stored | _Failed:
        try:
            with self._folder.begin(self._limit) as part:
                return await self._streamed(wanted, part)
        except OSError as error:
            log.error("a photo could not be written: %s", error.strerror or type(error).__name__)
            return _Failed(None, is_counted=False)

    async def _streamed(self, wanted: Wanted, part: Part) -> _Stored | _Failed:
        reference = MediaRef(wanted.url, wanted.declared_type)
        try:
            async with asyncio.timeout(PATIENCE_S):
                async with aclosing(self._carrier.fetch(reference)) as pieces:
                    async for piece in pieces:
                        part.add(piece)
        except TooLarge:
            return _Failed("too_large", bytes=part.bytes)
        except MediaRefused:
            return _Failed("refused")
        except MediaUnready as error:
            return _Failed(None, part.sha256, part.bytes, is_counted=not error.is_outage)
        except TimeoutError:
            return _Failed(None, part.sha256, part.bytes)
        return await asyncio.to_thread(self._kept, part, wanted.declared_type)

    def _kept(self, part: Part, declared_type: str) -> _Stored | _Failed:
        """Look at what came and put it in its place; off the loop, for a disk may take its time."""
        part.flush()
        sniffed = sniff(part.path, declared_type)
        if not sniffed.is_whole:
            return _Failed(None, part.sha256, part.bytes)
        part.keep(sniffed.type)
        return _Stored(sniffed, part.sha256, part.bytes)


def _note(tx: Tx, wanted: Wanted, outcome: _Stored | _Failed, at: int) -> None:
    key = {"office_id": wanted.office_id, "message_id": wanted.message_id, "position": wanted.position}
    if isinstance(outcome, _Stored):
        tx.update(
            "medium",
            key,
            state="stored",
            sha256=outcome.sha256,
            bytes=outcome.bytes,
            type=outcome.sniffed.type,
            width=outcome.sniffed.width,
            height=outcome.sniffed.height,
            attempts=wanted.attempts + 1,
        )
        _tell(tx, wanted, "MediaStored", at)
        return
    attempts = wanted.attempts + int(outcome.is_counted)
    reason = outcome.reason
    if reason is None and (attempts >= TRIES or at - wanted.since_at > GIVE_UP_MS):
        reason = "incomplete"
    tx.update(
        "medium",
        key,
        state="wanted" if reason is None else "failed",
        reason=reason,
        sha256=outcome.sha256,
        bytes=outcome.bytes,
        attempts=attempts,
        next_try_at=at + _pause_ms(attempts, at - wanted.since_at, outcome.is_counted),
    )
    if reason is not None:
        _tell(tx, wanted, "MediaFailed", at, reason=reason)


def _pause_ms(attempts: int, age_ms: int, is_counted: bool) -> int:
    if is_counted:
        return int(PAUSES_S[min(attempts, len(PAUSES_S)) - 1] * 1000)
    return max(OUTAGE_MS[0], min(OUTAGE_MS[1], age_ms // 2))


def _tell(tx: Tx, wanted: Wanted, type_: Literal["MediaStored", "MediaFailed"], at: int, **facts: str) -> None:
    event_log.append(
        tx,
        wanted.office_id,
        type_,
        actor="carrier",
        at=at,
        client_id=wanted.conversation_id,
        ref_id=wanted.message_id,
        index=wanted.position,
        **facts,
    )
