"""An office of real processes for the tests of one file, and Dana's machine, which is signed in there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.office import Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Relay and carrier run; Dana is signed in."""
    with Office(tmp_path_factory.mktemp("office")) as running:
        running.sign_in()
        yield running


def around_today() -> str:
    """Yesterday, today and tomorrow as the office's holidays, wherever it is."""
    today = datetime.now(UTC).date()
    return ",".join((today + timedelta(days=days)).isoformat() for days in (-1, 0, 1))
