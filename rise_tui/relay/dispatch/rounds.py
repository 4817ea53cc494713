"""Work that is gone through again and again while the relay serves: a bad round never ends it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from rise_tui.domain.clock import Clock
from rise_tui.relay.acts import Busy, DiskFull, Shut

log = logging.getLogger(__name__)


@asynccontextmanager
async def going_round(
    look: Callable[[], Awaitable[object]], every_seconds: float, clock: Clock, what: str
) -> AsyncIterator[None]:
    """Call `look` at once and then again and again, so many seconds after its end, for as long as this is open.

    `what` names it in the log; of an error the type alone is told.
    """
    task = asyncio.create_task(_run(look, every_seconds, clock, what))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _run(look: Callable[[], Awaitable[object]], every_seconds: float, clock: Clock, what: str) -> None:
    while True:
        try:
            await look()
        except (Busy, DiskFull) as error:
            log.warning("%s could not store what it found: %s", what, type(error).__name__)
        except Shut:
            return
        except Exception as error:  # noqa: BLE001 - the next round tries again; the type alone is told
            log.error("a round of %s failed: %s", what, type(error).__name__)
        await clock.sleep(every_seconds)
