"""Writing: to whom, how many texts, a last look before it goes, and what else can be done with a draft."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual import events
from textual._callback import invoke
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerFailed

from rise_tui.casework import drafting, finding, undoing
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import Found
from rise_tui.screens.dialogs.search import SearchDialog
from rise_tui.screens.writing import WritingPlace
from rise_tui.store.changes import Change
from rise_tui.store.threads import Message
from rise_tui.widgets.person_line import DraftNote
from tests.casework.office import outbox
from tests.gallery.scenes.draft import templates
from tests.screens.stage import Opened, life, opened

NARROW = (80, 24)
LUIS = "01940000-0000-7000-8000-00000000a001"
JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 300


def bodies(desk: Desk) -> list[str]:
    """The words of the texts that wait to go out."""
    return [entry.wish.body["body"] for entry in outbox(desk) if entry.wish.kind == "message"]


async def send(stage: Opened, key: str = "ctrl+d") -> None:
    """C-d, by a hand that has looked."""
    stage.wait(1)
    await stage.press(key)


async def read(stage: Opened) -> None:
    """Until the file has been read."""
    for worker in list(stage.app.workers):
        try:
            await worker.wait()
        except WorkerFailed:
            pass  # what was wrong with it stands on the screen
    await stage.rest()


@pytest.mark.parametrize("size", [(120, 40), NARROW, (60, 24)])
async def test_the_draft_says_to_whom_and_what_it_weighs_at_every_width(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(tmp_path, size=size) as stage:
        await stage.press("jj", "r", "Nos vemos")
        assert "To Ana Ruiz" in stage.text
        assert "1 text · 9 of 160" in stage.text
        assert "leaves now" in stage.text
        assert "F1 help" in stage.text, "a question mark is typed here"
        await stage.press(", allá " * 12)
        assert "2 texts because of “á”" in stage.text


async def test_a_text_to_somebody_else_is_looked_at_again_and_then_goes(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "Hi Marcus, Monday is fine")
        await send(stage)
        assert bodies(stage.desk) == []
        assert "This says “Marcus”, and goes to Ana Ruiz" in stage.text
        assert "Not sent yet." in stage.status
        assert stage.pane.is_typed_in
        await stage.press("!")
        assert "Not sent yet." not in stage.text, "what was told is over with the next key"
        assert "This says" not in stage.text, "other words are looked at anew"
        await send(stage)
        assert bodies(stage.desk) == []
        await send(stage)
        assert bodies(stage.desk) == ["Hi Marcus, Monday is fine!"]


def luis_answers(desk: Desk, client_id: str, seq: int) -> None:
    """A colleague's text to them comes from the office; it left three seconds ago."""
    with desk.store.writing(Change("inbox", client_id), Change("thread", client_id)) as session:
        desk.store.office.put_caseworker(session, LUIS, seq=1, name="Luis Vega")
        told = {"at": desk.now - 3000, "seq": desk.store.stamp + seq, "caseworker_id": LUIS}
        desk.store.threads.put(session, Message(f"luis-{seq}", client_id, "outbound", "Call me.", "sent", **told))
        desk.store.conversations.refresh(session, client_id)


@pytest.mark.parametrize("size", [(120, 40), NARROW])
async def test_whoever_writes_while_a_colleague_answers_is_told_first_and_the_same_key_again_sends_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """[fault 20]"""
    async with opened(tmp_path, size=size) as stage:
        ana = life("Ana")
        await stage.press("jj", "r", "Nos vemos")
        luis_answers(stage.desk, ana, 9001)
        await stage.rest()
        await send(stage)
        assert bodies(stage.desk) == []
        assert "Answered 4 s ago by Luis Vega: C-d again" in stage.text
        assert "Not sent yet." in stage.status
        assert drafting.recall(stage.desk, ana).body == "Nos vemos"
        await stage.press("!")
        assert "Answered 4 s ago" not in stage.text
        luis_answers(stage.desk, ana, 9002)
        await send(stage, "ctrl+y")
        assert bodies(stage.desk) == []
        assert "Answered 4 s ago by Luis Vega: C-y again" in stage.text
        await send(stage)
        assert bodies(stage.desk) == ["Nos vemos!"]


async def test_so_is_whoever_lets_a_template_go_or_chooses_a_time(tmp_path: Path) -> None:
    """[fault 20]"""
    async with opened(tmp_path) as stage:
        templates(stage.desk)
        ana = life("Ana")
        await stage.press("jj", "t")
        luis_answers(stage.desk, ana, 9001)
        await stage.press("G")
        assert bodies(stage.desk) == []
        assert "Not sent yet: Answered 3 s ago by Luis Vega." in stage.status
        await stage.press("t", "G")
        assert len(bodies(stage.desk)) == 1
        await stage.press("/", "Ana Ruiz", "enter", "r", "Nos vemos")
        luis_answers(stage.desk, ana, 9002)
        await stage.press("ctrl+o", "tomorrow 9")
        assert "Answered 3 s ago by Luis Vega" in stage.text


async def test_an_answer_that_was_there_before_one_began_stops_nobody(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        ana = life("Ana")
        await stage.press("jj", "r")
        luis_answers(stage.desk, ana, 9001)
        await stage.rest()
        stage.wait(120)
        await stage.press("Nos vemos")
        await send(stage)
        assert bodies(stage.desk) == ["Nos vemos"]
        await stage.press("/", "Ana Ruiz", "enter", "r", "y otra cosa")
        await send(stage)
        assert bodies(stage.desk) == ["Nos vemos", "y otra cosa"], "one's own texts warn nobody"


async def test_tab_leads_to_send_and_enter_sends_there(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "nos vemos")
        stage.wait(1)
        await stage.press("tab", "enter")
        assert bodies(stage.desk) == [], "a tab and a line end in one piece are a paste"
        stage.wait(1)
        await stage.press("escape")
        assert stage.pane.area.has_focus
        await stage.press("tab", "a", " las 2")
        assert "nos vemosa las 2" in stage.text, "who types on writes: no letter acts on the list"
        assert stage.pane.area.has_focus
        assert undoing.latest(stage.desk) is None
        await stage.press(*["backspace"] * 7, "tab")
        stage.wait(1)
        await stage.press("enter")
        assert bodies(stage.desk) == ["nos vemos"]
        await stage.press("r", "see you", "tab")
        await send(stage)
        assert bodies(stage.desk) == ["nos vemos", "see you"], "C-d sends there too"


async def test_a_text_is_sent_later_at_a_time_that_is_told_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "Recuerde la clase")
        await stage.press("ctrl+o", "soon")
        assert "not understood" in stage.text
        await stage.press("enter")
        assert bodies(stage.desk) == []
        await stage.press("escape")
        assert stage.pane.is_typed_in
        await stage.press("ctrl+o", "mon 9:30")
        assert "Leaves Mon 23 Nov 9:30" in stage.text
        await stage.press("enter")
        assert bodies(stage.desk) == ["Recuerde la clase"]
        assert "Leaves Mon 23 Nov 9:30: Ana Ruiz" in stage.status
        [entry] = [entry for entry in outbox(stage.desk) if entry.wish.kind == "message"]
        assert entry.wish.body["not_before"] == "2026-11-23T14:30:00.000Z"
        stage.wait(3600)
        await stage.press("z")
        assert drafting.recall(stage.desk, life("Ana")).body == "Recuerde la clase"


async def test_a_scheduled_text_stands_in_the_conversation_and_is_taken_back_there(tmp_path: Path) -> None:
    async with opened(tmp_path, size=NARROW) as stage:
        await stage.press("jj", "enter", "r", "Recuerde la clase", "ctrl+o", "mon 9:30", "enter")
        assert "leaves Mon 9:30" in stage.text
        await stage.press("m", "1")
        stage.wait(3600)
        await stage.press("G", "h")
        assert "z takes it back" in stage.text
        await stage.press("z")
        assert "Taken back: Ana Ruiz" in stage.status
        assert "Recuerde la clase" in stage.pane.area.text
        assert bodies(stage.desk) == []


async def test_plainer_text_is_shown_before_it_is_taken_and_accents_stay(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("r", "Don’t forget — it’s Monday… ")
        assert "C-g" in stage.text
        await stage.press("ctrl+g")
        assert "Don't forget - it's Monday..." in stage.text
        assert stage.pane.area.text.startswith("Don’t")
        await stage.press("escape")
        assert stage.pane.area.text.startswith("Don’t")
        await stage.press("ctrl+g", "enter")
        assert stage.pane.area.text == "Don't forget - it's Monday... "
        assert drafting.recall(stage.desk, life("Marcus")).body == "Don't forget - it's Monday... "
        await stage.press("ctrl+underscore")
        assert drafting.recall(stage.desk, life("Marcus")).body == "Don’t forget — it’s Monday… "
        await stage.press("ctrl+g", "enter")
        await stage.press("está")
        await stage.press("ctrl+g")
        assert "Nothing here could be plainer." in stage.status


async def test_a_photo_is_attached_and_goes_out_with_the_text(tmp_path: Path) -> None:
    (tmp_path / "form.jpg").write_bytes(JPEG)
    async with opened(tmp_path / "office") as stage:
        await stage.press("jj", "r")
        await stage.press("ctrl+f", str(tmp_path / "nothing.jpg"), "enter")
        await read(stage)
        assert "There is no such file." in stage.text
        await stage.press("escape", "ctrl+f", str(tmp_path / "form.jpg"), "enter")
        await read(stage)
        assert "▣ photo  2 kB" in stage.text
        await send(stage)
        kinds = [entry.wish.kind for entry in outbox(stage.desk)]
        assert kinds.index("media") < kinds.index("message")
        await stage.press("z")
        assert "▣ photo  2 kB" in stage.text, "it stands in the draft again"
        await stage.press("r", "ctrl+f", "ctrl+k", "escape")
        assert "▣ photo  2 kB" not in stage.text


async def test_who_said_stop_has_no_place_to_write_and_one_reads_what_is_still_possible(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("/", "Isaiah", "enter")
        assert "said STOP" in stage.text
        assert "START" in stage.text
        await stage.press("r")
        assert not stage.pane.is_typed_in
        assert "No text may go to them.   The reason stands above." in stage.status
        assert " ".join(stage.text.split()).count("said STOP, so no text may go") == 1
        stage.wait(1)
        await stage.press("k")
        assert "The reason stands above." not in stage.text
        await stage.press("t")
        assert "No text may go to them." in stage.status


async def test_a_stop_closes_the_draft_that_stands_there_and_its_words_stay_to_be_read(tmp_path: Path) -> None:
    async with opened(tmp_path, size=(80, 24)) as stage:
        ana = life("Ana")
        await stage.press("j", "j", "r", "See you on Monday")
        assert "C-d send" in stage.lines[-1]
        says_stop(stage.desk, ana)
        await stage.rest()
        told = " ".join(stage.text.split())
        assert "said STOP, so no text may go to them. They can still be called" in told
        assert "What was half written stays here; r makes a note of it, or drops it." in told
        assert "C-d" not in stage.lines[-1]
        await stage.press(" at nine", "ctrl+d", "enter")
        assert "See you on Monday at nine" not in stage.text, "what is typed on is not taken, and acts on nothing"
        await stage.press("escape", "r", "d", "m")
        assert "What becomes of what was half written?" in stage.text
        assert drafting.recall(stage.desk, ana).body == "See you on Monday", "what was typed on at once chooses nothing"
        await stage.press("escape")
        assert not stage.pane.is_typed_in
        assert "See you on Monday" in stage.text
        assert drafting.recall(stage.desk, ana).body == "See you on Monday"
        assert [entry for entry in outbox(stage.desk) if entry.wish.kind == "message"] == []
        says_stop(stage.desk, ana, "opted_in")
        await stage.rest()
        stage.wait(1)
        await stage.press("r", ", Ana")
        assert "C-d send" in stage.lines[-1]
        assert drafting.recall(stage.desk, ana).body == "See you on Monday, Ana"
        await stage.press("escape")
        says_stop(stage.desk, ana)
        await stage.rest()
        for key, done in (("d", "Dropped: what was half written to Ana Ruiz"), ("m", "Kept as a note: Ana Ruiz")):
            stage.wait(1)
            await stage.press("r")
            stage.wait(1)
            await stage.press(key)
            assert done in stage.status
            assert drafting.recall(stage.desk, ana).is_empty
            assert ("Not sent: See you on Monday, Ana" in stage.text) == (key == "m")
            await stage.press("z")
            assert drafting.recall(stage.desk, ana).body == "See you on Monday, Ana"
        assert [entry for entry in outbox(stage.desk) if entry.wish.kind == "note"] == []


def says_stop(desk: Desk, client_id: str, state: str = "opted_out") -> None:
    """Their word has come from the office: STOP, or with `opted_in` START."""
    with desk.store.writing(Change("inbox", client_id), Change("thread", client_id)) as session:
        number = str(desk.store.numbers.to_text(session, client_id))
        for whose in ("", client_id):
            desk.store.consents.put(session, number, whose, seq=desk.store.stamp + 9000, state=state, how="word")
        desk.store.conversations.refresh(session, client_id)


async def test_too_long_a_text_says_so_while_it_is_typed_and_is_not_sent(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r")
        stage.pane.area.put("a" * 1605)
        await stage.rest()
        assert "5 characters too many for one text" in stage.text
        await send(stage)
        assert bodies(stage.desk) == []
        assert "The text is too long." in stage.status


async def test_a_huge_paste_is_taken_as_far_as_a_draft_goes_and_that_is_said(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r")
        stage.app.post_message(events.Paste("word " * 100_000))
        await stage.rest()
        assert len(stage.pane.area.text) == stage.pane.area.MOST
        assert "484000 characters were left out." in stage.status
        assert len(drafting.recall(stage.desk, life("Ana")).body) == stage.pane.area.MOST


async def test_another_editor_is_refused_where_it_is_not_allowed(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        stage.app.editor = "off"
        await stage.press("jj", "r", "words", "ctrl+x")
        assert "Another editor is not allowed here." in stage.status
        assert stage.pane.area.text == "words"
        stage.app.editor = ""
        await stage.press("ctrl+x")
        assert "There is no editor to open." in stage.status


async def test_what_is_typed_before_the_hits_of_a_search_are_there_is_for_whom_it_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, take, is_over = finding.find, SearchDialog.take, Event()

    def wait_and_find(desk: Desk, words: str) -> list[Found]:
        assert is_over.wait(20)
        return find(desk, words)

    def take_and_go_on(dialog: SearchDialog) -> None:
        take(dialog)
        is_over.set()

    monkeypatch.setattr(finding, "find", wait_and_find)
    monkeypatch.setattr(SearchDialog, "take", take_and_go_on)
    async with opened(tmp_path) as stage:
        await stage.press("/", "Ana Ruiz", "enter", "r", "Hola")
        assert (stage.pane.client_id, stage.pane.area.text) == (life("Ana"), "Hola")


async def test_nothing_was_undone_by_looking(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("jj", "r", "half", "ctrl+o", "escape", "ctrl+f", "escape", "ctrl+r", "escape")
        assert stage.pane.area.text == "half"
        assert stage.pane.is_typed_in
        assert undoing.latest(stage.desk) is None


async def test_under_the_veil_no_name_and_no_number_stands_where_one_writes(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.press("ctrl+t", "jj", "r", "Hola")
        for key in ("ctrl+o", "ctrl+f", "ctrl+r"):
            await stage.press(key)
            assert "A•• R•••" in stage.text, key
            assert "Ana Ruiz" not in stage.text, key
            await stage.press("escape")
        await stage.press("escape", "/", "Isaiah", "enter")
        assert "START" in stage.text
        assert "Isaiah Grant" not in stage.text
        assert "555-0124" not in stage.text


async def test_what_comes_late_to_a_place_that_is_gone_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path, size=(80, 24)) as stage:
        await stage.press("r", "On my way")
        writing = stage.app.screen.query_one(WritingPlace)
        late: list[Callable[[], Any]] = []
        at_once, parted = Screen._invoke_later, Widget._detach
        met: list[bool] = []

        def held_up(screen: Screen[Any], act: Callable[[], Any], sender: MessagePump) -> None:
            """A slow machine: what the place asked for is not done before the place is gone."""
            if sender is writing:
                late.append(act)
            else:
                at_once(screen, act, sender)

        def between(part: Widget) -> Widget:
            """One part of the place after the other goes, and a timer may end at any of them."""
            found = parted(part)
            if writing.is_attached and not writing.query(DraftNote):
                met.append(True)
                writing.show()
                writing.show_kept()
            return found

        monkeypatch.setattr(Screen, "_invoke_later", held_up)
        monkeypatch.setattr(Widget, "_detach", between)
        await send(stage)
        assert met, "it was asked while its parts were gone"
        assert late, "the place wanted to look at what it says once more"
        for act in late:
            await invoke(act)
        await stage.press("z")
        assert "Taken back" in stage.status
