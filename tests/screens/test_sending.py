"""One broadcast while it goes out and after, and the list of them: played with keys on the real app."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rise_tui.casework.desk import Desk
from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.broadcasts import BroadcastsScreen
from rise_tui.screens.client import ClientScreen
from rise_tui.screens.sending import SendingScreen
from rise_tui.store.changes import Change
from tests.casework.group_text import GroupText
from tests.casework.office import accepted
from tests.gallery.office import open_desk
from tests.gallery.scenes import broadcasts as scenes
from tests.screens.stage import Opened, life, opened

BROADCAST = scenes.BROADCAST.format(1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The office of the pictures."""
    desk = open_desk(tmp_path)
    yield desk
    desk.store.close()


@pytest.fixture
def offline(tmp_path: Path) -> Iterator[Desk]:
    """The same while the line is down."""
    desk = open_desk(tmp_path, is_offline=True)
    yield desk
    desk.store.close()


def sent_wishes(stage: Opened) -> list[tuple[str, object]]:
    """Kinds and bodies of what is on its way."""
    with stage.desk.store.reading() as session:
        return [(entry.wish.kind, dict(entry.wish.body)) for entry in stage.desk.store.outbox.list(session)]


async def test_it_is_told_state_by_state_steered_and_its_replies_are_sorted(tmp_path: Path, desk: Desk) -> None:
    scenes.going(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("/", "class 3 meets monday", "enter")
        assert isinstance(stage.app.screen, SendingScreen), "a group text is found once, and opened as one"
        await stage.press("escape", "3")
        assert isinstance(stage.app.screen, BroadcastsScreen)
        assert "Reminder, Class 3 on Monday" in stage.text
        assert "16 of 21" in stage.text
        await stage.press("enter")
        assert "going out · 16 of 21" in stage.text
        for line in ("12    delivered", "3    sent, no receipt yet", "1    failed", "1 landline"):
            assert line in stage.text
        assert "3.75 texts a second on (215) 555-0199" in stage.text
        assert "Left out 3   2 said STOP · 1 twice in the list" in stage.text
        assert "You can close this window: it goes on without you." in stage.text
        assert "Replies   yes 3   no 1   other 1" in stage.text
        await stage.press("p")
        assert "paused · 16 of 21" in stage.text
        assert "Paused: Reminder, Class 3 on Monday   z takes it back" in stage.status
        await stage.press("z")
        assert "going out · 16 of 21" in stage.text
        await stage.press("tab", "G", "n")
        assert "Replies   yes 2   no 2   other 1" in stage.text
        assert "Brianna Stokes: counts as no" in stage.status
        await stage.press("z")
        assert "Replies   yes 3   no 1   other 1" in stage.text
        await stage.press("?")
        for _ in range(20):
            await stage.press("j")
        assert "A reply is what somebody writes after this text reached them" in stage.text
        await stage.press("escape", "g", "r")
        assert isinstance(stage.app.screen, ClientScreen)
        assert "To Terrence Hall" in stage.text


async def test_dropping_asks_and_says_that_the_office_is_asked(tmp_path: Path, desk: Desk) -> None:
    scenes.going(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("3", "enter", "d")
        assert "Drop 5 texts that have not left?" in stage.text
        assert "16 people have it already and keep it." in stage.text
        await stage.press("escape")
        assert sent_wishes(stage) == []
        await stage.press("d", "enter")
        assert sent_wishes(stage) == [], "Enter takes what changes nothing"
        await stage.press("d", "d")
        assert sent_wishes(stage) == [("broadcast_cancellation", {})]
        assert "dropping what has not left" in stage.text
        await stage.press("d")
        assert "It is being dropped already." in stage.status
        accepted(desk, 9000)
        text = GroupText(desk, BROADCAST, 9100)
        with desk.store.reading() as session:
            waiting = desk.store.tallies.people(session, BROADCAST, ["queued", "held"])
        for client_id in waiting:
            text.fares(client_id, "cancelled")
        text.tells("BroadcastCancelled", broadcast_id=BROADCAST, cancelled=5, too_late=16)
        await stage.rest()
        assert "Dropped: 5 texts never left; 16 had left already." in stage.status


async def test_what_failed_is_sent_again_and_what_is_in_doubt_is_decided(tmp_path: Path, desk: Desk) -> None:
    scenes.done(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("3", "enter")
        await stage.press("j", "j", "j")
        await stage.press("enter")
        assert "4 people   failed" in stage.text
        assert "phone off or out of reach" in stage.text
        await stage.press("escape", "=")
        assert "Send again to 2 people?" in stage.text
        await stage.press("s")
        assert "Sent again to 2 people" in stage.status
        assert [kind for kind, _ in sent_wishes(stage)] == ["message", "message"]
        await stage.press("z")
        assert sent_wishes(stage) == []
        await stage.press("g", "j", "j", "=")
        assert "Perhaps 1 person has it, perhaps not" in stage.text
        await stage.press("m")
        assert sent_wishes(stage) == [("resolution", {"as": "mark_sent"})]
        assert "perhaps sent" not in stage.text


async def test_one_state_takes_one_line(tmp_path: Path, desk: Desk) -> None:
    text = scenes.sent(desk, "Room change", 1, people=2, left_out=False)
    scenes.fares(text, "delivered", "delivered")
    async with opened(tmp_path, (80, 24), desk=desk) as stage:
        await stage.press("3", "enter")
        place = next(index for index, line in enumerate(stage.lines) if "delivered" in line)
        assert "Replies" in stage.lines[place + 2]


async def test_who_is_left_out_and_everybodys_text_are_a_key_away(tmp_path: Path, desk: Desk) -> None:
    scenes.going(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("3", "enter", "w")
        assert "Calvin Reed" in stage.text
        await stage.press("/", "xx")
        assert "Nobody fits." in stage.text
        await stage.press("escape")
        assert "Calvin Reed" in stage.text
        await stage.press("escape", "v")
        assert "Hi Terrence, Class 3 meets Monday at 9." in stage.text
        await stage.press("/", "hector")
        assert "1 of 1 · Hector" in stage.text
        await stage.press("escape", "escape", "enter", "/", "hec")
        assert "1 person   delivered" in stage.text
        await stage.press("enter")
        assert isinstance(stage.app.screen, ClientScreen)
        assert "To Hector" in stage.text
        await stage.press("escape")
        assert isinstance(stage.app.screen, SendingScreen)
        await stage.press("escape")
        assert isinstance(stage.app.screen, BroadcastsScreen)


async def test_a_refused_one_says_why_and_leads_back_to_its_words(tmp_path: Path, desk: Desk) -> None:
    scenes.here(desk, is_refused=True)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("3", "enter")
        assert "not sent" in stage.text
        assert "It came too late. It was to leave by 9:00." in stage.text
        place = next(index for index, line in enumerate(stage.lines) if "The text · English" in line)
        assert "Hi {first_name}, Class 3 meets Monday" in stage.lines[place + 1]
        assert "The text · Spanish" in stage.lines[place + 2]
        assert "Hola {first_name}, la clase 3" in stage.lines[place + 3]
        await stage.press("e")
        assert isinstance(stage.app.screen, BroadcastScreen)
        assert "990 Spring Garden" in stage.text


async def test_what_has_not_left_this_machine_says_so_and_is_written_again(tmp_path: Path, offline: Desk) -> None:
    scenes.here(offline)
    async with opened(tmp_path, desk=offline) as stage:
        await stage.press("3", "enter")
        assert "12    on this machine only" in stage.text
        assert "If you leave, it goes to the office within 15 minutes" in stage.text
        await stage.press("e")
        assert isinstance(stage.app.screen, BroadcastScreen)
        assert sent_wishes(stage) == []


async def test_taken_back_before_it_left_it_is_being_written_again(tmp_path: Path, offline: Desk) -> None:
    scenes.here(offline)
    async with opened(tmp_path, desk=offline) as stage:
        await stage.press("3", "enter", "z")
        assert isinstance(stage.app.screen, BroadcastScreen)
        assert "990 Spring Garden" in stage.text
        await stage.press("escape")
        assert "draft" in stage.text


async def test_the_table_is_written_where_one_types(tmp_path: Path, desk: Desk) -> None:
    scenes.done(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("3", "enter", ">", "ctrl+u", str(tmp_path / "tally.csv"), "enter")
        while stage.app.workers._workers:
            await stage.app.workers.wait_for_complete()
        await stage.rest()
        assert "Written: 20 people" in stage.status
    rows = (tmp_path / "tally.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 20 + 3
    assert "Terrence Hall,,delivered,yes,Yes I'll be there," in rows


async def test_a_storm_of_news_is_read_as_often_as_a_person_can_follow(tmp_path: Path, desk: Desk) -> None:
    scenes.going(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("3", "enter")
        room = stage.app.screen
        assert isinstance(room, SendingScreen)
        before = room._standing.readings
        for number in range(240):
            with desk.store.writing(Change("broadcast", BROADCAST)) as session:
                desk.store.broadcasts.set_status(
                    session, BROADCAST, life("Marcus"), "sent" if number % 2 else "delivered"
                )
            stage.app.listen()
        await stage.rest()
        assert room._standing.readings - before <= 3
        assert "4    sent, no receipt yet" in stage.text


@pytest.mark.parametrize("size", [(80, 24), (60, 24)])
async def test_it_is_all_there_on_a_small_terminal(tmp_path: Path, desk: Desk, size: tuple[int, int]) -> None:
    scenes.going(desk)
    async with opened(tmp_path, size, desk=desk) as stage:
        await stage.press("3", "enter")
        for words in ("going out", "delivered", "failed", "Left out 3", "Terrence Hall", "You can close this window"):
            assert words in stage.text
        assert all(len(line) <= size[0] for line in stage.lines)


async def test_names_are_masked_on_a_key(tmp_path: Path, desk: Desk) -> None:
    scenes.going(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("3", "enter", "ctrl+t")
        assert "Terrence" not in stage.text
        assert "555-0199" not in stage.text
        await stage.press("enter")
        assert "Marcus" not in stage.text
