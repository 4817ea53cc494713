"""The simulator's own routes below `/_/`: let a phone write, ask the witness, arm faults, let time pass."""

import asyncio
import base64
import binascii
import json
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from rise_tui.simulator import report, texts
from rise_tui.simulator.faults import BadFault
from rise_tui.simulator.media import BadMedium
from rise_tui.simulator.switch import Switch
from rise_tui.simulator.texts import Medium, Text

Shut = Callable[[float], Awaitable[None]]
"""Closes the listening port for that many seconds."""
MOST_SAID = 1000
"""How many texts one answer of `/_/texts` has at most."""


class Control:
    """The routes over one switch."""

    def __init__(self, switch: Switch, shut: Shut) -> None:
        self._switch = switch
        self._shut = shut

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/_/inbound", self.inbound, methods=["POST"]),
            Route("/_/accepted", self.accepted, methods=["GET"]),
            Route("/_/texts", self.texts, methods=["GET"]),
            Route("/_/state", self.state, methods=["GET"]),
            Route("/_/fault", self.fault, methods=["POST", "DELETE"]),
            Route("/_/tick", self.tick, methods=["POST"]),
        ]

    async def inbound(self, request: Request) -> Response:
        """A phone writes: `{from, to, body | body_base64, media?, sid?, fields?, copies?, is_delivered?}`.

        A known `sid` is posted again, as it was or with the new body, and not kept a second time. `fields` are added
        to the form (and signed), `copies` posts go out at once, `is_delivered: false` keeps it without a webhook.
        Answers `{sid, delivered, status, statuses}`: was one copy answered 2xx, the last HTTP status, and all.
        """
        try:
            asked = _object(await request.body())
            text, media, is_new = await self._written(asked)
        except (BadMedium, KeyError, ValueError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)
        if is_new:
            await self._switch.keep(text, media)
        statuses: list[int | None] = []
        if asked.get("is_delivered", True):
            fields = {str(name): str(value) for name, value in asked.get("fields", {}).items()}
            statuses = await self._switch.deliver(text, media, fields, int(asked.get("copies", 1)))
        delivered = any(status is not None and 200 <= status < 300 for status in statuses)
        last = statuses[-1] if statuses else None
        return JSONResponse({"sid": text.sid, "delivered": delivered, "status": last, "statuses": statuses})

    async def accepted(self, request: Request) -> Response:
        """The witness's list, by the sender's message id."""
        return JSONResponse(await self._switch.witness.run(report.accepted))

    async def texts(self, request: Request) -> Response:
        """What was said both ways, in order (see report.said): `?after=N&limit=L&wait=S`.

        When there is nothing after N it waits up to S seconds for it, but not for an asker who has gone.
        """
        try:
            after, limit = int(request.query_params.get("after", 0)), int(request.query_params.get("limit", MOST_SAID))
            wait = float(request.query_params.get("wait", 0))
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 400)

        def said(db: sqlite3.Connection) -> list[dict[str, Any]]:
            return report.said(db, after, max(1, min(limit, MOST_SAID)))

        waiting = [asyncio.create_task(self._switch.news.wait()), asyncio.create_task(_gone(request))]
        try:
            found = await self._switch.witness.run(said)
            if not found and wait > 0:
                await asyncio.wait(waiting, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
                found = await self._switch.witness.run(said)
        finally:
            for each in waiting:
                each.cancel()
        return JSONResponse({"texts": found})

    async def state(self, request: Request) -> Response:
        """How everything stands."""
        counts = await self._switch.witness.run(report.counts)
        switch = self._switch
        now = {"under_way": switch.waits.under_way, "leaks": switch.leaks, "struck": switch.faults.struck}
        return JSONResponse({**counts, **now})

    async def fault(self, request: Request) -> Response:
        """POST arms a fault (see faults.Faults.arm), DELETE disarms all."""
        if request.method == "DELETE":
            return JSONResponse({"disarmed": self._switch.faults.disarm()})
        try:
            fault = self._switch.faults.arm(_object(await request.body()))
        except (BadFault, TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)
        after = BackgroundTask(self._shut, fault.seconds or 1.0) if fault.kind == "refuse" else None
        return JSONResponse({"kind": fault.kind, "on": fault.on}, background=after)

    async def tick(self, request: Request) -> Response:
        """Let `{seconds}` pass for everything that waits; without it, until nothing is under way any more."""
        body = await request.body()
        seconds = (_object(body) if body else {}).get("seconds")
        if seconds is None:
            await self._switch.waits.settle()
        else:
            self._switch.waits.tick(float(seconds))
        return JSONResponse({"under_way": self._switch.waits.under_way})

    async def _written(self, asked: dict[str, Any]) -> tuple[Text, list[Medium], bool]:
        """The text to deliver, its attachments, and whether it is new. Raises BadMedium, KeyError, ValueError."""
        sid = asked.get("sid")
        known = await self._switch.witness.run(lambda db: texts.get(db, sid)) if sid else None
        if known is not None and "body" not in asked and "body_base64" not in asked:
            return known, await self._switch.witness.run(lambda db: texts.media_of(db, known.sid)), False
        text, media = self._switch.inbound(
            sender=str(asked["from"]),
            receiver=str(asked["to"]),
            body=_body(asked),
            attached=asked.get("media", []),
            sid=sid,
        )
        return text, media, known is None


async def _gone(request: Request) -> None:
    """Wait until whoever asked has hung up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _object(body: bytes) -> dict[str, Any]:
    asked = json.loads(body)
    if not isinstance(asked, dict):
        raise ValueError("not an object")
    return asked


def _body(asked: dict[str, Any]) -> str:
    """The body as text; bytes that are no UTF-8 stay what they are, as surrogate escapes."""
    if "body_base64" not in asked:
        return str(asked.get("body", ""))
    try:
        return base64.b64decode(str(asked["body_base64"]), validate=True).decode("utf-8", "surrogateescape")
    except binascii.Error as error:
        raise ValueError("body_base64 is not base64") from error
