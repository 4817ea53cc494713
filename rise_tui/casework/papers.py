"""A client's papers: what is there, what is missing against the office's list, and what is done with one of them."""

import os
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from rise_tui.casework.amending import change, the_document
from rise_tui.casework.desk import Desk
from rise_tui.casework.finding import name_of
from rise_tui.casework.looking import Photo, bytes_of, photo_of
from rise_tui.casework.taken_out import told
from rise_tui.domain.clock import from_ms, zone
from rise_tui.domain.documents import DocumentKind, kind_words
from rise_tui.domain.errors import BadInput, Conflict, NotFound
from rise_tui.domain.periods import period_days, period_words
from rise_tui.domain.safe_text import one_line
from rise_tui.domain.say import say
from rise_tui.store.documents import Document

OLD = timedelta(days=45)
"""How long a paystub says something: one whose time ended longer ago counts as due."""
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heic",
    "image/avif": "avif",
    "application/pdf": "pdf",
}


@dataclass(frozen=True)
class Paper:
    """A paper in the file, or one of the office's list that is missing (`document_id` empty); words are safe.

    `period` what it is for, `day` when it was filed, `is_due`: it is too old to say anything now.
    """

    kind: DocumentKind
    document_id: str = ""
    period: str = ""
    note: str = ""
    day: str = ""
    seq: int = 0
    is_verified: bool = False
    is_due: bool = False
    photo: Photo | None = None

    @property
    def is_missing(self) -> bool:
        """Nobody has filed one."""
        return not self.document_id

    @property
    def words(self) -> str:
        """What it is: `Paystub`."""
        words = kind_words(self.kind)
        return words[:1].upper() + words[1:]

    @property
    def standing(self) -> tuple[str, str, str]:
        """Glyph, words and role: `✓ 12 Mar`, `● due`, `– missing`."""
        if self.is_missing:
            return "–", say("missing"), "dim"
        if self.is_due:
            return "●", say("due, last {period}", period=self.period), "accent"
        return ("✓", self.period or self.day, "good") if self.is_verified else ("○", self.period or self.day, "text")


@dataclass(frozen=True)
class Papers:
    """A client's papers: of each kind on the office's list the newest, or that it is missing; and all there are."""

    client_id: str
    name: str
    listed: tuple[Paper, ...]
    filed: tuple[Paper, ...]
    more: int = 0
    """how many older ones there are that were not asked for"""

    @property
    def missing(self) -> tuple[Paper, ...]:
        """What the office's list has and the file has not."""
        return tuple(paper for paper in self.listed if paper.is_missing)

    @property
    def lines(self) -> tuple[Paper, ...]:
        """What a list of papers shows: those of the list first, then all others that are there."""
        shown = {paper.document_id for paper in self.listed}
        return (*self.listed, *(paper for paper in self.filed if paper.document_id not in shown))


def papers(desk: Desk, client_id: str, most: int = -1) -> Papers:
    """What is in somebody's file and what is missing; of what is there the newest `most`, if that is given."""
    store = desk.store
    with store.reading() as session:
        name = name_of(desk, session, client_id)
        documents = store.documents.list(session, client_id, most)
        newest = {document.kind: document for document in store.documents.newest(session, client_id)}
        hashes = list({document.sha256 for document in (*documents, *newest.values())})
        photos = {photo.sha256: photo for photo in map(photo_of, store.photos.of_hashes(session, client_id, hashes))}
        more = store.documents.count(session, client_id) - len(documents)
    filed = tuple(_paper(desk, document, photos.get(document.sha256)) for document in documents)
    of_kind = {kind: _paper(desk, document, photos.get(document.sha256)) for kind, document in newest.items()}
    listed = tuple(of_kind.get(kind) or Paper(kind) for kind in map(DocumentKind, desk.papers))
    return Papers(client_id, name, tuple(_judged(desk, paper) for paper in listed), filed, more)


def _paper(desk: Desk, document: Document, photo: Photo | None) -> Paper:
    return Paper(
        document.kind,
        document.document_id,
        one_line(period_words(document.period), 40),
        one_line(document.note or "", 200),
        desk.day_and_time(document.at)[0],
        document.seq,
        document.verified_at is not None,
        photo=photo,
    )


def _judged(desk: Desk, paper: Paper) -> Paper:
    """Is it too old? Only paystubs grow old by themselves."""
    if paper.is_missing or paper.kind is not DocumentKind.PAYSTUB:
        return paper
    with desk.store.reading() as session:
        document = desk.store.documents.get(session, paper.document_id)
    days = None if document is None else period_days(document.period or "")
    is_due = days is not None and days[1] < today(desk) - OLD
    return replace(paper, is_due=is_due)


def today(desk: Desk, at: int | None = None) -> date:
    """The day at the office now, or at a time in milliseconds."""
    return from_ms(desk.now if at is None else at).astimezone(zone(desk.zone)).date()


def verify(desk: Desk, client_id: str, document_id: str, seen: int | None = None) -> str:
    """Say that a paper was looked at and is what it should be; said already, it is not any more.

    Returns what was done, in words; it can be taken back. `seen`: the seq that stood on the screen. Raises NotFound.
    """
    document = _document(desk, client_id, document_id)
    words = kind_words(document.kind)
    thing = the_document(client_id, document_id)
    if document.verified_at is not None:
        columns = {"verified_at": None, "verified_by": None}
        return change(desk, thing, columns, say("Not checked any more: {kind}", kind=words), seen)
    now_checked = {"verified_at": desk.now, "verified_by": str(desk.caseworker_id)}
    return change(desk, thing, now_checked, say("Checked: {kind}", kind=words), seen)


def refile(
    desk: Desk,
    client_id: str,
    document_id: str,
    kind: DocumentKind,
    *,
    period: str | None = None,
    note: str | None = None,
    seen: int | None = None,
) -> str:
    """File a paper as something else, for another time, or with another note; what was dismissed is a paper again.

    What was checked as one thing is not checked as another.
    Returns what was done, in words; it can be taken back. `seen`: the seq that stood on the screen. Raises NotFound,
    BadInput for a period that is none.
    """
    if period is not None and period_days(period) is None:
        raise BadInput(
            say("That is no period"), "", say("Write a month (2026-11) or two days (2026-11-02/2026-11-15).")
        )
    document = _document(desk, client_id, document_id)
    columns = {"kind": kind.value, "period": period, "note": note or None, "is_dismissed": False}
    if kind is not document.kind:
        columns |= {"verified_at": None, "verified_by": None}
    label = say("Filed as {kind}", kind=kind_words(kind))
    return change(desk, the_document(client_id, document_id), columns, label, seen)


def remove(desk: Desk, client_id: str, document_id: str, seen: int | None = None) -> str:
    """Say of something filed that it is no paper after all. Returns what was done, in words; it can be taken back.

    Raises NotFound.
    """
    _document(desk, client_id, document_id)
    label = say("Not a paper, out of the file")
    return change(desk, the_document(client_id, document_id), {"is_dismissed": True}, label, seen)


def _document(desk: Desk, client_id: str, document_id: str) -> Document:
    with desk.store.reading() as session:
        document = desk.store.documents.get(session, document_id)
    if document is None or document.client_id != client_id:
        raise NotFound(say("This paper is not in the file any more"))
    return document


def export_paper(desk: Desk, client_id: str, document_id: str, folder: str) -> Path:
    """Write a paper into a folder, readable for its owner only, under a new plain name; where it is.

    Nothing that stands there is touched; the office is told of it before it is written. Raises NotFound when it is not
    in the file or its photo is not here, BadInput for a folder that is none, Conflict when nothing could be written
    there.
    """
    place = _folder(folder)
    document = _document(desk, client_id, document_id)
    content = bytes_of(desk, client_id, document.sha256)
    with desk.store.reading() as session:
        name = name_of(desk, session, client_id)
        photos = [photo for photo in desk.store.photos.list(session, client_id) if photo.sha256 == document.sha256]
    ending = ENDINGS.get(photos[0].type or "", "bin") if photos else "bin"
    plain = "-".join(filter(None, (_plain(name), document.kind.value, _plain(document.period or ""))))
    with told(desk, client_id=client_id, document_id=document_id) as taking:
        taking.counts = {"files": 1}
        return _written(place, plain, ending, content)


def _written(place: Path, plain: str, ending: str, content: bytes) -> Path:
    """Where it is now, under the first name that is free. Raises Conflict."""
    for number in range(1, 100):
        path = place / (f"{plain}.{ending}" if number == 1 else f"{plain}-{number}.{ending}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            continue
        except OSError as error:
            raise Conflict(say("Nothing can be written there"), f"{error.strerror}.", say("Choose another.")) from error
        _write(descriptor, path, content)
        return path
    raise Conflict(say("There are a hundred of that name already"), "", say("Choose another folder."))


def _folder(written: str) -> Path:
    """The folder that was typed. Raises BadInput when it is none, or cannot be looked at."""
    try:
        place = Path(written.strip() or ".").expanduser()
        if place.is_dir():
            return place
    except (OSError, RuntimeError):
        pass  # a home that nobody has, a name that is too long, a folder that is closed: there is none to write to
    raise BadInput(say("There is no such folder"), "", say("Type a folder that is there, like ~/papers"))


def _write(descriptor: int, path: Path, content: bytes) -> None:
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Conflict(say("It could not be written"), f"{error.strerror}.", say("Make room, then again.")) from error


def _plain(words: str) -> str:
    """Letters, digits and single hyphens only: nothing that a shell or a file system reads otherwise."""
    bare = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    return re.sub("[^A-Za-z0-9]+", "-", bare).strip("-")[:60]
