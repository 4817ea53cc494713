"""A terminal that nobody reads: whether what is typed still reaches the disk, and what is written still arrives."""

import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.probe import Probe
from tests.journeys.office import Office
from tests.journeys.processes import wait_until

LETTERS = "the quick brown fox jumps over the lazy dog and comes home ok"
PHONE = "+12155550142"
PATIENCE_S = 20.0
RESIZES = 60
"""Each wants a whole new screen; together far more than a pty holds."""


@dataclass(frozen=True)
class Stalled:
    """Milliseconds until the last letter was on disk, until a text had arrived; bytes that waited for the reader."""

    typed_ms: float
    heard_ms: float
    waited: int

    @property
    def is_alive(self) -> bool:
        """Did both go on?"""
        return self.typed_ms < PATIENCE_S * 1000 and self.heard_ms < PATIENCE_S * 1000

    def __str__(self) -> str:
        return (
            f"a stalled reader ({self.waited} bytes waiting, {len(LETTERS)} letters typed): "
            f"all on disk {self.typed_ms:.0f} ms after the last, a text from a phone in the store "
            f"after {self.heard_ms:.0f} ms"
        )


def stalled_reader(folder: Path) -> Stalled:
    """Stop reading the terminal of an app on a real relay; type, and let a phone write."""
    folder.mkdir()
    with Office(folder) as office:
        office.sign_in()
        office.add_client("Marcus Bell", PHONE)
        office.client_texts(PHONE, "Can I bring my paystub Monday instead?")
        environment = office.app_env()
        with Probe([sys.executable, "-m", "rise_tui.cli"], env=environment) as probe:
            probe.until_shown("up to date")
            probe.until_shown("Marcus Bell")
            probe.press("r", quiet=1.0)
            for number in range(RESIZES):
                probe.resize(100 + number % 20, 40)
                time.sleep(0.02)  # a person's hand on the corner of a window
            database = office.app_database()
            for letter in LETTERS:
                probe.send(letter)
            typed_ms = _until(database, "SELECT body FROM draft", LETTERS)
            office.client_texts(PHONE, "Hello again")
            heard_ms = _until(database, "SELECT body FROM message ORDER BY position DESC LIMIT 1", "Hello again")
            read_before = len(probe.output)
            probe.until_quiet(0.5)
            waited = len(probe.output) - read_before
    return Stalled(typed_ms, heard_ms, waited)


def _until(database: Path, statement: str, wanted: str) -> float:
    """Milliseconds until the store says that; as many as the patience when it never does."""
    began = time.perf_counter()

    def is_there() -> bool:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            row = connection.execute(statement).fetchone()
        return row is not None and row[0] == wanted

    try:
        wait_until(is_there, PATIENCE_S)
    except TimeoutError:
        return PATIENCE_S * 1000
    return (time.perf_counter() - began) * 1000
