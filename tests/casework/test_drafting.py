"""A draft is on disk at every key, also past another window's write, and is written in by one window at a time."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from rise_tui.casework import drafting, noting, texting, undoing
from rise_tui.casework.desk import Desk
from rise_tui.casework.windows import is_open, this_window
from rise_tui.domain.ids import new_id
from rise_tui.store.drafts import Draft as StoredDraft
from rise_tui.store.store import Store
from rise_tui.store.troubles import StoreFull
from tests.casework.office import a_client, a_desk, outbox
from tests.journeys.processes import wait_until
from tests.store.listening import on_each_connection
from tests.store.processes import heard, other_process, tell

_HOLDS_THE_LOCK = """
with Store(folder) as store, store.writing() as session:
    ready()
    told()
print("free", flush=True)
"""


def _on_disk(desk: Desk, client_id: str) -> str | None:
    with Store(desk.store.folder) as another, another.reading() as session:
        draft = another.drafts.get(session, client_id)
    return None if draft is None else draft.body


def _comes_back(desk: Desk, client_id: str, body: str) -> None:
    """As sync puts the words of a refused text back."""
    with Store(desk.store.folder) as another, another.writing() as session:
        another.drafts.remove(session, client_id)
        another.drafts.put(session, StoredDraft(client_id, new_id(), body, len(body), len(body), problem="said STOP"))


def test_words_that_come_back_under_the_writers_hands_stay_before_what_is_typed(desk: Desk) -> None:
    _comes_back(desk, "ana", "the first text")
    assert not drafting.keep(desk, "ana", "n", 1, shown=""), "the screen must show it anew"
    found = drafting.recall(desk, "ana")
    assert (found.body, found.cursor, found.problem) == ("the first text\nn", 16, "said STOP")
    assert drafting.keep(desk, "ana", "the first text\nno", 17, shown=found.message_id)
    assert _on_disk(desk, "ana") == "the first text\nno"


def test_words_that_come_back_while_a_key_is_late_stay_too(desk: Desk) -> None:
    with Store(desk.store.folder) as another, another.writing() as session:
        assert drafting.keep(desk, "ana", "n", 1, shown="")
        another.drafts.put(session, StoredDraft("ana", new_id(), "the first text"))
    assert drafting.settle(desk, 10)
    assert _on_disk(desk, "ana") == "the first text\nn"


def test_a_draft_that_is_shown_is_written_over_by_whoever_shows_it(store: Store, desk: Desk) -> None:
    drafting.keep(desk, "ana", "Monday", 6, shown="")
    drafting.let_go(desk)
    found = drafting.recall(desk, "ana")
    assert drafting.keep(desk, "ana", "Mon", 3, shown=found.message_id)
    assert _on_disk(desk, "ana") == "Mon"


def test_what_is_typed_is_found_again_with_its_cursor(store: Store, desk: Desk) -> None:
    drafting.keep(desk, "ana", "Monday is fi", 6, 2)
    found = drafting.recall(a_desk(store, window=this_window()), "ana")
    assert (found.body, found.cursor, found.anchor) == ("Monday is fi", 6, 2)
    assert not found.is_elsewhere


def test_a_text_has_its_id_from_the_first_key(desk: Desk) -> None:
    drafting.keep(desk, "ana", "M", 1)
    first = drafting.recall(desk, "ana").message_id
    drafting.keep(desk, "ana", "Mo", 2)
    drafting.keep(desk, "ana", "", 0)
    drafting.keep(desk, "ana", "No", 2)
    assert drafting.recall(desk, "ana").message_id == first


def test_nothing_typed_where_nothing_was_writes_nothing(desk: Desk) -> None:
    drafting.keep(desk, "ana", "", 0)
    assert _on_disk(desk, "ana") is None


def test_a_key_typed_while_another_process_writes_is_kept_soon_after(desk: Desk) -> None:
    drafting.keep(desk, "ana", "M", 1)
    first = drafting.recall(desk, "ana")
    with other_process(desk.store.folder, _HOLDS_THE_LOCK) as other:
        assert drafting.keep(desk, "ana", "Mo", 2)
        assert drafting.keep(desk, "ana", "Mon", 3)
        late = drafting.recall(desk, "ana")
        assert (late.body, late.message_id) == ("Mon", first.message_id)
        assert _on_disk(desk, "ana") == "M"
        tell(other)
        assert heard(other) == "free"
    wait_until(lambda: _on_disk(desk, "ana") == "Mon", what="the late draft on disk")
    assert drafting.recall(desk, "ana").message_id == first.message_id


def test_a_late_draft_never_undoes_a_newer_key(desk: Desk) -> None:
    with other_process(desk.store.folder, _HOLDS_THE_LOCK) as other:
        drafting.keep(desk, "ana", "late", 4)
        tell(other)
        assert heard(other) == "free"
    drafting.keep(desk, "ana", "late and newer", 14)
    drafting.let_go(desk)
    assert _on_disk(desk, "ana") == "late and newer"


def test_a_text_takes_its_late_draft_with_it(desk: Desk) -> None:
    marcus = a_client(desk)
    with other_process(desk.store.folder, _HOLDS_THE_LOCK) as other:
        drafting.keep(desk, marcus, "Yes.", 4)
        tell(other)
        assert heard(other) == "free"
    texting.send(desk, marcus, "Yes.")
    drafting.let_go(desk)
    assert drafting.recall(desk, marcus).body == ""
    assert len(outbox(desk)) == 1


def test_words_that_came_back_stay_when_a_text_is_sent_whose_last_key_was_late(desk: Desk) -> None:
    marcus = a_client(desk)
    with drafting._late._changed:  # so long no thread writes what is late
        with Store(desk.store.folder) as another, another.writing() as session:
            assert drafting.keep(desk, marcus, "Yes.", 4, shown="")
            another.drafts.put(session, StoredDraft(marcus, new_id(), "the first text", problem="said STOP"))
        texting.send(desk, marcus, "Yes.")
    assert drafting.settle(desk, 10)
    assert [one.wish.body["body"] for one in outbox(desk)] == ["Yes."]
    assert _on_disk(desk, marcus) == "the first text"


def test_what_no_room_is_for_is_found_again_and_kept_as_soon_as_there_is(desk: Desk) -> None:
    """[fault 38]"""

    def room_for(pages: int) -> Callable[[], None]:
        return on_each_connection(desk.store, lambda driven: driven.execute(f"PRAGMA max_page_count = {pages}"))

    drafting.keep(desk, "ana", "It is", 5)
    has_room_again = room_for(1)
    long = "It is too much. " * 1000
    with pytest.raises(StoreFull, match="could not be kept"):
        drafting.keep(desk, "ana", long, len(long))
    assert drafting.recall(desk, "ana").body == long
    with pytest.raises(StoreFull):
        drafting.keep(desk, "ana", f"{long}!", len(long) + 1)
    assert drafting.recall(desk, "ana").body == f"{long}!", "not the older one"
    assert _on_disk(desk, "ana") == "It is"
    has_room_again()
    room_for(1_000_000)
    assert drafting.settle(desk, 10)
    assert _on_disk(desk, "ana") == f"{long}!"


def test_a_text_that_could_not_be_sent_leaves_the_late_draft_in_line(desk: Desk) -> None:
    from rise_tui.store.troubles import StoreLocked

    marcus = a_client(desk)
    with other_process(desk.store.folder, _HOLDS_THE_LOCK) as other:
        drafting.keep(desk, marcus, "Yes.", 4)
        with pytest.raises(StoreLocked):
            texting.send(desk, marcus, "Yes.")
        assert drafting.recall(desk, marcus).body == "Yes."
        tell(other)
        assert heard(other) == "free"
    drafting.let_go(desk)
    assert _on_disk(desk, marcus) == "Yes."


def test_taking_back_that_fails_when_it_is_committed_leaves_the_late_draft_in_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    marcus = a_client(desk)
    texting.send(desk, marcus, "Yes.")
    drafting.keep(desk, noting.draft_key(marcus), "called", 6)
    noting.write(desk, marcus, "called")

    def no_room(*_: object) -> None:
        raise StoreFull("This could not be kept")

    for key, words in ((noting.draft_key(marcus), "called"), (marcus, "Yes.")):
        with monkeypatch.context() as patch, drafting._late._changed:  # so long no thread writes what is late
            drafting._late.add(desk, StoredDraft(key, new_id(), "typed since", 11, 11))
            patch.setattr("rise_tui.store.store.Session.commit", no_room)
            for _ in range(2):
                with pytest.raises(StoreFull):
                    undoing.undo(desk)
        assert drafting.recall(desk, key).body == "typed since"
        assert drafting.settle(desk, 10)
        undoing.undo(desk)
        assert _on_disk(desk, key) == f"{words}\ntyped since"


def test_a_closing_window_waits_for_what_is_late(desk: Desk) -> None:
    with other_process(desk.store.folder, _HOLDS_THE_LOCK) as other:
        drafting.keep(desk, "ana", "last words", 10)
        freeing = threading.Timer(0.05, lambda: tell(other))
        freeing.start()
        drafting.let_go(a_desk(desk.store))
        freeing.join()
        assert _on_disk(desk, "ana") == "last words"


def test_a_draft_in_an_open_window_is_shown_elsewhere_and_not_written(store: Store, desk: Desk) -> None:
    drafting.keep(desk, "ana", "mine", 4)
    command = a_desk(store)
    assert drafting.recall(command, "ana").is_elsewhere
    assert not drafting.keep(command, "ana", "theirs", 6)
    assert drafting.recall(desk, "ana").body == "mine"


def test_taken_over_it_is_written_here_and_no_more_there(store: Store, desk: Desk) -> None:
    drafting.keep(desk, "ana", "mine", 4)
    with other_process(desk.store.folder, "ready(); told()") as other:
        second = a_desk(store, window=f"{other.pid}:{_began(other.pid)}")
        assert is_open(second.window)
        taken = drafting.take_over(second, "ana")
        assert (taken.body, taken.is_elsewhere) == ("mine", False)
        assert drafting.keep(second, "ana", "mine now", 8)
        assert not drafting.keep(desk, "ana", "no, mine", 8)
        assert drafting.recall(desk, "ana").is_elsewhere


def test_the_draft_of_a_window_that_died_is_anybodys(store: Store, desk: Desk) -> None:
    gone = a_desk(store, window="999999999:1")
    drafting.keep(gone, "ana", "before the crash", 16)
    found = drafting.recall(desk, "ana")
    assert (found.body, found.is_elsewhere) == ("before the crash", False)
    assert drafting.keep(desk, "ana", "after it", 8)
    assert _on_disk(desk, "ana") == "after it"


def test_a_process_with_the_number_of_a_dead_window_is_not_that_window() -> None:
    mine = this_window()
    assert is_open(mine)
    assert not is_open(f"{mine.partition(':')[0]}:1")
    assert not is_open("")


def test_a_closed_window_lets_go_of_its_drafts(store: Store, desk: Desk) -> None:
    drafting.keep(desk, "ana", "mine", 4)
    drafting.let_go(desk)
    assert not drafting.recall(a_desk(store, window="other"), "ana").is_elsewhere


def _began(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]


def test_words_are_put_where_the_cursor_is_over_what_is_selected(desk: Desk) -> None:
    marcus = a_client(desk)
    drafting.put_at_cursor(desk, marcus, "Great!")
    drafting.keep(desk, marcus, "Great! So we see", 16, 10)
    drafting.put_at_cursor(desk, marcus, "come at 9.")
    draft = drafting.recall(desk, marcus)
    assert (draft.body, draft.cursor) == ("Great! So come at 9.", 20)
    drafting.put_at_cursor(desk, marcus, "Bye")
    assert drafting.recall(desk, marcus).body == "Great! So come at 9. Bye"
