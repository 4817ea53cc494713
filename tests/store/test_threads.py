"""The texts of a conversation."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rise_tui.domain.messages import Media, MediaState
from rise_tui.store.columns import AFTER_ALL
from rise_tui.store.engine import sql
from rise_tui.store.store import Store
from rise_tui.store.threads import Message
from tests.store.people import NOW, add_client, text_in, text_out

PHOTO, PAPER = "ab" * 32, "cd" * 32


def typed(message_id: str, body: str = "fine", client_id: str = "c1") -> Message:
    return Message(message_id, client_id, "outbound", body, "held", at=NOW, held_until_at=NOW + 8000)


def test_a_text_is_stored_as_it_was_written_and_read_as_it_was_stored(store: Store) -> None:
    message = Message(
        message_id="m1",
        client_id="c1",
        direction="inbound",
        body="“my pay”\x1b]52;c;x\x07\n\u202e'\"\0 end",
        status="received",
        at=NOW,
        seq=5,
        e164="+12155550101",
        to_e164="+12155550199",
        marks=("photo", "question"),
        opt_word="yes",
        media=(Media(0, None, "image/jpeg"), Media(1, None, "application/pdf")),
    )
    with store.writing() as session:
        assert store.threads.put(session, message)
        assert store.threads.get(session, "m1") == replace(message, position=5)


def test_the_same_fact_again_is_nothing(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, "c1", 5, "first")
        again = Message("in-5", "c1", "inbound", "second", "received", at=NOW, seq=5)
        assert not store.threads.put(session, again)
        assert [message.body for message in store.threads.window(session, "c1")] == ["first"]


def test_texts_the_relay_has_not_numbered_stand_last_in_the_order_they_were_typed(store: Store) -> None:
    with store.writing() as session:
        for name in ("b", "a"):
            store.threads.put_local(session, typed(name))
        text_in(store, session, "c1", 900)
        assert [m.message_id for m in store.threads.window(session, "c1")] == ["in-900", "b", "a"]
        assert store.threads.get(session, "b") == replace(typed("b"), position=AFTER_ALL + 1)


def test_a_typed_text_is_numbered_once_and_keeps_what_only_this_machine_knows(store: Store) -> None:
    with store.writing() as session:
        store.threads.put_local(session, typed("m1"))
        store.threads.set_status(session, "m1", "queued")
        accepted = replace(typed("m1"), status="queued", seq=40, segments=2, held_until_at=None, at=NOW + 1)
        assert store.threads.put(session, accepted)
        assert not store.threads.put(session, accepted)
        text_in(store, session, "c1", 50)
        found = store.threads.window(session, "c1")
        assert [(m.message_id, m.position, m.segments) for m in found] == [("m1", 40, 2), ("in-50", 50, 1)]
        assert (found[0].status, found[0].held_until_at) == ("queued", NOW + 8000)


def test_a_second_send_of_an_id_is_nothing(store: Store) -> None:
    with store.writing() as session:
        first = store.threads.put_local(session, typed("m1", "first"))
        assert store.threads.put_local(session, typed("m1", "second")) == first
        assert store.threads.count(session, "c1") == 1


def test_an_older_status_never_undoes_a_newer_one(store: Store) -> None:
    with store.writing() as session:
        text_out(store, session, "c1", 10)
        assert store.threads.set_status(session, "out-10", "delivered", seq=20, price_micros=8300)
        assert not store.threads.set_status(session, "out-10", "sent", seq=15)
        assert not store.threads.set_status(session, "nobody", "sent", seq=30)
        message = store.threads.get(session, "out-10")
        assert message is not None
        assert (message.status, message.status_seq, message.price_micros) == ("delivered", 20, 8300)
        assert store.threads.set_status(session, "out-10", "failed", seq=21, reason="filtered", error_code=30007)
        assert store.threads.set_status(session, "out-10", "failed", seq=22)
        message = store.threads.get(session, "out-10")
        assert message is not None
        assert (message.reason, message.error_code) == ("filtered", 30007)


def test_photos_come_with_their_text(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, "c1", 5, media=(Media(0, None, "image/jpeg"), Media(1, None, "image/heic")))
        store.photos.put(session, "in-5", 0, seq=6, client_id="c1", state="stored", sha256=PHOTO, type="image/jpeg")
        assert not store.photos.put(session, "in-5", 0, seq=4, client_id="c1", state="failed")
        store.photos.put(session, "in-5", 1, seq=7, client_id="c1", state="failed", reason="too_large")
        text_out(store, session, "c1", 8, media=(Media(0, PAPER, ""),))
        inbound, outbound = store.threads.window(session, "c1")
    assert [(m.index, m.sha256, m.type, m.state) for m in inbound.media] == [
        (0, PHOTO, "image/jpeg", MediaState.STORED),
        (1, None, "image/heic", MediaState.FAILED),
    ]
    assert outbound.media == (Media(0, PAPER, "", MediaState.STORED),)


seqs = st.lists(st.integers(1, 60), unique=True, max_size=40)


@given(seqs, st.integers(0, 62), st.integers(1, 12))
@settings(deadline=None, max_examples=60)
def test_a_window_is_a_stretch_of_the_whole(store_once: Store, numbers: list[int], at: int, limit: int) -> None:
    threads = store_once.threads
    with store_once.reading() as session:  # what a reading session writes is thrown away: each example begins anew
        for seq in numbers:
            threads.put(session, Message(f"m{seq}", "c9", "inbound", "x", "received", at=NOW, seq=seq))
        order = sorted(numbers)

        def positions(**bounds: int) -> list[int]:
            return [m.position for m in threads.window(session, "c9", limit=limit, **bounds)]

        assert positions() == order[-limit:]
        assert positions(before=at) == [seq for seq in order if seq < at][-limit:]
        assert positions(after=at) == [seq for seq in order if seq > at][:limit]
        around = positions(around=at)
        assert around == [seq for seq in order if around and around[0] <= seq <= around[-1]]
        assert (at in around) is (at in numbers)
        assert threads.count(session, "c9") == len(numbers)
        assert threads.count(session, "c9", before=at) == sum(seq < at for seq in numbers)


@pytest.mark.parametrize("bounds", [{}, {"before": 5}, {"after": 5}, {"around": 5}])
def test_a_window_reads_the_thread_by_its_index_alone(store: Store, bounds: dict[str, int]) -> None:
    said: list[str] = []
    with store.writing() as session:
        for seq in range(3, 9):
            text_in(store, session, add_client(store, session, "c1"), seq)
        sql(session).set_trace_callback(said.append)
        store.threads.window(session, "c1", **bounds)
        sql(session).set_trace_callback(None)
        for statement in said:
            for row in sql(session).execute(f"EXPLAIN QUERY PLAN {statement}"):
                assert row[3].startswith("SEARCH"), row[3]


def test_an_unknown_numbers_texts_go_to_whoever_it_turns_out_to_be(store: Store) -> None:
    with store.writing() as session:
        text_in(store, session, "tel:+12155550101", 5, media=(Media(0, None, "image/png"),))
        text_in(store, session, add_client(store, session, "c1"), 4)
        assert store.threads.move(session, "tel:+12155550101", "c1") == 1
        store.conversations.remove(session, "tel:+12155550101")
        store.conversations.refresh(session, "c1")
        assert [m.position for m in store.threads.window(session, "c1")] == [4, 5]
        assert [medium.message_id for medium in store.photos.list(session, "c1")] == ["in-5"]
        assert store.conversations.get(session, "tel:+12155550101") is None


def test_a_second_with_more_texts_than_it_has_room_for_keeps_them_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rise_tui.store.threads._SECOND", 2)
    with store.writing() as session:
        for seq in range(1, 12):
            text_in(store, session, "c1", seq, at=NOW + (1000 if seq == 5 else 0))
        assert store.threads.count(session, "c1") == 11
