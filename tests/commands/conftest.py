"""An office of real processes for the tests of one file, and Dana's machine, which is signed in there."""

from collections.abc import Iterator

import psutil
import pytest

from tests.journeys.office import Office


def drains(office: Office) -> list[psutil.Process]:
    """The processes that go on emptying an outbox of this office after a command has ended."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if (process.info["cmdline"] or [])[-2:] == ["sync", "--drain"]:
            try:
                ours = process.environ().get("RISE_DATA", "").startswith(str(office.folder))
            except psutil.Error:
                continue
            if ours:
                found.append(process)
    return found


def end_drains(office: Office) -> None:
    """Kill them: nothing of a test outlives it."""
    for process in drains(office):
        try:
            process.kill()
            process.wait(10)
        except psutil.NoSuchProcess:
            continue


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Relay and carrier run; Dana is signed in."""
    with Office(tmp_path_factory.mktemp("office")) as running:
        running.sign_in()
        yield running
        end_drains(running)
