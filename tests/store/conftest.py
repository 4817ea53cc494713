"""A store in a folder of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rise_tui.store.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the store of this test stands."""
    return tmp_path / "account"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def store_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples of a property; each example writes what it reads."""
    with Store(tmp_path_factory.mktemp("once") / "account") as opened:
        yield opened
