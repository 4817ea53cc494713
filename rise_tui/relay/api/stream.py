"""The log as a stream: events after a cursor as they happen, and every 15 s where the cursor stands.

A stream has no queue that could overflow: the bell only says that there is something, and the stream reads its own rows
when whoever listens has taken the last ones.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clock import now_ms
from rise_tui.relay.api.auth import is_still_good
from rise_tui.relay.hub import Ear, Hub, News
from rise_tui.relay.store.access import Reader, visible_clients
from rise_tui.relay.store.log_reading import Stretch, epoch_of, last_seq, read_log
from rise_tui.relay.wishes.wished import Refusal
from rise_tui.wire.codec import to_json

HEARTBEAT_S = 15.0
AT_ONCE = 200
"""Events written in one piece, at most."""
MOST_EARS = 64
"""Streams and waiting polls of one caseworker at a time."""
_MOVES = {"ClientAssigned", "ClientReleased"}
_SIGN_INS = {"CaseworkerChanged", "DeviceChanged"}
"""After these somebody may read otherwise than before, or nothing."""
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Some readers of lines end one there; inside JSON they may be escaped."""


def must_have_room(hub: Hub, reader: Reader) -> None:
    """May this caseworker listen once more? Raises Refusal when they have too many ears already."""
    mine = sum(ear.caseworker_id == reader.caseworker_id and ear.office_id == reader.office_id for ear in hub.ears)
    if mine >= MOST_EARS:
        raise Refusal(429, "slow-down", "Too many windows listen", "", "Close some.", headers={"Retry-After": "15"})


@dataclass(eq=False)
class LogEar(Ear):
    """Whoever listens to the log: one look at a commit, however many events it has."""

    def hears_of(self, news: News) -> bool:
        """As `hears` says of each of its events."""
        touched = news.offices.get(self.office_id)
        if touched is None:
            return False
        if self.clients is None or touched.is_for_all or self.caseworker_id in touched.audiences:
            return True
        return not self.clients.isdisjoint(touched.clients)


@contextmanager
def listening(hub: Hub, reader: Reader) -> Iterator[Ear]:
    """Hear the bell for as long as the `with` lasts."""
    ear = LogEar(reader.office_id, reader.caseworker_id, hub.read(lambda tx: visible_clients(tx, reader)))
    hub.ears.add(ear)
    try:
        yield ear
    finally:
        hub.ears.discard(ear)


async def stream_of(hub: Hub, reader: Reader, after: int, heartbeat_s: float) -> AsyncIterator[bytes]:
    """The stream, until the relay goes down or the token no longer opens what it did."""
    with listening(hub, reader) as ear:
        after = min(after, hub.read(lambda tx: last_seq(tx, reader.office_id)))
        yield _cursor(hub, after)
        told_at = hub.clock.monotonic()
        while not hub.is_shut:
            ear.is_woken.clear()
            stretch = _read(hub, reader, after)
            if any(event["type"] in _SIGN_INS for event in stretch.events) and not _is_good(hub, reader):
                return  # nothing more is said to it: not even what was read with rights that it had
            after = stretch.next
            if stretch.events:
                if any(event["type"] in _MOVES for event in stretch.events):
                    ear.clients = hub.read(lambda tx: visible_clients(tx, reader))
                yield b"".join(map(frame_of, stretch.events))
            if not stretch.is_end:
                await asyncio.sleep(0)
                continue
            if await _is_quiet(ear, told_at + heartbeat_s - hub.clock.monotonic()):
                if not _is_good(hub, reader):
                    return
                told_at = hub.clock.monotonic()
                yield _cursor(hub, after)


def frame_of(event: dict[str, Any]) -> bytes:
    """One event of the stream."""
    written = to_json(event).translate(_LINE_ENDS)
    return f"id: {event['seq']}\nevent: {event['type']}\ndata: {written}\n\n".encode()


def _read(hub: Hub, reader: Reader, after: int) -> Stretch:
    return hub.read(lambda tx: read_log(tx, reader, after, AT_ONCE))


def _is_good(hub: Hub, reader: Reader) -> bool:
    return hub.read(lambda tx: is_still_good(tx, reader, now_ms(hub.clock)))


def _cursor(hub: Hub, after: int) -> bytes:
    written = to_json({"epoch": hub.read(epoch_of), "next": after})
    return f"id: {after}\nevent: cursor\ndata: {written}\n\n".encode()


async def _is_quiet(ear: Ear, seconds: float) -> bool:
    """Wait for the bell, at most so long; True if it did not ring."""
    if seconds <= 0:
        return True
    try:
        async with asyncio.timeout(seconds):
            await ear.is_woken.wait()
    except TimeoutError:
        return True
    return False
