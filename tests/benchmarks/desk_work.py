"""What the casework behind the screens takes on a big store: a search, a broadcast's preview, its confirmation."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rise_tui.casework import broadcasting, finding
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import SystemClock
from rise_tui.domain.ids import CaseworkerId
from rise_tui.store.store import Store
from tests.benchmarks.big_office import EVERYBODY
from tests.sync.small_relay import ANA, OFFICE

TYPED = (
    "m",
    "ma",
    "mar",
    "marcus",
    "okafor 99",
    "5550142",
    "paystub",
    "pay",
    "wareh",
    "thanks",
    "mañana",
    "monday ins",
)
"""What somebody types into the search, letter by letter and word by word."""
ROUNDS = 5
WORDS = "Hi {first_name}, Class 3 meets Monday at 9 in room 204. Can you come? Reply YES or NO."


@dataclass(frozen=True)
class DeskWork:
    """Milliseconds each took: the 95th of a hundred searches; a preview and its confirmation for so many people."""

    search_p95_ms: float
    preview_ms: float
    confirm_ms: float
    people: int


def desk_work(folder: Path) -> DeskWork:
    """Do it on the store in that folder. The broadcast that was confirmed stays in its outbox."""
    with Store(folder) as store:
        desk = Desk(store, SystemClock(), CaseworkerId(ANA), OFFICE, "America/New_York")
        took = sorted(_ms(partial(finding.find, desk, words)) for _ in range(ROUNDS) for words in TYPED)
        previews = [_ms(lambda: broadcasting.preview(desk, [EVERYBODY], WORDS)) for _ in range(ROUNDS)]
        ready = broadcasting.preview(desk, [EVERYBODY], WORDS)
        people = len(ready.recipients)
        confirm_ms = _ms(lambda: broadcasting.confirm(desk, ready, people))
    return DeskWork(took[int(len(took) * 0.95)], statistics.median(previews), confirm_ms, people)


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
