"""A photo goes out with its text: read from a file, kept with the draft, handed to the relay first."""

import hashlib
from pathlib import Path

import pytest

from rise_tui.casework import attaching, drafting, reading, texting, undoing
from rise_tui.casework.desk import Desk
from rise_tui.domain import attachments
from rise_tui.domain.errors import BadInput, Refused
from rise_tui.store.store import Store
from tests.casework.office import a_client, a_desk, accepted, line, outbox, refused, writes

JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 20
PDF = b"%PDF-1.7\n" + b"a form" * 20


def a_file(folder: Path, name: str, content: bytes) -> str:
    """The path of a file with that content."""
    (folder / name).write_bytes(content)
    return str(folder / name)


def attached(desk: Desk, client_id: str, folder: Path, content: bytes = JPEG, name: str = "p.jpg") -> str:
    """A file attached to the draft; its hash."""
    one = attaching.take_in(desk, a_file(folder, name, content))
    attaching.attach(desk, client_id, one)
    return one.sha256


def test_a_photo_goes_out_with_its_text_and_before_it(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    drafting.keep(desk, marcus, "Here is the form.", 17)
    sha256 = attached(desk, marcus, tmp_path)
    sent = texting.send(desk, marcus, "Here is the form.")
    media, text = (entry.wish for entry in outbox(desk))
    assert (media.kind, media.ids, media.body, media.makes) == (
        "media",
        {"sha256": sha256},
        {"type": "image/jpeg"},
        sha256,
    )
    assert (text.body["media"], text.ids["message_id"]) == ([sha256], sent.message_id)
    assert sha256 in text.names
    with desk.store.reading() as session:
        assert [wish.kind for wish in desk.store.outbox.ready(session, desk.now)] == ["media"], "the text waits for it"
    assert drafting.recall(desk, marcus).is_empty
    assert desk.store.photo_file.get(sha256) == JPEG


def test_what_went_out_is_named_in_the_conversation(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    sha256 = attached(desk, marcus, tmp_path)
    attached(desk, marcus, tmp_path, PDF, "f.pdf")
    texting.send(desk, marcus, "Both")
    [text] = reading.open_thread(desk, marcus).messages
    assert text.attachments == ("photo  1 kB", "PDF  1 kB")
    desk.store.photo_file.remove(sha256)
    [text] = reading.open_thread(desk, marcus).messages
    assert text.attachments == ("photo or file", "PDF  1 kB")


def test_a_photo_needs_no_words(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    attached(desk, marcus, tmp_path)
    texting.send(desk, marcus, "")
    assert [entry.wish.kind for entry in outbox(desk)] == ["media", "message"]
    with pytest.raises(BadInput, match="nothing to send"):
        texting.send(desk, marcus, "")


def test_a_photo_without_words_is_marked_as_a_draft(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5)
    attached(desk, marcus, tmp_path)
    assert line(desk, marcus).has_draft
    attaching.take_off(desk, marcus)
    assert not line(desk, marcus).has_draft
    attached(desk, marcus, tmp_path)
    with desk.store.writing() as session:
        desk.store.conversations.refresh(session, marcus)
    assert line(desk, marcus).has_draft


def test_what_is_attached_stays_with_the_draft_whatever_is_typed(store: Store, desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    sha256 = attached(desk, marcus, tmp_path)
    drafting.keep(desk, marcus, "words", 5)
    drafting.keep(desk, marcus, "", 0)
    assert drafting.recall(desk, marcus).media == (sha256,)
    drafting.let_go(desk)
    assert drafting.recall(a_desk(store), marcus).media == (sha256,)
    assert attaching.take_off(desk, marcus)
    assert not attaching.take_off(desk, marcus)
    assert drafting.recall(desk, marcus).is_empty


def test_a_text_taken_back_brings_its_photo_back_too(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    sha256 = attached(desk, marcus, tmp_path)
    texting.send(desk, marcus, "")
    undoing.undo(desk)
    assert drafting.recall(desk, marcus).media == (sha256,)
    texting.send(desk, marcus, "")
    assert sum(entry.wish.kind == "media" for entry in outbox(desk)) == 1, "what waits already is handed over once"
    refused(desk, "too large")
    assert drafting.recall(desk, marcus).media == (sha256,), "a refused text is a draft again, with its photo"


def test_a_text_that_failed_goes_again_as_a_new_one_with_its_photo(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    sha256 = attached(desk, marcus, tmp_path)
    first = texting.send(desk, marcus, "")
    accepted(desk, 20)
    with desk.store.writing() as session:
        desk.store.threads.set_status(session, first.message_id, "undelivered", seq=30, reason="unreachable")
    assert texting.send_again(desk, first.message_id) == "Sent again: Marcus Bell"
    [entry] = outbox(desk)
    assert entry.wish.body["media"] == [sha256]
    assert entry.wish.ids["message_id"] != first.message_id
    with desk.store.reading() as session:
        kept = desk.store.threads.get(session, first.message_id)
    assert kept is not None
    assert kept.status == "undelivered"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ not a picture", "no photo and no PDF"),
        (b"", "no photo and no PDF"),
        (PDF + b"x" * attachments.MOST_PDF, "PDF is too large"),
        (JPEG + b"x" * attachments.MOST_PICTURES, "photo is too large"),
    ],
)
def test_what_cannot_go_out_is_refused_before_it_is_kept(
    desk: Desk, tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        attaching.take_in(desk, a_file(tmp_path, "f", content))
    assert desk.store.photo_file.get(hashlib.sha256(content).hexdigest()) is None


@pytest.mark.parametrize("path", ["", "  ", "nowhere.jpg", "/", "~nobody-of-that-name/x", "a\0b", "x" * 5000])
def test_what_is_no_file_is_said(desk: Desk, path: str) -> None:
    with pytest.raises(BadInput):
        attaching.take_in(desk, path)


def test_a_path_may_be_written_as_a_terminal_drops_it(desk: Desk, tmp_path: Path) -> None:
    a_file(tmp_path, "my form.pdf", PDF)
    for written in (f"'{tmp_path}/my form.pdf'", f"{tmp_path}/my\\ form.pdf", f"  {tmp_path}/my form.pdf "):
        assert attaching.take_in(desk, written).type == "application/pdf"


def test_together_they_may_not_be_too_much(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    half = attachments.MOST_PICTURES // 2
    attached(desk, marcus, tmp_path, JPEG + b"a" * half)
    with pytest.raises(BadInput, match="too large"):
        attached(desk, marcus, tmp_path, JPEG + b"b" * half)
    with pytest.raises(BadInput, match="attached already"):
        attached(desk, marcus, tmp_path, JPEG + b"a" * half)
    attached(desk, marcus, tmp_path, PDF)


def test_a_photo_that_is_gone_keeps_the_text_here(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    drafting.keep(desk, marcus, "with it", 7)
    desk.store.photo_file.remove(attached(desk, marcus, tmp_path))
    with pytest.raises(Refused, match="not on this machine"):
        texting.send(desk, marcus, "with it")
    assert drafting.recall(desk, marcus).body == "with it"
    assert outbox(desk) == []
