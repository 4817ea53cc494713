"""The list of clients and their cards, played with keys on the real app: what one sees, and what is wished."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, SupportsIndex

import pytest

from rise_tui.casework import card
from rise_tui.casework.clients import look_through
from rise_tui.casework.desk import Desk
from rise_tui.casework.sheets import Row, read_sheet
from rise_tui.casework.workbooks import Told
from rise_tui.domain.clients import ClientStatus
from rise_tui.screens.card import CardScreen
from rise_tui.screens.client import ClientScreen
from rise_tui.screens.clients import ClientsScreen
from rise_tui.screens.dialogs import list_path
from rise_tui.screens.dialogs.import_list import ImportScreen
from rise_tui.screens.dialogs.list_path import ListPath
from rise_tui.store.changes import Change
from tests.casework.office import outbox, refused
from tests.gallery.scenes.card import two_changed_the_same
from tests.gallery.scenes.clients import LIST, WORKBOOK, some_are_away
from tests.screens.stage import Opened, life, opened

ANA = life("Ana")


def names(stage: Opened) -> list[str]:
    """Who stands in the list."""
    room = stage.app.screen
    assert isinstance(room, ClientsScreen)
    people = room.people
    return [row.name for row in (people.row_at(index) for index in range(people.length)) if row is not None]


def client(desk: Desk, client_id: str = ANA) -> card.Card:
    found = card.card(desk, client_id)
    assert found is not None
    return found


def kinds(desk: Desk) -> list[str]:
    return [entry.wish.kind for entry in outbox(desk) if entry.wish.kind != "conversation"]


async def test_people_are_found_as_one_types_and_enter_opens_the_first(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("2")
        assert len(names(stage)) == 24
        await stage.press("/", "rui")
        assert names(stage) == ["Ana Ruiz", "Hector Ruiz"]
        await stage.press("down", "enter")
        assert isinstance(stage.app.screen, ClientScreen)
        assert "Hector Ruiz" in stage.lines[2]
        await stage.press("escape")
        assert names(stage) == ["Ana Ruiz", "Hector Ruiz"]
        await stage.press("escape")
        assert len(names(stage)) == 24
        await stage.press("/", "0116", "tab", "r")
        assert stage.pane.is_typed_in
        assert stage.pane.client_id == life("Hector")


async def test_each_filter_says_how_many_it_has_and_holds_them(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        some_are_away(stage.desk)
        await stage.press("2")
        assert "All 24    Open 20    Paused 2    Closed 2    Said STOP 1    No number 1" in stage.lines[2]
        await stage.press("\\", "\\")
        assert names(stage) == ["Calvin Reed", "Denise Walker"]
        assert "‖ paused, in custody" in stage.text
        await stage.press("\\")
        assert names(stage) == ["Eric Simmons", "Nicole Price"]
        assert "■ closed, moved away" in stage.text


async def test_a_change_of_facts_leaves_the_cursor_on_the_same_person(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("2", "j", "j")
        room = stage.app.screen
        assert isinstance(room, ClientsScreen)
        here = room.client_id
        for name in ("Yoe Ruiz", "Zoe Ruiz"):  # the second comes while the list rests from the first
            card.rename(stage.desk, ANA, name)
            await stage.rest()
        room.looking.rested()
        await stage.rest()
        assert room.client_id == here
        assert names(stage)[-1] == "Zoe Ruiz"


async def test_somebody_new_is_added_and_taken_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("2", "+", "Rob Fields", "enter", "555 0171", "enter")
        assert "area code" in stage.text
        assert outbox(stage.desk) == []
        await stage.press("home", "215 ", "enter")
        assert "Added: Rob Fields" in stage.status
        room = stage.app.screen
        assert isinstance(room, ClientsScreen)
        row = room.people.row
        assert row is not None
        assert row.name == "Rob Fields"
        await stage.press("z")
        assert "Rob Fields" not in names(stage)
        assert kinds(stage.desk) == []


async def test_a_namesake_is_added_on_the_second_enter_only(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("2", "+", "ana ruiz", "enter", "215 555 0171", "enter")
        assert "here already" in stage.text
        await stage.press("enter")
        assert names(stage).count("ana ruiz") == 1


async def test_the_selected_are_put_into_a_group_as_one_act(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("2", " ", " ")
        assert "2 selected" in stage.lines[2]
        await stage.press("x", "hous", "enter")
        room = stage.app.screen
        assert isinstance(room, ClientsScreen)
        assert room.chosen == ()
        assert [group.name for group in client(stage.desk).groups] == ["Class 3", "Housing"]
        await stage.press("z")
        assert [group.name for group in client(stage.desk).groups] == ["Class 3"]
        await stage.press("V")
        assert "24 selected" in stage.lines[2]
        await stage.press("V")
        assert room.chosen == ()


async def test_a_field_is_edited_where_it_stands_and_z_takes_it_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("2", "enter", "i")
        assert isinstance(stage.app.screen, ClientScreen)
        await stage.press("enter", "Ana Maria Ruiz", "enter")
        assert client(stage.desk).name == "Ana Maria Ruiz"
        assert "Ana Maria Ruiz" in stage.lines[2]
        assert "Now called Ana Maria Ruiz" in stage.status
        await stage.press("jjjj", "enter", "Mars", "enter")
        assert "That is no time zone" in stage.text
        await stage.press("escape")
        assert kinds(stage.desk) == ["client"]
        await stage.press("j", "enter", "9 to 5pm")
        assert "9:00 to 17:00" in stage.text
        await stage.press("enter")
        assert client(stage.desk).client.safe_to == 17 * 60
        await stage.press("z", "z")
        assert client(stage.desk).name == "Ana Ruiz"
        assert kinds(stage.desk) == []
        await stage.press("escape")
        assert stage.pane.view.has_focus
        await stage.press("escape")
        assert isinstance(stage.app.screen, ClientsScreen)


async def test_who_was_selected_under_another_filter_is_among_the_selected(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("2", " ", "/", "hector", "tab", " ")
        assert "2 selected" in stage.lines[2]
        room = stage.app.screen
        assert isinstance(room, ClientsScreen)
        assert set(room.chosen) == {ANA, life("Hector")}
        with stage.desk.store.writing() as session:
            stage.desk.store.clients.put(session, life("Hector"), seq=99, is_mine=False)
        await stage.press("/", "escape")
        assert room.chosen == (ANA,)
        assert "1 selected" in stage.lines[2]
        await stage.press("x", "hous", "enter")
        assert {group.name for group in client(stage.desk).groups} == {"Class 3", "Housing"}


async def test_a_field_is_edited_at_its_place_whichever_dialog_was_open_before(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("2", "i", "enter")
        place = stage.app.screen.query_one("#field").region
        assert stage.app.screen.region.contains_region(place)
        await stage.press("escape", "m", "escape", "enter")
        assert stage.app.screen.query_one("#field").region == place


async def test_what_is_left_as_it_was_is_no_act_that_z_would_take_back(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("2", "i", "enter", "enter")
        assert isinstance(stage.app.screen, CardScreen)
        await stage.press("jjj", "enter", "s")
        assert "It stands so already" in stage.text
        assert "takes it back" not in stage.text
        assert kinds(stage.desk) == []


async def test_a_pause_echoes_until_when_and_nothing_is_until_told(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("2", "i", "j", "enter", "c", "mon 9")
        assert "until Mon 23 Nov 9:00" in stage.text
        await stage.press("enter")
        found = client(stage.desk).client
        assert (found.status, found.status_reason) == (ClientStatus.PAUSED, "custody")
        assert "‖ paused, in custody" in stage.text
        await stage.press("enter", "c", "enter")
        assert client(stage.desk).client.status_until_at is None
        await stage.press("enter", "o")
        assert client(stage.desk).client.status is ClientStatus.OPEN


async def test_numbers_and_consent_are_kept_from_the_card(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("2", "i")
        assert "Enter change   + number   m note   r text   Esc back" in stage.lines[-1], "there is nothing to undo"
        await stage.press("+", "215 555 0171", "enter", "n")
        assert "? (215) 555-0171" in stage.text
        assert "z undo   Esc back" in stage.lines[-1]
        await stage.press("kk", "enter", "c", "p")
        assert {str(one.e164): one.confirmed_how for one in client(stage.desk).held}["+12155550171"] == "in person"
        await stage.press("enter", "t", "y", "a", "s")
        assert client(stage.desk).evidence[0].wording == "on paper, signed"
        await stage.press("enter", "e")
        assert "+12155550171" not in {str(one.e164) for one in client(stage.desk).held}
        assert kinds(stage.desk) == ["number", "number", "number", "consent", "number"], (
            "how it was confirmed goes apart"
        )
        for _ in range(4):
            await stage.press("z")
        assert kinds(stage.desk) == []


async def test_a_number_that_somebody_else_has_is_shared_or_changes_hands(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("2", "i", "+", "215 555 0101", "enter")
        assert "That number is Marcus Bell's" in stage.text
        await stage.press("h", "p")
        assert "+12155550101" in {str(one.e164) for one in client(stage.desk).held}
        assert client(stage.desk, life("Marcus")).held == ()
        await stage.press("z", "z")
        assert [str(one.e164) for one in client(stage.desk, life("Marcus")).held] == ["+12155550101"]
        assert kinds(stage.desk) == []


async def test_two_who_changed_the_same_stand_side_by_side_and_a_key_decides(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        two_changed_the_same(stage.desk)
        await stage.press("2")
        assert "! not taken" in stage.text
        await stage.press(*"\\" * 7)
        assert "Not taken 1" in stage.lines[1]
        assert names(stage) == ["Ana Ruiz"]
        await stage.press("i")
        assert "1 change was not taken" in stage.text
        await stage.press("enter")
        assert "paused, in hospital" in stage.text
        assert "stands there now" in stage.text
        await stage.press("m")
        assert client(stage.desk).client.status is ClientStatus.PAUSED
        [entry] = outbox(stage.desk)
        assert (entry.state, entry.wish.if_match) == ("waiting", 9)
        assert "not taken" not in stage.text


@pytest.mark.parametrize(("key", "status"), [("t", "open"), ("e", "open")])
async def test_theirs_stands_or_is_written_again(tmp_path: Path, key: str, status: str) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        two_changed_the_same(stage.desk)
        await stage.press("2", "i", "enter", key)
        assert client(stage.desk).client.status == status
        assert outbox(stage.desk) == []
        assert "takes it back" not in stage.text
        if key == "e":
            await stage.press("m")
            assert client(stage.desk).client.status_reason == "moved"


async def test_a_number_that_nobody_knew_is_somebodys_or_makes_a_client(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("\\", "\\", "\\")
        assert "y new number" in stage.lines[-1]
        await stage.press("i", "marcus", "enter", "n")
        assert kinds(stage.desk) == ["claim"]
        assert "new number" not in stage.lines[-1]
        assert not client(stage.desk, life("Marcus")).held[0].is_confirmed
        await stage.press("i")
        assert "Marcus Bell's" in stage.status
        await stage.press("y")
        assert "Marcus Bell's" in stage.status
        await stage.press("z")
        assert kinds(stage.desk) == []
        assert "y new number" in stage.lines[-1]
        await stage.press("i", "New Person", "enter", "enter")
        assert kinds(stage.desk) == ["client", "claim"]
        assert "New Person" in [line.name for line in look_through(stage.desk).page(0, 60)]
        await stage.press("escape")
        refused(stage.desk, "This number is somebody's already", "Luis Marin was quicker.", kind="claim")
        await stage.rest()
        assert "Not taken: whose number it is, New Person." in stage.status
        assert "Luis Marin was quicker." in stage.status


async def test_a_number_that_has_become_somebodys_leads_to_them(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("\\", "\\", "\\", "enter")
        tel, marcus, store = stage.pane.client_id, life("Marcus"), stage.desk.store
        assert tel is not None
        assert tel.startswith("tel:")
        with store.writing(Change("inbox", tel), Change("thread", marcus)) as session:
            store.numbers.put(session, marcus, tel.removeprefix("tel:"), seq=90, from_at=1, is_confirmed=False)
            store.threads.move(session, tel, marcus)
            store.conversations.remove(session, tel)
            store.conversations.refresh(session, marcus)
        await stage.rest()
        assert stage.pane.client_id == marcus
        assert "new number this is Rob" in stage.text


async def test_a_text_about_a_new_number_fills_in_what_a_person_checks(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        rob = life("Robert")
        with stage.desk.store.writing() as session:
            text = replace(stage.desk.store.threads.window(session, rob)[-1], body="my new number is 215 555 0171")
            stage.desk.store.threads.put(session, replace(text, message_id="m-new", seq=900, marks=("new_number",)))
            stage.desk.store.conversations.put(session, rob, seq=900, state="needs_reply")
            stage.desk.store.conversations.refresh(session, rob)
        await stage.press("2", "/", "robert", "enter", "y")
        assert "(215) 555-0171" in stage.text
        await stage.press("enter", "c")
        assert {str(one.e164): one.confirmed_how for one in client(stage.desk, rob).held}["+12155550171"] == (
            "called and spoke"
        )


@pytest.mark.parametrize("size", [(120, 40), (60, 24)])
async def test_appointments_are_made_changed_and_cancelled_on_the_card(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(tmp_path, size) as stage:
        await stage.press("2", "i", "G", "k", "enter", "d")
        await stage.press("at 3", "enter")
        assert "may be morning or afternoon" in stage.text
        await stage.press("ctrl+u", "dec 3 9:30")
        assert "Thu 3 Dec 9:30" in stage.text
        await stage.press("enter", "1301 Filbert St", "enter")
        assert "Thu 3 Dec 9:30  court date" in stage.text
        assert "no answer yet · 1301 Filbert St" in stage.text
        assert "z takes it back" in stage.status
        await stage.press("k", "enter", "t", "dec 4 14:00", "enter", "enter", "b", "ID", "enter", "enter", "a", "y")
        assert "Fri 4 Dec 14:00  court date" in stage.text
        assert "✓ comes · 1301 Filbert St" in stage.text
        assert "bring ID" in stage.text
        await stage.press("enter", "x")
        assert "court date Fri 4 Dec 14:00 cancelled" in stage.status
        assert "14:00  court date" not in stage.text.replace(stage.status, "")
        for _ in range(5):
            await stage.press("z")
        assert outbox(stage.desk) == []
        assert "court date" not in stage.text


async def test_a_new_text_to_someone_begins_in_the_draft_to_them(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("c", "keish", "enter")
        assert stage.pane.client_id == life("Keisha")
        assert stage.pane.is_typed_in
        await stage.press("escape", "escape", "2", "c", "0101", "enter")
        assert stage.pane.client_id == life("Marcus")


async def test_a_list_is_shown_line_by_line_and_nothing_is_written_before_enter(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("2", "I", "~nobody-at-all", "tab", "enter")
        assert "There is no file ~nobody-at-all" in stage.text
        await stage.press("escape", "I", "nothing.csv", "enter")
        assert "There is no file nothing.csv" in stage.text
        await stage.press("escape", "I", LIST, "enter")
        assert "Questions 2" in stage.lines[1]
        assert "the same person, a new holder, or shared?" in stage.text
        await stage.press("s")
        assert "Questions 1" in stage.lines[1]
        await stage.press("x")
        assert "Questions" not in stage.lines[1]
        assert "cannot be taken back" in stage.text
        assert outbox(stage.desk) == []
        await stage.press("enter")
        assert "3 clients added, 2 changed; 4 lines stayed out." in stage.status
        assert "Lucía Peña" in names(stage)
        await stage.press("I", WORKBOOK, "enter")
        assert "As they are 6" in stage.lines[1]
        await stage.press("G")
        assert "There is nothing to take in. Sheet Class 3." in stage.status
        await stage.press("escape")
        assert len(names(stage)) == 27


async def test_leaving_a_list_takes_in_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("2", "I", LIST, "enter")
        await stage.press("escape")
        assert isinstance(stage.app.screen, ClientsScreen)
        assert outbox(stage.desk) == []


class HeldRows(tuple[Row, ...]):
    """Rows of which the worker that goes through them gets no more, from the place `at` on, until they are let go."""

    at = 5000

    def __new__(cls, rows: Sequence[Row]) -> "HeldRows":
        self = super().__new__(cls, rows)
        self.is_there, self.may_go, self.last = threading.Event(), threading.Event(), 0
        return self

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        if isinstance(place, slice):
            self.last = place.start
            if place.start == self.at:
                self.is_there.set()
                self.may_go.wait()
        return super().__getitem__(place)


async def test_a_long_list_says_how_far_it_has_come_and_escape_stops_it_with_nothing_taken_in(tmp_path: Path) -> None:
    sheet = read_sheet(Path(LIST))
    rows = HeldRows(sheet.rows * 1000)
    taken: list[object] = []
    async with opened(tmp_path) as stage:
        screen = ImportScreen(replace(sheet, rows=rows))
        stage.app.push_screen(screen, lambda answer: taken.append(answer))
        await asyncio.to_thread(rows.is_there.wait)
        try:
            screen.show_progress()
            await stage.pilot.pause(0)
            seen = stage.status, stage.lines[-1]
            await stage.pilot.press("enter", "escape")
            await stage.pilot.pause(0)
        finally:
            rows.may_go.set()
        await stage.rest()
        assert "Looking at it …" in seen[0]
        assert "5,000 of 11,000 lines" in seen[0]
        assert "Esc take in nothing" in seen[1]
        assert taken == [None]
        assert outbox(stage.desk) == []
    assert rows.last == rows.at, "the worker went on after somebody had left"


async def test_while_a_file_is_read_it_says_how_many_lines_and_escape_stops_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "long.csv").write_text("name,phone\n" + "Ana Ruiz,215-555-0102\n" * 10_000)
    is_there, may_go = threading.Event(), threading.Event()
    seen: list[int] = []

    def held(path: Path, told: Told) -> object:
        def count(lines: int) -> None:
            told(lines)
            seen.append(lines)
            if lines == 2000:
                is_there.set()
                may_go.wait()

        return read_sheet(path, count)

    monkeypatch.setattr(list_path, "read_sheet", held)
    async with opened(tmp_path / "office", (80, 24)) as stage:
        await stage.press("2", "I", str(tmp_path / "long.csv"))
        dialog = stage.app.screen
        assert isinstance(dialog, ListPath)
        await stage.pilot.press("enter")
        await asyncio.to_thread(is_there.wait)
        try:
            dialog.show_progress()
            await stage.pilot.pause(0)
            reading = stage.text
            await stage.pilot.press("escape")
            await stage.pilot.pause(0)
            stopped = stage.text
        finally:
            may_go.set()
        assert "Reading it: 2000 lines so far." in reading
        assert "Stopped. Nothing was taken in." in stopped
        await stage.press("escape")
        assert isinstance(stage.app.screen, ClientsScreen)
    assert seen[-1] == 2000


async def test_under_the_veil_no_name_and_no_number_stands_in_the_list_the_card_and_its_dialogs(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        two_changed_the_same(stage.desk)
        seen = []
        await stage.press("2", "ctrl+t")
        for keys in (["i"], ["jjjjjjjjj", "enter"], ["escape", "g", "enter"], ["escape", "escape", "enter", "i"]):
            seen.append(stage.text)
            await stage.press(*keys)
        assert any("two have changed the same" in text for text in seen)
        assert any("(215) •••-••••" in text for text in seen)
        seen.append(stage.text)
        await stage.press("escape", "c", "ana")
        seen.append("\n".join(stage.lines[4:]))
        for text in seen:
            assert "Ruiz" not in text
            assert "555-01" not in text


async def test_all_of_a_client_is_kept_and_taken_out_from_the_card(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        with stage.desk.store.writing() as session:
            boss = {"name": "Dana Ortiz", "role": "supervisor", "is_active": True}
            stage.desk.store.office.put_caseworker(session, stage.desk.caseworker_id, seq=1, **boss)
        await stage.press("2", "i", "G", "kk")
        assert "+ export all, or keep all" in stage.text, "a supervisor sees that it may be kept"
        await stage.press("enter", "k", "a court asked", "enter")
        assert "■ all is kept: a court asked" in stage.text
        await stage.press("z")
        assert "all is kept" not in stage.text
        await stage.press("ctrl+t", "G", "kk", "enter", "e")
        assert "~/client-" in stage.text
        await stage.press("escape", "ctrl+t", ">")
        assert "~/ana-ruiz-" in stage.text
        await stage.press("ctrl+u", str(tmp_path / "ana"), "enter")
        await stage.app.workers.wait_for_complete()
        await stage.rest()
        assert "Exported: " in stage.status
        assert "Ana Ruiz" in (tmp_path / "ana" / "transcript.txt").read_text()


async def test_from_the_card_one_writes_in_the_conversation_that_is_open_below(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("2", "enter", "i", "r")
        assert stage.pane.is_typed_in
        await stage.press("escape", "escape")
        assert isinstance(stage.app.screen, ClientsScreen)
        await stage.press("i", "r")
        assert stage.pane.is_typed_in
        assert stage.pane.client_id == ANA
        await stage.press("escape", "i", "m")
        assert "the client does not see this" in stage.text.lower()


async def test_the_card_goes_when_the_client_does(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("2", "i")
        assert isinstance(stage.app.screen, CardScreen)
        with stage.desk.store.writing() as session:
            stage.desk.store.clients.put(session, ANA, seq=99, is_mine=False)
            stage.desk.store.ring(session, Change("inbox", ANA))
        await stage.rest()
        assert isinstance(stage.app.screen, ClientsScreen)


async def test_the_row_of_a_number_that_becomes_somebodys_goes_on_under_their_name(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("j" * 8)
        tel, rob, store = stage.pane.client_id, life("Robert"), stage.desk.store
        assert tel is not None
        assert tel.startswith("tel:")
        row = next(y for y, line in enumerate(stage.lines) if "▌" in line)
        with store.writing(Change("inbox", tel), Change("inbox", rob), Change("thread", rob)) as session:
            store.numbers.put(session, rob, tel.removeprefix("tel:"), seq=90, from_at=1, is_confirmed=False)
            store.threads.move(session, tel, rob)
            store.conversations.remove(session, tel)
            store.conversations.put(session, rob, seq=91, state="needs_reply", seen_through=0)
            store.conversations.refresh(session, rob)
        await stage.rest()
        assert "▌ Robert Dunn" in stage.lines[row], "the same words in the same place"
        assert "new number this is Rob" in stage.text
        assert stage.pane.client_id == rob
        assert "gone" not in stage.lines[2]
        assert "new  " not in stage.lines[2]
