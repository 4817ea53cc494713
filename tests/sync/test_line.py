"""How the line is told to every window: when it changes, and not at every try."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rise_tui.domain.clock import FrozenClock
from rise_tui.store.store import Store
from rise_tui.sync.line import Line
from tests.sync.people import open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store whose line nobody has told of."""
    with open_store(tmp_path) as store:
        yield store


def test_a_relay_that_is_away_is_told_once_however_often_it_is_tried(store: Store) -> None:
    clock = FrozenClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    line, bell = Line(store, clock), store.bell()
    line.heard(is_live=True)
    assert bell.topics() == {"line"}
    line.lost("nothing answers at its address")
    assert bell.topics() == {"line"}
    with store.reading() as session:
        since = store.cursor.get(session).line_since_at
    for _ in range(3):
        clock.go(60)
        line.lost("nothing answers at its address")
    assert bell.topics() == frozenset(), "no window has anything to draw"
    line.lost("no answer came in time")
    assert bell.topics() == {"line"}
    with store.reading() as session:
        cursor = store.cursor.get(session)
    assert (cursor.line, cursor.problem, cursor.line_since_at) == ("offline", "no answer came in time", since)
    bell.close()
