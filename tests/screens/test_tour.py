"""The tour: each stop goes on once it was done with the newcomer's own keys; its own keys change nothing."""

from pathlib import Path

from rise_tui.casework import touring, undoing
from rise_tui.widgets.draft_area import DraftArea
from rise_tui.widgets.tour_strip import TourStrip
from tests.screens.stage import Opened, life, opened


def told(stage: Opened) -> str:
    """What the strip says, in one line."""
    region = stage.app.screen.query_one(TourStrip).region
    assert region.bottom == stage.app.size.height, "nothing of it is out of sight"
    return " ".join(" ".join(stage.lines[region.y : region.bottom]).split())


async def test_all_six_stops_go_on_when_they_were_done_with_ones_own_keys(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(80, 24), tour=True) as stage:
        assert told(stage).startswith("1 of 6 Who waits")
        assert "go to Terrence Hall." in told(stage)
        await stage.press("jj")
        assert told(stage).startswith("1 of 6"), "not there yet"
        await stage.press("j")
        assert told(stage).startswith("2 of 6 One key")
        assert "“come: yes”. Press y." in told(stage)
        await stage.press("y")
        assert "Terrence Hall is off the list" in told(stage)
        await stage.press("z")
        assert told(stage).startswith("3 of 6 Answer")
        await stage.press("r")
        assert "Write a line to Terrence Hall." in told(stage)
        await stage.press("Great, see you then")
        assert told(stage).endswith("C-d, Ctrl and d, sends it.")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert told(stage).endswith("Press z, or let it go out.")
        await stage.press("z")
        assert told(stage).startswith("4 of 6 Find")
        await stage.press("/")
        assert "Ana Ruiz has sent a photo." in told(stage)
        await stage.press("Ana", "enter")
        assert told(stage).startswith("5 of 6 File a photo")
        assert stage.pane.client_id == life("Ana")
        await stage.press("f")
        assert told(stage).endswith("Enter files it.")
        await stage.press("enter")
        assert touring.unfiled_of(stage.desk, life("Ana")) == 0
        assert told(stage).startswith("6 of 6 A group text")
        assert "the next photo is here already" in told(stage)
        await stage.press("escape", "b")
        assert told(stage).endswith("Enter chooses them.")
        await stage.press("enter")
        assert told(stage).endswith("Enter when it is right.")
        await stage.press(" ", "enter")
        assert "{first_name} in it becomes each one's own name." in told(stage)
        await stage.press("r", "Hi {first_name}")
        assert told(stage).endswith("Esc when it is written.")
        await stage.press("escape")
        assert told(stage).endswith("Esc leaves it; it is kept under 3.")
        await stage.press("escape")
        assert told(stage).startswith("The tour That was all of it")
        await stage.press("ctrl+n")
        assert not stage.app.screen.query(TourStrip)
        await stage.press("ctrl+n")
        assert "C-n does nothing here." in stage.status, "after the tour its keys are none"


async def test_a_text_that_was_let_go_leads_on_when_it_is_held_no_longer(tmp_path: Path) -> None:
    async with opened(tmp_path, tour=True) as stage:
        await stage.press("ctrl+n", "ctrl+n")
        await stage.pilot.click(DraftArea)
        await stage.rest()
        assert "Write a line to Marcus Bell." in told(stage), "the mouse leads there too"
        await stage.press("Monday is fine")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "It is held for some seconds" in told(stage)
        stage.wait(9)
        await stage.press("j")
        assert told(stage).startswith("4 of 6 Find")


async def test_who_goes_astray_is_told_the_way_and_who_has_enough_leaves(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(60, 24), tour=False) as stage:
        assert not stage.app.screen.query(TourStrip), "it is offered, and begins when one asks for it"
        await stage.press("?")
        assert "t takes the tour" in stage.text
        await stage.press("t")
        assert told(stage).endswith("The mark on a line says what its text seems to be."), "whole at 60 columns too"
        await stage.press("ctrl+t")
        assert "go to T••••••• H•••." in told(stage)
        await stage.press("ctrl+t", "2")
        assert told(stage).endswith("1 leads to the inbox.")
        await stage.press("1", "enter")
        assert told(stage).endswith("Esc leads back to the list.")
        await stage.press("r")
        assert told(stage).endswith("Esc leaves the text, and what you typed stays.")
        await stage.press("escape", "escape")
        assert "go to Terrence Hall." in told(stage)
        await stage.press("jjj", "j")
        assert told(stage).endswith("Go back to Terrence Hall: j down, k up.")
        await stage.press("k", "a")
        assert "Terrence Hall is off the list" in told(stage), "another key to the same end"
        before = undoing.latest(stage.desk)
        await stage.press("ctrl+n", "ctrl+n", "/", "Marcus", "enter")
        assert told(stage).endswith("/ once more, then type Ana Ruiz.")
        await stage.press("f9")
        assert not stage.app.screen.query(TourStrip)
        await stage.press("escape")
        assert not stage.app.screen.query(TourStrip)
        assert undoing.latest(stage.desk) == before, "skipping and leaving change nothing"


async def test_in_a_real_office_there_is_no_tour_and_help_says_where_there_is_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("ctrl+n")
        assert "C-n does nothing here." in stage.status
        await stage.press("?", "j" * 60)
        assert "rise demo --tour" in stage.text
        assert "rise guide has a day's work" in stage.text
        assert "the tour" not in stage.lines[-3]
        await stage.press("t")
        assert not stage.app.screen.query(TourStrip)


async def test_where_nobody_has_what_a_stop_needs_it_says_so(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(80, 24), is_empty=True, tour=True) as stage:
        assert "Nobody waits here with what this stop needs. C-n goes on" in told(stage)
        await stage.press("ctrl+n", "ctrl+n")
        assert told(stage).startswith("3 of 6 Answer")


async def test_in_a_window_of_few_lines_the_tour_leaves_the_room_to_what_one_types(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(80, 9), tour=True) as stage:
        await stage.press("jjj", "r", "hello")
        assert "hello" in stage.text
        assert "2 of 6" not in stage.text
        await stage.pilot.resize_terminal(80, 24)
        await stage.rest()
        assert told(stage).startswith("2 of 6 One key")
