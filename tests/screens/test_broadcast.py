"""Writing a text to many: by keys alone, with everything said that would come of it, and sent to exactly those."""

import threading
from pathlib import Path
from typing import Any

import pytest
from textual import events

from rise_tui.casework import planning, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import to_ms
from rise_tui.domain.ids import new_id
from rise_tui.domain.safe_text import without_orders
from rise_tui.screens import foresight
from rise_tui.screens.acts import composing
from rise_tui.screens.broadcast import BroadcastScreen
from rise_tui.screens.foresight import FEW
from rise_tui.screens.sending import SendingScreen
from rise_tui.widgets.page_line import StatusLine
from tests.gallery.office import NOW, open_desk
from tests.screens.stage import Opened, life, opened
from tests.terminal.payloads import PAYLOADS

WORDS = "Hi {first_name}, Class 3 meets Monday at 9."
TO_CLASS_3 = ("b", "enter", " ", "enter")
"""From the inbox: a text to many, its people, the first group, done."""


def room(stage: Opened) -> BroadcastScreen:
    """The room where it is written, whatever lies over it."""
    return next(one for one in reversed(stage.app.screen_stack) if isinstance(one, BroadcastScreen))


def wishes(stage: Opened) -> list[dict[str, object]]:
    """The bodies of the broadcasts that wait to go out."""
    with stage.desk.store.reading() as session:
        return [dict(one.wish.body) for one in stage.desk.store.outbox.list(session) if one.wish.kind == "broadcast"]


async def test_people_words_and_the_number_of_people_send_it_to_exactly_those(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press(*TO_CLASS_3)
        assert "Class 3" in stage.lines[4]
        assert "12 get it · 1 left out" in stage.text
        assert "Left out 1   1 said STOP" in stage.text
        await stage.press("r", WORDS)
        assert "8 people so far · 8 texts · $0.07 · done in about 2 s" in stage.text
        assert "Spanish is not written: 4 people would get the English text." in stage.text
        assert "Hi Terrence, Class 3 meets Monday at 9." in stage.text
        assert "4 people get the English text" in stage.text
        assert "8 people · 1 text each" in stage.text
        assert "To 8 people, in English" in stage.text
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "Send this to 12 people?" in stage.text
        assert "12 people · 12 texts · $0.10 · done in about 3 s" in stage.text
        await stage.press("11", "enter")
        assert "It goes to 12, not to 11." in stage.text
        assert wishes(stage) == []
        await stage.press("ctrl+u", "12", "enter")
        assert isinstance(stage.app.screen, SendingScreen)
        [body] = wishes(stage)
        assert len(body["recipients"]) == 12  # type: ignore[arg-type]  # JSON
        assert "Hi Marcus, Class 3 meets Monday at 9." in str(body["recipients"])
        assert "{first_name}" not in str(body["recipients"])


async def test_who_says_stop_while_one_types_the_number_changes_the_list_and_nothing_is_sent(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press(*TO_CLASS_3, "r", WORDS)
        stage.wait(1)
        await stage.press("ctrl+d", "12")
        from rise_tui.store.changes import Change

        marcus = life("Marcus")
        with stage.desk.store.writing(Change("inbox", marcus), Change("thread", marcus)) as session:
            stage.desk.store.consents.put(session, "+12155550101", marcus, seq=999, state="opted_out", how="word")
        await stage.press("enter")
        assert "The list has changed while you looked." in stage.status
        assert "Marcus Bell" in stage.status
        assert wishes(stage) == []
        assert "11 get it · 2 left out" in stage.text


async def test_what_was_typed_and_chosen_is_there_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press(*TO_CLASS_3, "r", WORDS, "escape", "j", "j", "r", "Hola {first_name}")
        desk, plan = stage.desk, room(stage).plan
        assert "To 4 people, in Spanish" in stage.text
        await stage.press("escape", "escape")
        assert stage.app.screen is stage.inbox
        [begun] = planning.unfinished(desk)
        assert begun.people == "Class 3"
        stage.app.push_screen(BroadcastScreen(planning.resume(desk, plan.broadcast_id)))
        await stage.rest()
        assert WORDS in stage.text
        assert "Hola {first_name}" in stage.text
        assert "8 people" in stage.text
        await stage.press("d")
        assert "Thrown away: Class 3" in stage.status
        assert planning.unfinished(desk) == ()
        await stage.press("z")
        assert len(planning.unfinished(desk)) == 1


async def test_a_word_that_was_typed_before_anything_else_is_not_lost(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("b", "r", "Hi all")
        [begun] = planning.unfinished(stage.desk)
        assert begun.words == "Hi all"
        assert planning.resume(stage.desk, begun.broadcast_id).audience.is_empty


async def test_what_cannot_be_sent_says_why_and_sends_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("b", "ctrl+d")
        assert "There is nothing to send." in stage.status
        await stage.press("v")
        assert "There is no text to read yet." in stage.status
        await stage.press("w")
        assert "Nobody is left out." in stage.status
        await stage.press("r", "Hi {nickname}")
        assert "{nickname} is not known. Did you mean {name}?" in stage.text
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "{nickname} is not known." in stage.status
        assert wishes(stage) == []
        await stage.press("backspace")
        assert "{nickname}" not in stage.text
        assert "A brace stands alone." not in stage.status, "what was told is true no longer"


async def test_the_filled_texts_are_read_longest_first_and_who_is_left_out_by_name(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press(*TO_CLASS_3, "r", WORDS, "escape", "v")
        assert "1 of 12 · Terrence Hall · English" in stage.text
        await stage.press("j")
        assert "2 of 12" in stage.text
        await stage.press("escape", "w")
        assert "Isaiah Grant" in stage.text
        assert "said STOP" in stage.text
        await stage.press("enter")
        assert stage.pane.client_id == life("Isaiah")


async def test_it_can_leave_later_and_at_once_after_all(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press(*TO_CLASS_3, "r", WORDS, "escape", "ctrl+o", "mon 9", "enter")
        assert "Mon 23 Nov 9:00" in stage.text
        at = room(stage).plan.not_before_at
        assert at is not None
        assert at > to_ms(NOW)
        await stage.press("ctrl+o")
        assert room(stage).plan.not_before_at is None
        await stage.press("ctrl+o", "mon 9", "enter", "ctrl+d", "12", "enter")
        [body] = wishes(stage)
        assert body["not_before"] == "2026-11-23T14:00:00.000Z"
        assert body["expires_at"] == "2026-11-23T14:30:00.000Z"


async def test_a_pasted_list_accounts_for_every_line(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("b", "enter", "l")
        stage.app.post_message(
            events.Paste("Ana Ruiz\r\n215-555-0101\r\nMarcus Bell\r\nNobody Here\x1b]52;c;x\x07\r\n")
        )
        await stage.press("ctrl+d")
        assert "2 found · 1 twice · 1 nobody" in stage.text
        await stage.press("enter")
        assert "2 people picked one by one" in stage.text
        await stage.press("enter")
        assert "Ana Ruiz + Marcus Bell" in stage.text
        assert "2 get it" in stage.text


async def test_a_saved_text_goes_into_each_language(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        with stage.desk.store.writing() as session:
            bodies = {"en": "We are at 990 Spring Garden.", "es": "Estamos en 990 Spring Garden."}
            stage.desk.store.templates.put(session, "t1", seq=1, name="Address", key="d", bodies=bodies)
        await stage.press(*TO_CLASS_3, "t", "d")
        assert "We are at 990 Spring Garden." in stage.text
        assert "Estamos en 990 Spring Garden." in stage.text
        assert "4 people · 1 text each" in stage.text
        await stage.press("r", " So:", "ctrl+r", "d", " Come!")
        assert "Garden. So: We are at 990 Spring Garden. Come!" in " ".join(stage.text.split())


async def test_offline_it_says_that_it_waits_here_and_what_becomes_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path, is_offline=True) as stage:
        await stage.press(*TO_CLASS_3, "r", WORDS)
        assert "Offline: it waits on this machine." in stage.text
        assert "it comes back here" in stage.text


async def test_the_selected_people_get_it(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press(" ", "j", "j", " ", "b")
        assert "2 get it" in stage.text
        assert len(room(stage).plan.audience.picked) == 2


async def test_one_person_is_left_out_by_a_key_and_comes_back_by_the_same_or_by_undo(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("b", "enter", " ", "p")
        assert "13 people" in stage.text
        await stage.press("j", "-")
        assert "Brianna Stokes" in next(line for line in stage.lines if "left out" in line and "·" not in line)
        assert "12 people · 1 left out" in stage.text
        await stage.press("z")
        assert "13 people" in stage.text
        await stage.press("/", "stok", "enter")
        assert sum("Brianna Stokes" in line for line in stage.lines) == 1
        assert "Ana Ruiz" not in stage.text
        await stage.press("-", "-")
        assert "left out   " not in "".join(line for line in stage.lines if "Brianna" in line)
        await stage.press("/", "xx")
        assert "Nobody fits." in stage.text
        await stage.press("escape")
        assert "Ana Ruiz" in stage.text
        assert "13 people" in stage.text
        await stage.press("/", "stok", "tab", "-", "enter")
        assert "Class 3 − Brianna Stokes" in stage.text
        assert "1 person left out one by one" in stage.text
        await stage.press("enter")
        assert "11 get it · 1 left out" in stage.text
        assert room(stage).plan.audience.spared == (life("Brianna"),)


async def test_many_people_keep_no_key_waiting_and_lose_no_digit(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    _crowd(desk, FEW + 50)
    try:
        async with opened(tmp_path, desk=desk) as stage:
            await stage.press(*TO_CLASS_3, "r", WORDS)
            assert f"{FEW + 50} people · {FEW + 50} texts" in stage.text
            stage.wait(1)
            await stage.press("ctrl+d", str(FEW + 50))
            assert f"Send this to {FEW + 50} people?" in stage.text
            await stage.press("enter")
            assert isinstance(stage.app.screen, SendingScreen)
            [body] = wishes(stage)
            assert len(body["recipients"]) == FEW + 50  # type: ignore[arg-type]  # JSON
    finally:
        desk.store.close()


def _crowd(desk: Desk, many: int) -> None:
    """A group that stands first in the list, of so many people."""
    with desk.store.writing() as session:
        desk.store.groups.put(session, "g", seq=1, name="All of them", kind="list")
        for number in range(many):
            client_id, e164 = new_id(), f"+1267555{number:04}"
            desk.store.clients.put(session, client_id, seq=1, first_name=f"No{number}", last_name="Body")
            desk.store.numbers.put(session, client_id, e164, seq=1, from_at=1, is_confirmed=True)
            desk.store.consents.put(session, e164, client_id, seq=1, state="opted_in", how="import")
            desk.store.groups.put_member(session, "g", client_id, is_member=True, seq=1)


async def test_confirmed_offline_it_is_taken_back_by_one_key_and_by_a_worker_where_many_were_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rise_tui.screens.acts.undoing.AT_ONCE", 11)
    told: list[str] = []
    async with opened(tmp_path, is_offline=True) as stage:
        await stage.press(*TO_CLASS_3, "r", WORDS, "escape", "ctrl+d", "12", "enter")
        assert len(wishes(stage)) == 1
        kept, undo = threading.get_ident(), undoing.undo

        def by_whom(desk: Desk, chosen: undoing.Act | None = None) -> undoing.Act | None:
            assert threading.get_ident() != kept, "keys are answered meanwhile"
            happening = stage.app.screen.query_one(StatusLine).happening
            told.append("" if happening is None else happening.words)
            return undo(desk, chosen)

        monkeypatch.setattr(undoing, "undo", by_whom)
        await stage.press("z")
        await stage.app.workers.wait_for_complete()
        await stage.rest()
        assert told == ["Taking back: Group text to 12 people …"]
        assert wishes(stage) == []
        assert [begun.words for begun in planning.unfinished(stage.desk)] == [WORDS]
        assert isinstance(stage.app.screen, BroadcastScreen)
        assert WORDS in stage.text


async def test_nothing_that_others_wrote_can_act_on_the_terminal(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    marcus = life("Marcus")
    try:
        async with opened(tmp_path, desk=desk) as stage:
            seen = []
            for payload in PAYLOADS[::4]:
                with desk.store.writing() as session:
                    desk.store.groups.put(session, "g", seq=1, name=f"!{payload}", kind="list")
                    desk.store.groups.put_member(session, "g", marcus, is_member=True, seq=1)
                    desk.store.clients.put(session, marcus, seq=2, first_name=payload, last_name=payload)
                    bodies = {"en": f"{payload} {{first_name}}"}
                    desk.store.templates.put(session, "t1", seq=1, name=payload, key="d", bodies=bodies)
                await stage.press("b", "enter", " ")
                seen.append(stage.text)
                await stage.press("enter", "t")
                seen.append(stage.text)
                await stage.press("d")
                seen.append(stage.text)
                await stage.press("v")
                seen.append(stage.text)
                await stage.press("escape", "ctrl+d")
                seen.append(stage.text)
                await stage.press("escape", "d")
                assert stage.app.screen is stage.inbox
            for text in seen:
                assert without_orders(text) == text
    finally:
        desk.store.close()


async def test_privacy_masks_every_name_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        with stage.desk.store.writing() as session:
            stage.desk.store.clients.put(session, life("Dwayne"), seq=2, first_name="", last_name="Foster")
        await stage.press("ctrl+t", *TO_CLASS_3, "r", WORDS, "escape")
        assert "{first_name} is empty for F•••••." in stage.text
        assert "As T••••••• H••• gets it" in stage.text
        await stage.press("w")
        assert "I••••• G••••" in stage.text
        await stage.press("escape", "v")
        assert "T••••••• H•••" in stage.text
        assert "Terrence Hall" not in stage.text


async def test_where_everybody_has_said_stop_meanwhile_there_is_no_number_to_type(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press(" ", "b", "r", WORDS)
        assert "1 person · 1 text" in stage.text
        stage.wait(1)
        with stage.desk.store.writing() as session:  # no bell: the last look is all there is
            stage.desk.store.numbers.mark(session, "+12155550101", is_blocked=True)
        await stage.press("ctrl+d")
        assert "Nobody would get this." in stage.status
        assert isinstance(stage.app.screen, BroadcastScreen)
        assert "0 get it · 1 left out" in stage.text
        await stage.press("escape", "w")
        assert "said STOP" in stage.text


async def test_sent_from_one_place_it_is_not_written_on_in_another(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press(*TO_CLASS_3, "r", WORDS, "escape")
        first = room(stage)
        await stage.press("3", "enter")
        assert room(stage) is not first
        assert room(stage).plan.broadcast_id == first.plan.broadcast_id
        await stage.press("ctrl+d", "12", "enter")
        assert len(wishes(stage)) == 1
        await stage.press("1")
        assert isinstance(stage.app.screen, SendingScreen), "where it was written, too, one sees it go"
        assert first not in stage.app.screen_stack


async def test_one_may_go_away_before_all_are_looked_at_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as stage:
        await stage.press(*TO_CLASS_3, "r", WORDS, "escape")
        monkeypatch.setattr(foresight, "FEW", 0)
        may_look, look = threading.Event(), foresight._seen

        def slowly(*seen: Any) -> Any:
            may_look.wait(30)
            return look(*seen)

        monkeypatch.setattr(foresight, "_seen", slowly)
        await stage.pilot.press("ctrl+d")
        assert "Looking at everybody once more" in stage.text
        await stage.pilot.press("escape")
        may_look.set()
        await stage.rest()
        assert stage.app.screen is room(stage)
        assert "8 people so far · 8 texts" in stage.text
        assert wishes(stage) == []


async def test_what_is_just_being_sent_is_not_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path) as stage:
        await stage.press(*TO_CLASS_3, "r", WORDS, "escape")
        may_send, confirm = threading.Event(), composing._confirm

        def slowly(*given: Any) -> Any:
            may_send.wait(30)
            return confirm(*given)

        monkeypatch.setattr(composing, "_confirm", slowly)
        await stage.press("ctrl+d")
        await stage.pilot.press("1", "2", "enter", "d")
        assert "It is just being sent." in stage.status
        may_send.set()
        await stage.rest()
        assert isinstance(stage.app.screen, SendingScreen)
        assert len(wishes(stage)) == 1


async def test_privacy_masks_who_was_picked_where_one_chooses_people(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("ctrl+t", " ", "b", "enter")
        assert "1 person picked one by one" in stage.text
        assert "Marcus Bell" not in stage.text
        assert "M••••• B•••" in stage.text
