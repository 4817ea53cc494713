"""What every room shares: the three places, the palette, the veil over names."""

from pathlib import Path

from textual.widgets import Input

from rise_tui.casework import planning, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.errors import RiseError
from rise_tui.screens.dialogs.palette import CommandList
from rise_tui.store.changes import Change
from rise_tui.store.notices import CARRIER
from tests.casework.office import outbox
from tests.gallery.scenes.colleagues import all_of_it
from tests.screens.stage import life, opened


async def test_each_place_keeps_what_was_opened_in_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "enter")
        assert stage.pane.client_id == life("Ana")
        await stage.press("3")
        assert type(stage.app.screen).__name__ == "BroadcastsScreen"
        await stage.press("1")
        assert stage.pane.client_id == life("Ana")
        await stage.press("escape")
        assert stage.inbox.people.has_focus
        assert stage.inbox.client_id == life("Ana")
        await stage.press("enter", "b", "r", "Hi all", "escape", "1")
        assert stage.app.screen is stage.inbox
        assert stage.inbox.people.has_focus
        assert stage.inbox.client_id == life("Ana")
        [begun] = planning.unfinished(stage.desk)
        assert begun.words == "Hi all"


async def test_a_command_is_found_by_its_words_and_done_where_one_was(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", ":", "no answer")
        assert "No answer needed; to the next one." in stage.text
        await stage.press("enter")
        assert "Done: Ana Ruiz" in stage.status
        await stage.press("ctrl+p", "xyzzy")
        assert "Nothing is called that." in stage.text
        await stage.press("escape")
        assert stage.inbox.people.has_focus
        await stage.press(":")
        every = stage.app.screen.query_one(CommandList)
        await stage.press(*["pagedown"] * 9)
        assert every.selected == every.length - 1
        assert "▌" in stage.text, "the chosen one is in view"
        await stage.press("pageup")
        assert every.selected == every.length - every.size.height
        await stage.press(*["pageup"] * 9, "escape", "?", *["pagedown"] * 9)
        assert "A screen down." in stage.text


async def test_the_veil_leaves_initials_and_nothing_moves(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj")
        before = stage.lines
        await stage.press("ctrl+t")
        assert "Ana Ruiz" not in stage.text
        assert "A•• R•••" in stage.text
        assert "555-01" not in stage.text
        assert "(215) •••-••••" in stage.text
        assert [len(line) for line in stage.lines[2:-2]] == [len(line) for line in before[2:-2]]
        await stage.press("a")
        assert "Done: A•• R•••" in stage.status
        await stage.press("ctrl+t")
        assert "Ana Ruiz" not in stage.lines[4:10]
        assert "Everything is shown again." in stage.status


async def test_a_phone_company_that_takes_no_texts_is_told_in_the_header_and_once_in_words(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        alert = {
            "code": "20003",
            "title": "The account is suspended",
            "detail": "It has to be paid.",
            "is_stopped": True,
        }
        _notice(stage.desk, alert, seq=70)
        await stage.rest()
        assert "○ no text goes out" in stage.lines[0]
        assert "The phone company takes no texts: The account is suspended." in stage.status
        await stage.press("a")
        assert "Done:" in stage.status
        _notice(stage.desk, alert | {"is_stopped": False}, seq=71)
        await stage.rest()
        assert "● up to date" in stage.lines[0]
        _hold_office(stage.desk, "A wrong group text went out.", seq=72)
        await stage.rest()
        assert "○ no text goes out" in stage.lines[0]
        assert "Your office has stopped all texts." in stage.status
        assert "A wrong group text went out." in stage.status
        _hold_office(stage.desk, "", seq=73, is_held=False)
        await stage.rest()
        assert "Your office has stopped" not in stage.status, "what is over does not stay there"
        assert "Texts go out again." in stage.status


def _hold_office(desk: Desk, because: str, seq: int, *, is_held: bool = True) -> None:
    """The administrator stops all texts, or lets them go."""
    with desk.store.writing(Change("line")) as session:
        rules = {"is_held": is_held, "held_because": because}
        desk.store.office.put(session, desk.office_id, seq=seq, rules=rules)


def _notice(desk: Desk, words: dict[str, object], seq: int) -> None:
    """The relay tells how the phone company is."""
    with desk.store.writing(Change("line")) as session:
        desk.store.notices.put(session, CARRIER, words, seq=seq, at=desk.now)


async def test_a_trouble_is_told_whole_on_a_small_terminal(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(80, 24)) as stage:
        trouble = RiseError(
            "The disk of this machine is full",
            "What you typed stands on the screen only, and nothing more can be kept until there is room.",
            "Delete something, then press C-d again.",
        )
        stage.room.tell_error(trouble)
        await stage.rest()
        told = " ".join(stage.status.split())
        assert told.startswith("The disk of this machine is full. What you typed stands on the screen only")
        assert told.endswith("Delete something, then press C-d again.")
        stage.room.tell("Done.")
        await stage.rest()
        assert stage.status.strip() == "Done."


async def test_what_is_typed_where_no_text_may_go_acts_on_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("/", "Isaiah", "enter")
        room = stage.app.screen
        await stage.press("r", "see you at nine am")
        assert "No text may go to them." in stage.status
        assert stage.app.screen is room, "no letter has opened anything"
        stage.wait(1)
        await stage.press("r")
        stage.wait(0.9)
        await stage.press("a")
        assert "No text may go to them." in stage.status, "nor one that comes a moment later"
        assert undoing.latest(stage.desk) is None
        stage.wait(1)
        await stage.press("?")
        assert "Keys that work here" in stage.text


async def test_offline_a_text_waits_and_leaving_asks_only_while_something_does(tmp_path: Path) -> None:
    async with opened(tmp_path, is_offline=True) as stage:
        await stage.press("r", "Monday is fine")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "✓ To Marcus Bell once texts go out again   z takes it back" in stage.status
        assert "1 waits here" in stage.lines[0]
        stage.room.action_leave()
        assert not stage.app._exit
        await stage.rest()
        assert "Not everything is out yet" in stage.text
        assert "1 change waits on this machine only." in stage.text
        await stage.press("escape", "z")
        assert not stage.app._exit
        stage.room.action_leave()
        assert stage.app._exit


async def test_how_one_is_told_while_rise_is_closed_is_set_by_keys(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("E", "dana@example.org", "enter", "enter", "8:30 25:00", "enter", "enter", "enter")
        wrong = next(y for y, line in enumerate(stage.lines) if "is no time of day. Write it like 8:30" in line)
        assert "8:30 25:00" in stage.lines[wrong - 1], "right below its field"
        assert stage.app.cursor_position.y == wrong - 1, "where one goes on typing"
        assert stage.text.count("is no time of day") == 1
        await stage.press("8")
        assert "is no time of day" not in stage.text
        await stage.press("escape", "E", "dana@example.org", "enter", "enter", "8:30", "enter", "enter", "enter")
        assert "At 8:30 you are told how many wait.   z takes it back" in stage.status, "whole at 80 columns"
        await stage.press("E")
        assert "C-e: none" in stage.text
        await stage.press("ctrl+e")
        assert "You are told nothing while rise is closed" in stage.status
        await stage.press("z")
        assert "Taken back" in stage.status
        await stage.press("E", "ctrl+o")
        assert "A supervisor says who is on call." in stage.text
        await stage.press("escape")
        with stage.desk.store.writing() as session:
            boss = {"name": "Dana Ortiz", "role": "supervisor", "is_active": True}
            stage.desk.store.office.put_caseworker(session, stage.desk.caseworker_id, seq=900, **boss)
        await stage.press("E")
        assert "C-o: Nobody is on call." in stage.text
        await stage.press("2")
        await stage.press("ctrl+o")
        assert "What you typed here is not kept" in stage.text, "and another dialog does not take it away"
        await stage.press("escape", "E", "ctrl+o", "dan", "enter", "enter", "2 dec 9", "enter", "enter")
        assert "You are on call until Wed 2 Dec 9:00" in stage.status
        await stage.press("E", "ctrl+o", "ctrl+e")
        assert "Nobody is on call" in stage.status
        await stage.press("z", "E")
        assert "C-o: You are on call until Wed 2 Dec 9:00." in stage.text


async def test_every_field_of_how_one_is_told_is_what_the_office_gets(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("E", "dana@example.org", "enter", "https://hooks.example.org/rise", "enter")
        await stage.press("13:00, 8:30", "enter", "21:00-8:00", "enter", "45")
        assert "At 8:30 and 13:00 you are told how many wait:" in stage.text
        assert "dana@example.org and a web address. What is urgent, at" in stage.text
        assert outbox(stage.desk) == [], "not before the last Enter"
        await stage.press("enter")
        (entry,) = outbox(stage.desk)
        assert entry.wish.kind == "alerts"
        assert entry.wish.body == {
            "email": "dana@example.org",
            "webhook": "https://hooks.example.org/rise",
            "at": ["8:30", "13:00"],
            "quiet_from": 21 * 60,
            "quiet_to": 8 * 60,
            "least_minutes": 45,
        }
        await stage.press("E")
        fields = [one.value for one in stage.app.screen.query(Input)]
        assert fields == ["dana@example.org", "https://hooks.example.org/rise", "8:30 13:00", "21:00-8:00", "45"]


async def test_the_end_of_a_cover_is_told_while_one_works_and_once(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        all_of_it(stage.desk)
        await stage.rest()
        await stage.press("j", "k")
        assert "is over" not in stage.status, "that ended before"
        ended = {"is_ended": True, "ended_at": stage.desk.now, "open": (life("Rosa"), life("Andre"))}
        with stage.desk.store.writing(Change("office")) as session:
            stage.desk.store.covers.put(session, "c1", seq=50, from_at=stage.desk.now - 1, **ended)
        await stage.rest()
        assert "Luis Marin's cover for you is over: 2 wait.   F7 says what came" in stage.status
        await stage.press("j", "f7")
        assert "2 wait: no text came" in stage.text
        await stage.press("escape", "a")
        with stage.desk.store.writing(Change("office")):
            pass
        await stage.rest()
        assert "is over" not in stage.status
