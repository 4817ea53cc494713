"""Forgetting: a client who is no longer ours, a text that was purged, a replica that begins anew."""

from pathlib import Path

from rise_tui.domain.messages import Media
from rise_tui.store.cursor import Cursor
from rise_tui.store.drafts import Draft
from rise_tui.store.engine import sql
from rise_tui.store.forgetting import forget_client, forget_messages, forget_replica
from rise_tui.store.outbox import Wish
from rise_tui.store.store import Store
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
        store.documents.put_note(session, "n1", seq=22, client_id="c1", body="secretword note")
        store.consents.put(session, E164, "c1", seq=23, state="opted_in", wording="secretword")
        store.appointments.put(session, "a1", seq=24, client_id="c1", kind="court", place="secretword")
        store.groups.put(session, "g1", seq=25, name="Class 3")
        store.groups.put_member(session, "g1", "c1", is_member=True, seq=26)
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
        assert (store.documents.list(session, "c1"), store.documents.notes(session, "c1")) == ([], [])
        assert store.drafts.get(session, "c1") == Draft("c1", "m9", "half a reply")
        assert store.outbox.get(session, "w1") is not None
        assert store.clients.get(session, "c2") is not None
        assert store.undo.newest(session) is None


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
