"""The bell, within a process and across them."""

import pytest

from rise_tui.store.changes import TOPICS, Change, everything
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import sql
from rise_tui.store.store import Store
from tests.store.processes import heard, other_process, tell


def test_a_change_is_heard_once_by_each_listener_when_it_is_committed(store: Store) -> None:
    one, two = store.bell(), store.bell()
    with store.writing(Change("inbox", "c1"), Change("thread", "c1"), Change("inbox", "c1")) as session:
        store.ring(session, Change("outbox"))
        assert one.heard() == ()
    for bell in (one, two):
        assert bell.heard() == (Change("outbox"), Change("inbox", "c1"), Change("thread", "c1"))
        assert bell.heard() == ()
        bell.close()


def test_changes_of_another_process_are_heard(store: Store) -> None:
    script = """
with Store(folder) as store:
    ready()
    told()
    with store.writing(Change("inbox", "c9")):
        pass
    print("done", flush=True)
    told()
"""
    bell = store.bell()
    with other_process(store.folder, script) as process:
        assert bell.heard() == ()
        tell(process)
        assert heard(process) == "done"
        assert bell.heard() == (Change("inbox", "c9"),)
    bell.close()


def test_many_changes_of_one_thing_are_heard_as_one(store: Store) -> None:
    bell = store.bell()
    for _ in range(240):
        with store.writing(Change("broadcast", "b1")):
            pass
    assert bell.heard() == (Change("broadcast", "b1"),)
    bell.close()


def test_old_changes_are_swept_and_who_missed_them_hears_that_everything_changed(store: Store) -> None:
    bell = store.bell()
    with store.writing() as session:
        for number in range(5000):
            store.ring(session, Change("inbox", f"c{number}"))
        assert 2000 <= sql(session).execute("SELECT count(*) FROM changes").fetchone()[0] < 2500
    assert bell.heard() == everything()
    assert {change.topic for change in everything()} == TOPICS
    with store.writing(Change("line")):
        pass
    assert bell.heard() == (Change("line"),)
    bell.close()


def test_the_topics_of_any_number_of_changes_are_told_and_whether_they_were_about_somebody(store: Store) -> None:
    bell, of_one = store.bell(), ("inbox", "thread")
    assert bell.topics() == frozenset()
    with store.writing(*(Change(topic, f"c{number}") for number in range(300) for topic in of_one)):
        pass
    assert bell.topics() == set(of_one)
    assert bell.was_about("c7", of_one)
    assert not bell.was_about("c300", of_one)
    assert bell.topics() == frozenset()
    with store.writing(Change("inbox")):
        pass
    assert bell.topics() == {"inbox"}
    assert bell.was_about("c300", of_one), "of any of them"
    with store.writing(Change("inbox", "c1"), Change("outbox")):
        pass
    bell.topics()
    assert bell.was_about("c300", of_one), "of a topic that may be about anybody"
    for who in ("c300", "c1"):
        with store.writing(Change("inbox", who)):
            pass
        assert bell.topics() == {"inbox"}
    assert bell.was_about("c300", of_one), "told twice before anybody asked"
    assert not bell.was_about("c2", of_one)
    with store.writing(*(Change("thread", f"c{number}") for number in range(5000))):
        pass
    assert bell.was_about("c300", of_one), "swept meanwhile: nobody knows any more"
    assert bell.topics() == TOPICS
    assert bell.was_about("c300", of_one)
    bell.close()


def test_a_topic_that_nobody_hears_cannot_be_rung() -> None:
    with pytest.raises(ValueError, match="inbocks"):
        Change("inbocks")


def test_a_draft_rings_when_it_begins_ends_or_changes_hands_and_not_at_every_key(store: Store) -> None:
    bell = store.bell()
    rung = []
    for draft in (
        Draft("c1", "m1", "H", owner="a"),
        Draft("c1", "m1", "Ho", owner="a"),
        Draft("c1", "m1", "Hol", owner="a"),
        Draft("c1", "m1", "", owner="a"),
    ):
        with store.writing() as session:
            store.drafts.put(session, draft)
        rung.append(bool(bell.heard()))
    with store.writing() as session:
        store.drafts.take_over(session, "c1", "b")
    rung.append(bool(bell.heard()))
    with store.writing() as session:
        store.drafts.remove(session, "c1")
    assert bell.heard() == (Change("drafts", "c1"),)
    assert rung == [True, False, False, True, True]
    bell.close()
