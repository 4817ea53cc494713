"""The conversation: one text is chosen, long ones go on without a jump, and the keys about a text act on it."""

from dataclasses import replace
from pathlib import Path

from rise_tui.casework import drafting, noting, windows
from rise_tui.casework.desk import Desk
from rise_tui.domain.clock import FrozenClock, to_ms
from rise_tui.store.changes import Change
from rise_tui.store.threads import Message
from rise_tui.widgets.thread_view import ThreadView
from tests.casework.office import outbox
from tests.gallery.office import ME, NOW, open_desk
from tests.screens.stage import Opened, life, opened

SMALL = (80, 24)


def say_much(desk: Desk, client_id: str, first: int, last: int) -> None:
    """Their texts of these numbers, all read."""
    with desk.store.writing() as session:
        for seq in range(first, last + 1):
            message = Message(
                f"long-{seq}", client_id, "inbound", f"text number {seq}", "received", at=to_ms(NOW), seq=seq
            )
            desk.store.threads.put(session, message)
        desk.store.conversations.put(session, client_id, seq=last, state="needs_reply", read_through=last)
        desk.store.conversations.refresh(session, client_id)


def say_more(desk: Desk, client_id: str, seq: int) -> None:
    """One more text of theirs, unread."""
    with desk.store.writing(Change("thread", client_id)) as session:
        message = Message(f"long-{seq}", client_id, "inbound", f"text number {seq}", "received", at=to_ms(NOW), seq=seq)
        desk.store.threads.put(session, message)
        desk.store.conversations.refresh(session, client_id)


def ours(desk: Desk, client_id: str, seq: int, status: str, **fields: object) -> None:
    """A text of ours, as the relay has it."""
    message = Message(
        f"ours-{seq}",
        client_id,
        "outbound",
        status=status,
        **{"body": "Call me.", "at": to_ms(NOW), "seq": seq, "caseworker_id": ME, **fields},  # type: ignore[arg-type]  # columns
    )
    with desk.store.writing() as session:
        desk.store.threads.put(session, message)
        desk.store.conversations.refresh(session, client_id)


def view(stage: Opened) -> ThreadView:
    return stage.app.screen.query_one(ThreadView)


def marked(stage: Opened) -> str:
    """The line that has the bar in the gutter."""
    return next((line.strip() for line in stage.lines if line.lstrip().startswith("▌")), "")


async def test_one_goes_up_through_a_long_conversation_text_by_text_without_a_gap_or_a_jump(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    say_much(desk, life("Marcus"), 2000, 2300)
    try:
        async with opened(tmp_path, SMALL, desk=desk) as stage:
            await stage.press("enter")
            assert "text number 2300" in marked(stage)
            for number in range(2299, 2100, -1):
                await stage.press("k")
                assert f"text number {number} " in marked(stage)
            await stage.press("G")
            assert "text number 2300" in marked(stage)
            assert len(view(stage)._texts.said) <= 160
    finally:
        desk.store.close()


async def test_what_is_loaded_above_leaves_what_one_reads_where_it_stands(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    say_much(desk, life("Marcus"), 2000, 2300)
    try:
        async with opened(tmp_path, SMALL, desk=desk) as stage:
            await stage.press("enter", "g")
            before = {line[4:]: y for y, line in enumerate(stage.lines) if "text number" in line}
            await stage.press("k")
            after = {line[4:]: y for y, line in enumerate(stage.lines) if "text number" in line}
            assert len(before.keys() - after.keys()) <= 1
            assert {y - before[line] for line, y in after.items() if line in before} <= {0, 1}
            await stage.press("pageup", "pageup", "j")
            say_much(desk, life("Marcus"), 2301, 2301)
            kept = [line for line in stage.lines if "text number" in line]
            await stage.rest()
            assert [line for line in stage.lines if "text number" in line] == kept
            say_more(desk, life("Marcus"), 2302)
            await stage.rest()
            assert "2 new below" in stage.text
            await stage.press("G")
            assert "text number 2302" in marked(stage)
            assert "new below" not in stage.text
    finally:
        desk.store.close()


async def test_a_failed_text_says_why_and_goes_again_with_one_key(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    ours(desk, life("Marcus"), 2000, "undelivered", reason="unreachable")
    ours(desk, life("Denise"), 2001, "undelivered", reason="unreachable")
    ours(desk, life("Denise"), 2002, "delivered", body="See you on Monday.")
    try:
        async with opened(tmp_path, SMALL, desk=desk) as stage:
            await stage.press("/", "marcus bell")
            await stage.press("enter")
            assert "not delivered: the phone is off or out of reach" in stage.text
            await stage.press("h")
            assert "accepted by the office" in stage.text
            await stage.press("escape", "=")
            assert "To Marcus Bell in 8 s" in stage.status
            await stage.press("z")
            assert "on this machine only" not in stage.text
            await stage.press("/", "denise walker")
            await stage.press("enter")
            await stage.press("=")
            assert "= send it again" in stage.text, "one that others followed is shown before it goes again"
            await stage.press("=")
            assert "To Denise Walker in 8 s" in stage.status
    finally:
        desk.store.close()


async def test_what_became_of_a_text_that_perhaps_left_is_asked_before_it_goes_again(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    ours(desk, life("Marcus"), 2000, "unknown")
    try:
        async with opened(tmp_path, desk=desk) as stage:
            await stage.press("enter", "=")
            assert "Nobody can tell whether it left" in stage.text
            await stage.press("m")
            assert "you counted it as sent" in stage.text
            await stage.press("=", "m")
            assert len([entry for entry in outbox(desk) if entry.wish.kind == "resolution"]) == 1
    finally:
        desk.store.close()


async def test_a_call_is_noted_in_two_keys_and_taken_back_in_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("m", "1")
        assert "Called, no answer." in stage.text
        assert "Call about Marcus Bell saved" in stage.status
        await stage.press("z")
        assert "Called, no answer." not in stage.text
        assert "Note taken back: Marcus Bell" in stage.status


async def test_a_note_is_kept_at_every_key_and_goes_on_where_it_was(tmp_path: Path) -> None:
    async with opened(tmp_path, SMALL) as stage:
        await stage.press("m", "enter")
        assert "Type 1, 2, 3 or 4, or write a note." in stage.text
        await stage.press("called at noon")
        assert "called at noon" in stage.text, "a letter begins a note, whatever it is"
        await stage.press(*["backspace"] * len("called at noon"))
        await stage.press("works even")
        assert "the client does not see this" in stage.text
        assert "works even" in stage.text
        key = noting.draft_key(life("Marcus"))
        assert drafting.recall(stage.desk, key).body == "works even"
        await stage.press("escape")
        assert "The note is kept." in stage.status
        await stage.press("enter")
        assert "a note is half written: m" in stage.text
        await stage.press("escape")
        await stage.press("m", "ings")
        stage.wait(1)
        await stage.press("ctrl+d", "enter")
        assert "Note  works evenings" in stage.text
        assert drafting.recall(stage.desk, life("Marcus")).body == ""
        assert drafting.recall(stage.desk, key).body == ""


async def test_a_note_that_another_window_takes_over_says_so_at_the_next_key(tmp_path: Path) -> None:
    async with opened(tmp_path, SMALL) as stage:
        await stage.press("m", "works")
        other = replace(stage.desk, window=f"1:{windows._began(1)}")  # process 1 never ends
        drafting.take_over(other, noting.draft_key(life("Marcus")))
        await stage.press("!")
        assert "Another window has this note open." in stage.text
        assert "works!" not in stage.text, "what is not kept does not stand there as if it were"
        assert drafting.recall(other, noting.draft_key(life("Marcus"))).body == "works"


async def test_urgent_says_whom_to_call_and_acting_takes_it_off_the_top(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    with desk.store.writing() as session:
        message = Message(
            "u1", life("Jamal"), "inbound", "i want to die", "received", at=to_ms(NOW), seq=2000, marks=("urgent",)
        )
        desk.store.threads.put(session, message)
        desk.store.conversations.refresh(session, life("Jamal"))
    try:
        async with opened(tmp_path, desk=desk) as stage:
            await stage.press("!")
            for words in ("(215) 555-01", "911", "988", "“want to die”", "misses some"):
                assert words in stage.text
            assert "••" not in stage.lines[12]
            await stage.press("t")
            assert "I read your message" in stage.text
            await stage.press("escape", "ctrl+t", "!")
            assert "J•••• P•••••: what to do now" in stage.text
            await stage.press("escape", "ctrl+t", "!", "a")
            assert "You have acted: Jamal Pierce" in stage.status
            await stage.press("zza")
            assert "You have acted: Jamal Pierce" in stage.status, "what a hand types on that meant to write is no key"
            stage.wait(1)
            await stage.press("z")
            assert "Jamal Pierce" in stage.text
    finally:
        desk.store.close()


async def test_at_either_end_there_is_nothing_further(tmp_path: Path) -> None:
    async with opened(tmp_path, SMALL) as stage:
        await stage.press("enter", "g", "k", "k", "pageup", "g")
        assert "Hi Marcus, it's Dana" in marked(stage)
        await stage.press("G", "j", "pagedown", "j")
        assert "Can I bring my paystub Monday instead?" in marked(stage)


async def test_done_far_up_in_a_conversation_covers_what_was_seen_and_undo_comes_back_to_the_person(
    tmp_path: Path,
) -> None:
    desk = open_desk(tmp_path)
    say_much(desk, life("Marcus"), 2000, 2300)
    try:
        async with opened(tmp_path, SMALL, desk=desk) as stage:
            await stage.press("/", "marcus bell")
            await stage.press("enter", *["pageup"] * 20, "a")
            with desk.store.reading() as session:
                line = desk.store.conversations.get(session, life("Marcus"))
            assert line is not None
            assert line.state == "done"
            assert "Done: Marcus Bell" in stage.status
            await stage.press("z")
            assert "Marcus Bell" in stage.lines[2]
            assert "Taken back: Marcus Bell" in stage.status
    finally:
        desk.store.close()


async def test_a_text_longer_than_the_view_is_read_to_its_end_before_the_next(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    say_much(desk, life("Marcus"), 2000, 2001)
    words = " ".join(f"word{number}" for number in range(220))
    ours(desk, life("Marcus"), 2002, "delivered", body=words)
    try:
        async with opened(tmp_path, SMALL, desk=desk) as stage:
            await stage.press("/", "marcus bell")
            await stage.press("enter", "g")
            seen = set()
            for _ in range(24):
                seen |= {word for word in words.split() if f" {word} " in stage.text.replace("\n", " ")}
                await stage.press("j")
            assert {f"word{number}" for number in range(220)} <= seen
    finally:
        desk.store.close()


async def test_a_text_sent_from_the_conversation_is_counted_down_and_taken_back_there(tmp_path: Path) -> None:
    async with opened(tmp_path, SMALL) as stage:
        await stage.press("enter")
        assert "1 of 21 that need a reply" in stage.lines[3]
        await stage.press("r", "Monday is fine.")
        stage.wait(1)
        await stage.press("ctrl+d")
        assert "To Marcus Bell in 8 s" in stage.status
        assert "Monday is fine." in marked(stage)
        assert "on this machine only" in stage.text
        await stage.press("z")
        assert "Taken back: Marcus Bell" in stage.status
        assert "on this machine only" not in stage.text
        assert "Monday is fine." in stage.text
        await stage.press("escape")
        assert "Needs reply" in stage.lines[1]


async def test_the_newest_text_stays_above_the_draft_while_the_draft_grows(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    say_much(desk, life("Marcus"), 2000, 2030)
    try:
        async with opened(tmp_path, SMALL, desk=desk) as stage:
            await stage.press("/", "marcus bell")
            await stage.press("enter", "r", "one", "enter", "two", "enter", "three", "enter", "four", "enter", "five")
            assert "text number 2030" in stage.text
            await stage.press("escape", "k", "k", "pageup")
            top = next(line for line in stage.lines if "text number" in line)
            await stage.press("r", "enter", "six")
            assert next(line for line in stage.lines if "text number" in line)[4:] == top[4:]
    finally:
        desk.store.close()


async def test_whoever_was_looked_at_is_told_to_the_office_and_who_was_passed_by_is_not(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        clock = stage.desk.clock
        assert isinstance(clock, FrozenClock)
        passed_by = stage.room.client_id
        clock.go(1)
        await stage.press("j")
        looked_at = stage.room.client_id
        await stage.press("enter")
        clock.go(60)
        await stage.press("escape")
        await stage.app.workers.wait_for_complete()
        with stage.desk.store.reading() as session:
            looks = [each.wish for each in stage.desk.store.outbox.list(session) if each.wish.kind == "look"]
        assert [look.body["client_id"] for look in looks] == [looked_at]
        assert passed_by != looked_at
