"""Working the inbox by keys: what the mark proposes, putting away, many at once, and a list that stands still."""

from pathlib import Path
from typing import NoReturn

import pytest

from rise_tui.casework import grouping, triage, undoing, waiting
from rise_tui.casework.desk import Desk
from rise_tui.domain.marks import marks_of
from rise_tui.store.changes import Change
from rise_tui.store.threads import Message
from rise_tui.store.troubles import StoreLocked
from tests.screens.stage import Opened, life, opened

NARROW = (80, 24)


def text_in(desk: Desk, client_id: str, body: str, seq: int, *, hours_ago: int = 0) -> None:
    """They write, as sync would tell it, marks and all."""
    marks = tuple(map(str, marks_of(body, has_media=False)))
    at = desk.now - hours_ago * 3_600_000
    message = Message(
        f"new{seq}", client_id, "inbound", body, "received", at=at, seq=seq, e164="+12155550199", marks=marks
    )
    with desk.store.writing(Change("inbox", client_id), Change("thread", client_id)) as session:
        desk.store.threads.put(session, message)
        desk.store.conversations.put(session, client_id, seq=seq, state="needs_reply", snoozed_until_at=None)
        desk.store.conversations.refresh(session, client_id)


def names(stage: Opened, count: int = 60) -> list[str]:
    """Who stands in the list, in order."""
    rows = [stage.inbox.people.row_at(index) for index in range(count)]
    return [row.name for row in rows if row is not None]


async def go_to(stage: Opened, first: str) -> None:
    """Select the person of that first name."""
    await stage.press("g")
    for _ in range(60):
        row = stage.inbox.people.row
        if row is not None and row.name.startswith(first):
            return
        await stage.press("j")
    raise AssertionError(f"{first} is not in the list")


def is_live(stage: Opened) -> bool:
    """Whether the list is shown page by page, its order not known yet."""
    return stage.inbox.taken_in.is_live


def footer(stage: Opened) -> str:
    """The last line."""
    return stage.lines[-1]


async def test_the_first_line_of_the_day_says_what_it_is(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        assert "21 need you: " in stage.status
        assert "5 yes" in stage.status
        assert "Needs reply 21" in stage.text
        text_in(stage.desk, life("Rosa"), "hola", 5001)
        await stage.rest()
        assert "22 need you: " in stage.status, "it is true as long as it stands there"


async def test_y_does_what_the_footer_says_and_goes_on(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Terrence")
        assert "y come: yes" in footer(stage)
        await stage.press("y")
        assert "Comes: Terrence Hall   z takes it back" in stage.status
        assert "Terrence Hall" not in names(stage)
        await go_to(stage, "Monique")
        assert "y needs no answer" in footer(stage)
        await stage.press("y")
        assert "Done: Monique Ellis" in stage.status
        await stage.hold("z")
        assert "Held down, z takes back one act only." in stage.status
        assert "z takes back: Comes: Terr" in stage.status, "what is next is not taken by the same press"
        assert "Monique Ellis" in names(stage)
        assert "Terrence Hall" not in names(stage)
        await stage.press("z")
        assert {"Terrence Hall", "Monique Ellis"} <= set(names(stage))
        await go_to(stage, "Maria")
        assert not footer(stage).lstrip().startswith("y ")
        await stage.press("y")
        assert "Nothing is proposed here." in stage.status
        assert undoing.latest(stage.desk) is None


async def test_y_sends_a_failed_text_again_and_goes_on(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Calvin")
        assert "y send again" in footer(stage)
        await stage.press("y")
        assert "✓ To Calvin Reed in 8 s   z takes it back" in stage.status
        assert "Calvin Reed" not in names(stage)
        assert stage.inbox.client_id == life("Ana")
        await stage.press("z")
        assert "Calvin Reed" in names(stage)


async def test_very_many_are_done_by_a_worker_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rise_tui.screens.acts.selecting.FEW", 40)
    monkeypatch.setattr("rise_tui.screens.acts.undoing.AT_ONCE", 10)
    monkeypatch.setattr("rise_tui.screens.acts.joining.AT_ONCE", 10)
    async with opened(tmp_path) as stage:
        await stage.press("V", "aa")
        await stage.app.workers.wait_for_complete()
        await stage.rest()
        assert names(stage) == []
        assert "Nobody is waiting for you." in stage.text
        await stage.hold("z", 2)
        await stage.app.workers.wait_for_complete()
        await stage.rest()
        assert len(names(stage)) == 21
        assert "Taken back for 21 people" in stage.status
        assert undoing.latest(stage.desk) is None
        await stage.press("V", "x", "night shift", "enter")
        await stage.app.workers.wait_for_complete()
        await stage.rest()
        assert "Made the group night shift" in stage.status
        [made] = [one for one in grouping.groups(stage.desk) if one.name == "night shift"]
        assert made.count == 20, "all but the number that is nobody's"
        latest = undoing.latest(stage.desk)
        assert latest is not None
        assert latest.parts == 20, "so z takes it back by a worker too"


async def test_a_trouble_of_the_store_in_a_worker_is_told_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rise_tui.screens.standing_list.FEW", 5)
    async with opened(tmp_path) as stage:
        await stage.app.workers.wait_for_complete()
        await stage.rest()

        def locked(*_: object) -> NoReturn:
            raise StoreLocked("Another window is writing", "Nothing was changed.", "Try again in a moment.")

        with monkeypatch.context() as patch:
            patch.setattr(waiting, "order", locked)
            text_in(stage.desk, life("Rosa"), "hola", 5001)
            await stage.rest()
            while not stage.status.strip().startswith("Another window"):
                await stage.pilot.pause(0)
        assert "Another window is writing." in stage.status
        assert "1 new" not in stage.text
        text_in(stage.desk, life("Rosa"), "hola?", 5002)
        await stage.rest()
        await stage.app.workers.wait_for_complete()
        await stage.rest()
        assert "1 new" in stage.text, "with the next fact it is looked at again"


async def test_what_sounds_like_stop_is_opted_out_or_dismissed_with_a_reason(tmp_path: Path) -> None:
    async with opened(tmp_path, NARROW) as stage:
        await go_to(stage, "Andre")
        assert "y opt out   - not a stop, or answers only   r reply" in footer(stage), "before everything is closed"
        await stage.press("y")
        assert "Opted out: Andre Coleman" in stage.status
        await stage.press("z")
        await go_to(stage, "Andre")
        await stage.press("-")
        assert "What does Andre Coleman want?" in stage.text
        assert "3  Only no reminders and group texts: do answer them." in stage.text
        await stage.press("2 of them said: bus 12", "enter")
        assert "Not a stop: Andre Coleman" in stage.status
        await go_to(stage, "Andre")
        await stage.press("i", "pagedown", "pagedown")
        assert "✓ yes, 2 of them said: bus 12; “stop texting me please” was no stop" in stage.text
        await stage.press("escape")
        await go_to(stage, "Maria")
        await stage.press("-")
        assert "Nothing here sounds like a stop." in stage.status
        text_in(stage.desk, "tel:+12155550177", "stop texting me please", 5003)
        await stage.press(".")
        await go_to(stage, "(215) 555-0177")
        assert "- not a stop   " in footer(stage), "a number that is nobody's gets no reminders"
        await stage.press("-")
        assert "2  I asked" in stage.text
        assert "3  Only" not in stage.text


async def test_put_away_by_a_number_or_until_a_typed_time_which_is_said_in_full(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Maria")
        await stage.press("s")
        assert "Snooze Maria Delgado until" in stage.text
        assert "Mon 23 Nov 9:00" in stage.text
        assert stage.lines[-1] == "", "under a dialog the room's keys do not work, and do not stand there"
        await stage.press("1")
        assert "until Today 10:42" in stage.text
        await stage.press("0am")
        assert "until Today 10:00" in stage.text, "a time may begin with a number of the choices"
        await stage.press("escape")
        assert "s snooze" in footer(stage)
        assert "Maria Delgado" in names(stage)
        await stage.press("s", "1", "enter")
        assert "Snoozed until Today 10:42: Maria Delgado" in stage.status
        await go_to(stage, "Keisha")
        await stage.press("s", "fri 14:00")
        assert "until Fri 27 Nov 14:00" in stage.text
        await stage.press("enter")
        assert "Snoozed until Fri 27 Nov 14:00: Keisha Monroe" in stage.status
        await go_to(stage, "Eric")
        await stage.press("ctrl+t", "s")
        assert "Snooze E••• S•••••• until" in stage.text
        await stage.press("escape", "ctrl+t", "s", "enter")
        assert "Type 1, 2, 3 or 4, or a time." in stage.text
        await stage.press("someday")
        assert "is not understood as a time" in stage.text
        await stage.press("enter", "escape", "s", "4", "enter", "f4")
        assert names(stage) == ["Maria Delgado", "Keisha Monroe", "Eric Simmons"]
        assert "until they reply" in stage.text
        assert "Fri 27 Nov 14:00" in stage.text
        await stage.press("f2", "z", "z", "z")
        assert {"Maria Delgado", "Keisha Monroe", "Eric Simmons"} <= set(names(stage))


def answered_elsewhere(desk: Desk, client_id: str, seq: int) -> None:
    """A colleague has seen to them: they need no reply any more."""
    with desk.store.writing(Change("inbox", client_id), Change("thread", client_id)) as session:
        desk.store.conversations.put(session, client_id, seq=seq, state="done", seen_through=seq)
        desk.store.conversations.refresh(session, client_id)


async def test_a_dialog_decides_about_whom_it_names_although_their_line_has_gone(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Maria")
        await stage.press("s")
        answered_elsewhere(stage.desk, life("Maria"), 6000)
        await stage.rest()
        await stage.press("1", "enter")
        assert "Snoozed until Today 10:42: Maria Delgado" in stage.status
        await stage.press("z")
        await go_to(stage, "Keisha")
        await stage.press("!")
        answered_elsewhere(stage.desk, life("Keisha"), 6001)
        await stage.rest()
        await stage.press("a")
        assert "You have acted: Keisha Monroe" in stage.status
        stage.wait(1)
        await stage.press("z")
        await go_to(stage, "Andre")
        await stage.press("-")
        answered_elsewhere(stage.desk, life("Andre"), 6002)
        await stage.rest()
        await stage.press("enter")
        assert "Type a number, or say how you know." in stage.text
        await stage.press("2", "enter")
        assert "Not a stop: Andre Coleman" in stage.status, "who has answered has not decided"
        await go_to(stage, "Terrence")
        await stage.press("!")
        answered_elsewhere(stage.desk, life("Terrence"), 6003)
        await stage.rest()
        await stage.press("t")
        assert stage.pane.area.to == life("Terrence")
        assert "Terrence" in stage.pane.area.text


async def test_a_text_that_comes_while_one_chooses_is_not_put_away_with_them(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Maria")
        await stage.press("s")
        text_in(stage.desk, life("Maria"), "I lost my bed tonight", 6001)
        await stage.press("4", "enter")
        assert "Maria Delgado has written meanwhile." in stage.status
        assert "Maria Delgado" in names(stage)
        assert stage.inbox.client_id == life("Maria")


async def test_who_is_put_away_comes_back_when_it_is_time_and_waits_to_be_taken_in(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Maria")
        await stage.press("s", "1", "enter")
        stage.wait(2 * 3600)
        stage.inbox.coming_back.tick()
        await stage.rest()
        assert "1 new" in stage.text
        assert "Needs reply 21" in stage.text
        assert "Maria Delgado" not in names(stage)
        await stage.press(".")
        assert "Maria Delgado" in names(stage)
        assert "1 new" not in stage.text


async def test_many_are_done_together_and_the_urgent_one_is_left(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        text_in(stage.desk, life("Eric"), "they kicked me out last night", 5000)
        await stage.rest()
        await stage.press("V")
        assert "21 selected" in stage.text
        assert "a done   s snooze   x group   b group text" in footer(stage)
        await stage.press("a")
        assert "Done: 20 people; 1 urgent left for you   z takes it back" in stage.status
        assert names(stage) == ["Eric Simmons"]
        assert "selected" not in stage.text
        await stage.press("z")
        assert "Taken back for 20 people" in stage.status
        assert len(names(stage)) == 21
        await stage.press("V", "V")
        assert "selected" not in stage.text
        await stage.press("V", "x", "night shift", "enter")
        assert "Made the group night shift; 1 urgent left for you   z takes it back" in stage.status
        [made] = [one for one in grouping.groups(stage.desk) if one.name == "night shift"]
        assert made.count == 19, "without the urgent one, and the number that is nobody's"
        await stage.press("escape", "g", " ", "x")
        assert "Urgent ones are decided about one by one." in stage.status


@pytest.mark.parametrize("few", [200, 10])
async def test_a_group_text_to_the_selected_spares_the_urgent_one_and_says_so(
    tmp_path: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rise_tui.screens.acts.selecting.FEW", few)
    async with opened(tmp_path) as stage:
        text_in(stage.desk, life("Eric"), "they kicked me out last night", 5000)
        await stage.rest()
        await stage.press("V")
        await stage.app.workers.wait_for_complete()
        await stage.press("b")
        await stage.app.workers.wait_for_complete()
        await stage.rest()
        assert "1 urgent one gets no group text." in stage.text
        await stage.press("escape")
        assert life("Eric") not in stage.inbox.chosen


async def test_space_selects_and_says_so_by_a_sign_and_a_number(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        await stage.press("g", "  ")
        assert "2 selected" in stage.text
        assert sum(line.startswith("✓") for line in stage.lines) == 2
        assert [stage.inbox.people.selected] == [2]
        await stage.press("s", "2", "enter")
        assert "Snoozed until Mon 23 Nov 9:00: 2 people" in stage.status
        assert len(names(stage)) == 19
        await stage.press("z", "g", " ", "k", " ")
        assert "selected" not in stage.text


async def test_into_a_group_and_out_of_it_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Maria")
        await stage.press(" ", " ", "x", "hous", "enter")
        assert "2 people added to Housing" in stage.status
        await stage.press("x", "night shift", "enter")
        assert "Made the group night shift" in stage.status
        await stage.press("z", "z")
        assert undoing.latest(stage.desk) is None


async def test_nothing_moves_under_the_hand_while_texts_come(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jjj")
        before = names(stage)
        at = next(place for place, line in enumerate(stage.lines) if "▌" in line)
        text_in(stage.desk, life("Isaiah"), "I want to die", 5000)
        text_in(stage.desk, life("Rosa"), "hola", 5001)
        text_in(stage.desk, life("Eric"), "they kicked me out", 5002)
        await stage.rest()
        assert names(stage) == before
        assert "▌" in stage.lines[at]
        assert "3 new, 2 urgent" in stage.text, "Eric's row may be out of sight"
        assert "Needs reply 23" in stage.text
        eric = next(line for line in stage.lines if "Eric Simmons" in line)
        assert "! " in eric
        assert "they kicked me out" in eric, "its row says so at once"
        await stage.press(".")
        assert set(names(stage)[:2]) == {"Isaiah Grant", "Eric Simmons"}
        assert stage.inbox.client_id == stage.inbox.people.key_of(stage.inbox.people.row)  # type: ignore[arg-type]
        triage.done(stage.desk, life("Isaiah"))
        await stage.rest()
        assert "Isaiah Grant" in names(stage), "who goes stays where they stood"
        assert "done by now" in next(line for line in stage.lines if "Isaiah Grant" in line)
        assert "1 gone   . lets them go" in stage.text
        await stage.press(".")
        assert "Isaiah Grant" not in names(stage)
        await go_to(stage, "Maria")
        await stage.press("  ")
        first, second = stage.inbox.chosen
        answered_elsewhere(stage.desk, first, 6000)
        await stage.rest()
        await stage.press("a")
        decided = undoing.latest(stage.desk)
        assert decided is not None
        assert (decided.client_id, decided.parts) == (second, 1), "of two who were selected one was to decide about"
        assert not stage.inbox.chosen
        await stage.press(" ")
        [second] = stage.inbox.chosen
        answered_elsewhere(stage.desk, second, 6001)
        await stage.rest()
        await stage.press("a")
        assert "Somebody else has seen to them." in stage.status
        assert not stage.inbox.chosen
        assert undoing.latest(stage.desk) == decided


async def test_a_row_that_a_colleague_answers_in_that_moment_is_not_another_ones(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Maria")
        before = names(stage)
        below = before[before.index("Maria Delgado") + 1]
        answered_elsewhere(stage.desk, life("Maria"), 6000)
        answered_elsewhere(stage.desk, life(below.split()[0]), 6001)
        stage.app.listen()
        await stage.press("a")
        assert "Maria Delgado: done by now." in stage.status
        assert undoing.latest(stage.desk) is None, "nobody was decided about"
        assert names(stage) == [name for name in before if name != "Maria Delgado"]
        assert stage.inbox.client_id == life(below.split()[0]), "who stood below, and has gone too"
        text_in(stage.desk, life(below.split()[0]), "thanks", 6002)
        with stage.desk.store.writing(Change("inbox", life(below.split()[0]))) as session:
            away = stage.desk.now + 3_600_000
            stage.desk.store.conversations.put(session, life(below.split()[0]), seq=6003, snoozed_until_at=away)
        await stage.rest()
        assert "needs no answer" not in footer(stage)
        await stage.press("y")
        assert f"{below}: snoozed by now." in stage.status
        await stage.press(" ", "k", "n")
        assert undoing.latest(stage.desk) is None, "nor about somebody who is put away"
        assert not stage.inbox.chosen
        assert stage.inbox.people.row is not None
        assert stage.inbox.people.row.name == before[before.index(below) + 1], "n goes on to one who needs a reply"
        await stage.press("a")
        assert below in names(stage), "one's own act takes one's own row alone"
        await stage.press("escape")
        assert below not in names(stage)


async def test_the_selected_line_stays_where_it_is_when_those_above_are_gone(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        await stage.press("G")
        at = next(place for place, line in enumerate(stage.lines) if "▌" in line)
        who = stage.lines[at]
        triage.done(stage.desk, life("Ana"))
        triage.done(stage.desk, life("Luis"))
        await stage.rest()
        assert stage.lines[at] == who


async def test_the_last_one_done_takes_in_who_has_come_meanwhile(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("V", "a")
        assert "Nobody is waiting for you." in stage.text
        text_in(stage.desk, life("Rosa"), "hola", 5001)
        await stage.rest()
        assert names(stage) == ["Rosa Medina"]


async def test_an_urgent_text_stays_on_top_with_its_words_whatever_comes_later(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        text_in(stage.desk, life("Eric"), "he is going to hurt me", 5000)
        text_in(stage.desk, life("Eric"), "ok thanks", 5001)
        await stage.rest()
        await stage.press(".")
        assert names(stage)[0] == "Eric Simmons"
        top = next(line for line in stage.lines if "Eric Simmons" in line)
        assert "he is going to hurt me" in top
        assert "urgent" in top


async def test_the_status_line_says_what_z_would_take_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Maria")
        await stage.press("a", "j", "w")
        assert "z takes back: Done: Maria Delgado" in stage.status
        await stage.press("z")
        assert "z takes back" not in stage.status
        await stage.press("a")
        assert "z takes it back" in stage.status
        triage.done(stage.desk, life("Isaiah"))
        await stage.rest()
        assert "z takes it back" not in stage.status, "it is no longer the last thing that was done"
        assert "z takes back: Done: Isaiah" in stage.status
        await stage.press(" ", "escape")
        assert "selected" not in stage.text, "Esc lets the selection go first"


async def test_a_flag_is_put_and_taken_off_by_a_key(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await go_to(stage, "Maria")
        await stage.press("*")
        assert "⚑" in next(line for line in stage.lines if "▌" in line)
        assert "Flagged: Maria Delgado" in stage.status
        await stage.press("*")
        assert "⚑" not in stage.text
        await go_to(stage, "Denise")
        await stage.press("*")
        assert "▣⚑" in next(line for line in stage.lines if "▌" in line), "a photo hides no flag"


async def test_a_long_list_is_looked_through_by_a_worker_and_stands_still_too(tmp_path: Path) -> None:
    from rise_tui.screens import standing_list

    async with opened(tmp_path) as stage:
        stage.inbox.taken_in._kept = None
        few, standing_list.FEW = standing_list.FEW, 5
        try:
            stage.inbox.taken_in.take_in()
            assert is_live(stage)
            await stage.app.workers.wait_for_complete()
            await stage.rest()
            assert not is_live(stage)
            await stage.press("a")
            assert len(names(stage)) == 20
            await stage.app.workers.wait_for_complete()
            text_in(stage.desk, life("Rosa"), "hola", 5001)
            await stage.rest()
            await stage.app.workers.wait_for_complete()
            await stage.rest()
            assert "1 new" in stage.text
            assert len(names(stage)) == 20
        finally:
            standing_list.FEW = few


async def test_search_answers_each_key_at_once_and_enter_opens_what_is_still_looked_for(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("/", "marc")
        assert "Marcus Bell" in stage.text
        assert "(215) 555-0101" in stage.text
        await stage.press("us zebra")
        assert "Nothing found." in stage.text
        await stage.press("escape", "/", "0101", "enter")
        assert stage.room.client_id == life("Marcus")


async def test_what_a_key_tells_while_a_text_is_held_stands_until_the_next_key(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(80, 24)) as stage:
        await stage.press("r", "On my way")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "in 8 s   z takes it back" in stage.status
        second = stage.room.holding._timer._callback
        await stage.press("f")
        told = stage.status
        assert "no photo" in told
        for news in (second, stage.inbox.hear):
            stage.wait(1)
            news()
            await stage.rest()
            assert stage.status == told, "one has not read it yet"
        await stage.press("j")
        second()
        await stage.rest()
        assert "in 6 s   z takes it back" in stage.status
        await stage.press("k", "f")
        stage.wait(9)
        second()
        await stage.rest()
        assert "no photo" in stage.status, "the text is gone, what was told of the key is not"
