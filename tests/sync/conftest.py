"""What sync's tests share: a small relay, and a machine that is signed in to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rise_tui.sync.setup import Setup
from tests.sync.people import setup_of
from tests.sync.small_relay import SmallRelay


@pytest.fixture
def relay() -> Iterator[SmallRelay]:
    """A relay that knows nobody yet; a file may have one of its own."""
    with SmallRelay() as relay:
        yield relay


@pytest.fixture
def setup(relay: SmallRelay, tmp_path: Path) -> Setup:
    """What sync is given on a machine of that relay's caseworker."""
    return setup_of(relay, tmp_path)
