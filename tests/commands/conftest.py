"""An office of real processes for the tests of one file, and Dana's machine, which is signed in there."""

from collections.abc import Iterator

import pytest

from tests.journeys.office import Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Relay and carrier run; Dana is signed in."""
    with Office(tmp_path_factory.mktemp("office")) as running:
        running.sign_in()
        yield running
