"""The room of groups: made, filled, renamed and deleted with keys, each with a way back."""

import threading
from pathlib import Path
from typing import Any

from rise_tui.casework import grouping
from rise_tui.casework.desk import Desk
from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.groups import GroupsScreen
from tests.gallery.office import open_desk
from tests.gallery.scenes.groups import two_called_it_otherwise
from tests.screens.stage import opened


async def test_a_group_is_made_filled_renamed_and_deleted(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("3", "#")
        assert isinstance(stage.app.screen, GroupsScreen)
        assert "Class 3 13 people" in " ".join(stage.text.split())
        assert "No word from them in 14 days" in stage.text
        await stage.press("+", "Evening class", "enter")
        assert "Made the group Evening class   z takes it back" in stage.status
        await stage.press("enter", "+", "ortega", "enter", "walker", "enter", "escape")
        assert "Denise Walker: now in Evening class" in stage.status
        assert "2 people" in stage.text
        assert stage.text.index("Denise Walker") < stage.text.index("Luis Ortega"), "as in the list of clients"
        await stage.press("g", " ", " ")
        assert "2 selected" in stage.text
        await stage.press("d")
        assert "2 people taken out of Evening class" in stage.status
        await stage.press("z")
        assert "Luis Ortega" in stage.text
        await stage.press("V", "d")
        assert "Evening class   nobody yet" in stage.text
        assert "+ puts people in" in stage.text
        assert "take out" not in stage.lines[-1]
        await stage.press("z", "escape", "e", "ctrl+u", "Night class", "enter")
        assert "Renamed to Night class" in stage.status
        await stage.press("d")
        assert "Deleted the group Night class" in stage.status
        assert "4 groups" not in stage.text
        await stage.press("z")
        assert "Night class" in stage.text


async def test_a_name_that_two_have_changed_stands_side_by_side_and_so_does_a_text(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    two_called_it_otherwise(desk)
    async with opened(tmp_path, (80, 24), desk=desk) as stage:
        await stage.press("3", "#")
        assert "Class 3 13 people ! not taken" in " ".join(stage.text.split())
        assert "e what was not taken" in stage.text
        await stage.press("e")
        assert "Class 3, Mondays" in stage.text
        assert "Class 3 (Mon at 9)" in stage.text
        await stage.press("m")
        assert "Class 3, Mondays: what you wrote stands   z takes it back" in stage.status
        assert "!" not in stage.text
        await stage.press("1", "t")
        assert "1 change was not taken (!).   = there shows mine and theirs" in stage.text
        await stage.press("=")
        assert "Come in by the side door and ring twice." in " ".join(stage.text.split())
        assert "We have moved: 1200 Market" in stage.text
        await stage.press("e")
        assert "Change a template" in stage.text
        assert "We are at 990 Spring Garden." in stage.text, "what stands here until theirs has come"
    desk.store.close()


async def test_a_name_that_is_taken_is_said_where_it_is_typed(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("3", "#", "+", "HOUSING", "enter")
        assert "There is a group Housing. Choose another name." in " ".join(stage.text.split())
        await stage.press("escape")
        assert "3 groups" in stage.text


async def test_a_group_that_finds_its_people_itself_is_left_as_it_is(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("3", "#", "G", "e")
        assert "This group finds its people itself." in stage.status
        await stage.press("d")
        assert "This group finds its people itself." in stage.status
        await stage.press("b")
        assert isinstance(stage.app.screen, BroadcastScreen)
        assert "Texted in Spanish" in stage.text


async def test_on_a_small_terminal_the_people_open_over_the_groups(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("3", "#")
        assert "Marcus Bell" not in stage.text
        await stage.press("enter")
        assert "Marcus Bell" in stage.text
        assert "Housing" not in stage.text
        await stage.press("escape")
        assert "Housing" in stage.text


async def test_a_group_of_hundreds_is_read_in_a_thread_and_shown_a_page_at_a_time(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    _crowd(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("2", "#")
        assert isinstance(stage.app.screen, GroupsScreen)
        assert "A crowd 300 people" in " ".join(stage.text.split())
        await stage.press("enter", "G")
        assert "Person 299" in stage.text
        await stage.press("V")
        assert "300 selected" in stage.text
    desk.store.close()


def _crowd(desk: Desk) -> None:
    """A group of three hundred."""
    with desk.store.writing() as session:
        desk.store.groups.put(session, "crowd", seq=900, name="A crowd", kind="list")
        for number in range(300):
            client_id = f"client-{number:03}"
            desk.store.clients.put(session, client_id, seq=900, first_name="Person", last_name=f"{number:03}")
            desk.store.groups.put_member(session, "crowd", client_id, is_member=True, seq=900)


async def test_nobody_of_another_group_is_selected_while_hundreds_are_still_read(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    _crowd(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("3", "#")
        room = stage.app.screen
        assert isinstance(room, GroupsScreen)
        room.groups.select_key(next(one.group_id for one in grouping.groups(desk) if one.name == "Class 3"))
        await stage.rest()
        may_read, gather = threading.Event(), room._gathering._read

        def slowly() -> Any:
            may_read.wait(30)
            return gather()

        room._gathering._read = slowly  # a large group on a slow machine
        room.groups.select_key("crowd")
        await stage.pilot.press("enter", "V")
        assert room.people.chosen == frozenset()
        may_read.set()
        await stage.rest()
        await stage.press("V")
        assert "300 selected" in stage.text
    desk.store.close()


async def test_a_long_name_is_edited_as_a_whole(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    name = "Job readiness and interview practice, Tuesdays and Thursdays, North Broad Street"
    grouping.make(desk, f"!{name}")
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("3", "#", "e", "end", "!", "enter")
        assert f"!{name}!" in {one.name for one in _made(desk)}
    desk.store.close()


def _made(desk: Desk) -> list[Any]:
    """The groups that somebody made, with their whole names."""
    with desk.store.reading() as session:
        return list(desk.store.groups.list(session))
