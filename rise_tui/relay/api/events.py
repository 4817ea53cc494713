"""The log over HTTP: pages, a long poll and a stream at one address, and a client's own past."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Header, Path, Query, Request
from starlette.responses import Response

from rise_tui.domain.clock import now_ms
from rise_tui.relay.api.auth import is_still_good, reader_of
from rise_tui.relay.api.documentation import json_of, log_of, troubles
from rise_tui.relay.api.stream import HEARTBEAT_S, listening, must_have_room, stream_of
from rise_tui.relay.api.streaming import Streamed
from rise_tui.relay.hub import Hub
from rise_tui.relay.store.access import TEL, Reader, may_see
from rise_tui.relay.store.audit import record
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.log_reading import Stretch, epoch_of, last_seq, read_log, read_past
from rise_tui.relay.wishes.wished import not_yours
from rise_tui.wire.codec import to_json
from rise_tui.wire.events import Page
from rise_tui.wire.routes import CLIENT_EVENTS, EVENT_STREAM, EVENTS
from rise_tui.wire.shapes import ConversationKey

_LARGEST = 2**62
SLICE = 200
"""Events read at once, at most: nobody else is served meanwhile."""
FAR_BEHIND = 10_000
"""Whoever reads so many events at once, or all from the first, takes a copy: the audit log says so."""
FEW = 500
"""Of a log that is still short, more than half of it is a copy too, but not so few: an app that was off for a day."""
After = Annotated[int, Query(ge=0, le=_LARGEST, description="the last number applied")]
Limit = Annotated[int, Query(ge=1, le=2000)]
Wait = Annotated[float, Query(ge=0, le=25, description="seconds to wait for something new")]
LastEventId = Annotated[str | None, Header(description="for a stream: where it broke off")]


def add_events(app: FastAPI, hub: Hub, heartbeat_s: float = HEARTBEAT_S) -> None:
    """Mount the log and a client's own past."""

    async def events(
        request: Request, after: After = 0, limit: Limit = 500, wait: Wait = 0, last_event_id: LastEventId = None
    ) -> Response:
        reader = reader_of(request)
        is_stream = EVENT_STREAM in request.headers.get("accept", "")
        resumed = _number(last_event_id) if is_stream else None
        after = after if resumed is None else resumed
        if is_stream or wait:
            must_have_room(hub, reader)
        if hub.read(lambda tx: _is_copy(tx, reader, after)):
            await hub.write(lambda tx: _note(tx, reader, "took_copy", now_ms(hub.clock), after=after), may_wait=True)
        if is_stream:
            frames = stream_of(hub, reader, after, heartbeat_s)
            return Streamed(frames, EVENT_STREAM, {"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        stretch = await _wait_for(hub, reader, after, limit, wait) if wait else await _page(hub, reader, after, limit)
        return _written(hub, stretch)

    async def past(
        request: Request, client_id: Annotated[ConversationKey, Path()], after: After = 0, limit: Limit = 500
    ) -> Response:
        reader = reader_of(request)
        if not hub.read(lambda tx: may_see(tx, reader, client_id)):
            raise not_yours()
        if after == 0 and not client_id.startswith(TEL):
            at = now_ms(hub.clock)
            await hub.write(lambda tx: _note(tx, reader, "took_client_copy", at, client_id=client_id), may_wait=True)

        def read(tx: Tx, after: int, limit: int) -> Stretch:
            return read_past(tx, reader, client_id, after, limit)

        return _written(hub, await _in_slices(hub, read, after, limit))

    app.add_api_route(
        EVENTS,
        events,
        methods=["GET"],
        operation_id="events",
        summary="The office's log, as far as one may see it: a page, or with Accept: text/event-stream a stream.",
        response_model=None,
        responses={**log_of("What happened after `after`."), **troubles(401, 422, 429, 503, 507)},
    )
    app.add_api_route(
        CLIENT_EVENTS,
        past,
        methods=["GET"],
        operation_id="client_events",
        summary="A client's own past, for whoever has just been given the client.",
        response_model=None,
        responses={**json_of(Page, "What happened with this client."), **troubles(401, 403, 422, 429, 503, 507)},
    )


def _is_copy(tx: Tx, reader: Reader, after: int) -> bool:
    """Is this the log from its beginning, or so much of it that it is a copy of what the reader may see?"""
    end = last_seq(tx, reader.office_id)
    is_much = end - after > min(FAR_BEHIND, max(FEW, end // 2))
    return reader.reads_texts and after < end and (after == 0 or is_much)


def _note(tx: Tx, reader: Reader, act: str, at: int, **facts: str | int) -> None:
    """That somebody takes a copy stands in the audit log before they get anything of it."""
    device = reader.token_id or None
    client_id = facts.pop("client_id", None)
    record(
        tx,
        reader.office_id,
        reader.caseworker_id,
        act,
        at=at,
        client_id=None if client_id is None else str(client_id),
        device=device,
        **facts,
    )


def _number(text: str | None) -> int | None:
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    return min(int(text), _LARGEST)


def _written(hub: Hub, stretch: Stretch) -> Response:
    page: dict[str, Any] = {"epoch": hub.read(epoch_of), "events": stretch.events, "next": stretch.next}
    return Response(to_json(page), media_type="application/json")


async def _page(hub: Hub, reader: Reader, after: int, limit: int) -> Stretch:
    """A page of the log; long stretches of what others may see are stepped over."""
    return await _in_slices(hub, lambda tx, after, limit: read_log(tx, reader, after, limit), after, limit)


async def _in_slices(hub: Hub, read: Callable[[Tx, int, int], Stretch], after: int, limit: int) -> Stretch:
    """A full page, or as much as there is, read in slices between which everybody else is served.

    What is committed, or lost to the reader, meanwhile counts for what is read after it.
    """
    events: list[dict[str, Any]] = []
    while True:
        most = min(SLICE, limit - len(events))
        stretch = hub.read(lambda tx, after=after, most=most: read(tx, after, most))  # type: ignore[misc] # bound now
        events += stretch.events
        after = stretch.next
        if stretch.is_end or len(events) >= limit:
            return Stretch(events, after, stretch.is_end)
        await asyncio.sleep(0)


async def _wait_for(hub: Hub, reader: Reader, after: int, limit: int, seconds: float) -> Stretch:
    """A page as soon as there is something in it, or what there is when the time is up."""
    with listening(hub, reader) as ear:
        try:
            async with asyncio.timeout(seconds):
                while True:
                    ear.is_woken.clear()
                    stretch = await _page(hub, reader, after, limit)
                    if stretch.events or hub.is_shut:
                        return stretch
                    after = stretch.next
                    await ear.is_woken.wait()
                    if not hub.read(lambda tx: is_still_good(tx, reader, now_ms(hub.clock))):
                        return Stretch([], after, is_end=True)  # the next question is told why
        except TimeoutError:
            return await _page(hub, reader, after, limit)
