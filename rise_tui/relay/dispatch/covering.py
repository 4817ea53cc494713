"""Lets covers begin and end at their times: who covers sees the clients from then on, and no longer after it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from rise_tui.domain.clock import Clock, now_ms
from rise_tui.relay.dispatch.schedule import LONGEST_REST_S, rest
from rise_tui.relay.hub import Busy, DiskFull, Ear, Hub, Shut
from rise_tui.relay.store import covers
from rise_tui.relay.store.engine import Appended

log = logging.getLogger(__name__)


@dataclass(eq=False)
class CoverBell(Ear):
    """Rings when a cover was planned or changed."""

    def hears(self, event: Appended) -> bool:
        """Could the next cover begin or end at another time than before?"""
        return event.type == "CoverChanged"


@asynccontextmanager
async def turning(hub: Hub, clock: Clock) -> AsyncIterator[None]:
    """Let covers begin and end for as long as it is open."""
    task = asyncio.create_task(_run(hub, clock))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _run(hub: Hub, clock: Clock) -> None:
    bell = CoverBell("", "", None)
    hub.ears.add(bell)
    try:
        while True:
            try:
                await turn_once(hub, clock)
            except (Busy, DiskFull) as error:
                log.warning("a cover could not begin or end: %s", type(error).__name__)
            except Shut:
                return
            except Exception as error:  # noqa: BLE001 - the next round tries again; the type alone is told
                log.error("covers could not be looked at: %s", type(error).__name__)
            await rest(clock, bell.is_woken, LONGEST_REST_S)
    finally:
        hub.ears.discard(bell)


async def turn_once(hub: Hub, clock: Clock) -> int:
    """What is due now; how many covers began or ended. A look that finds nothing due writes nothing."""
    due_at = hub.read(covers.next_turn)
    if due_at is None or due_at > now_ms(clock):
        return 0
    return await hub.write(lambda tx: covers.turn(tx, now_ms(clock)))
