"""Clients are given to colleagues, covers planned and machines locked by keys; each can be taken back."""

from contextlib import closing
from pathlib import Path

from rise_tui.casework import being_away, noting, triage
from rise_tui.casework.desk import Desk
from rise_tui.screens.client import ClientScreen
from rise_tui.screens.dialogs.colleagues import ColleaguesDialog
from rise_tui.store.changes import Change
from rise_tui.store.forgetting import forget_client
from rise_tui.widgets.typed_line import TypedLine
from tests.casework.office import outbox, refused
from tests.gallery.lives import LIVES
from tests.gallery.office import client_id_of, open_desk
from tests.gallery.scenes.colleagues import LUIS, PRIYA, administrator, all_of_it, left, people, supervisor
from tests.screens.stage import life, opened


def wished(desk: Desk, kind: str) -> list[dict[str, object]]:
    """What waits to go to the office, of one kind."""
    with desk.store.reading() as session:
        return [dict(one.wish.body) for one in desk.store.outbox.list(session) if one.wish.kind == kind]


async def test_a_client_is_given_away_with_a_note_and_a_text_in_the_colleagues_name(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        people(stage.desk)
        await stage.press("/", "ana ruiz")
        await stage.press("enter", "@")
        await stage.press("down", "down", "up", "enter")
        assert "Transfer Ana Ruiz to Priya Shah" in stage.text
        await stage.press("escape", "@", "nobody", "enter")
        assert "Nobody here is called that." in stage.text
        assert "Enter takes them" not in stage.text
        await stage.press("ctrl+u", "lu", "enter", "Her class ends in May.", "ctrl+e", "ctrl+e")
        assert "A text to the client, in your name" in stage.text
        await stage.press("ctrl+e")
        assert "A text to the client" not in stage.text, "no text, if none is wanted"
        await stage.press("ctrl+e")
        assert "in the name of Luis Marin" in stage.text
        assert "soy Luis Marin de RISE Philadelphia" in stage.text
        assert wished(stage.desk, "transfer") == []
        await stage.press(" Gracias", "enter")
        (one,) = wished(stage.desk, "transfer")
        assert (one["client_id"], one["to_caseworker_id"], one["text_from"]) == (life("Ana"), LUIS, "new")
        assert one["note"] == "Her class ends in May."
        assert str(one["text"]).endswith("aquí. Gracias")
        assert "Transferred to Luis Marin" in stage.status
        await stage.press("z")
        assert wished(stage.desk, "transfer") == []
        assert "Taken back" in stage.status


async def test_where_the_proposed_words_end_there_stands_the_terminals_cursor_also_on_a_narrower_one(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        people(stage.desk)
        await stage.press("/", "ana ruiz", "enter", "@", "luis", "enter", "ctrl+e")
        for columns in (80, 60, 80):
            await stage.pilot.resize_terminal(columns, 24)
            await stage.rest()
            field = stage.app.screen.query_one("#text", TypedLine)
            assert field.value.endswith("Puede escribirme aquí.")
            x, y = stage.app.cursor_position
            assert (x, y) == (field.content_region.right - 1, field.content_region.y), columns
            assert stage.lines[y][:x].endswith("Puede escribirme aquí."), columns


async def test_several_clients_are_given_away_as_one_act_and_nobody_by_esc(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        people(stage.desk)
        await stage.press("2", " ", " ", "@", "priya", "enter", "escape")
        assert wished(stage.desk, "transfer") == []
        await stage.press("@", "priya", "enter")
        assert "They are not told by a text: transfer one alone for that." in " ".join(stage.text.split())
        assert "goes on" not in stage.text, "there is nothing but the note"
        await stage.press("enter")
        assert {str(one["to_caseworker_id"]) for one in wished(stage.desk, "transfer")} == {PRIYA}
        assert len(wished(stage.desk, "transfer")) == 2
        assert "2 transferred to Priya Shah" in stage.status
        await stage.press("z")
        assert wished(stage.desk, "transfer") == []


async def test_a_cover_is_planned_moved_and_ended_and_says_what_is_no_time(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        people(stage.desk)
        await stage.press("f7", "+")
        assert "Who covers for you?" in stage.text
        await stage.press("luis", "enter", "someday", "enter", "enter")
        assert "Luis Marin covers for you" in stage.text
        assert wished(stage.desk, "cover") == []
        await stage.press("ctrl+u", "fri 17:00")
        assert "Fri 27 Nov 17:00" in stage.text
        await stage.press("shift+tab", "thu 9", "ctrl+e", "enter", "enter", "Class only", "enter")
        (one,) = wished(stage.desk, "cover")
        assert ("group_id" in one, "from_at" in one, one["note"]) == (True, True, "Class only")
        assert "for you, Class 3 only, from Thu 26 Nov 9:00 until Fri 27 Nov 17:00" in stage.text
        await stage.press("g", "d")
        assert "The cover for you is over." in stage.text
        await stage.press("z")
        assert "Class 3 only" in stage.text
        await stage.press("z", "q", "f7", "f7", "f7", "escape", "f7", "+", "luis", "enter", "escape")
        assert wished(stage.desk, "cover") == []
        await stage.press("+", "luis", "enter", "fri 17:00", "enter", "Marcus waits", "enter")
        (one,) = wished(stage.desk, "cover")
        assert (one["by_caseworker_id"], one["note"]) == (LUIS, "Marcus waits")
        assert "from_at" not in one, "from now on, by the office's clock"
        assert "for you, until Fri 27 Nov 17:00" in stage.text
        await stage.press("g", "e", "mon 9", "enter")
        assert "until Mon 23 Nov 9:00" in stage.text
        await stage.press("z")
        assert "until Fri 27 Nov 17:00" in stage.text


async def test_what_is_wrong_with_a_time_stands_below_it_where_one_goes_on_typing(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        people(stage.desk)

        def below(words: str) -> str:
            """The line that the terminal's cursor is on; those words stand in the next one."""
            at = stage.app.cursor_position.y
            assert words in stage.lines[at + 1]
            return stage.lines[at]

        await stage.press("f7", "+", "luis", "enter", "enter", "A note", "enter")
        assert "fri 17:00, 2 dec 9, in 3 days" in below("Until when? Type a day, a time, or both.")
        await stage.press("thu 9")
        assert "Until when?" not in stage.text
        await stage.press("shift+tab", "someday", "enter", "enter", "enter")
        assert "someday" in below("'someday' is not understood")
        await stage.press("ctrl+u", "fri 17:00", "enter", "enter", "enter")
        assert "thu 9" in below("The cover would end before it begins. Give a later end.")
        await stage.press("escape", "escape", "f8", "thu 9", "shift+tab", "fri 17:00", *("enter",) * 4)
        assert "thu 9" in below("You would be back before you are away. Give a later end.")
        await stage.press("shift+tab", "ctrl+u", *("enter",) * 2, "x" * (being_away.LONGEST + 1), *("enter",) * 2)
        assert "xxx" in below("The words are too long. At most")
        assert wished(stage.desk, "cover") == wished(stage.desk, "away") == []


async def test_a_supervisor_is_asked_who_is_to_be_covered_and_covers_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        supervisor(stage.desk)
        await stage.press("f7", "+")
        assert "Who is to be covered?" in stage.text
        assert "Dana Ortiz" in stage.text, "oneself too"
        await stage.press("escape")
        assert wished(stage.desk, "cover") == []
        await stage.press("+", "priya", "enter")
        assert "Who covers for Priya Shah?" in stage.text
        await stage.press("priya")
        assert "Nobody here is called that." in stage.text, "nobody covers for themself"
        await stage.press("ctrl+u", "luis", "enter")
        assert "Luis Marin covers for Priya Shah" in stage.text
        assert "All clients of Priya Shah" in stage.text
        await stage.press("fri 17:00", "enter", "She is ill.", "enter")
        (one,) = wished(stage.desk, "cover")
        assert (one["of_caseworker_id"], one["by_caseworker_id"], one["note"]) == (PRIYA, LUIS, "She is ill.")
        assert "from_at" not in one, "at once"
        assert "for Priya Shah, until Fri 27 Nov 17:00" in stage.text
        await stage.press("z")
        assert wished(stage.desk, "cover") == []
        await stage.press("+", "priya", "enter", "dana", "enter")
        assert "You cover for Priya Shah" in stage.text
        await stage.press("escape", "+", "dana", "enter", "luis", "enter")
        assert "Luis Marin covers for you" in stage.text


async def test_whose_client_it_is_and_for_whom_one_covers_stand_on_the_screen(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        all_of_it(stage.desk)
        with stage.desk.store.writing() as session:
            stage.desk.store.clients.put(session, life("Jamal"), seq=9, caseworker_id=PRIYA)
            stage.desk.store.ring(session, Change("office"), Change("inbox"))
        await stage.rest()
        assert "for Priya Shah" in stage.lines[0]
        assert "Jamal Pierce PS" in " ".join(stage.text.split())
        with stage.desk.store.writing(Change("inbox", life("Jamal"))) as session:  # they were given to somebody else
            stage.desk.store.clients.put(session, life("Jamal"), seq=10, caseworker_id=LUIS)
        await stage.rest()
        assert "Jamal Pierce LM" in " ".join(stage.text.split())
        everybody = [life("Rosa"), *(client_id_of(one) for one in LIVES if one.first != "Rosa")][:20]
        with stage.desk.store.writing() as session:
            stage.desk.store.covers.put(session, "c3", seq=10, open=everybody)
        with stage.desk.store.writing(Change("office")) as session:
            stage.desk.store.office.put_caseworker(session, "a1", seq=1, name="Olga", role="administrator")
        await stage.press("f7", "j", "j", "j", "j")
        assert "keeps people, numbers and rules; reads no texts" in stage.text, "who keeps the people works here too"
        assert "used within the last day" in stage.text, "the office writes the use of a machine down once a day"
        assert "20 wait: 31 texts came, 24 written until Fri 20 Nov 8:42" in stage.text
        await stage.press("enter")
        assert "Rosa Medina" in stage.text
        assert "5 more wait: see the inbox" in stage.text
        await stage.press("a")
        assert isinstance(stage.app.screen, ClientScreen)
        assert stage.app.screen.client_id == life("Rosa")


async def test_what_was_half_written_to_somebody_who_went_is_opened_and_dropped(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        noting.write(stage.desk, life("Ana"), "She called.")
        left(stage.desk)
        await stage.press("f7")
        assert "Not sent, not saved: they are not your clients any more" in stage.text
        await stage.press("j", "enter")
        assert "About somebody who has gone" in stage.text
        assert "Her sister drives her on Mondays. Ask about" in stage.text
        waits = len(outbox(stage.desk))
        await stage.press("1", "x", "enter", "ctrl+d")
        assert "It can only be read: they are not your client." in stage.text
        assert len(outbox(stage.desk)) == waits
        triage.done(stage.desk, life("Rosa"))
        await stage.press("escape", "d")
        assert "Her sister" not in stage.text
        triage.done(stage.desk, life("Marcus"))
        await stage.press("z")
        assert "a half-written note: Her sister drives her" in stage.text
        waits = len(outbox(stage.desk))
        await stage.press("z")
        assert "Nothing to take back here." in stage.text, "not that somebody was done, elsewhere"
        await stage.press("j", "d", "g", "enter")
        assert "They are not one of your clients any more." in stage.text
        assert "Please call me, it is about Monday." in stage.text
        assert "To somebody who has gone" in stage.text
        waits = len(outbox(stage.desk))
        for key in ("a", "u", "*", "i", "F", "!", "@"):
            await stage.press(key)
            assert "Ask a supervisor who has them now." in stage.status, key
        assert len(outbox(stage.desk)) == waits
        await stage.press("escape", "f7", "d")
        assert "Dropped: what was half written." in stage.text
        assert "Not sent" not in stage.text
        await stage.press("z")
        assert "Please call me, it is about Monday." in stage.text
        refused(stage.desk)
        await stage.rest()
        await stage.press("g", "j")
        assert "a note: She called." in stage.text
        await stage.press("d", "y")
        assert "The note is forgotten." in stage.text
        assert "She called." not in stage.text


async def test_the_card_of_somebody_who_went_closes_and_says_so_but_under_no_dialog(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        await stage.press("j", "j", "i", "enter")
        with stage.desk.store.writing(Change("inbox", life("Ana")), Change("thread", life("Ana"))) as session:
            forget_client(session, life("Ana"))
        await stage.rest()
        assert stage.app.screen_stack[-1].query("Input"), "what one types in is not taken away"
        await stage.press("Anna Ruiz", "enter")
        assert "Anna Ruiz" in stage.text
        assert "They are not one of your clients any more." in stage.text
        await stage.press("escape")
        assert stage.app.screen is stage.inbox
        assert "They are not one of your clients any more." in stage.status
        await stage.press("escape")
        assert outbox(stage.desk) == []


async def test_numbers_that_are_nobodys_are_not_given_away_in_silence(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        people(stage.desk)
        await stage.press("j" * 8, " ", "@")
        assert "This number is nobody's client yet" in stage.status
        assert wished(stage.desk, "transfer") == []


async def test_an_administrator_is_told_why_no_text_stands_there_and_where_the_people_are(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "empty", is_empty=True)
    administrator(desk)
    with closing(desk.store):
        async with opened(tmp_path, desk=desk) as stage:
            assert "Texts are for caseworkers alone" in stage.text
            await stage.press(":")
            offered = " ".join(stage.text.split())
            assert "F7 Colleagues" in offered
            assert not any(one in offered for one in ("Reply", "Transfer", "Held texts", "Template", "Away"))
            await stage.press("escape", "f7")
            assert "Terry Novak" in stage.text
            assert "plan a cover" not in stage.text
            await stage.press("+")
            assert "sees to clients" in stage.text


async def test_a_machine_is_locked_or_emptied_only_when_that_was_confirmed(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        all_of_it(stage.desk)
        await stage.press("f7")
        assert "caseworker, away until Tue 24 Nov 8:42" in stage.text
        await stage.press("G", "k", "k", "x")
        assert "Delete everything on ssh.rise.example?" in stage.text
        await stage.press("n")
        assert isinstance(stage.app.screen, ColleaguesDialog)
        assert wished(stage.desk, "device") == []
        await stage.press("d", "y")
        assert [one["state"] for one in wished(stage.desk, "device")] == ["revoked"]
        assert "ssh.rise.example is locked" in stage.text
        await stage.press("z")
        assert wished(stage.desk, "device") == []


async def test_one_goes_away_and_comes_back_by_keys_and_sees_what_is_told(tmp_path: Path) -> None:
    async with opened(tmp_path, (80, 24)) as stage:
        all_of_it(stage.desk)
        with stage.desk.store.writing() as session:
            stage.desk.store.ring(session, Change("office"))
        await stage.rest()
        assert "for Priya Shah   ● up to date" in stage.lines[0]
        await stage.press("f8", "enter", "enter")
        assert "Until when?" not in stage.text, "it goes on to the words first"
        await stage.press("enter")
        assert "Until when? Type a day, a time, or both." in stage.text
        await stage.press("30 nov 9", "enter", "In training.")
        assert "They are told, once a day: In training." in stage.text
        await stage.press("enter", "enter")
        assert "Away until" in stage.status
        assert "for PS, away   ● up to date" in stage.lines[0], "also where there is little room"
        (one,) = wished(stage.desk, "away")
        assert one["bodies"] == {"en": "In training."}
        await stage.press("f8")
        assert "You are away until Mon 30 Nov 9:00" in stage.text
        await stage.press("ctrl+e")
        assert "You are back" in stage.status
        assert "away" not in stage.lines[0]
        await stage.press("z")
        assert "Taken back" in stage.status
        assert len(wished(stage.desk, "away")) == 1
