"""A terminal with a stopwatch: when what came, how many bytes a key costs, how much work and memory a program takes."""

import os
import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.terminal.pty_stage import Stage

QUIET = 0.06
"""Seconds without output after which a key is taken to be answered."""


@dataclass(frozen=True)
class Answered:
    """A key and what it caused: milliseconds to the first and to the last change of the screen, and bytes."""

    first_ms: float
    last_ms: float
    bytes: int


@dataclass(frozen=True)
class Idle:
    """What is spent while nobody does anything."""

    bytes_per_s: float
    cpu_ms_per_s: float


class Probe(Stage):
    """A stage whose time begins when the program is started."""

    def __init__(self, argv: Sequence[str], **options: Any) -> None:
        self.began = time.perf_counter()
        super().__init__(argv, **options)

    def press(self, key: str, quiet: float = QUIET) -> Answered:
        """Press a key and wait until the screen has come to rest."""
        began = time.perf_counter()
        self.send(key)
        came: list[tuple[float, bytes]] = []
        while data := self.piece(1.0 if not came else quiet):
            came.append((time.perf_counter(), data))
        for _, data in came:
            self.take(data)
        first, last = (came[0][0], came[-1][0]) if came else (began, began)
        return Answered((first - began) * 1000, (last - began) * 1000, sum(len(data) for _, data in came))

    def since_start_until(self, is_true: Callable[[], object], patience: float = 60) -> float:
        """Milliseconds from the program's start until that was true of the screen; TimeoutError if it never was."""
        while True:
            at = time.perf_counter()
            data = self.piece(0.5)
            if data:
                at = time.perf_counter()
                self.take(data)
            if is_true():
                return (at - self.began) * 1000
            if at - self.began > patience:
                raise TimeoutError(self.text)

    def hold(self, key: str, times: int, per_second: float) -> tuple[float, int]:
        """A key held down: bytes a key, and milliseconds from the last one until the screen was at rest."""
        before = len(self.output)
        last_at = sent_at = time.perf_counter()
        for _ in range(times):
            self.send(key)
            sent_at = time.perf_counter()
            while (left := sent_at + 1 / per_second - time.perf_counter()) > 0:
                if data := self.piece(left):
                    last_at = time.perf_counter()
                    self.take(data)
        while data := self.piece(0.3):
            last_at = time.perf_counter()
            self.take(data)
        return max(0.0, last_at - sent_at) * 1000, (len(self.output) - before) // times

    def lag_on_a_slow_line(self, key: str, times: int, per_second: float, bytes_per_second: float) -> float:
        """Milliseconds that a line of so many bytes a second is behind when a key that was held is let go."""
        began = sent_at = last_at = time.perf_counter()
        sent, free_at = 0, began
        while True:
            now = time.perf_counter()
            if sent < times and now >= began + sent / per_second:
                self.send(key)
                sent, sent_at = sent + 1, now
                continue
            wait = min(began + sent / per_second - now, 0.3) if sent < times else 0.3
            if now < free_at:
                time.sleep(min(free_at - now, wait))
            elif data := self.piece(wait, most=256):
                last_at = time.perf_counter()
                free_at = last_at + len(data) / bytes_per_second
                self.take(data)
            elif sent >= times and time.perf_counter() > last_at + 0.6:
                return max(0.0, free_at - sent_at) * 1000

    def first_screen_on_a_slow_line(self, is_there: Callable[[], object], bytes_per_second: float) -> float:
        """Milliseconds from the start until that stands on a screen behind a line of so many bytes a second."""
        free_at = self.began
        while not is_there():
            if (wait := free_at - time.perf_counter()) > 0:
                time.sleep(wait)
            if data := self.piece(1.0, most=96):
                free_at = max(time.perf_counter(), free_at) + len(data) / bytes_per_second
                self.take(data)
            if time.perf_counter() > self.began + 60:
                raise TimeoutError(self.text)
        return (free_at - self.began) * 1000

    def rest(self, seconds: float) -> Idle:
        """Leave it alone for so long."""
        self.until_quiet()
        bytes_before, cpu_before, began = len(self.output), self.cpu_ms(), time.perf_counter()
        while (left := began + seconds - time.perf_counter()) > 0:
            self.read(left)
        return Idle((len(self.output) - bytes_before) / seconds, (self.cpu_ms() - cpu_before) / seconds)

    def cpu_ms(self) -> float:
        """Milliseconds of work so far, all threads."""
        tasks = Path(f"/proc/{self.program.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6

    def peak_mib(self) -> float:
        """The most memory that it has had, in MiB."""
        for line in Path(f"/proc/{self.program.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return 0.0

    def take(self, data: bytes) -> None:
        """Note what came and show it."""
        self.output += data
        self._answer(data)
        self.glass.feed(data)

    def piece(self, timeout: float, most: int = 65536) -> bytes:
        """What the program writes next, at most so much; nothing if it writes nothing in time."""
        if not select.select([self._master], [], [], timeout)[0]:
            return b""
        try:
            return os.read(self._master, most)
        except OSError:
            return b""
