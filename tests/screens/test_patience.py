"""Where somebody else is writing just now a caseworker hears nothing of it, and no key is lost or comes too early."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

import pytest

from rise_tui.casework import drafting, noting, windows
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock
from rise_tui.screens.patience import PATIENCE, SLICE
from rise_tui.store.changes import Change
from rise_tui.store.connect import connect
from rise_tui.store.engine import Session
from rise_tui.store.threads import Message
from tests.casework.office import outbox
from tests.gallery.office import open_desk
from tests.screens.stage import Opened, life, opened
from tests.screens.test_inbox_acts import go_to, names

BUSY = "Something else is being written just now"


class OtherWriter(FrozenClock):
    """Somebody who writes in the same store, and stops when that many slices of time have been waited through."""

    connection: Connection
    slices = 0
    waited = 0
    over: Callable[[], None] = staticmethod(lambda: None)
    """called as they stop"""

    def begin(self, slices: int) -> None:
        """Write from now on, for so many slices."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.slices, self.waited = slices, 0

    def end(self, how: str = "ROLLBACK") -> None:
        """Write no longer."""
        if self.connection.in_transaction:
            self.connection.execute(how)

    async def sleep(self, seconds: float) -> None:
        """One of the slices is over."""
        self.waited += 1
        if self.waited == self.slices:
            self.over()
            self.end()
        await super().sleep(seconds)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The gallery's desk, with somebody else at the same store."""
    own = open_desk(tmp_path)
    clock = OtherWriter(own.clock.now())
    clock.connection = connect(own.store.path)
    try:
        yield replace(own, clock=clock)
    finally:
        clock.connection.close()
        own.store.close()


def other(stage: Opened) -> OtherWriter:
    """Who else writes."""
    assert isinstance(stage.desk.clock, OtherWriter)
    return stage.desk.clock


async def test_acts_wait_unseen_while_others_write_and_keep_their_order(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path, desk=desk) as stage:
        await go_to(stage, "Terrence")
        before = names(stage)
        at = stage.inbox.people.selected
        first, second = before[at : at + 2]
        other(stage).begin(slices=4)
        await stage.press("aa")
        assert other(stage).waited == 4
        assert f"Done: {second}" in stage.status
        assert [one for one in before if one not in names(stage)] == [first, second]
        await stage.press("z")
        assert f"z takes back: Done: {first}" in stage.text

        await go_to(stage, "Luis")
        other(stage).begin(slices=3)
        await stage.press("s2", "enter", "j")
        assert other(stage).waited == 3
        assert "Luis Ortega" not in names(stage), "what a dialog was answered with waits too"

        await go_to(stage, "Tyrell")
        await stage.press("m", "knows the way")
        stage.wait(1)
        other(stage).begin(slices=2)
        await stage.press("ctrl+d")
        assert other(stage).waited == 2
        assert [entry.wish.body["body"] for entry in outbox(desk) if entry.wish.kind == "note"] == ["knows the way"]
        assert BUSY not in stage.text


async def test_a_note_of_another_window_is_taken_over_once_nobody_else_writes(tmp_path: Path, desk: Desk) -> None:
    elsewhere = replace(desk, window=f"1:{windows._began(1)}")  # process 1 never ends
    key = noting.draft_key(life("Terrence"))
    drafting.take_over(elsewhere, key)
    drafting.keep(elsewhere, key, "works evenings", 14, 14)
    async with opened(tmp_path, desk=desk) as stage:
        await go_to(stage, "Terrence")
        await stage.press("m")
        assert "Another window has this note open." in stage.text
        for slices, told in ((10_000, BUSY), (3, "C-d saves it")):
            other(stage).begin(slices)
            await stage.press("enter")
            assert told in stage.text
            other(stage).end()
        await stage.press("!")
        assert drafting.recall(desk, key).body == "works evenings!"


async def test_a_text_that_comes_while_an_answer_waits_was_not_seen_and_keeps_needs_reply(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path, desk=desk) as stage:
        await go_to(stage, "Terrence")
        await stage.press("r", "See you then.")
        stage.wait(1)
        came = Message("m-new", life("Terrence"), "inbound", "wait, i cant", "received", at=desk.now, seq=9000)

        def comes() -> None:
            session = Session(other(stage).connection)
            desk.store.threads.put(session, came)
            desk.store.conversations.refresh(session, came.client_id)
            desk.store.ring(session, Change("inbox", came.client_id), Change("thread", came.client_id))
            other(stage).end("COMMIT")
            stage.app.listen()

        other(stage).begin(slices=2)
        other(stage).over = comes
        await stage.press("ctrl+d")
        with desk.store.reading() as session:
            line = desk.store.conversations.get(session, came.client_id)
        assert line is not None
        assert (line.last_inbound_seq, line.state) == (9000, "needs_reply")
        assert [entry.wish.body["body"] for entry in outbox(desk) if entry.wish.kind == "message"] == ["See you then."]


async def test_who_writes_for_long_is_told_of_and_nothing_is_changed(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path, desk=desk) as stage:
        before = names(stage)
        other(stage).begin(slices=10_000)
        await stage.press("a")
        assert other(stage).waited == pytest.approx(PATIENCE / SLICE, abs=1)
        assert BUSY in stage.status
        other(stage).end()
        assert names(stage) == before
        await stage.press("a")
        assert "Done: " in stage.status
        assert len(names(stage)) == len(before) - 1
