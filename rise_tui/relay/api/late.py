"""An application that is made after the start, or when somebody first asks for it: a start has more urgent things."""

import asyncio
import gc
import logging
from collections.abc import Callable
from contextlib import suppress

from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger(__name__)

SOON_S = 30.0
"""So long after a start it is made at the latest: what is installed in its place later must not be mixed with it. No
sooner, for it takes half of the processor from the texts that had to wait for the start."""


class Late:
    """Stands where the application will be. Who asks first waits for it; everything else goes on meanwhile."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        """`make` is called in a thread, once; only if it failed, again for whoever asks next."""
        self._make = make
        self._making: asyncio.Task[ASGIApp] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on; who asks while it cannot be made is told to come again. Raises what the application raises."""
        try:
            application = await self._made()
        except Exception:  # noqa: BLE001 - whatever an installation lacks: asking again may find it mended
            application = _excuse()
        await application(scope, receive, send)

    async def make_soon(self) -> None:
        """Make it although nobody asks."""
        await asyncio.sleep(SOON_S)
        with suppress(Exception):  # it is in the log, and the relay sends on
            await self._made()

    async def _made(self) -> ASGIApp:
        if self._making is None or (self._making.done() and self._making.exception() is not None):
            self._making = asyncio.create_task(asyncio.to_thread(self._make_to_stay))
        return await asyncio.shield(self._making)  # who goes away while it is made does not end it for the others

    def _make_to_stay(self) -> ASGIApp:
        try:
            application = self._make()
        except Exception as error:
            log.critical("the interface for the apps cannot be made: %s", type(error).__name__)
            raise
        gc.collect()
        gc.freeze()  # it stays for ever: nothing to look for in it
        return application


def _excuse() -> ASGIApp:
    from rise_tui.relay.api.refusals import busy, problem_response  # what a relay that is well never needs

    return problem_response(busy("Its interface for the apps cannot be made; its log says why."))
