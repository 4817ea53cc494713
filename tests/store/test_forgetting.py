"""Forgetting: a client who is no longer ours, a text that was purged, a replica that begins anew."""

from pathlib import Path

import pytest

from rise_tui.domain.messages import Media
from rise_tui.store.changes import Change
from rise_tui.store.cursor import Cursor
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import sql
from rise_tui.store.forgetting import (
    A_FEW,
    OF_CLIENT,
    REPLICA,
    forget_client,
    forget_messages,
    forget_replica,
    forget_some_texts,
)
from rise_tui.store.happenings import Happening
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
from rise_tui.store.tables import StoreTable
from rise_tui.store.threads import Message
from tests.store.people import NOW, add_client, text_in

MINE, OURS = "ab" * 32, "cd" * 32
E164 = "+12155550101"


def on_disk(folder: Path, words: bytes) -> bool:
    return any(words in file.read_bytes() for file in folder.iterdir())


def fill(store: Store) -> None:
    """Two clients; the first has everything, and shares one photo with the second."""
    with store.writing() as session:
        for client, name in (("c1", "Zebulon Quartermain"), ("c2", "Dan Hall")):
            add_client(store, session, client, name, E164 if client == "c1" else "+12155550102")
        text_in(store, session, "c1", 10, "my secretword address", media=(Media(0, None, "image/png"),), e164=E164)
        text_in(store, session, "c1", 11, "two", media=(Media(0, None, "image/png"),))
        text_in(store, session, "c2", 12, "other words", media=(Media(0, None, "image/png"),))
        for seq, sha256, client in ((10, MINE, "c1"), (11, OURS, "c1"), (12, OURS, "c2")):
            store.photos.put(session, f"in-{seq}", 0, seq=20, client_id=client, state="stored", sha256=sha256)
            store.photos.arrived(session, sha256)
        store.documents.put(session, "d1", seq=21, client_id="c1", sha256=MINE, kind="paystub", note="secretword")
        store.notes.put(session, "n1", seq=22, client_id="c1", body="secretword note")
        store.consents.put(session, E164, "c1", seq=23, state="opted_in", wording="secretword")
        store.consents.put(session, E164, seq=23, state="opted_out", how="word", wording="stop secretword")
        store.numbers.mark(session, E164, is_blocked=True)
        store.ring(session, Change("thread", f"tel:{E164}"))
        store.appointments.put(session, "a1", seq=24, client_id="c1", kind="court", place="secretword")
        store.groups.put(session, "g1", seq=25, name="Class 3")
        store.groups.put_member(session, "g1", "c1", is_member=True, seq=26)
        store.happenings.add(session, Happening("c1", 27, 1, "assigned", "x", {"note": "secretword"}))
        store.undo.add(session, "Text to Zebulon", {"act": "x"}, client_id="c1")
    for sha256 in (MINE, OURS):
        store.photo_file.put(sha256, b"picture of " + sha256.encode())


def test_a_released_clients_words_are_nowhere_on_the_disk_and_the_own_draft_stays(store: Store) -> None:
    fill(store)
    with store.writing() as session:
        store.drafts.put(session, Draft("c1", "m9", "half a reply"))
        store.outbox.add(session, Wish("w1", "c1", "message", {"message_id": "m8"}))
        store.photos.put(session, "in-10", 0, seq=21, client_id="c1", name="secretword.png")
        store.pending.shelve(session, "client", "c1", "w1", {"language": "es"})
        store.pending.shelve(session, "note", "n1", "w2", {"kind": "call"})
        unused = forget_client(session, "c1")
    assert unused == [MINE]
    for sha256 in unused:
        store.photo_file.remove(sha256)
    store.scrub()
    for words in (b"secretword", b"Quartermain", b"quartermain", b"Zebulon", E164.encode(), b"picture of abab"):
        assert not on_disk(store.folder, words), words
    assert on_disk(store.folder, b"picture of cdcd")
    with store.reading() as session:
        assert store.search.texts(session, "secretword") == []
        assert [text.message_id for text in store.search.texts(session, "words")] == ["in-12"]
        assert store.clients.get(session, "c1") is None
        assert store.conversations.get(session, "c1") is None
        assert store.threads.count(session, "c1") == 0
        assert (store.documents.list(session, "c1"), store.notes.list(session, "c1")) == ([], [])
        assert store.drafts.get(session, "c1") == Draft("c1", "m9", "half a reply")
        assert store.outbox.get(session, "w1") is not None
        assert store.clients.get(session, "c2") is not None
        assert store.undo.newest(session) is None


def test_no_table_is_left_out_by_what_forgets() -> None:
    """A new table that names a client goes with the client, and one that keeps facts goes with the replica."""
    columns = {name: set(table.columns.keys()) for name, table in StoreTable.metadata.tables.items()}
    name_clients = {name for name, has in columns.items() if "client_id" in has}
    assert name_clients - set(OF_CLIENT) == {"client", "place", "recipient", "undo"}
    keep_facts = {name for name, has in columns.items() if "seq" in has or "status_seq" in has}
    assert keep_facts - set(REPLICA) == {"cursor", "message", "message_status", "notice", "own_answer"}


def test_what_was_said_of_a_number_stays_with_who_else_has_it(store: Store) -> None:
    fill(store)
    with store.writing() as session:
        store.numbers.put(session, "c2", E164, seq=2, is_confirmed=True, from_at=2)
        forget_client(session, "c1")
        assert store.numbers.is_blocked(session, E164)
        assert [consent.e164 for consent in store.consents.list(session, "c2")] == [E164]


def test_much_is_forgotten_a_little_at_a_time_and_only_what_the_relay_has(store: Store) -> None:
    with store.writing() as session:
        for client in ("c1", "c2"):
            add_client(store, session, client)
            for seq in range(1, A_FEW + 12):
                text_in(store, session, client, seq if client == "c1" else 1000 + seq)
        store.threads.put_local(session, Message("mine", "c1", "outbound", "waits", "held"))
    gone = []
    while not gone or gone[-1]:
        with store.writing() as session:
            gone.append(forget_some_texts(session, "c1"))
    assert gone == [A_FEW, 11, 0]
    with store.reading() as session:
        assert [text.message_id for text in store.threads.window(session, "c1")] == ["mine"]
        assert store.threads.count(session, "c2") == A_FEW + 11


def test_the_search_index_is_merged_a_little_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for start in range(0, 400, 20):
        with store.writing() as session:
            for seq in range(start, start + 20):
                text_in(store, session, "c1", 1 + seq, " ".join(f"w{seq}x{n}" for n in range(40)))
    turns = 0

    def somebody_types(_: float) -> None:
        nonlocal turns
        turns += 1
        with Store(store.folder, wait_ms=0) as other, other.writing() as session:
            other.drafts.put(session, Draft("c1", "m1", "x" * turns))

    monkeypatch.setattr("rise_tui.store.store.time.sleep", somebody_types)
    store.scrub()
    assert turns > 1
    with store.reading() as session:
        segments = sql(session).execute("SELECT count(DISTINCT segid) FROM message_fts_idx").fetchone()[0]
        assert segments == 1
        sql(session).execute("INSERT INTO message_fts(message_fts) VALUES ('integrity-check')")


def test_numbers_of_the_old_log_never_cover_texts_of_the_new_one(store: Store) -> None:
    with store.writing() as session:
        add_client(store, session, "c1")
        text_in(store, session, "c1", 5000)
        for write_id, changed in (("w1", {"state": "done", "seen_through": 5000}), ("w2", {"is_flagged": True})):
            store.pending.shelve(session, "conversation", "c1", write_id, changed)
        store.conversations.refresh(session, "c1")
    with store.writing() as session:
        forget_replica(session)
        text_in(store, session, "c1", 40)
        store.conversations.put(session, "c1", seq=41, state="needs_reply", seen_through=0)
        store.pending.refuse(session, "w2")
        store.conversations.refresh(session, "c1")
    with store.reading() as session:
        line = store.conversations.get(session, "c1")
    assert line is not None
    assert line.state == "needs_reply"


def test_a_client_who_comes_back_is_there_again(store: Store) -> None:
    fill(store)
    with store.writing() as session:
        store.drafts.put(session, Draft("c1", "m9", "half a reply"))
        forget_client(session, "c1")
        store.clients.put(session, "c1", seq=5, first_name="Zebulon", last_name="Quartermain", is_mine=True)
        text_in(store, session, "c1", 10, "hello again")
        line = store.conversations.get(session, "c1")
    assert line is not None
    assert (line.name, line.has_draft, line.snippet) == ("Zebulon Quartermain", True, "hello again")


def test_a_purged_text_goes_with_its_photo_and_the_line_follows(store: Store) -> None:
    fill(store)
    with store.writing() as session:
        assert forget_messages(session, ["in-11", "nothing"]) == []
        line = store.conversations.get(session, "c1")
        assert line is not None
        assert line.snippet == "my secretword address"
        store.documents.put(session, "d1", seq=30, is_deleted=True)
        sql(session).execute("DELETE FROM document")
        assert forget_messages(session, ["in-10"]) == [MINE]


def test_a_photo_that_an_unsent_text_needs_is_kept(store: Store) -> None:
    fill(store)
    with store.writing() as session:
        store.drafts.put(session, Draft("c2", "m9", "look", media=(MINE,)))
        assert forget_client(session, "c1") == []


def test_a_replica_that_begins_anew_keeps_what_is_only_here(store: Store) -> None:
    fill(store)
    with store.writing() as session:
        store.cursor.put(session, Cursor("epoch-1", 30))
        store.drafts.put(session, Draft("c2", "m9", "half a reply"))
        store.threads.put_local(session, Message("m8", "c2", "outbound", "typed", "held", at=NOW))
        store.pending.shelve(session, "conversation", "c2", "w1", {"state": "waiting", "seen_through": 12})
        store.pending.shelve(session, "client", "new", "w2", {"first_name": "Eve"})
        store.outbox.add(session, Wish("w1", "c2", "message", {"message_id": "m8"}, makes="m8"))
        forget_replica(session)
        assert store.clients.get(session, "c1") is None
        assert [m.message_id for m in store.threads.window(session, "c2")] == ["m8"]
        assert store.drafts.get(session, "c2") is not None
        assert store.outbox.waiting(session) == 1
        assert store.clients.get(session, "new") is not None
        # the new log counts from the beginning
        assert store.clients.put(session, "c2", seq=1, first_name="Dan", last_name="Hall")
        text_in(store, session, "c2", 2, "other words")
        line = store.conversations.get(session, "c2")
        assert line is not None
        assert (line.state, line.name) == ("needs_reply", "Dan Hall")
        store.conversations.put(session, "c2", seq=3, state="needs_reply", seen_through=0)
        store.pending.refuse(session, "w1")
        store.conversations.refresh(session, "c2")
        line = store.conversations.get(session, "c2")
        assert line is not None
        assert (line.state, line.seq) == ("needs_reply", 3)
        store.pending.refuse(session, "w2")
        assert store.clients.get(session, "new") is None


def test_photos_stand_in_a_file_of_their_own_by_hash(store: Store) -> None:
    store.photo_file.put(MINE, b"one")
    store.photo_file.put(MINE, b"another")
    assert store.photo_file.get(MINE) == b"one"
    assert store.photo_file.get(OURS) is None
    store.photo_file.empty()
    assert store.photo_file.get(MINE) is None
