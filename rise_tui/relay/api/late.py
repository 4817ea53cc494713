"""An application that is made when somebody first asks for it: a start has more urgent things to do."""

import asyncio
import gc
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send


class Late:
    """Stands where the application will be. Who asks first waits for it; everything else goes on meanwhile."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        """`make` is called once, in a thread; if it fails, again for whoever asks next."""
        self._make = make
        self._making = asyncio.Lock()
        self._made: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on. Raises what the application, or the making of it, raises."""
        if self._made is None:
            async with self._making:
                if self._made is None:
                    self._made = await asyncio.to_thread(self._make)
                    gc.freeze()  # it stays for ever: nothing to look for in it
        await self._made(scope, receive, send)
