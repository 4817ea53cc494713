"""The relay's front: a webhook goes straight to its door, everything else through the application.

Webhooks come in by the hundred when an office has written to everybody. Middleware, routing and the objects of a
request would cost each of them as much as its signature, its marks and its rows together.
"""

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Front(Starlette):
    """An application that looks first whether what is posted belongs to one of its `straight` routes."""

    def __init__(self, straight: Sequence[Route], **given: Any) -> None:
        """`straight`: routes whose endpoints are ASGI applications; `given`: what Starlette is given otherwise."""
        super().__init__(**given)
        self._doors: dict[str, ASGIApp] = {}
        self._open: dict[str, ASGIApp] = {}
        for route in straight:
            fixed, is_open, _ = route.path.partition("{")
            (self._open if is_open else self._doors)[fixed] = route.endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it in at its door, or pass it on."""
        door = self._door(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if door is None:
            await super().__call__(scope, receive, send)
        else:
            await door(scope, receive, send)

    def _door(self, path: str) -> ASGIApp | None:
        door = self._doors.get(path)
        if door is not None:
            return door
        fixed, slash, last = path.rpartition("/")
        return self._open.get(fixed + slash) if last else None
