"""Excel workbooks: asks the reader, a process of its own with limits, and believes only what fits."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Never

from rise_tui.domain.errors import BadInput
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say

READER = Path(__file__).with_name("workbook_reader.py")
SECONDS = 60.0
"""By the clock on the wall, whatever the processor did."""
MOST_BYTES = 128 * 1024 * 1024
"""That an answer may have."""
MOST_LINE = 8 * 1024 * 1024
"""Bytes of one row."""
TICK = 0.1
"""Seconds between two questions whether it is still wanted."""

Told = Callable[[int], None]
"""Is told how many rows have been read; what it raises stops the reading."""


@dataclass
class Tab:
    """One sheet of a workbook: its name, safe for a terminal, and its rows that have something in them.

    `records`: line in the sheet from 1, cells; `dates`: line: the cells that the spreadsheet takes for dates.
    """

    name: str
    records: list[tuple[int, list[str]]] = field(default_factory=list)
    dates: dict[int, frozenset[int]] = field(default_factory=dict)


def tabs(file: BinaryIO, told: Told | None = None) -> Iterator[Tab]:
    """The sheets of a workbook that one can see, in order; the reader ends when no more are wanted.

    Raises BadInput for what is no workbook, is locked, of another kind, or too large.
    """
    tab: Tab | None = None
    count = 0

    def tick() -> None:
        if told is not None:
            told(count)

    for line in _lines(file, tick):
        match line:
            case {"trouble": trouble}:
                _refuse(str(trouble))
            case {"sheet": str(name)}:
                if tab is not None:
                    yield tab
                tab = Tab(one_line(name, 60))
            case [int(number), [*cells], [*dates]] if tab is not None and all(isinstance(cell, str) for cell in cells):
                tab.records.append((number, cells))
                tab.dates[number] = frozenset(dates)
                count += 1
            case {"sheets": int()}:
                if tab is not None:
                    yield tab
                return
            case _:
                _refuse("broken")
    _refuse("too_large")  # it was ended: by its limits, or because it took too long


def _lines(file: BinaryIO, tick: Callable[[], None]) -> Iterator[Any]:
    """What the reader writes, line by line; `tick` is called again and again, also while nothing comes."""
    program = subprocess.Popen(
        [sys.executable, "-I", str(READER)],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
        start_new_session=True,
    )
    assert program.stdout is not None
    try:
        for line in _read(program.stdout.fileno(), tick):
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                _refuse("broken")
    finally:
        program.kill()
        program.wait()
        program.stdout.close()


def _read(pipe: int, tick: Callable[[], None]) -> Iterator[bytes]:
    """Whole lines of a pipe until it ends. Raises BadInput when it takes too long, or too much comes."""
    late, size, rest = time.monotonic() + SECONDS, 0, b""
    with selectors.DefaultSelector() as ready:
        ready.register(pipe, selectors.EVENT_READ)
        while time.monotonic() < late:
            tick()
            if not ready.select(TICK):
                continue
            chunk = os.read(pipe, 1 << 16)
            if not chunk:
                return
            size += len(chunk)
            *whole, rest = (rest + chunk).split(b"\n")
            if size > MOST_BYTES or len(rest) > MOST_LINE:
                _refuse("too_large")
            yield from whole


def _refuse(trouble: str) -> Never:
    """Say what is wrong with the file, and what to do."""
    as_xlsx = say("Open it in the program that made it, and save it as .xlsx or CSV.")
    match trouble:
        case "password":
            raise BadInput(
                say("This workbook has a password"), "", say("Open it in Excel, and save it without one, or as CSV.")
            )
        case "old":
            raise BadInput(say("This is an Excel file of the old kind"), say("An .xls cannot be read."), as_xlsx)
        case "other_kind":
            raise BadInput(say("This is not an Excel workbook"), "", as_xlsx)
        case "too_large":
            raise BadInput(
                say("The workbook is too large"),
                say("It unpacks to more than can be read."),
                say("Save the sheet with the list as CSV."),
            )
        case "no_means":
            raise BadInput(
                say("Excel files cannot be read here"),
                say("rise was installed without what reads them."),
                say("Save it as CSV, or have rise installed again with the part xlsx."),
            )
        case _:
            raise BadInput(say("The workbook is damaged"), "", say("Open it in Excel, and save it again."))
