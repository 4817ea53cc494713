"""What is held, by keys: said before sending, sent now for a reason, listed, let go, and shown after a pause."""

from pathlib import Path

from rise_tui.casework import reminding
from rise_tui.casework.desk import Desk
from rise_tui.casework.reminding import Wants
from rise_tui.store.changes import Change
from rise_tui.store.outbox import Wish
from rise_tui.widgets.card_view import CardList, CardRow
from tests.gallery.office import open_desk
from tests.gallery.scenes.held import (
    counted,
    late_and_waiting,
    resumed,
    some,
    stranger,
    three_days,
    until_a_date,
    waited_too_long,
)
from tests.screens.stage import Opened, life, opened
from tests.screens.test_inbox_acts import footer, text_in


async def on_field(stage: Opened, field: str) -> None:
    """Go to that field of the card."""
    await stage.press("g")
    for _ in range(40):
        row = stage.app.screen.query_one(CardList).row
        if isinstance(row, CardRow) and row.field == field:
            return
        await stage.press("j")
    raise AssertionError(f"the card has no {field}")


def said(desk: Desk) -> list[tuple[object, object]]:
    """What is wished about being texted: about which texts, and which state."""
    return [(wish.body["purpose"], wish.body["state"]) for wish in wishes(desk, "consent")]


def wishes(desk: Desk, kind: str) -> list[Wish]:
    """What waits to go out of that kind."""
    with desk.store.reading() as session:
        return [entry.wish for entry in desk.store.outbox.list(session) if entry.wish.kind == kind]


async def test_a_text_that_would_be_held_says_so_first_and_goes_now_for_a_reason(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    some(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("/", "ana ruiz")
        await stage.press("enter")
        assert "asleep" not in stage.text, "nobody writes"
        await stage.press("t")
        assert "a letter: draft · a capital: held until 9:00" in stage.text
        await stage.press("escape")
        await stage.press("r")
        assert "Ana is asleep until 9:00 · C-d holds it until then · C-y sends it now" in stage.text
        await stage.press("Hi")
        stage.wait(1)
        await stage.press("ctrl+y")
        assert "Why does it go now?" in stage.text
        await stage.press("p")
        [sent] = wishes(desk, "message")
        assert sent.body["now_because"] == "agreed_by_phone"
        assert "✓ To Ana Ruiz in 8 s" in stage.status
        await stage.press("r", "And Monday?")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "✓ To Ana Ruiz, held until 9:00: quiet hours   z takes it back" in stage.status
        await stage.press("z")
        with desk.store.writing(Change("thread", life("Ana"))) as session:
            desk.store.clients.put(session, life("Ana"), seq=7000, safe_from=5 * 60, safe_to=6 * 60)
        await stage.press("r")
        assert "No hour is open for texts to Ana: their hours and the office's" in stage.text
        assert "C-y sends it now" in stage.text
        await stage.press("escape")
        text_in(desk, life("Ana"), "are you there?", 7001)
        await stage.rest()
        await stage.press("r")
        assert "No hour" not in stage.text, "an answer within two hours leaves at once"
        stage.wait(1)
        await stage.press("ctrl+y")
        assert "Why does it go now?" not in stage.text
        assert len(wishes(desk, "message")) == 2
    desk.store.close()


async def test_an_answer_to_an_urgent_text_leaves_at_once_however_long_ago_it_came(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    some(desk)
    text_in(desk, life("Ana"), "I want to end my life", 7001, hours_ago=5)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("/", "ana ruiz", "enter", "r", "Call 988, I am on my way")
        assert "asleep" not in stage.text
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "✓ To Ana Ruiz in 8 s" in stage.status
        assert "held until" not in stage.status
    desk.store.close()


async def test_held_texts_are_listed_let_go_and_taken_back(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    some(desk)
    async with opened(tmp_path, desk=desk) as stage:
        for back in ("H", "q", "escape"):
            await stage.press("H")
            assert "Held texts   6 texts" in stage.text
            await stage.press(back)
            assert "Held texts" not in stage.text
        await stage.press("a")
        done = stage.status.partition(" z takes")[0].strip()
        await stage.press("H")
        assert "z takes back" not in stage.status, "that was done elsewhere"
        assert "held until you decide whether they said STOP" in stage.text
        assert "Your text" in stage.text
        await stage.press("j")
        assert "Written by Luis Marin" in stage.text
        await stage.press("k")
        assert "l let it go now   d take it back" in footer(stage)
        await stage.press("l", "u")
        assert [(one.body["because"], one.ids["message_id"][-4:]) for one in wishes(desk, "release")] == [
            ("urgent", "0951")
        ]
        assert "you let it go" in stage.text
        await stage.press("z")
        assert wishes(desk, "release") == []
        assert "Held again: Rosa Medina" in stage.text
        await stage.press("z")
        assert f"Nothing to take back here.   elsewhere z takes back: {done}" in stage.status
        await stage.press("jj")
        assert "l let it go" not in footer(stage), "that is decided in their conversation"
        await stage.press("l")
        assert "Andre Coleman may have said STOP." in stage.text
        await stage.press("k", "d")
        assert [one.ids["message_id"][-4:] for one in wishes(desk, "cancellation")] == ["0952"]
        assert "l let it go" not in footer(stage), "it is taken back"
        await stage.press("/", "rosa")
        await stage.press("enter")
        assert "Rosa Medina" in stage.pane.writing.name_of_client
        assert "1 text held: H shows it" in stage.text
        assert "l let it go now" in footer(stage)
        await stage.press("l", "a")
        assert "Goes now: Rosa Medina   z takes it back" in stage.status
        assert "you let it go" in stage.text
    desk.store.close()


async def test_what_counted_as_stop_because_nobody_decided_is_opened_by_a_person_who_says_why(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    counted(desk)
    async with opened(tmp_path, (80, 24), desk=desk) as stage:
        await stage.press("/", "andre", "enter")
        assert "it counts as STOP and no text may go to them." in " ".join(stage.text.split())
        await stage.press("i")
        assert "✕ (215) 555-0111" in stage.text
        assert "said STOP" not in stage.text
        await stage.press("escape", "-")
        assert "Now they are texted as before;" in " ".join(stage.text.split())
        assert "Only no reminders" not in stage.text, "first they are texted at all"
        await stage.press("the bus", "enter")
        assert "Not a stop: Andre Coleman   z takes it back" in stage.status
        assert "it counts as STOP" not in " ".join(stage.text.split())
        [wish] = wishes(desk, "consent")
        assert wish.body["wording"] == "the bus"
    desk.store.close()


async def test_a_stranger_is_shown_what_they_were_sent_and_y_alone_stops_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    stranger(desk)
    async with opened(tmp_path, (80, 24), desk=desk) as stage:
        await stage.press("/", "maria delgado")
        await stage.press("enter")
        for back in ("escape", "q", "n"):
            await stage.press("y")
            assert "Stop texting (215) 555-0110 for Maria Delgado?" in stage.text
            await stage.press(back)
            assert "Stop texting" not in stage.text
        assert wishes(desk, "wrong_person") == [], "nothing is decided by looking"
        await stage.press("y")
        assert "wrote “who is this?? you have the wrong number”" in stage.text
        assert "They were sent 2 texts since your client last surely wrote from it:" in stage.text
        assert "1 text that waits to go there is taken off." in stage.text
        await stage.press("k", "k", "g", "G", "y")
        [wish] = wishes(desk, "wrong_person")
        assert (wish.body["client_id"], wish.body["e164"]) == (life("Maria"), "+12155550110")
        assert "Not the number of Maria Delgado any more" in stage.status
        await stage.press("z")
        assert wishes(desk, "wrong_person") == []
        assert "Taken back: the number is theirs" in stage.status
    desk.store.close()


async def test_after_three_days_of_pause_what_came_too_late_is_said_also_where_nothing_waits(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    three_days(desk)
    async with opened(tmp_path, (80, 24), desk=desk) as stage:
        await stage.press("/", "ana ruiz", "enter", "i")
        await on_field(stage, "status")
        await stage.press("enter", "o")
        assert "Held while Ana Ruiz was paused   1 came too late" in stage.text
        assert "not sent: it would have been too late" in stage.text
        assert "Class 3 meets tomorrow at 9" in stage.text
        assert "Enter, then r, writes anew." in stage.text
        assert footer(stage).split("   ")[0].strip() == "Enter open"
        assert "l let it go" not in footer(stage)
        assert "d drop" not in footer(stage)
        await stage.press("l")
        assert "This text is not held any more." in stage.text
        assert wishes(desk, "release") == wishes(desk, "message") == [], "nothing is sent by itself, or by a key"
        await stage.press("enter", "r", "The class was on Friday")
        assert "To Ana Ruiz" in stage.text
    desk.store.close()


async def test_what_waits_stands_above_what_came_too_late(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    late_and_waiting(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("/", "ana ruiz", "enter", "i", "j", "enter", "o")
        assert "Held while Ana Ruiz was paused   1 text · 1 came too late" in stage.text
        assert "l let it go now   d drop it" in footer(stage)
        await stage.press("j")
        assert "l let it go" not in footer(stage)
        await stage.press("k", "l")
        assert len(wishes(desk, "release")) == 1
    desk.store.close()


async def test_a_pause_that_ended_by_its_date_is_told_with_where_its_texts_wait(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    until_a_date(desk)
    async with opened(tmp_path, (80, 24), desk=desk) as stage:
        assert "Ana Ruiz is open again: H has 2 texts; 21 need you" in stage.status
        stage.wait(60)
        with desk.store.writing(Change("thread", life("Ana")), Change("inbox", life("Ana"))) as session:
            later = desk.now + 3_600_000
            desk.store.clients.put(session, life("Ana"), seq=7000, status="paused", status_until_at=later)
        await stage.rest()
        assert "open again" not in stage.status
        await stage.press("j")
        stage.wait(2 * 3600)
        text_in(desk, life("Rosa"), "hola", 7001)
        await stage.rest()
        assert "Ana Ruiz is open again: H has 2 texts" in stage.status
        assert "need you" not in stage.status
        await stage.press("H")
        assert "Ana Ruiz" in stage.text
    desk.store.close()


async def test_what_a_stop_like_text_held_for_too_long_is_said_where_it_is_no_stop(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    waited_too_long(desk)
    async with opened(tmp_path, (80, 24), desk=desk) as stage:
        await stage.press("/", "andre", "enter", "-")
        assert "1 held text came too late." in stage.text
        await stage.press("1", "enter")
        assert "Not a stop: Andre Coleman · 1 held text came too late   z takes it back" in stage.status
        await stage.press("z")
        assert wishes(desk, "consent") == []
    desk.store.close()


async def test_before_a_full_stop_is_recorded_the_card_asks_whether_an_answer_is_still_wanted(tmp_path: Path) -> None:
    ana = life("Ana")
    async with opened(tmp_path) as stage:
        desk = stage.desk
        await stage.press("/", "ana ruiz", "enter", "i")
        await on_field(stage, "consent")
        await stage.press("enter", "n")
        assert "No more of which texts?" in stage.text
        assert "Without reminders they are still answered" in stage.text
        await stage.press("escape")
        assert said(desk) == [], "nothing is decided by looking"
        await stage.press("enter", "n", "r")
        assert "How did they say it?" in stage.text
        await stage.press("p")
        assert "Only answers, no reminders or group texts: Ana Ruiz   z takes it back" in stage.text
        assert said(desk) == [("reminders", "opted_out"), ("group_news", "opted_out")]
        assert reminding.wants(desk, ana) is Wants.NONE
        await stage.press("z")
        assert reminding.wants(desk, ana) is Wants.ALL
        await on_field(stage, "consent")
        await stage.press("enter", "n", "e", "p")
        assert said(desk)[-1] == ("all", "opted_out")
        assert reminding.wants(desk, ana) is Wants.CLOSED


async def test_who_wrote_what_sounds_like_a_stop_may_go_on_with_answers_only(tmp_path: Path) -> None:
    andre = life("Andre")
    async with opened(tmp_path) as stage:
        desk = stage.desk
        await stage.press("/", "andre", "enter", "-", "3", "enter")
        assert "Not a stop" not in stage.status
        assert "Only answers, no reminders or group texts: Andre Coleman   z takes it back" in stage.status
        states = [("reminders", "opted_out"), ("group_news", "opted_out"), ("conversation", "opted_in")]
        assert said(desk) == states
        assert reminding.wants(desk, andre) is Wants.NONE
        assert "C-d send" in footer(stage) or "r reply" in footer(stage), "they are still answered"
        await stage.press("z")
        assert said(desk) == []
        assert reminding.wants(desk, andre) is Wants.ALL
        reminding.switch(desk, andre, "on the phone", is_wanted=False)
        await stage.rest()
        await stage.press("-", "3", "enter")
        assert "Not a stop: Andre Coleman   z takes it back" in stage.status, "it stood so already"
        assert reminding.wants(desk, andre) is Wants.NONE


async def test_who_is_open_again_is_shown_with_what_was_held_and_a_card_switches_reminders(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    resumed(desk)
    ana = life("Ana")
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("/", "ana ruiz")
        await stage.press("enter")
        await stage.press("i", "j", "enter", "o")
        assert "Held while Ana Ruiz was paused   2 texts" in stage.text
        assert wishes(desk, "release") == [], "nothing goes by itself"
        await stage.press("l", "j", "d", "escape")
        assert len(wishes(desk, "release")) == len(wishes(desk, "cancellation")) == 1
        await on_field(stage, "reminders")
        await stage.press("enter", "n", "c")
        assert "Only answers, no reminders or group texts: Ana Ruiz   z takes it back" in stage.text
        assert reminding.wants(desk, ana) is Wants.NONE
        assert "✕ none: only answers" in stage.text
        await stage.press("z")
        assert reminding.wants(desk, ana) is Wants.ALL
        with desk.store.writing(Change("inbox", ana), Change("thread", ana)) as session:
            (number,) = [one.e164 for one in desk.store.numbers.list(session, ana) if one.until_at is None]
            desk.store.consents.put(session, number, ana, seq=9000, purpose="reminders", state="opted_out", how="word")
        await stage.rest()
        shown = " ".join(stage.text.split())
        assert "Reminders no" in shown, "each by itself where they differ"
        assert "Group texts yes" in shown
    desk.store.close()
