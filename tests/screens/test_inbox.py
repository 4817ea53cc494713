"""Working off the inbox: keys land where they were meant, and who is being answered stays."""

from pathlib import Path

import pytest
from textual import events

from rise_tui.casework import drafting, triage, undoing
from rise_tui.casework.desk import Desk
from rise_tui.casework.waiting import StandingList
from rise_tui.store.changes import Change
from rise_tui.store.forgetting import forget_client
from rise_tui.store.threads import Message
from rise_tui.widgets.page_line import StatusLine
from tests.gallery.office import open_desk
from tests.screens.stage import life, opened

NARROW = (80, 24)


def body_of(desk: Desk, client_id: str) -> str:
    """What stands in somebody's draft, on disk."""
    return drafting.recall(desk, client_id).body


def text_in(desk: Desk, client_id: str, body: str, seq: int = 5000) -> None:
    """They write, as sync would tell it."""
    message = Message(f"new{seq}", client_id, "inbound", body, "received", at=desk.now, seq=seq, e164="+12155550199")
    with desk.store.writing(Change("inbox", client_id), Change("thread", client_id)) as session:
        desk.store.threads.put(session, message)
        desk.store.conversations.put(session, client_id, seq=seq, state="needs_reply", seen_through=0, read_through=0)
        desk.store.conversations.refresh(session, client_id)


async def test_keys_that_come_in_one_piece_land_where_they_were_meant(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "Hola, a todos")
        assert stage.pane.client_id == life("Ana")
        assert body_of(stage.desk, life("Ana")) == "Hola, a todos"
        assert undoing.latest(stage.desk) is None


async def test_keys_in_one_piece_after_a_sent_text_come_after_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "oh no")
        stage.wait(1)
        await stage.press("ctrl+d", "z")
        assert "Taken back: Ana Ruiz" in stage.status
        assert stage.pane.area.text == "oh no"
        assert undoing.latest(stage.desk) is None


async def test_a_conversation_is_open_before_the_next_key_acts(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        await stage.press("jj", "enter", "j")
        assert stage.pane.view.has_focus
        assert stage.pane.client_id == life("Ana")


async def test_what_is_typed_ahead_of_the_search_stands_in_the_search(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("/", "paystub", "enter")
        assert stage.pane.client_id == life("Marcus")
        assert stage.pane.view.has_focus


async def test_a_draft_is_kept_with_every_key_and_stands_there_again(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    try:
        async with opened(tmp_path, desk=desk) as stage:
            await stage.press("j", "r", "half a wo", "left", "left")
            who = stage.pane.client_id
        async with opened(tmp_path, desk=desk) as stage:
            assert stage.pane.client_id == who
            assert stage.pane.is_typed_in
            assert (stage.pane.area.typed.body, stage.pane.area.typed.cursor) == ("half a wo", 7)
    finally:
        desk.store.close()


async def test_a_draft_to_somebody_outside_the_list_is_found_again(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    try:
        async with opened(tmp_path, desk=desk) as stage:
            await stage.press("r", "for Marcus")
            who = stage.pane.client_id
            assert who is not None
        triage.done(desk, who)
        async with opened(tmp_path, desk=desk) as stage:
            assert stage.pane.client_id == who
            assert stage.inbox.filter_id == "all"
            assert stage.pane.area.text == "for Marcus"
    finally:
        desk.store.close()


async def test_a_conversation_that_needs_no_reply_any_more_opens_again_over_the_list_that_was_chosen(
    tmp_path: Path,
) -> None:
    desk = open_desk(tmp_path)
    try:
        async with opened(tmp_path, desk=desk) as stage:
            await stage.press("j", "enter")
            who = stage.pane.client_id
            assert who is not None
        triage.done(desk, who)
        async with opened(tmp_path, desk=desk) as stage:
            assert (stage.room.pane.client_id, stage.inbox.filter_id) == (who, "needs_reply")
            await stage.press("escape")
            assert stage.pane.client_id == stage.inbox.people.row.client_id != who  # type: ignore[union-attr]  # the list is not empty
    finally:
        desk.store.close()


async def test_who_is_being_answered_stays_when_their_line_goes(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "still writ")
        triage.done(stage.desk, life("Ana"))
        await stage.rest()
        await stage.press("ing")
        assert stage.pane.client_id == life("Ana")
        assert body_of(stage.desk, life("Ana")) == "still writing"
        await stage.press("escape")
        row = next(line for line in stage.lines if "▌" in line)
        assert "Ana Ruiz" in row
        assert "done by now" in row, "their row waits until one moves on"
        await stage.press("escape")
        assert stage.pane.client_id != life("Ana")
        assert "done by now" not in stage.text


@pytest.mark.parametrize("size", [(120, 40), NARROW])
async def test_the_last_one_is_answered_although_the_list_is_empty_meanwhile(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(tmp_path, size=size) as stage:
        while stage.inbox.people.row is not None and stage.inbox.people.row_at(1) is not None:
            await stage.press("a")
        await stage.press("r", "last words")
        who = stage.pane.client_id
        assert who is not None
        triage.done(stage.desk, who)
        await stage.rest()
        assert "last words" in stage.text
        await stage.press("escape", "escape")
        assert "Nobody is waiting for you." in stage.text
        assert stage.app.focused is not None


async def test_the_selection_stays_on_its_person_when_others_come_and_go(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jjj")
        who = stage.pane.client_id
        triage.done(stage.desk, life("Marcus"))
        text_in(stage.desk, life("Isaiah"), "are you there?")
        await stage.rest()
        assert stage.inbox.people.row is not None
        assert stage.inbox.people.row.client_id == who == stage.pane.client_id
        shown = stage.pane.client_id
        assert shown is not None
        text_in(stage.desk, shown, "one moment please", seq=6000)
        stage.app.listen()
        text_in(stage.desk, life("Isaiah"), "hello?", seq=6001)
        stage.app.listen()  # before the room has come to hear of the first one
        await stage.rest()
        assert any("one moment please" in line[60:] for line in stage.lines), "beside the list, in the conversation"

        people = stage.inbox.people
        ids = [row.client_id for row in (people.row_at(index) for index in range(people.length)) if row is not None]
        people.show(StandingList(stage.desk, [one for one in ids if one not in (ids[0], who)]))
        assert people.row.client_id == ids[ids.index(who) + 1], "nobody is stepped over when those above go too"


async def test_a_list_that_is_filled_for_the_first_time_is_begun_at_its_first_row(tmp_path: Path) -> None:
    first, second, third = "tel:+12155550148", "tel:+12155550149", "tel:+12155550150"
    async with opened(tmp_path, is_new=True) as stage:
        stage.wait(60)
        text_in(stage.desk, second, "hello")
        await stage.rest()
        stage.wait(-60)
        text_in(stage.desk, first, "hi", seq=4000)
        await stage.rest()
        assert stage.inbox.people.row is not None
        assert stage.inbox.people.row.client_id == first == stage.pane.client_id
        assert "2 need you" in stage.status, "the first line of the day is there as soon as there is anybody"
        await stage.press("j")
        stage.wait(-60)
        text_in(stage.desk, third, "good morning", seq=3000)
        await stage.rest()
        assert stage.pane.client_id == second, "who was chosen stays"


async def test_sending_from_the_list_goes_on_to_the_next(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "nos vemos")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert stage.inbox.people.has_focus
        assert stage.pane.client_id == life("Terrence")
        assert "✓ To Ana Ruiz in 8 s   z takes it back" in stage.status
        stage.wait(3)
        stage.inbox.holding.show()
        await stage.rest()
        assert "in 5 s" in stage.status


async def test_on_a_small_terminal_one_stays_in_the_conversation_after_sending(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        await stage.press("jj", "enter", "r", "nos vemos")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert stage.pane.client_id == life("Ana")
        assert stage.pane.view.has_focus
        assert "nos vemos" in stage.text
        await stage.press("escape")
        assert stage.inbox.people.has_focus


async def test_what_one_sent_is_in_view_and_so_is_what_they_answer(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        await stage.press("jj")
        text_in(stage.desk, life("Ana"), "primero\n" * 30)
        await stage.rest()
        await stage.press("enter")
        view = stage.pane.view
        assert view.scroll_offset.y < view.max_scroll_y, "the first unread line is in view, not the last"
        await stage.press("r", "nos vemos")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "nos vemos" in stage.text
        text_in(stage.desk, life("Ana"), "bueno pues", seq=5001)
        await stage.rest()
        assert "bueno pues" in stage.text
        await stage.press("g", "g")
        above = stage.lines[6]
        text_in(stage.desk, life("Ana"), "otra cosa", seq=5002)
        await stage.rest()
        assert stage.lines[6] == above, "who reads further up is left there"
        assert "otra cosa" not in stage.text


async def test_c_d_is_deaf_while_the_hand_cannot_have_meant_this_draft(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "too soon")
        stage.wait(0.1)
        await stage.press("ctrl+d")
        assert "Not sent yet." in stage.status
        assert undoing.latest(stage.desk) is None
        stage.wait(0.6)
        await stage.press("ctrl+d")
        assert undoing.latest(stage.desk) is not None


async def test_a_paste_stands_there_once_with_its_lines_and_without_control_characters(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "Hola ")
        stage.wait(5)
        stage.app.post_message(events.Paste("uno\rdos\r\ntres\ncuatro \x04\x1b[31m☂"))
        await stage.rest()
        assert body_of(stage.desk, life("Ana")) == "Hola uno\ndos\ntres\ncuatro [31m☂" == stage.pane.area.text
        await stage.press("ctrl+d")
        assert undoing.latest(stage.desk) is None, "what leaks from a paste sends nothing"


async def test_a_paste_without_brackets_sends_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r")
        stage.wait(5)
        await stage.press("pasted", "enter", "words", "ctrl+d")
        assert undoing.latest(stage.desk) is None
        assert body_of(stage.desk, life("Ana")) == "pasted\nwords"
        stage.wait(0.1)
        await stage.press("ctrl+d")
        assert undoing.latest(stage.desk) is not None


async def test_done_goes_on_and_z_goes_back_as_deep_as_one_likes(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        before = [stage.inbox.people.row_at(index) for index in range(3)]
        names = [row.name for row in before if row is not None]
        await stage.press("aaa")
        assert names[2] in stage.status
        for name in reversed(names):
            await stage.press("z")
            assert f"Taken back: {name}" in stage.status
        after = [stage.inbox.people.row_at(index) for index in range(3)]
        assert [row.name for row in after if row is not None] == names
        await stage.press("z")
        assert "Nothing to take back." in stage.status


async def test_done_in_the_conversation_goes_to_the_next_conversation(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        await stage.press("jj", "enter", "a")
        assert stage.pane.view.has_focus
        assert stage.pane.client_id == life("Terrence")
        assert "Done: Ana Ruiz" in stage.status


async def test_whom_one_answered_over_the_list_leaves_it_before_that_is_heard(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        await stage.press("jj", "r", "I will see.")
        stage.app.bell_rang.unsubscribe(stage.inbox)
        stage.inbox.has_missed = False
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "Ana Ruiz" not in stage.text
        assert stage.inbox.client_id == life("Terrence")
        stage.app.bell_rang.subscribe(stage.inbox, stage.inbox._on_bell)
        stage.app.bell_rang.publish(frozenset({"inbox", "outbox"}))
        await stage.rest()
        assert "✓ To Ana Ruiz in 8 s" in stage.status
        assert "by now" not in stage.text


async def test_taking_back_puts_the_words_and_the_person_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "oh no")
        stage.wait(1)
        await stage.press("ctrl+d")
        await stage.press("z")
        assert stage.pane.client_id == life("Ana")
        assert stage.pane.area.text == "oh no"
        assert "Taken back: Ana Ruiz" in stage.status


async def test_a_search_hit_opens_at_the_hit_and_marks_it(tmp_path: Path) -> None:
    """[D24]"""
    async with opened(tmp_path) as stage:
        for number in range(120):
            text_in(stage.desk, life("Ana"), "zebra crossing" if number == 20 else f"word {number}", 6000 + number)
        await stage.rest()
        await stage.press("/", "zebra", "enter")
        hit = next(line for line in stage.lines if "zebra crossing" in line)
        assert "▌ zebra crossing" in hit
        assert stage.pane.client_id == life("Ana")


async def test_a_hit_who_is_not_in_this_list_is_opened_over_it_and_the_list_stays(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        triage.done(stage.desk, life("Ana"))
        await stage.rest()
        await stage.press("j")
        stood = stage.inbox.people.row
        await stage.press("/", "Ana Ruiz", "enter")
        assert stage.room.pane.client_id == life("Ana")
        await stage.press("escape")
        assert (stage.inbox.filter_id, stage.inbox.people.row) == ("needs_reply", stood)


async def test_the_filters_go_round(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        seen = []
        for _ in range(5):
            seen.append(stage.inbox.filter_id)
            await stage.press("\\")
        assert seen == ["needs_reply", "waiting", "snoozed", "unknown", "all"]
        assert stage.inbox.filter_id == "needs_reply"


async def test_a_draft_that_another_window_has_open_is_read_only_until_it_is_taken_over(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        other = _another_window(stage.desk)
        drafting.keep(other, life("Ana"), "from the other window", 5)
        await stage.press("jj")
        assert stage.pane.area.read_only
        assert "Open in another window: r takes it over" in stage.text
        await stage.press("r", "!")
        assert body_of(stage.desk, life("Ana")) == "from !the other window"
        assert drafting.recall(other, life("Ana")).is_elsewhere == bool(stage.desk.window)


async def test_a_text_that_came_back_says_why_above_the_draft(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj")
        kept = drafting.recall(stage.desk, life("Ana"))
        with stage.desk.store.writing(Change("drafts", life("Ana"))) as session:
            from rise_tui.store.drafts import Draft

            came = Draft(
                life("Ana"), kept.message_id, "too late", 8, 8, problem="It could not reach the office in time."
            )
            stage.desk.store.drafts.put(session, came)
        await stage.rest()
        assert stage.pane.area.text == "too late"
        assert "It could not reach the office in time." in stage.text


async def test_n_steps_over_those_who_need_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("\\\\\\\\", "g")
        for _ in range(4):
            await stage.press("n")
            row = stage.inbox.people.row
            assert row is not None
            assert row.needs_reply_since_at is not None
            assert stage.pane.client_id == row.client_id
        await stage.press("g", "N")
        assert "Nobody else in this list needs a reply." in stage.status
        await stage.press("k")
        assert "Nobody else" not in stage.text, "it is over with the next key"


async def test_a_storm_of_sizes_loses_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "I am typing")
        for width, height in ((80, 24), (60, 20), (30, 8), (200, 60), (99, 30), (100, 30), (12, 5), (120, 40)):
            await stage.pilot.resize_terminal(width, height)
            await stage.press(".")
            assert height < 8 or width < 30 or "I am typing." in stage.text, "what one types stays in sight"
        assert body_of(stage.desk, life("Ana")) == "I am typing........"
        assert stage.pane.is_typed_in


@pytest.mark.parametrize("width", [60, 66, 80, 99])
async def test_at_every_width_the_draft_says_to_whom(tmp_path: Path, width: int) -> None:
    async with opened(tmp_path, size=(width, 24)) as stage:
        await stage.press("jj", "r", "x")
        assert any(line.strip().startswith("To Ana Ruiz ─") for line in stage.lines)
        await stage.press("escape", "escape", *"\\" * 4)
        assert "All" in stage.lines[1].split() + stage.lines[2].split(), "the list that one is in is always named"


async def test_keys_of_the_settings_replace_the_usual_ones_and_strange_ids_are_told(tmp_path: Path) -> None:
    async with opened(tmp_path, keys={"inbox.mark-done": "x", "inbox.nothing": "y"}) as stage:
        assert "No key is called inbox.nothing in the settings." in stage.status
        await stage.press("a")
        assert undoing.latest(stage.desk) is None
        assert "  x done   " in stage.lines[-1]
        await stage.press("?")
        assert "x             No answer needed; to the next one." in stage.text
        await stage.press("escape", ":", "no answer")
        assert "▌ x         Done" in stage.text
        await stage.press("escape", "x")
        assert undoing.latest(stage.desk) is not None


async def test_help_shows_the_keys_of_the_place(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("?")
        assert "Answer: the cursor goes into the draft." in stage.text, "true in a conversation, too"
        assert "The photo of this text" not in stage.text, "Enter opens somebody here"
        await stage.press("pagedown", "pagedown")
        assert "it will miss some." in " ".join(stage.text.split()), "what the rule for urgent texts cannot do"
        await stage.press("escape", "r", "f1")
        assert "Send this text." in stage.text
        assert "To Send, which Enter presses." in stage.text
        for elsewhere in ("Answer: the cursor", "The photo of this text", "Select this one"):
            assert elsewhere not in stage.text, "Tab, Enter and Space are something else where one types"
        assert "No answer needed" not in stage.text, "where one types, a letter is a letter"


def _another_window(desk: Desk) -> Desk:
    """A desk at the same store, of a window that is open: process 1 never ends."""
    from dataclasses import replace

    from rise_tui.casework import windows

    return replace(desk, window=f"1:{windows._began(1)}")


async def test_a_key_that_does_nothing_says_so_and_one_that_acts_does_not(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("w")
        told = stage.room.query_one(StatusLine).happening
        assert told is not None
        assert told.words == "w does nothing here."
        await stage.press("ctrl+o")
        assert "C-o does nothing here." in stage.status, "nor does one of the draft's, outside of it"
        stage.room.tell("")
        await stage.press("j", "r", "t", "escape")
        told = stage.room.query_one(StatusLine).happening
        assert told is None or told.words == ""


async def test_the_line_of_keys_offers_nothing_that_would_only_be_refused(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        await stage.press("\\", "\\", "\\", "\\", "/", "Isaiah", "enter")
        assert "r reply" not in stage.lines[-1]
        assert "t template" not in stage.lines[-1]
        assert "m note" in stage.lines[-1], "which is what the words above it say"
        await stage.press("i")
        assert stage.lines[-1].split()[-6:] == ["m", "note", "Esc", "back", "?", "help"], "nor a text on the card"
        await stage.press("escape")
        await stage.press("escape")
        assert stage.lines[-1].split()[:4] == ["a", "done", "s", "snooze"]
        await stage.press("/", "Marcus Bell", "enter")
        with stage.desk.store.writing(Change("inbox"), Change("thread", life("Marcus"))) as session:
            forget_client(session, life("Marcus"))
        await stage.rest()
        assert "They are not one of your clients any more." in stage.text
        assert stage.lines[-1].split()[:6] == ["Esc", "back", "n", "next", "/", "search"]


async def test_the_bar_that_says_where_one_is_stands_in_one_place(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        for keys in ((), (":",), ("escape",), ("x",), ("escape",), ("enter", "j"), (":",), ("escape",)):
            await stage.press(*keys)
            assert stage.text.count("▌") == 1, keys


async def test_beside_a_draft_nothing_is_said_of_z_for_there_it_is_a_letter(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("a", "j", "k")
        assert "z takes back: Done: Marcus Bell" in stage.status
        await stage.press("r")
        assert "z takes back" not in stage.text
        await stage.press("pizza", "escape")
        assert "z takes back: Done: Marcus Bell" in stage.status
        await stage.press("enter", "r")
        assert "z takes back" not in stage.text
