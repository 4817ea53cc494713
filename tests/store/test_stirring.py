"""A write is heard at once, from whichever process; silence costs nothing."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from rise_tui.store import stirring
from rise_tui.store.changes import Change
from rise_tui.store.stirring import Listening
from rise_tui.store.store import Store

PATIENCE = 10.0


class Ear:
    """Counts what it hears."""

    def __init__(self) -> None:
        self.count = 0
        self.heard = asyncio.Event()

    def hear(self) -> None:
        self.count += 1
        self.heard.set()


@pytest.fixture
def slow_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stirring, "LOOK_S", 3600.0)
    monkeypatch.setattr(stirring, "APART_S", 0.0)


async def test_the_longer_writes_go_on_the_rarer_it_is_heard_up_to_once_a_second(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, waits = asyncio.get_running_loop(), list[float]()
    listening = Listening(store.folder, lambda: None)
    listening.end()
    now = loop.time()
    monkeypatch.setattr(loop, "time", lambda: now)
    for seconds in (0, 0.25, 0.5, 1, 1, 3):
        now += seconds
        listening._look()
        waits.append(listening._apart)
    listening._wait(9)
    listening.end()
    assert waits == [0.25, 0.5, 1.0, 1.0, 1.0, 0.25]


@pytest.mark.usefixtures("slow_looks")
async def test_a_write_is_heard_without_anybody_looking(store: Store) -> None:
    ear = Ear()
    listening = Listening(store.folder, ear.hear)
    with store.writing(Change("inbox")):
        pass
    await asyncio.wait_for(ear.heard.wait(), PATIENCE)
    ear.heard.clear()
    script = "import sys; from rise_tui.store.connect import connect; from pathlib import Path\n"
    script += "connect(Path(sys.argv[1])).execute(\"INSERT INTO changes(topic, key) VALUES ('inbox', '')\")"
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script, str(store.path)], check=True)
    await asyncio.wait_for(ear.heard.wait(), PATIENCE)
    listening.end()


@pytest.mark.usefixtures("slow_looks")
async def test_many_writes_are_heard_together(store: Store) -> None:
    ear = Ear()
    listening = Listening(store.folder, ear.hear)
    for _ in range(50):
        with store.writing(Change("inbox")):
            pass
    await asyncio.wait_for(ear.heard.wait(), PATIENCE)
    assert ear.count < 5
    listening.end()


async def test_while_writes_go_on_it_is_heard_now_and_then(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stirring, "APART_S", 3600.0)
    ear = Ear()
    listening = Listening(store.folder, ear.hear)
    for _ in range(20):
        with store.writing(Change("inbox")):
            pass
        await asyncio.sleep(0)
    await asyncio.wait_for(ear.heard.wait(), PATIENCE)
    for _ in range(20):
        with store.writing(Change("inbox")):
            pass
        await asyncio.sleep(0.001)
    assert ear.count == 1
    listening.end()


@pytest.mark.usefixtures("slow_looks")
async def test_once_ended_nothing_is_heard(tmp_path: Path) -> None:
    ear = Ear()
    listening = Listening(tmp_path, ear.hear)
    listening.end()
    (tmp_path / "file").write_text("written")
    for _ in range(20):
        await asyncio.sleep(0)
    assert ear.count == 0


async def test_where_the_kernel_does_not_tell_it_looks_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "other")
    monkeypatch.setattr(stirring, "BLIND_S", 0.0)
    ear = Ear()
    listening = Listening(tmp_path, ear.hear)
    await asyncio.wait_for(ear.heard.wait(), PATIENCE)
    listening.end()


async def test_a_folder_that_is_not_there_is_looked_at_from_time_to_time(tmp_path: Path) -> None:
    assert stirring.watch_folder(tmp_path / "nowhere") is None
