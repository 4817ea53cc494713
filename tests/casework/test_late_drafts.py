"""A draft that had to wait is written when it may be, and never after a newer one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from rise_tui.casework.desk import Desk
from rise_tui.casework.late_drafts import LateDrafts
from rise_tui.store.drafts import Draft
from rise_tui.store.troubles import StoreFull
from tests.journeys.processes import wait_until


@dataclass
class _Gate:
    """A store whose transactions begin when the gate opens."""

    path: Path = Path("store.sqlite")
    is_open: threading.Event = field(default_factory=threading.Event)
    entered: threading.Event = field(default_factory=threading.Event)
    refusals: int = 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.entered.set()
        assert self.is_open.wait(20)
        if self.refusals:
            self.refusals -= 1
            raise StoreFull("This could not be kept")
        yield None


@dataclass
class _Desk:
    store: _Gate


@pytest.fixture
def gate() -> _Gate:
    return _Gate()


@pytest.fixture
def desk(gate: _Gate) -> Desk:
    return cast(Desk, _Desk(gate))


@pytest.fixture
def written() -> list[str]:
    return []


@pytest.fixture
def late(written: list[str]) -> LateDrafts:
    return LateDrafts(lambda _, draft: written.append(draft.body))


def test_of_several_keys_only_the_newest_is_written(
    late: LateDrafts, desk: Desk, gate: _Gate, written: list[str]
) -> None:
    for body in ("M", "Mo", "Mon"):
        late.add(desk, Draft("ana", "1", body))
    gate.is_open.set()
    assert late.settle(desk, 20)
    assert written[-1] == "Mon"
    assert "Mo" not in written


def test_what_somebody_else_decides_about_is_not_written_behind_their_back(
    late: LateDrafts, desk: Desk, gate: _Gate, written: list[str]
) -> None:
    late.add(desk, Draft("ana", "1", "old"))
    assert gate.entered.wait(20)
    with late.taken(desk, "ana") as older:
        assert older is not None
        assert older.body == "old"
        gate.is_open.set()
        wait_until(lambda: late._thread is None, 20, "the end of the writer")
    assert written == []
    assert late.get(desk, "ana") is None


def test_it_is_back_in_line_when_the_decision_fails(
    late: LateDrafts, desk: Desk, gate: _Gate, written: list[str]
) -> None:
    late.add(desk, Draft("ana", "1", "old"))
    with pytest.raises(ValueError, match="no"), late.taken(desk, "ana"):
        raise ValueError("no")
    gate.is_open.set()
    assert late.settle(desk, 20)
    assert written == ["old"]


def test_a_full_disk_is_tried_again(late: LateDrafts, desk: Desk, gate: _Gate, written: list[str]) -> None:
    gate.refusals = 2
    gate.is_open.set()
    late.add(desk, Draft("ana", "1", "words"))
    assert late.settle(desk, 20)
    assert written == ["words"]
