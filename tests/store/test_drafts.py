"""What is half written."""

import signal

from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.store.drafts import Draft
from rise_tui.store.engine import sql
from rise_tui.store.rows import whole
from rise_tui.store.store import Store
from tests.store.people import NOW, add_client, text_in
from tests.store.processes import other_process


def test_a_draft_comes_back_as_it_was_left(store: Store) -> None:
    draft = Draft("c1", "m1", "Hola\nseñora 👋", 5, 2, ("ab" * 32,), "t1", "window", "no answer", NOW)
    with store.writing() as session:
        assert store.drafts.put(session, draft)
    with store.reading() as session:
        assert store.drafts.get(session, "c1") == draft
        assert store.drafts.get(session, "c2") is None


@given(st.text(st.characters(), max_size=50))
@settings(deadline=None, max_examples=50)
def test_any_text_can_be_kept(store_once: Store, body: str) -> None:
    with store_once.writing() as session:
        store_once.drafts.put(session, Draft("c1", "m1", body))
        kept = store_once.drafts.get(session, "c1")
    assert kept is not None
    assert kept.body == whole(body)


def test_a_key_is_one_statement(store: Store) -> None:
    said: list[str] = []
    with store.writing() as session:
        store.drafts.put(session, Draft("c1", "m1", "H"))
        sql(session).set_trace_callback(said.append)
        store.drafts.put(session, Draft("c1", "m1", "Ho"))
        sql(session).set_trace_callback(None)
    assert len(set(said)) == 1  # the driver tells it again for the trigger that looks whether anything turned
    assert said[0].startswith("INSERT INTO draft")


def test_a_draft_that_another_window_owns_is_not_overwritten_until_it_is_taken_over(store: Store) -> None:
    with store.writing() as session:
        assert store.drafts.put(session, Draft("c1", "m1", "theirs", owner="them"))
        assert not store.drafts.put(session, Draft("c1", "m2", "mine", owner="me"))
        assert store.drafts.get(session, "c1") == Draft("c1", "m1", "theirs", owner="them")
        assert store.drafts.take_over(session, "c1", "me")
        assert store.drafts.put(session, Draft("c1", "m1", "mine", owner="me"))
        assert not store.drafts.put(session, Draft("c1", "m1", "theirs", owner="them"))
        assert store.drafts.let_go(session, "me") == 1
        assert store.drafts.put(session, Draft("c1", "m1", "theirs", owner="them"))


def test_the_inbox_shows_who_has_a_draft_with_words_in_it(store: Store) -> None:
    def has_draft() -> bool:
        with store.reading() as session:
            line = store.conversations.get(session, "c1")
            assert line is not None
            return line.has_draft

    with store.writing() as session:
        text_in(store, session, add_client(store, session, "c1"), 5)
    seen = [has_draft()]
    for body in ("H", "Ho", ""):
        with store.writing() as session:
            store.drafts.put(session, Draft("c1", "m1", body))
        seen.append(has_draft())
    with store.writing() as session:
        store.drafts.put(session, Draft("c1", "m1", "again"))
        text_in(store, session, "c1", 6)
    seen.append(has_draft())
    with store.writing() as session:
        store.drafts.remove(session, "c1")
    seen.append(has_draft())
    assert seen == [False, True, True, False, True, False]


def test_every_key_is_there_after_the_process_was_killed(store: Store) -> None:
    script = """
import time
store = Store(folder)
text = "sixty keys, each of them on the disk before the next one comes"
for end in range(1, len(text) + 1):
    with store.writing() as session:
        store.drafts.put(session, Draft("c1", "m1", text[:end], end))
ready()
time.sleep(600)
"""
    with other_process(store.folder, script) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with store.reading() as session:
        kept = store.drafts.get(session, "c1")
    assert kept is not None
    assert kept.body == "sixty keys, each of them on the disk before the next one comes"
    assert kept.cursor == len(kept.body)
