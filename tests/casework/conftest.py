"""A desk over a store in a folder of its own, with a clock that stands still until told to go."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rise_tui.casework.desk import Desk
from rise_tui.casework.windows import this_window
from rise_tui.domain.clock import FrozenClock
from rise_tui.store.store import Store
from tests.casework.office import a_desk


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "account") as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Desk:
    """Dana's desk, in a window that is open."""
    return a_desk(store, window=this_window())


@pytest.fixture
def clock(desk: Desk) -> FrozenClock:
    """The desk's clock."""
    assert isinstance(desk.clock, FrozenClock)
    return desk.clock


@pytest.fixture(scope="module")
def desk_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for all examples of a property; each example writes what it reads."""
    with Store(tmp_path_factory.mktemp("once") / "account") as opened:
        yield a_desk(opened)
