"""A client's whole file in a folder: what was said with every photo, notes apart, and the SHA-256 of each file."""

import hashlib
import os
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from rise_tui.casework.asides import happenings_of
from rise_tui.casework.card import Card, card
from rise_tui.casework.desk import Desk
from rise_tui.casework.papers import ENDINGS
from rise_tui.casework.taken_out import told
from rise_tui.casework.transcribing import EVER, facts_of, lists_of, notes_of, papers_of, texts_of
from rise_tui.casework.transcripts import Enclosed, Section, Transcript, as_html, as_text
from rise_tui.domain.clock import to_ms, to_wire, zone
from rise_tui.domain.errors import BadInput, Conflict, NotFound, Refused
from rise_tui.domain.safe_text import file_name, one_line
from rise_tui.domain.say import say, say_many

FILES = "files"
SUMS = "SHA256SUMS"
"""The list of all files with their SHA-256, as `sha256sum -c` reads it."""


@dataclass(frozen=True)
class Exported:
    """What lies in the folder now: how much, and how many photos are not on this machine."""

    folder: Path
    texts: int
    notes: int
    files: int
    missing: int
    write_id: str = ""

    @property
    def words(self) -> str:
        """What was done, in words."""
        texts = say_many("Exported: {count} text", "Exported: {count} texts", self.texts)
        files = say_many("{count} file", "{count} files", self.files)
        if not self.missing:
            return say("{told}, {files}", told=texts, files=files)
        lost = say_many("{count} photo is not here", "{count} photos are not here", self.missing)
        return say("{told}, {files}; {lost}", told=texts, files=files, lost=lost)


def suggested(desk: Desk, client_id: str, *, is_named: bool = True) -> str:
    """A name for the folder, in the home folder: `~/ana-lopez-2026-11-23`; without a name if none may show."""
    found = card(desk, client_id) if is_named else None
    name = "client" if found is None else found.client.name.lower()
    plain = "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in name).split())
    return f"~/{plain[:60] or 'client'}-{desk.clock.now():%Y-%m-%d}"


def place_for(typed: str) -> Path:
    """The folder that was typed: one that is not there yet. Raises BadInput, Conflict for one that is there."""
    if not typed.strip():
        raise BadInput(say("There is no name"), "", say("Type the name of a new folder."))
    try:
        path = Path(typed.strip()).expanduser()
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise Conflict(say("There is such a folder already"), "", say("Type the name of a new one."))
        if not path.parent.is_dir():
            raise BadInput(say("There is no such folder"), str(path.parent), say("Type one that is there."))
    except (OSError, RuntimeError) as error:
        raise BadInput(say("Nothing can be written there"), "", say("Type another folder.")) from error
    return path


def export_client(
    desk: Desk, client_id: str, folder: Path, *, since: int | None = None, until: int | None = None
) -> Exported:
    """Write everything of a client that is on this machine into a new folder, for its owner alone.

    `since`, `until`: only what was said in between (milliseconds). The office is told of it before the first file is
    written, and of its end: its audit log keeps both, also of one that broke off. Reads and writes much: not on the
    loop that answers keys. Raises NotFound for a client who is not here, Refused while not all of it has come to this
    machine, BadInput and Conflict for a folder that cannot be written.
    """
    with desk.store.reading() as session:
        if desk.store.cursor.get(session).snapshot_page is not None:
            raise Refused(say("Not everything is on this machine yet"), "", say("Export it when all has been read."))
    found = card(desk, client_id)
    if found is None:
        raise NotFound(say("There is no such client here"), "", say("Only who is in your list can be exported."))
    span = {name: None if at is None else to_wire(at) for name, at in (("from_at", since), ("to_at", until))}
    with told(desk, client_id=client_id, **span) as taking:
        done = _written(desk, found, folder, (since or 0, EVER if until is None else until))
        taking.counts = {"texts": done.texts, "notes": done.notes, "files": done.files}
    return replace(done, write_id=taking.write_id)


def _written(desk: Desk, found: Card, folder: Path, span: tuple[int, int]) -> Exported:
    """Every file of it, what was said in this span."""
    client_id = found.client.client_id
    shelf = _Shelf(desk, client_id, folder)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        texts = list(texts_of(desk, client_id, found, span, shelf.enclose))
        notes = list(notes_of(desk, client_id, span))
        facts = facts_of(desk, found, span)
        papers = papers_of(desk, client_id, shelf.enclose)
        happened = [one for one in happenings_of(desk, client_id) if span[0] <= one.at <= span[1]]
        said = Transcript(
            say("Texts with {name}", name=found.client.name),
            facts,
            lists_of(desk, found, happened),
            (Section(say("Texts"), texts, say("None.")), Section(say("Papers"), papers, say("None."))),
        )
        aside = Transcript(
            say("Notes about {name}", name=found.client.name),
            [*facts, (say("Seen by"), say("the office alone: the client has not seen these"))],
            (),
            (Section(say("Notes"), notes, say("None.")),),
        )
        for name, document in (("transcript", said), ("notes", aside)):
            shelf.write(f"{name}.html", as_html(document).encode())
            shelf.write(f"{name}.txt", as_text(document).encode())
        shelf.write_sums()
    except FileExistsError as error:
        raise Conflict(say("There is such a file already"), "", say("Choose a new folder.")) from error
    except OSError as error:
        raise BadInput(say("It could not be written"), one_line(error.strerror or "", 80)) from error
    return Exported(folder, len(texts), len(notes), shelf.files, shelf.missing)


def is_told(desk: Desk, done: Exported) -> bool:
    """Does the office know of it?"""
    with desk.store.reading() as session:
        return desk.store.outbox.get(session, done.write_id) is None


def day_typed(desk: Desk, typed: str | None) -> tuple[int, int] | None:
    """The first and the last millisecond of a day such as 2026-11-01, by the office's clock. Raises BadInput."""
    if typed is None:
        return None
    try:
        day = datetime.combine(date.fromisoformat(typed.strip()), time(), zone(desk.zone))
    except ValueError:
        raise BadInput(say("That is no day"), "", say("Write it like 2026-11-30.")) from None
    return to_ms(day), to_ms(day + timedelta(days=1)) - 1


class _Shelf:
    """The folder that fills: each photo once, under its hash, and the hash of everything."""

    def __init__(self, desk: Desk, client_id: str, folder: Path) -> None:
        self._missing: set[str] = set()
        self._desk, self._client_id, self._folder = desk, client_id, folder
        self._sums: dict[str, str] = {}

    @property
    def missing(self) -> int:
        """Photos and files that are not on this machine, or never arrived."""
        return len(self._missing)

    @property
    def files(self) -> int:
        """Photos and files that are there."""
        return sum(path.startswith(f"{FILES}/") for path in self._sums)

    def enclose(self, words: str, sha256: str | None, type_: str, missing: str) -> Enclosed:
        """Put a photo or file into the folder, if its bytes are on this machine."""
        content = None if sha256 is None else self._desk.store.photo_file.get(sha256)
        if sha256 is None or content is None:
            self._missing.add(sha256 or words)
            return Enclosed(words, sha256 or "", missing=missing)
        path = f"{FILES}/{file_name(sha256, ENDINGS.get(type_, 'bin'))}"
        if path not in self._sums:
            (self._folder / FILES).mkdir(mode=0o700, exist_ok=True)
            self.write(path, content)
        return Enclosed(words, self._sums[path], path)

    def write(self, path: str, content: bytes) -> None:
        """A new file, for its owner alone."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(self._folder / path, flags, 0o600), "wb") as file:
            file.write(content)
        self._sums[path] = hashlib.sha256(content).hexdigest()

    def write_sums(self) -> None:
        """The last one: every file's hash."""
        lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(self._sums.items()))
        self.write(SUMS, lines.encode())
