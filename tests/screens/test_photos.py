"""Photos with real keys: looked at, filed in two keys, dismissed, filed again; the papers of a client."""

import asyncio
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from rise_tui.casework import papers, triage
from rise_tui.casework.desk import Desk
from rise_tui.domain.documents import DocumentKind
from rise_tui.domain.pictures import Picture
from rise_tui.pictures import sandbox
from rise_tui.screens.client import ClientScreen
from rise_tui.screens.dialogs.file_photo import FilePhotoDialog
from rise_tui.screens.dialogs.photo import PhotoDialog
from rise_tui.screens.inbox import InboxScreen
from rise_tui.store.forgetting import forget_client
from tests.gallery.office import open_desk
from tests.gallery.scenes.photo import give, with_papers, with_photos, with_two
from tests.pictures import files
from tests.screens.stage import life, opened

ANA = ("j", "j")


def filed(desk: Desk, first: str) -> list[tuple[DocumentKind, str, str]]:
    return [(paper.kind, paper.period, paper.note) for paper in papers.papers(desk, life(first)).filed]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = open_desk(tmp_path)
    with_photos(made)
    return made


async def test_two_keys_file_a_photo_from_the_list_and_z_takes_it_back(desk: Desk, tmp_path: Path) -> None:
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press(*ANA, "f")
        assert isinstance(stage.app.screen, FilePhotoDialog)
        assert "▌ p paystub" in stage.text
        assert "8–21 Nov 2026" in stage.text
        assert "“mi talón de esta semana”" in stage.text
        assert "▀" in stage.text, "the photo itself"
        await stage.press("enter")
        assert filed(desk, "Ana") == [(DocumentKind.PAYSTUB, "8–21 Nov 2026", "")]
        assert "✓ Filed as paystub: Ana Ruiz" in stage.text
        assert stage.inbox.taken_in.news() == (), "what one does oneself is not counted as gone"
        assert isinstance(stage.app.screen, FilePhotoDialog)
        assert stage.app.screen.one.name == "Denise Walker", "the next who has one"
        assert "gone" not in stage.text, "one has filed it oneself"
        await stage.press("enter", "z", "escape")
        assert isinstance(stage.app.screen, InboxScreen)
        assert stage.inbox.pane.client_id == life("Terrence"), "Ana is done"
        assert "Ana Ruiz" not in "".join(line[:66] for line in stage.lines[3:-3])
        assert "Ana Ruiz   z takes it back" in stage.status, "what stands"
        await stage.press("enter")
        triage.done(desk, life("Luis"))
        await stage.rest()
        assert "z takes back: Done: Luis Ortega" in stage.status, "whatever room heard of it"
        await stage.press("z", "escape", "z")
        assert filed(desk, "Ana") == []
        assert stage.inbox.pane.client_id == life("Ana")


async def test_no_key_waits_for_a_photo_that_is_being_drawn(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, draw = threading.Event(), sandbox.draw

    def slow(*asked: Any) -> Picture:
        assert may_go_on.wait(30)
        return draw(*asked)

    monkeypatch.setattr(sandbox, "draw", slow)
    async with opened(tmp_path, desk=desk) as stage:
        pressing = asyncio.create_task(stage.press(*ANA, "f", "l"))
        while "▌ l lease" not in stage.text:
            await stage.pilot.pause(0)
        assert "The photo is being drawn" in stage.text
        may_go_on.set()
        await pressing
        assert "▀" in stage.text


async def test_a_letter_a_typed_period_and_a_note_are_what_is_filed(desk: Desk, tmp_path: Path) -> None:
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press(*ANA, "f", "c")
        assert "▌ c certificate" in stage.text
        assert "8–21 Nov" not in stage.text, "a certificate has no period"
        await stage.press("p", "tab", "ctrl+u", "soon", "enter")
        assert "That is no period." in stage.text
        assert filed(desk, "Ana") == []
        await stage.press("ctrl+u", "11/1-11/14", "tab", "x next page missing", "enter")
        assert filed(desk, "Ana") == [(DocumentKind.PAYSTUB, "1–14 Nov 2026", "x next page missing")]
        triage.flag(desk, life("Luis"), is_flagged=True)  # another window of the same caseworker
        await stage.press("z")
        assert triage.is_flagged(desk, life("Luis")), "here z is about what was filed here"
        assert filed(desk, "Ana") == []
        assert isinstance(stage.app.screen, FilePhotoDialog)
        assert stage.app.screen.one.name == "Ana Ruiz"


async def test_all_photos_that_wait_are_filed_one_after_the_other(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    with_two(desk)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press(*ANA, "f")
        assert "1 of 2" in stage.text
        await stage.press("enter", "t", "enter", "i", "enter", "x")
        assert [kind for kind, *_ in filed(desk, "Ana")] == [DocumentKind.LETTER, DocumentKind.PAYSTUB]
        assert [kind for kind, *_ in filed(desk, "Denise")] == [DocumentKind.ID]
        assert filed(desk, "Nicole") == []
        assert isinstance(stage.app.screen, InboxScreen), "nobody has one left"
        assert "Not a paper: Nicole Price" in stage.status


async def test_n_leaves_one_for_later_and_f_on_a_filed_one_files_it_again(desk: Desk, tmp_path: Path) -> None:
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press(*ANA, "f", "n")
        assert isinstance(stage.app.screen, FilePhotoDialog)
        assert stage.app.screen.one.name == "Denise Walker"
        await stage.press("escape", "f", "enter", "escape", "z", "f", "enter", "escape")
        assert len(filed(desk, "Ana")) == 1
        await stage.press("/", "talón")
        await stage.press("enter")
        await stage.press("f")
        assert "in the file" in stage.text
        await stage.press("l", "enter")
        assert [kind for kind, *_ in filed(desk, "Ana")] == [DocumentKind.LEASE]


async def test_enter_on_a_text_opens_its_photo_turned_near_and_veiled(desk: Desk, tmp_path: Path) -> None:
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press(*ANA, "enter")
        assert isinstance(stage.app.screen, ClientScreen)
        await stage.press("o")
        assert isinstance(stage.app.screen, PhotoDialog)
        whole = stage.text
        assert whole.count("▀") > 200
        await stage.press("+")
        near = stage.text
        assert near != whole
        await stage.press("right", "down")
        assert stage.text != near
        await stage.press("-", "]")
        assert stage.app.screen.pane.look.turns == 1
        await stage.press("[", "ctrl+t")
        assert "Photos are masked." in stage.text
        assert "▀" not in stage.text
        assert "Ana Ruiz" not in stage.text
        await stage.press("ctrl+t")
        assert stage.text == whole
        await stage.press("f", "i", "enter")
        assert isinstance(stage.app.screen, FilePhotoDialog)
        await stage.press("escape")
        assert "filed as ID" in stage.text
        await stage.press("escape")
        assert isinstance(stage.app.screen, ClientScreen)
        await stage.press("k", "enter")
        assert "There is no photo with this text." in stage.status


async def test_f_on_a_photo_whose_client_has_just_gone_says_so(desk: Desk, tmp_path: Path) -> None:
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press(*ANA, "enter", "o")
        with stage.desk.store.writing() as session:
            forget_client(session, life("Ana"))
        await stage.press("f")
        assert isinstance(stage.app.screen, PhotoDialog)
        assert "This photo is not here any more." in stage.text


async def test_a_photo_that_is_not_here_says_so_and_is_shown_when_it_comes(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press(*ANA, "enter", "enter")
        assert "The photo is on its way." in stage.text
        assert len(desk.store.photo_file.wanted()) == 1
        with_photos(desk)
        await stage.press("left")
        assert "▀" in stage.text


async def test_the_papers_list_is_worked_with_keys(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "store")
    with_papers(desk)
    target = tmp_path / "papers"
    target.mkdir()
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press(*ANA, "F")
        assert "2 in the file, 2 missing" in stage.text
        await stage.press("y")
        assert "Nobody has filed one." in stage.text
        assert stage.lines[-1].startswith("  f file the next photo   Esc back  ")
        await stage.press("j", "j", "y")
        assert "y checked   f file again   x not a paper" in stage.lines[-1]
        assert "✓ Checked: paystub" in stage.text
        assert papers.papers(desk, life("Ana")).listed[2].is_verified
        triage.flag(desk, life("Luis"), is_flagged=True)  # another window of the same caseworker
        await stage.press("z")
        assert triage.is_flagged(desk, life("Luis")), "here z is about the papers"
        assert not papers.papers(desk, life("Ana")).listed[2].is_verified
        await stage.press("k", ">", str(tmp_path / "nowhere"), "enter")
        assert "There is no such folder." in stage.text
        await stage.press("escape", "x", "z")
        assert "2 in the file" in stage.text
        await stage.press("g", "f")
        assert isinstance(stage.app.screen, FilePhotoDialog), "what is missing is filed from the next photo"
        await stage.press("i", "enter", "escape")
        assert "3 in the file, 1 missing" in stage.text
        await stage.press("g", ">", str(target), "enter")
        assert [path.name for path in target.iterdir()] == ["Ana-Ruiz-id.jpg"]
        assert stat.S_IMODE(next(target.iterdir()).stat().st_mode) == 0o600
        assert "✓ Written: " in stage.text
        await stage.press("enter")
        assert isinstance(stage.app.screen, PhotoDialog)


async def test_a_known_clients_photo_stands_small_in_the_conversation_and_not_under_the_veil(
    desk: Desk, tmp_path: Path
) -> None:
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press(*ANA)
        assert "▀" not in stage.text, "beside the list a photo costs a key"
        await stage.press("enter")
        rows = [line for line in stage.lines if "▀" in line]
        assert 6 <= len(rows) <= 8
        assert all(line.startswith(("▎", " ▎", "  ▎", "▌", "  ▌", " ▌")) for line in rows)
        await stage.press("ctrl+t")
        assert "▀" not in stage.text
        await stage.press("ctrl+t", "escape")
        assert "▀" not in stage.text


async def test_photos_of_an_unknown_number_are_shown_on_a_key_only(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    with_photos(desk)
    stranger = "tel:+12155550148"
    with desk.store.writing() as session:
        ana = desk.store.photos.list(session, life("Ana"))[0]
        message = desk.store.threads.window(session, stranger, limit=1)[0]
        facts = {"state": "stored", "sha256": ana.sha256, "type": ana.type, "bytes": ana.bytes}
        desk.store.photos.put(session, message.message_id, 0, seq=message.seq, client_id=stranger, **facts)
    async with opened(tmp_path, desk=desk) as stage:
        await stage.press("/", "this is Rob")
        await stage.press("enter")
        assert isinstance(stage.app.screen, ClientScreen)
        assert "▣ photo" in stage.text
        assert "▀" not in stage.text
        await stage.press("f")
        assert "nobody's yet" in stage.status
        await stage.press("o")
        assert "▀" in stage.text


async def test_of_a_pdf_one_sees_the_first_page_and_how_many_there_are(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    give(desk, "Ana", files.pdf(3), "application/pdf")
    async with opened(tmp_path, size=(80, 24), desk=desk) as stage:
        await stage.press(*ANA, "enter", "enter")
        assert "PDF" in stage.text
        assert "page 1 of 3" in stage.text
        await stage.press("f")
        assert isinstance(stage.app.screen, FilePhotoDialog)
        assert "▌ p paystub" in stage.text, "what they wrote says so"
