"""The log as a stream: events after a cursor as they happen, and every 15 s where the cursor stands.

A stream has no queue that could overflow: who is slow to listen reads the log itself when they have taken the last
piece. Who keeps up is told from the commit, which asks once for all who hear of it: `telling`.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Any

from rise_tui.domain.clock import now_ms
from rise_tui.relay.api.auth import is_still_good, keep_good
from rise_tui.relay.api.telling import frame_of, told
from rise_tui.relay.ears import LogEar
from rise_tui.relay.hub import Hub
from rise_tui.relay.store.access import Reader, visible_clients
from rise_tui.relay.store.log_reading import Stretch, epoch_of, last_seq, read_log
from rise_tui.relay.wishes.wished import Refusal
from rise_tui.wire.codec import to_json

HEARTBEAT_S = 15.0
AT_ONCE = 200
"""Events written in one piece, at most."""
LONGEST_S = 240.0
"""Seconds after which a stream ends, more or less: whoever is there asks for the next one at once and misses nothing.
Of a machine that fell asleep behind a proxy nobody else hears that it has gone, and it would count as listening."""
MOST_EARS = 64
"""Streams and waiting polls of one caseworker at a time."""
_MOVES = {"ClientAssigned", "ClientReleased"}
_SIGN_INS = {"CaseworkerChanged", "DeviceChanged"}
"""After these somebody may read otherwise than before, or nothing."""


def must_have_room(hub: Hub, reader: Reader) -> None:
    """May this caseworker listen once more? Raises Refusal when they have too many ears already."""
    if hub.ears.count(reader.office_id, reader.caseworker_id) >= MOST_EARS:
        raise Refusal(429, "slow-down", "Too many windows listen", "", "Close some.", headers={"Retry-After": "15"})


@contextmanager
def listening(hub: Hub, reader: Reader) -> Iterator[LogEar]:
    """Hear the bell for as long as the `with` lasts."""
    ear = LogEar(reader.office_id, reader.caseworker_id, hub.read(lambda tx: visible_clients(tx, reader)))
    hub.ears.add(ear)
    try:
        yield ear
    finally:
        hub.ears.discard(ear)
        hub.ears.left_at[(reader.office_id, reader.caseworker_id)] = hub.clock.monotonic()


async def stream_of(hub: Hub, reader: Reader, after: int, heartbeat_s: float) -> AsyncGenerator[bytes, None]:
    """The stream, until the relay goes down, the token no longer opens what it did, or it has lasted long enough."""
    ends_at = hub.clock.monotonic() + LONGEST_S * random.uniform(0.75, 1.25)
    with listening(hub, reader) as ear:
        after = min(after, hub.read(lambda tx: last_seq(tx, reader.office_id)))
        yield _cursor(hub, after)
        heartbeat = Heartbeat(ear, heartbeat_s)
        try:
            while not hub.is_shut:
                frames, after = _next(hub, reader, ear, after)
                if frames is None:
                    return
                if frames:
                    yield frames
                if ear.must_look:  # there is more, and everybody else is served first
                    await asyncio.sleep(0)
                    continue
                if heartbeat.is_due:
                    if not await keep_good(hub, reader) or hub.clock.monotonic() >= ends_at:
                        return
                    heartbeat.begin()
                    yield _cursor(hub, after)
                await ear.is_woken.wait()
        finally:
            heartbeat.end()


class Heartbeat:
    """Wakes an ear when it is time to say where the cursor stands, however often it is woken meanwhile."""

    def __init__(self, ear: LogEar, seconds: float) -> None:
        self._ear = ear
        self._seconds = seconds
        self.begin()

    def begin(self) -> None:
        """The next beat is due after so long."""
        self.is_due = False
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._beat)

    def end(self) -> None:
        """No more beats."""
        self._timer.cancel()

    def _beat(self) -> None:
        self.is_due = True
        self._ear.is_woken.set()


def _next(hub: Hub, reader: Reader, ear: LogEar, after: int) -> tuple[bytes | None, int]:
    """What there is to tell now, and the cursor after it; `must_look` stands again if that is not all.

    None: the sign-in no longer opens what it did, and nothing more is said to it, not even what was read with it.
    """
    news = ear.take()
    if news is not None and not hub.ears.must_look(ear, after):
        return told(hub, reader, news, after)
    stretch = _read(hub, reader, after)
    if any(event["type"] in _SIGN_INS for event in stretch.events) and not _is_good(hub, reader):
        return None, after
    ear.must_look = ear.must_look or not stretch.is_end
    if any(event["type"] in _MOVES for event in stretch.events):
        hub.ears.hears_of(ear, hub.read(lambda tx: visible_clients(tx, reader)))
    return b"".join(map(frame_of, stretch.events)), stretch.next


def _read(hub: Hub, reader: Reader, after: int) -> Stretch:
    return hub.read(lambda tx: read_log(tx, reader, after, AT_ONCE))


def _is_good(hub: Hub, reader: Reader) -> bool:
    return hub.read(lambda tx: is_still_good(tx, reader, now_ms(hub.clock)))


def _cursor(hub: Hub, after: int) -> bytes:
    written: Any = to_json({"epoch": hub.read(epoch_of), "next": after})
    return f"id: {after}\nevent: cursor\ndata: {written}\n\n".encode()
