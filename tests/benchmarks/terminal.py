"""How fast the app is beside a bare Textual list of the same rows (and neomutt, where it is), as ratios in one run."""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rise_tui.store.changes import Change
from rise_tui.store.store import Store
from rise_tui.store.threads import Message
from tests.benchmarks.big_office import client_id_of, number_of, open_account
from tests.benchmarks.machine import describe
from tests.benchmarks.neomutt import write_box
from tests.benchmarks.probe import Probe
from tests.benchmarks.stalled import Stalled, stalled_reader

CONVERSATIONS, TEXTS = 10_000, 100_000
RUNS, KEYS = 3, 20
HELD, PER_SECOND = 60, 20.0
SLOW_LINE = 9600.0
"""Bytes a second."""
IDLE_S = 4.0
LIBRARIES = ("textual", "rich", "sqlmodel", "sqlalchemy", "httpx", "pyte")
FIRST_ROW = "Okafor 9939"
"""Who stands on top: who has waited longest."""


@dataclass(frozen=True)
class Contestant:
    """A program that shows a list. `arrive` makes a new text come while it runs; None: it cannot."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    shows: str
    selected: Callable[[Probe], object]
    top: str
    """The key to the first row."""
    arrive: Callable[[Probe], None] | None = None


FIGURES = {
    "painted_ms": "list painted (ms)",
    "answered_ms": "first key answered, from the start (ms)",
    "start_bytes": "bytes at start",
    "j_p50_ms": "j, p50 (ms)",
    "j_p95_ms": "j, p95 (ms)",
    "j_bytes": "bytes a j",
    "rested_bytes": "bytes of a j and all that follows when one rests",
    "rested_ms": "a j and all that follows when one rests (ms)",
    "held_bytes": "bytes a key, j held 60 times (with scrolling)",
    "held_lag_ms": "behind when it is let go (ms)",
    "arrive_bytes": "bytes of a new text on top",
    "idle_bytes": "idle, bytes a second",
    "idle_cpu_ms": "idle, work (ms a second)",
    "peak_mib": "memory, peak (MiB)",
    "slow_lag_ms": "behind after 60 held j on 9.6 kB/s (ms)",
}


def main() -> int:
    """Run all, print all. Returns 0 if every aim was met, else 1."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(describe(folder, LIBRARIES), flush=True)
        print(f"{CONVERSATIONS} conversations, {TEXTS} texts, 120x40, medians of {RUNS} alternating runs\n", flush=True)
        measured = race(contestants(folder))
        print(table(measured), flush=True)
        stalled = stalled_reader(folder / "stalled")
        print(stalled, flush=True)
    aims = judged(measured["rise"], measured["bare list"], stalled)
    for line, _ in aims:
        print(line)
    return 0 if all(is_met for _, is_met in aims) else 1


def contestants(folder: Path) -> list[Contestant]:
    """The app on a big store, the bare list on the same, and neomutt if it is installed.

    The app runs as it is installed for a caseworker, without extras: httpx would also load click, and much of Rich and
    Pygments, where the relay's or the developers' tools have brought click along.
    """
    now = time.time_ns() // 1_000_000
    environment, store = open_account(folder / "office", conversations=CONVERSATIONS, texts=TEXTS, now=now)
    environment["PYTHONPATH"] = str(_without_click(folder / "without-extras"))
    rise = Contestant(
        "rise",
        [sys.executable, "-m", "rise_tui.cli"],
        environment,
        FIRST_ROW,
        _marked_row,
        "g",
        lambda _: a_text_comes(store),
    )
    bare_argv = [sys.executable, "-m", "tests.benchmarks.bare_list", str(store / "store.sqlite")]
    bare = Contestant("bare list", bare_argv, {}, FIRST_ROW, _coloured_row, "g", lambda probe: probe.send("i"))
    found = [rise, bare]
    if neomutt := shutil.which("neomutt"):
        argv = [neomutt, "-n", "-F", str(write_box(folder / "mail", CONVERSATIONS))]
        found.append(Contestant("neomutt", argv, {"HOME": str(folder)}, "Coleman", _coloured_row, "="))
    else:
        print("neomutt is not installed: left out")
    return found


def race(contesting: Sequence[Contestant]) -> dict[str, dict[str, float]]:
    """Each in turn, so many times, after a start that is not counted; the medians."""
    runs: dict[str, list[dict[str, float]]] = {one.name: [] for one in contesting}
    for one in contesting:
        with Probe(one.argv, env=one.environment) as probe:
            probe.since_start_until(lambda: one.shows in probe.text)  # noqa: B023 (called before the next turn)
            probe.until_quiet(2.0)
    for number in range(RUNS):
        for one in contesting if number % 2 else reversed(contesting):
            runs[one.name].append(run(one))
    return {name: {key: statistics.median(run[key] for run in many) for key in many[0]} for name, many in runs.items()}


def run(one: Contestant) -> dict[str, float]:
    """One run of one program on a fast terminal, and one on a slow line."""
    figures: dict[str, float] = {}
    with Probe(one.argv, env=one.environment) as probe:
        figures["painted_ms"] = probe.since_start_until(lambda: one.shows in probe.text)
        before = one.selected(probe)
        probe.send("j")
        figures["answered_ms"] = probe.since_start_until(lambda: one.selected(probe) != before)
        probe.until_quiet(1.0)
        figures["start_bytes"] = len(probe.output)
        probe.press("k", quiet=0.5)
        answers = [probe.press("j") for _ in range(KEYS)]
        took = sorted(answer.first_ms for answer in answers)
        figures["j_p50_ms"], figures["j_p95_ms"] = statistics.median(took), took[int(len(took) * 0.95) - 1]
        figures["j_bytes"] = statistics.median(answer.bytes for answer in answers)
        probe.until_quiet(0.5)
        rested = [probe.press(key, quiet=0.5) for key in "kjkj"]
        figures["rested_bytes"] = statistics.median(answer.bytes for answer in rested)
        figures["rested_ms"] = statistics.median(answer.last_ms for answer in rested)
        figures["held_lag_ms"], figures["held_bytes"] = probe.hold("j", HELD, PER_SECOND)
        probe.press(one.top, quiet=0.5)
        if one.arrive is not None:
            before_bytes = len(probe.output)
            one.arrive(probe)
            probe.until_quiet(1.0)
            figures["arrive_bytes"] = len(probe.output) - before_bytes
        idle = probe.rest(IDLE_S)
        figures["idle_bytes"], figures["idle_cpu_ms"] = idle.bytes_per_s, idle.cpu_ms_per_s
        figures["peak_mib"] = probe.peak_mib()
        figures["slow_lag_ms"] = probe.lag_on_a_slow_line("j", HELD, PER_SECOND, SLOW_LINE)
        probe.press(one.top, quiet=0.5)  # the app keeps the place for its next start
    return figures


def a_text_comes(folder: Path) -> None:
    """Somebody writes: kept by another process of the same store, as sync keeps it, and rung."""
    with Store(folder, wait_ms=5000) as store, store.writing() as session:
        at = time.time_ns() // 1_000_000
        client_id = client_id_of(CONVERSATIONS - 61)
        seq = store.threads.newest_inbound_seq(session, client_id) + 1
        text = Message(
            f"01940000-0000-7000-9000-{at:012x}",
            client_id,
            "inbound",
            "I am at the door, is anybody there?",
            "received",
            at=at,
            seq=seq,
            e164=number_of(CONVERSATIONS - 61),
        )
        store.threads.put(session, text)
        store.conversations.refresh(session, client_id)
        store.ring(session, Change("inbox", client_id), Change("thread", client_id))


def table(measured: Mapping[str, Mapping[str, float]]) -> str:
    """Every figure of everyone, and the app's as part of the bare list's."""
    names = list(measured)
    lines = [f"{'':52}" + "".join(f"{name:>12}" for name in names) + f"{'ratio':>9}"]
    for key, words in FIGURES.items():
        values = [measured[name].get(key) for name in names]
        mine, bare = measured["rise"].get(key), measured["bare list"].get(key)
        ratio = f"{mine / bare:9.3f}" if mine is not None and bare else f"{'-':>9}"
        lines.append(f"{words:52}" + "".join("           -" if v is None else f"{v:12.1f}" for v in values) + ratio)
    return "\n".join(lines) + "\n"


def judged(rise: Mapping[str, float], bare: Mapping[str, float], stalled: Stalled) -> list[tuple[str, bool]]:
    """Each aim in a line, and whether it was met."""

    def at_most(words: str, value: float, aim: float) -> tuple[str, bool]:
        is_met = value <= aim
        return f"{words:60} {value:8.3f} (at most {aim})" + ("" if is_met else f"  MISSED by {value - aim:.3f}"), is_met

    return [
        at_most("a key's bytes, of the bare list's", rise["j_bytes"] / bare["j_bytes"], 0.06),
        at_most("a key's time, of the bare list's", rise["j_p50_ms"] / bare["j_p50_ms"], 0.5),
        at_most("idle, bytes a second", rise["idle_bytes"], 0),
        at_most("memory, MiB", rise["peak_mib"], 90),
        (f"a stalled reader stops neither typing nor sync: {stalled.is_alive}", stalled.is_alive),
    ]


def _without_click(folder: Path) -> Path:
    """A folder that hides click from programs that look into it first."""
    folder.mkdir()
    (folder / "click.py").write_text('raise ImportError("no extras are installed here")\n')
    return folder


def _marked_row(probe: Probe) -> object:
    """Where the app's mark of the selected row stands."""
    return next((y for y, line in enumerate(probe.text.splitlines()) if "▌" in line), None)


def _coloured_row(probe: Probe) -> object:
    """The ground of every line: it moves with the selection."""
    return [(line[2].bg, line[2].reverse) for line in probe.glass.cells()]
