"""What a key may cost: no question to the store while it is held, few bytes; nothing while nobody does anything."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from textual.strip import Strip

from rise_tui.screens import pace
from rise_tui.store.lines import COLUMNS
from rise_tui.widgets.conversation_list import ConversationList
from rise_tui.widgets.person_line import DraftTitle
from tests.gallery.office import ME, open_desk
from tests.journeys.window import begin, machine
from tests.screens.stage import Opened, life, opened
from tests.screens.test_inbox import text_in
from tests.store.listening import listen_in

A_MOVE = 540
"""Bytes that one move in the list may send: 0.06 of what a bare Textual list sends for it."""
A_CONVERSATION = 4096
"""Bytes of a whole conversation beside the list, at 120 columns and 36 lines."""


def held(opened_app: Opened, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From here on the key that moves is never let go; what the store is asked."""
    monkeypatch.setattr(pace, "HELD", 3600)
    return listen_in(opened_app.desk.store)


def selected(opened_app: Opened) -> str:
    """The name in the selected row."""
    row = opened_app.inbox.query_one(ConversationList).row
    assert row is not None
    return row.name


def of_texts(asked: list[str]) -> list[str]:
    """Those that ask for texts, apart from what a line itself asks: whose its last words are."""
    return [one for one in asked if re.search(r"\bmessage\b", one.replace(COLUMNS, ""))]


async def test_a_key_that_is_held_asks_the_store_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path) as app:
        asked = held(app, monkeypatch)
        await app.pilot.press("j")
        assert asked, "the first move shows its conversation at once"
        asked.clear()
        before = selected(app)
        await app.pilot.press("j", "j", "j", "j")
        assert selected(app) != before
        assert asked == []


async def test_what_z_takes_back_is_asked_once_for_each_change(tmp_path: Path) -> None:
    async with opened(tmp_path) as app:
        await app.press("V", "x", "night shift", "enter")
        await app.app.workers.wait_for_complete()
        await app.rest()
        asked = listen_in(app.desk.store)
        await app.press("w", "w")
        assert "w does nothing here." in app.status
        assert "z takes back: Made the group night shift" in app.status
        assert asked == []
        await app.press("g", "a")
        assert "SELECT id, label, client_id, kind, parts, at FROM undo ORDER BY id DESC LIMIT 1" in asked
        assert "Done: " in app.status


async def test_the_veil_falls_at_once_over_very_many_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rise_tui.casework.called.FEW", 5)
    async with opened(tmp_path) as app:
        app.app._read_names()
        await app.app.workers.wait_for_complete()
        await app.press("a")
        asked = listen_in(app.desk.store)
        await app.press("ctrl+t")
        assert "Done: M••••• B•••" in app.status
        assert "Marcus" not in app.text
        assert "SELECT first_name, last_name FROM client" not in asked, "they were read before"


@pytest.mark.parametrize("role", ["caseworker", "supervisor"])
async def test_one_move_asks_no_more_than_a_conversation_needs(tmp_path: Path, role: str) -> None:
    desk = open_desk(tmp_path)
    with desk.store.writing() as session:
        desk.store.office.put_caseworker(session, ME, seq=1, name="Dana", role=role, is_active=True)
    async with opened(tmp_path, desk=desk) as app:
        asked = listen_in(app.desk.store)
        await app.press("j")
        assert 0 < len([one for one in asked if one.startswith("SELECT")]) <= 20
    desk.store.close()


async def test_the_selected_row_is_drawn_before_its_conversation_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as app:
        monkeypatch.setattr(pace, "SHOWN", 3600)
        asked, before = held(app, monkeypatch), selected(app)
        await app.pilot.press("j")
        assert selected(app) != before
        assert asked == []


async def test_a_text_of_somebody_else_is_read_and_drawn_in_its_own_line_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as app:
        drawn: list[str] = []
        draw = app.inbox.people.draw

        def seen(row: Any, width: int, *, is_selected: bool) -> Strip:
            drawn.append(row.name)
            return draw(row, width, is_selected=is_selected)

        here = app.pane.client_id
        assert here is not None
        asked = listen_in(app.desk.store)
        monkeypatch.setattr(app.inbox.people, "draw", seen)
        text_in(app.desk, life("Maria"), "I am at the door", 6001)
        asked.clear()
        await app.rest()
        assert drawn == ["Maria Delgado"]
        assert of_texts(asked) == []
        drawn.clear()
        app.wait(30)
        app.inbox.coming_back.tick()
        await app.rest()
        assert drawn == [], "nobody's age has grown in words"
        app.wait(3600)
        app.inbox.coming_back.tick()
        await app.rest()
        assert "Maria Delgado" in drawn
        text_in(app.desk, here, "and so am I", 6002)
        asked.clear()
        await app.rest()
        assert of_texts(asked)
        assert "and so am I" in "".join(line[66:] for line in app.lines)


async def test_the_conversation_follows_when_the_key_is_let_go(tmp_path: Path) -> None:
    async with opened(tmp_path) as app:
        await app.pilot.press("j", "j", "j")
        while app.inbox.pace.is_on_the_move:  # noqa: ASYNC110  # its own timer says when
            await asyncio.sleep(0.005)
        assert app.inbox.query_one(DraftTitle).to == selected(app)


async def test_an_act_amid_a_held_key_is_done_to_the_selected_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as app:
        held(app, monkeypatch)
        await app.pilot.press("j", "j", "j")
        chosen = selected(app)
        assert app.inbox.query_one(DraftTitle).to != chosen
        await app.pilot.press("r")
        assert app.inbox.query_one(DraftTitle).to == chosen


def test_a_move_sends_two_lines_and_a_rest_one_conversation(tmp_path: Path) -> None:
    with machine(tmp_path).open() as stage:
        begin(stage)
        stage.send("g")
        stage.until_quiet()
        before, moves = len(stage.output), 12
        for _ in range(moves):
            stage.send("j")
        stage.until(lambda: "▌" in stage.text.splitlines()[4 + moves])
        stage.until_quiet()
        assert len(stage.output) - before <= moves * A_MOVE + 2 * A_CONVERSATION


def test_nothing_is_written_while_nobody_does_anything(tmp_path: Path) -> None:
    with machine(tmp_path).open() as stage:
        begin(stage)
        stage.until_shown("offline")
        stage.until_quiet(1.0)
        before = len(stage.output)
        stage.read(2.5)
        assert stage.output[before:] == b""
