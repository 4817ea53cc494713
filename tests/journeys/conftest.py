"""An office for every journey."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.journeys.office import Office, Options
from tests.journeys.processes import end_drains


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    """A running office with its usual settings."""
    return open_office()


@pytest.fixture
def open_office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Opens an office with the options of its arguments (fields of Options); all end with the test."""
    with ExitStack() as offices:

        def opened(**options: object) -> Office:
            folder = tmp_path / f"office{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            return offices.enter_context(Office(folder, Options(**options)))  # type: ignore[arg-type] # fields by name

        yield opened


@pytest.fixture(autouse=True)
def _no_drain_outlives_its_test(tmp_path: Path) -> Iterator[None]:
    """A terminal that ends with something unsent leaves a process behind, for a quarter of an hour."""
    yield
    if any(tmp_path.glob("data")) or any(tmp_path.glob("*/data")):
        end_drains(tmp_path)
