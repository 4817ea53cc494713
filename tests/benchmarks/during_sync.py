"""A key while ten thousand events come in: what sync does in its own thread must not be felt on the screen."""

import sqlite3
import statistics
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rise_tui.store.connect import STORE
from tests.benchmarks.big_office import EPOCH, INSTANCE, client_id_of, number_of
from tests.benchmarks.probe import Probe
from tests.sync.small_relay import SmallRelay

EVENTS = 10_000
EVERY_S = 0.05
FROM_TOP = 10
"""Rows from the top, so that `k` always moves."""
PATIENCE_S = 120.0
BAR = "▌".encode()


@dataclass(frozen=True)
class DuringSync:
    """Milliseconds until a key moved the bar, half of them and the 95th; how many were pressed; how long sync took."""

    p50_ms: float
    p95_ms: float
    keys: int
    took_s: float


def key_during_sync(environment: Mapping[str, str], folder: Path, conversations: int) -> DuringSync:
    """Let the app catch up with so many texts from all clients, and press `j` and `k` until it has."""
    relay = SmallRelay(epoch=EPOCH, instance_id=INSTANCE, seq=1)
    with (
        relay,
        Probe([sys.executable, "-m", "rise_tui.cli"], env={**environment, "RISE_RELAY_URL": relay.url}) as probe,
    ):
        probe.until_shown("up to date")
        for _ in range(FROM_TOP):
            probe.press("j")
        probe.until_quiet(1.0)
        for number in range(EVENTS):
            relay.log.append(_text(relay, number, number % conversations))
        relay.wake()
        took: list[float] = []
        began = time.perf_counter()
        while _cursor(folder) < relay.seq and time.perf_counter() < began + PATIENCE_S:
            took.append(_until_moved(probe, "jk"[len(took) % 2]))
            _rest(probe, EVERY_S)
        took_s = time.perf_counter() - began
    took.sort()
    return DuringSync(statistics.median(took), took[int(len(took) * 0.95)], len(took), took_s)


def _text(relay: SmallRelay, number: int, index: int) -> dict[str, object]:
    return relay.event(
        "MessageReceived",
        client_id_of(index),
        "client",
        message_id=f"01940000-0000-7000-a000-{number:012x}",
        client_id=client_id_of(index),
        e164=number_of(index),
        to_e164="+12155550100",
        body="On my way, the bus is late again",
        media=[],
        marks=[],
    )


def _until_moved(probe: Probe, key: str) -> float:
    """Milliseconds until the bar is drawn anew; as many as a second when it is not."""
    began = time.perf_counter()
    probe.send(key)
    while (now := time.perf_counter()) < began + 1:
        data = probe.piece(0.05)
        if data:
            now = time.perf_counter()
            probe.output += data
        if BAR in data:
            break
    return (now - began) * 1000


def _rest(probe: Probe, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        probe.output += probe.piece(left)


def _cursor(folder: Path) -> int:
    with closing(sqlite3.connect(f"file:{folder / STORE}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT max(seq) FROM cursor").fetchone()[0])
