"""Lets the audit log's newest hash out once a day: to every app, and by each way off the machine until it has left."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from rise_tui.domain.audit_chain import Head
from rise_tui.domain.clock import Clock, now_ms
from rise_tui.relay.hub import Hub
from rise_tui.relay.records.heads import Leaving, NotTaken, Way
from rise_tui.relay.store.audit_heads import due_heads, heads_to_send, keep_heads, mark_sent
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.log_reading import epoch_of

log = logging.getLogger(__name__)

DAY_MS = 24 * 3600 * 1000
PAUSES_S = (60, 60, 300, 900, 3600)
"""Between two tries by one way; the last goes on for as long as it takes."""


@dataclass(slots=True)
class _Tries:
    """How one way stands with an office's hash: the last that left by it, and when the next is tried (ms)."""

    left: int = 0
    failed: int = 0
    next_at: int = 0


class Heads:
    """The hashes of all offices on their way."""

    def __init__(self, hub: Hub, clock: Clock, leaving: Leaving | None) -> None:
        self._hub = hub
        self._clock = clock
        self._leaving = leaving
        self._tries: dict[tuple[str, Way], _Tries] = {}

    async def let_out(self) -> None:
        """Whatever is due, once; a way that does not take it is tried again later, and keeps no other one waiting."""
        at = now_ms(self._clock)
        due = self._hub.read(lambda tx: due_heads(tx, at, DAY_MS, lambda office_id: bool(self._ways(tx, office_id))))
        if due:
            await self._hub.write(lambda tx: keep_heads(tx, due, at))
        for office_id, head, kept_at in self._hub.read(heads_to_send):
            if self._leaving is not None:
                await self._send(self._leaving, office_id, head, kept_at)

    def _ways(self, tx: Tx, office_id: str) -> Sequence[Way]:
        return () if self._leaving is None else self._leaving.ways_of(tx, office_id)

    async def _send(self, leaving: Leaving, office_id: str, head: Head, kept_at: int) -> None:
        """By every way that has not taken it; when all have, it has left."""
        ways = self._hub.read(lambda tx: leaving.ways_of(tx, office_id))
        for way in ways:
            await self._try(leaving, way, office_id, head, kept_at)
        if ways and all(self._tries[(office_id, way)].left >= head.n for way in ways):
            at = now_ms(self._clock)
            await self._hub.write(lambda tx: mark_sent(tx, office_id, head.n, at))

    async def _try(self, leaving: Leaving, way: Way, office_id: str, head: Head, kept_at: int) -> None:
        tries = self._tries.setdefault((office_id, way), _Tries())
        at = now_ms(self._clock)
        if tries.left >= head.n or at < tries.next_at:
            return
        epoch = self._hub.read(epoch_of)
        try:
            await asyncio.to_thread(leaving.send, way, office_id, head, kept_at, epoch)
        except NotTaken as error:
            tries.next_at = at + PAUSES_S[min(tries.failed, len(PAUSES_S) - 1)] * 1000
            tries.failed += 1
            log.warning("the audit log's newest hash could not leave this machine: %s", error.why)
        else:
            tries.left, tries.failed, tries.next_at = head.n, 0, 0
