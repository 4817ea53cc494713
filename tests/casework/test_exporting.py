"""A client's file in a folder: whole, with its photos and their hashes, harmless to open, and known to the office."""

import hashlib
import stat
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rise_tui.casework import exporting, filing, noting, texting
from rise_tui.casework.desk import Desk
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.errors import BadInput, Conflict, NotFound, Refused
from rise_tui.store.cursor import Cursor
from rise_tui.wire.routes import RESOURCES
from tests.casework.office import PHONE, a_client, outbox, photo_arrives, says, writes
from tests.store.people import text_out

EVIL = "<script>alert(1)</script> <img src=https://evil.example/x> \x1b]52;c;aGk=\x07 \u202egnp.exe"


class Loads(HTMLParser):
    """What a page would run or load, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_file_is_exported_whole_apart_from_notes_with_every_photo_and_hash(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk, "Marcus <b>Bell</b>", PHONE, external_id="PP-17")
    one = writes(desk, marcus, 5, EVIL, photos=2, e164=PHONE)
    sha256 = photo_arrives(desk, marcus, one, 0, 6)
    photo_arrives(desk, marcus, one, 1, 7)  # told of, but its bytes are not here
    desk.store.photo_file.put(sha256, b"the photo's bytes")
    filing.file_photo(desk, marcus, one, 0, DocumentKind.PAYSTUB, period="2026-11")
    texting.send(desk, marcus, "See you at nine.")
    noting.write(desk, marcus, "a private worry")
    says(desk, marcus, PHONE, "opted_in", 9)
    place = exporting.place_for(str(tmp_path / "marcus"))
    done = exporting.export_client(desk, marcus, place)
    assert (done.texts, done.notes, done.files, done.missing) == (2, 1, 1, 1)
    assert done.words == "Exported: 2 texts, 1 file; 1 photo is not here"

    lines = (place / "SHA256SUMS").read_text().splitlines()
    sums = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    written = {str(each.relative_to(place)) for each in place.rglob("*") if each.is_file()}
    assert written == {*sums, "SHA256SUMS"}
    assert all(hashlib.sha256((place / path).read_bytes()).hexdigest() == digest for path, digest in sums.items())
    assert {stat.S_IMODE(each.stat().st_mode) for each in place.rglob("*") if each.is_file()} == {0o600}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700

    page = Loads()
    page.feed((place / "transcript.html").read_text())
    assert "script" not in page.tags
    assert set(page.addresses) == {f"files/{sha256}.jpg"}
    text = (place / "transcript.txt").read_text()
    for told in (page.text, text):
        assert "<script>alert(1)</script>" in told
        assert not {"\x1b", "\x07", "\u202e"} & set(told)
        assert "See you at nine." in told
        assert hashlib.sha256(b"the photo's bytes").hexdigest() in told
        assert "not on this machine" in told
        assert "PP-17" in told
        assert "(-0500)" in told  # nobody can read the time as another one
        assert "they wrote it" in told
        assert "a private worry" not in told
    assert "Dana Reyes" in text
    assert "a private worry" in (place / "notes.txt").read_text()

    begun, ended = [each.wish for each in outbox(desk) if each.wish.kind == "export"]
    for told_office in (begun, ended):
        RESOURCES["export"].body.model_validate(dict(told_office.body))
    assert begun.body == {"client_id": marcus, "state": "begun"}
    assert ended.body == {"client_id": marcus, "state": "done", "texts": 2, "notes": 1, "files": 1}
    assert begun.ids == ended.ids
    with pytest.raises(Conflict):
        exporting.place_for(str(place))


def test_the_office_knows_of_an_export_before_its_first_file_and_of_one_that_broke_off(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marcus = a_client(desk)
    known: list[list[str]] = []

    def told_by_then(folder: Path, *args: object, **kwargs: object) -> None:
        known.append([str(each.wish.body["state"]) for each in outbox(desk) if each.wish.kind == "export"])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", told_by_then)
    with pytest.raises(BadInput, match="could not be written"):
        exporting.export_client(desk, marcus, tmp_path / "full")
    assert known == [["begun"]]
    assert [each.wish.body["state"] for each in outbox(desk) if each.wish.kind == "export"] == ["begun", "failed"]


def test_under_each_text_of_ours_stands_who_really_wrote_it(desk: Desk, tmp_path: Path) -> None:
    marcus, people = a_client(desk), {"dana": "Dana Reyes", "luis": "Luis <Ortega>"}
    with desk.store.writing() as session:
        for seq, (caseworker_id, name) in enumerate(people.items(), start=5):
            desk.store.office.put_caseworker(session, caseworker_id, seq=1, name=name)
            text_out(desk.store, session, marcus, seq, f"words of {caseworker_id}", caseworker_id=caseworker_id)
        text_out(desk.store, session, marcus, 7, "words of nobody")
    exporting.export_client(desk, marcus, tmp_path / "marcus")
    page = Loads()
    page.feed((tmp_path / "marcus" / "transcript.html").read_text())
    for told in (page.text, (tmp_path / "marcus" / "transcript.txt").read_text()):
        lines = told.splitlines()
        above = [lines[at - 1] for at, line in enumerate(lines) if "words of" in line]
        assert [line.partition("(-0500)")[2].strip(" ·") for line in above] == [
            "Dana Reyes",
            "Luis <Ortega>",
            "the office",
        ]


def test_a_span_of_days_and_what_cannot_be_exported(desk: Desk, tmp_path: Path) -> None:
    marcus = a_client(desk)
    writes(desk, marcus, 5, "long ago", at=desk.now - 90 * 86_400_000)
    writes(desk, marcus, 6, "just now")
    today = exporting.day_typed(desk, desk.clock.now().date().isoformat())
    assert today is not None
    done = exporting.export_client(desk, marcus, tmp_path / "now", since=today[0] - 86_400_000, until=today[1])
    assert done.texts == 1
    assert "long ago" not in (tmp_path / "now" / "transcript.txt").read_text()
    with pytest.raises(NotFound):
        exporting.export_client(desk, "tel:+12155550199", tmp_path / "nobody")
    with desk.store.writing() as session:
        desk.store.cursor.put(session, Cursor(snapshot_page="p2", snapshot_seq=9))
    with pytest.raises(Refused, match="Not everything is on this machine yet"):
        exporting.export_client(desk, marcus, tmp_path / "half")
    assert not (tmp_path / "half").exists()
    with pytest.raises(BadInput):
        exporting.place_for(str(tmp_path / "not" / "there"))
    with pytest.raises(BadInput):
        exporting.day_typed(desk, "tomorrow")
