"""The relay's front: a webhook goes straight to its door, everything else through the application.

Webhooks come in by the hundred when an office has written to everybody. Middleware, routing and the objects of a
request would cost each of them as much as its signature, its marks and its rows together.
"""

from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from rise_tui.relay.api.doors import Door


class Front(Starlette):
    """An application that looks first whether what is posted belongs at one of its doors."""

    def __init__(self, doors: Mapping[str, Door], **given: Any) -> None:
        """`doors` by their paths, of which the last part may be open; `given`: what Starlette is given otherwise."""
        super().__init__(**given)
        self._doors: dict[str, Door] = {}
        self._open: dict[str, Door] = {}
        for path, door in doors.items():
            fixed, is_open, _ = path.partition("{")
            (self._open if is_open else self._doors)[fixed] = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it in at its door, or pass it on."""
        door = self.door(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if door is None:
            await super().__call__(scope, receive, send)
        else:
            await door(scope, receive, send)

    def door(self, path: str) -> Door | None:
        """The door at that path, if there is one."""
        door = self._doors.get(path)
        if door is not None:
            return door
        fixed, slash, last = path.rpartition("/")
        return self._open.get(fixed + slash) if last else None
