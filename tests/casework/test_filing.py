"""A photo on its way into the file: what it probably is, which one comes next, and every act with a way back."""

import hashlib
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from rise_tui.casework import clashes, filing, looking, papers, undoing, unfiled
from rise_tui.casework.desk import Desk
from rise_tui.casework.looking import Photo
from rise_tui.domain.clock import FrozenClock, from_ms
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.errors import BadInput, Conflict, NotFound, Refused
from rise_tui.domain.pictures import Box, Form, View
from rise_tui.domain.triage import ConversationState
from rise_tui.store.outbox import Wish
from tests.casework.office import a_client, accepted, line, offered, outbox, writes
from tests.pictures import files
from tests.store.listening import on_each_connection
from tests.store.people import text_out

PAYSTUB, LEASE, LETTER = DocumentKind.PAYSTUB, DocumentKind.LEASE, DocumentKind.LETTER
BOX = Box(30, 10)


def to_file(desk: Desk, client_id: str) -> unfiled.ToFile:
    found = unfiled.first(desk, client_id)
    assert found is not None
    return found


def file(desk: Desk, one: unfiled.ToFile, kind: DocumentKind = PAYSTUB, period: str | None = "2026-11") -> filing.Filed:
    photo = one.photo
    return filing.file_photo(desk, photo.client_id, photo.message_id, photo.index, kind, period=period)


def bodies(desk: Desk, kind: str = "document") -> list[Mapping[str, object]]:
    return [entry.wish.body for entry in outbox(desk) if entry.wish.kind == kind]


def test_the_words_that_came_with_a_photo_propose_its_kind_and_the_two_weeks_it_is_for(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz", language="es")
    writes(desk, ana, 5, "aquí está mi talón \x1b]0;x\x07", photos=1)
    found = to_file(desk, ana)
    assert (found.name, found.kind, found.place, found.count) == ("Ana Ruiz", PAYSTUB, 1, 1)
    assert "\x1b" not in found.words
    period = found.periods[PAYSTUB]
    assert period is not None
    assert "/" in period
    file(desk, found, period="2025-10-06/2025-10-19")
    writes(desk, ana, 6, "lease", photos=1)
    assert to_file(desk, ana).kind is LEASE
    assert to_file(desk, ana).periods[LEASE] is None
    after = to_file(desk, ana).periods[PAYSTUB]
    assert after is not None
    assert after.startswith("2025-1"), "the next two weeks after the last known ones"


def test_without_a_word_a_photo_is_probably_what_was_asked_for(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    writes(desk, ana, 3, "hi")
    with desk.store.writing() as session:
        text_out(desk.store, session, ana, 4, "Can you send me a photo of the certificate?")
    writes(desk, ana, 5, "here it is!!", photos=1)
    assert to_file(desk, ana).kind is DocumentKind.CERTIFICATE


def test_filing_goes_through_one_conversation_and_then_to_the_next_who_waits(desk: Desk) -> None:
    ana, bo, cy = (a_client(desk, name, None) for name in ("Ana Ruiz", "Bo Diaz", "Cy Reed"))
    writes(desk, cy, 3, "no photo")
    writes(desk, ana, 4, "two", photos=2)
    writes(desk, bo, 5, "one", photos=1)
    one = to_file(desk, ana)
    assert (one.place, one.count) == (1, 2)
    file(desk, one)
    two = unfiled.following(desk, ana)
    assert two is not None
    assert (two.photo.client_id, two.photo.index, two.count) == (ana, 1, 1)
    assert line(desk, ana).state == ConversationState.NEEDS_REPLY
    file(desk, two, LETTER, None)
    assert line(desk, ana).state == ConversationState.DONE, "with the last unanswered photo the client is done"
    three = unfiled.following(desk, ana)
    assert three is not None
    assert three.photo.client_id == bo
    assert unfiled.following(desk, ana, {three.key}) is None
    assert unfiled.first(desk, cy) is None


def test_old_photos_that_nobody_filed_do_not_stand_before_todays(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    old = writes(desk, ana, 3, "my kids", photos=2, at=desk.now - 200 * 86_400_000)
    writes(desk, ana, 4, "look", photos=1, at=desk.now - 30 * 86_400_000)
    with desk.store.writing() as session:
        text_out(desk.store, session, ana, 5, "nice!")
        desk.store.conversations.put(session, ana, seq=5, state="waiting", seen_through=4)
    new = writes(desk, ana, 6, "my stub", photos=1)
    one = to_file(desk, ana)
    assert (one.photo.message_id, one.place, one.count) == (new, 1, 1)
    file(desk, one)
    assert unfiled.following(desk, ana) is None
    found = unfiled.first(desk, ana, message_id=old)
    assert found is not None
    assert found.photo.message_id == old, "asked for by name, an old one is filed too"
    assert to_file(desk, ana).words == "look", "without a name the newest of the old ones"


def test_a_filed_photo_is_filed_again_as_something_else_with_what_stood_on_the_screen(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    writes(desk, ana, 5, "here", photos=1)
    file(desk, to_file(desk, ana))
    accepted(desk, 40)
    again = to_file(desk, ana)
    assert (again.document_id != "", again.kind, again.periods[PAYSTUB], again.seq) == (True, PAYSTUB, "2026-11", 40)
    label = papers.refile(desk, ana, again.document_id, LEASE, note="signed", seen=again.seq)
    assert label == "Filed as lease"
    offered(desk)
    entry = outbox(desk)[-1]
    assert entry.wish.body == {"kind": "lease", "period": None, "note": "signed"}
    assert entry.wish.if_match == 40
    assert [paper.kind for paper in papers.papers(desk, ana).filed] == [LEASE]
    undoing.undo(desk)
    assert [(paper.kind, paper.note) for paper in papers.papers(desk, ana).filed] == [(PAYSTUB, "")]
    with pytest.raises(BadInput):
        papers.refile(desk, ana, again.document_id, LEASE, period="soon")
    with pytest.raises(NotFound):
        papers.refile(desk, a_client(desk, "Bo", None), again.document_id, LEASE)


def test_filing_again_before_the_office_has_the_first_filing_waits_for_it(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    writes(desk, ana, 5, "here", photos=1)
    made = file(desk, to_file(desk, ana))
    papers.refile(desk, ana, made.document_id, LEASE, seen=0)
    edit = outbox(desk)[-1]
    assert made.document_id in edit.wish.names
    undoing.undo(desk)
    undoing.undo(desk)
    assert bodies(desk) == []
    assert to_file(desk, ana).document_id == ""


def test_what_is_no_paper_is_not_asked_for_again_and_needs_its_reply_all_the_same(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    writes(desk, ana, 5, "my kids", photos=1)
    photo = to_file(desk, ana).photo
    assert unfiled.dismiss(desk, photo) == "Not a paper: Ana Ruiz"
    assert bodies(desk)[0]["is_dismissed"] is True
    assert unfiled.following(desk, ana) is None
    assert papers.papers(desk, ana).filed == ()
    assert line(desk, ana).state == ConversationState.NEEDS_REPLY
    with pytest.raises(Conflict):
        unfiled.dismiss(desk, photo)
    undoing.undo(desk)
    assert unfiled.following(desk, ana) is not None
    assert bodies(desk) == []


def test_the_papers_list_says_what_is_there_what_is_due_and_what_is_missing(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    writes(desk, ana, 5, "here", photos=3)
    one = to_file(desk, ana)
    file(desk, one, PAYSTUB, "2025-01")
    lease = unfiled.following(desk, ana)
    assert lease is not None
    filed = file(desk, lease, LEASE, None)
    other = unfiled.following(desk, ana)
    assert other is not None
    file(desk, other, LETTER, None)
    accepted(desk, 60)
    shown = papers.papers(desk, ana)
    assert [(paper.words, paper.standing[0]) for paper in shown.lines] == [
        ("ID", "–"),
        ("Lease", "○"),
        ("Paystub", "●"),
        ("Certificate", "–"),
        ("Letter", "○"),
    ]
    assert [paper.words for paper in shown.missing] == ["ID", "Certificate"]
    assert shown.lines[2].standing[1] == "due, last Jan 2025"
    assert papers.verify(desk, ana, filed.document_id) == "Checked: lease"
    assert papers.papers(desk, ana).listed[1].standing[::2] == ("✓", "good")
    body = outbox(desk)[-1].wish.body
    assert body["verified_by"] == str(desk.caseworker_id)
    assert str(body["verified_at"]).endswith("Z")
    papers.refile(desk, ana, filed.document_id, LETTER)
    assert not any(paper.is_verified for paper in papers.papers(desk, ana).filed), "it was checked as a lease"
    undoing.undo(desk)
    assert papers.papers(desk, ana).listed[1].is_verified
    undoing.undo(desk)
    assert not papers.papers(desk, ana).listed[1].is_verified
    papers.remove(desk, ana, filed.document_id)
    assert papers.papers(desk, ana).listed[1].is_missing


def here(desk: Desk, client_id: str, content: bytes, kind: str = "image/jpeg", seq: int = 9) -> Photo:
    """A photo that has arrived with its bytes."""
    message_id = writes(desk, client_id, seq, "here")
    sha256 = hashlib.sha256(content).hexdigest()
    with desk.store.writing() as session:
        facts = {"state": "stored", "sha256": sha256, "type": kind, "bytes": len(content)}
        desk.store.photos.put(session, message_id, 0, seq=seq, client_id=client_id, **facts)
    desk.store.photo_file.put(sha256, content)
    return looking.photos(desk, client_id)[0]


def test_a_card_reads_no_more_of_a_large_file_than_it_shows(desk: Desk) -> None:
    ana = a_client(desk, "Ana Ruiz")
    with desk.store.writing() as session:
        for number in range(300):
            kind = "id" if number == 0 else "paystub"
            photo = {"client_id": ana, "sha256": f"{number:064d}"}
            desk.store.photos.put(session, f"m{number}", 0, seq=9, state="stored", type="image/jpeg", **photo)
            filed = {**photo, "message_id": f"m{number}", "kind": kind, "at": number}
            desk.store.documents.put(session, f"d{number}", seq=9, **filed)
            ours = Wish(f"w{number}", "somebody", "note", {"note_id": f"n{number}"}, {"client_id": "somebody"})
            desk.store.outbox.add(session, ours)
            desk.store.outbox.park(session, ours.write_id, {"title": "Not that"})
    rows: list[object] = []
    whole = papers.papers(desk, ana)
    on_each_connection(desk.store, lambda connection: setattr(connection, "row_factory", seen))

    def seen(_: object, row: tuple[object, ...]) -> tuple[object, ...]:
        rows.append(row)
        return row

    file = papers.papers(desk, ana, 20)
    assert clashes.clashes(desk, ana) == []
    assert (len(file.filed), file.more) == (20, 280)
    assert file.listed == whole.listed, "the only ID is the oldest of all"
    assert all(paper.photo is not None for paper in file.lines if not paper.is_missing)
    assert 20 < len(rows) < 60


def test_a_paper_is_written_for_its_owner_only_under_a_plain_name(desk: Desk, tmp_path: Path) -> None:
    ana = a_client(desk, "Ana «../» Peña")
    photo = here(desk, ana, files.jpeg())
    made = filing.file_photo(desk, ana, photo.message_id, 0, PAYSTUB, period="2026-11-08/2026-11-21")
    target = tmp_path / "out"
    target.mkdir()
    path = papers.export_paper(desk, ana, made.document_id, str(target))
    assert path == target / "Ana-Pena-paystub-2026-11-08-2026-11-21.jpg"
    assert path.read_bytes() == files.jpeg()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = papers.export_paper(desk, ana, made.document_id, str(target))
    assert again.name.endswith("-21-2.jpg"), "what stands there is left alone"
    told = [each.wish.body for each in outbox(desk) if each.wish.kind == "export"]
    assert [each["state"] for each in told] == ["begun", "done"] * 2, "the office knows that it was taken out"
    assert {(each["client_id"], each["document_id"]) for each in told} == {(ana, made.document_id)}
    for folder in (str(tmp_path / "nowhere"), "~nobody-of-that-name/x", "x" * 5000):
        with pytest.raises(BadInput):
            papers.export_paper(desk, ana, made.document_id, folder)
    assert len(list(target.iterdir())) == 2


def test_the_second_look_is_kept_and_goes_with_the_photo(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = a_client(desk, "Ana Ruiz")
    photo = here(desk, ana, files.jpeg())
    drawn = looking.look(desk, photo, Form.BLOCKS, BOX, View())
    assert (drawn.columns <= 30, drawn.rows, drawn.width) == (True, 10, 900)
    monkeypatch.setattr("rise_tui.pictures.sandbox.DECODER", Path("/nowhere"))
    assert looking.look(desk, photo, Form.BLOCKS, BOX, View()) == drawn
    assert photo.sha256 is not None
    desk.store.photo_file.remove(photo.sha256)
    bell = desk.store.bell()
    for rung in (1, 0):
        with pytest.raises(looking.OnItsWay):
            looking.look(desk, photo, Form.BLOCKS, BOX, View())
        assert len(bell.heard()) == rung, "who waits does not call again and again"
    bell.close()
    assert desk.store.photo_file.wanted() == [photo.sha256]


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (files.jpeg()[:5000], "This photo is broken"),
        (files.bomb(), "This photo is too large to show here"),
        (b"not a photo at all", "This is neither a photo nor a PDF"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence_and_can_be_filed(desk: Desk, content: bytes, title: str) -> None:
    ana = a_client(desk, "Ana Ruiz")
    photo = here(desk, ana, content)
    with pytest.raises(Refused) as refused:
        looking.look(desk, photo, Form.BLOCKS, BOX, View())
    assert refused.value.title == title
    assert refused.value.next_step
    assert filing.file_photo(desk, ana, photo.message_id, 0, PAYSTUB).label == "Filed as paystub"


def test_a_photo_of_nobody_is_looked_at_but_not_filed(desk: Desk) -> None:
    photo = here(desk, "tel:+12155550199", files.png(), "image/png")
    assert looking.look(desk, photo, Form.BLOCKS, BOX, View()).columns == 30
    with pytest.raises(Refused, match="nobody's"):
        filing.file_photo(desk, photo.client_id, photo.message_id, 0, PAYSTUB)


def test_days_are_those_of_the_office(desk: Desk) -> None:
    assert isinstance(desk.clock, FrozenClock)
    midnight = from_ms(desk.now).replace(hour=3, minute=0)
    assert papers.today(desk, int(midnight.timestamp() * 1000)) < midnight.date()
