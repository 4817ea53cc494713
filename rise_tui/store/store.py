"""The app's local store: one folder, its two files, and a shelf for each noun."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rise_tui.store.addressees import Addressees
from rise_tui.store.appointments import Appointments
from rise_tui.store.broadcasts import Broadcasts
from rise_tui.store.changes import Bell, Change, Stamp, ring
from rise_tui.store.clients import Clients
from rise_tui.store.compositions import Compositions
from rise_tui.store.connect import PHOTOS, STORE, UI_WAIT_MS
from rise_tui.store.consents import Consents
from rise_tui.store.conversations import Conversations
from rise_tui.store.covers import Covers
from rise_tui.store.cursor import Cursors
from rise_tui.store.devices import Devices
from rise_tui.store.documents import Documents
from rise_tui.store.drafts import Drafts
from rise_tui.store.engine import Connections, Session, Synchronous, sql
from rise_tui.store.groups import Groups
from rise_tui.store.happenings import Happenings
from rise_tui.store.held_texts import HeldTexts
from rise_tui.store.migrations import migrate
from rise_tui.store.notes import Notes
from rise_tui.store.notices import Notices
from rise_tui.store.numbers import Numbers
from rise_tui.store.office import Offices
from rise_tui.store.outbox import Outbox
from rise_tui.store.pending import Pending
from rise_tui.store.photos import PhotoFile, Photos
from rise_tui.store.place import Places
from rise_tui.store.search import Search
from rise_tui.store.statuses import Statuses
from rise_tui.store.tallies import Tallies
from rise_tui.store.templates import Templates
from rise_tui.store.threads import Threads
from rise_tui.store.troubles import in_words
from rise_tui.store.undo import Undos

MERGED_AT_ONCE = 16
"""Pages of the search index that one transaction merges."""
PAUSE_S = 0.002
"""Between two of them, in seconds: others who want to write get their turn."""


class Store:
    """What this machine knows and what it has not sent yet.

    Many threads and processes may have the same folder open, each with its own Store. Made, and brought up to date, on
    opening: raises StoreBusy while another process does that, StoreTooNew, StoreFull, StoreDamaged.
    """

    clients = Clients()
    addressees = Addressees()
    numbers = Numbers()
    threads = Threads()
    held_texts = HeldTexts()
    conversations = Conversations()
    photos = Photos()
    documents = Documents()
    groups = Groups()
    templates = Templates()
    drafts = Drafts()
    outbox = Outbox()
    pending = Pending()
    undo = Undos()
    broadcasts = Broadcasts()
    tallies = Tallies()
    compositions = Compositions()
    place = Places()
    cursor = Cursors()
    search = Search()
    consents = Consents()
    appointments = Appointments()
    office = Offices()
    covers = Covers()
    devices = Devices()
    notices = Notices()
    notes = Notes()
    happenings = Happenings()
    statuses = Statuses()

    def __init__(self, folder: Path, key: bytes | None = None, wait_ms: int = UI_WAIT_MS) -> None:
        """Open the store in that folder. `wait_ms`: how long a write may wait for somebody else's."""
        self.folder = folder
        self.path = folder / STORE
        self._key = key
        migrate(self.path, key)
        self._connections = Connections(self.path, key, wait_ms)
        self._photo_file: PhotoFile | None = None
        self._stamp: Stamp | None = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the store; it waits for nobody, and what it would change is thrown away."""
        with in_words(), self._connections.transaction() as session:
            yield session

    @contextmanager
    def writing(self, *changes: Change, is_durable: bool = False) -> Iterator[Session]:
        """A session that alone writes, and commits at the end; the changes ring with it. An error undoes all.

        `is_durable`: it also survives a power cut (for the outbox); else it survives anything that only kills us.
        Raises StoreLocked when somebody else writes for longer than this store waits, StoreFull: nothing is changed.
        """
        safely: Synchronous = "FULL" if is_durable else "NORMAL"
        with in_words(), self._connections.transaction("IMMEDIATE", safely) as session:
            try:
                yield session
                ring(session, *changes)
                session.commit()
            except BaseException:
                for again in session.if_undone:
                    again()
                raise

    def if_undone(self, session: Session, again: Callable[[], None]) -> None:
        """What is to be done when the transaction of this session fails, its commit included: nothing of it stands."""
        session.if_undone.append(again)

    def ring(self, session: Session, *changes: Change) -> None:
        """Say inside a transaction what else it changes."""
        ring(session, *changes)

    def bell(self) -> Bell:
        """An ear for changes by whomever; the caller closes it."""
        with in_words():
            return Bell(self.path, self._key)

    @property
    def stamp(self) -> int:
        """A number that stays while nobody changes anything: what was read at it still holds. Only this store's."""
        with in_words():
            if self._stamp is None:
                self._stamp = Stamp(self.path, self._key)
            return self._stamp.read()

    @property
    def photo_file(self) -> PhotoFile:
        """The bytes of photos; opened when first asked for."""
        if self._photo_file is None:
            self._photo_file = PhotoFile(self.folder / PHOTOS, self._key)
        return self._photo_file

    def scrub(self) -> None:
        """After forgetting: merge the search index, so that no forgotten word stays in it, and empty both logs.

        The index is merged a little at a time, so that nobody who types meanwhile waits (SQLite, FTS5 §6.8: the first
        step with a negative number, then on until a step changes next to nothing).
        """
        pages, is_first = MERGED_AT_ONCE, True
        while True:
            with self.writing() as session:
                driven = sql(session)
                before = driven.total_changes
                merge = "INSERT INTO message_fts(message_fts, rank) VALUES ('merge', ?)"
                driven.execute(merge, (-pages if is_first else pages,))
                is_done = driven.total_changes - before < 2 and not is_first
            if is_done:
                break
            is_first = False
            time.sleep(PAUSE_S)
        with in_words(), self._connections.outside() as driven:
            driven.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if (self.folder / PHOTOS).exists():
            self.photo_file.scrub()

    def faults(self) -> list[str]:
        """What is wrong with the file, as SQLite's quick check says it; empty when nothing is."""
        with in_words(), self._connections.outside() as driven:
            said = [str(row[0]) for row in driven.execute("PRAGMA quick_check(20)")]
        return [] if said == ["ok"] else said

    def close(self) -> None:
        """Give all connections back."""
        self._connections.close()
        if self._photo_file is not None:
            self._photo_file.close()
            self._photo_file = None
        if self._stamp is not None:
            self._stamp.close()
            self._stamp = None

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
