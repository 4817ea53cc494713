"""How fast the app is beside a bare Textual list of the same rows (and neomutt, where it is), as ratios in one run."""

import compileall
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import rise_tui
import tests.benchmarks
from rise_tui.store.changes import Change
from rise_tui.store.store import Store
from rise_tui.store.threads import Message
from tests.benchmarks.big_office import client_id_of, number_of, open_account
from tests.benchmarks.desk_work import DeskWork, desk_work
from tests.benchmarks.during_sync import DuringSync, key_during_sync
from tests.benchmarks.machine import describe
from tests.benchmarks.neomutt import write_box
from tests.benchmarks.probe import Probe
from tests.benchmarks.stalled import Stalled, stalled_reader

CONVERSATIONS, TEXTS = 10_000, 1_000_000
FEW, MANY = 100, 100_000
"""Conversations between which the first key is to take the same time."""
RUNS = 3
KEYS = 60
"""A morning's worth, so that the list scrolls too, and that p95 is more than the second worst of a few."""
STARTS = 15
"""Of each size, in turn: the shortest counts, which says most about the work and least about the machine."""
HELD, PER_SECOND = 60, 20.0
SLOW_LINE, ROUND_TRIP_MS = 9600.0, 200.0
"""Bytes a second of the slow line, and how long a byte takes to the other end and back."""
IDLE_S = 4.0
LIBRARIES = ("textual", "rich", "sqlmodel", "sqlalchemy", "httpx", "pyte")
FIRST, NOT_WAITING = CONVERSATIONS - 61, CONVERSATIONS - 101
"""Clients by their place: who stands on top, and one who does not need a reply until they write."""
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
    last: str
    """What stands on the screen when all of its first picture does."""
    arrive: Callable[[Probe], None] | None = None
    arrive_open: Callable[[Probe], None] | None = None
    """A text comes in the conversation that stands beside the list."""
    settled: str | None = None
    """What only the app itself shows, not its first picture."""


FIGURES = {
    "painted_ms": "list painted (ms)",
    "answered_ms": "first key answered, from the start (ms)",
    "taken_ms": "the app itself is there (ms)",
    "start_bytes": "bytes at start",
    "j_p50_ms": "j, p50 (ms)",
    "j_p95_ms": "j, p95 (ms)",
    "j_bytes": "bytes a j",
    "rested_bytes": "bytes of a j and all that follows when one rests",
    "rested_ms": "a j and all that follows when one rests (ms)",
    "held_bytes": "bytes a key, j held 60 times (with scrolling)",
    "held_lag_ms": "behind when it is let go (ms)",
    "arrive_bytes": "bytes of a new text",
    "open_bytes": "bytes of a new text in the open conversation",
    "idle_bytes": "idle, bytes a second",
    "idle_cpu_ms": "idle, work (ms a second)",
    "peak_mib": "memory, peak (MiB)",
    "slow_lag_ms": "behind after 60 held j on 9.6 kB/s, 200 ms (ms)",
    "slow_screen_ms": "first screen on 9.6 kB/s, 200 ms (ms)",
}


def main() -> int:
    """Run all, print all. Returns 0 if every aim was met, else 1."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package in (rise_tui, tests.benchmarks):
            compileall.compile_dir(package.__path__[0], quiet=1)  # as pip leaves what it installs
        print(describe(folder, LIBRARIES), flush=True)
        print(f"{CONVERSATIONS} conversations, {TEXTS} texts, 120x40, medians of {RUNS} alternating runs\n", flush=True)
        found = contestants(folder)
        measured = race(found)
        print(table(measured), flush=True)
        few, many = flatness(folder)
        print(f"first key answered, {FEW} and {MANY} conversations: {few:.1f} and {many:.1f} ms", flush=True)
        rise = found[0]
        synced = key_during_sync(rise.environment, store_of(folder), CONVERSATIONS)
        print(f"{synced.keys} keys during a sync of 10,000 events ({synced.took_s:.1f} s): p50 {synced.p50_ms:.1f} ms")
        work = desk_work(store_of(folder))
        stalled = stalled_reader(folder / "stalled")
        print(stalled, flush=True)
    aims = judged(measured) + judged_work(work, synced, many / few, stalled)
    for line, _ in aims:
        print(line)
    return 0 if all(is_met for _, is_met in aims) else 1


def store_of(folder: Path) -> Path:
    """The store of the office that the contest runs on."""
    return next((folder / "office" / "data").glob("*/store.sqlite")).parent


def flatness(folder: Path) -> tuple[float, float]:
    """When the first key is answered with few and with many conversations: the shortest of some starts in turn."""
    now = time.time_ns() // 1_000_000
    offices = [open_account(folder / str(size), conversations=size, texts=2 * size, now=now)[0] for size in (FEW, MANY)]
    click = {"PYTHONPATH": str(folder / "without-extras")}
    took: list[list[float]] = [[], []]
    for _ in range(1 + STARTS):
        for number, environment in enumerate(offices):
            with Probe([sys.executable, "-m", "rise_tui.cli"], env={**environment, **click}) as probe:
                probe.since_start_until(lambda: _marked_row(probe) is not None)
                before = _marked_row(probe)
                probe.send("j")
                took[number].append(probe.since_start_until(lambda: _marked_row(probe) != before))  # noqa: B023
    return min(took[0][1:]), min(took[1][1:])


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
        "? help",
        lambda _: a_text_comes(store, NOT_WAITING),
        lambda _: a_text_comes(store, FIRST),
        "offline",
    )
    bare_argv = [sys.executable, "-m", "tests.benchmarks.bare_list", str(store / "store.sqlite")]
    bare = Contestant("bare list", bare_argv, {}, FIRST_ROW, _coloured_row, "g", "9906", lambda probe: probe.send("i"))
    found = [rise, bare]
    if neomutt := shutil.which("neomutt"):
        argv = [neomutt, "-n", "-F", str(write_box(folder / "mail", CONVERSATIONS))]
        found.append(Contestant("neomutt", argv, {"HOME": str(folder)}, "Coleman", _coloured_row, "=", "Help"))
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
    settled = one.settled or one.shows
    with Probe(one.argv, env=one.environment) as probe:
        figures["painted_ms"] = probe.since_start_until(lambda: one.shows in probe.text)
        before = one.selected(probe)
        probe.send("j")
        figures["answered_ms"] = probe.since_start_until(lambda: one.selected(probe) != before)
        if one.settled is not None:
            figures["taken_ms"] = probe.since_start_until(lambda: settled in probe.text)
        probe.until_quiet(1.0)
        probe.press("k", quiet=0.5)
        answers = [probe.press("j") for _ in range(KEYS)]
        took = sorted(answer.first_ms for answer in answers)
        figures["j_p50_ms"], figures["j_p95_ms"] = statistics.median(took), took[int(len(took) * 0.95) - 1]
        figures["j_bytes"] = statistics.median(answer.bytes for answer in answers)
        probe.press(one.top, quiet=0.5)
        rested = [probe.press(key, quiet=0.5) for key in "jkjk"]
        figures["rested_bytes"] = statistics.median(answer.bytes for answer in rested)
        figures["rested_ms"] = statistics.median(answer.last_ms for answer in rested)
        figures["held_lag_ms"], figures["held_bytes"] = probe.hold("j", HELD, PER_SECOND)
        probe.press(one.top, quiet=0.5)
        for key, arrive in (("arrive_bytes", one.arrive), ("open_bytes", one.arrive_open)):
            if arrive is not None:
                before_bytes = len(probe.output)
                arrive(probe)
                probe.until_quiet(1.0)
                figures[key] = len(probe.output) - before_bytes
        idle = probe.rest(IDLE_S)
        figures["idle_bytes"], figures["idle_cpu_ms"] = idle.bytes_per_s, idle.cpu_ms_per_s
        figures["peak_mib"] = probe.peak_mib()
        figures["slow_lag_ms"] = ROUND_TRIP_MS + probe.lag_on_a_slow_line("j", HELD, PER_SECOND, SLOW_LINE)
        probe.press(one.top, quiet=0.5)  # the app keeps the place for its next start
    with Probe(one.argv, env=one.environment) as probe:
        drawn = probe.first_screen_on_a_slow_line(lambda: one.last in probe.text, SLOW_LINE)
        figures["slow_screen_ms"] = ROUND_TRIP_MS + drawn
        probe.since_start_until(lambda: settled in probe.text)
        probe.until_quiet(1.0)
        figures["start_bytes"] = len(probe.output)
    return figures


def a_text_comes(folder: Path, index: int) -> None:
    """The client of that place writes: kept by another process of the same store, as sync keeps it, and rung."""
    with Store(folder, wait_ms=5000) as store, store.writing() as session:
        at = time.time_ns() // 1_000_000
        client_id = client_id_of(index)
        seq = store.threads.newest_inbound_seq(session, client_id) + 1
        text = Message(
            f"01940000-0000-7000-9000-{at:012x}",
            client_id,
            "inbound",
            "I am at the door, is anybody there?",
            "received",
            at=at,
            seq=seq,
            e164=number_of(index),
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


def judged(measured: Mapping[str, Mapping[str, float]]) -> list[tuple[str, bool]]:
    """Each aim of the screen in a line, and whether it was met; beside neomutt only where that ran."""
    rise, bare = measured["rise"], measured["bare list"]
    aims = [
        _at_most("first key answered, of the bare list's", rise["answered_ms"] / bare["answered_ms"], 0.7),
        _at_most("j p95, of the bare list's", rise["j_p95_ms"] / bare["j_p95_ms"], 0.35),
        _at_most("bytes at start", rise["start_bytes"], 6000),
        _at_most("bytes of a new text", rise["arrive_bytes"], 500),
        _at_most("idle, bytes a second", rise["idle_bytes"], 0),
        _at_most("idle, work (ms a second)", rise["idle_cpu_ms"], 2),
        _at_most("60 held keys caught up on a slow line (ms)", rise["slow_lag_ms"], 1500),
        _at_most("first screen on a slow line (ms)", rise["slow_screen_ms"], 1000),
        _at_most("memory, peak (MiB)", rise["peak_mib"], 85),
    ]
    if mutt := measured.get("neomutt"):
        aims.append(_at_most("list painted, of neomutt's", rise["painted_ms"] / mutt["painted_ms"], 0.5))
        aims.append(_at_most("bytes a key, of neomutt's", rise["j_bytes"] / mutt["j_bytes"], 1.6))
    return aims


def judged_work(work: DeskWork, synced: DuringSync, growth: float, stalled: Stalled) -> list[tuple[str, bool]]:
    """The aims of what is done behind the screen."""
    return [
        _at_most(f"first key answered with {MANY} conversations, of {FEW}", growth, 1.15),
        _at_most("search, p95 (ms)", work.search_p95_ms, 5),
        _at_most("a key during a sync of 10,000 events, p95 (ms)", synced.p95_ms, 16),
        _at_most(f"preview of {work.people} recipients (ms)", work.preview_ms, 300),
        _at_most(f"confirming {work.people} recipients (ms)", work.confirm_ms, 200),
        (f"a stalled reader stops neither typing nor sync: {stalled.is_alive}", stalled.is_alive),
    ]


def _at_most(words: str, value: float, aim: float) -> tuple[str, bool]:
    is_met = value <= aim
    return f"{words:60} {value:9.3f} (at most {aim})" + (
        "  met" if is_met else f"  MISSED by {value - aim:.3f}"
    ), is_met


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
